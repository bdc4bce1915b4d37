package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// bigDB makes a journal of a few hundred pages: entries, and three originals of 200 kB. It gives
// its bytes and the SHA-256 of the originals.
func bigDB(t testing.TB) (file []byte, pictures []string) {
	t.Helper()
	db, spot := testDB(t)
	noise := rand.NewChaCha8([32]byte{9})
	act(t, db, func(tx *Tx) error {
		for i := range 200 {
			e := fullEntry()
			e.Note = fmt.Sprintf("note %d %s", i, strings.Repeat("abcdefg ", 20))
			if _, err := tx.PutEntry(spot, e); err != nil {
				return err
			}
		}
		for range 3 {
			content := make([]byte, 200_000)
			noise.Read(content)
			picture := testPicture(string(content))
			if _, err := tx.AddPicture(picture); err != nil {
				return err
			}
			pictures = append(pictures, picture.SHA256)
		}
		return nil
	})
	db.Close()
	file, err := os.ReadFile(db.Path())
	if err != nil {
		t.Fatal(err)
	}
	return file, pictures
}

// readAll reads whatever can be read of a file, and gives every error met.
func readAll(path string, pictures []string) (errs []error) {
	ctx := context.Background()
	db, err := Open(ctx, path, testEnv())
	if err != nil {
		return []error{err}
	}
	defer db.Close()
	note := func(err error) {
		if err != nil {
			errs = append(errs, err)
		}
	}
	_, err = db.Journal(ctx)
	note(err)
	_, err = db.History(ctx)
	note(err)
	_, err = db.Pictures(ctx)
	note(err)
	for _, sum := range pictures {
		_, err = db.Original(ctx, sum)
		note(err)
		_, err = db.Thumbnail(ctx, sum)
		note(err)
	}
	return errs
}

func isDamage(err error) bool {
	return errors.Is(err, ErrDamaged) || errors.Is(err, ErrForeign) || errors.Is(err, ErrNewer) || errors.Is(err, ErrNoRecord)
}

func TestDamageIsNamedAndLeftAsItIs(t *testing.T) {
	whole, pictures := bigDB(t)
	path := filepath.Join(t.TempDir(), "j.sqlite")
	try := func(what string, file []byte) (errs []error) {
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		errs = readAll(path, pictures)
		for _, err := range errs {
			if !isDamage(err) {
				t.Errorf("%s: %v, want ErrDamaged", what, err)
			}
		}
		if after, err := os.ReadFile(path); err != nil || !bytes.Equal(file, after) {
			t.Errorf("%s: reading changed the file (%v)", what, err)
		}
		return errs
	}
	if errs := try("whole", whole); errs != nil {
		t.Fatalf("the whole file: %v", errs)
	}
	for _, n := range []int{100, 4096, pageSize, pageSize + 1, len(whole) / 4, len(whole) / 2, len(whole) - pageSize} {
		if errs := try(fmt.Sprintf("cut to %d bytes", n), whole[:n]); errs == nil {
			t.Errorf("cut to %d bytes: nobody noticed", n)
		}
	}
	at := rand.New(rand.NewPCG(1, 2))
	for range 150 {
		// Half of the flips go to the pages of the schema and the words, ahead of the photos.
		file, i := bytes.Clone(whole), at.IntN(len(whole))
		if at.IntN(2) == 0 {
			i = at.IntN(20 * pageSize)
		}
		file[i] ^= 1 << at.IntN(8)
		try(fmt.Sprintf("byte %d, bit %08b", i, file[i]^whole[i]), file)
	}
}

func TestEveryFlippedBitOfAPhotoIsNoticed(t *testing.T) {
	whole, pictures := bigDB(t)
	journal := openBytes(t, whole)
	original, err := journal.Original(t.Context(), pictures[1])
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range []int{0, 1, 8000, 100_000, len(original) - 33} {
		at := bytes.Index(whole, original[i:i+32])
		if at < 0 {
			t.Fatalf("byte %d of the photo lies where a page ends: choose another", i)
		}
		file := bytes.Clone(whole)
		file[at] ^= 1
		if _, err := openBytes(t, file).Original(t.Context(), pictures[1]); !errors.Is(err, ErrDamaged) {
			t.Errorf("byte %d of the photo: %v, want ErrDamaged", i, err)
		}
	}
}

func openBytes(t *testing.T, file []byte) *DB {
	t.Helper()
	path := filepath.Join(t.TempDir(), "j.sqlite")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return openTest(t, path)
}

// A value that no spotlog wrote is damage, not something that the person typed wrong.
func TestAValueThatCannotBeReadIsDamage(t *testing.T) {
	for _, change := range []string{
		"UPDATE entry SET date = '2026-13-01'", "UPDATE spot SET status_since = 'yesterday'",
		"UPDATE visit_spot SET recheck = 'x'", "UPDATE medication SET started = '1 May'",
		"ALTER TABLE entry RENAME COLUMN note TO nope", "DROP TABLE question",
	} {
		db, _ := fullDB(t)
		if _, err := db.sql.Exec(change); err != nil {
			t.Fatal(err)
		}
		_, err := db.Journal(t.Context())
		var invalid *InvalidError
		if !errors.Is(err, ErrDamaged) || errors.As(err, &invalid) {
			t.Errorf("%s: %v, want ErrDamaged alone", change, err)
		}
	}
}
