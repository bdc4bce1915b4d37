package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"spotlog/internal/photo"
	"spotlog/store"
)

// writeClinic makes a journal of 20 spots with 10 photos each, every fifth spot growing: the first and
// the newest photo of a spot of 12 megapixels and marked, those between of a hundredth of that.
func writeClinic(b *testing.B) (path string) {
	b.Helper()
	dir := b.TempDir()
	phonePhotos(b, dir, 2)
	files, err := filepath.Glob(filepath.Join(dir, "*.jpg"))
	if err != nil {
		b.Fatal(err)
	}
	var bases []store.Picture
	for _, file := range files {
		large, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		facts, err := photo.Read(large, photo.Default)
		if err != nil {
			b.Fatal(err)
		}
		for _, content := range [][]byte{large, facts.Thumbnail} {
			p := store.Picture{Format: "jpeg", Width: facts.Width, Height: facts.Height, Original: content}
			if len(content) == len(facts.Thumbnail) {
				p.Width, p.Height = facts.ThumbWidth, facts.ThumbHeight
			}
			p.Thumbnail = &store.Thumbnail{Version: photo.ThumbnailVersion, Width: facts.ThumbWidth, Height: facts.ThumbHeight, Content: facts.Thumbnail}
			bases = append(bases, p)
		}
	}
	path = filepath.Join(b.TempDir(), "journal.sqlite")
	env := store.Env{Now: time.Now, Random: rand.NewChaCha8([32]byte{7})}
	_, err = store.Create(context.Background(), path, env, "import", func(tx *store.Tx) error {
		for s := range 20 {
			id, err := tx.PutSpot(store.Spot{Name: fmt.Sprintf("arm-%d", s), Site: "left arm", Onset: store.OnsetGradual, FirstSeen: store.DateOn(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), store.PrecisionYear, false)})
			if err != nil {
				return err
			}
			for m := range 10 {
				base := bases[2*(s%2)]
				if m > 0 && m < 9 {
					base = bases[2*(s%2)+1]
				}
				if err := putShot(tx, id, s, m, base); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return path
}

// putShot adds an entry with a photo; bytes behind its end make it one of its own.
func putShot(tx *store.Tx, spot store.ID, s, m int, picture store.Picture) error {
	date := store.DateOn(time.Date(2026, time.January+time.Month(m), 20, 20, 0, 0, 0, time.UTC), store.PrecisionMinute, true)
	entry := store.Entry{Date: date, LengthMM: 4, Method: store.MethodRuler, Colors: []store.Color{store.ColorBrown}, Changed: []store.Changed{store.ChangedNone}}
	if s%5 == 0 {
		entry.LengthMM += float64(m)
	}
	id, err := tx.PutEntry(spot, entry)
	if err != nil {
		return err
	}
	picture.Original = append(append([]byte{}, picture.Original...), fmt.Sprintf("%d/%d", s, m)...)
	sum := sha256.Sum256(picture.Original)
	picture.SHA256, picture.Bytes = hex.EncodeToString(sum[:]), int64(len(picture.Original))
	if _, err := tx.AddPicture(&picture); err != nil {
		return err
	}
	_, err = tx.PutPhoto(store.Owner{Entry: id}, store.Photo{SHA256: picture.SHA256, Taken: date, TakenFrom: store.FromExif,
		Mark: &store.Box{X: picture.Width / 2, Y: picture.Height / 2, W: picture.Width / 10, H: picture.Width / 10}})
	return err
}

// BenchmarkSummary writes the summary of 20 spots with 200 photos in each of its forms.
func BenchmarkSummary(b *testing.B) {
	path := writeClinic(b)
	dir := b.TempDir()
	for _, form := range []string{"txt", "csv", "json", "html", "pdf"} {
		b.Run(form, func(b *testing.B) {
			for b.Loop() {
				runSpotlog(b, path, "summary", "-o", filepath.Join(dir, "summary."+form), "--quiet")
			}
		})
	}
	b.Run("photos", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			runSpotlog(b, path, "summary", "--photos", filepath.Join(dir, fmt.Sprint("photos-", n)), "--json", "-o", filepath.Join(dir, "s.txt"))
		}
	})
}
