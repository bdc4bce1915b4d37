package archive

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"spotlog/internal/bodymap"
	"spotlog/internal/photo"
	"spotlog/store"
)

// plantedIn stands in the metadata of every photo that told draws.
var plantedIn = []string{"GPS 47 8", "BODY-4711", "Ann Owner", "EMBEDDED", "secret comment", "BEHIND"}

// told draws a JPEG with a patch of its own colour in the upper left, and writes of it what phones
// write, with an EXIF orientation where it is not 1.
func told(shade uint8, orientation byte) string {
	picture := image.NewRGBA(image.Rect(0, 0, 48, 32))
	draw.Draw(picture, picture.Rect, image.NewUniform(color.RGBA{220, 180, 160, 255}), image.Point{}, draw.Src)
	draw.Draw(picture, image.Rect(0, 0, 16, 16), image.NewUniform(color.RGBA{shade, 60, 60, 255}), image.Point{}, draw.Src)
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, nil); err != nil {
		panic(err)
	}
	segment := func(marker byte, payload string) string {
		return string([]byte{0xff, marker, 0, byte(len(payload) + 2)}) + payload
	}
	orient := "MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(orientation) + "\x00\x00\x00\x00\x00\x00"
	return "\xff\xd8" + segment(0xe1, "Exif\x00\x00"+orient+"GPS 47 8, BODY-4711, Ann Owner, \xff\xd8EMBEDDED\xff\xd9") +
		segment(0xfe, "secret comment") + out.String()[2:] + "BEHIND"
}

// tellingJournal is a journal with a secret wherever a person can write one.
func tellingJournal(t *testing.T) *store.DB {
	t.Helper()
	words, err := os.ReadFile("testdata/deidentify/journal.json")
	if err != nil {
		t.Fatal(err)
	}
	whole := told(90, 1)
	document, err := ReadDocument(folder(t, map[string]string{
		"journal.json": string(words), "photos/place.jpg": told(10, 1), "photos/shared.jpg": told(20, 1), "photos/sideways.jpg": told(30, 6),
		"photos/scan.png": dot(40), "photos/private.jpg": told(50, 1), "photos/back.jpg": told(60, 1), "photos/groin.jpg": told(70, 1),
		"photos/where.jpg": told(80, 1), "photos/cut.jpg": whole[:len(whole)/2],
	}))
	if err != nil {
		t.Fatal(err)
	}
	db := emptyJournal(t)
	if _, _, err := importing(db, document, false); err != nil {
		t.Fatal(err)
	}
	return db
}

func TestDeidentifiedExport(t *testing.T) {
	for _, c := range []struct {
		golden       string
		withIntimate bool
		want         Exported
	}{
		{"deidentified.json", false, Exported{Spots: 3, Entries: 5, Photos: 4, LeftOut: &LeftOut{IntimateSpots: 1, UnknownSpots: 1, Photos: 3, UnreadablePhotos: 1}}},
		{"intimate.json", true, Exported{Spots: 5, Entries: 7, Photos: 8, LeftOut: &LeftOut{UnreadablePhotos: 1}}},
	} {
		to := filepath.Join(t.TempDir(), "new", "for others")
		c.want.Schema, c.want.To = "spotlog.export.v1", to
		done, err := ExportDeidentified(context.Background(), tellingJournal(t), to, true, c.withIntimate)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, done); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.golden, diff)
		}
		golden, err := os.ReadFile(filepath.Join("testdata", "deidentify", c.golden))
		if err != nil {
			t.Fatal(err)
		}
		files := tree(t, to)
		if diff := cmp.Diff(string(golden), files["deidentified.json"]); diff != "" {
			t.Errorf("%s (-golden +got):\n%s", c.golden, diff)
		}
		if len(files) != done.Photos+1 {
			t.Errorf("%d files: %v", len(files), files)
		}
	}
}

func TestNothingTellsWhoItIs(t *testing.T) {
	db := tellingJournal(t)
	to := filepath.Join(t.TempDir(), "for others")
	if _, err := ExportDeidentified(context.Background(), db, to, true, true); err != nil {
		t.Fatal(err)
	}
	journal, err := json.Marshal(read(t, db))
	if err != nil {
		t.Fatal(err)
	}
	secrets := append(regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}|\d{4}-\d{2}(-\d{2})?|\d{2}:\d{2}`).FindAllString(string(journal), -1),
		"secret", "Secret", "Ann", "apixaban", "penicillin", "childhood", "riddle")
	for name, content := range tree(t, to) {
		for _, planted := range plantedIn {
			if strings.Contains(content, planted) {
				t.Errorf("%s holds %q", name, planted)
			}
		}
		for _, secret := range secrets {
			if strings.HasSuffix(name, ".json") && strings.Contains(content, secret) || strings.Contains(name, secret) {
				t.Errorf("%s holds %q", name, secret)
			}
		}
	}
}

func TestDeidentifiedPhotosAreUpright(t *testing.T) {
	to := filepath.Join(t.TempDir(), "for others")
	if _, err := ExportDeidentified(context.Background(), tellingJournal(t), to, true, false); err != nil {
		t.Fatal(err)
	}
	// Turned to the right, the patch of the upper left lies in the upper right.
	for file, c := range map[string]struct {
		size  image.Point
		patch image.Point
		red   int
	}{"spot-2-day-31-1.jpg": {image.Pt(32, 48), image.Pt(28, 4), 30}, "check-day-31-1.jpg": {image.Pt(48, 32), image.Pt(4, 4), 60}} {
		data, err := os.ReadFile(filepath.Join(to, "photos", file))
		if err != nil {
			t.Error(err)
			continue
		}
		picture, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil || picture.Bounds().Size() != c.size {
			t.Errorf("%s: %v, %v", file, picture.Bounds(), err)
			continue
		}
		if red, _, _, _ := picture.At(c.patch.X, c.patch.Y).RGBA(); max(int(red>>8)-c.red, c.red-int(red>>8)) > 12 {
			t.Errorf("%s: red %d at the patch, want about %d", file, red>>8, c.red)
		}
	}
}

func TestDeidentifiedWordsOnly(t *testing.T) {
	db := tellingJournal(t)
	to := filepath.Join(t.TempDir(), "for others")
	done, err := ExportDeidentified(context.Background(), db, to, false, false)
	if err != nil || done.Photos != 0 {
		t.Fatal(done, err)
	}
	document, leftOut := Deidentify(read(t, db), false)
	if diff := cmp.Diff(*done.LeftOut, leftOut); diff != "" || leftOut.Photos != 0 {
		t.Errorf("left out: %+v\n%s", leftOut, diff)
	}
	var words bytes.Buffer
	if err := WriteJSON(&words, document); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"deidentified.json": words.String()}, tree(t, to)); diff != "" {
		t.Error(diff)
	}
	if strings.Contains(words.String(), "photo") {
		t.Error("photos are named without their files")
	}
}

func TestDeidentifiedExportIsWrittenWithCare(t *testing.T) {
	db := tellingJournal(t)
	parent := t.TempDir()
	to := filepath.Join(parent, "out")
	if _, err := ExportDeidentified(context.Background(), db, to, true, false); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]os.FileMode{"": 0o700, "deidentified.json": 0o600, "photos": 0o700, "photos/spot-2-day-31-1.jpg": 0o600} {
		if info, err := os.Stat(filepath.Join(to, name)); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
	if _, err := ExportDeidentified(context.Background(), db, to, true, false); !errors.Is(err, ErrTaken) {
		t.Errorf("a second time: %v", err)
	}
	interrupted, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := ExportDeidentified(interrupted, db, filepath.Join(parent, "other"), true, false); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
	if names, err := os.ReadDir(parent); err != nil || len(names) != 1 {
		t.Errorf("beside the export: %v, %v", names, err)
	}
}

// Whatever is recorded, the document holds words of vocabularies and names made for it, nothing else.
func TestDeidentifiedHoldsKnownWordsOnly(t *testing.T) {
	known := []string{DeidentifiedSchema, "unknown", "month", "year", "left", "right", "centre", "both"}
	for _, field := range store.Fields() {
		known = append(known, store.WordList(field)...)
	}
	for _, r := range bodymap.Regions() {
		known = append(known, string(r))
	}
	made := regexp.MustCompile(`^(spot-\d+|photos/(spot-\d+|check)-day-(0|-?[1-9]\d*)-[1-9]\d*\.jpg)$`)
	_, pictures := testPictures(t)
	sites := rapid.SampledFrom([]string{"left forearm", "nape, secretly", "Ann's right groin", "both soles", "somewhere", "mid-back 2026-01-01"})
	rapid.Check(t, func(t *rapid.T) {
		j := anyJournal(t, pictures)
		for i := range j.Spots {
			j.Spots[i].Site = sites.Draw(t, "site")
			j.Spots[i].SortEntries()
		}
		for i := range j.Checks {
			j.Checks[i].Areas = append(j.Checks[i].Areas, sites.Draw(t, "area"))
		}
		d := newDeidentifier(j, true, rapid.Bool().Draw(t, "intimate"))
		written, err := json.Marshal(d.document(j))
		if err != nil {
			t.Fatal(err)
		}
		var document any
		if err := json.Unmarshal(written, &document); err != nil {
			t.Fatal(err)
		}
		for _, word := range stringsIn(document) {
			if !slices.Contains(known, word) && !made.MatchString(word) {
				t.Fatalf("%q is in\n%s", word, written)
			}
		}
	})
}

// The same history in another year is the same document.
func TestDeidentifiedDatesAreRelative(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.SliceOfN(rapid.IntRange(-9000, 9000), 6, 6).Draw(t, "days")
		lived := func(base int) *Deidentified {
			on := func(i int) store.Date { return store.Day(base + days[i]).Date() }
			spot := store.Spot{Name: "a", Site: "arm", FirstSeen: on(0), StatusSince: on(1), Entries: []store.Entry{{Date: on(2)}, {Date: on(3)}}}
			spot.SortEntries()
			document, _ := Deidentify(&store.Journal{Spots: []store.Spot{spot}, Checks: []store.Check{{Date: on(4)}},
				Visits: []store.Visit{{Date: on(5), Spots: []store.VisitSpot{{Spot: "a", Recheck: on(0)}}}}}, false)
			return document
		}
		whenever := rapid.IntRange(-20000, 60000)
		one, other := lived(whenever.Draw(t, "one")), lived(whenever.Draw(t, "other"))
		if diff := cmp.Diff(asJSON(t, one), asJSON(t, other)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestDaysSince(t *testing.T) {
	for _, c := range []struct {
		zero, date string
		days       int
		precision  string
	}{
		{"2026-10-01", "2026-10-01", 0, ""},
		{"2026-10-01T23:59:00+02:00", "2026-10-02T00:01:00+02:00", 1, ""},
		{"2026-10-01", "2026-09-30", -1, ""},
		{"2024-02-28", "2024-03-01", 2, ""},
		{"2026-10-31", "2026-10", 0, "month"},
		{"2026-10-31", "2026-09", -30, "month"},
		{"2026-10-01", "2025-10", -365, "month"},
		{"2026-12-31", "2026", 0, "year"},
		{"2026-01-01", "2025", -365, "year"},
		{"2026-10-01", "2028", 730, "year"},
		{"2026-10", "2026-11-20", 30, "month"}, // day 0 is itself known to the month only
		{"2026", "2026-11-20", 0, "year"},
		{"2026-10-01", "1930-01-01", -32850, "year"},
	} {
		days, precision := dayCount{date(c.zero)}.since(date(c.date))
		if days == nil || *days != c.days || precision != c.precision {
			t.Errorf("%s since %s: %v, %q; want %d, %q", c.date, c.zero, days, precision, c.days, c.precision)
		}
	}
	if days, _ := (dayCount{date("2026-10-01")}).since(store.Date{}); days != nil {
		t.Errorf("an absent date is day %d", *days)
	}
}

// Days to the first of a month would tell which day of its month day 0 was.
func TestCoarseDatesDoNotTellDayZero(t *testing.T) {
	for day := store.DayOf(2026, 10, 1); day <= store.DayOf(2026, 10, 31); day++ {
		months, _ := dayCount{day.Date()}.since(date("2025-03"))
		years, _ := dayCount{day.Date()}.since(date("2019"))
		if *months != -578 || *years != -2557 {
			t.Errorf("%v: %d, %d", day, *months, *years)
		}
	}
}

func TestAge(t *testing.T) {
	for _, c := range []struct {
		birth string
		want  any
	}{{"1980-10-01", 46}, {"1980-10-02", 45}, {"1980-12-24", 45}, {"1980", 46}, {"1936-10-01", 90}, {"1920-01-01", 90}, {"2026-09-30", 0}, {"2027-01-01", nil}, {"", nil}} {
		var got any
		if age := (dayCount{date("2026-10-01")}).age(date(c.birth)); age != nil {
			got = *age
		}
		if got != c.want {
			t.Errorf("born %q: %v, want %v", c.birth, got, c.want)
		}
	}
}

// Without an entry known to the day, nothing else may tell which day it was.
func TestDayZero(t *testing.T) {
	entries := func(dates ...string) []store.Spot {
		s := store.Spot{}
		for _, d := range dates {
			s.Entries = append(s.Entries, store.Entry{Date: date(d)})
		}
		return []store.Spot{s}
	}
	others := &store.Journal{Checks: []store.Check{{Date: date("2025-06-01")}}, Visits: []store.Visit{{Date: date("2025-05-01")}}}
	for _, c := range []struct {
		spots []store.Spot
		want  string
	}{
		{entries("2019", "2026-08", "2026-10-20", "2026-11-01T08:00:00+01:00"), "2026-10-20"},
		{entries("2026-11-01T08:00:00+01:00", "2026-12-01"), "2026-11-01T08:00:00+01:00"},
		{entries("2019", "2026-08"), "2026-08"},
		{entries(), "2025-05-01"},
	} {
		if got := dayZero(c.spots, others); got.String() != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}

func TestPhotosSentToOthersComeFromClean(t *testing.T) {
	db := tellingJournal(t)
	to := filepath.Join(t.TempDir(), "for others")
	if _, err := ExportDeidentified(context.Background(), db, to, true, false); err != nil {
		t.Fatal(err)
	}
	for name, content := range tree(t, to) {
		if !strings.HasSuffix(name, ".jpg") {
			continue
		}
		again, err := photo.Clean([]byte(content), photo.Default)
		if err != nil || string(again) != content {
			t.Errorf("%s is not clean: %v", name, err)
		}
	}
}

func stringsIn(document any) (found []string) {
	switch v := document.(type) {
	case string:
		return []string{v}
	case []any:
		for _, e := range v {
			found = append(found, stringsIn(e)...)
		}
	case map[string]any:
		for _, e := range v {
			found = append(found, stringsIn(e)...)
		}
	}
	return found
}

func asJSON(t *rapid.T, document any) string {
	written, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	return string(written)
}
