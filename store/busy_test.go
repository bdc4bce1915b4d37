package store

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"
)

func TestAWriterWaitsAndThenSaysBusy(t *testing.T) {
	db, spot := testDB(t)
	other := openTest(t, db.Path())
	if _, err := other.sql.Exec("PRAGMA busy_timeout = 20"); err != nil { // five seconds are long in a test
		t.Fatal(err)
	}
	put := func(tx *Tx) error { _, err := tx.PutEntry(spot, Entry{Date: date("2026")}); return err }
	act(t, db, func(tx *Tx) error {
		if err := put(tx); err != nil {
			return err
		}
		if _, err := other.Act(t.Context(), "log", put); !errors.Is(err, ErrBusy) {
			t.Errorf("a second writer: %v, want ErrBusy", err)
		}
		if _, _, err := other.Undo(t.Context(), ""); !errors.Is(err, ErrBusy) {
			t.Errorf("undo: %v, want ErrBusy", err)
		}
		if j, err := other.Journal(t.Context()); err != nil || len(j.Spots[0].Entries) != 0 {
			t.Errorf("a reader beside a writer: %v; it must see what stands", err)
		}
		return nil
	})
	if j := read(t, other); len(j.Spots[0].Entries) != 1 {
		t.Error("the reader does not see what was committed")
	}
	if _, err := other.Act(t.Context(), "log", put); err != nil {
		t.Errorf("after the first writer: %v", err)
	}
}

func TestTwoWritersBothGetTheirTurn(t *testing.T) {
	const each = 50
	db, spot := testDB(t)
	writers := []*DB{db, openTest(t, db.Path())}
	var wait sync.WaitGroup
	failed := make([]error, len(writers))
	for i, w := range writers {
		wait.Go(func() {
			for range each {
				if err := patiently(func() error {
					_, err := w.Act(context.Background(), "log", func(tx *Tx) error {
						_, err := tx.PutEntry(spot, Entry{Date: date("2026")})
						return err
					})
					return err
				}); err != nil {
					failed[i] = err
				}
			}
		})
	}
	wait.Wait()
	if err := errors.Join(failed...); err != nil {
		t.Fatal(err)
	}
	if n := len(read(t, db).Spots[0].Entries); n != each*len(writers) {
		t.Errorf("%d entries, want %d", n, each*len(writers))
	}
	checkDigests(t, db)
}

// patiently tries again what waited its five seconds in vain, as it may where a slow disk lets another
// go first again and again.
func patiently(do func() error) error {
	for {
		began := time.Now()
		if err := do(); !errors.Is(err, ErrBusy) || time.Since(began) < 5*time.Second {
			return err
		}
	}
}
