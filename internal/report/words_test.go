package report

import (
	"testing"
	"time"

	"spotlog/store"
)

func TestFacts(t *testing.T) {
	cases := []struct {
		name  string
		entry store.Entry
		want  string
	}{
		{"nothing recorded", store.Entry{}, ""},
		{"one length, no method", store.Entry{LengthMM: 4}, "4 mm"},
		{"only a width", store.Entry{WidthMM: 4.5, Method: store.MethodEye}, "4.5 mm (by eye)"},
		{"asked, and none", store.Entry{Bleeding: store.BleedingNone, Changed: []store.Changed{store.ChangedNone}, Feel: []store.Feel{store.FeelNone}, Symptoms: []store.Symptom{store.SymptomNone}, After: []store.After{store.AfterNone}, Spread: store.SpreadNone},
			"not spreading · no bleeding · unchanged to the eye · nothing to feel · no symptoms · after nothing known"},
		{"bleeding counted, not described", store.Entry{Bleeds: new(2), Restarts: new(true)}, "bled 2×, started again"},
		{"restarts said to be no", store.Entry{Restarts: new(false), OddOneOut: new(false)}, ""},
		{"unsure is said as such", store.Entry{Shape: store.ShapeUnsure, Border: store.BorderUnsure, Blanch: store.BlanchUnsure, Changed: []store.Changed{store.ChangedUnsure}},
			"shape unsure · border unsure · glass test unsure · changed unsure"},
	}
	for _, c := range cases {
		if got := Facts(&c.entry); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestSpanAndAgo(t *testing.T) {
	spans := map[int]string{1: "1 day", 2: "2 days", 20: "20 days", 21: "3 weeks", 60: "9 weeks", 61: "2 months", 365: "12 months", 729: "24 months", 730: "2 years", 3650: "10 years"}
	for days, want := range spans {
		if got := Span(days); got != want {
			t.Errorf("Span(%d) = %q, want %q", days, got, want)
		}
	}
	today := store.DayOf(2026, time.November, 21)
	agos := map[store.Day]string{today: "today", today - 1: "yesterday", today - 9: "9 days ago", today + 2: "in 2 days"}
	for day, want := range agos {
		if got := Ago(day, today); got != want {
			t.Errorf("Ago(%s) = %q, want %q", day, got, want)
		}
	}
}

func TestSparkline(t *testing.T) {
	cases := []struct {
		mm    []float64
		width int
		want  string
	}{
		{nil, 8, ""}, {[]float64{4}, 8, ""}, {[]float64{4, 4}, 8, "▁▁"}, {[]float64{4, 5, 6}, 8, "▁▅█"}, {[]float64{4, 5, 6, 11}, 8, "▁▂▃█"},
		{[]float64{4, 4.5}, 8, "▁▃"}, {[]float64{9, 4, 5, 6}, 3, "▁▅█"},
	}
	for _, c := range cases {
		if got := Sparkline(c.mm, c.width); got != c.want {
			t.Errorf("Sparkline(%v, %d) = %s, want %s", c.mm, c.width, got, c.want)
		}
	}
}

func TestLongDate(t *testing.T) {
	cases := map[string][2]string{"": {"", ""}, "2026": {"2026", "2026"}, "2026-11": {"Nov 2026", "Nov 2026"}, "2026-11-01": {"1 Nov 2026", "1 Nov 2026"},
		"2026-11-01T08:30:00+01:00": {"1 Nov 2026", "1 Nov 2026 08:30"}}
	for iso, want := range cases {
		if got := [2]string{LongDate(on(iso)), LongMoment(on(iso))}; got != want {
			t.Errorf("%s: %q, want %q", iso, got, want)
		}
	}
}
