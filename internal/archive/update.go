package archive

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"spotlog/store"
)

// Update brings a plain backup up to date, reading and writing only what is new; where there is none it
// writes one. Interrupted, it leaves the backup with what it held before, and perhaps some of the newer
// photos.
func (k *Keeper) Update(ctx context.Context, path string) (BackedUp, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return k.Backup(ctx, path)
	}
	if err := k.mayReplace(ctx, path); err != nil {
		return BackedUp{}, err
	}
	act, err := k.DB.NewestAct(ctx)
	if err != nil {
		return BackedUp{}, err
	}
	words := store.Scope{Pictures: []string{}}
	if err := k.verified(ctx, k.DB, theJournal, words); err != nil {
		return BackedUp{}, err
	}
	done := BackedUp{Schema: "spotlog.backup.v1", To: path}
	backup, err := store.OpenCopy(ctx, path, k.Env)
	if err != nil {
		return done, err
	}
	defer backup.Close()
	began := k.Env.Now()
	taken, err := backup.TakeFrom(ctx, k.DB.Path(), func(n, all int64) { k.Progress(StageTaking, n, all) })
	if err != nil {
		return done, err
	}
	done.Added, done.WroteSeconds, began = new(len(taken)), seconds(began, k.Env.Now()), k.Env.Now()
	if err := k.verified(ctx, backup, theBackup, store.Scope{Pictures: append(words.Pictures, taken...)}); err != nil {
		return done, err
	}
	done.VerifiedSeconds = seconds(began, k.Env.Now())
	info, err := os.Stat(path)
	if err != nil {
		return done, err
	}
	done.Bytes = info.Size()
	if err := errors.Join(done.count(ctx, backup), backup.Close()); err != nil {
		return done, err
	}
	return done, k.remember(ctx, act)
}
