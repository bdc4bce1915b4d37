package change

import (
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// drawn is a history as people log one: now flat, now climbing, with odd readings, doubled days and all methods.
func drawn(t *rapid.T) []Reading {
	n := rapid.IntRange(2, 24).Draw(t, "readings")
	method := rapid.SampledFrom([]Method{"ruler", "ruler", "ruler", "card", "photo", "eye", ""})
	mm := rapid.Float64Range(2, 10).Draw(t, "start")
	slope := rapid.Float64Range(-0.01, 0.05).Draw(t, "mm a day")
	day := rapid.IntRange(-1000, 20000).Draw(t, "first day")
	parts := rapid.SampledFrom([]float64{2, 10}).Draw(t, "parts of a mm read")
	rs := make([]Reading, n)
	for i := range rs {
		days := rapid.SampledFrom([]int{0, 0, 1, 7, 14, 30, 30, 31, 60, 120, 400}).Draw(t, "days")
		day, mm = day+days, mm+slope*float64(days)
		read := mm + rapid.SampledFrom([]float64{-2, -0.5, 0, 0, 0.5, 2, 4}).Draw(t, "error")
		rs[i] = Reading{day, max(0.5, math.Round(parts*read)/parts), method.Draw(t, "method")}
	}
	return rs
}

func TestShiftingDatesChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rs := drawn(t)
		reference := rapid.IntRange(0, len(rs)-1).Draw(t, "reference")
		by := rapid.IntRange(-30000, 30000).Draw(t, "by")
		shifted := append([]Reading(nil), rs...)
		for i := range shifted {
			shifted[i].Day += by
		}
		want, got := Judge(rs, reference), Judge(shifted, reference)
		back := func(r *Reading) { r.Day -= by }
		if len(got.Evidence) > 0 {
			got.Since -= by
		}
		for i := range got.Evidence {
			back(&got.Evidence[i])
		}
		for _, d := range []*Difference{&got.Compared, &got.RapidSpan} {
			if d.SD > 0 { // there is one
				back(&d.From)
				back(&d.To)
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("shifted by %d days:\n%+v\n%+v", by, want, got)
		}
	})
}

func TestReorderingChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rs := drawn(t)
		reference := rapid.IntRange(0, len(rs)-1).Draw(t, "reference")
		order := make([]int, len(rs))
		for i := range order {
			order[i] = i
		}
		order = rapid.Permutation(order).Draw(t, "order")
		reordered := make([]Reading, len(rs))
		moved := 0
		for to, from := range order {
			reordered[to] = rs[from]
			if from == reference {
				moved = to
			}
		}
		before := append([]Reading(nil), reordered...)
		if want, got := Judge(rs, reference), Judge(reordered, moved); !reflect.DeepEqual(got, want) {
			t.Fatalf("reordered:\n%+v\n%+v", want, got)
		}
		if !reflect.DeepEqual(reordered, before) {
			t.Fatal("Judge reordered what it was handed")
		}
	})
}

// Binary sums of tenths hang on their order by a last bit; the mean of a day must not.
func TestReorderingTenthsOfADay(t *testing.T) {
	want := Judge(readings("0:4 9:4.1 9:4.3 9:4.2"), 0)
	if got := Judge(readings("0:4 9:4.3 9:4.2 9:4.1"), 0); !reflect.DeepEqual(got, want) {
		t.Errorf("reordered:\n%+v\n%+v", want, got)
	}
}

func TestMoreNoiseNeverFlagsMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rs := drawn(t)
		scale := rapid.SampledFrom([]float64{0.25, 0.5, 1, 2}).Draw(t, "noise")
		quiet, loud := judge(rs, 0, scale), judge(rs, 0, 2*scale)
		for _, flag := range []struct {
			name        string
			quiet, loud bool
		}{
			{"grew", quiet.Grew, loud.Grew},
			{"rapid", quiet.Rapid, loud.Rapid},
			{"grew or remeasure", quiet.Grew || quiet.Remeasure, loud.Grew || loud.Remeasure},
			{"shrank", quiet.Shrank, loud.Shrank},
			{"separable", quiet.Compared.Separable, loud.Compared.Separable},
		} {
			if flag.loud && !flag.quiet {
				t.Fatalf("%s with twice the noise only:\n%+v\n%+v", flag.name, quiet, loud)
			}
		}
	})
}

func TestRepeatingReadingsOnTheirDayChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rs := drawn(t)
		for i := 1; i < len(rs); i++ { // no two on a day yet, or the mean would move
			rs[i].Day = max(rs[i].Day, rs[i-1].Day+1)
		}
		twice := append([]Reading(nil), rs...)
		for _, r := range rs {
			if rapid.Bool().Draw(t, "repeated") {
				twice = append(twice, r)
			}
		}
		if want, got := Judge(rs, 0), Judge(twice, 0); !reflect.DeepEqual(got, want) {
			t.Fatalf("repeated:\n%+v\n%+v", want, got)
		}
	})
}

// Month by month, a spell keeps the day it began, and ends only by going back, which needs two readings.
func TestSpells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rs := drawn(t)
		for i := 1; i < len(rs); i++ {
			rs[i].Day = max(rs[i].Day, rs[i-1].Day+1)
		}
		var was Verdict
		for n := range rs {
			is := Judge(rs[:n+1], 0)
			switch {
			case was.Grew && is.Grew && was.Since != is.Since:
				t.Fatalf("the spell since day %d became one since day %d", was.Since, is.Since)
			case !was.Grew && is.Grew && is.Since != rs[n].Day:
				t.Fatalf("growth first told on day %d dates from day %d", rs[n].Day, is.Since)
			case was.Grew && !is.Grew && (!is.WentBack || was.Since == rs[n-1].Day):
				t.Fatalf("growth since day %d fell silent without going back", was.Since)
			case is.Rapid && !is.Grew, is.WentBack && is.Grew, is.Remeasure && is.Grew, (is.By != "") != is.Grew:
				t.Fatalf("a verdict contradicts itself: %+v", is)
			case is.Grew && (is.Evidence[0].Day != rs[0].Day || len(is.Evidence) < 2):
				t.Fatalf("evidence lacks the reference: %+v", is.Evidence)
			}
			was = is
		}
	})
}

// However far off one reading is, it makes no trend of a flat history.
func TestOneOddReadingCarriesNoTrend(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(6, 24).Draw(t, "readings")
		flat := rapid.Float64Range(2, 10).Draw(t, "mm")
		rs := make([]Reading, n)
		for i := range rs {
			rs[i] = Reading{30 * i, flat, "ruler"}
		}
		rs[rapid.IntRange(0, n-1).Draw(t, "odd")].MM = rapid.Float64Range(0.5, 40).Draw(t, "odd mm")
		if h := newHistory(rs, 0, 1); h.climbs(n - 1) {
			t.Fatal("it does")
		}
	})
}
