package rules

import (
	"fmt"

	"spotlog/store"
)

// A spreading is how a crop spreads, and since when the log says so.
type spreading struct {
	ok    bool
	fast  bool // said in the word `fast`
	at    moment
	facts []fact
}

// spreading says whether the spot spreads: it was said to be fast, or within 7 days its dots or its extent at least
// doubled. A later `none` or `slow` answers it.
func (s *spot) spreading() spreading {
	if s.recorded(fieldSpread) {
		if l := s.at(fieldSpread); l.Spread == store.SpreadFast {
			return spreading{true, true, l.moment(), []fact{l.fact("spreads over hours or days")}}
		}
	}
	doubled := s.doubled(fieldCount, func(l look) float64 { return float64(l.Count) }, spreadDots, "%.0f dots")
	if !doubled.ok {
		doubled = s.doubled(fieldExtent, func(l look) float64 { return l.ExtentMM }, spreadMM, "%.0f mm across")
	}
	if doubled.ok && s.recorded(fieldSpread) && s.at(fieldSpread).moment().after(doubled.at, false) {
		return spreading{}
	}
	return doubled
}

// spreadTold says whether the log can say that the spot does not spread: by the word, or by two counts or extents. One
// alone leaves it open.
func (s *spot) spreadTold() bool {
	return s.recorded(fieldSpread) || s.twice(fieldCount) || s.twice(fieldExtent)
}

// needsSpread asks for what settles whether the spot spreads: again, where one count or extent is there.
func (s *spot) needsSpread() string {
	switch {
	case s.recorded(fieldCount):
		return needCount
	case s.recorded(fieldExtent):
		return needReach
	}
	return needSpread
}

func (s *spot) twice(f field) bool {
	n := 0
	for _, l := range s.looks {
		if records(l.Entry, f) {
			n++
		}
	}
	return n > 1
}

// doubled compares the newest look that records a field with those of the 7 days before it.
func (s *spot) doubled(f field, value func(look) float64, more float64, format string) spreading {
	if !s.recorded(f) {
		return spreading{}
	}
	now := s.at(f)
	for i := s.newest[f] - 1; i >= 0 && now.day-s.looks[i].day <= spreadWindowDays; i-- {
		was := s.looks[i]
		if v := value(was); v > 0 && value(now) >= 2*v && value(now)-v >= more {
			return spreading{true, false, now.moment(), []fact{
				now.fact(fmt.Sprintf(format, value(now))), was.fact(fmt.Sprintf(format, v))}}
		}
	}
	return spreading{}
}
