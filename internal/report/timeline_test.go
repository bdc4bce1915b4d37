package report

import (
	"bytes"
	"encoding/csv"
	"flag"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/jedib0t/go-pretty/v6/text"
	"pgregory.net/rapid"

	"spotlog/store"
)

var update = flag.Bool("update", false, "write the golden files")

func on(text string) store.Date {
	d, err := store.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

var asOf = store.DayOf(2026, time.November, 21)

// fixture is two spots, a crop and a mark, with everything that a timeline tells.
func fixture() *store.Journal {
	return &store.Journal{
		Schema:      store.JournalSchema,
		Medications: []store.Medication{{Name: "apixaban", Started: on("2026-01-02"), Stopped: on("2026-10-30")}},
		Spots: []store.Spot{
			{Name: "belly-1", Site: "abdomen", Kind: store.KindCrop, Entries: []store.Entry{
				{Date: on("2026-11-18"), Count: 12, ExtentMM: 30, Spread: store.SpreadFast, Blanch: store.BlanchFades,
					Symptoms: []store.Symptom{store.SymptomNone}, After: []store.After{store.AfterHeat}, Note: "=SUM(A1)\nand a second line"},
				{Date: on("2026-12-01"), Count: 3, Note: "not yet"},
			}},
			{Name: "左腕-1", Site: "left arm", Entries: []store.Entry{
				{Date: on("2024")},
				{Date: on("2025-03"), LengthMM: 4, Method: store.MethodEye, Changed: []store.Changed{store.ChangedNone}},
				{Date: on("2026-11-20T08:30:00+01:00"), LengthMM: 4.5, WidthMM: 3, Method: store.MethodRuler,
					Colors: []store.Color{store.ColorRed, store.ColorBrown}, Shape: store.ShapeIrregular, Border: store.BorderUneven,
					Surface: []store.Surface{store.SurfaceRaised, store.SurfaceSore}, Bleeding: store.BleedingTouched, Bleeds: new(3),
					Restarts: new(true), Feel: []store.Feel{store.FeelItch}, OddOneOut: new(true), Photos: make([]store.Photo, 2)},
			}},
		},
		Checks: []store.Check{{Date: on("2026-11-18"), Areas: []string{"scalp", "face"}, Symptoms: []store.Symptom{store.SymptomFever}}},
		Visits: []store.Visit{{Date: on("2026-10-01"), With: "Dr. Weiß", Spots: []store.VisitSpot{
			{Spot: "左腕-1", Outcome: store.OutcomeWatch, Diagnosis: "naevus", Recheck: on("2027-01")}}}},
	}
}

func all(j *store.Journal) []*store.Spot {
	var spots []*store.Spot
	for i := range j.Spots {
		spots = append(spots, &j.Spots[i])
	}
	return spots
}

func TestTimelineGolden(t *testing.T) {
	j := fixture()
	timeline := NewTimeline(j, all(j), true, Range{}, asOf)
	writers := map[string]func(*bytes.Buffer) error{
		"timeline.txt":    func(b *bytes.Buffer) error { return timeline.WriteText(b, 80) },
		"timeline-40.txt": func(b *bytes.Buffer) error { return timeline.WriteText(b, 40) },
		"timeline.csv":    func(b *bytes.Buffer) error { return timeline.WriteCSV(b) },
	}
	for name, write := range writers {
		var got bytes.Buffer
		if err := write(&got); err != nil {
			t.Fatal(err)
		}
		golden(t, name, got.String())
	}
}

func TestTimelineKeepsToItsDays(t *testing.T) {
	j := fixture()
	cases := []struct {
		within Range
		asOf   store.Day
		whole  bool
		want   string
	}{
		{Range{}, asOf, false, "entry entry visit entry entry"},
		{Range{}, asOf, true, "entry entry medication-started visit medication-stopped entry check entry"},
		{Range{Since: on("2026-11")}, asOf, true, "entry check entry"},
		{Range{Until: on("2025")}, asOf, true, "entry entry"},
		{Range{Since: on("2025-03-15"), Until: on("2025-03-20")}, asOf, true, "entry"}, // March may mean those days
		{Range{}, store.DayOf(2026, time.October, 1), true, "entry entry medication-started visit"},
		{Range{}, store.DayOf(2026, time.December, 1), false, "entry entry visit entry entry entry"},
	}
	for _, c := range cases {
		var got []string
		for _, r := range NewTimeline(j, all(j), c.whole, c.within, c.asOf).Rows {
			got = append(got, r.What)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s to %s as of %s, whole %v: %s; want %s", c.within.Since, c.within.Until, c.asOf, c.whole, strings.Join(got, " "), c.want)
		}
	}
}

// What a person writes reaches neither the terminal nor the spreadsheet as a command.
func TestHostileNotesAreInert(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		note := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"\x1b]0;owned\a", "=cmd|' /C calc'!A0", "@x", "-1+1", "\t=1", "\u202egnp.exe", "a\r\nb", "'="})).Draw(t, "note")
		j := &store.Journal{Spots: []store.Spot{{Name: "a", Entries: []store.Entry{{Date: on("2026"), Note: note}}}}}
		timeline := NewTimeline(j, all(j), true, Range{}, asOf)
		var printed, table bytes.Buffer
		if err := timeline.WriteText(&printed, 60); err != nil {
			t.Fatal(err)
		}
		for _, r := range printed.String() {
			if r != '\n' && isControl(r) {
				t.Fatalf("%q prints %q", note, printed.String())
			}
		}
		if err := timeline.WriteCSV(&table); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&table).ReadAll()
		if err != nil || len(rows) != 2 {
			t.Fatalf("%q: %d rows, %v", note, len(rows), err)
		}
		for _, cell := range rows[1] {
			if cell != "" && strings.ContainsRune("=+-@\t", rune(cell[0])) {
				t.Fatalf("%q became the cell %q", note, cell)
			}
		}
	})
}

func TestTextKeepsToTheWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		j := fixture()
		j.Spots[1].Entries[2].Note = rapid.StringMatching(`[a-zé漢 ]{0,200}`).Draw(t, "note")
		width := rapid.IntRange(50, 160).Draw(t, "width")
		var b bytes.Buffer
		if err := NewTimeline(j, all(j), true, Range{}, asOf).WriteText(&b, width); err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(b.String(), "\n") {
			if w := text.StringWidthWithoutEscSequences(line); w > width || !utf8.ValidString(line) {
				t.Fatalf("a line of %d columns in a width of %d: %q", w, width, line)
			}
		}
	})
}
