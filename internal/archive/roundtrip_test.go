package archive

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"spotlog/internal/photo"
	"spotlog/store"
)

var hostile = []string{
	"", "plain", "with \"quotes\", 'ticks', commas;\tand tabs", "two\nlines\r\nand more", "\x1b[31mred\x1b[0m\x07\x7f", "=1+2", "@SUM(A1)", "-1", "+1",
	"</script><b>&amp;", "Größe · Ελλάδα · 皮膚", "👩🏽‍⚕️ e\u0301", "\u202eright to left\u202c שלום", "\u2028\u2029\ufeff\u200b", "'); DROP TABLE entry; --",
	"null", "C:\\temp\\new", "%s%n", strings.Repeat("long ", 3000),
}

func text(t *rapid.T, what string) string {
	return rapid.OneOf(rapid.SampledFrom(hostile), rapid.Map(rapid.String(), func(s string) string {
		return strings.ReplaceAll(s, "\x00", "")
	})).Draw(t, what)
}

// line draws a text that is neither empty nor holds what a list cannot.
func line(t *rapid.T, what string) string {
	return "x" + strings.NewReplacer("\n", " ", ",", " ").Replace(text(t, what))
}

func word[T ~string](t *rapid.T, field string) T {
	return T(rapid.SampledFrom(append([]string{""}, store.WordList(field)...)).Draw(t, field))
}

func wordList[T ~string](t *rapid.T, field string) []T {
	var list []T
	for _, w := range rapid.Permutation(store.WordList(field)).Draw(t, field)[:rapid.IntRange(0, 3).Draw(t, "words")] {
		if w == "none" {
			return []T{"none"}
		}
		list = append(list, T(w))
	}
	return list
}

func anyDate(t *rapid.T) store.Date {
	year := rapid.IntRange(1850, 2199).Draw(t, "year")
	day := fmt.Sprintf("%d-%02d-%02d", year, rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 28).Draw(t, "day"))
	clock := fmt.Sprintf("T%02d:%02d", rapid.IntRange(0, 23).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute"))
	offset := rapid.SampledFrom([]string{"", "Z", "+01:00", "+05:45", "+14:00", "-11:00", "-03:30"}).Draw(t, "offset")
	return date(rapid.SampledFrom([]string{day[:4], day[:7], day, day + clock + offset, day + clock + ":07" + offset, day + clock + ":59.999" + offset}).Draw(t, "date"))
}

func maybeDate(t *rapid.T) store.Date {
	if rapid.Bool().Draw(t, "dated") {
		return anyDate(t)
	}
	return store.Date{}
}

func mm(t *rapid.T, most float64) float64 {
	return rapid.OneOf(rapid.Just(0.0), rapid.Float64Range(0.001, most), rapid.SampledFrom([]float64{0.1, 4, 4.5, most})).Draw(t, "mm")
}

func anyPhoto(t *rapid.T, sha string) store.Photo {
	p := store.Photo{SHA256: sha, Name: text(t, "file"), Taken: maybeDate(t), TakenFrom: word[store.DateFrom](t, "date.from"), Kind: word[store.PhotoKind](t, "photo.kind")}
	if rapid.Bool().Draw(t, "marked") {
		p.Mark = &store.Box{X: rapid.IntRange(0, 1<<40).Draw(t, "x"), W: 1, H: rapid.IntRange(1, 9).Draw(t, "h")}
		p.Ruler = &store.Ruler{X1: rapid.Float64Range(-1e3, 1e3).Draw(t, "x1"), X2: 2e4, Y2: 0.1, MM: 10}
	}
	return p
}

func anyPhotos(t *rapid.T, pictures []string) (photos []store.Photo) {
	for _, sha := range pictures {
		if rapid.IntRange(0, 2).Draw(t, "photo") == 0 {
			photos = append(photos, anyPhoto(t, sha))
		}
	}
	return photos
}

func anyEntry(t *rapid.T, pictures []string) store.Entry {
	e := store.Entry{
		Date: anyDate(t), DateFrom: word[store.DateFrom](t, "date.from"), LengthMM: mm(t, store.MaxSizeMM), WidthMM: mm(t, store.MaxSizeMM),
		Method: word[store.Method](t, "method"), Count: rapid.IntRange(0, 100_000).Draw(t, "count"), ExtentMM: mm(t, store.MaxExtentMM),
		Spread: word[store.Spread](t, "spread"), Colors: wordList[store.Color](t, "colors"), Shape: word[store.Shape](t, "shape"),
		Border: word[store.Border](t, "border"), Surface: wordList[store.Surface](t, "surface"), Blanch: word[store.Blanch](t, "blanch"),
		Bleeding: word[store.Bleeding](t, "bleeding"), Changed: wordList[store.Changed](t, "changed"), Feel: wordList[store.Feel](t, "feel"),
		Symptoms: wordList[store.Symptom](t, "symptoms"), After: wordList[store.After](t, "after"), Note: text(t, "note"),
		Photos: anyPhotos(t, pictures),
	}
	if rapid.Bool().Draw(t, "asked") {
		e.Restarts, e.OddOneOut = new(rapid.Bool().Draw(t, "restarts")), new(rapid.Bool().Draw(t, "odd"))
		e.Bleeds = new(rapid.IntRange(0, 9).Draw(t, "bleeds"))
		if e.Bleeding == store.BleedingNone {
			e.Bleeds = new(0)
		}
	}
	return e
}

func anySpot(t *rapid.T, pictures []string) store.Spot {
	s := store.Spot{
		Site: line(t, "site"), Kind: word[store.Kind](t, "kind"), Onset: word[store.Onset](t, "onset"), FirstSeen: maybeDate(t),
		Name: rapid.StringMatching(`[a-zäßα-ω背0-9]{1,6}(-[a-z0-9]{1,3}){0,2}`).Draw(t, "name"), Where: wordList[store.Where](t, "where"),
		Status: word[store.Status](t, "status"), StatusSince: maybeDate(t), Place: text(t, "place"),
	}
	if rapid.Bool().Draw(t, "placed") {
		s.At = &store.BodyPoint{View: store.ViewBack, X: rapid.OneOf(rapid.Float64Range(0, 1), rapid.Just(math.Copysign(0, -1))).Draw(t, "x"), Y: rapid.SampledFrom([]float64{0, 0.1, 1}).Draw(t, "y")}
	}
	for range rapid.IntRange(0, 3).Draw(t, "entries") {
		s.Entries = append(s.Entries, anyEntry(t, pictures))
	}
	return s
}

// anyJournal draws a journal with every noun; its photos are of the pictures.
func anyJournal(t *rapid.T, pictures []string) *store.Journal {
	j := &store.Journal{Schema: store.JournalSchema}
	if rapid.Bool().Draw(t, "profile") {
		j.Profile = &store.Profile{Name: text(t, "name"), BirthDate: maybeDate(t), SkinType: rapid.IntRange(0, 6).Draw(t, "skin"),
			Risks: wordList[store.Risk](t, "risks"), Allergies: []string{line(t, "allergy"), line(t, "allergy")}}
	}
	few := func(what string) int { return rapid.IntRange(0, 2).Draw(t, what) }
	for range few("medications") {
		m := store.Medication{Name: line(t, "medicine"), Kind: word[store.MedicationKind](t, "medication.kind"),
			Effects: wordList[store.Effect](t, "medication.effects"), Dose: text(t, "dose"), Started: maybeDate(t), Note: text(t, "note")}
		if m.Started.IsZero() {
			m.Stopped = maybeDate(t)
		}
		j.Medications = append(j.Medications, m)
	}
	for range few("spots") {
		if s := anySpot(t, pictures); j.Spot(s.Name) == nil {
			j.Spots = append(j.Spots, s)
		}
	}
	for range few("checks") {
		c := store.Check{Date: anyDate(t), Symptoms: wordList[store.Symptom](t, "symptoms"), Areas: []string{line(t, "area")}, Note: text(t, "note"), Photos: anyPhotos(t, pictures)}
		for i := range c.Photos {
			c.Photos[i].Area = text(t, "area")
		}
		j.Checks = append(j.Checks, c)
	}
	for range few("visits") {
		v := store.Visit{Date: anyDate(t), With: text(t, "with"), Note: text(t, "note")}
		for _, s := range j.Spots {
			v.Spots = append(v.Spots, store.VisitSpot{Spot: s.Name, Outcome: word[store.Outcome](t, "outcome"), Diagnosis: text(t, "diagnosis"), Recheck: maybeDate(t), Note: text(t, "note")})
		}
		j.Visits = append(j.Visits, v)
	}
	for range few("questions") {
		j.Questions = append(j.Questions, store.Question{Date: maybeDate(t), Text: line(t, "question"), Answer: text(t, "answer")})
	}
	return j
}

// fill puts a drawn journal and its pictures into a file through the store alone.
func fill(tx *store.Tx, j *store.Journal, pictures []*store.Picture) error {
	var errs []error
	keep := func(id store.ID, err error) store.ID { errs = append(errs, err); return id }
	for _, p := range pictures {
		_, err := tx.AddPicture(p)
		keep("", err)
	}
	if j.Profile != nil {
		_, err := tx.PutProfile(*j.Profile)
		keep("", err)
	}
	photos := func(owner store.Owner, list []store.Photo) {
		for _, p := range list {
			keep(tx.PutPhoto(owner, p))
		}
	}
	for _, m := range j.Medications {
		keep(tx.PutMedication(m))
	}
	ids := map[string]store.ID{}
	for _, s := range j.Spots {
		ids[s.Name] = keep(tx.PutSpot(s))
		for _, e := range s.Entries {
			photos(store.Owner{Entry: keep(tx.PutEntry(ids[s.Name], e))}, e.Photos)
		}
	}
	for _, c := range j.Checks {
		photos(store.Owner{Check: keep(tx.PutCheck(c))}, c.Photos)
	}
	for _, v := range j.Visits {
		v.Spots = append([]store.VisitSpot(nil), v.Spots...)
		for i := range v.Spots {
			v.Spots[i].Spot = string(ids[v.Spots[i].Spot])
		}
		keep(tx.PutVisit(v))
	}
	for _, q := range j.Questions {
		keep(tx.PutQuestion(q))
	}
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// testPictures are a few small photos as the store keeps them.
func testPictures(t testing.TB) (pictures []*store.Picture, sums []string) {
	t.Helper()
	for _, data := range []string{dot(1), datedJPEG("2025:12:24 18:00:00")} {
		p, _, _, err := Picture([]byte(data), photo.Default)
		if err != nil {
			t.Fatal(err)
		}
		pictures, sums = append(pictures, p), append(sums, p.SHA256)
	}
	return pictures, sums
}

// tree reads every file below a folder.
func tree(t rapid.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		files[strings.TrimPrefix(path, dir+"/")] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// withoutIDs takes every id out of a journal document.
func withoutIDs(t testing.TB, document string) []byte {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(document), &value); err != nil {
		t.Fatal(err)
	}
	var strip func(any)
	strip = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			delete(v, "id")
			for _, inner := range v {
				strip(inner)
			}
		case []any:
			for _, inner := range v {
				strip(inner)
			}
		}
	}
	strip(value)
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func count(j *store.Journal) (c Counts) {
	for _, r := range j.Refs() {
		switch r.Noun {
		case store.NounSpot:
			c.Spots++
		case store.NounEntry:
			c.Entries++
		case store.NounPhoto:
			c.Photos++
		case store.NounCheck:
			c.Checks++
		case store.NounVisit:
			c.Visits++
		case store.NounMedication:
			c.Medications++
		case store.NounQuestion:
			c.Questions++
		}
	}
	return c
}

// What a journal holds goes out and comes in again to the byte, and coming in twice changes
// nothing; without its ids it comes in once, and then no more.
func TestExportAndImportGiveTheSameJournal(t *testing.T) {
	pictures, sums := testPictures(t)
	empty := emptyJournal(t)
	empty.Close()
	file, err := os.ReadFile(empty.Path())
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		dir, err := os.MkdirTemp(root, "")
		if err != nil {
			rt.Fatal(err)
		}
		defer os.RemoveAll(dir)
		fresh := func(name string) *store.DB {
			path := filepath.Join(dir, name)
			if err := os.WriteFile(path, file, 0o600); err != nil {
				rt.Fatal(err)
			}
			db, err := store.Open(context.Background(), path, testEnv())
			if err != nil {
				rt.Fatal(err)
			}
			return db
		}
		first, second, third := fresh("first"), fresh("second"), fresh("third")
		defer first.Close()
		defer second.Close()
		defer third.Close()
		j := anyJournal(rt, sums)
		do(t, first, func(tx *store.Tx) error { return fill(tx, j, pictures) })
		out := exported(rt, first, filepath.Join(dir, "out"))
		document := readBack(rt, filepath.Join(dir, "out"))
		want := count(read(t, first))
		imports(rt, second, document, want)
		again := exported(rt, second, filepath.Join(dir, "again"))
		if diff := cmp.Diff(out, again); diff != "" {
			rt.Fatalf("exports (-first +second):\n%s", diff)
		}
		bare, err := ParseDocument(withoutIDs(t, out["journal.json"]), filepath.Join(dir, "out"))
		if err != nil {
			rt.Fatal(err)
		}
		imports(rt, third, bare, want)
		if got := count(read(t, third)); got != want {
			rt.Fatalf("without ids: %+v, want %+v", got, want)
		}
	})
}

func exported(t *rapid.T, db *store.DB, to string) map[string]string {
	if _, err := Export(context.Background(), db, to, true); err != nil {
		t.Fatal(err)
	}
	return tree(t, to)
}

func readBack(t *rapid.T, dir string) *Document {
	d, err := ReadDocument(dir)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// imports brings a document in twice: all of it is added, then nothing.
func imports(t *rapid.T, db *store.DB, d *Document, want Counts) {
	done, _, err := importing(db, d, false)
	if err != nil || done.Added != want || done.Updated != 0 || done.Unchanged != 0 {
		t.Fatalf("first import: %+v, %v; want %+v added", done, err, want)
	}
	done, a, err := importing(db, d, false)
	if err != nil || done.Added.Total() != 0 || done.Updated != 0 || done.Unchanged != want.Total() || a.ID != "" {
		t.Fatalf("second import: %+v, act %q, %v; want %d unchanged and no act", done, a.ID, err, want.Total())
	}
}
