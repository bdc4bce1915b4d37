package schedule

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"spotlog/store"
)

func on(text string) store.Date {
	d, err := store.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func dayOf(text string) store.Day { return on(text).FirstDay() }

func TestMonthsAfterIsOfTheCalendar(t *testing.T) {
	for _, c := range []struct {
		from   string
		months int
		to     string
	}{
		{"2026-11-01", 1, "2026-12-01"},
		{"2026-12-20", 1, "2027-01-20"},
		{"2027-01-31", 1, "2027-02-28"},
		{"2028-01-31", 1, "2028-02-29"},
		{"2026-10-31", 1, "2026-11-30"},
		{"2026-11-30", 3, "2027-02-28"},
		{"2027-02-28", 1, "2027-03-28"},
	} {
		if got := MonthsAfter(dayOf(c.from), c.months).String(); got != c.to {
			t.Errorf("%d after %s: %s, want %s", c.months, c.from, got, c.to)
		}
	}
}

func TestMonthsAfterNeitherSkipsNorRepeats(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := store.Day(rapid.IntRange(0, 40000).Draw(t, "day"))
		months := rapid.IntRange(1, 24).Draw(t, "months")
		from, to := day.Time(), MonthsAfter(day, months).Time()
		if (to.Year()-from.Year())*12+int(to.Month()-from.Month()) != months {
			t.Fatalf("%v is not %d months after %v", to, months, from)
		}
		if to.Day() != from.Day() && to.AddDate(0, 0, 1).Day() != 1 {
			t.Fatalf("%v is neither the day of %v nor the last of its month", to, from)
		}
	})
}

func spotSeen(name string, days ...string) store.Spot {
	s := store.Spot{ID: store.ID("spot-" + name), Name: name, Site: name, Status: store.StatusActive}
	for _, d := range days {
		s.Entries = append(s.Entries, store.Entry{Date: on(d)})
	}
	return s
}

func TestNext(t *testing.T) {
	photographed := store.Check{Date: on("2026-11-10"), Areas: []string{"upper back"}, Photos: []store.Photo{{Area: "upper back"}}}
	asked := store.Check{Date: on("2026-11-12"), Symptoms: []store.Symptom{"none"}}
	looked := store.Check{Date: on("2026-10-05T20:00"), Areas: []string{"face", "scalp"}}
	entries := []store.Spot{spotSeen("nose", "2026-09-03", "2026-11-01")}
	for _, c := range []struct {
		name string
		j    store.Journal
		want string
	}{
		{"an empty journal: today", store.Journal{}, "2026-11-21"},
		{"no check: a month after the first entry", store.Journal{Spots: entries}, "2026-10-03"},
		{"a month after the newest check", store.Journal{Spots: entries, Checks: []store.Check{looked, asked}}, "2026-12-12"},
		{"in whatever order", store.Journal{Checks: []store.Check{asked, looked}}, "2026-12-12"},
		{"photos of an area are no check", store.Journal{Checks: []store.Check{looked, photographed}}, "2026-11-05"},
		{"what comes later is not seen", store.Journal{Checks: []store.Check{looked, {Date: on("2026-11-22"), Areas: []string{"face"}}}}, "2026-11-05"},
	} {
		if got := Next(&c.j, store.DayOf(2026, time.November, 21)).String(); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
