package rules

import (
	"slices"
	"testing"

	"spotlog/store"
)

const day0 = store.Day(20_000) // 2024-10-04

// on makes an entry some days after day0.
func on(days int, e store.Entry) store.Entry {
	e.Date = (day0 + store.Day(days)).Date()
	return e
}

// at makes an entry of a day and an hour.
func at(text string, e store.Entry) store.Entry {
	d, err := store.ParseDate(text)
	if err != nil {
		panic(err)
	}
	e.Date = d
	return e
}

func journal(spots ...store.Spot) *store.Journal { return &store.Journal{Spots: spots} }

// first gives the facts of the first spot of a journal.
func first(j *store.Journal, asOf store.Day) *spot { return read(j, asOf).spots[0] }

func TestGlass(t *testing.T) {
	const fades, stays, unsure, untried = store.BlanchFades, store.BlanchStays, store.BlanchUnsure, store.Blanch("")
	for _, c := range []struct {
		tests []store.Blanch
		want  store.Blanch
	}{
		{[]store.Blanch{untried}, untried},
		{[]store.Blanch{fades, untried}, fades},
		{[]store.Blanch{fades, stays}, stays},
		{[]store.Blanch{stays, fades}, fades},
		{[]store.Blanch{fades, unsure}, unsure},
		{[]store.Blanch{stays, unsure}, stays},
		{[]store.Blanch{stays, fades, unsure}, unsure},
		{[]store.Blanch{stays, unsure, unsure, untried}, stays},
	} {
		s := store.Spot{Name: "a", Site: "arm"}
		for i, b := range c.tests {
			s.Entries = append(s.Entries, on(i, store.Entry{Blanch: b}))
		}
		if got := first(journal(s), day0+30).glass.says; got != c.want {
			t.Errorf("%v says %q, want %q", c.tests, got, c.want)
		}
	}
}

func TestSymptomsStand(t *testing.T) {
	const none, fever, tired = store.SymptomNone, store.SymptomFever, store.SymptomFatigue
	for _, c := range []struct {
		name  string
		dates []string
		words [][]store.Symptom
		want  []store.Symptom
	}{
		{"one list", []string{"2026-01-01"}, [][]store.Symptom{{fever}}, []store.Symptom{fever}},
		{"lists of three days add up", []string{"2026-01-01", "2026-01-03"}, [][]store.Symptom{{fever}, {tired}}, []store.Symptom{fever, tired}},
		{"after that the newest list stands", []string{"2026-01-01", "2026-01-09"}, [][]store.Symptom{{fever}, {tired}}, []store.Symptom{tired}},
		{"none clears", []string{"2026-01-01", "2026-01-03"}, [][]store.Symptom{{fever}, {none}}, nil},
		{"fever after none", []string{"2026-01-01", "2026-01-03"}, [][]store.Symptom{{none}, {fever}}, []store.Symptom{fever}},
		{"one day, no times: fever stands", []string{"2026-01-01", "2026-01-01"}, [][]store.Symptom{{fever}, {none}}, []store.Symptom{fever}},
		{"one day, none later", []string{"2026-01-01T08:00", "2026-01-01T20:00"}, [][]store.Symptom{{fever}, {none}}, nil},
		{"one day, fever later", []string{"2026-01-01T08:00", "2026-01-01T20:00"}, [][]store.Symptom{{none}, {fever}}, []store.Symptom{fever}},
		{"later than asked", []string{"2026-03-01"}, [][]store.Symptom{{fever}}, nil},
		{"some time in January", []string{"2026-01", "2026-01-20"}, [][]store.Symptom{{fever}, {none}}, []store.Symptom{fever}},
	} {
		t.Run(c.name, func(t *testing.T) {
			j := &store.Journal{}
			for i, text := range c.dates {
				d, _ := store.ParseDate(text)
				j.Checks = append(j.Checks, store.Check{Date: d, Symptoms: c.words[i]})
			}
			var got []store.Symptom
			for _, m := range read(j, store.DayOf(2026, 2, 1)).standing {
				got = append(got, m.word)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%v stand, want %v", got, c.want)
			}
		})
	}
}

// Who came first on one day is known only where both have a time; else emergency and today stay unanswered.
func TestVisitOfTheSameDay(t *testing.T) {
	fever := store.Entry{Blanch: store.BlanchStays, Symptoms: []store.Symptom{store.SymptomFever}}
	for _, c := range []struct {
		entry, visit string
		want         Tier
	}{
		{"2026-01-10T09:00", "2026-01-10T15:00", ""},
		{"2026-01-10T18:00", "2026-01-10T15:00", Emergency},
		{"2026-01-10", "2026-01-10T15:00", Emergency},
		{"2026-01-10", "2026-01-10", Emergency},
		{"2026-01-10", "2026-01-11", ""},
		{"2026-01-10", "2026-01", Emergency}, // a visit of some day in January answers from its first day only
	} {
		visit, _ := store.ParseDate(c.visit)
		j := journal(store.Spot{Name: "a", Site: "arm", Kind: store.KindCrop, Onset: store.OnsetGradual, Entries: []store.Entry{at(c.entry, fever)}})
		j.Visits = []store.Visit{{Date: visit, Spots: []store.VisitSpot{{Spot: "a", Outcome: store.OutcomeWatch}}}}
		got := Tier("")
		for _, f := range Judge(j, store.DayOf(2026, 1, 12)).Flags {
			if f.Code == "nonblanching-ill" {
				got = f.Tier
			}
		}
		if got != c.want {
			t.Errorf("entry %s, visit %s: %q, want %q", c.entry, c.visit, got, c.want)
		}
	}
}

func TestAgeing(t *testing.T) {
	for _, c := range []struct {
		tier  Tier
		about topic
		days  int
		want  Tier
	}{
		{Emergency, arrival, 0, Emergency}, {Emergency, arrival, 14, Emergency}, {Emergency, arrival, 15, Soon},
		{Emergency, arrival, 183, Soon}, {Emergency, arrival, 184, Visit}, {Today, bleeding, 15, Soon},
		{Today, bleeding, 184, Visit}, {Soon, arrival, 184, Visit}, {Soon, size, 2000, Soon}, {Visit, arrival, 2000, Visit},
	} {
		o := outcome{state: fired, tier: c.tier, about: c.about, advice: "Go."}
		aged := o.age(c.days)
		if aged.tier != c.want {
			t.Errorf("%s of %d days is %s, want %s", c.tier, c.days, aged.tier, c.want)
		}
		if asks := aged.advice != "Go."; asks != (c.tier != c.want || c.days == 14) {
			t.Errorf("%s of %d days advises %q", c.tier, c.days, aged.advice)
		}
	}
}

func TestPaceOfColourAndBleeding(t *testing.T) {
	s := store.Spot{Name: "a", Site: "arm", Onset: store.OnsetGradual, Entries: []store.Entry{
		on(0, store.Entry{Colors: []store.Color{store.ColorBrown}, Bleeding: store.BleedingNone}),
		on(60, store.Entry{Colors: []store.Color{store.ColorBrown}, Bleeding: store.BleedingNone}),
		on(75, store.Entry{Colors: []store.Color{store.ColorBrown, store.ColorRed}, Bleeding: store.BleedingUnprovoked, Bleeds: new(2)}),
		on(90, store.Entry{Colors: []store.Color{store.ColorBrown, store.ColorRed}, Bleeding: store.BleedingUnprovoked}),
	}}
	for _, f := range Judge(journal(s), day0+90).Flags {
		switch f.Code {
		case "color-changed":
			if f.Pace.Days != 15 || f.Since != (day0+75).String() {
				t.Errorf("colour: %d days, since %s", f.Pace.Days, f.Since)
			}
		case "bleeds-unprovoked":
			if p := f.Pace; p.Days != 15 || *p.Per30Days.Before != 0 || *p.Per30Days.After != 3 {
				t.Errorf("bleeding: %d days, %+v", p.Days, *p.Per30Days)
			}
		}
	}
}

func TestSpansInWords(t *testing.T) {
	for days, want := range map[int]string{1: "1 day", 13: "13 days", 14: "2 weeks", 42: "6 weeks", 118: "4 months", 365: "12 months", 900: "2 years"} {
		if got := spell(days); got != want {
			t.Errorf("%d days are %q, want %q", days, got, want)
		}
	}
}

// What is known only to the month or year takes the reading that fires.
func TestPartialDates(t *testing.T) {
	month, _ := store.ParseDate("2026-03")
	s := store.Spot{Name: "a", Site: "arm", Kind: store.KindCrop, FirstSeen: month,
		Entries: []store.Entry{at("2026-03-20", store.Entry{})}}
	got := first(journal(s), store.DayOf(2026, 3, 25))
	if got.seen != (span{store.DayOf(2026, 3, 1), store.DayOf(2026, 3, 20)}) {
		t.Errorf("first seen from %s to %s", got.seen.early, got.seen.late)
	}
	s.Entries = []store.Entry{at("2026-03", store.Entry{}), at("2026-03-20", store.Entry{})}
	if got := first(journal(s), store.DayOf(2026, 3, 25)).looks; got[0].day != store.DayOf(2026, 3, 20) {
		t.Errorf("the entry of March counts as %s, past the entry that follows it", got[0].day)
	}
	if got := Judge(journal(s), store.DayOf(2026, 2, 28)); len(got.Flags) != 0 {
		t.Error("an entry of March is seen in February")
	}
}

// Entries may come in any order: an imported journal is not sorted.
func TestEntriesOutOfOrder(t *testing.T) {
	s := store.Spot{Name: "a", Site: "arm", Entries: []store.Entry{
		on(300, store.Entry{LengthMM: 7, Method: store.MethodRuler}), on(0, store.Entry{LengthMM: 4, Method: store.MethodRuler})}}
	a := Judge(journal(s), day0+300)
	if !slices.Contains(raisedCodes(a), "size-growing") {
		t.Error("growth is not seen")
	}
	if !s.Entries[0].Date.FirstDay().Time().After(s.Entries[1].Date.FirstDay().Time()) {
		t.Error("the journal was sorted in place")
	}
}
