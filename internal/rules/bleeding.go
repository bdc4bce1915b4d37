package rules

import (
	"spotlog/internal/change"
	"spotlog/store"
)

// How a spot bled, and how often.

var bleedingPhrases = map[store.Bleeding]string{
	store.BleedingNone:       "no bleeding",
	store.BleedingBumped:     "bled after a knock, a scratch or a shave",
	store.BleedingTouched:    "bled when washed or touched",
	store.BleedingUnprovoked: "bled without a knock",
	store.BleedingWontStop:   "still bled after ten minutes of firm pressure",
}

// bleeds is how often an entry says that the spot bled: the number logged, else once where it bled at all.
func (l look) bleeds() int {
	if l.Bleeding == "" || l.Bleeding == store.BleedingNone {
		return 0
	}
	if l.Bleeds != nil && *l.Bleeds > 0 {
		return *l.Bleeds
	}
	return 1
}

// unprovoked says whether an entry logs bleeding that no knock set off.
func (l look) unprovoked() bool {
	return has([]store.Bleeding{store.BleedingUnprovoked, store.BleedingTouched, store.BleedingWontStop}, l.Bleeding)
}

// bleedPace is how often it bled in 30 days before and after the look that first logs it: the days run from the last
// entry that says it had not bled.
func (s *spot) bleedPace(first int) *Pace {
	without, start := -1, -1
	for i := range first {
		if l := s.looks[i]; l.Bleeding != "" {
			if start < 0 {
				start = i
			}
			if l.Bleeding == store.BleedingNone {
				without = i
			}
		}
	}
	turn := first
	if without >= 0 {
		turn = without
	} else {
		start = first
	}
	before, after := 0, 0
	for i, l := range s.looks {
		switch {
		case i <= turn && i < first:
			before += l.bleeds()
		default:
			after += l.bleeds()
		}
	}
	newest := s.looks[max(first, s.newest[fieldBleeding])] // `restarts` may stand without the word
	pace := &Pace{Days: int(s.looks[first].day - s.looks[turn].day), Per30Days: &BleedsPace{
		Before: perThirtyDays(before, int(s.looks[turn].day-s.looks[start].day)),
		After:  perThirtyDays(after, int(newest.day-s.looks[turn].day)),
	}}
	if without >= 0 && before == 0 {
		pace.Per30Days.Before = new(0.0) // it was looked at, and had not bled
	}
	if *pace.Per30Days == (BleedsPace{}) {
		if without < 0 {
			return nil // nothing to measure from: the first look of all has no pace
		}
		pace.Per30Days = nil
	}
	return pace
}

// perThirtyDays is nil where no day passed: a rate needs a time.
func perThirtyDays(count, days int) *float64 {
	if days <= 0 {
		return nil
	}
	return new(round(change.PerThirtyDays(count, days), 2))
}

// bleedFacts gives the looks from one to another that say anything about bleeding, those without bleeding only where
// they stand before it.
func (s *spot) bleedFacts(from, to int) []fact {
	var facts []fact
	for i := from; i <= to; i++ {
		if l := s.looks[i]; l.bleeds() > 0 {
			facts = append(facts, l.fact(bleedingPhrases[l.Bleeding]))
		}
	}
	for i := from - 1; i >= 0; i-- {
		if l := s.looks[i]; l.Bleeding != "" {
			return append(facts, l.fact(bleedingPhrases[l.Bleeding]))
		}
	}
	return facts
}

// bleedsUnprovoked takes any bleeding since the last visit that no knock set off; bleeding that would not stop at
// the time is such, too, once it has stopped.
func bleedsUnprovoked(s *spot) outcome {
	if !s.recorded(fieldBleeding) {
		return unlogged(needBleeding)
	}
	first, newest := -1, -1
	for i := s.open(); i < len(s.looks); i++ {
		if s.looks[i].unprovoked() {
			newest = i
			if first < 0 {
				first = i
			}
		}
	}
	if newest < 0 {
		return outcome{}
	}
	l := s.looks[newest]
	title := "Bled without a knock"
	if l.Bleeding == store.BleedingTouched {
		title = "Bled when washed or touched"
	}
	return fires(title, l.day, l.moment(), s.bleedFacts(first, newest)...).paced(s.bleedPace(first))
}

func bleedingRestarts(s *spot) outcome {
	if !s.recorded(fieldBleeding) && !s.recorded(fieldRestarts) {
		return unlogged(needBleeding)
	}
	if s.recorded(fieldRestarts) && *s.at(fieldRestarts).Restarts && !s.stopped(s.at(fieldRestarts)) {
		l := s.at(fieldRestarts)
		return fires("Bleeding that started again after it was stopped", l.day, l.moment(), l.fact("the bleeding started again more than once")).
			paced(s.bleedPace(s.newest[fieldRestarts]))
	}
	previous := -1
	var o outcome
	for i := s.open(); i < len(s.looks); i++ {
		if s.looks[i].Bleeding != store.BleedingUnprovoked {
			continue
		}
		if previous >= 0 && s.looks[i].day-s.looks[previous].day <= spreadWindowDays && !s.stopped(s.looks[i]) {
			o = fires("Bled by itself twice within a week", s.looks[i].day, s.looks[i].moment(), s.bleedFacts(previous, i)...).
				paced(s.bleedPace(previous))
		}
		previous = i
	}
	return o
}

// stopped says whether a later entry logs that the spot has not bled.
func (s *spot) stopped(l look) bool {
	return s.recorded(fieldBleeding) && s.at(fieldBleeding).Bleeding == store.BleedingNone &&
		s.at(fieldBleeding).moment().after(l.moment(), false)
}

// bumped counts the bleeds after a knock in the 92 days up to the newest entry that says anything of bleeding, and
// says whether all bleeds in them were such.
func (s *spot) bumped() (n, first, newest int, all bool) {
	first, newest, all = -1, -1, true
	if !s.recorded(fieldBleeding) {
		return 0, -1, -1, true
	}
	until := s.at(fieldBleeding).day
	for i := s.open(); i < len(s.looks); i++ {
		l := s.looks[i]
		if l.bleeds() == 0 || until-l.day > quarterDays {
			continue
		}
		if l.Bleeding != store.BleedingBumped {
			all = false
			continue
		}
		n, newest = n+l.bleeds(), i
		if first < 0 {
			first = i
		}
	}
	return n, first, newest, all
}

func bleedsOften(s *spot) outcome {
	if !s.recorded(fieldBleeding) {
		return unlogged(needBleeding)
	}
	n, first, newest, all := s.bumped()
	if n < 3 || !all {
		return outcome{}
	}
	l := s.looks[newest]
	return fires("Bled "+count(n, "time", "times")+" within three months, each after a knock", l.day, l.moment(),
		s.bleedFacts(first, newest)...).paced(s.bleedPace(first))
}

func frictionBleeding(s *spot) outcome {
	if !has(s.Where, store.WhereFriction, store.WhereStrap) {
		return outcome{}
	}
	if !s.recorded(fieldBleeding) {
		return unlogged(needBleeding)
	}
	_, first, newest, _ := s.bumped()
	if newest < 0 {
		return outcome{}
	}
	l := s.looks[newest]
	return fires("Bleeds where something rubs", l.day, l.moment(), s.bleedFacts(first, newest)...).paced(s.bleedPace(first))
}

func bumpBleed(s *spot) outcome {
	if !s.recorded(fieldBleeding) {
		return unlogged(needBleeding)
	}
	n, first, newest, all := s.bumped()
	if n < 1 || n > 2 || !all || s.asOf-s.looks[newest].day > quarterDays || !s.steady() {
		return outcome{}
	}
	l := s.looks[newest]
	return fires("Bled after a knock", l.day, l.moment(), s.bleedFacts(first, newest)...).paced(s.bleedPace(first))
}
