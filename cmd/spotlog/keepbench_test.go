package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"spotlog/internal/archive"
	"spotlog/internal/photo"
	"spotlog/store"
)

var (
	journalMB   = flag.Int("journal-mb", 40, "how large a journal the benchmarks of backup and verify make, in megabytes")
	journalInto = flag.String("journal-into", "", "TestLargeJournal writes such a journal into this file, and nothing else")
	monthOf     = flag.String("month-of", "", "TestLargeJournal instead adds a month of ten photos to this journal")
)

const benchPhotoBytes = 4_000_000

// addPhotos logs n entries with a photo each, whose bytes are noise, so that they are all different, and
// whose thumbnail is one that can be shown.
func addPhotos(t testing.TB, path string, n int, seed byte) {
	t.Helper()
	env := store.Env{Now: time.Now, Random: rand.NewChaCha8([32]byte{seed, 1})}
	source := filepath.Join(t.TempDir(), "photo.jpg")
	if err := phonePhoto(source, uint64(seed)); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(source)
	if err != nil {
		t.Fatal(err)
	}
	shown, _, _, err := archive.Picture(content, photo.Default)
	if err != nil {
		t.Fatal(err)
	}
	put := func(tx *store.Tx) error { return putNoise(tx, n, shown, rand.NewChaCha8([32]byte{seed})) }
	if _, err := os.Stat(path); err == nil {
		db, err := store.Open(context.Background(), path, env)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.Act(context.Background(), "import", put); err != nil {
			t.Fatal(err)
		}
		return
	}
	if _, err := store.Create(context.Background(), path, env, "import", put); err != nil {
		t.Fatal(err)
	}
}

func putNoise(tx *store.Tx, n int, shown *store.Picture, noise *rand.ChaCha8) error {
	j, err := tx.Journal()
	if err != nil {
		return err
	}
	spot, err := tx.PutSpot(store.Spot{Name: fmt.Sprintf("arm-%d", len(j.Spots)+1), Site: "left arm"})
	if err != nil {
		return err
	}
	for i := range n {
		content := make([]byte, benchPhotoBytes)
		noise.Read(content)
		sum := sha256.Sum256(content)
		p := *shown
		p.Original, p.SHA256, p.Bytes = content, hex.EncodeToString(sum[:]), benchPhotoBytes
		if _, err := tx.AddPicture(&p); err != nil {
			return err
		}
		entry, err := tx.PutEntry(spot, store.Entry{Date: store.Day(12_000 + i).Date(), LengthMM: 4, Note: "as before"})
		if err != nil {
			return err
		}
		if _, err := tx.PutPhoto(store.Owner{Entry: entry}, store.Photo{SHA256: p.SHA256}); err != nil {
			return err
		}
	}
	return nil
}

// TestLargeJournal makes the journals that .ci/bench-keep measures with.
func TestLargeJournal(t *testing.T) {
	switch {
	case *monthOf != "":
		addPhotos(t, *monthOf, 10, byte(time.Now().Unix()))
	case *journalInto != "":
		for n, part := *journalMB*1_000_000/benchPhotoBytes, byte(0); n > 0; n, part = n-50, part+1 {
			addPhotos(t, *journalInto, min(n, 50), part)
		}
	default:
		t.Skip("for .ci/bench-keep: -journal-mb 2000 -journal-into FILE")
	}
}

func BenchmarkBackup(b *testing.B) {
	path := filepath.Join(b.TempDir(), "journal.sqlite")
	addPhotos(b, path, *journalMB*1_000_000/benchPhotoBytes, 0)
	for b.Loop() {
		runSpotlog(b, path, "backup", filepath.Join(b.TempDir(), "copy.sqlite"), "--quiet")
	}
	b.SetBytes(int64(*journalMB) * 1_000_000)
}

func BenchmarkVerify(b *testing.B) {
	path := filepath.Join(b.TempDir(), "journal.sqlite")
	addPhotos(b, path, *journalMB*1_000_000/benchPhotoBytes, 0)
	for b.Loop() {
		runSpotlog(b, path, "verify", "--quiet")
	}
	b.SetBytes(int64(*journalMB) * 1_000_000)
}
