package store

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// OpeningChanges says whether to open a journal would change the file: it is of an older schema, or a crash
// left a rollback journal beside it.
func OpeningChanges(path string) bool {
	version, err := schemaIn(path)
	return err == nil && (version < SchemaVersion || crashed(path))
}

// reservedByte is what SQLite locks of a file as long as it writes to it (https://sqlite.org/lockingv3.html).
const reservedByte = 0x40000001

// crashed says whether a journal has a rollback journal and nobody who writes. No connection to the file may
// be open, for to close a file ends the locks of the whole process on it.
func crashed(path string) bool {
	if info, err := os.Stat(rollbackJournal(path)); err != nil || info.Size() == 0 {
		return false
	}
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	writer := syscall.Flock_t{Type: syscall.F_WRLCK, Start: reservedByte, Len: 1}
	err = syscall.FcntlFlock(file.Fd(), syscall.F_GETLK, &writer)
	return err == nil && writer.Type == syscall.F_UNLCK
}

// openDamaged opens a damaged journal to be read: the file itself where SQLite takes it as it is, else a
// copy of it at aside.
func openDamaged(ctx context.Context, damaged, aside string, env Env) (*DB, error) {
	_, err := schemaIn(damaged)
	if err != nil && !errors.Is(err, ErrDamaged) {
		return nil, err
	}
	copies, err := needsCopy(damaged)
	if err != nil {
		return nil, err
	}
	if copies {
		if err := copyDamaged(ctx, damaged, aside); err != nil {
			return nil, fileError(err)
		}
		damaged = aside
	}
	db, _, err := openAsItIs(ctx, damaged, env)
	return db, err
}

// needsCopy: to open the file would change it, for a crash left a rollback journal; or SQLite would not open
// it, for it has another length than its header says.
func needsCopy(damaged string) (bool, error) {
	if info, err := os.Stat(rollbackJournal(damaged)); err == nil && info.Size() > 0 {
		return true, nil
	}
	file, err := os.Open(damaged)
	if err != nil {
		return false, fileError(err)
	}
	defer file.Close()
	header := make([]byte, HeaderBytes)
	if _, err := file.ReadAt(header, 0); err != nil {
		return false, fileError(err)
	}
	info, err := file.Stat()
	if err != nil {
		return false, err
	}
	return int64(binary.BigEndian.Uint32(header[28:]))*pageBytes(header) != info.Size(), nil
}

// rootPages are at least as many as hold the first page of every table and index: auto_vacuum keeps them at
// the beginning, and SQLite reads nothing of a file in which one of them is missing.
const rootPages = 128

// copyDamaged copies a file with its rollback journal, or else makes the header of the copy tell of the
// pages that are there, or that zeros stand in for: then a page that is missing costs what it held, and no
// more.
func copyDamaged(ctx context.Context, damaged, aside string) error {
	err := copyBytes(ctx, rollbackJournal(damaged), aside+"-journal")
	hot := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := copyBytes(ctx, damaged, aside); err != nil || hot {
		return err
	}
	file, err := os.OpenFile(aside, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer file.Close()
	header := make([]byte, HeaderBytes)
	if _, err := file.ReadAt(header, 0); err != nil {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		return err
	}
	size := pageBytes(header)
	pages := max((info.Size()+size-1)/size, rootPages)
	binary.BigEndian.PutUint32(header[28:], uint32(pages))
	_, err = file.WriteAt(header, 0)
	return errors.Join(err, file.Truncate(pages*size))
}

// copyBytes copies a file into a new one of mode 0600.
func copyBytes(ctx context.Context, from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer out.Close()
	for err == nil && ctx.Err() == nil {
		_, err = io.CopyN(out, in, 64<<20)
	}
	if err == io.EOF {
		err = nil
	}
	return errors.Join(err, ctx.Err(), out.Close())
}
