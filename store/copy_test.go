package store

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func emptyFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "copy.sqlite")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// addLargePhoto adds one that takes three steps to copy.
func addLargePhoto(t *testing.T, db *DB) {
	t.Helper()
	picture := testPicture(string(make([]byte, 3*stepPages*pageSize)))
	act(t, db, func(tx *Tx) error {
		check, err := tx.PutCheck(Check{Date: date("2026-11-01")})
		if err == nil {
			_, err = tx.AddPicture(picture)
		}
		if err == nil {
			_, err = tx.PutPhoto(Owner{Check: check}, Photo{SHA256: picture.SHA256})
		}
		return err
	})
}

func TestACopyIsAJournalOfItsOwn(t *testing.T) {
	db, want := fullDB(t)
	path := emptyFile(t)
	var told int64
	if err := db.CopyTo(t.Context(), path, func(done, total int64) { told = done }); err != nil {
		t.Fatal(err)
	}
	copied := openTest(t, path)
	if diff := cmp.Diff(want, read(t, copied), dates); diff != "" {
		t.Errorf("the copy (-journal +copy):\n%s", diff)
	}
	info, err := os.Stat(path)
	if err != nil || told != info.Size() {
		t.Errorf("told %d bytes of %d, %v", told, info.Size(), err)
	}
	if found := damage(t, copied); found != nil {
		t.Errorf("damage: %v", found)
	}
	if names, err := os.ReadDir(filepath.Dir(path)); err != nil || len(names) != 1 {
		t.Errorf("left beside it: %v, %v", names, err)
	}
}

// Between two steps of a copy others may write, and the copy then holds what they wrote.
func TestACopyLetsOthersWrite(t *testing.T) {
	db, _ := testDB(t)
	addLargePhoto(t, db)
	other := openTest(t, db.Path())
	path := emptyFile(t)
	wrote := 0
	err := db.CopyTo(t.Context(), path, func(done, total int64) {
		if done < total && wrote < 2 {
			wrote++
			act(t, other, func(tx *Tx) error { _, err := tx.PutQuestion(Question{Text: "why?"}); return err })
		}
	})
	if err != nil || wrote != 2 {
		t.Fatalf("%d acts between the steps, %v", wrote, err)
	}
	if n := len(read(t, openTest(t, path)).Questions); n != 2 {
		t.Errorf("the copy holds %d of the 2 acts", n)
	}
}

func TestACopyOfALockedJournalSaysBusy(t *testing.T) {
	db, _ := fullDB(t)
	other := openTest(t, db.Path())
	for _, quick := range []*DB{db, other} {
		if _, err := quick.sql.Exec("PRAGMA busy_timeout = 10"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := other.sql.Exec("BEGIN EXCLUSIVE"); err != nil {
		t.Fatal(err)
	}
	if err := db.CopyTo(t.Context(), emptyFile(t), func(int64, int64) {}); !errors.Is(err, ErrBusy) {
		t.Errorf("a copy: %v, want ErrBusy", err)
	}
	s, err := db.Stream(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := io.ReadAll(s); !errors.Is(err, ErrBusy) {
		t.Errorf("a stream: %v, want ErrBusy", err)
	}
}

func TestACopyEndsWithItsContext(t *testing.T) {
	db, _ := fullDB(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := db.CopyTo(ctx, emptyFile(t), func(int64, int64) {}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want it cancelled", err)
	}
}

func TestAStreamIsTheFile(t *testing.T) {
	file, _ := bigDB(t)
	db := openBytes(t, file)
	s, err := db.Stream(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(s)
	if err != nil || string(got) != string(file) || s.Size() != int64(len(file)) {
		t.Errorf("%d bytes of %d, %v", len(got), len(file), err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	read(t, db) // the connection is free again
}

func TestAStreamTellsOfAChange(t *testing.T) {
	db, _ := testDB(t)
	addLargePhoto(t, db)
	other := openTest(t, db.Path())
	s, err := db.Stream(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := io.CopyN(io.Discard, s, pageSize); err != nil {
		t.Fatal(err)
	}
	act(t, other, func(tx *Tx) error { _, err := tx.PutQuestion(Question{Text: "why?"}); return err })
	if _, err := io.Copy(io.Discard, struct{ io.Reader }{s}); !errors.Is(err, ErrChanged) {
		t.Errorf("%v, want ErrChanged", err)
	}
}
