package archive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"spotlog/store"
)

func keeper(db *store.DB, key *Key) *Keeper {
	return &Keeper{DB: db, Env: testEnv(), Key: key, Progress: func(Stage, int64, int64) {}}
}

func recipientKey(t testing.TB) *Key {
	t.Helper()
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return &Key{[]age.Recipient{identity.Recipient()}, []age.Identity{identity}}
}

// fixtures are journals of every kind: drawn ones with every noun, an empty one, those of older spotlogs.
func fixtures(t *testing.T) map[string]*store.DB {
	t.Helper()
	all := map[string]*store.DB{"empty": emptyJournal(t)}
	pictures, sums := testPictures(t)
	drawn := rapid.Custom(func(t *rapid.T) *store.Journal { return anyJournal(t, sums) })
	for seed := range 12 {
		db := emptyJournal(t)
		do(t, db, func(tx *store.Tx) error { return fill(tx, drawn.Example(seed), pictures) })
		all[fmt.Sprint("drawn ", seed)] = db
	}
	old, err := filepath.Glob(filepath.Join("..", "..", "testdata", "old-journals", "*.sqlite"))
	if err != nil || len(old) == 0 {
		t.Fatal("no old journals", err)
	}
	for _, path := range old {
		file, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		path = filepath.Join(t.TempDir(), filepath.Base(path))
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(path)] = open(t, path)
	}
	return all
}

func exportOf(t testing.TB, db *store.DB) map[string]string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "out")
	if _, err := Export(context.Background(), db, to, true); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for name, content := range tree(rapidless{t}, to) {
		files[name] = content
	}
	return files
}

// rapidless lets a plain test stand where a property may.
type rapidless struct{ testing.TB }

// monthLater changes, adds and removes, as a month does.
func monthLater(t *testing.T, db *store.DB, photos int) {
	t.Helper()
	do(t, db, func(tx *store.Tx) error {
		check, err := tx.PutCheck(store.Check{Date: date("2026-12-01")})
		if err != nil {
			return err
		}
		for i := range photos {
			p := asPicture(fmt.Sprint("a month later ", i))
			if _, err := tx.AddPicture(p); err != nil {
				return err
			}
			if _, err := tx.PutPhoto(store.Owner{Check: check}, store.Photo{SHA256: p.SHA256}); err != nil {
				return err
			}
		}
		j, err := tx.Journal()
		if err != nil {
			return err
		}
		for i := range j.Spots {
			s := j.Spots[i]
			s.Name += "-later"
			if _, err := tx.PutSpot(s); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestAnUpdatedBackupIsTheJournal(t *testing.T) {
	for name, db := range fixtures(t) {
		path := filepath.Join(t.TempDir(), "copy.sqlite")
		k := keeper(db, nil)
		if _, err := k.Update(t.Context(), path); err != nil { // there is none yet
			t.Fatal(err)
		}
		monthLater(t, db, 2)
		if _, _, err := db.Undo(t.Context(), ""); err != nil {
			t.Fatal(err)
		}
		monthLater(t, db, 3)
		done, err := k.Update(t.Context(), path)
		if err != nil || done.Added == nil || *done.Added != 3 {
			t.Fatalf("%s: %+v, %v; want 3 photos added", name, done, err)
		}
		sameJournal(t, name, db, path)
		if done, err = k.Update(t.Context(), path); err != nil || *done.Added != 0 {
			t.Errorf("%s, again: %+v, %v", name, done, err)
		}
	}
}

// sameJournal compares a plain backup with its journal, words and photos and history.
func sameJournal(t *testing.T, name string, db *store.DB, path string) {
	t.Helper()
	backup := open(t, path)
	defer backup.Close()
	if diff := cmp.Diff(exportOf(t, db), exportOf(t, backup)); diff != "" {
		t.Errorf("%s (-journal +backup):\n%s", name, diff)
	}
	want, err := db.History(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := backup.History(t.Context()); err != nil || !cmp.Equal(want, got) {
		t.Errorf("%s: another history, %v", name, err)
	}
	found, err := keeper(backup, nil).Verify(t.Context(), false)
	if err != nil || found.Damage != nil {
		t.Errorf("%s: %+v, %v", name, found, err)
	}
}

func TestWhatWasPurgedLeavesTheBackupToo(t *testing.T) {
	secret := "the bytes of a photo that is to be forgotten"
	db := journalOf(t, asPicture(secret), asPicture("another"))
	path := filepath.Join(t.TempDir(), "copy.sqlite")
	k := keeper(db, nil)
	if _, err := k.Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	if _, _, err := db.Purge(t.Context(), read(t, db).Checks[0].ID); err != nil {
		t.Fatal(err)
	}
	kept := filepath.Join(t.TempDir(), "kept") // what becomes of the file in which the backup keeps the pages that it changes
	if err := errors.Join(os.WriteFile(path+"-journal", nil, 0o600), os.Link(path+"-journal", kept)); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Update(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	sameJournal(t, "purged", db, path)
	if file, err := os.ReadFile(path); err != nil || bytes.Contains(file, []byte(secret)) {
		t.Errorf("the backup still holds it (%v)", err)
	}
	if left, err := os.ReadFile(kept); err != nil || len(left) == 0 || len(bytes.Trim(left, "\x00")) > 0 {
		t.Errorf("the backup's rollback journal held %d bytes, and is not overwritten (%v)", len(left), err)
	}
	if _, err := os.Stat(path + "-journal"); err == nil {
		t.Error("the backup's rollback journal is still there")
	}
}

// Interrupted at each photo, an update leaves a journal that is whole, with the words as they were.
func TestAnInterruptedUpdateLeavesTheBackupWhole(t *testing.T) {
	db := journalOf(t, asPicture("a"))
	path := filepath.Join(t.TempDir(), "copy.sqlite")
	k := keeper(db, nil)
	if _, err := k.Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	before := open(t, path)
	want := read(t, before)
	before.Close()
	monthLater(t, db, 4)
	for photo := int64(1); photo < 4; photo++ {
		ctx, stop := context.WithCancel(t.Context())
		k.Progress = func(stage Stage, done, total int64) {
			if stage == StageTaking && total == 4-(photo-1) {
				stop()
			}
		}
		if _, err := k.Update(ctx, path); !errors.Is(err, context.Canceled) {
			t.Fatalf("photo %d: %v, want it cancelled", photo, err)
		}
		stop()
		backup := open(t, path)
		found, err := keeper(backup, nil).Verify(t.Context(), false)
		if err != nil || found.Damage != nil || !cmp.Equal(want, read(t, backup), dates) {
			t.Errorf("photo %d: %+v, %v", photo, found, err)
		}
		backup.Close()
	}
	k.Progress = func(Stage, int64, int64) {}
	if _, err := k.Update(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	sameJournal(t, "in the end", db, path)
}

// Interrupted at any stage, a backup and a restore leave nothing behind, and what was there.
func TestAnInterruptedBackupLeavesNothing(t *testing.T) {
	db := journalOf(t, asPicture("a"), asPicture("b"))
	for _, key := range []*Key{nil, recipientKey(t)} {
		dir := t.TempDir()
		path := filepath.Join(dir, "copy")
		for _, at := range []Stage{StageCopying, StageVerifying} {
			for _, work := range []string{"backup", "restore"} {
				k := keeper(db, key)
				if work == "restore" {
					if _, err := k.Backup(t.Context(), path); err != nil {
						t.Fatal(err)
					}
				}
				before := tree(rapidless{t}, dir)
				ctx, stop := context.WithCancel(t.Context())
				k.Progress = func(stage Stage, _, _ int64) {
					if stage == at {
						stop()
					}
				}
				var err error
				if work == "backup" {
					_, err = k.Backup(ctx, path)
				} else {
					_, err = k.Restore(ctx, path, filepath.Join(dir, "new", "journal.sqlite"), func(Restored) error { return ctx.Err() })
				}
				if !errors.Is(err, context.Canceled) {
					t.Errorf("%s at %s: %v, want it cancelled", work, at, err)
				}
				if diff := cmp.Diff(before, tree(rapidless{t}, dir)); diff != "" {
					t.Errorf("%s at %s left something", work, at)
				}
				if _, err := os.Stat(filepath.Join(dir, "new")); err == nil {
					t.Errorf("%s at %s left a folder", work, at)
				}
				os.Remove(path)
				stop()
			}
		}
	}
}

// Two backups into one folder at once: neither takes away what the other is at.
func TestTwoBackupsAtOnce(t *testing.T) {
	db := journalOf(t, asPicture("a"), asPicture("b"))
	dir := t.TempDir()
	first, began := keeper(db, nil), false
	first.Progress = func(stage Stage, _, _ int64) {
		if began || stage != StageVerifying {
			return
		}
		began = true
		second := keeper(open(t, db.Path()), recipientKey(t))
		if _, err := second.Backup(t.Context(), filepath.Join(dir, "second.age")); err != nil {
			t.Error(err)
		}
	}
	if _, err := first.Backup(t.Context(), filepath.Join(dir, "first.sqlite")); err != nil || !began {
		t.Fatal(err)
	}
	sameJournal(t, "the first", db, filepath.Join(dir, "first.sqlite"))
	if files, err := os.ReadDir(dir); err != nil || len(files) != 2 {
		t.Errorf("there is %v (%v)", files, err)
	}
}

// Another who writes all the while makes an encrypted backup begin again, and it holds one moment.
func TestAnEncryptedBackupIsOfOneMoment(t *testing.T) {
	db := journalOf(t, asPicture(string(make([]byte, 20<<20))))
	other := open(t, db.Path())
	k := keeper(db, recipientKey(t))
	path, wrote := filepath.Join(t.TempDir(), "copy.age"), 0
	k.Progress = func(stage Stage, done, total int64) {
		if stage == StageCopying && done < total && wrote < 2 {
			wrote++
			do(t, other, func(tx *store.Tx) error { _, err := tx.PutQuestion(store.Question{Text: "why?"}); return err })
		}
	}
	if _, err := k.Backup(t.Context(), path); err != nil || wrote != 2 {
		t.Fatalf("%d acts meanwhile, %v", wrote, err)
	}
	to := filepath.Join(t.TempDir(), "journal.sqlite")
	if _, err := k.Restore(t.Context(), path, to, func(Restored) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if n := len(read(t, open(t, to)).Questions); n != 2 {
		t.Errorf("it holds %d of the 2 acts", n)
	}
}

// Rotation takes away what is of this journal: not another's, nor what does not open with this passphrase,
// nor, in a plain one, what is encrypted.
func TestRotationLeavesWhatIsAnothers(t *testing.T) {
	db, another := journalOf(t, asPicture("a")), journalOf(t, asPicture("b"))
	mine, others, recipient := passphraseKey(t, "mine"), passphraseKey(t, "another's"), &Key{recipients: recipientKey(t).recipients}
	for name, c := range map[string]struct {
		key  *Key
		goes string
	}{"plain": {nil, "01.sqlite"}, "with a passphrase": {mine, "01.sqlite 03.age"}, "to a recipient": {recipient, "01.sqlite 05.age"}} {
		dir := t.TempDir()
		for file, of := range map[string]*Keeper{
			"01.sqlite": keeper(db, nil), "02.sqlite": keeper(another, nil), "03.age": keeper(db, mine), "04.age": keeper(another, others), "05.age": keeper(db, recipient),
		} {
			if _, err := of.Backup(t.Context(), filepath.Join(dir, "spotlog-2020-01-"+file)); err != nil {
				t.Fatal(err)
			}
		}
		done, err := keeper(db, c.key).BackupInto(t.Context(), dir, 1)
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(done.Removed)
		if got := strings.ReplaceAll(strings.Join(done.Removed, " "), "spotlog-2020-01-", ""); got != c.goes {
			t.Errorf("%s: %s went, want %s", name, got, c.goes)
		}
	}
}

// passphraseKey is PassphraseKey, quick to open.
func passphraseKey(t *testing.T, passphrase string) *Key {
	t.Helper()
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		t.Fatal(err)
	}
	recipient.SetWorkFactor(4)
	identity, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		t.Fatal(err)
	}
	return &Key{[]age.Recipient{recipient}, []age.Identity{identity}}
}
