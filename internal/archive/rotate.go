package archive

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"spotlog/store"
)

// dated is the name of a backup in a folder of them; a second one of a day has the time too.
var dated = regexp.MustCompile(`^spotlog-(\d{4}-\d{2}-\d{2})(-\d{6})?\.(sqlite|age)$`)

// BackupInto writes a dated backup into a folder, which it makes where there is none, and then removes
// the oldest dated backups beyond the newest keep of them. Whatever else is in the folder stays.
func (k *Keeper) BackupInto(ctx context.Context, folder string, keep int) (BackedUp, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return BackedUp{}, &PlaceError{Place: folder, Why: "cannot be a folder of backups: " + errors.Unwrap(err).Error(), Hint: "name a folder: spotlog backup spotlog-backups --keep 3"}
	}
	name, err := k.datedName(folder)
	if err != nil {
		return BackedUp{}, err
	}
	done, err := k.Backup(ctx, filepath.Join(folder, name))
	var forgotten *ForgottenError
	if err != nil && !errors.As(err, &forgotten) {
		return done, err
	}
	removed, removeErr := k.removeOldest(ctx, folder, name, keep)
	done.Removed = removed
	return done, errors.Join(err, removeErr)
}

func (k *Keeper) datedName(folder string) (string, error) {
	ending := ".sqlite"
	if k.Key != nil {
		ending = ".age"
	}
	now := k.Env.Now()
	name := "spotlog-" + now.Format(time.DateOnly) + ending
	_, err := os.Lstat(filepath.Join(folder, name))
	if errors.Is(err, fs.ErrNotExist) {
		return name, nil
	}
	return "spotlog-" + now.Format(time.DateOnly+"-150405") + ending, err
}

// removeOldest leaves the one just written whatever its date, and what mayRemove takes for another journal's.
func (k *Keeper) removeOldest(ctx context.Context, folder, written string, keep int) (removed []string, err error) {
	files, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var older []string
	for _, f := range files {
		if f.Name() != written && f.Type().IsRegular() && dated.MatchString(f.Name()) && k.mayRemove(ctx, filepath.Join(folder, f.Name())) {
			older = append(older, f.Name())
		}
	}
	slices.SortFunc(older, func(a, b string) int { return -compareDated(a, b) })
	for _, name := range older[min(keep-1, len(older)):] {
		if err := os.Remove(filepath.Join(folder, name)); err != nil {
			return removed, err
		}
		removed = append(removed, name)
	}
	return removed, store.SyncFolder(folder)
}

// compareDated puts the first backup of a day before those that have its time.
func compareDated(a, b string) int {
	x, y := dated.FindStringSubmatch(a), dated.FindStringSubmatch(b)
	return slices.Compare(x[1:], y[1:])
}

// mayRemove: what rotates away is of this journal, as far as can be told. Of what is encrypted, to recipients
// or with one passphrase for several journals, that cannot be told: such a folder is for one journal.
func (k *Keeper) mayRemove(ctx context.Context, path string) bool {
	kind, err := kindOf(path)
	switch {
	case err != nil || kind == kindOther:
		return false
	case kind == kindPlain:
		return k.mayReplacePlain(ctx, path, func(why string) error { return errors.New(why) }) == nil
	case k.Key == nil:
		return false
	case k.Key.identities != nil:
		return k.Key.opensJournal(path) == nil
	}
	lock, err := LockOf(path)
	return err == nil && lock == LockIdentity
}
