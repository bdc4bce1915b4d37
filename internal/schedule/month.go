package schedule

import (
	"slices"
	"time"

	"spotlog/store"
)

// MonthsAfter counts by the calendar: the same day of a later month, or the last day of a shorter one.
func MonthsAfter(day store.Day, months int) store.Day {
	t := day.Time()
	last := time.Date(t.Year(), t.Month()+time.Month(months)+1, 0, 0, 0, 0, 0, time.UTC)
	return store.DayOf(last.Year(), last.Month(), min(t.Day(), last.Day()))
}

// Next is the day of the next monthly check, as known on a day; it may have passed. It is a month after
// the newest check. Without any, it is a month after the first entry, and on an empty journal the day itself.
func Next(j *store.Journal, asOf store.Day) store.Day {
	if last, ok := lastCheck(j, asOf); ok {
		return MonthsAfter(last, 1)
	}
	if first, ok := firstEntry(j, asOf); ok {
		return MonthsAfter(first, 1)
	}
	return asOf
}

func lastCheck(j *store.Journal, asOf store.Day) (last store.Day, ok bool) {
	for i := range j.Checks {
		if day := j.Checks[i].Date.FirstDay(); day <= asOf && isLook(&j.Checks[i]) && (!ok || day > last) {
			last, ok = day, true
		}
	}
	return last, ok
}

// isLook says whether a check is more than what files photos of an area: those alone are no monthly check.
func isLook(c *store.Check) bool {
	return len(c.Symptoms) > 0 || slices.ContainsFunc(c.Areas, func(area string) bool {
		return !slices.ContainsFunc(c.Photos, func(p store.Photo) bool { return p.Area == area })
	})
}

func firstEntry(j *store.Journal, asOf store.Day) (first store.Day, ok bool) {
	for i := range j.Spots {
		for _, e := range seen(&j.Spots[i], asOf) {
			if day := e.Date.FirstDay(); !ok || day < first {
				first, ok = day, true
			}
		}
	}
	return first, ok
}

// seen are the entries of a spot up to a day, oldest first.
func seen(s *store.Spot, asOf store.Day) []store.Entry {
	n := len(s.Entries)
	for n > 0 && s.Entries[n-1].Date.FirstDay() > asOf {
		n--
	}
	return s.Entries[:n]
}
