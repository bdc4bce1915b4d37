package store

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func undo(t testing.TB, db *DB, id ID) (undid, by Act) {
	t.Helper()
	undid, by, err := db.Undo(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return undid, by
}

func putEntry(t testing.TB, db *DB, spot ID, e Entry) (id ID, a Act) {
	t.Helper()
	a = act(t, db, func(tx *Tx) (err error) { id, err = tx.PutEntry(spot, e); return err })
	return id, a
}

func TestUndoOfEveryNoun(t *testing.T) {
	db, full := fullDB(t)
	undid, by := undo(t, db, "")
	if by.Verb != "undo" || by.Undoes != undid.ID {
		t.Errorf("undid %+v by %+v", undid, by)
	}
	left := read(t, db)
	if want := (&Journal{Schema: JournalSchema, Spots: full.Spots[1:]}); !cmp.Equal(want, left, dates) {
		t.Errorf("left after undo:\n%s", cmp.Diff(want, left, dates))
	}
	checkDigests(t, db)
	undo(t, db, by.ID)
	if diff := cmp.Diff(full, read(t, db), dates); diff != "" {
		t.Errorf("after the undo was undone (-before +after):\n%s", diff)
	}
	checkDigests(t, db)
	undo(t, db, "") // the same act again
	if diff := cmp.Diff(left, read(t, db), dates); diff != "" {
		t.Errorf("undone again:\n%s", diff)
	}
}

func TestNothingToUndo(t *testing.T) {
	db, _ := testDB(t)
	undid, by := undo(t, db, "")
	if _, _, err := db.Undo(t.Context(), ""); !errors.Is(err, ErrNothingToUndo) {
		t.Errorf("an empty journal: %v, want ErrNothingToUndo", err)
	}
	if _, _, err := db.Undo(t.Context(), undid.ID); !errors.Is(err, ErrNothingToUndo) {
		t.Errorf("an act undone already: %v, want ErrNothingToUndo", err)
	}
	if _, _, err := db.Undo(t.Context(), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"); !errors.Is(err, ErrNoRecord) {
		t.Errorf("no such act: %v, want ErrNoRecord", err)
	}
	undo(t, db, by.ID)
	if len(read(t, db).Spots) != 1 {
		t.Error("the undo could not be undone")
	}
}

func TestUndoIsRefusedUnderALaterChange(t *testing.T) {
	cases := []struct {
		name string
		do   func(t *testing.T, db *DB, spot ID) Act // gives the act to undo, with something built on it
	}{
		{"edited since", func(t *testing.T, db *DB, spot ID) Act {
			id, a := putEntry(t, db, spot, Entry{Date: date("2026-11-01")})
			putEntry(t, db, spot, Entry{ID: id, Date: date("2026-11-02")})
			return a
		}},
		{"edited since and back again", func(t *testing.T, db *DB, spot ID) Act {
			id, a := putEntry(t, db, spot, Entry{Date: date("2026-11-01")})
			putEntry(t, db, spot, Entry{ID: id, Date: date("2026-11-02")})
			putEntry(t, db, spot, Entry{ID: id, Date: date("2026-11-01")})
			return a
		}},
		{"a spot that has an entry by now", func(t *testing.T, db *DB, _ ID) Act {
			var id ID
			a := act(t, db, func(tx *Tx) (err error) { id, err = tx.PutSpot(Spot{Name: "a", Site: "arm"}); return err })
			putEntry(t, db, id, Entry{Date: date("2026")})
			return a
		}},
		{"a photo taken out whose entry is gone", func(t *testing.T, db *DB, spot ID) Act {
			id, _ := putEntry(t, db, spot, Entry{Date: date("2026")})
			var photo ID
			act(t, db, func(tx *Tx) (err error) {
				picture := testPicture("p")
				if _, err = tx.AddPicture(picture); err == nil {
					photo, err = tx.PutPhoto(Owner{Entry: id}, Photo{SHA256: picture.SHA256})
				}
				return err
			})
			a := act(t, db, func(tx *Tx) error { return tx.Remove(NounPhoto, photo) })
			act(t, db, func(tx *Tx) error { return tx.Remove(NounEntry, id) })
			return a
		}},
		{"moved to a spot that is gone", func(t *testing.T, db *DB, spot ID) Act {
			id, _ := putEntry(t, db, spot, Entry{Date: date("2026")})
			var other ID
			act(t, db, func(tx *Tx) (err error) { other, err = tx.PutSpot(Spot{Name: "a", Site: "arm"}); return err })
			a := act(t, db, func(tx *Tx) error { return tx.MoveEntry(id, other) })
			act(t, db, func(tx *Tx) error { return tx.Remove(NounSpot, spot) })
			return a
		}},
		{"an undo under a later edit", func(t *testing.T, db *DB, spot ID) Act {
			id, _ := putEntry(t, db, spot, Entry{Date: date("2026-11-01")})
			putEntry(t, db, spot, Entry{ID: id, Date: date("2026-11-02")})
			_, by := undo(t, db, "")
			putEntry(t, db, spot, Entry{ID: id, Date: date("2026-11-03")})
			return by
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			db, spot := testDB(t)
			a := c.do(t, db, spot)
			before, acts := read(t, db), rowCounts(t, db)
			if _, _, err := db.Undo(t.Context(), a.ID); !errors.Is(err, ErrOverlaid) {
				t.Errorf("error %v, want ErrOverlaid", err)
			}
			if diff := cmp.Diff(before, read(t, db), dates) + cmp.Diff(acts, rowCounts(t, db)); diff != "" {
				t.Errorf("the journal changed:\n%s", diff)
			}
			undo(t, db, "") // the connection still works, and the newest act can always go
		})
	}
}

func TestUndoOfARenameWhoseNameIsTaken(t *testing.T) {
	db, spot := testDB(t)
	a := act(t, db, func(tx *Tx) error {
		_, err := tx.PutSpot(Spot{ID: spot, Name: "elbow", Site: "left forearm"})
		return err
	})
	act(t, db, func(tx *Tx) error { _, err := tx.PutSpot(Spot{Name: "left-forearm-1", Site: "arm"}); return err })
	var invalid *InvalidError
	if _, _, err := db.Undo(t.Context(), a.ID); !errors.As(err, &invalid) || invalid.Field != "name" {
		t.Errorf("error %v, want one about the name", err)
	}
}

// An act may touch a record twice and leave it as it was; undoing it must still count.
func TestUndoOfAnActThatTookItselfBack(t *testing.T) {
	db, spot := testDB(t)
	id, first := putEntry(t, db, spot, Entry{Date: date("2026-11-01")})
	act(t, db, func(tx *Tx) error {
		_, err := tx.PutEntry(spot, Entry{ID: id, Date: date("2026-11-02")})
		if err == nil {
			_, err = tx.PutEntry(spot, Entry{ID: id, Date: date("2026-11-01")})
		}
		return err
	})
	undo(t, db, "")
	if undid, _ := undo(t, db, ""); undid.ID != first.ID {
		t.Errorf("the second undo undid %s %s, want %s", undid.Verb, undid.ID, first.ID)
	}
}

func TestHistoryFollowsASpotToWhatIsGone(t *testing.T) {
	db, spot := testDB(t)
	var other ID
	act(t, db, func(tx *Tx) (err error) { other, err = tx.PutSpot(Spot{Name: "other", Site: "arm"}); return err })
	entry, logged := putEntry(t, db, spot, Entry{Date: date("2026-11-01")})
	foreign, _ := putEntry(t, db, other, Entry{Date: date("2026-11-01")})
	var photo ID
	act(t, db, func(tx *Tx) (err error) {
		picture := testPicture("p")
		if _, err = tx.AddPicture(picture); err == nil {
			photo, err = tx.PutPhoto(Owner{Entry: entry}, Photo{SHA256: picture.SHA256})
		}
		return err
	})
	act(t, db, func(tx *Tx) error { return tx.MoveEntry(entry, other) })
	act(t, db, func(tx *Tx) error { return tx.Remove(NounSpot, other) })
	_, by := undo(t, db, "")
	act(t, db, func(tx *Tx) error { return tx.Remove(NounEntry, entry) })

	history, err := db.History(t.Context(), spot)
	if err != nil {
		t.Fatal(err)
	}
	type step struct {
		noun    Noun
		id      ID
		there   bool
		undone  bool
		isByUnd bool
	}
	var got []step
	for _, r := range history {
		got = append(got, step{r.Noun, r.Record, r.Body != nil, r.Undone, r.Act.ID == by.ID})
	}
	want := []step{
		{NounSpot, spot, true, false, false}, {NounEntry, entry, true, false, false}, {NounPhoto, photo, true, false, false},
		{NounEntry, entry, true, false, false}, // moved away
		{NounPhoto, photo, false, true, false}, {NounEntry, entry, false, true, false},
		{NounEntry, entry, true, false, true}, {NounPhoto, photo, true, false, true},
		{NounPhoto, photo, false, false, false}, {NounEntry, entry, false, false, false},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(step{})); diff != "" {
		t.Errorf("history of the spot (-want +got):\n%s", diff)
	}
	if history[1].Act != logged {
		t.Errorf("the entry came with %+v, want %+v", history[1].Act, logged)
	}
	if all, err := db.History(t.Context()); err != nil || len(all) != len(want)+6 {
		t.Errorf("%d revisions in all, %v; want %d", len(all), err, len(want)+6)
	}
	if one, err := db.History(t.Context(), foreign); err != nil || len(one) != 3 {
		t.Errorf("%d revisions of the other entry, %v; want 3", len(one), err)
	}
}
