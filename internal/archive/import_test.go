package archive

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"spotlog/internal/photo"
	"spotlog/store"
)

// journalWith wraps the members of a journal document.
func journalWith(members string) string { return `{"schema": "spotlog.journal.v1", ` + members + `}` }

const (
	idA = "017f22e2-79b0-7cc3-98c4-dc0c0c07398a"
	idB = "017f22e2-79b0-7cc3-98c4-dc0c0c07398b"
)

func parse(t testing.TB, document string) *Document {
	t.Helper()
	d, err := ParseDocument([]byte(document), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// arm is a journal with one spot and its two equal entries, and what hangs on them.
var arm = journalWith(`"profile": {"name": "Ada", "skin_type": 2},
	"medications": [{"id": "` + idA + `", "name": "apixaban"}],
	"spots": [{"id": "` + idA + `", "name": "arm-1", "site": "left arm", "onset": "sudden", "place": "below the elbow", "entries": [
		{"id": "` + idA + `", "date": "2026-11-01", "length_mm": 4, "note": "same"},
		{"id": "` + idB + `", "date": "2026-11-01", "length_mm": 4, "note": "same"}]}],
	"checks": [{"id": "` + idA + `", "date": "2026-11-01", "areas": ["scalp"]}],
	"visits": [{"id": "` + idA + `", "date": "2026-10-01", "spots": [{"spot": "arm-1", "outcome": "watch"}]}],
	"questions": [{"id": "` + idA + `", "text": "why?"}]`)

func TestImportMatches(t *testing.T) {
	cases := []struct {
		name      string
		document  string
		update    bool
		added     Counts
		updated   int
		unchanged int
		conflicts []string
		change    func(*store.Journal) // what the journal is then, against what it was
	}{
		{name: "the same again", document: arm, unchanged: 7},
		{name: "the same without ids", document: string(withoutIDs(t, arm)), unchanged: 7},
		{name: "a spot by name says nothing new", document: journalWith(`"spots": [{"name": "arm-1", "site": "left arm"}]`), unchanged: 1},
		{name: "a spot by name with one field more, refused", document: journalWith(`"spots": [{"name": "arm-1", "site": "left arm", "onset": "gradual"}]`),
			conflicts: []string{"spot arm-1"}},
		{name: "a spot by name with one field more", document: journalWith(`"spots": [{"name": "arm-1", "site": "left arm", "onset": "gradual"}]`), update: true,
			updated: 1, change: func(j *store.Journal) { j.Spots[0].Onset = store.OnsetGradual }},
		{name: "one of two equal entries", document: journalWith(`"spots": [{"name": "arm-1", "site": "left arm", "entries": [{"date": "2026-11-01", "length_mm": 4, "note": "same"}]}]`), unchanged: 2},
		{name: "three equal entries where there were two", added: Counts{Entries: 1}, unchanged: 3,
			document: journalWith(`"spots": [{"name": "arm-1", "site": "left arm", "entries": [` + strings.Repeat(`{"date": "2026-11-01", "length_mm": 4, "note": "same"}, `, 2) + `{"date": "2026-11-01", "length_mm": 4, "note": "same"}]}]`)},
		{name: "a third equal entry, two by id", added: Counts{Entries: 1}, unchanged: 3,
			document: strings.Replace(journalWith(arm[strings.Index(arm, `"spots"`):strings.Index(arm, `"checks"`)]+`"checks": []`), `"entries": [`, `"entries": [{"date": "2026-11-01", "length_mm": 4, "note": "same"}, `, 1)},
		{name: "other content for many, refused", document: strings.NewReplacer("apixaban", "warfarin", "below", "above", "same", "else", "scalp", "face", "watch", "biopsy", "why?", "how?", "Ada", "Eve").Replace(arm),
			conflicts: []string{"the profile", "medicine warfarin", "spot arm-1", "arm-1@2026-11-01", "arm-1@2026-11-01", "the visit of 2026-10-01", "the check of 2026-11-01", "a question"}},
		{name: "other content for some", document: strings.NewReplacer("apixaban", "warfarin", "same", "else", "Ada", "Eve").Replace(arm), update: true, updated: 4, unchanged: 4,
			change: func(j *store.Journal) {
				j.Medications[0].Name, j.Profile.Name = "warfarin", "Eve"
				j.Spots[0].Entries[0].Note, j.Spots[0].Entries[1].Note = "else", "else"
			}},
		{name: "a visit names a spot that only the journal has", added: Counts{Visits: 1}, document: journalWith(`"visits": [{"date": "2026-12-01", "spots": [{"spot": "arm-1", "outcome": "removed"}]}]`)},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			db := emptyJournal(t)
			if _, _, err := importing(db, parse(t, arm), false); err != nil {
				t.Fatal(err)
			}
			want := read(t, db)
			done, a, err := importing(db, parse(t, c.document), c.update)
			if c.conflicts != nil {
				var conflict *ConflictError
				if !errors.As(err, &conflict) || !cmp.Equal(conflict.Records, c.conflicts) {
					t.Errorf("error %v, want conflicts %q", err, c.conflicts)
				}
			} else if err != nil || done.Added != c.added || done.Updated != c.updated || done.Unchanged != c.unchanged {
				t.Errorf("%+v, %v; want %+v added, %d updated, %d unchanged", done, err, c.added, c.updated, c.unchanged)
			}
			if recorded := a.ID != ""; recorded != (c.added.Total()+c.updated > 0) {
				t.Errorf("an act was recorded: %v", recorded)
			}
			if c.change != nil {
				c.change(want)
			}
			if c.added.Total() == 0 {
				if diff := cmp.Diff(want, read(t, db), dates); diff != "" {
					t.Errorf("journal (-want +got):\n%s", diff)
				}
				return
			}
			if done, a, err := importing(db, parse(t, c.document), c.update); err != nil || done.Added.Total() != 0 || a.ID != "" {
				t.Errorf("once more: %+v, act %q, %v; want nothing added", done, a.ID, err)
			}
		})
	}
}

func TestAnUpdateIsARevision(t *testing.T) {
	db := emptyJournal(t)
	for _, document := range []string{arm, strings.ReplaceAll(arm, "same", "else")} {
		if _, _, err := importing(db, parse(t, document), true); err != nil {
			t.Fatal(err)
		}
	}
	history, err := db.History(t.Context(), idB)
	if err != nil || len(history) != 2 || !strings.Contains(string(history[0].Body), "same") || !strings.Contains(string(history[1].Body), "else") {
		t.Errorf("history %v, %v; want both contents", history, err)
	}
}

func TestARemovedRecordComesBack(t *testing.T) {
	db := emptyJournal(t)
	if _, _, err := importing(db, parse(t, arm), false); err != nil {
		t.Fatal(err)
	}
	want := read(t, db)
	do(t, db, func(tx *store.Tx) error { return tx.Remove(store.NounEntry, idA) })
	if done, _, err := importing(db, parse(t, arm), false); err != nil || done.Added != (Counts{Entries: 1}) || done.Unchanged != 6 {
		t.Errorf("%+v, %v; want one entry added", done, err)
	}
	if diff := cmp.Diff(want, read(t, db), dates); diff != "" {
		t.Errorf("journal (-before +after):\n%s", diff)
	}
}

// A photo may come without id, SHA-256 and date: its bytes say who it is.
func TestAPhotoWithoutIDIsKnownByItsBytes(t *testing.T) {
	document := journalWith(`"spots": [{"name": "arm-1", "site": "arm", "entries": [{"date": "2026-11-01", "photos": [{"file": "photos/a.jpg"}, {"file": "photos/b.png", "kind": "close-up"}]}]}],
		"checks": [{"date": "2026-11-01", "photos": [{"file": "photos/a.jpg", "area": "scalp"}]}]`)
	dir := folder(t, map[string]string{"journal.json": document, "photos/a.jpg": datedJPEG("2026:11:01 08:29:00"), "photos/b.png": dot(1)})
	db := emptyJournal(t)
	for i, added := range []Counts{{Spots: 1, Entries: 1, Photos: 3, Checks: 1}, {}} {
		d, err := ReadDocument(dir)
		if err != nil {
			t.Fatal(err)
		}
		if done, _, err := importing(db, d, false); err != nil || done.Added != added || len(done.Warnings) != 0 {
			t.Errorf("import %d: %+v, %v; want %+v added", i+1, done, err, added)
		}
	}
	j := read(t, db)
	p := j.Spots[0].Entries[0].Photos[0]
	if p.Taken != date("2026-11-01T08:29:00") || p.TakenFrom != store.FromExif || p.File != "" || j.Checks[0].Photos[0].SHA256 != p.SHA256 {
		t.Errorf("photo %+v, of the check %+v", p, j.Checks[0].Photos[0])
	}
	if pictures, err := db.Pictures(t.Context()); err != nil || len(pictures) != 2 {
		t.Errorf("%d pictures, %v; the same bytes must be stored once", len(pictures), err)
	}
}

func TestAPhotoThatIsOnlyListedIsCounted(t *testing.T) {
	db := emptyJournal(t)
	sum := strings.Repeat("0a", 32)
	document := journalWith(`"checks": [{"date": "2026-11-01", "photos": [{"sha256": "` + sum + `"}]}]`)
	if done, _, err := importing(db, parse(t, document), false); err != nil || done.NoBytes != 1 || done.Added != (Counts{Checks: 1}) {
		t.Errorf("%+v, %v; want one photo without bytes", done, err)
	}
}

func TestImportRefusesWithItsPlace(t *testing.T) {
	cases := []struct{ name, members, place, why string }{
		{"spot without a site", `"spots": [{"name": "a", "site": ""}]`, "spots[0].site", "is missing"},
		{"name twice", `"spots": [{"name": "a", "site": "arm"}, {"name": "a", "site": "leg"}]`, "spots[1].name", "is there twice"},
		{"name of another id", `"spots": [{"id": "` + idB + `", "name": "arm-1", "site": "arm"}]`, "spots[0].name", "is the name of another spot"},
		{"word", `"spots": [{"name": "a", "site": "arm", "entries": [{"date": "2026-11-01"}, {"date": "2026", "colors": ["mauve"]}]}]`, "spots[0].entries[1].colors", "is not a word"},
		{"size", `"spots": [{"name": "a", "site": "arm", "entries": [{"date": "2026-11-01", "length_mm": 501}]}]`, "spots[0].entries[0].length_mm", "is not a size"},
		{"visit of no spot", `"visits": [{"date": "2026-10-01"}, {"date": "2026-11-01", "spots": [{"spot": "arm-1"}, {"spot": "leg-1"}]}]`, "visits[1].spots[1].spot", `names "leg-1"`},
		{"check", `"checks": [{"date": "2026-11-01", "symptoms": ["flue"]}]`, "checks[0].symptoms", "is not a word"},
		{"medicine", `"medications": [{"name": "a"}, {"name": " "}]`, "medications[1].name", "is missing"},
		{"question", `"questions": [{"text": ""}]`, "questions[0].text", "is missing"},
		{"profile", `"profile": {"skin_type": 9}`, "profile.skin_type", "is not a Fitzpatrick"},
		{"id", `"questions": [{"id": "x", "text": "why?"}]`, "questions[0].id", "is not a UUID"},
		{"photo of nothing", `"checks": [{"date": "2026-11-01", "photos": [{"name": "a.jpg"}]}]`, "checks[0].photos[0]", "neither file nor sha256"},
		{"photo with a bad sha256", `"checks": [{"date": "2026-11-01", "photos": [{"sha256": "abc"}]}]`, "checks[0].photos[0].sha256", "is not a SHA-256"},
		{"photo with a bad word", `"checks": [{"date": "2026-11-01", "photos": [{"sha256": "` + strings.Repeat("0a", 32) + `", "kind": "blurred"}]}]`, "checks[0].photos[0].kind", "is not a word"},
		{"another schema", `"schema": "x"`, "schema", "is there twice"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			db := emptyJournal(t)
			if _, _, err := importing(db, parse(t, arm), false); err != nil {
				t.Fatal(err)
			}
			before, err := os.ReadFile(db.Path())
			if err != nil {
				t.Fatal(err)
			}
			d, err := ParseDocument([]byte(journalWith(c.members)), t.TempDir())
			if err == nil {
				_, _, err = importing(db, d, true)
			}
			refusedAt(t, err, c.place, c.why)
			if after, err := os.ReadFile(db.Path()); err != nil || string(after) != string(before) {
				t.Errorf("the journal changed (%v)", err)
			}
		})
	}
	for _, schema := range []string{"", "spotlog.journal.v2", "spotlog.flags.v1"} {
		_, err := ParseDocument(fmt.Appendf(nil, `{"schema": %q}`, schema), ".")
		refusedAt(t, err, "schema", "is ")
	}
}

func refusedAt(t testing.TB, err error, place, why string) {
	t.Helper()
	var placed *PlaceError
	if !errors.As(err, &placed) || placed.Place != place || !strings.Contains(placed.Why, why) {
		t.Errorf("error %v, want %s … %s", err, place, why)
	}
}

// Whoever wrote the document must not reach a file outside its folder, nor stop spotlog.
func TestImportReadsNoFileItShouldNot(t *testing.T) {
	whole := dot(1)
	outside := filepath.Join(folder(t, map[string]string{"secret.png": whole}), "secret.png")
	cases := []struct {
		name, file, more string
		why              string
		prepare          func(dir string) error
	}{
		{name: "parent", file: "../secret.png", why: "lies outside the folder"},
		{name: "parent, inside", file: "photos/../../secret.png", why: "lies outside the folder"},
		{name: "absolute", file: outside, why: "lies outside the folder"},
		{name: "missing", file: "photos/none.png", why: "is not there"},
		{name: "folder", file: "photos", why: "is not a file"},
		{name: "symlink out", file: "link.png", why: "cannot be read", prepare: func(dir string) error { return os.Symlink(outside, filepath.Join(dir, "link.png")) }},
		{name: "symlinked folder out", file: "up/secret.png", why: "cannot be read", prepare: func(dir string) error { return os.Symlink(filepath.Dir(outside), filepath.Join(dir, "up")) }},
		{name: "pipe", file: "pipe.png", why: "is not a file", prepare: func(dir string) error { return syscall.Mkfifo(filepath.Join(dir, "pipe.png"), 0o600) }},
		{name: "too large", file: "large.png", why: "is larger than", prepare: func(dir string) error {
			name := filepath.Join(dir, "large.png")
			if err := os.WriteFile(name, []byte(whole), 0o600); err != nil {
				return err
			}
			return os.Truncate(name, photo.Default.Bytes+1)
		}},
		{name: "no picture", file: "photos/text.png", why: "is not a picture"},
		{name: "empty", file: "photos/empty.png", why: "is not a picture"},
		{name: "other bytes", file: "photos/a.png", more: `, "sha256": "` + strings.Repeat("0a", 32) + `"`, why: "the file was changed"},
		{name: "newline in the name", file: "a\nb", why: "is not there"},
		{name: "zero byte in the name", file: "a\x00b", why: "cannot be read"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			document := journalWith(fmt.Sprintf(`"checks": [{"date": "2026-11-01", "photos": [{"file": "photos/a.png"}, {"file": %s%s}]}]`, jsonText(c.file), c.more))
			dir := folder(t, map[string]string{"journal.json": document, "photos/a.png": whole, "photos/text.png": "Dear diary", "photos/empty.png": ""})
			if c.prepare != nil {
				if err := c.prepare(dir); err != nil {
					t.Fatal(err)
				}
			}
			d, err := ReadDocument(dir)
			if err != nil {
				t.Fatal(err)
			}
			db := emptyJournal(t)
			_, _, err = importing(db, d, false)
			place := "checks[0].photos[1].file"
			if c.more != "" {
				place = "checks[0].photos[1].sha256"
			}
			refusedAt(t, err, place, c.why)
			if pictures, err := db.Pictures(t.Context()); err != nil || len(pictures) != 0 || len(read(t, db).Checks) != 0 {
				t.Errorf("%d pictures were stored (%v)", len(pictures), err)
			}
		})
	}
}

// A link that stays inside the folder is fine: people tidy their photos with them.
func TestImportFollowsALinkInsideItsFolder(t *testing.T) {
	dir := folder(t, map[string]string{"all/a.png": dot(1), "journal.json": journalWith(`"checks": [{"date": "2026-11-01", "photos": [{"file": "a.png"}]}]`)})
	if err := os.Symlink("all/a.png", filepath.Join(dir, "a.png")); err != nil {
		t.Fatal(err)
	}
	d, err := ReadDocument(filepath.Join(dir, "journal.json"))
	if err != nil {
		t.Fatal(err)
	}
	if done, _, err := importing(emptyJournal(t), d, false); err != nil || done.Added.Photos != 1 {
		t.Errorf("%+v, %v", done, err)
	}
}

// JSON knows a zero below zero; a journal does not.
func TestNegativeZeroIsZero(t *testing.T) {
	db := emptyJournal(t)
	document := journalWith(`"spots": [{"name": "a", "site": "arm", "at": {"view": "front", "x": -0, "y": -0.0}, "entries": [
		{"id": "` + idA + `", "date": "2026-11-01", "length_mm": -0, "count": -0}]}]`)
	if _, _, err := importing(db, parse(t, document), false); err != nil {
		t.Fatal(err)
	}
	if done, _, err := importing(db, parse(t, document), false); err != nil || done.Unchanged != 2 {
		t.Errorf("again: %+v, %v; want both unchanged", done, err)
	}
}
