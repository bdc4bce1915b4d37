package report

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"spotlog/store"
)

// sized builds entries of date, length in mm and method.
func sized(date string, mm float64, method store.Method) store.Entry {
	return store.Entry{Date: on(date), LengthMM: mm, Method: method}
}

func bled(e store.Entry, how store.Bleeding) store.Entry { e.Bleeding = how; return e }

var chartSpots = map[string]*store.Spot{
	"chart-grows.svg": {Name: "left-forearm-1", Entries: []store.Entry{
		sized("2024-11-03", 4, store.MethodRuler), sized("2025-01", 4.5, store.MethodRuler), sized("2025-05-04", 4, store.MethodEye),
		bled(sized("2025-09-07", 5, store.MethodRuler), store.BleedingTouched), sized("2026-02-01", 5.5, store.MethodRuler),
		bled(sized("2026-08-02", 6, store.MethodPhoto), store.BleedingNone), bled(sized("2026-11-01", 7, store.MethodRuler), store.BleedingUnprovoked)}},
	"chart-one-day.svg":  {Name: "nose-1", Entries: []store.Entry{sized("2026-11-20", 2, "")}},
	"chart-days.svg":     {Name: "left-calf-1", Entries: []store.Entry{sized("2026-10-28", 3, store.MethodCard), sized("2026-11-02", 11, store.MethodCard), sized("2026-11-20", 8, store.MethodEye)}},
	"chart-decades.svg":  {Name: "back-1", Entries: []store.Entry{sized("1998", 3, store.MethodEye), sized("2012-06", 4, store.MethodEye), sized("2026-11-20", 12, store.MethodPhoto)}},
	"chart-crop.svg":     {Name: "both-shins-1", Kind: store.KindCrop, Entries: []store.Entry{{Date: on("2026-11-01"), Count: 12}, {Date: on("2026-11-05"), Count: 130}}},
	"chart-not-yet.svg":  {Name: "chin-1", Entries: []store.Entry{sized("2026-10-01", 2, store.MethodEye), sized("2026-12-01", 9, store.MethodEye)}},
	"chart-no-sizes.svg": {Name: "chin-2", Entries: []store.Entry{{Date: on("2026-10-01"), Note: "seen"}}},
}

var chartVisits = []store.Visit{
	{Date: on("2025-05-20"), Spots: []store.VisitSpot{{Spot: "left-forearm-1", Outcome: store.OutcomeWatch}, {Spot: "back-1"}}},
	{Date: on("2025-06-03"), Spots: []store.VisitSpot{{Spot: "left-forearm-1", Outcome: store.OutcomeBiopsy}}},
	{Date: on("2026-12-24"), Spots: []store.VisitSpot{{Spot: "left-forearm-1", Outcome: store.OutcomeRemoved}}},
}

func TestSizeChartGolden(t *testing.T) {
	for name, spot := range chartSpots {
		d := SizeChart(spot, chartVisits, asOf, 90, 45)
		if d == nil {
			if name != "chart-no-sizes.svg" {
				t.Errorf("%s: nothing is drawn", name)
			}
			continue
		}
		golden(t, name, svgOf(t, d))
	}
}

// Whatever is logged, every point lies within the chart, later days further right and larger sizes
// higher up.
func TestSizeChartKeepsItsOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := &store.Spot{Name: "a"}
		methods := []store.Method{"", store.MethodEye, store.MethodPhoto, store.MethodCard, store.MethodRuler}
		for range rapid.IntRange(1, 30).Draw(t, "entries") {
			day := store.DayOf(1990, time.January, 1) + store.Day(rapid.IntRange(0, 13_000).Draw(t, "day"))
			s.Entries = append(s.Entries, store.Entry{Date: day.Date(), LengthMM: rapid.Float64Range(0.1, 300).Draw(t, "mm"),
				Method: rapid.SampledFrom(methods).Draw(t, "method"), Bleeding: rapid.SampledFrom([]store.Bleeding{"", store.BleedingNone, store.BleedingTouched, store.BleedingWontStop}).Draw(t, "bleeding")})
		}
		s.SortEntries()
		d := SizeChart(s, nil, asOf, 90, 45)
		ordinary := seriesOf(s, asOf)
		if d == nil || len(ordinary.marks) == 0 {
			t.Fatal("nothing is drawn of sizes")
		}
		for _, shape := range d.Shapes {
			for _, p := range shape.Points {
				if !(p.X >= 0 && p.X <= d.Width && p.Y >= 0 && p.Y <= d.Height) {
					t.Fatalf("%+v lies outside", shape)
				}
			}
		}
		joined := joinedLine(d, len(ordinary.marks))
		for i := 1; i < len(joined); i++ {
			a, b := ordinary.marks[i-1], ordinary.marks[i]
			if (a.first < b.first) != (joined[i-1].X < joined[i].X) || (a.value < b.value) != (joined[i-1].Y > joined[i].Y) {
				t.Fatalf("%+v then %+v drawn at %v then %v", a, b, joined[i-1], joined[i])
			}
		}
	})
}

// joinedLine finds the line through all values.
func joinedLine(d *Drawing, n int) []Point {
	for _, s := range d.Shapes {
		if s.Ink == InkSoft && s.Line == chartHair && len(s.Points) == n {
			return s.Points
		}
	}
	return nil
}

func TestChartSaysItInWords(t *testing.T) {
	d := SizeChart(chartSpots["chart-grows.svg"], chartVisits, asOf, 90, 45)
	for _, says := range []string{"7 readings", "first 4 mm (ruler) on 3 Nov 2024", "newest 7 mm (ruler) on 1 Nov 2026", "bled: 7 Sep 2025, 1 Nov 2026",
		"visit: watch on 20 May 2025"} {
		if !strings.Contains(d.Title, says) {
			t.Errorf("%q does not say %q", d.Title, says)
		}
	}
	if strings.Contains(d.Title, "removed") {
		t.Errorf("%q tells of a visit that is to come", d.Title)
	}
}
