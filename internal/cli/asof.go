package cli

import (
	"slices"

	"spotlog/internal/report"
	"spotlog/store"
)

// cut leaves out the entries of later days, and what became of a spot only then, as if today were that day.
func cut(j *store.Journal, day store.Day) {
	for i := range j.Spots {
		s := &j.Spots[i]
		s.Entries = slices.DeleteFunc(s.Entries, func(e store.Entry) bool { return e.Date.FirstDay() > day })
		if s.StatusSince.FirstDay() > day {
			s.Status, s.StatusSince = store.StatusActive, store.Date{}
		}
	}
}

// hasCome says whether a date had come on the day of --as-of; an absent one had. Without --as-of nothing is
// hidden, so that a date that runs ahead by mistake can be found.
func (a *app) hasCome(d store.Date) bool { return !a.asOfSet || d.FirstDay() <= a.asOf }

// isThere says whether a spot had been seen or logged on the day of --as-of.
func (a *app) isThere(s *store.Spot) bool {
	if !s.FirstSeen.IsZero() && a.hasCome(s.FirstSeen) {
		return true
	}
	if len(s.Entries) == 0 {
		return a.hasCome(s.FirstSeen)
	}
	return slices.ContainsFunc(s.Entries, func(e store.Entry) bool { return a.hasCome(e.Date) })
}

// spotsThere finds several spots, as they were there on the day of --as-of; without names it is every one.
func (a *app) spotsThere(j *store.Journal, typed []string) ([]*store.Spot, error) {
	spots, err := spotsNamed(j, typed)
	if err != nil {
		return nil, err
	}
	for _, s := range spots {
		if len(typed) > 0 && !a.isThere(s) {
			return nil, notFound("without --as-of it is: spotlog show "+s.Name, "%s was not there yet on %s", s.Name, report.LongDate(a.asOf.Date()))
		}
	}
	return slices.DeleteFunc(spots, func(s *store.Spot) bool { return !a.isThere(s) }), nil
}

// spotThere finds one spot by its name, as spotsThere does.
func (a *app) spotThere(j *store.Journal, typed string) (*store.Spot, error) {
	spots, err := a.spotsThere(j, []string{typed})
	if err != nil {
		return nil, err
	}
	return spots[0], nil
}
