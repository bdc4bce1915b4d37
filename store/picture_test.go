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
		}{{"none", nil}, {"old", &Thumbnail{1, 2, 3, []byte("old")}}, {"new", &Thumbnail{2, 2, 3, []byte("new")}}} {
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
	want := slices.Sorted(slices.Values(sums[:2]))
	got, err := db.WithoutThumbnail(ctx, 2)
	if err != nil || !slices.Equal(got, want) {
		t.Fatalf("%q, %v; want %q", got, err, want)
	}
	before, _, err := db.Acts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, sum := range want {
		if err := db.PutThumbnail(ctx, sum, &Thumbnail{2, 4, 5, []byte("made again")}); err != nil {
			t.Fatal(err)
		}
		if content, err := db.Thumbnail(ctx, sum); err != nil || string(content) != "made again" {
			t.Errorf("%q, %v", content, err)
		}
	}
	if got, err := db.WithoutThumbnail(ctx, 2); err != nil || len(got) > 0 {
		t.Errorf("still %q, %v", got, err)
	}
	if after, _, err := db.Acts(ctx); err != nil || len(after) != len(before) {
		t.Errorf("%d acts, then %d, %v", len(before), len(after), err)
	}
	if err := db.PutThumbnail(ctx, "00", &Thumbnail{2, 4, 5, []byte("of nothing")}); !errors.Is(err, ErrNoRecord) {
		t.Errorf("a thumbnail of no picture: %v", err)
	}
}
