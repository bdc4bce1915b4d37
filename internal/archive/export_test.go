package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"spotlog/store"
)

// twins are two contents whose SHA-256 begin with the same eight digits.
func twins(t testing.TB) (a, b *store.Picture) {
	t.Helper()
	seen := map[string]string{}
	for i := 0; ; i++ {
		content := fmt.Sprint("picture ", i)
		sum := sha256Hex(content)
		if other, ok := seen[sum[:8]]; ok {
			return asPicture(other), asPicture(content)
		}
		seen[sum[:8]] = content
	}
}

func asPicture(content string) *store.Picture {
	return &store.Picture{SHA256: sha256Hex(content), Format: "jpeg", Bytes: int64(len(content)), Original: []byte(content)}
}

// journalOf makes a journal with a check that shows some pictures, the first of them twice.
func journalOf(t testing.TB, pictures ...*store.Picture) *store.DB {
	t.Helper()
	db := emptyJournal(t)
	do(t, db, func(tx *store.Tx) error {
		check, err := tx.PutCheck(store.Check{Date: date("2026-11-01")})
		if err != nil {
			return err
		}
		for _, p := range append(pictures, pictures[:min(1, len(pictures))]...) {
			if _, err := tx.AddPicture(p); err != nil {
				return err
			}
			if _, err := tx.PutPhoto(store.Owner{Check: check}, store.Photo{SHA256: p.SHA256}); err != nil {
				return err
			}
		}
		return nil
	})
	return db
}

func TestExportGivesPhotosShortNames(t *testing.T) {
	a, b := twins(t)
	png := asPicture("png")
	png.Format, png.Position = "png", true
	db := journalOf(t, a, b, png)
	to := filepath.Join(t.TempDir(), "new", "out")
	done, err := Export(t.Context(), db, to, true)
	want := Exported{Schema: "spotlog.export.v1", To: to, Photos: 3, Positions: 1}
	if err != nil || !cmp.Equal(done, want) {
		t.Errorf("%+v, %v; want %+v", done, err, want)
	}
	files := tree(t, to)
	delete(files, "journal.json")
	names := map[string]string{"photos/" + a.SHA256[:8] + ".jpg": string(a.Original), "photos/" + b.SHA256[:9] + ".jpg": string(b.Original),
		"photos/" + png.SHA256[:8] + ".png": "png"}
	if diff := cmp.Diff(names, files); diff != "" {
		t.Errorf("photos (-want +got):\n%s", diff)
	}
	d, err := ReadDocument(to)
	if err != nil {
		t.Fatal(err)
	}
	photos := d.Journal.Checks[0].Photos
	if photos[0].File != photos[3].File || photos[0].File == photos[1].File {
		t.Errorf("photos point to %q, %q and %q", photos[0].File, photos[1].File, photos[3].File)
	}
}

func TestExportIsForTheOwnerAlone(t *testing.T) {
	to := filepath.Join(t.TempDir(), "out")
	if _, err := Export(t.Context(), journalOf(t, asPicture("a")), to, true); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(to, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		want := fs.FileMode(0o600)
		if d.IsDir() {
			want = 0o700
		}
		if err == nil && info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, want %v", path, info.Mode().Perm(), want)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestExportWithoutPhotosListsThem(t *testing.T) {
	to := filepath.Join(t.TempDir(), "out")
	done, err := Export(t.Context(), journalOf(t, asPicture("a")), to, false)
	if err != nil || done.Photos != 0 {
		t.Fatalf("%+v, %v", done, err)
	}
	if names := tree(t, to); len(names) != 1 {
		t.Errorf("wrote %d files, want journal.json alone", len(names))
	}
	d, err := ReadDocument(to)
	if err != nil || d.Journal.Checks[0].Photos[0].File != "" || d.Journal.Checks[0].Photos[0].SHA256 != asPicture("a").SHA256 {
		t.Errorf("document %+v, %v", d, err)
	}
}

func TestExportTakesNoPlaceThatIsTaken(t *testing.T) {
	db := journalOf(t)
	dir := folder(t, map[string]string{"mine.txt": "mine"})
	for _, to := range []string{dir, filepath.Join(dir, "mine.txt")} {
		if _, err := Export(t.Context(), db, to, true); !errors.Is(err, ErrTaken) {
			t.Errorf("%s: %v, want ErrTaken", to, err)
		}
	}
	if diff := cmp.Diff(map[string]string{"mine.txt": "mine"}, tree(t, dir)); diff != "" {
		t.Errorf("the folder (-before +after):\n%s", diff)
	}
	if _, err := Export(t.Context(), db, t.TempDir(), true); err != nil {
		t.Errorf("an empty folder: %v", err)
	}
}

func TestExportThatFailsLeavesNothing(t *testing.T) {
	db := journalOf(t, asPicture("a"), asPicture("b"))
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	root := t.TempDir()
	for name, to := range map[string]string{"cancelled": filepath.Join(root, "out"), "cancelled, in folders to be made": filepath.Join(root, "a", "b", "out")} {
		if _, err := Export(stopped, db, to, true); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v, want it cancelled", name, err)
		}
	}
	if _, err := ExportFile(stopped, db, filepath.Join(root, "journal.json"), true); !errors.Is(err, context.Canceled) {
		t.Errorf("to a file: %v, want it cancelled", err)
	}
	if left, err := os.ReadDir(root); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// Half-way is after the first photo is written and before the second.
func TestExportInterruptedHalfWayLeavesNothing(t *testing.T) {
	db := journalOf(t, asPicture("a"), asPicture("b"))
	root := t.TempDir()
	ctx := &endsAfter{Context: t.Context(), asks: 2}
	if _, err := Export(ctx, db, filepath.Join(root, "out"), true); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want it cancelled", err)
	}
	if left, err := os.ReadDir(root); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// endsAfter is a context that is cancelled once it was asked for its error some times.
type endsAfter struct {
	context.Context
	asks int
}

func (c *endsAfter) Err() error {
	if c.asks--; c.asks < 0 {
		return context.Canceled
	}
	return nil
}

func TestExportFileReplacesTheOneBefore(t *testing.T) {
	dir := folder(t, map[string]string{"j.json": "old", "mine.txt": "mine"})
	done, err := ExportFile(t.Context(), journalOf(t, asPicture("a")), filepath.Join(dir, "j.json"), true)
	if err != nil || done.Photos != 1 || done.To != filepath.Join(dir, "j.json") {
		t.Fatalf("%+v, %v", done, err)
	}
	if files := tree(t, dir); len(files) != 3 || files["mine.txt"] != "mine" || files["j.json"] == "old" {
		t.Errorf("files %v", files)
	}
}

func TestWriteFileIsAllOrNothing(t *testing.T) {
	full := errors.New("the disk is full")
	for name, before := range map[string]map[string]string{"a file is there": {"a.txt": "old"}, "nothing is there": {}} {
		dir := folder(t, before)
		path := filepath.Join(dir, "a.txt")
		err := WriteFile(path, func(w io.Writer) error {
			io.WriteString(w, "half of the new")
			return full
		})
		if !errors.Is(err, full) {
			t.Errorf("%s: %v, want %v", name, err, full)
		}
		if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
			t.Errorf("%s (-before +after):\n%s", name, diff)
		}
		if err := WriteFile(path, func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err }); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(map[string]string{"a.txt": "new"}, tree(t, dir)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v, %v", name, info.Mode(), err)
		}
	}
	missing := filepath.Join(t.TempDir(), "no", "folder", "a.txt")
	if err := WriteFile(missing, func(io.Writer) error { return nil }); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no folder: %v", err)
	}
}
