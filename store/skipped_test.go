package store

import (
	"context"
	"strings"
	"testing"
	"time"
)

// What import keeps in mind outlives the process and every undo, and is no act.
func TestSkippedAndAsked(t *testing.T) {
	ctx := context.Background()
	db, _ := testDB(t)
	if at, err := db.Asked(ctx); err != nil || !at.IsZero() {
		t.Fatalf("never asked: %v, %v", at, err)
	}
	acts, _, err := db.Acts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	sum := strings.Repeat("ab", 32)
	moment := time.Date(2026, 11, 21, 20, 0, 0, 123, time.FixedZone("", 3600))
	for range 2 {
		if err := db.Skip(ctx, sum); err != nil {
			t.Fatal(err)
		}
		if err := db.SetAsked(ctx, moment); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Skip(ctx, "abc"); err == nil {
		t.Error("abc passed for a SHA-256")
	}
	if _, _, err := db.Undo(ctx, ""); err != nil {
		t.Fatal(err)
	}
	db.Close()
	db = openTest(t, db.Path())
	skipped, err := db.Skipped(ctx)
	if err != nil || len(skipped) != 1 || !skipped[sum] {
		t.Errorf("skipped: %v, %v", skipped, err)
	}
	if at, err := db.Asked(ctx); err != nil || !at.Equal(moment) {
		t.Errorf("asked: %v, %v; want %v", at, err, moment)
	}
	if after, _, err := db.Acts(ctx); err != nil || len(after) != len(acts)+1 {
		t.Errorf("%d acts, %v; want %d and the undo", len(after), err, len(acts))
	}
}

// Work in many transactions is one act, which undo takes back as a whole.
func TestContinueIsOneAct(t *testing.T) {
	ctx := context.Background()
	db, spot := testDB(t)
	before := read(t, db)
	begun := Act{Verb: "import"}
	var first ID
	for i := range 3 {
		var err error
		begun, err = db.Continue(ctx, begun, func(tx *Tx) error {
			if tx.Resumed() != (i > 0) {
				t.Errorf("part %d: resumed %v", i, tx.Resumed())
			}
			id, err := tx.PutEntry(spot, Entry{Date: date("2026-11-0" + string(rune('1'+i)))})
			if i == 0 {
				first = id
			} else if err == nil { // a record of an earlier part changes within the act
				_, err = tx.PutEntry(spot, Entry{ID: first, Date: date("2026-10-0" + string(rune('1'+i)))})
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	acts, _, err := db.Acts(ctx)
	if err != nil || acts[len(acts)-1].ID != begun.ID || len(acts) != 2 {
		t.Fatalf("acts %v, %v; want one after the first", acts, err)
	}
	checkDigests(t, db)
	checkRevisionRows(t, db)
	if undid, _, err := db.Undo(ctx, ""); err != nil || undid.ID != begun.ID {
		t.Fatalf("undid %v, %v", undid, err)
	}
	if got := read(t, db); len(got.Spots[0].Entries) != len(before.Spots[0].Entries) {
		t.Errorf("%d entries are left, want %d", len(got.Spots[0].Entries), len(before.Spots[0].Entries))
	}
}

// An act that came in between ends the first: what follows is one of its own, of the same verb.
func TestContinueAfterAnotherAct(t *testing.T) {
	ctx := context.Background()
	db, spot := testDB(t)
	put := func(day string) func(*Tx) error {
		return func(tx *Tx) error { _, err := tx.PutEntry(spot, Entry{Date: date(day)}); return err }
	}
	begun, err := db.Continue(ctx, Act{Verb: "import"}, put("2026-11-01"))
	if err != nil {
		t.Fatal(err)
	}
	same, err := db.Continue(ctx, begun, func(*Tx) error { return nil })
	if err != nil || same != begun {
		t.Fatalf("nothing done: %v, %v; want %v", same, err, begun)
	}
	act(t, db, put("2026-11-02"))
	next, err := db.Continue(ctx, begun, put("2026-11-03"))
	if err != nil || next.ID == begun.ID || next.Verb != "import" {
		t.Fatalf("%v, %v; want another act than %v", next, err, begun)
	}
}
