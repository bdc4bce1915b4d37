package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"hash"
	randv2 "math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"spotlog/internal/cli"
	"spotlog/store"
)

// contents is the SHA-256 of all that a journal holds, as it is read: words, acts, every revision,
// every photo and thumbnail; an error where not all of it can be read.
func contents(path string) (string, error) {
	ctx := context.Background()
	db, err := store.Open(ctx, path, store.Env{Now: time.Now, Random: rand.Reader})
	if err != nil {
		return "", err
	}
	defer db.Close()
	sum := sha256.New()
	for _, read := range []func() (any, error){
		func() (any, error) { return db.Journal(ctx) },
		func() (any, error) { return db.History(ctx) },
		func() (any, error) { a, undone, err := db.Acts(ctx); return []any{a, undone}, err },
		func() (any, error) { return db.Pictures(ctx) },
		func() (any, error) { return nil, readPhotos(ctx, db, sum) },
	} {
		v, err := read()
		if err != nil {
			return "", err
		}
		if err := json.NewEncoder(sum).Encode(v); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("%x", sum.Sum(nil)), nil
}

func readPhotos(ctx context.Context, db *store.DB, sum hash.Hash) error {
	j, err := db.Journal(ctx)
	if err != nil {
		return err
	}
	for _, r := range j.Refs() {
		if r.Photo == nil {
			continue
		}
		for _, read := range []func(context.Context, string) ([]byte, error){db.Original, db.Thumbnail} {
			content, err := read(ctx, r.Photo.SHA256)
			if err != nil {
				return err
			}
			sum.Write(content)
		}
	}
	return nil
}

// One bit of the file is another one: where that changes anything that the journal holds, verify
// says so, and says nothing to the contrary before.
func TestVerifyFindsEveryFlippedBit(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.begin()
	p.spotlog("log", "nose", "--size", "4", "--date", "2026-11-03", "--photo", p.photo("large.jpg", 150_000), "--note", "it itches in the evening")
	p.spotlog("profile", "set", "--birth-date", "1980-04-02")
	p.spotlog("med", "add", "apixaban", "--started", "2026-01-02")
	p.spotlog("undo")
	whole := p.snapshot()
	want, err := contents(p.journal)
	if err != nil {
		t.Fatal(err)
	}
	at := randv2.New(randv2.NewPCG(3, 14))
	flips, changed := 0, 0
	for ; changed < 300*heavier && flips < 20_000*heavier; flips++ {
		i := at.IntN(len(whole))
		if flips%2 == 0 { // half of them where no zeros are: they hold more than their share
			for whole[i] == 0 {
				i = (i + 1) % len(whole)
			}
		}
		file := bytes.Clone(whole)
		file[i] ^= 1 << at.IntN(8)
		p.restart(file)
		got, err := contents(p.journal)
		if err == nil && got == want {
			continue // in what holds nothing
		}
		changed++
		if code, said := p.verify(); code == 0 || code == 1 {
			t.Errorf("byte %d, %08b for %08b: verify ended with %d: %s", i, file[i], whole[i], code, said)
		}
		if now, err := os.ReadFile(p.journal); err != nil || !bytes.Equal(now, file) {
			t.Errorf("byte %d: verify changed the file (%v)", i, err)
		}
	}
	p.restart(whole)
	if code, said := p.verify(); code != 0 {
		t.Errorf("the whole journal: verify ended with %d: %s", code, said)
	}
	proved(t, "flipped bits that changed what the journal holds, found by verify", 300*heavier, changed, fmt.Sprintf(" (of %d)", flips))
}

// verify runs the verb in this process, for hundreds of times.
func (p *place) verify() (code int, said string) {
	var out bytes.Buffer
	code = cli.Run(context.Background(), cli.System{
		Args: []string{"verify"}, Out: &out, Err: &out, Random: rand.Reader, Now: time.Now, Width: 80,
		Getenv: func(name string) string {
			return map[string]string{"HOME": filepath.Dir(p.journal), "SPOTLOG_JOURNAL": p.journal}[name]
		},
	})
	return code, out.String()
}
