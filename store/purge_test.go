package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A diary is a journal in which every text and every photo can be told from every other by the
// bytes of it, wherever they lie in the file.
type diary struct {
	db      *DB
	spots   []ID
	entries []ID
	marks   map[ID][]string // of each entry: its note's and its photo's
}

func mark(n int) string { return fmt.Sprintf("<mark %06d>", n) }

// newDiary keeps a life of n entries in which records were corrected and taken out, so that SQLite
// has moved them from page to page.
func newDiary(t testing.TB, seed uint64, n int) *diary {
	t.Helper()
	db, spot := testDB(t)
	other := ID("")
	act(t, db, func(tx *Tx) (err error) { other, err = tx.PutSpot(Spot{Name: "nose-1", Site: "nose"}); return err })
	d := &diary{db: db, spots: []ID{spot, other}, marks: map[ID][]string{}}
	if _, err := db.sql.Exec("PRAGMA synchronous = OFF"); err != nil { // no power is lost here
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(seed, 1))
	for i := range n {
		at := r.IntN(len(d.entries) + 1)
		switch {
		case at < len(d.entries) && i%3 == 0:
			d.write(t, d.entries[at], i, 1+r.IntN(800), 0)
		default:
			d.write(t, "", i, 1+r.IntN(800), 1+r.IntN(1500))
		}
	}
	return d
}

// write logs or corrects an entry with a note, and a photo where it has a size, in marks.
func (d *diary) write(t testing.TB, id ID, n, note, photo int) {
	act(t, d.db, func(tx *Tx) (err error) {
		e := Entry{ID: id, Date: Day(20000 + n).Date(), Note: strings.Repeat(mark(n), note)}
		if id, err = tx.PutEntry(d.spots[n%2], e); err != nil {
			return err
		}
		d.marks[id] = append(d.marks[id], mark(n))
		if photo == 0 {
			return nil
		}
		d.entries = append(d.entries, id)
		p := testPicture(strings.Repeat(mark(n+500_000), photo))
		p.Thumbnail.Content = []byte(strings.Repeat(mark(n+900_000), photo/20+1))
		if _, err = tx.AddPicture(p); err == nil {
			_, err = tx.PutPhoto(Owner{Entry: id}, Photo{SHA256: p.SHA256})
		}
		d.marks[id] = append(d.marks[id], mark(n+500_000), mark(n+900_000), p.SHA256)
		return err
	})
}

func purge(t testing.TB, db *DB, ids ...ID) Purged {
	t.Helper()
	a, done, err := db.Purge(context.Background(), ids...)
	if err != nil || a.Verb != VerbPurge {
		t.Fatalf("purge: %+v, %v", a, err)
	}
	return done
}

// No byte of what was purged is anywhere in the file, where SQLite alone would leave some; nor in
// the rollback journal, by the end of its life; and of the rest nothing is missing.
func TestPurgeLeavesNoByteBehind(t *testing.T) {
	for _, seed := range []uint64{2, 3, 8} { // lives of which SQLite alone leaves some
		d := newDiary(t, seed, 120)
		r := rand.New(rand.NewPCG(seed, 2))
		var gone []string
		for range 4 { // one by one, so that pages are merged in between
			var ids []ID
			for range 8 {
				at := r.IntN(len(d.entries))
				ids = append(ids, d.entries[at])
				gone = append(gone, d.marks[d.entries[at]]...)
				d.entries = slices.Delete(d.entries, at, at+1)
			}
			kept := filepath.Join(t.TempDir(), "hard link")
			if err := os.WriteFile(WordsCopy(d.db.Path(), 1), []byte(gone[0]), 0o600); err != nil {
				t.Fatal(err)
			}
			// SQLite takes an empty file for its rollback journal: so its bytes outlive its name.
			if err := errors.Join(os.WriteFile(d.db.Path()+"-journal", nil, 0o600), os.Link(d.db.Path()+"-journal", kept)); err != nil {
				t.Fatal(err)
			}
			if done := purge(t, d.db, ids...); done.Pictures != len(ids) || done.Records != 2*len(ids) {
				t.Errorf("purged %+v of %d entries with a photo each", done, len(ids))
			}
			journal, err := os.ReadFile(kept)
			if err != nil || len(journal) < pageSize || len(bytes.Trim(journal, "\x00")) > 0 {
				t.Errorf("seed %d: the rollback journal had %d bytes when it went, not all zero (%v)", seed, len(journal), err)
			}
		}
		file, err := os.ReadFile(d.db.Path())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range gone {
			if bytes.Contains(file, []byte(m)) {
				t.Errorf("seed %d: %.16s is still in the file", seed, m)
			}
		}
		for _, id := range d.entries {
			for _, m := range d.marks[id] {
				if !bytes.Contains(file, []byte(m)) {
					t.Errorf("seed %d: %.16s of an entry that stands is gone", seed, m)
				}
			}
		}
		// So too what a change of schema left beside it.
		if left, err := filepath.Glob(filepath.Join(filepath.Dir(d.db.Path()), "*")); err != nil || len(left) != 1 {
			t.Errorf("beside the journal lie %q, %v", left, err)
		}
		if diff := cmp.Diff([][]string{{"integrity_check"}, {"ok"}}, table(t, d.db, "PRAGMA integrity_check")); diff != "" {
			t.Errorf("seed %d: %s", seed, diff)
		}
		if free := column1(t, d.db, "PRAGMA freelist_count"); free != "0" {
			t.Errorf("seed %d: the file holds %s pages for nothing", seed, free)
		}
		checkDigests(t, d.db)
	}
}

func TestPurgeTakesWhatBelongsToIt(t *testing.T) {
	db, j := fullDB(t)
	s := j.Spots[0]
	photo := s.Entries[0].Photos[0]
	act(t, db, func(tx *Tx) error { return tx.Remove(NounEntry, s.Entries[0].ID) })
	removed, err := db.Removed(t.Context())
	if err != nil || len(removed) != 2 || removed[0].Noun != NounEntry && removed[1].Noun != NounEntry {
		t.Fatalf("removed: %+v, %v; want the entry and its photo", removed, err)
	}
	if done := purge(t, db, s.ID); done != (Purged{Records: 3}) { // the check shows the same picture
		t.Errorf("purged %+v, want the spot, its entry and the photo", done)
	}
	want := *j
	want.Spots, want.Visits = j.Spots[1:], slices.Clone(j.Visits)
	want.Visits[0].Spots = nil
	if diff := cmp.Diff(&want, read(t, db), dates); diff != "" {
		t.Errorf("after the purge (-want +got):\n%s", diff)
	}
	revisions, err := db.History(t.Context())
	for _, r := range revisions {
		if r.Record == s.ID && (r.Act.Verb != VerbPurge || r.Body != nil) || r.Record == photo.ID || bytes.Contains(r.Body, []byte(s.ID)) {
			t.Errorf("the history still has %s %s: %s (%v)", r.Noun, r.Record, r.Body, err)
		}
	}
	checkDigests(t, db)
	if done := purge(t, db, j.Checks[0].ID); done != (Purged{Records: 2, Pictures: 1, Bytes: 18}) {
		t.Errorf("purged %+v, want the check with its photo and, now, the picture", done)
	}
	if _, err := db.Original(t.Context(), photo.SHA256); !errors.Is(err, ErrNoRecord) {
		t.Errorf("the photo: %v, want ErrNoRecord", err)
	}
	for _, id := range []ID{s.ID, "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"} {
		if _, _, err := db.Purge(t.Context(), id); !errors.Is(err, ErrNoRecord) {
			t.Errorf("purge of what is not there: %v, want ErrNoRecord", err)
		}
	}
}

func TestUndoCannotBringBackWhatWasPurged(t *testing.T) {
	db, spot := testDB(t)
	stays, first := putEntry(t, db, spot, Entry{Date: date("2026-01"), Note: "stays"})
	gone, second := putEntry(t, db, spot, Entry{Date: date("2026-02"), Note: "goes"})
	purge(t, db, gone)
	acts, _, err := db.Acts(t.Context())
	if err != nil || acts[len(acts)-1].Verb != VerbPurge {
		t.Fatalf("the newest act is %+v, %v", acts, err)
	}
	for _, id := range []ID{"", second.ID, acts[len(acts)-1].ID} {
		if _, _, err := db.Undo(t.Context(), id); !errors.Is(err, ErrPurged) {
			t.Errorf("undo %q: %v, want ErrPurged", id, err)
		}
	}
	if undid, _ := undo(t, db, first.ID); undid != first {
		t.Errorf("undid %+v, want the act before", undid)
	}
	if j := read(t, db); len(j.Spots[0].Entries) != 0 {
		t.Errorf("left: %+v", j.Spots[0].Entries)
	}
	purge(t, db, stays) // which undo took out
	if removed, err := db.Removed(t.Context()); err != nil || len(removed) != 0 {
		t.Errorf("removed: %+v, %v", removed, err)
	}
	checkDigests(t, db)
}

// A purge that was killed after its commit leaves the rollback journal, its head overwritten: the
// next to open the journal ends the work. One that was killed before is rolled back, whole.
func TestTheNextOneEndsAKilledPurge(t *testing.T) {
	for _, committed := range []bool{false, true} {
		d := newDiary(t, 2, 60)
		path, left := d.db.Path(), d.db.Path()+"-journal"
		alone := connectAs(path, testEnv(), "_txlock=exclusive", patient)
		defer alone.Close()
		want := read(t, d.db)
		tx, err := alone.sql.Begin()
		if err != nil {
			t.Fatal(err)
		}
		for _, change := range []string{"PRAGMA locking_mode = EXCLUSIVE", "PRAGMA cache_spill = 1", "PRAGMA cache_size = 5", "DELETE FROM photo", "DELETE FROM thumbnail", "DELETE FROM original"} {
			if _, err := tx.Exec(change); err != nil {
				t.Fatal(err)
			}
		}
		if committed {
			want = nil
			if err := tx.Commit(); err != nil {
				t.Fatal(err)
			}
		}
		// What lies on the disk now is what a kill would leave.
		dir := t.TempDir()
		copied := filepath.Join(dir, "j.sqlite")
		for from, to := range map[string]string{path: copied, left: copied + "-journal"} {
			content, err := os.ReadFile(from)
			if err != nil || len(content) < pageSize {
				t.Fatalf("%d bytes, %v", len(content), err)
			}
			if err := os.WriteFile(to, content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		kept := filepath.Join(dir, "kept")
		if err := os.Link(copied+"-journal", kept); err != nil {
			t.Fatal(err)
		}
		db := openTest(t, copied)
		if journal, err := os.ReadFile(kept); err != nil || len(bytes.Trim(journal, "\x00")) > 0 {
			t.Errorf("committed %v: the rollback journal is not overwritten (%v)", committed, err)
		}
		if _, err := os.Stat(copied + "-journal"); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("committed %v: the rollback journal is still there: %v", committed, err)
		}
		if want != nil && !cmp.Equal(want, read(t, db), dates) {
			t.Error("what was not committed is not rolled back")
		}
		file, err := os.ReadFile(copied)
		if has := bytes.Contains(file, []byte("<mark 5000")); err != nil || has == committed {
			t.Errorf("committed %v: the file holds a photo: %v (%v)", committed, has, err)
		}
	}
}

// While another one writes, its rollback journal is not touched, and nobody waits for it.
func TestALivingRollbackJournalIsLeftAlone(t *testing.T) {
	db, spot := testDB(t)
	act(t, db, func(tx *Tx) error {
		if err := tx.exec("PRAGMA cache_size = 1"); err != nil {
			return err
		}
		if _, err := tx.PutEntry(spot, Entry{Date: date("2026"), Note: "n"}); err != nil {
			return err
		}
		if info, err := os.Stat(db.Path() + "-journal"); err != nil || info.Size() == 0 {
			t.Fatalf("no rollback journal: %v", err)
		}
		return finishPurge(db.Path(), testEnv())
	})
	if j := read(t, db); len(j.Spots[0].Entries) != 1 {
		t.Errorf("the entry is lost")
	}
	checkDigests(t, db)
}

// Another command's rollback journal may go, or be emptied, between being seen and being opened.
func TestARollbackJournalThatGoes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal.sqlite-journal")
	if zeros, err := startsWithZeros(path); zeros || err != nil {
		t.Errorf("gone: %v, %v", zeros, err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if zeros, err := startsWithZeros(path); zeros || err != nil {
		t.Errorf("empty: %v, %v", zeros, err)
	}
}
