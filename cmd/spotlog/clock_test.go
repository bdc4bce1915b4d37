package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"slices"
	"testing"
	"time"
	_ "time/tzdata" // the same zones on every machine

	"github.com/google/go-cmp/cmp"

	"spotlog/internal/cli"
	"spotlog/store"
)

// moments are what the clock of a place shows at an instant; the journal keeps it so.
var moments = []struct{ zone, instant, want string }{
	{"Europe/Berlin", "2026-03-29T00:59:59Z", "2026-03-29T01:59:59+01:00"}, // an hour is left out
	{"Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29T03:00:00+02:00"},
	{"Europe/Berlin", "2026-10-25T00:00:00Z", "2026-10-25T02:00:00+02:00"}, // an hour comes twice
	{"Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T02:30:00+02:00"},
	{"Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00+01:00"},
	{"Europe/Berlin", "2026-10-25T02:00:00Z", "2026-10-25T03:00:00+01:00"},
	{"America/New_York", "2026-03-08T06:59:59Z", "2026-03-08T01:59:59-05:00"},
	{"America/New_York", "2026-03-08T07:00:00Z", "2026-03-08T03:00:00-04:00"},
	{"America/New_York", "2026-11-01T05:30:00Z", "2026-11-01T01:30:00-04:00"},
	{"America/New_York", "2026-11-01T06:30:00Z", "2026-11-01T01:30:00-05:00"},
	{"Australia/Lord_Howe", "2026-04-04T14:45:00Z", "2026-04-05T01:45:00+11:00"}, // half an hour comes twice
	{"Australia/Lord_Howe", "2026-04-04T15:15:00Z", "2026-04-05T01:45:00+10:30"},
	{"Asia/Kathmandu", "2025-12-31T18:14:59Z", "2025-12-31T23:59:59+05:45"},
	{"Asia/Kathmandu", "2025-12-31T18:15:00Z", "2026-01-01T00:00:00+05:45"},
	{"Asia/Kathmandu", "2026-01-01T00:00:00Z", "2026-01-01T05:45:00+05:45"},
	{"Pacific/Kiritimati", "2024-02-28T10:00:00Z", "2024-02-29T00:00:00+14:00"}, // a leap day
	{"Pacific/Kiritimati", "2024-02-29T09:59:59Z", "2024-02-29T23:59:59+14:00"},
	{"Pacific/Kiritimati", "2024-02-29T10:00:00Z", "2024-03-01T00:00:00+14:00"},
	{"Pacific/Kiritimati", "2026-02-28T09:59:59Z", "2026-02-28T23:59:59+14:00"},
	{"Pacific/Kiritimati", "2026-02-28T10:00:00Z", "2026-03-01T00:00:00+14:00"},
	{"Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29T23:59:59-10:00"}, // a day is left out
	{"Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31T00:00:00+14:00"},
	{"America/St_Johns", "2026-07-01T00:00:00Z", "2026-06-30T21:30:00-02:30"},
	{"Pacific/Marquesas", "2026-01-01T09:29:00Z", "2025-12-31T23:59:00-09:30"},
	{"Etc/GMT+12", "2026-12-31T11:59:00Z", "2026-12-30T23:59:00-12:00"},
	{"Etc/UTC", "2024-02-29T23:59:59Z", "2024-02-29T23:59:59Z"},
}

// typings are dates as typed at an instant in a place; "" is refused.
var typings = []struct{ zone, now, typed, want string }{
	{"Europe/Berlin", "2026-10-26T12:00:00Z", "2026-03-29 02:30", "2026-03-29T02:30"}, // no clock showed it; the person says so
	{"Europe/Berlin", "2026-10-26T12:00:00Z", "2026-10-25 02:30", "2026-10-25T02:30"},
	{"Europe/Berlin", "2026-10-26T12:00:00Z", "2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+02:00"},
	{"Europe/Berlin", "2026-10-26T12:00:00Z", "2026-10-25T02:30:00+01:00", "2026-10-25T02:30:00+01:00"},
	{"Europe/Berlin", "2026-10-25T22:59:00Z", "today", "2026-10-25"}, // a day of 25 hours
	{"Europe/Berlin", "2026-10-25T23:00:00Z", "yesterday", "2026-10-25"},
	{"Europe/Berlin", "2026-03-29T21:59:00Z", "today", "2026-03-29"}, // and one of 23
	{"Europe/Berlin", "2026-03-29T22:00:00Z", "yesterday", "2026-03-29"},
	{"Europe/Berlin", "2026-03-31T10:00:00Z", "2 days ago", "2026-03-29"},
	{"Asia/Kathmandu", "2025-12-31T18:15:00Z", "today", "2026-01-01"},
	{"Asia/Kathmandu", "2025-12-31T18:14:00Z", "2026-01-01", ""},
	{"Asia/Kathmandu", "2026-01-05T00:00:00Z", "2026-01-01T00:00:00+05:45", "2026-01-01T00:00:00+05:45"},
	{"Pacific/Kiritimati", "2026-02-28T10:00:00Z", "today", "2026-03-01"},
	{"Pacific/Kiritimati", "2026-02-28T10:00:00Z", "yesterday", "2026-02-28"},
	{"Pacific/Kiritimati", "2026-02-28T10:00:00Z", "2026-03-01", "2026-03-01"}, // there it is March already
	{"Etc/GMT+12", "2026-03-01T11:00:00Z", "2026-03-01", ""},                   // and here not yet
	{"Etc/GMT+12", "2026-03-01T11:00:00Z", "today", "2026-02-28"},
	{"Pacific/Apia", "2011-12-30T10:00:00Z", "yesterday", "2011-12-30"}, // the calendar's, which nobody lived there
	{"Etc/UTC", "2024-03-01T12:00:00Z", "yesterday", "2024-02-29"},
	{"Etc/UTC", "2025-03-01T12:00:00Z", "yesterday", "2025-02-28"},
	{"Etc/UTC", "2026-03-01T12:00:00Z", "2024-02-29", "2024-02-29"},
	{"Etc/UTC", "2026-03-01T12:00:00Z", "2000-02-29", "2000-02-29"},
	{"Etc/UTC", "2026-03-01T12:00:00Z", "2025-02-29", ""},
	{"Etc/UTC", "2026-03-01T12:00:00Z", "1900-02-29", ""},
	{"Etc/UTC", "2026-03-01T12:00:00Z", "2024-02-30", ""},
	{"Etc/UTC", "2026-03-01T12:00:00Z", "2024-02", "2024-02"},
}

// A clocked is one journal of a place whose clock can be set.
type clocked struct {
	t    *testing.T
	home string
}

func (c clocked) run(zone, instant string, args ...string) (code int, out string) {
	c.t.Helper()
	place, err := time.LoadLocation(zone)
	if err != nil {
		c.t.Fatal(err)
	}
	now, err := time.Parse(time.RFC3339, instant)
	if err != nil {
		c.t.Fatal(err)
	}
	var answer, talk bytes.Buffer
	code = cli.Run(context.Background(), cli.System{
		Args: args, Out: &answer, Err: &talk, Random: rand.Reader, Now: func() time.Time { return now.In(place) }, Width: 80,
		Getenv: func(name string) string { return map[string]string{"HOME": c.home}[name] },
	})
	return code, answer.String()
}

// dates reads the dates of the one spot, in the journal's order.
func (c clocked) dates() (dates []string) {
	c.t.Helper()
	_, out := c.run("Etc/UTC", "2030-01-01T00:00:00Z", "export", "--json")
	var j store.Journal
	if err := json.Unmarshal([]byte(out), &j); err != nil {
		c.t.Fatal(err)
	}
	for _, e := range j.Spots[0].Entries {
		dates = append(dates, e.Date.String())
	}
	return dates
}

// What the clock showed and what was typed is kept as it was lived, wherever and whenever that was,
// and stands in that order; also where the clock was set back in between.
func TestTimesAsTheyWereLived(t *testing.T) {
	tried := 0
	byZone := map[string][]string{}
	for _, m := range moments {
		c := clocked{t, t.TempDir()}
		c.run(m.zone, m.instant, "log", "nose-1", "--new", "--site", "nose", "--size", "4")
		if diff := cmp.Diff([]string{m.want}, c.dates()); diff != "" {
			t.Errorf("%s at %s (-want +got):\n%s", m.zone, m.instant, diff)
		}
		byZone[m.zone] = append(byZone[m.zone], m.want)
		tried++
	}
	for zone, want := range byZone {
		c := clocked{t, t.TempDir()}
		for _, m := range slices.Backward(moments) { // the clock goes back from log to log
			if m.zone == zone {
				c.run(zone, m.instant, "log", "nose-1", "--new", "--site", "nose", "--size", "4")
				c.run(zone, m.instant, "log", "nose-1", "--size", "4")
			}
		}
		if diff := cmp.Diff(want, slices.Compact(c.dates())); diff != "" {
			t.Errorf("%s, logged from the last to the first (-want +got):\n%s", zone, diff)
		}
	}
	for _, typing := range typings {
		c := clocked{t, t.TempDir()}
		code, _ := c.run(typing.zone, typing.now, "log", "--new", "--site", "nose", "--date", typing.typed)
		switch {
		case typing.want == "" && code != 2:
			t.Errorf("%s at %s, %q ended with %d, want 2", typing.zone, typing.now, typing.typed, code)
		case typing.want != "" && (code != 0 || !slices.Equal(c.dates(), []string{typing.want})):
			t.Errorf("%s at %s, %q ended with %d, want %s", typing.zone, typing.now, typing.typed, code, typing.want)
		}
		tried++
	}
	proved(t, "times: gaps, folds, far zones, leap days, a clock set back", 50, tried, "")
}
