package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
)

// found is what Verify says of a file; opening it may already have told of the damage.
func found(t testing.TB, path string) ([]Damage, error) {
	t.Helper()
	db, err := Open(context.Background(), path, testEnv())
	if err != nil {
		return nil, err
	}
	defer db.Close()
	return db.Verify(context.Background(), Scope{Pages: true}, sameSmall, func(int, int) {})
}

// sameSmall stands for decoding, which tells of a width, height or version that does not fit.
func sameSmall(t *Thumbnail) error {
	if t.Version != 1 || t.Width != 4 || t.Height != 3 {
		return errors.New("not as it was made")
	}
	return nil
}

func TestVerifyFindsNothingInAWholeJournal(t *testing.T) {
	db, j := fullDB(t)
	act(t, db, func(tx *Tx) error { return tx.Remove(NounQuestion, j.Questions[0].ID) })
	for range 2 {
		if _, _, err := db.Undo(t.Context(), ""); err != nil {
			t.Fatal(err)
		}
		if found := damage(t, db); found != nil {
			t.Errorf("%+v", found)
		}
	}
}

// What a change by hand does to a journal, and the part that Verify must name.
func TestVerifyNamesWhatIsDamaged(t *testing.T) {
	for change, want := range map[string]Part{
		"UPDATE entry SET note = 'other'":                                          PartRecord,
		"UPDATE entry SET length_mm = 5":                                           PartRecord,
		"UPDATE spot SET status = 'active', digest = digest WHERE name = 'arm-7'":  PartRecord,
		"DELETE FROM photo":                                                        PartRecord,
		"DELETE FROM visit_spot":                                                   PartRecord,
		"UPDATE visit_spot SET outcome = 'benign'":                                 PartRecord,
		"UPDATE entry SET date = '2026-13-01'":                                     PartRecord,
		"INSERT INTO question (id, text, digest) VALUES ('q', 'why?', 'x')":        PartRecord,
		"UPDATE revision SET body = replace(body, 'Ada', 'Eve')":                   PartRevision,
		"UPDATE revision SET body = NULL WHERE noun = 'check'":                     PartRevision,
		"UPDATE act SET verb = 'rm'":                                               PartAct,
		"UPDATE act SET recorded_at = '2026-11-01T20:00:00+01:00' WHERE seq = 2":   PartAct,
		"UPDATE picture SET width = 7":                                             PartPicture,
		"UPDATE original SET content = CAST(content || x'00' AS BLOB)":             PartOriginal,
		"DELETE FROM original":                                                     PartOriginal,
		"UPDATE thumbnail SET content = x'00'":                                     PartThumbnail,
		"UPDATE thumbnail SET width = 5":                                           PartThumbnail,
		"DROP VIEW timeline":                                                       PartSchema,
		"CREATE TABLE mine (a)":                                                    PartSchema,
		"DROP INDEX entry_spot":                                                    PartSchema,
		"PRAGMA foreign_keys = OFF; DELETE FROM picture":                           PartFile,
		"PRAGMA ignore_check_constraints = ON; UPDATE entry SET bleeding = 'much'": PartFile,
	} {
		db, _ := fullDB(t)
		if _, err := db.sql.Exec(change); err != nil {
			t.Fatalf("%s: %v", change, err)
		}
		db.Close()
		found, err := found(t, db.Path())
		parts := map[Part]bool{}
		for _, d := range found {
			parts[d.Part] = true
			if d.Problem == "" {
				t.Errorf("%s: %+v says nothing", change, d)
			}
		}
		if err != nil || !parts[want] {
			t.Errorf("%s: %+v, %v; want damage to the %s", change, found, err, want)
		}
	}
}

// content is all that a journal says, or why it says nothing.
func content(path string, pictures []string) string {
	var out strings.Builder
	db, err := Open(context.Background(), path, testEnv())
	if err != nil {
		return err.Error()
	}
	defer db.Close()
	say := func(v any, err error) { fmt.Fprintf(&out, "%+v %v\n", v, err) }
	j, err := db.Journal(context.Background())
	canonical, _ := body(j)
	say(string(canonical), err)
	history, err := db.History(context.Background())
	say(history, err)
	known, err := db.Pictures(context.Background())
	say(known, err)
	for _, sum := range pictures {
		original, err := db.Original(context.Background(), sum)
		say(digest(original), err)
		small, err := db.Thumbnail(context.Background(), sum)
		say(digest(small), err)
	}
	return out.String()
}

// Every single bit that changes what the journal says, or keeps it from saying it, is found.
func TestVerifyFindsEveryFlippedBit(t *testing.T) {
	whole, pictures := bigDB(t)
	path := filepath.Join(t.TempDir(), "j.sqlite")
	write := func(file []byte) {
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(whole)
	want := content(path, pictures)
	at := rand.New(rand.NewPCG(7, 7))
	changed, seen := 0, 0
	const flips = 60 // the whole program is tried with more
	for n := range flips {
		i := at.IntN(len(whole))
		if n%2 == 0 { // half of them in the schema and the words
			i = at.IntN(30 * pageSize)
		}
		file := bytes.Clone(whole)
		file[i] ^= 1 << at.IntN(8)
		write(file)
		damage, err := found(t, path)
		if err != nil && !isDamage(err) {
			t.Fatalf("byte %d: %v", i, err)
		}
		write(file)
		if len(damage) > 0 || err != nil {
			seen++
		}
		if content(path, pictures) == want {
			continue
		}
		if changed++; len(damage) == 0 && err == nil {
			t.Errorf("byte %d, bit %08b: it changed what the journal says, and nobody noticed", i, file[i]^whole[i])
		}
	}
	t.Logf("%d flips, %d changed content, %d were noticed", flips, changed, seen)
	if changed < 20 {
		t.Errorf("only %d flips changed content", changed)
	}
}

func TestVerifyReadsWhatItsScopeSays(t *testing.T) {
	file, pictures := bigDB(t)
	i := bytes.Index(file, []byte(readOriginal(t, file, pictures[0])[:64]))
	file[i] ^= 1
	db := openBytes(t, file)
	for _, c := range []struct {
		scope Scope
		want  int
	}{{Scope{}, 1}, {Scope{Pages: true}, 1}, {Scope{Pictures: pictures[1:]}, 0}, {Scope{Pictures: pictures[:1]}, 1}, {Scope{Pictures: []string{}}, 0}} {
		told := 0
		found, err := db.Verify(t.Context(), c.scope, sameSmall, func(done, total int) { told = max(told, done) })
		if err != nil || len(found) != c.want {
			t.Errorf("%+v: %+v, %v; want %d", c.scope, found, err, c.want)
		}
		if want := len(c.scope.Pictures); c.scope.Pictures != nil && told != want {
			t.Errorf("%+v: told of %d photos", c.scope, told)
		}
	}
}

func readOriginal(t *testing.T, file []byte, sum string) []byte {
	t.Helper()
	original, err := openBytes(t, file).Original(t.Context(), sum)
	if err != nil {
		t.Fatal(err)
	}
	return original
}

// A photo too large to be held twice is read by pieces.
func TestVerifyReadsLargePhotosByPieces(t *testing.T) {
	db, _ := testDB(t)
	addLargePhoto(t, db)
	if found := damage(t, db); found != nil {
		t.Errorf("whole: %+v", found)
	}
	if _, err := db.sql.Exec("UPDATE original SET content = CAST(substr(content, 1, length(content) - 1) || x'01' AS BLOB)"); err != nil {
		t.Fatal(err)
	}
	if found := damage(t, db); len(found) != 1 || found[0].Part != PartOriginal {
		t.Errorf("its last byte changed: %+v", found)
	}
}

func TestUpkeepIsRemembered(t *testing.T) {
	db, _ := fullDB(t)
	if _, ok, err := db.LastBackup(t.Context()); ok || err != nil {
		t.Errorf("before any: %v, %v", ok, err)
	}
	newest, err := db.NewestAct(t.Context())
	if err != nil || newest != 2 {
		t.Fatalf("act %d, %v", newest, err)
	}
	if err := db.SetUpkeep(t.Context(), UpkeepBackup, newest); err != nil {
		t.Fatal(err)
	}
	at, act, ok, err := db.LastUpkeep(t.Context(), UpkeepBackup)
	if backup, ok2, _ := db.LastBackup(t.Context()); !ok || !ok2 || err != nil || act != 2 || !at.Equal(backup) || at.IsZero() {
		t.Errorf("at %v, %v, act %d, %v, %v", at, backup, act, ok, err)
	}
	if _, _, ok, _ := db.LastUpkeep(t.Context(), UpkeepVerify); ok {
		t.Error("a backup is no verification")
	}
	all, err := db.PicturesSince(t.Context(), 2)
	if later, laterErr := db.PicturesSince(t.Context(), 3); err != nil || laterErr != nil || len(all) != 1 || len(later) != 0 {
		t.Errorf("since act 2: %v, %v; since act 3: %v, %v", all, err, later, laterErr)
	}
	if _, _, err := db.Undo(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if _, ok, _ := db.LastBackup(t.Context()); !ok {
		t.Error("undo took the backup back")
	}
}

// Photos are checked side by side; how far it is is told by one at a time, and in order.
func TestVerifyTellsItsProgressInOrder(t *testing.T) {
	db, _ := testDB(t)
	const photos = 50
	act(t, db, func(tx *Tx) error {
		for i := range photos {
			if _, err := tx.AddPicture(testPicture(fmt.Sprint("photo ", i))); err != nil {
				return err
			}
		}
		_, err := tx.PutQuestion(Question{Text: "why?"})
		return err
	})
	var within atomic.Int32
	last := 0
	if _, err := db.Verify(t.Context(), Scope{}, sameSmall, func(done, total int) {
		if within.Add(1) > 1 || done != last+1 || total != photos {
			t.Errorf("%d of %d was told after %d, or while that was", done, total, last)
		}
		for range 100 {
			runtime.Gosched() // let the others come
		}
		last = done
		within.Add(-1)
	}); err != nil || last != photos {
		t.Errorf("%d were told, %v", last, err)
	}
}
