package cli

import (
	"errors"
	"strings"
	"testing"
	"time"

	"spotlog/store"
)

// A Saturday evening, in winter time.
var testNow = present{store.DayOf(2026, time.November, 21), time.Date(2026, time.November, 21, 20, 15, 30, 0, time.FixedZone("CET", 3600))}

// at is another hour of that day.
func at(hour, minute int) present {
	return present{testNow.day, time.Date(2026, time.November, 21, hour, minute, 0, 0, testNow.clock.Location())}
}

func TestParseDate(t *testing.T) {
	cases := []struct{ typed, want string }{
		{"2026-11-01", "2026-11-01"}, {"2026-11", "2026-11"}, {"2026", "2026"}, {"2026-11-01 08:30", "2026-11-01T08:30"},
		{"2026-11-01 8:30", "2026-11-01T08:30"}, {"2026-11-01T08:30:00+01:00", "2026-11-01T08:30:00+01:00"},
		{"2026-11-01t08:30:00z", "2026-11-01T08:30:00Z"}, {"today", "2026-11-21"}, {"Today", "2026-11-21"},
		{"yesterday 21:15", "2026-11-20T21:15"}, {"3 days ago", "2026-11-18"}, {"1 day ago", "2026-11-20"}, {"two weeks ago", "2026-11-07"},
		{"a month ago", "2026-10-21"}, {"a year ago", "2025-11-21"}, {"last monday", "2026-11-16"}, {"last friday", "2026-11-20"},
		{"last saturday", "2026-11-14"}, {"  last   sunday ", "2026-11-15"}, {"1 nov 2026", "2026-11-01"}, {"Nov 1, 2026", "2026-11-01"}, {"1. November 2026", "2026-11-01"},
		{"now", "2026-11-21T20:15+01:00"}, {"an hour ago", "2026-11-21T19:15+01:00"}, {"20 minutes ago", "2026-11-21T19:55+01:00"},
		{"21 hours ago", "2026-11-20T23:15+01:00"}, {"tonight", "2026-11-21"}, {"this morning", "2026-11-21"}, {"last night", "2026-11-20"},
		{"last night 23:30", "2026-11-20T23:30"}, {"last night 1:30", "2026-11-21T01:30"}, {"this morning 7:05", "2026-11-21T07:05"}, {"tonight 19:00", "2026-11-21T19:00"},
		{"08:30", "2026-11-21T08:30"}, {"8:30", "2026-11-21T08:30"}, {"2026/11/01", "2026-11-01"}, {"2026.11.01 8:30", "2026-11-01T08:30"},
	}
	for _, c := range cases {
		got, err := parseDate(c.typed, testNow)
		if err != nil || got.String() != c.want {
			t.Errorf("%q = %s, %v; want %s", c.typed, got, err, c.want)
		}
	}
}

func TestAMonthBeforeTheLastOfAMonth(t *testing.T) {
	got, err := parseDate("a month ago", present{day: store.DayOf(2026, time.March, 31)})
	if err != nil || got.String() != "2026-02-28" {
		t.Errorf("%s, %v; want 2026-02-28", got, err)
	}
}

func TestParseDateRefuses(t *testing.T) {
	cases := []struct{ typed, says string }{
		{"03/04/05", "more than one way"}, {"03.04.2026", "more than one way"}, {"2026/13/01", "calendar"}, {"2026-02-30", "calendar"},
		{"2026-13", "calendar"}, {"banana", "not a date"}, {"yesteday", `did you mean "yesterday"`}, {"last mondy", `did you mean "last monday"`},
		{"", "not a date"}, {"20261101", "not a date"}, {"2026-11-01 25:00", "calendar"}, {"25:30", "calendar"}, {"now 08:30", "not a date"}, {"an hour ago 08:30", "not a date"}, {"tonight 01:30", "either of two days"}, {"last night 08:30", "either of two days"},
		{"this morning 20:00", "either of two days"}, {"tonigt", `did you mean "tonight"`}, {"2026-11-1", "lacks a digit"}, {"2026/1/5", "lacks a digit"}, {"2026-13-1", "not a date"}, {"tomorrow", "not a date"},
		{"31 feb 2026", "calendar"}, {"1 foo 2026", "not a date"},
	}
	for _, c := range cases {
		_, err := parseDate(c.typed, testNow)
		var r *refusal
		if !errors.As(err, &r) || r.code != exitUsage || r.hint == "" || !strings.Contains(r.message, c.says) {
			t.Errorf("%q: %v; want a refusal with a hint that says %q", c.typed, err, c.says)
		}
	}
}

// What is typed after midnight may mean the day before: that is refused. What is counted by the clock is not.
func TestParseDateAtMidnight(t *testing.T) {
	cases := []struct {
		typed string
		now   present
		want  string // "" for refused
	}{
		{"now", at(0, 10), "2026-11-21T00:10+01:00"}, {"20 minutes ago", at(0, 10), "2026-11-20T23:50+01:00"}, {"this morning", at(0, 10), "2026-11-21"},
		{"tonight", at(0, 10), ""}, {"tonight", at(16, 59), ""}, {"tonight", at(17, 0), "2026-11-21"}, {"last night", at(4, 59), ""}, {"last night", at(5, 0), "2026-11-20"},
		{"last night 01:30", at(2, 0), ""}, {"yesterday 23:30", at(0, 10), "2026-11-20T23:30"},
		{"now", present{day: testNow.day}, "2026-11-21"}, {"tonight", present{day: testNow.day}, "2026-11-21"}, {"an hour ago", present{day: testNow.day}, ""},
	}
	for _, c := range cases {
		got, err := parseDate(c.typed, c.now)
		if got.String() != c.want || (err != nil) != (c.want == "") {
			t.Errorf("%q = %s, %v; want %q", c.typed, got, err, c.want)
		}
	}
}

// Hours ago are lived hours, where the clock went back an hour at three.
func TestHoursAgoInAutumn(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zones here")
	}
	night := time.Date(2026, time.October, 25, 4, 0, 0, 0, berlin)
	got, err := parseDate("3 hours ago", present{store.DayOf(2026, time.October, 25), night})
	if err != nil || got.String() != "2026-10-25T02:00+02:00" {
		t.Errorf("%s, %v; want 2026-10-25T02:00+02:00", got, err)
	}
}

// The hint of a date without its noughts is the date.
func TestDateHints(t *testing.T) {
	for typed, hint := range map[string]string{"2026-11-1": "write it as 2026-11-01", "2026/1/5": "write it as 2026-01-05", "2026-1": "write it as 2026-01",
		"tonight 01:30": "name the day with the hour: today 01:30, yesterday 23:30"} {
		_, err := parseDate(typed, testNow)
		var r *refusal
		if !errors.As(err, &r) || r.hint != hint {
			t.Errorf("%q: %v, %+v; want the hint %q", typed, err, r, hint)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"2026-11-01 08:30", "last monday", "3 days ago", "9999 years ago", "1 nov 2026", "03/04/05", "2026-11-01T08:30:00.123-00:30",
		"now", "tonight", "last night 01:30", "this morning", "9999 hours ago", "20 minutes ago", "08:30", "2026-11-1", "2026/11/01"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		d, err := parseDate(typed, testNow)
		if err != nil {
			return
		}
		again, err := store.ParseDate(d.String())
		if err != nil || again != d {
			t.Errorf("%q became %s, which reads back as %s, %v", typed, d, again, err)
		}
	})
}
