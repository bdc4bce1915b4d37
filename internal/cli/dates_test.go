package cli

import (
	"errors"
	"strings"
	"testing"
	"time"

	"spotlog/store"
)

// A Saturday.
var testToday = store.DayOf(2026, time.November, 21)

func TestParseDate(t *testing.T) {
	cases := []struct{ typed, want string }{
		{"2026-11-01", "2026-11-01"}, {"2026-11", "2026-11"}, {"2026", "2026"}, {"2026-11-01 08:30", "2026-11-01T08:30"},
		{"2026-11-01 8:30", "2026-11-01T08:30"}, {"2026-11-01T08:30:00+01:00", "2026-11-01T08:30:00+01:00"},
		{"2026-11-01t08:30:00z", "2026-11-01T08:30:00Z"}, {"today", "2026-11-21"}, {"Today", "2026-11-21"},
		{"yesterday 21:15", "2026-11-20T21:15"}, {"3 days ago", "2026-11-18"}, {"1 day ago", "2026-11-20"}, {"two weeks ago", "2026-11-07"},
		{"a month ago", "2026-10-21"}, {"a year ago", "2025-11-21"}, {"last monday", "2026-11-16"}, {"last friday", "2026-11-20"},
		{"last saturday", "2026-11-14"}, {"  last   sunday ", "2026-11-15"}, {"1 nov 2026", "2026-11-01"}, {"Nov 1, 2026", "2026-11-01"}, {"1. November 2026", "2026-11-01"},
	}
	for _, c := range cases {
		got, err := parseDate(c.typed, testToday)
		if err != nil || got.String() != c.want {
			t.Errorf("%q = %s, %v; want %s", c.typed, got, err, c.want)
		}
	}
}

func TestAMonthBeforeTheLastOfAMonth(t *testing.T) {
	got, err := parseDate("a month ago", store.DayOf(2026, time.March, 31))
	if err != nil || got.String() != "2026-02-28" {
		t.Errorf("%s, %v; want 2026-02-28", got, err)
	}
}

func TestParseDateRefuses(t *testing.T) {
	cases := []struct{ typed, says string }{
		{"03/04/05", "more than one way"}, {"03.04.2026", "more than one way"}, {"2026/11/01", "more than one way"}, {"2026-02-30", "calendar"},
		{"2026-13", "calendar"}, {"banana", "not a date"}, {"yesteday", `did you mean "yesterday"`}, {"last mondy", `did you mean "last monday"`},
		{"", "not a date"}, {"20261101", "not a date"}, {"2026-11-01 25:00", "calendar"}, {"08:30", "not a date"}, {"tomorrow", "not a date"},
		{"31 feb 2026", "calendar"}, {"1 foo 2026", "not a date"},
	}
	for _, c := range cases {
		_, err := parseDate(c.typed, testToday)
		var r *refusal
		if !errors.As(err, &r) || r.code != exitUsage || r.hint == "" || !strings.Contains(r.message, c.says) {
			t.Errorf("%q: %v; want a refusal with a hint that says %q", c.typed, err, c.says)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"2026-11-01 08:30", "last monday", "3 days ago", "9999 years ago", "1 nov 2026", "03/04/05", "2026-11-01T08:30:00.123-00:30"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		d, err := parseDate(typed, testToday)
		if err != nil {
			return
		}
		again, err := store.ParseDate(d.String())
		if err != nil || again != d {
			t.Errorf("%q became %s, which reads back as %s, %v", typed, d, again, err)
		}
	})
}
