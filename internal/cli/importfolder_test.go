package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"spotlog/store"
)

// onFirst calls do at the first write that holds a text.
type onFirst struct {
	text string
	do   func()
	said bytes.Buffer
}

func (w *onFirst) Write(p []byte) (int, error) {
	if w.do != nil && bytes.Contains(p, []byte(w.text)) {
		w.do()
		w.do = nil
	}
	return w.said.Write(p)
}

func smallPhotos(t *testing.T, dir string, n int) {
	t.Helper()
	for i := range n {
		img := image.NewRGBA(image.Rect(0, 0, 4, 3))
		img.Set(1, 1, color.RGBA{uint8(i), 60, 50, 255})
		var out bytes.Buffer
		if err := png.Encode(&out, img); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("IMG_202611%02d_%06d.png", 1+i%20, i/20)), out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// importing runs import as a person on a terminal or beside one would.
func importing(ctx context.Context, path string, in io.Reader, talk io.Writer, args ...string) (code int, out string) {
	var answer bytes.Buffer
	code = Run(ctx, System{
		Args: append(append([]string{"import"}, args...), "--journal", path), In: in, InTerminal: in != nil, Out: &answer, Err: talk, Width: 80,
		Getenv: func(string) string { return "" }, Random: rand.Reader,
		Now: func() time.Time { return time.Date(2026, 11, 21, 20, 0, 0, 0, time.UTC) },
	})
	return code, answer.String()
}

func photosIn(t *testing.T, path string) (photos, acts int) {
	t.Helper()
	db, err := store.Open(context.Background(), path, store.Env{Now: time.Now, Random: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	j, err := db.Journal(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range j.Refs() {
		if r.Photo != nil {
			photos++
		}
	}
	list, _, err := db.Acts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return photos, len(list)
}

// Interrupted after the first batch, an import keeps it and says so; run again it takes the rest.
func TestInterruptedImportKeepsWhatIsCommitted(t *testing.T) {
	const all = 5*batchPhotos + 3
	dir, path := t.TempDir(), filepath.Join(t.TempDir(), "journal.sqlite")
	smallPhotos(t, dir, all)
	ctx, cancel := context.WithCancel(context.Background())
	talk := &onFirst{text: "in the journal so far", do: cancel}
	code, _ := importing(ctx, path, nil, talk, dir, "--spot", "arm-1", "--new", "--site", "arm", "--verbose")
	if code != exitInterrupted || !strings.Contains(talk.said.String(), "spotlog: error: interrupted; 20 photos are in the journal\nspotlog: hint: for the rest: spotlog import "+shellQuoted(dir)+" --spot arm-1\n") {
		t.Fatalf("ended with %d: %s", code, &talk.said)
	}
	if photos, acts := photosIn(t, path); photos != batchPhotos || acts != 1 {
		t.Fatalf("%d photos in %d acts are kept", photos, acts)
	}
	code, out := importing(context.Background(), path, nil, io.Discard, dir, "--spot", "arm-1")
	if want := fmt.Sprintf("imported %d photos; %d there already\n", all-batchPhotos, batchPhotos); code != 0 || !strings.HasPrefix(out, want) {
		t.Fatalf("ended with %d: %s, want %s", code, out, want)
	}
	if photos, acts := photosIn(t, path); photos != all || acts != 2 {
		t.Errorf("%d photos in %d acts; want %d in 2", photos, acts, all)
	}
}

// Interrupted at a question, what was answered before is kept.
func TestInterruptedAtAQuestion(t *testing.T) {
	dir, path := t.TempDir(), filepath.Join(t.TempDir(), "journal.sqlite")
	smallPhotos(t, dir, 3)
	if code, _ := importing(context.Background(), path, nil, io.Discard, t.TempDir(), "--spot", "x"); code != exitMissing {
		t.Fatalf("without a journal: %d", code)
	}
	env := store.Env{Now: time.Now, Random: rand.Reader}
	if _, err := store.Create(context.Background(), path, env, "log", func(tx *store.Tx) error {
		_, err := tx.PutSpot(store.Spot{Name: "arm-1", Site: "arm"})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	in, answers := io.Pipe()
	defer answers.Close()
	go io.WriteString(answers, "arm\n") // and then nothing more, as one who waits
	talk := &onFirst{text: "2 of 3", do: cancel}
	code, _ := importing(ctx, path, in, talk, dir)
	if code != exitInterrupted || !strings.Contains(talk.said.String(), "interrupted; 1 photo is in the journal") {
		t.Fatalf("ended with %d: %s", code, &talk.said)
	}
	if photos, acts := photosIn(t, path); photos != 1 || acts != 2 {
		t.Errorf("%d photos in %d acts; want 1 in 2", photos, acts)
	}
}

func TestPace(t *testing.T) {
	for _, c := range []struct {
		done, all int64
		spent     time.Duration
		want      string
	}{
		{0, 3, time.Minute, ""},
		{1, 3, 0, ""},
		{1, 3, 2 * time.Second, "0.5 a second, 4s left"},
		{300, 1800, 30 * time.Second, "10.0 a second, 2m30s left"},
		{3, 3, time.Second, "3.0 a second, 0s left"},
	} {
		if got := pace(c.done, c.all, c.spent); got != c.want {
			t.Errorf("%d of %d in %v: %q, want %q", c.done, c.all, c.spent, got, c.want)
		}
	}
}
