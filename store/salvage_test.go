package store

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// salvage saves what it can of a file, and fails the test where the result is not whole or the file changed.
func salvage(t *testing.T, file []byte) (*DB, Salvaged, error) {
	t.Helper()
	damaged := filepath.Join(t.TempDir(), "damaged.sqlite")
	if err := os.WriteFile(damaged, file, 0o600); err != nil {
		t.Fatal(err)
	}
	remake := func(original []byte) (*Picture, error) { return testPicture(string(original)), nil }
	path := filepath.Join(t.TempDir(), "saved.sqlite")
	saved, err := Salvage(context.Background(), damaged, path, testEnv(), remake, func(string) error { return nil }, func(int, int) {})
	if after, readErr := os.ReadFile(damaged); readErr != nil || !bytes.Equal(file, after) {
		t.Errorf("the damaged file changed (%v)", readErr)
	}
	if err != nil {
		return nil, saved, err
	}
	db := openTest(t, path)
	if found := damage(t, db); found != nil {
		t.Errorf("what was saved is damaged: %+v", found)
	}
	return db, saved, nil
}

func TestAWholeJournalIsSavedWhole(t *testing.T) {
	db, want := fullDB(t)
	db.Close()
	file, err := os.ReadFile(db.Path())
	if err != nil {
		t.Fatal(err)
	}
	copied, saved, err := salvage(t, file)
	if err != nil || saved.Lost != nil || saved.Pictures != 1 {
		t.Fatalf("%+v, %v", saved, err)
	}
	if diff := cmp.Diff(want, read(t, copied), dates); diff != "" {
		t.Errorf("(-journal +saved):\n%s", diff)
	}
}

// With one page after the other overwritten, every entry is saved, being there as a record and as a
// revision, and every photo that has no part on that page. What is not saved is said.
func TestOnePageCostsNoMoreThanItHolds(t *testing.T) {
	whole, pictures := bigDB(t)
	notes := map[string]bool{}
	for _, s := range read(t, openBytes(t, whole)).Spots {
		for i := range s.Entries {
			notes[s.Entries[i].Note] = true
		}
	}
	noise := rand.NewChaCha8([32]byte{4})
	refused, leaves := 0, 0
	for page := 1; page < len(whole)/pageSize; page += 5 {
		file := bytes.Clone(whole)
		noise.Read(file[page*pageSize : (page+1)*pageSize])
		db, saved, err := salvage(t, file)
		if err != nil {
			if !isDamage(err) {
				t.Errorf("page %d: %v", page+1, err)
			}
			refused++
			continue
		}
		entries := 0
		for _, s := range read(t, db).Spots {
			entries += len(s.Entries)
			for i := range s.Entries {
				if note := s.Entries[i].Note; !notes[note] {
					t.Errorf("page %d: a note that nobody wrote: %q", page+1, note)
				}
			}
		}
		if entries != 200 {
			t.Errorf("page %d: %d of 200 entries", page+1, entries)
		}
		lost := 0
		for _, d := range saved.Lost {
			if d.Part == PartOriginal {
				lost++
			}
		}
		if saved.Pictures+lost != len(pictures) {
			t.Errorf("page %d: %d of %d photos, lost %+v", page+1, saved.Pictures, len(pictures), saved.Lost)
		}
		if lost > 1 {
			leaves++
		}
	}
	if leaves > 1 {
		t.Errorf("%d pages cost more than one photo; only the one where all three begin may", leaves)
	}
	if refused > 3 {
		t.Errorf("%d files could not be read at all", refused)
	}
}

// What is lost from both the tables and the revisions: what belongs to it is kept under a stand-in, or
// left out and said.
func TestWhatBelongsToALostRecord(t *testing.T) {
	for change, want := range map[string]string{
		"UPDATE spot SET site = 'x' WHERE name = 'arm-7'; UPDATE revision SET body = 'x' WHERE noun = 'spot' AND instr(body, 'arm-7')": "recovered-1",
		"UPDATE entry SET note = 'x'; UPDATE revision SET body = 'x' WHERE noun = 'entry'":                                             "",
		"UPDATE act SET verb = 'x'": "arm-7",
		"DELETE FROM original":      "arm-7",
		"UPDATE picture SET width = 77; UPDATE thumbnail SET content = x'00'": "arm-7",
	} {
		db, j := fullDB(t)
		if _, err := db.sql.Exec(change); err != nil {
			t.Fatal(err)
		}
		db.Close()
		file, err := os.ReadFile(db.Path())
		if err != nil {
			t.Fatal(err)
		}
		saved, _, err := salvage(t, file)
		if err != nil {
			t.Errorf("%s: %v", change, err)
			continue
		}
		now := read(t, saved)
		if s := now.Spot(want); want != "" && (s == nil || len(s.Entries) != 1 || s.Entries[0].ID != j.Spots[0].Entries[0].ID) {
			t.Errorf("%s: the entry is not under %s: %+v", change, want, now.Spots)
		}
	}
}

func TestSalvageReplacesNothing(t *testing.T) {
	db, _ := testDB(t)
	_, err := Salvage(t.Context(), db.Path(), db.Path(), testEnv(), nil, nil, nil)
	if !errors.Is(err, ErrExists) {
		t.Errorf("%v, want ErrExists", err)
	}
}

// Cut short, as a copy is that did not come to its end, a journal still gives what is left of it.
func TestWhatIsLeftOfAJournalCutShort(t *testing.T) {
	whole, _ := bigDB(t)
	most := 0
	for _, size := range []int{3*pageSize + 1, len(whole) / 2 / pageSize * pageSize, len(whole) - 1} {
		db, saved, err := salvage(t, whole[:size])
		if err != nil {
			t.Errorf("%d of %d bytes: %v", size, len(whole), err)
			continue
		}
		entries := 0
		for _, s := range read(t, db).Spots {
			entries += len(s.Entries)
		}
		if entries < most || saved.Lost == nil && size < len(whole)*2/3 {
			t.Errorf("%d of %d bytes: %d entries, fewer than of less; lost %+v", size, len(whole), entries, saved.Lost)
		}
		most = max(most, entries)
	}
	if most != 200 {
		t.Errorf("%d of 200 entries", most)
	}
	if _, _, err := salvage(t, whole[:pageSize/2]); !errors.Is(err, ErrDamaged) {
		t.Errorf("half of the list of tables: %v, want ErrDamaged", err)
	}
}

// A rollback journal that a crash left is taken into account, and stays as it is too.
func TestADamagedJournalWithARollbackJournalStaysAsItIs(t *testing.T) {
	db, _ := fullDB(t)
	want := read(t, db)
	file, hot := crashedAt(t, db)
	damaged := filepath.Join(t.TempDir(), "damaged.sqlite")
	if err := errors.Join(os.WriteFile(damaged, file, 0o600), os.WriteFile(damaged+"-journal", hot, 0o600)); err != nil {
		t.Fatal(err)
	}
	if !OpeningChanges(damaged) {
		t.Error("to open it is said to change nothing")
	}
	path := filepath.Join(t.TempDir(), "saved.sqlite")
	remake := func(original []byte) (*Picture, error) { return testPicture(string(original)), nil }
	if _, err := Salvage(t.Context(), damaged, path, testEnv(), remake, func(string) error { return nil }, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{damaged: file, damaged + "-journal": hot} {
		if now, err := os.ReadFile(name); err != nil || !bytes.Equal(now, content) {
			t.Errorf("%s changed (%v)", filepath.Base(name), err)
		}
	}
	if diff := cmp.Diff(want, read(t, openTest(t, path)), dates); diff != "" {
		t.Errorf("(-journal +saved):\n%s", diff)
	}
	if OpeningChanges(path) {
		t.Error("to open what was saved is said to change it")
	}
}

// crashedAt gives the files of a crash within a commit.
func crashedAt(t *testing.T, db *DB) (file, hot []byte) {
	t.Helper()
	if _, err := db.sql.Exec("PRAGMA synchronous = OFF"); err != nil { // so that the rollback journal counts its pages by its size
		t.Fatal(err)
	}
	tx, err := db.sql.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err = tx.Exec("UPDATE entry SET note = 'half of what was to be done'"); err == nil {
		hot, err = os.ReadFile(db.Path() + "-journal")
	}
	if err := errors.Join(err, tx.Commit()); err != nil {
		t.Fatal(err)
	}
	if file, err = os.ReadFile(db.Path()); err != nil {
		t.Fatal(err)
	}
	return file, hot
}
