package archive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"spotlog/store"
)

// ErrTaken: the place an export should go to holds something already.
var ErrTaken = errors.New("there is something there already")

// An Exported says what an export wrote.
type Exported struct {
	Schema    string `json:"schema"`
	To        string `json:"to"`
	Spots     int    `json:"spots"`
	Entries   int    `json:"entries"`
	Photos    int    `json:"photos"`    // files written
	Positions int    `json:"positions"` // of these, the ones that hold where they were taken

	LeftOut *LeftOut `json:"left_out,omitempty"` // of a de-identified export
}

// WriteJSON writes a document as indented JSON, as every answer of spotlog is written.
func WriteJSON(w io.Writer, document any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	return encoder.Encode(document)
}

// Export writes the journal as it now stands into a new folder: journal.json, and the photos byte
// for byte as they came under photos/. It fails with ErrTaken where the folder holds anything, and
// leaves nothing where it fails.
func Export(ctx context.Context, db *store.DB, folder string, withPhotos bool) (done Exported, err error) {
	err = NewFolder(folder, func(temp string) error {
		done, err = exportInto(ctx, db, filepath.Join(temp, "journal.json"), withPhotos)
		return err
	})
	done.To = folder
	return done, err
}

// NewFolder fills a folder (mode 0700) under a temporary name and then gives it its own. It
// fails with ErrTaken where the folder holds anything; where it fails, the folders it had to make
// above it go again.
func NewFolder(folder string, fill func(temp string) error) (err error) {
	if names, err := os.ReadDir(folder); len(names) > 0 || err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %s", ErrTaken, folder)
	}
	parent := filepath.Dir(filepath.Clean(folder))
	for _, dir := range missing(parent) {
		defer func() {
			if err != nil {
				os.Remove(dir)
			}
		}()
	}
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return err
	}
	store.RemoveAbandoned(parent)
	unfinished, err := store.NewUnfinished(parent)
	if err != nil {
		return err
	}
	defer unfinished.Remove()
	temp := unfinished.File(filepath.Base(folder))
	if err := os.Mkdir(temp, 0o700); err != nil {
		return err
	}
	if err := fill(temp); err != nil {
		return err
	}
	// An empty folder makes room; one that was filled meanwhile stays.
	if err := os.Remove(folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(temp, folder); err != nil {
		return err
	}
	return store.SyncFolder(parent)
}

// missing lists the folders that a path still needs, the outermost first.
func missing(dir string) (dirs []string) {
	for {
		if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
			return dirs
		}
		dirs = append([]string{dir}, dirs...)
		dir = filepath.Dir(dir)
	}
}

// ExportFile writes the journal to a JSON file, replacing one that is there, and its photos into a
// folder photos beside it.
func ExportFile(ctx context.Context, db *store.DB, file string, withPhotos bool) (Exported, error) {
	done, err := exportInto(ctx, db, file, withPhotos)
	done.To = file
	return done, err
}

func exportInto(ctx context.Context, db *store.DB, file string, withPhotos bool) (Exported, error) {
	j, err := db.Journal(ctx)
	if err != nil {
		return Exported{}, err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return Exported{}, err
	}
	done := Exported{Schema: "spotlog.export.v1", Spots: len(j.Spots)}
	for _, s := range j.Spots {
		done.Entries += len(s.Entries)
	}
	if withPhotos {
		if err := exportPhotos(ctx, db, j, filepath.Dir(file), &done); err != nil {
			return Exported{}, err
		}
	}
	return done, WriteFile(file, func(w io.Writer) error { return WriteJSON(w, j) })
}

// exportPhotos writes each photo once and notes its file in the journal document.
func exportPhotos(ctx context.Context, db *store.DB, j *store.Journal, folder string, done *Exported) error {
	pictures, err := db.Pictures(ctx)
	if err != nil {
		return err
	}
	store.RemoveAbandoned(filepath.Join(folder, "photos"))
	names := map[string]string{} // by SHA-256
	taken := map[string]bool{}
	for _, p := range photosOf(j) {
		name, written := names[p.SHA256]
		if !written {
			if err := ctx.Err(); err != nil {
				return err
			}
			picture := pictures[p.SHA256]
			name = fileName(p.SHA256, picture.Format, taken)
			if err := exportPhoto(ctx, db, filepath.Join(folder, filepath.FromSlash(name)), p.SHA256); err != nil {
				return err
			}
			names[p.SHA256] = name
			done.Photos++
			if picture.Position {
				done.Positions++
			}
		}
		p.File = name
	}
	return nil
}

func exportPhoto(ctx context.Context, db *store.DB, path, sha256 string) error {
	original, err := db.Original(ctx, sha256)
	if err != nil {
		return err
	}
	return writePhoto(path, original)
}

func writePhoto(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return writeFile(path, func(w io.Writer) error { _, err := w.Write(content); return err })
}

// fileName gives a photo the first eight digits of its SHA-256, more where those are taken.
func fileName(sha256, format string, taken map[string]bool) string {
	ending := map[string]string{"jpeg": "jpg", "tiff": "tif"}[format]
	if ending == "" {
		ending = format
	}
	for n := 8; ; n++ {
		name := "photos/" + sha256[:n] + "." + ending
		if !taken[name] {
			taken[name] = true
			return name
		}
	}
}

// photosOf points to every photo of entries and checks.
func photosOf(j *store.Journal) []*store.Photo {
	var photos []*store.Photo
	for i := range j.Spots {
		for k := range j.Spots[i].Entries {
			e := &j.Spots[i].Entries[k]
			for n := range e.Photos {
				photos = append(photos, &e.Photos[n])
			}
		}
	}
	for i := range j.Checks {
		for n := range j.Checks[i].Photos {
			photos = append(photos, &j.Checks[i].Photos[n])
		}
	}
	return photos
}
