package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A machine drives a journal and remembers what it held before each act that stands.
type machine struct {
	db     *DB
	now    *Journal
	done   []step // what undo takes back, newest last
	undone []step // what undoing the undo puts back, newest last
	names  int
}

type step struct {
	act    ID // the act that made the step, or the undo that took it back
	before *Journal
}

func (m *machine) do(t *rapid.T, work func(*Tx) error) {
	a, err := m.db.Act(context.Background(), "test", work)
	if err != nil {
		t.Fatal(err)
	}
	after := m.read(t)
	if a.ID == "" {
		m.same(t, "an act that was not recorded", m.now, after)
		return
	}
	m.done, m.undone, m.now = append(m.done, step{a.ID, m.now}), nil, after
}

func (m *machine) read(t *rapid.T) *Journal {
	j, err := m.db.Journal(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func (m *machine) same(t *rapid.T, what string, want, got *Journal) {
	a, _ := json.Marshal(want)
	b, _ := json.Marshal(got)
	if string(a) != string(b) {
		t.Fatalf("%s (-want +got):\n%s", what, cmp.Diff(want, got, dates))
	}
}

func pick[T any](t *rapid.T, list []T, what string) T {
	if len(list) == 0 {
		t.Skip("no " + what)
	}
	return list[rapid.IntRange(0, len(list)-1).Draw(t, what)]
}

func (m *machine) spot(t *rapid.T) Spot { return pick(t, m.now.Spots, "spot") }

func (m *machine) entry(t *rapid.T) (spot ID, e Entry) {
	r := m.ref(t, NounEntry)
	return r.Spot.ID, *r.Entry
}

func (m *machine) ref(t *rapid.T, noun Noun) Ref {
	var list []Ref
	for _, r := range m.now.Refs() {
		if r.Noun == noun {
			list = append(list, r)
		}
	}
	return pick(t, list, string(noun))
}

func drawEntry(t *rapid.T) Entry {
	e := Entry{Date: Day(rapid.IntRange(20000, 20060).Draw(t, "day")).Date(), LengthMM: float64(rapid.IntRange(0, 9).Draw(t, "mm"))}
	if rapid.Bool().Draw(t, "colour") {
		e.Colors = []Color{ColorRed, ColorBrown}
	}
	return e
}

func (m *machine) putSpot(t *rapid.T) {
	m.names++
	m.do(t, func(tx *Tx) error {
		_, err := tx.PutSpot(Spot{Name: "spot-" + strconv.Itoa(m.names), Site: "arm"})
		return err
	})
}

func (m *machine) editSpot(t *rapid.T) {
	s := m.spot(t)
	s.Site = rapid.SampledFrom([]string{"arm", "leg"}).Draw(t, "site")
	if rapid.Bool().Draw(t, "rename") {
		m.names++
		s.Name = "spot-" + strconv.Itoa(m.names)
	}
	m.do(t, func(tx *Tx) error { _, err := tx.PutSpot(s); return err })
}

func (m *machine) putEntry(t *rapid.T) {
	s, e := m.spot(t), drawEntry(t)
	m.do(t, func(tx *Tx) error {
		id, err := tx.PutEntry(s.ID, e)
		if err != nil {
			return err
		}
		picture := testPicture(rapid.SampledFrom([]string{"one", "two"}).Draw(t, "picture"))
		if _, err := tx.AddPicture(picture); err != nil {
			return err
		}
		_, err = tx.PutPhoto(Owner{Entry: id}, Photo{SHA256: picture.SHA256})
		return err
	})
}

func (m *machine) editEntry(t *rapid.T) {
	spot, old := m.entry(t)
	e := drawEntry(t)
	e.ID = old.ID
	m.do(t, func(tx *Tx) error { _, err := tx.PutEntry(spot, e); return err })
}

func (m *machine) putVisit(t *rapid.T) {
	s := m.spot(t)
	outcome := rapid.SampledFrom([]Outcome{OutcomeWatch, OutcomeRemoved}).Draw(t, "outcome")
	m.do(t, func(tx *Tx) error {
		_, err := tx.PutVisit(Visit{Date: date("2026-10-01"), Spots: []VisitSpot{{Spot: string(s.ID), Outcome: outcome}}})
		return err
	})
}

func (m *machine) remove(t *rapid.T) {
	noun := rapid.SampledFrom([]Noun{NounSpot, NounEntry, NounPhoto, NounVisit}).Draw(t, "noun")
	r := m.ref(t, noun)
	m.do(t, func(tx *Tx) error { return tx.Remove(noun, r.ID) })
}

func (m *machine) merge(t *rapid.T) {
	from, into := m.spot(t), m.spot(t)
	if from.ID == into.ID {
		t.Skip("one spot")
	}
	m.do(t, func(tx *Tx) error { return tx.MergeSpots(from.ID, into.ID) })
}

func (m *machine) move(t *rapid.T) {
	_, e := m.entry(t)
	into := m.spot(t)
	m.do(t, func(tx *Tx) error { return tx.MoveEntry(e.ID, into.ID) })
}

func (m *machine) undo(t *rapid.T) {
	undid, by, err := m.db.Undo(context.Background(), "")
	if len(m.done) == 0 {
		if !errors.Is(err, ErrNothingToUndo) {
			t.Fatalf("nothing is left to undo, got %v, %v", undid, err)
		}
		return
	}
	newest := m.done[len(m.done)-1]
	if err != nil || undid.ID != newest.act {
		t.Fatalf("undid %v, %v; want %s", undid, err, newest.act)
	}
	m.done, m.undone = m.done[:len(m.done)-1], append(m.undone, step{by.ID, m.now})
	m.now = m.read(t)
	m.same(t, "after undo", newest.before, m.now)
}

func (m *machine) redo(t *rapid.T) {
	if len(m.undone) == 0 {
		t.Skip("nothing undone")
	}
	newest := m.undone[len(m.undone)-1]
	undid, _, err := m.db.Undo(context.Background(), newest.act)
	if err != nil || undid.ID != newest.act {
		t.Fatalf("undid %v, %v; want the undo %s", undid, err, newest.act)
	}
	m.undone, m.done = m.undone[:len(m.undone)-1], append(m.done, step{undid.Undoes, m.now})
	m.now = m.read(t)
	m.same(t, "after the undo was undone", newest.before, m.now)
}

// emptyDB makes a journal whose commits do not wait for the disk.
func emptyDB(t testing.TB, dir string) *DB {
	t.Helper()
	path := filepath.Join(dir, "j.sqlite")
	_, err := Create(context.Background(), path, testEnv(), "test", func(*Tx) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	db, err := Open(context.Background(), path, testEnv())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.sql.Exec("PRAGMA synchronous = OFF"); err != nil {
		t.Fatal(err)
	}
	return db
}

// Whatever was done, each undo goes back to what the journal held before, and each undo of an undo
// puts it back; in the end every digest is that of its content.
func TestUndoGoesBackStepByStep(t *testing.T) {
	thorough(t, 200, 90) // some steps have nothing to do
	sequences, steps := 0, 0
	root := t.TempDir()
	empty := emptyDB(t, root)
	empty.Close()
	file, err := os.ReadFile(empty.Path())
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		path := filepath.Join(root, "run.sqlite")
		if err := os.WriteFile(path, file, 0o600); err != nil {
			rt.Fatal(err)
		}
		db, err := Open(context.Background(), path, testEnv())
		if err != nil {
			rt.Fatal(err)
		}
		defer db.Close()
		if _, err := db.sql.Exec("PRAGMA synchronous = OFF"); err != nil { // no power is lost here
			rt.Fatal(err)
		}
		m := &machine{db: db}
		m.now = m.read(rt)
		sequences++
		rt.Repeat(map[string]func(*rapid.T){
			"put spot": m.putSpot, "edit spot": m.editSpot, "put entry": m.putEntry, "edit entry": m.editEntry,
			"put visit": m.putVisit, "remove": m.remove, "merge": m.merge, "move": m.move, "undo": m.undo, "redo": m.redo,
			"": func(*rapid.T) { steps++ },
		})
		checkDigests(t, db)
		for len(m.done) > 0 {
			m.undo(rt)
		}
		m.undo(rt) // finds nothing left
	})
	proved(t, fmt.Sprintf("random sequences against a model in memory (%d steps)", steps), sequences)
}
