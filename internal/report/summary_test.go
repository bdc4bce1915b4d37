package report

import (
	"bytes"
	"encoding/csv"
	"image"
	"image/color"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/disintegration/imaging"
	"github.com/jedib0t/go-pretty/v6/text"
	"pgregory.net/rapid"

	"spotlog/internal/rules"
	"spotlog/store"
)

// summaryOf sums a journal up for others, with pictures of 4000 × 3000 pixels under every SHA-256.
func summaryOf(j *store.Journal, asOf store.Day) *Summary {
	pictures := map[string]store.Picture{}
	for _, r := range j.Refs() {
		if r.Photo != nil {
			pictures[r.Photo.SHA256] = store.Picture{Width: 4000, Height: 3000}
		}
	}
	told, withheld := ForOthers(j)
	answer := AnswerForOthers(rules.Judge(j, asOf), j, told)
	d := NewDocument(told, answer, pictures, Choice{Spots: all(told), Whole: true, AsOf: asOf})
	d.Withheld = withheld
	return NewSummary(d, j, store.Date{})
}

func TestBirthdaysAreCounted(t *testing.T) {
	for _, c := range []struct {
		born string
		day  store.Day
		want int
	}{
		{"1980-04-02", store.DayOf(2026, time.April, 1), 45},
		{"1980-04-02", store.DayOf(2026, time.April, 2), 46}, // a day later in the leap year's count
		{"1981-04-02", store.DayOf(2028, time.April, 1), 46},
		{"1980", store.DayOf(2026, time.December, 30), 45},
		{"1980", store.DayOf(2026, time.December, 31), 46},
	} {
		if got := yearsBetween(on(c.born), c.day); got != c.want {
			t.Errorf("born %s, on %s: %d years, not %d", c.born, c.day, got, c.want)
		}
	}
}

// A flag that stands on a spot left out stays, and does not name its site.
func TestAnswerForOthersNamesNoSiteLeftOut(t *testing.T) {
	crop := func(name, site string) store.Spot {
		return store.Spot{Name: name, Site: site, Kind: store.KindCrop, Onset: store.OnsetSudden, FirstSeen: on("2026-11-20"), Status: store.StatusActive,
			Entries: []store.Entry{{Date: on("2026-11-20"), Colors: []store.Color{store.ColorRed}}}}
	}
	j := &store.Journal{Spots: []store.Spot{crop("arm-1", "left forearm"), crop("back-1", "upper back"), crop("private-1", "groin")}}
	whole := rules.Judge(j, asOf)
	told, _ := ForOthers(j)
	answer := AnswerForOthers(whole, j, told)
	spread := func(a rules.Answer) []string {
		for _, f := range a.Flags {
			if f.Code == "crop-sudden-widespread" && f.Spot == "arm-1" {
				return f.Because
			}
		}
		return nil
	}
	if before := strings.Join(spread(whole), "; "); !strings.Contains(before, "groin") {
		t.Fatalf("the flag does not stand on the groin: %s", before)
	}
	if after := strings.Join(spread(answer), "; "); !strings.Contains(after, "first seen, an intimate site") {
		t.Errorf("what is handed on says %q", after)
	}
	for _, f := range answer.Flags {
		if f.Spot == "private-1" || strings.Contains(strings.Join(f.Because, " "), "groin") {
			t.Errorf("it tells of the groin: %+v", f)
		}
	}
	for _, u := range answer.NotAssessed {
		if u.Spot == "private-1" {
			t.Errorf("it asks for the groin: %+v", u)
		}
	}
}

// entries makes an entry a day with photos; a name with a star is marked.
func entries(photos ...string) (list []store.Entry) {
	for i, names := range photos {
		e := store.Entry{Date: store.DateOn(time.Date(2026, time.January, 1+i, 0, 0, 0, 0, time.UTC), store.PrecisionDay, false)}
		for name := range strings.FieldsSeq(names) {
			p := store.Photo{SHA256: strings.TrimSuffix(name, "*")}
			if p.SHA256 != name {
				p.Mark = &store.Box{X: 100, Y: 100, W: 50, H: 50}
			}
			e.Photos = append(e.Photos, p)
		}
		list = append(list, e)
	}
	return list
}

func TestFivePhotosMatter(t *testing.T) {
	story := func(name string, tier rules.Tier, photos ...string) Story {
		spot := &store.Spot{Name: name, Entries: entries(photos...)}
		s := Story{Name: name, Tier: tier, Changed: tier.Urgency() > rules.Watch.Urgency(), Spot: spot}
		for i := range spot.Entries {
			for _, p := range spot.Entries[i].Photos {
				s.Shots = append(s.Shots, Shot{Entry: &spot.Entries[i], Photo: p})
			}
		}
		return s
	}
	for _, c := range []struct {
		why     string
		stories []Story
		fresh   []SpotLine
		want    string
	}{
		{"the first and the newest, marked ones first", []Story{story("a", rules.Soon, "1 2* 3", "4", "5* 6")}, nil, "2 5"},
		{"by tier, until five", []Story{story("a", rules.Today, "1", "2"), story("b", rules.Soon, "3", "4"), story("c", rules.Visit, "5", "6")}, nil, "1 2 3 4 6"},
		{"changed before watched, watched before new, steady never",
			[]Story{story("w", rules.Watch, "1"), story("n", "", "2"), story("s", "", "3"), story("c", rules.Visit, "4")}, []SpotLine{{Name: "n"}}, "4 1 2"},
		{"one photo twice is one", []Story{story("a", rules.Soon, "1", "1")}, nil, "1"},
		{"none", []Story{story("a", rules.Soon)}, nil, ""},
	} {
		var got []string
		for i, p := range photosThatMatter(c.stories, c.fresh) {
			got = append(got, p.Shot.Photo.SHA256)
			if p.Number != i+1 {
				t.Errorf("%s: number %d at %d", c.why, p.Number, i)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, not %s", c.why, got, c.want)
		}
	}
}

// The square round a mark is grey where the photo ends, so that both photos of a spot keep their scale.
func TestAMarkAtTheEdgeKeepsItsScale(t *testing.T) {
	v := view{across: 200, left: -100, top: 0, part: cut{"photo", image.Pt(4000, 3000), image.Rect(0, 0, 100, 200)}}
	img, err := v.draw(Pictures{
		Thumbnail: func(string) ([]byte, error) { return nil, nil },
		Cut: func(_ string, _ image.Point, region image.Rectangle, _ int) (*image.NRGBA, error) {
			return imaging.New(region.Dx()/2, region.Dy()/2, color.NRGBA{200, 0, 0, 255}), nil
		},
	}, 504, 50)
	if err != nil || img.Rect.Max != image.Pt(100, 100) || img.NRGBAAt(49, 50) != surround || img.NRGBAAt(50, 50) != (color.NRGBA{200, 0, 0, 255}) {
		t.Errorf("%v: %v, %v, %v", img.Rect, img.NRGBAAt(49, 50), img.NRGBAAt(50, 50), err)
	}
}

// A part that is far finer than it is drawn is decoded at half its size; a coarse one is drawn whole.
func TestAPhotoIsDrawnNoFinerThanNeeded(t *testing.T) {
	for _, c := range []struct{ longest, want int }{{3000, 375}, {1000, 500}, {600, 300}, {599, 504}, {200, 504}} {
		v := view{part: cut{"photo", image.Pt(8000, 6000), image.Rect(3000, 3000, 3000+c.longest, 3000+c.longest)}}
		asked := 0
		_, err := v.draw(Pictures{
			Thumbnail: func(string) ([]byte, error) { return nil, nil },
			Cut: func(_ string, _ image.Point, _ image.Rectangle, side int) (*image.NRGBA, error) {
				asked = side
				return nil, nil
			},
		}, 504, 300)
		if err != nil || asked != c.want {
			t.Errorf("%d pixels: asked for %d, not %d (%v)", c.longest, asked, c.want, err)
		}
	}
}

var hostile = []string{"\x1b]0;owned\a", "=cmd|' /C calc'!A0", "@x", "-1+1", "\t=1", "\u202egnp.exe", "a\r\nb", "<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "\\) Tj (x"}

// What a person, or a file that they imported, says in any field reaches no reader as a command.
func TestHostileTextInASummaryIsInert(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		say := func(label string) string {
			return rapid.OneOf(rapid.SampledFrom(hostile), rapid.String()).Draw(t, label)
		}
		j := fixture()
		j.Profile = &store.Profile{Name: say("name"), Allergies: []string{say("allergy")}}
		j.Spots[1].Site, j.Spots[1].Entries[2].Note = say("site"), say("note")
		j.Medications = []store.Medication{{Name: say("medicine"), Dose: say("dose"), Note: say("why")}}
		j.Questions = []store.Question{{Text: say("question")}}
		j.Visits[0].With, j.Visits[0].Spots[0].Diagnosis = say("with"), say("diagnosis")
		s := summaryOf(j, asOf)
		var page, table, printed bytes.Buffer
		for _, err := range []error{s.WriteText(&printed, 80), s.WriteCSV(&table), s.WriteHTML(&page, Pictures{})} {
			if err != nil {
				t.Fatal(err)
			}
		}
		for _, r := range printed.String() {
			if r != '\n' && isControl(r) {
				t.Fatalf("the text holds %q: %q", r, printed.String())
			}
		}
		rows, err := csv.NewReader(&table).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, cell := range slices.Concat(rows[1:]...) {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Fatalf("a cell is %q", cell)
			}
		}
		if strings.Contains(page.String(), "<script") || strings.Contains(page.String(), "<img") {
			t.Fatalf("the page holds what the person wrote: %s", page.String())
		}
	})
}

func TestSummaryKeepsToTheWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		j := fixture()
		j.Spots[1].Entries[2].Note = rapid.StringMatching(`[a-zé漢 ]{0,200}`).Draw(t, "note")
		width := rapid.IntRange(50, 160).Draw(t, "width")
		var b bytes.Buffer
		if err := summaryOf(j, asOf).WriteText(&b, width); err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(b.String(), "\n") {
			if w := text.StringWidthWithoutEscSequences(line); w > width {
				t.Fatalf("a line of %d columns in a width of %d: %q", w, width, line)
			}
		}
	})
}
