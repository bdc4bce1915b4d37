package rules

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"spotlog/store"
)

// A chooser draws a number from 0 to n-1: a seeded one for long lives, rapid's for properties.
type chooser func(n int) int

func seeded(seed uint64) chooser {
	r := rand.New(rand.NewPCG(seed, seed))
	return r.IntN
}

// maybe draws one of a field's words, or none, half and half.
func maybe[T ~string](choose chooser, field string) T {
	words := store.WordList(field)
	if choose(2) == 0 {
		return ""
	}
	return T(words[choose(len(words))])
}

// some draws none, one or two words of a list field.
func some[T ~string](choose chooser, field string) []T {
	var list []T
	for range choose(3) {
		if w := maybe[T](choose, field); w != "" && !slices.Contains(list, w) && !slices.Contains(list, "none") {
			if w == "none" {
				return []T{w}
			}
			list = append(list, w)
		}
	}
	return list
}

// aDate draws a date around a day, of any precision, some with a time.
func aDate(choose chooser, around store.Day, spread int) store.Date {
	day := (around + store.Day(choose(2*spread+1)-spread)).Time()
	switch choose(8) {
	case 0:
		return store.DateOn(day, store.PrecisionMonth, false)
	case 1:
		return store.DateOn(day, store.PrecisionYear, false)
	case 2, 3:
		return store.DateOn(day.Add(9e9*60*60), store.PrecisionMinute, false)
	}
	return store.DateOn(day, store.PrecisionDay, false)
}

func anEntry(choose chooser, on store.Day, id string) store.Entry {
	e := store.Entry{ID: store.ID(id), Date: aDate(choose, on, 3), Method: maybe[store.Method](choose, "method"),
		Spread: maybe[store.Spread](choose, "spread"), Colors: some[store.Color](choose, "colors"), Shape: maybe[store.Shape](choose, "shape"),
		Border: maybe[store.Border](choose, "border"), Surface: some[store.Surface](choose, "surface"),
		Blanch: maybe[store.Blanch](choose, "blanch"), Bleeding: maybe[store.Bleeding](choose, "bleeding"),
		Changed: some[store.Changed](choose, "changed"), Feel: some[store.Feel](choose, "feel"), After: some[store.After](choose, "after")}
	if choose(3) == 0 {
		e.Symptoms = some[store.Symptom](choose, "symptoms")
	}
	if choose(2) == 0 {
		e.LengthMM = float64(2+choose(12)) / 2
	}
	if choose(4) == 0 {
		e.Count, e.ExtentMM = choose(40), float64(choose(80))
	}
	if choose(6) == 0 {
		bleeds, odd := choose(4), choose(2) == 0
		e.Bleeds, e.Restarts, e.OddOneOut = &bleeds, &odd, &odd
	}
	return e
}

var someSites = []string{"left calf", "abdomen", "nose", "mouth", "sole", "thumbnail", "somewhere", "all over", "shoulder", "white of the eye"}

func aSpot(choose chooser, name string, start store.Day, entries, apart int) store.Spot {
	s := store.Spot{Name: name, Site: someSites[choose(len(someSites))], Kind: maybe[store.Kind](choose, "kind"),
		Onset: maybe[store.Onset](choose, "onset"), Where: some[store.Where](choose, "where")}
	if choose(3) > 0 {
		s.FirstSeen = aDate(choose, start-10, 20)
	}
	day := start
	for i := range entries {
		s.Entries = append(s.Entries, anEntry(choose, day, fmt.Sprintf("%s-%d", name, i)))
		day += store.Day(1 + choose(apart))
	}
	if choose(4) == 0 {
		s.Status, s.StatusSince = maybe[store.Status](choose, "status"), aDate(choose, day-store.Day(choose(apart+1)), 20)
	}
	s.SortEntries()
	return s
}

// aJournal draws a journal of some spots with up to so many entries, apart by up to so many days.
func aJournal(choose chooser, start store.Day, spots, entries, apart int) *store.Journal {
	j := &store.Journal{Profile: &store.Profile{Risks: some[store.Risk](choose, "risks")}}
	if choose(2) == 0 {
		j.Profile.BirthDate = aDate(choose, start-6000, 3000)
	}
	for i := range spots {
		j.Spots = append(j.Spots, aSpot(choose, fmt.Sprintf("spot-%d", i), start+store.Day(choose(apart+1)), choose(entries+1), apart))
	}
	length := entries * apart / 2
	for range choose(spots + 3) {
		j.Checks = append(j.Checks, store.Check{Date: aDate(choose, start+store.Day(choose(length+1)), 5), Symptoms: some[store.Symptom](choose, "symptoms")})
	}
	for range choose(spots + 2) {
		v := store.Visit{Date: aDate(choose, start+store.Day(choose(length+1)), 5)}
		if choose(4) > 0 && spots > 0 {
			v.Spots = []store.VisitSpot{{Spot: fmt.Sprintf("spot-%d", choose(spots)), Outcome: maybe[store.Outcome](choose, "outcome")}}
			if choose(2) == 0 {
				v.Spots[0].Recheck = aDate(choose, start+store.Day(choose(length+1)), 40)
			}
		}
		j.Visits = append(j.Visits, v)
	}
	for i := range choose(3) {
		m := store.Medication{Name: fmt.Sprintf("medicine %d", i), Kind: maybe[store.MedicationKind](choose, "medication.kind"),
			Effects: some[store.Effect](choose, "medication.effects")}
		if choose(3) > 0 {
			m.Started = aDate(choose, start+store.Day(choose(length+1)), 40)
		}
		if choose(3) == 0 {
			m.Stopped = aDate(choose, start+store.Day(choose(length+1)), 40)
		}
		j.Medications = append(j.Medications, m)
	}
	return j
}

// cut is the journal as somebody would have written it by a day: nothing dated later is in it.
func cut(j *store.Journal, day store.Day) *store.Journal {
	later := func(d store.Date) bool { return !d.IsZero() && d.FirstDay() > day }
	c := &store.Journal{Profile: j.Profile}
	for _, s := range j.Spots {
		s.Entries = slices.DeleteFunc(slices.Clone(s.Entries), func(e store.Entry) bool { return later(e.Date) })
		if later(s.StatusSince) {
			s.StatusSince = store.Date{}
			if s.Status != "" { // which says nothing, then as now
				s.Status = store.StatusActive
			}
		}
		if later(s.FirstSeen) {
			s.FirstSeen = store.Date{}
		}
		if len(s.Entries) > 0 || !s.FirstSeen.IsZero() {
			c.Spots = append(c.Spots, s)
		}
	}
	for _, m := range j.Medications {
		if later(m.Stopped) {
			m.Stopped = store.Date{}
		}
		if !later(m.Started) {
			c.Medications = append(c.Medications, m)
		}
	}
	c.Checks = slices.DeleteFunc(slices.Clone(j.Checks), func(v store.Check) bool { return later(v.Date) })
	c.Visits = slices.DeleteFunc(slices.Clone(j.Visits), func(v store.Visit) bool { return later(v.Date) })
	return c
}
