package archive

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"spotlog/store"
)

// WriteFile writes a file (mode 0600), so that under its name there is the old content or all of the new.
func WriteFile(path string, write func(io.Writer) error) error {
	store.RemoveAbandoned(filepath.Dir(path))
	return writeFile(path, write)
}

// writeFile is WriteFile for one of many into the same folder.
func writeFile(path string, write func(io.Writer) error) error {
	err := replaceFile(path, func(temp *os.File) error {
		if err := write(temp); err != nil {
			return err
		}
		return temp.Sync()
	})
	var refused *folderError
	if errors.As(err, &refused) {
		return fmt.Errorf("%s cannot be written: %w", path, refused.err)
	}
	return err
}

// A folderError says why nothing can be written into a folder, without the temporary name.
type folderError struct{ err error }

func (e *folderError) Error() string { return e.err.Error() }

// replaceFile has a file (mode 0600) filled and synced in an unfinished folder beside path, and lets it
// take the name; where that fails it leaves nothing.
func replaceFile(path string, fill func(temp *os.File) error) error {
	unfinished, err := store.NewUnfinished(filepath.Dir(path))
	if err != nil {
		return &folderError{errors.Unwrap(err)}
	}
	defer unfinished.Remove()
	temp, err := os.OpenFile(unfinished.File(filepath.Base(path)), os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return &folderError{errors.Unwrap(err)}
	}
	if err := errors.Join(fill(temp), temp.Close()); err != nil {
		return err
	}
	if err := os.Rename(temp.Name(), path); err != nil {
		return err
	}
	return store.SyncFolder(filepath.Dir(path))
}
