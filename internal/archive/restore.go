package archive

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"

	"spotlog/store"
)

// A Restored says what a backup holds, and where it goes.
type Restored struct {
	Schema    string     `json:"schema"`
	From      string     `json:"from"`
	To        string     `json:"to"`
	DryRun    bool       `json:"dry_run,omitempty"`
	InTheWay  bool       `json:"in_the_way,omitempty"` // a journal is there, so that only a dry run goes on
	Encrypted bool       `json:"encrypted"`
	Bytes     int64      `json:"bytes"` // of the journal
	Spots     int        `json:"spots"`
	Entries   int        `json:"entries"`
	Photos    int        `json:"photos"` // pictures kept, those of removed entries too
	Newest    store.Date `json:"newest_entry,omitzero"`
}

// A Lock is what it takes to open a backup.
type Lock string

// The locks of backups.
const (
	LockNone       Lock = "none"
	LockPassphrase Lock = "passphrase"
	LockIdentity   Lock = "identity"
)

// LockOf looks at the beginning of a backup. A file that is none is a PlaceError.
func LockOf(path string) (Lock, error) {
	kind, err := kindOf(path)
	if err != nil {
		return "", err
	}
	switch kind {
	case kindPlain:
		return LockNone, nil
	case kindOther:
		return "", &PlaceError{Place: path, Why: "is no backup of spotlog", Hint: "name the file that spotlog backup wrote"}
	}
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	header := bufio.NewScanner(file)
	header.Scan() // the version
	if header.Scan() && strings.HasPrefix(header.Text(), "-> scrypt ") {
		return LockPassphrase, nil
	}
	return LockIdentity, header.Err()
}

// Restore puts the journal of a backup where there is none. The bytes are verified under a temporary
// name; then plan is shown what was found, and an error of it ends the restoring with nothing changed.
// The backup itself is only read. It fails with store.ErrExists, ErrWrongKey or a DamagedError.
func (k *Keeper) Restore(ctx context.Context, from, to string, plan func(Restored) error) (done Restored, err error) {
	done = Restored{Schema: "spotlog.restore.v1", From: from, To: to, Encrypted: k.Key != nil}
	err = store.Place(to, func(temp string) error {
		if err := k.takeOut(ctx, from, temp); err != nil {
			return err
		}
		if err := k.inspect(ctx, temp, &done); err != nil {
			return err
		}
		return plan(done)
	})
	return done, err
}

// takeOut writes the plain bytes of a backup into a file that is there. With a plain one goes the
// rollback journal that a crash may have left beside it, so that the copy is taken back in its stead.
func (k *Keeper) takeOut(ctx context.Context, from, temp string) error {
	plain := func(file io.Reader) (io.Reader, error) { return file, nil }
	if k.Key != nil {
		plain = k.Key.open
	}
	if err := k.copyOut(ctx, from, temp, plain); err != nil || k.Key != nil {
		return err
	}
	err := k.copyOut(ctx, from+"-journal", temp+"-journal", plain)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func (k *Keeper) copyOut(ctx context.Context, from, to string, plain func(io.Reader) (io.Reader, error)) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	opened, err := plain(in)
	if err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer out.Close()
	counted := &counter{Writer: out, progress: func(n int64) { k.Progress(StageCopying, n, info.Size()) }}
	if _, err := io.Copy(counted, &interruptible{ctx, opened}); err != nil {
		return readingBackup(err)
	}
	return errors.Join(out.Sync(), out.Close())
}

// readingBackup: age proves each piece, so what does not open is damaged; a full disk is not.
func readingBackup(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) || errors.Is(err, context.Canceled) {
		return err
	}
	return errors.Join(store.ErrDamaged, err)
}

// inspect verifies what was taken out, and counts what it holds. It brings an older one up to date.
func (k *Keeper) inspect(ctx context.Context, temp string, done *Restored) error {
	db, err := store.OpenCopy(ctx, temp, k.Env)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := k.verified(ctx, db, theBackup, store.Scope{Pages: true}); err != nil {
		return err
	}
	act, err := db.NewestAct(ctx)
	if err != nil {
		return err
	}
	// The backup was just verified, and holds all that the journal now does.
	if err := db.SetUpkeep(ctx, store.UpkeepBackup, act); err != nil {
		return err
	}
	if err := done.count(ctx, db); err != nil {
		return err
	}
	info, err := os.Stat(temp)
	if err != nil {
		return err
	}
	done.Bytes = info.Size()
	return db.Close()
}

func (done *Restored) count(ctx context.Context, db *store.DB) error {
	j, err := db.Journal(ctx)
	if err != nil {
		return err
	}
	done.Spots = len(j.Spots)
	for i := range j.Spots {
		s := &j.Spots[i]
		done.Entries += len(s.Entries)
		if e := s.Newest(); e != nil && e.Date.Compare(done.Newest) > 0 {
			done.Newest = e.Date
		}
	}
	pictures, err := db.Pictures(ctx)
	done.Photos = len(pictures)
	return err
}
