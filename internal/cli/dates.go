package cli

import (
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

const dateHint = "write a date as 2026-11-01, 2026-11, 2026, 2026-11-01 08:30, today, yesterday, 3 days ago or last monday"

var (
	agoPattern   = regexp.MustCompile(`^(\d{1,4}|a|an|one|two|three) (day|week|month|year)s? ago$`)
	clockPattern = regexp.MustCompile(`^(.*\S) +(\d{1,2}:\d{2}(?::\d{2})?)$`)
	wordyPattern = regexp.MustCompile(`^(\d{1,2})\.? ([a-z]+)\.?,? (\d{4})$`)
	monthPattern = regexp.MustCompile(`^([a-z]+)\.? (\d{1,2}),? (\d{4})$`)
	numberWords  = map[string]int{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
)

// parseDate reads a date as people type it, strictly: what could mean two days is refused.
func parseDate(typed string, today store.Day) (store.Date, error) {
	text := strings.ToLower(strings.Join(strings.Fields(typed), " "))
	if d, err := store.ParseDate(strings.ToUpper(text)); err == nil && text != "" {
		return d, nil
	}
	clock := ""
	if m := clockPattern.FindStringSubmatch(text); m != nil {
		text, clock = m[1], m[2]
	}
	day, ok := namedDay(text, today)
	if !ok {
		return store.Date{}, refuse(dateHint, "%s", whyNoDate(typed, text))
	}
	if clock != "" {
		if len(clock) == 4 || len(clock) == 7 {
			clock = "0" + clock
		}
		day += "T" + clock
	}
	d, err := store.ParseDate(day)
	if err != nil {
		return store.Date{}, refuse(dateHint, "%q is not a date that the calendar has", typed)
	}
	return d, nil
}

// within reads the two flags that bound a time; either may be absent.
func (a *app) within(c *cli.Context, first, last string) (r report.Range, err error) {
	for _, bound := range []struct {
		flag string
		into *store.Date
	}{{first, &r.Since}, {last, &r.Until}} {
		if typed := c.String(bound.flag); typed != "" {
			if *bound.into, err = parseDate(typed, a.asOf); err != nil {
				return r, err
			}
		}
	}
	if !r.Since.IsZero() && !r.Until.IsZero() && r.Until.LastDay() < r.Since.FirstDay() {
		return r, refuse("swap them", "--%s %s lies before --%s %s", last, r.Until, first, r.Since)
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
	if d, err := store.ParseDate(text); err == nil && d.Precision() == store.PrecisionDay {
		return text, true
	}
	return "", false
}

// ago counts back by the calendar; a month before the 31st is the last day of a shorter month.
func ago(count, unit string, today store.Day) string {
	n, err := strconv.Atoi(count)
	if err != nil {
		n = numberWords[count]
	}
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

var isoPattern = regexp.MustCompile(`^\d{4}-\d{2}(-\d{2})?$`)

var slashed = regexp.MustCompile(`^\d{1,4}[/.]\d{1,2}[/.]\d{1,4}$`)

func whyNoDate(typed, text string) string {
	words := []string{"today", "yesterday", "last monday", "last tuesday", "last wednesday", "last thursday", "last friday", "last saturday", "last sunday"}
	if isoPattern.MatchString(text) {
		return fmt.Sprintf("%q is not a date that the calendar has", typed)
	}
	if slashed.MatchString(text) {
		return fmt.Sprintf("%q can be read in more than one way", typed)
	}
	if near := store.Nearest(text, words); near != "" && !slices.Contains(words, text) {
		return fmt.Sprintf("%q is not a date; did you mean %q?", typed, near)
	}
	return fmt.Sprintf("%q is not a date", typed)
}
