package store

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

var envs int

// testEnv has a clock that moves a minute an act, and random bytes of its own that are the same
// in every run.
func testEnv() Env {
	envs++
	now := time.Date(2026, 11, 1, 20, 0, 0, 0, time.FixedZone("", 3600))
	return Env{Now: func() time.Time { now = now.Add(time.Minute); return now }, Random: rand.NewChaCha8([32]byte{byte(envs)})}
}

func testPath(t testing.TB) string {
	return filepath.Join(t.TempDir(), "data folder", "journal.sqlite")
}

// testDB makes a journal with one spot, left-forearm-1, and returns its id.
func testDB(t testing.TB) (*DB, ID) {
	t.Helper()
	path := testPath(t)
	var id ID
	_, err := Create(context.Background(), path, testEnv(), "log", func(tx *Tx) (err error) {
		id, err = tx.PutSpot(Spot{Name: "left-forearm-1", Site: "left forearm"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return openTest(t, path), id
}

func openTest(t testing.TB, path string) *DB {
	t.Helper()
	db, err := Open(context.Background(), path, testEnv())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func act(t testing.TB, db *DB, do func(*Tx) error) Act {
	t.Helper()
	a, err := db.Act(context.Background(), "test", do)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func read(t testing.TB, db *DB) *Journal {
	t.Helper()
	j, err := db.Journal(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func date(text string) Date {
	d, err := ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func TestPragmasHoldOnEveryConnection(t *testing.T) {
	db, _ := testDB(t)
	db.sql.SetMaxIdleConns(0) // each query below gets a connection of its own
	want := map[string]string{"page_size": "16384", "auto_vacuum": "2", "journal_mode": "delete",
		"application_id": strconv.Itoa(ApplicationID), "user_version": strconv.Itoa(SchemaVersion)}
	for _, p := range pragmas {
		want[p.name] = p.value
	}
	for name, value := range want {
		var got string
		if err := db.sql.QueryRow("PRAGMA " + name).Scan(&got); err != nil || got != value {
			t.Errorf("PRAGMA %s = %q, %v; want %q", name, got, err, value)
		}
	}
}

func TestFileAndFolderArePrivateWhateverTheUmask(t *testing.T) {
	for _, umask := range []int{0, 0o022, 0o777} {
		path := testPath(t)
		old := syscall.Umask(umask)
		_, err := Create(context.Background(), path, testEnv(), "log", func(tx *Tx) error {
			_, err := tx.PutSpot(Spot{Name: "a", Site: "arm"})
			return err
		})
		syscall.Umask(old)
		if err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
			if info, err := os.Stat(name); err != nil || info.Mode().Perm() != want {
				t.Errorf("umask %o: %s has mode %v, want %v", umask, name, info.Mode().Perm(), want)
			}
		}
	}
}

func TestAwkwardFolderNamesOpenTheirOwnFile(t *testing.T) {
	for _, folder := range []string{"what?mode=memory", "a#b", "100%25", "ümlaut ☂", "a;b&c=d"} {
		path := filepath.Join(t.TempDir(), folder, "j.sqlite")
		if _, err := Create(context.Background(), path, testEnv(), "log", func(tx *Tx) error {
			_, err := tx.PutSpot(Spot{Name: "a", Site: "arm"})
			return err
		}); err != nil {
			t.Fatalf("%s: %v", folder, err)
		}
		if j := read(t, openTest(t, path)); len(j.Spots) != 1 {
			t.Errorf("%s: %d spots, want 1", folder, len(j.Spots))
		}
	}
}

func TestForeignAndNewerFilesStayAsTheyAre(t *testing.T) {
	db, _ := testDB(t)
	db.Close()
	journal, err := os.ReadFile(db.Path())
	if err != nil {
		t.Fatal(err)
	}
	edited := func(at int, value byte) []byte {
		data := append([]byte(nil), journal...)
		data[at] = value
		return data
	}
	cases := []struct {
		name string
		data []byte
		want error
	}{
		{"newer", edited(63, SchemaVersion+1), ErrNewer},
		{"other application", edited(68, 1), ErrForeign},
		{"empty", nil, ErrForeign},
		{"text", []byte("Dear diary"), ErrForeign},
		{"header only", journal[:60], ErrForeign},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "j.sqlite")
			if err := os.WriteFile(path, c.data, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := Open(context.Background(), path, testEnv()); !errors.Is(err, c.want) {
				t.Errorf("error %v, want %v", err, c.want)
			}
			after, err := os.ReadFile(path)
			if err != nil || string(after) != string(c.data) {
				t.Errorf("the file changed (%v)", err)
			}
			if names, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*")); len(names) != 1 {
				t.Errorf("left beside it: %v", names)
			}
		})
	}
	if _, err := Open(context.Background(), t.TempDir(), testEnv()); !errors.Is(err, ErrForeign) {
		t.Errorf("a folder: %v, want ErrForeign", err)
	}
	if _, err := Open(context.Background(), testPath(t), testEnv()); !errors.Is(err, ErrMissing) {
		t.Errorf("nothing there: %v, want ErrMissing", err)
	}
}

func TestCreateLeavesNothingWhenItsActFails(t *testing.T) {
	path := testPath(t)
	_, err := Create(context.Background(), path, testEnv(), "log", func(tx *Tx) error {
		_, err := tx.PutSpot(Spot{Name: "No Such Name", Site: "arm"})
		return err
	})
	if err == nil {
		t.Fatal("a bad name was taken")
	}
	if _, err := os.Stat(filepath.Dir(path)); !os.IsNotExist(err) {
		t.Errorf("the folder is there: %v", err)
	}
}

func TestCreateNeverReplaces(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j.sqlite")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Create(context.Background(), path, testEnv(), "log", func(tx *Tx) error { return nil })
	if !errors.Is(err, ErrExists) {
		t.Errorf("error %v, want ErrExists", err)
	}
}
