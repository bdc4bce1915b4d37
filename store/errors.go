package store

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"syscall"

	"github.com/mattn/go-sqlite3"
)

// What can be wrong with a journal as a whole; test with errors.Is.
var (
	ErrMissing  = errors.New("there is no journal")
	ErrForeign  = errors.New("not a spotlog journal")
	ErrNewer    = errors.New("written by a newer spotlog")
	ErrBusy     = errors.New("another spotlog is writing to the journal")
	ErrDamaged  = errors.New("the journal is damaged")
	ErrFull     = errors.New("the disk is full")
	ErrReadOnly = errors.New("the journal cannot be written here")
	ErrNoRecord = errors.New("no such record")
	ErrExists   = errors.New("there is a journal already")
)

// classify turns SQLite's own words into one of the errors above, the rest left as it is.
func classify(err error) error {
	var e sqlite3.Error
	if err == nil || !errors.As(err, &e) {
		return err
	}
	kinds := map[sqlite3.ErrNo]error{
		sqlite3.ErrBusy: ErrBusy, sqlite3.ErrLocked: ErrBusy, sqlite3.ErrCorrupt: ErrDamaged,
		sqlite3.ErrNotADB: ErrDamaged, sqlite3.ErrFull: ErrFull, sqlite3.ErrReadonly: ErrReadOnly,
		sqlite3.ErrPerm: ErrReadOnly, sqlite3.ErrCantOpen: ErrReadOnly,
		sqlite3.ErrError: ErrDamaged, // a statement of ours does not fit: the schema is not as it was written
	}
	if e.SystemErrno == syscall.ENOSPC || e.SystemErrno == syscall.EDQUOT {
		return fmt.Errorf("%w (%w)", ErrFull, err)
	}
	if kind, ok := kinds[e.Code]; ok {
		return fmt.Errorf("%w (%w)", kind, err)
	}
	return err
}

// readOnlyFolder is SQLITE_READONLY_DIRECTORY, which go-sqlite3 has no name for.
var readOnlyFolder = sqlite3.ErrReadonly.Extend(6)

// whyRefused is classify for what writes. Where its rollback journal cannot be made, SQLite then looks for one
// that is there, and so says that there is none: what the folder refuses shows where one tries.
func (db *DB) whyRefused(err error) error {
	var e sqlite3.Error
	switch {
	case !errors.As(err, &e):
		return err
	case e.ExtendedCode == readOnlyFolder:
		return fmt.Errorf("%w (no file can be made in its folder)", ErrReadOnly)
	case e.Code != sqlite3.ErrCantOpen || e.SystemErrno != syscall.ENOENT:
		return classify(err)
	}
	unfinished, tried := NewUnfinished(filepath.Dir(db.path))
	if tried == nil {
		unfinished.Remove()
		return fmt.Errorf("%w (its rollback journal could not be made)", ErrReadOnly)
	}
	return fileError(errors.Unwrap(tried)) // without the temporary name
}

// fileError gives the file system's refusals the names that SQLite's have.
func fileError(err error) error {
	switch {
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%w (%w)", ErrReadOnly, err)
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fmt.Errorf("%w (%w)", ErrFull, err)
	}
	return err
}
