package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// An oldJournal is a journal as a spotlog of its schema left it, and its export and history then.
type oldJournal struct {
	name             string
	file             []byte
	journal, history string
}

func oldJournals(t *testing.T) (old []oldJournal) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("..", "testdata", "old-journals", "*.sqlite"))
	if err != nil || len(paths) != SchemaVersion-1 {
		t.Fatalf("%d old journals, %v; want one of each schema before %d", len(paths), err, SchemaVersion)
	}
	for _, path := range paths {
		base := strings.TrimSuffix(path, ".sqlite")
		o := oldJournal{name: filepath.Base(path)}
		var words [2][]byte
		o.file, err = os.ReadFile(path)
		for i, ending := range []string{".json", ".history.json"} {
			if err == nil {
				words[i], err = os.ReadFile(base + ending)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		o.journal, o.history = string(words[0]), string(words[1])
		old = append(old, o)
	}
	return old
}

func (o oldJournal) put(t *testing.T) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "journal.sqlite")
	if err := os.WriteFile(path, o.file, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func asJSON(t *testing.T, document any) string {
	t.Helper()
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(document); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// holds compares a journal with what it held when it was frozen.
func (o oldJournal) holds(t *testing.T, db *DB) {
	t.Helper()
	if diff := cmp.Diff(o.journal, asJSON(t, read(t, db))); diff != "" {
		t.Errorf("the journal (-then +now):\n%s", diff)
	}
	history, err := db.History(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	now := asJSON(t, map[string]any{"schema": "spotlog.history.v1", "revisions": history})
	var a, b any
	if err := errors.Join(json.Unmarshal([]byte(o.history), &a), json.Unmarshal([]byte(now), &b)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("its history (-then +now):\n%s", diff)
	}
	if found := damage(t, db); found != nil {
		t.Errorf("damage: %v", found)
	}
}

// damage is what Verify finds; the pictures of these tests are no pictures.
func damage(t testing.TB, db *DB) []Damage {
	t.Helper()
	found, err := db.Verify(t.Context(), Scope{Pages: true}, func(*Thumbnail) error { return nil }, func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestOldJournalsOpen(t *testing.T) {
	for _, o := range oldJournals(t) {
		t.Run(o.name, func(t *testing.T) {
			path := o.put(t)
			o.holds(t, openTest(t, path))
			// A migration that failed the person would leave this to read them from.
			words := WordsCopy(path, int(o.file[63]))
			if info, err := os.Stat(words); err != nil || info.Mode().Perm() != 0o600 {
				t.Fatalf("the words as they were: %v, %v", info, err)
			}
			if header, err := os.ReadFile(words); err != nil || header[63] != o.file[63] {
				t.Errorf("the words are of schema %d, %v; want %d", header[63], err, o.file[63])
			}
			copied, err := OpenCopy(t.Context(), words, testEnv())
			if err != nil {
				t.Fatal(err)
			}
			defer copied.Close()
			if diff := cmp.Diff(o.journal, asJSON(t, read(t, copied))); diff != "" {
				t.Errorf("the words beside it (-then +now):\n%s", diff)
			}
		})
	}
}

func TestACopyComesUpToDateAlone(t *testing.T) {
	for _, o := range oldJournals(t) {
		path := o.put(t)
		db, err := OpenCopy(t.Context(), path, testEnv())
		if err != nil {
			t.Fatal(err)
		}
		o.holds(t, db)
		db.Close()
		if names, err := os.ReadDir(filepath.Dir(path)); err != nil || len(names) != 1 {
			t.Errorf("%s: left %v beside it, %v", o.name, names, err)
		}
	}
}

// After a crash within the commit of a step the header tells of the new schema, and the rollback
// journal beside it of the old one, which holds.
func TestAStepThatCrashedIsTakenBackAndTriedAgain(t *testing.T) {
	for _, o := range oldJournals(t) {
		path := o.put(t)
		db, version, err := openAsItIs(t.Context(), path, testEnv())
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.sql.Exec("PRAGMA synchronous = OFF"); err != nil { // so that the rollback journal counts its pages by its size
			t.Fatal(err)
		}
		tx, err := db.sql.Begin()
		if err != nil {
			t.Fatal(err)
		}
		script, err := stepScript(version)
		if err == nil {
			_, err = tx.Exec(script)
		}
		if err != nil {
			t.Fatal(err)
		}
		hot, err := os.ReadFile(path + "-journal")
		if err == nil {
			err = tx.Commit()
		}
		if err != nil {
			t.Fatal(err)
		}
		half, err := os.ReadFile(path)
		if err != nil || half[63] != byte(version+1) {
			t.Fatalf("schema %d, %v", half[63], err)
		}
		crashed := filepath.Join(t.TempDir(), "journal.sqlite")
		if err := errors.Join(os.WriteFile(crashed, half, 0o600), os.WriteFile(crashed+"-journal", hot, 0o600)); err != nil {
			t.Fatal(err)
		}
		o.holds(t, openTest(t, crashed))
	}
}

// A file that cannot be written cannot be brought up to date, and says so in a sentence.
func TestAnOldJournalThatCannotBeWritten(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	o := oldJournals(t)[0]
	path := o.put(t)
	if err := errors.Join(os.Chmod(path, 0o400), os.Chmod(filepath.Dir(path), 0o500)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(filepath.Dir(path), 0o700) }) // or it could not be removed
	if _, err := Open(t.Context(), path, testEnv()); !errors.Is(err, ErrReadOnly) || !strings.Contains(err.Error(), "brought from schema 1") {
		t.Errorf("%v, want ErrReadOnly", err)
	}
}
