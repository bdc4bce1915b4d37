package archive

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"spotlog/internal/photo"
	"spotlog/store"
)

var dates = cmp.Comparer(func(a, b store.Date) bool { return a == b })

// testEnv has a clock that moves a minute an act, and ids that no other environment gives.
func testEnv() store.Env {
	now := time.Date(2026, 11, 1, 20, 0, 0, 0, time.FixedZone("", 3600))
	return store.Env{Now: func() time.Time { now = now.Add(time.Minute); return now }, Random: rand.NewChaCha8(seed())}
}

var seeds byte

func seed() [32]byte { seeds++; return [32]byte{seeds, 1} }

// emptyJournal opens a new journal that holds nothing.
func emptyJournal(t testing.TB) *store.DB {
	t.Helper()
	path := filepath.Join(t.TempDir(), "j.sqlite")
	if _, err := store.Create(context.Background(), path, testEnv(), "test", func(*store.Tx) error { return nil }); err != nil {
		t.Fatal(err)
	}
	return open(t, path)
}

func open(t testing.TB, path string) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), path, testEnv())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func do(t testing.TB, db *store.DB, work func(*store.Tx) error) store.Act {
	t.Helper()
	a, err := db.Act(context.Background(), "test", work)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func read(t testing.TB, db *store.DB) *store.Journal {
	t.Helper()
	j, err := db.Journal(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func date(text string) store.Date {
	d, err := store.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// importing brings a document in and gives the act, zero where nothing changed.
func importing(db *store.DB, d *Document, update bool) (done Imported, a store.Act, err error) {
	a, err = db.Act(context.Background(), "import", func(tx *store.Tx) (err error) {
		done, err = d.Import(context.Background(), tx, update, photo.Default)
		return err
	})
	return done, a, err
}

// folder writes files, given as name and content, into a new folder.
func folder(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// dot draws a small PNG; each shade is another file.
func dot(shade byte) string {
	picture := image.NewRGBA(image.Rect(0, 0, 3, 2))
	picture.SetRGBA(1, 1, color.RGBA{shade, 60, 50, 255})
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		panic(err)
	}
	return out.String()
}

// datedJPEG draws a JPEG whose Exif says only when it was taken (Exif 2.3, tag 0x9003).
func datedJPEG(taken string) string {
	var tiff bytes.Buffer
	write := func(v any) { binary.Write(&tiff, binary.LittleEndian, v) }
	tiff.WriteString("II*\x00")
	write(uint32(8))
	write(uint16(1)) // the first directory points to the Exif directory
	write([]uint16{0x8769, 4})
	write([]uint32{1, 26, 0})
	write(uint16(1))
	write([]uint16{0x9003, 2})
	write([]uint32{20, 44, 0})
	tiff.WriteString(taken + "\x00")
	var body bytes.Buffer
	if err := jpeg.Encode(&body, image.NewRGBA(image.Rect(0, 0, 8, 8)), nil); err != nil {
		panic(err)
	}
	exif := "Exif\x00\x00" + tiff.String()
	head := []byte{0xff, 0xd8, 0xff, 0xe1, byte((len(exif) + 2) >> 8), byte(len(exif) + 2)}
	return string(head) + exif + body.String()[2:]
}

func sha256Hex(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])
}
