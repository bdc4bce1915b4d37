package store

import (
	"context"
	"errors"
	"slices"
	"testing"
)

func TestThumbnailsAreMadeAgainWithoutAnAct(t *testing.T) {
	ctx := context.Background()
	db, spot := testDB(t)
	var sums []string
	act(t, db, func(tx *Tx) error {
		for _, c := range []struct {
			content string
			thumb   *Thumbnail
		}{{"none", nil}, {"old", &Thumbnail{1, 2, 3, []byte("old")}}, {"rotten", &Thumbnail{2, 2, 3, []byte("rots")}},
			{"refused", &Thumbnail{2, 0, 0, []byte("cannot be shown")}}, {"new", &Thumbnail{2, 2, 3, []byte("new")}}} {
			p := testPicture(c.content)
			p.Thumbnail = c.thumb
			sums = append(sums, p.SHA256)
			if _, err := tx.AddPicture(p); err != nil {
				return err
			}
		}
		_, err := tx.PutEntry(spot, fullEntry()) // pictures alone are no act
		return err
	})
	if _, err := db.sql.Exec("UPDATE thumbnail SET content = x'00' WHERE sha256 = ?", sums[2]); err != nil {
		t.Fatal(err)
	}
	decode := func(t *Thumbnail) error {
		if t.Width == 0 {
			return errors.New("it cannot be shown")
		}
		return nil
	}
	want := slices.Sorted(slices.Values(sums[:4]))
	got, err := db.WithoutThumbnail(ctx, 2, decode)
	if err != nil || !slices.Equal(got, want) {
		t.Fatalf("%q, %v; want %q", got, err, want)
	}
	before, _, err := db.Acts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, sum := range want {
		if err := db.PutThumbnail(&Picture{SHA256: sum, Thumbnail: &Thumbnail{2, 4, 5, []byte("made again")}}); err != nil {
			t.Fatal(err)
		}
		if content, err := db.Thumbnail(ctx, sum); err != nil || string(content) != "made again" {
			t.Errorf("%q, %v", content, err)
		}
	}
	if got, err := db.WithoutThumbnail(ctx, 2, decode); err != nil || len(got) > 0 {
		t.Errorf("still %q, %v", got, err)
	}
	if after, _, err := db.Acts(ctx); err != nil || len(after) != len(before) {
		t.Errorf("%d acts, then %d, %v", len(before), len(after), err)
	}
	if err := db.PutThumbnail(&Picture{SHA256: "00", Thumbnail: &Thumbnail{2, 4, 5, []byte("of nothing")}}); !errors.Is(err, ErrNoRecord) {
		t.Errorf("a thumbnail of no picture: %v", err)
	}
}

// A picture of unknown size gets one with its thumbnail, and keeps it from then on.
func TestPutThumbnailMeasuresAPicture(t *testing.T) {
	db, spot := testDB(t)
	picture := testPicture("of no known size")
	picture.Width, picture.Height = 0, 0
	act(t, db, func(tx *Tx) error {
		if _, err := tx.AddPicture(picture); err != nil {
			return err
		}
		_, err := tx.PutEntry(spot, fullEntry())
		return err
	})
	thumbnail := &Thumbnail{1, 4, 5, []byte("small")}
	for _, side := range []int{400, 800} {
		if err := db.PutThumbnail(&Picture{SHA256: picture.SHA256, Width: side, Height: side / 2, Thumbnail: thumbnail}); err != nil {
			t.Fatal(err)
		}
		pictures, err := db.Pictures(context.Background())
		p := pictures[picture.SHA256]
		if err != nil || p.Width != 400 || p.Height != 200 {
			t.Errorf("%+v, %v", p, err)
		}
		var stored string
		if err := db.sql.QueryRow("SELECT digest FROM picture").Scan(&stored); err != nil || stored != digestOf(t, p) {
			t.Errorf("digest %s, %v; want that of %+v", stored, err, p)
		}
	}
}

func TestNewPictureIsKnownByItsBytes(t *testing.T) {
	p := NewPicture([]byte("GIF89aab"))
	// sha256sum of the eight bytes.
	if want := "84eb50dc1c7c6890c7a854d583fc1465cd29a3ea7bb2a626cc5077711cf29b4f"; p.SHA256 != want || p.Bytes != 8 {
		t.Errorf("%s of %d bytes; want %s", p.SHA256, p.Bytes, want)
	}
	p.SHA256 = testPicture("another").SHA256
	db, _ := testDB(t)
	if _, err := db.Act(context.Background(), "log", func(tx *Tx) error {
		_, err := tx.AddPicture(p)
		return err
	}); err == nil {
		t.Error("taken under the SHA-256 of another picture")
	}
}
