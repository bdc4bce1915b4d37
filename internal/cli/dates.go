package cli

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"spotlog/internal/report"
	"spotlog/store"
)

const dateHint = "write a date as 2026-11-01, 2026-11, 2026, 2026-11-01 08:30, today, yesterday 21:15, 08:30, an hour ago, 3 days ago or last monday"

var (
	agoPattern   = regexp.MustCompile(`^(\d{1,4}|a|an|one|two|three) (day|week|month|year)s? ago$`)
	hoursPattern = regexp.MustCompile(`^(\d{1,4}|a|an|one|two|three) (minute|min|hour)s? ago$`)
	clockPattern = regexp.MustCompile(`^(?:(.*\S) +)?(\d{1,2}:\d{2}(?::\d{2})?)$`)
	wordyPattern = regexp.MustCompile(`^(\d{1,2})\.? ([a-z]+)\.?,? (\d{4})$`)
	monthPattern = regexp.MustCompile(`^([a-z]+)\.? (\d{1,2}),? (\d{4})$`)
	yearFirst    = regexp.MustCompile(`^(\d{4})[/.](\d{2})[/.](\d{2})$`)
	numberWords  = map[string]int{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
)

// A present is when a date is typed: what today and an hour ago are counted from.
type present struct {
	day   store.Day
	clock time.Time // zero with --as-of, which names a day and no hour
}

func (a *app) present() present {
	if a.asOfSet {
		return present{day: a.asOf}
	}
	return present{a.asOf, a.Now()}
}

// parseDate reads a date as people type it, strictly: what could mean two days is refused.
func parseDate(typed string, p present) (store.Date, error) {
	text := strings.ToLower(strings.Join(strings.Fields(typed), " "))
	if d, err := store.ParseDate(strings.ToUpper(text)); err == nil && text != "" {
		return d, nil
	}
	if text == "now" && p.clock.IsZero() {
		return p.day.Date(), nil
	}
	if back, ok := elapsed(text); ok {
		if p.clock.IsZero() {
			return store.Date{}, refuse("give the day and the hour: 2026-11-01 08:30", "%q is counted from an hour, and --as-of names a day", typed)
		}
		return store.DateOn(p.clock.Add(-back), store.PrecisionMinute, true), nil
	}
	clock := ""
	if m := clockPattern.FindStringSubmatch(text); m != nil {
		text, clock = cmp.Or(m[1], "today"), m[2]
		if len(clock) == 4 || len(clock) == 7 {
			clock = "0" + clock
		}
	}
	day, ok := namedDay(text, p.day)
	if !ok {
		day, ok = partOfDay(text, clock, p)
	}
	if !ok {
		return store.Date{}, whyNoDate(typed, text)
	}
	if clock != "" {
		day += "T" + clock
	}
	d, err := store.ParseDate(day)
	if err != nil {
		return store.Date{}, refuse(dateHint, "%q is not a date that the calendar has", typed)
	}
	return d, nil
}

// elapsed reads how long ago something was where that is counted by the clock. The wall time is that of the
// moment then, also where the clock was changed in between.
func elapsed(text string) (time.Duration, bool) {
	if text == "now" {
		return 0, true
	}
	m := hoursPattern.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	unit := time.Minute
	if m[2] == "hour" {
		unit = time.Hour
	}
	return time.Duration(numberOf(m[1])) * unit, true
}

// dayParts are the hours that a part of a day is known to lie in, and how many days back. Hours between them could
// belong to either day: such a clock is refused.
var dayParts = []struct {
	words    string
	from, to int // hours of the clock
	back     store.Day
}{
	{"this morning", 0, 12, 0},
	{"tonight", 17, 24, 0},
	{"last night", 17, 24, 1},
	{"last night", 0, 5, 0},
}

// partOfDay gives the day of tonight, last night and this morning. After midnight the first two may mean either day:
// then, as with a clock that does not go with the word, it is refused.
func partOfDay(text, clock string, p present) (string, bool) {
	now := 20 // where only the day is known, it is over
	if !p.clock.IsZero() {
		now = p.clock.Hour()
	}
	if text == "tonight" && now < 17 || text == "last night" && now < 5 {
		return "", false
	}
	for _, part := range dayParts {
		hour := part.from
		if clock != "" {
			hour, _ = strconv.Atoi(clock[:2]) // two digits, by the pattern
		}
		if part.words == text && part.from <= hour && hour < part.to {
			return (p.day - part.back).String(), true
		}
	}
	return "", false
}

// within reads the two flags that bound a time; either may be absent.
func (a *app) within(c *cli.Context, first, last string) (r report.Range, err error) {
	for _, bound := range []struct {
		flag string
		into *store.Date
	}{{first, &r.Since}, {last, &r.Until}} {
		if typed := c.String(bound.flag); typed != "" {
			if *bound.into, err = parseDate(typed, a.present()); err != nil {
				return r, err
			}
		}
	}
	if !r.Since.IsZero() && !r.Until.IsZero() && r.Until.LastDay() < r.Since.FirstDay() {
		return r, refuse("swap them", "--%s %s lies before --%s %s", last, r.Until, first, r.Since)
	}
	if r.Since.FirstDay() > a.asOf {
		return r, refuse("leave --"+first+" out", "--%s %s is in the future", first, r.Since)
	}
	return r, nil
}

// namedDay gives the ISO date that a phrase means, if it is one of ours.
func namedDay(text string, today store.Day) (string, bool) {
	switch text {
	case "today":
		return today.String(), true
	case "yesterday":
		return (today - 1).String(), true
	}
	if m := agoPattern.FindStringSubmatch(text); m != nil {
		return ago(m[1], m[2], today), true
	}
	if name, ok := strings.CutPrefix(text, "last "); ok {
		for weekday := time.Sunday; weekday <= time.Saturday; weekday++ {
			if name == strings.ToLower(weekday.String()) {
				back := (int(today.Time().Weekday()) - int(weekday) + 6) % 7
				return (today - 1 - store.Day(back)).String(), true
			}
		}
	}
	if m := wordyPattern.FindStringSubmatch(text); m != nil {
		return wordyDay(m[1], m[2], m[3])
	}
	if m := monthPattern.FindStringSubmatch(text); m != nil {
		return wordyDay(m[2], m[1], m[3])
	}
	if m := yearFirst.FindStringSubmatch(text); m != nil {
		return strings.Join(m[1:], "-"), true
	}
	if d, err := store.ParseDate(text); err == nil && d.Precision() == store.PrecisionDay {
		return text, true
	}
	return "", false
}

// ago counts back by the calendar; a month before the 31st is the last day of a shorter month.
func ago(count, unit string, today store.Day) string {
	n := numberOf(count)
	switch unit {
	case "day":
		return (today - store.Day(n)).String()
	case "week":
		return (today - store.Day(7*n)).String()
	}
	if unit == "year" {
		n *= 12
	}
	t := today.Time()
	month := time.Date(t.Year(), t.Month()-time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	lastDay := month.AddDate(0, 1, -1).Day()
	return store.DayOf(month.Year(), month.Month(), min(t.Day(), lastDay)).String()
}

// numberOf reads a count as digits or as a word, by the patterns.
func numberOf(count string) int {
	if n, err := strconv.Atoi(count); err == nil {
		return n
	}
	return numberWords[count]
}

// wordyDay reads a day whose month is a word, cut to three letters or whole.
func wordyDay(day, month, year string) (string, bool) {
	for m := time.January; m <= time.December; m++ {
		name := strings.ToLower(m.String())
		if month == name || month == name[:3] {
			n, _ := strconv.Atoi(day) // two digits, by the pattern
			return fmt.Sprintf("%s-%02d-%02d", year, int(m), n), true
		}
	}
	return "", false
}

var (
	isoPattern   = regexp.MustCompile(`^\d{4}-\d{2}(-\d{2})?$`)
	shortPattern = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?$`)
	slashed      = regexp.MustCompile(`^\d{1,4}[/.]\d{1,2}[/.]\d{1,4}$`)
)

// whyNoDate says why a date is refused, and how it may have been meant.
func whyNoDate(typed, text string) error {
	words := []string{"today", "yesterday", "tonight", "last night", "this morning", "last monday", "last tuesday", "last wednesday", "last thursday",
		"last friday", "last saturday", "last sunday"}
	switch {
	case isoPattern.MatchString(text):
		return refuse(dateHint, "%q is not a date that the calendar has", typed)
	case shortPattern.MatchString(text):
		if iso := padded(text); iso != "" {
			return refuse("write it as "+iso, "%q lacks a digit or a dash", typed)
		}
	case slashed.MatchString(text):
		return refuse(dateHint, "%q can be read in more than one way", typed)
	case text == "tonight" || text == "last night" || text == "this morning":
		return refuse("name the day with the hour: today 01:30, yesterday 23:30", "%q could mean either of two days, or another hour", typed)
	}
	if near := store.Nearest(text, words); near != "" && !slices.Contains(words, text) {
		return refuse(dateHint, "%q is not a date; did you mean %q?", typed, near)
	}
	return refuse(dateHint, "%q is not a date", typed)
}

// padded writes a date whose year comes first with all its digits and dashes; "" where the calendar has none such.
func padded(text string) string {
	iso := ""
	for i, part := range shortPattern.FindStringSubmatch(text)[1:] {
		switch {
		case i == 0:
			iso = part
		case part != "":
			iso += fmt.Sprintf("-%02d", numberOf(part))
		}
	}
	if _, err := store.ParseDate(iso); err != nil {
		return ""
	}
	return iso
}
