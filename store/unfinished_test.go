package store

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func namesIn(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// Only a folder that nobody holds goes, with what is in it; one that is at work stays, and so does all
// that merely looks like it.
func TestOnlyWhatIsAbandonedIsRemoved(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	held, err := NewUnfinished(dir)
	if err != nil {
		t.Fatal(err)
	}
	left, err := NewUnfinished(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{held.File("journal.sqlite"), left.File("journal.sqlite"), left.File("journal.sqlite-journal"), filepath.Join(dir, unfinishedName+"1"), filepath.Join(outside, "mine")} {
		if err := os.WriteFile(path, []byte("words"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, folder := range []string{unfinishedName + "notes", unfinishedName, ".spotlog-1", "x" + unfinishedName + "1"} {
		if err := os.Mkdir(filepath.Join(dir, folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(outside, filepath.Join(dir, unfinishedName+"2")); err != nil {
		t.Fatal(err)
	}
	want := slices.DeleteFunc(namesIn(t, dir), func(name string) bool { return name == filepath.Base(left.Folder) })
	left.Lock.Close() // as the end of a process closes it
	RemoveAbandoned(dir)
	if got := namesIn(t, dir); !slices.Equal(got, want) {
		t.Errorf("there is\n%q, want\n%q", got, want)
	}
	if _, err := os.Stat(held.File("journal.sqlite")); err != nil {
		t.Errorf("what is at work lost a file: %v", err)
	}
	if _, err := os.Stat(filepath.Join(outside, "mine")); err != nil {
		t.Errorf("what a link leads to lost a file: %v", err)
	}
	held.Remove()
	if got := namesIn(t, dir); slices.Contains(got, filepath.Base(held.Folder)) {
		t.Error("what is done with is still there")
	}
}

// A folder made while others look for abandoned ones is never lost to them.
func TestAnUnfinishedFolderIsNeverTakenAway(t *testing.T) {
	dir, done := t.TempDir(), make(chan struct{})
	defer func() { <-done }()
	stop := make(chan struct{})
	defer close(stop)
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			default:
				RemoveAbandoned(dir)
			}
		}
	}()
	for range 500 {
		u, err := NewUnfinished(dir)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(u.File("a"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(u.File("a"), filepath.Join(dir, "a")); err != nil {
			t.Fatal(err)
		}
		u.Remove()
	}
}
