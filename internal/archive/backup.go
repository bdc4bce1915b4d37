package archive

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"filippo.io/age"

	"spotlog/internal/photo"
	"spotlog/store"
)

// A BackedUp says what a backup wrote.
type BackedUp struct {
	Schema    string   `json:"schema"`
	To        string   `json:"to"`
	Bytes     int64    `json:"bytes"` // of the file
	Spots     int      `json:"spots"`
	Entries   int      `json:"entries"`
	Photos    int      `json:"photos"` // pictures kept, those of removed entries too
	Encrypted bool     `json:"encrypted"`
	Added     *int     `json:"photos_added,omitempty"` // by an update, which writes no others
	Removed   []string `json:"removed,omitempty"`      // older backups, by rotation

	WroteSeconds    float64 `json:"wrote_seconds"`
	VerifiedSeconds float64 `json:"verified_seconds"`
}

// A Keeper writes and reads backups of one journal.
type Keeper struct {
	DB       *store.DB
	Env      store.Env
	Progress func(stage Stage, done, total int64)
	Key      *Key // nil for a plain backup
}

// A Stage is what a Keeper is at.
type Stage string

// The stages of a backup, of verifying and of restoring.
const (
	StageCopying   Stage = "copying"   // bytes
	StageTaking    Stage = "taking"    // photos that a backup lacks
	StageVerifying Stage = "verifying" // photos
)

// What can be damaged.
const (
	theJournal = "the journal"
	theBackup  = "the backup"
)

// A DamagedError lists what was found damaged; it is store.ErrDamaged.
type DamagedError struct {
	What   string // theJournal or theBackup
	Damage []store.Damage
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("%s is damaged (places found: %d; the first, %s: %s)", e.What, len(e.Damage), e.Damage[0].Part, e.Damage[0].Problem)
}

// Hint says where to see all of it, or how to mend what is only derived.
func (e *DamagedError) Hint() string {
	derived := !slices.ContainsFunc(e.Damage, func(d store.Damage) bool { return d.Part != store.PartThumbnail })
	switch {
	case e.What == theJournal && derived:
		return "only small pictures are damaged; make these again: spotlog photo rebuild"
	case e.What == theJournal:
		return "see all of it: spotlog verify"
	}
	return "see all of it, as of any journal: spotlog verify --journal FILE"
}

func (e *DamagedError) Unwrap() error { return store.ErrDamaged }

// Backup writes a file that holds the whole journal as it stood at one moment, verified before it
// takes its name: a plain one is itself a journal, an encrypted one is of age. A file that has the name
// is replaced if it is a backup of this journal, and else refused with a PlaceError.
func (k *Keeper) Backup(ctx context.Context, path string) (BackedUp, error) {
	if err := k.mayReplace(ctx, path); err != nil {
		return BackedUp{}, err
	}
	write := k.writePlain
	if k.Key != nil {
		write = k.writeEncrypted
	}
	behind, err := behindLink(path)
	if err != nil {
		return BackedUp{}, err
	}
	done := BackedUp{Schema: "spotlog.backup.v1", To: path, Encrypted: k.Key != nil}
	act, err := k.DB.NewestAct(ctx)
	if err == nil {
		err = replaceBackup(behind, func(temp *os.File) error { return write(ctx, temp, &done) })
	}
	if err != nil {
		return BackedUp{}, err
	}
	return done, k.remember(ctx, act)
}

// behindLink gives the file that a link leads to, so that a backup lies on the disk where the person keeps
// it, and not in place of the link.
func behindLink(path string) (string, error) {
	if info, err := os.Lstat(path); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return path, nil
	}
	behind, err := filepath.EvalSymlinks(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", &PlaceError{Place: path, Why: "is a link that leads to nothing", Hint: "bring back the disk or folder that it leads to, or name a new file"}
	}
	return behind, err
}

// A ForgottenError: the backup is there, whole and verified, but the journal could not note it.
type ForgottenError struct{ Err error }

func (e *ForgottenError) Error() string {
	return "the journal could not note this backup: " + e.Err.Error()
}
func (e *ForgottenError) Unwrap() error { return e.Err }

func (k *Keeper) remember(ctx context.Context, act int) error {
	if err := k.DB.SetUpkeep(ctx, store.UpkeepBackup, act); err != nil {
		return &ForgottenError{err}
	}
	return nil
}

// replaceBackup is replaceFile for a file that may be a journal.
func replaceBackup(path string, fill func(temp *os.File) error) error {
	store.RemoveAbandoned(filepath.Dir(path))
	err := replaceFile(path, func(temp *os.File) error {
		if err := fill(temp); err != nil {
			return err
		}
		// A rollback journal that an older file of this name left would be taken for this one's.
		if err := os.Remove(path + "-journal"); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	})
	var refused *folderError
	if errors.As(err, &refused) {
		return &PlaceError{Place: path, Why: "cannot be written: " + refused.Error(), Hint: "name a file in a folder that is there and that you may write to"}
	}
	return err
}

// writePlain copies the journal into temp, syncs it, and verifies it as a journal.
func (k *Keeper) writePlain(ctx context.Context, temp *os.File, done *BackedUp) error {
	began := k.Env.Now()
	if err := k.DB.CopyTo(ctx, temp.Name(), func(n, all int64) { k.Progress(StageCopying, n, all) }); err != nil {
		return err
	}
	if err := temp.Sync(); err != nil {
		return err
	}
	info, err := temp.Stat()
	if err != nil {
		return err
	}
	done.Bytes, done.WroteSeconds = info.Size(), seconds(began, k.Env.Now())
	backup, err := store.OpenCopy(ctx, temp.Name(), k.Env)
	if err != nil {
		return err
	}
	defer backup.Close()
	began = k.Env.Now()
	if err := k.verified(ctx, backup, theJournal, store.Scope{Pages: true}); err != nil {
		return err
	}
	done.VerifiedSeconds = seconds(began, k.Env.Now())
	return errors.Join(done.count(ctx, backup), backup.Close())
}

func seconds(from, to time.Time) float64 { return to.Sub(from).Seconds() }

func (done *BackedUp) count(ctx context.Context, db *store.DB) error {
	j, err := db.Journal(ctx)
	if err != nil {
		return err
	}
	done.Spots, done.Entries = len(j.Spots), 0
	for _, s := range j.Spots {
		done.Entries += len(s.Entries)
	}
	pictures, err := db.Pictures(ctx)
	done.Photos = len(pictures)
	return err
}

// verified fails with a DamagedError where a journal is not as it was stored.
func (k *Keeper) verified(ctx context.Context, db *store.DB, what string, scope store.Scope) error {
	damage, err := db.Verify(ctx, scope, DecodeThumbnail, func(n, all int) { k.Progress(StageVerifying, int64(n), int64(all)) })
	if err == nil && len(damage) > 0 {
		err = &DamagedError{what, damage}
	}
	return err
}

// DecodeThumbnail refuses a thumbnail that cannot be shown, or is not what it says it is.
func DecodeThumbnail(t *store.Thumbnail) error {
	picture, err := photo.DecodeThumbnail(t.Content)
	if err != nil {
		return err
	}
	if size := picture.Bounds().Size(); size.X != t.Width || size.Y != t.Height || t.Version < 1 {
		return errors.New("it is not of the size and version that is recorded")
	}
	return nil
}

// writeEncrypted verifies the journal, encrypts it on its way into temp, and reads that back. No plain
// byte touches a disk: the copy is proved by the SHA-256 of what went in and what comes out.
func (k *Keeper) writeEncrypted(ctx context.Context, temp *os.File, done *BackedUp) error {
	began := k.Env.Now()
	if err := k.verified(ctx, k.DB, theJournal, store.Scope{}); err != nil {
		return err
	}
	if err := done.count(ctx, k.DB); err != nil {
		return err
	}
	done.VerifiedSeconds, began = seconds(began, k.Env.Now()), k.Env.Now()
	sum, fileKey, err := k.encrypt(ctx, temp)
	for again := 0; errors.Is(err, store.ErrChanged); again++ {
		if again == 20 {
			return fmt.Errorf("%w: %w", store.ErrBusy, err)
		}
		sum, fileKey, err = k.encrypt(ctx, temp)
	}
	if err != nil {
		return err
	}
	if err := temp.Sync(); err != nil {
		return err
	}
	if done.Bytes, err = temp.Seek(0, io.SeekEnd); err != nil {
		return err
	}
	done.WroteSeconds, began = seconds(began, k.Env.Now()), k.Env.Now()
	if _, err := temp.Seek(0, io.SeekStart); err != nil {
		return err
	}
	plain, err := age.Decrypt(temp, age.NewInjectedFileKeyIdentity(fileKey))
	if err != nil {
		return fmt.Errorf("reading the backup back: %w", err)
	}
	back := sha256.New()
	if _, err := io.Copy(back, &interruptible{ctx, plain}); err != nil {
		return fmt.Errorf("reading the backup back: %w", err)
	}
	if !bytes.Equal(back.Sum(nil), sum) {
		return errors.New("the backup does not read back as it was written; the disk it is on may be failing")
	}
	done.VerifiedSeconds += seconds(began, k.Env.Now())
	return nil
}

// encrypt writes the journal into temp from its beginning, and gives the SHA-256 of the plain bytes and
// the key of the file.
func (k *Keeper) encrypt(ctx context.Context, temp *os.File) (sum, fileKey []byte, err error) {
	if _, err := temp.Seek(0, io.SeekStart); err != nil {
		return nil, nil, err
	}
	if err := temp.Truncate(0); err != nil {
		return nil, nil, err
	}
	first := &noted{Recipient: k.Key.recipients[0]}
	out, err := age.Encrypt(temp, append([]age.Recipient{first}, k.Key.recipients[1:]...)...)
	if err != nil {
		return nil, nil, err
	}
	journal, err := k.DB.Stream(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer journal.Close()
	hash := sha256.New()
	counted := &counter{Writer: io.MultiWriter(out, hash), progress: func(n int64) { k.Progress(StageCopying, n, journal.Size()) }}
	if _, err := io.Copy(counted, struct{ io.Reader }{journal}); err != nil {
		return nil, nil, err
	}
	return hash.Sum(nil), first.fileKey, out.Close()
}

// A counter tells how many bytes went through it.
type counter struct {
	io.Writer
	n        int64
	progress func(n int64)
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.Writer.Write(p)
	c.n += int64(n)
	c.progress(c.n)
	return n, err
}

// interruptible ends a long reading with its context.
type interruptible struct {
	ctx context.Context
	io.Reader
}

func (r *interruptible) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}

// mayReplace refuses a path that holds anything but an earlier backup of this journal.
func (k *Keeper) mayReplace(ctx context.Context, path string) error {
	refused := func(why string) error {
		return &PlaceError{Place: path, Why: why, Hint: "name a new file, or a folder and how many to keep in it: spotlog backup spotlog-backups --keep 3"}
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	journal, err := os.Stat(k.DB.Path())
	switch {
	case err != nil:
		return err
	case os.SameFile(info, journal):
		return refused("is the journal itself")
	case info.IsDir():
		return refused("is a folder")
	}
	kind, err := kindOf(path)
	switch {
	case err != nil:
		return err
	case kind == kindPlain:
		return k.mayReplacePlain(ctx, path, refused)
	case kind == kindAge && (k.Key == nil || k.Key.identities == nil):
		return refused("is encrypted, and nobody can tell whether it is a backup of this journal")
	case kind == kindAge:
		if err := k.Key.opensJournal(path); err != nil {
			return refused("does not open with this passphrase as a backup of spotlog")
		}
		return nil
	}
	return refused("is no backup of spotlog, and would be lost")
}

// mayReplacePlain: a backup of this journal ends with an act that the journal has too.
func (k *Keeper) mayReplacePlain(ctx context.Context, path string, refused func(string) error) error {
	newest, err := store.NewestActIn(ctx, path)
	if err != nil {
		return refused("cannot be read as a backup of this journal (" + err.Error() + ")")
	}
	has, err := k.DB.HasAct(ctx, newest)
	if err != nil {
		return err
	}
	if newest != "" && !has {
		return refused("holds what this journal does not: it is of another journal, or was written to")
	}
	return nil
}
