package rules

import (
	"slices"

	"spotlog/store"
)

func isDark(e *store.Entry) bool {
	return has(e.Colors, store.ColorBrown, store.ColorBlack, store.ColorBlue)
}

// sevenPoint lists the features of the weighted 7-point list (NICE NG12) that the log holds. The weights decide; no
// number is told, since it would be read as a risk.
func sevenPoint(s *spot) outcome {
	if !s.recorded(fieldColors) {
		return unlogged(needColors)
	}
	if !isDark(s.at(fieldColors).Entry) {
		return outcome{}
	}
	heavy, light := s.sevenMajor(), s.sevenMinor()
	found := slices.Concat(heavy, light)
	if 2*len(heavy)+len(light) < 3 {
		return outcome{}
	}
	names, facts, since, decides := gather(found)
	dark := s.at(fieldColors)
	return fires("A dark spot: "+listed(names), since, decides, append(facts, dark.fact(said(dark.Colors)))...)
}

// sevenMajor gives the features that count two: a change in size, an irregular shape, an irregular colour.
func (s *spot) sevenMajor() []feature {
	var found []feature
	if s.verdict().Grew {
		facts := s.sizeFacts(s.verdict().Compared.To)
		found = append(found, feature{"grew", s.growth(), facts[0]})
	} else if f, ok := s.feature(fieldChanged, "size looks different", func(e *store.Entry) bool { return has(e.Changed, store.ChangedSize) }); ok {
		found = append(found, f)
	}
	if f, ok := s.feature(fieldShape, "irregular shape", isIrregular); ok {
		found = append(found, f)
	} else if f, ok := s.feature(fieldBorder, "uneven border", func(e *store.Entry) bool { return e.Border == store.BorderUneven }); ok {
		found = append(found, f)
	}
	if f, ok := s.feature(fieldColors, "several colours", func(e *store.Entry) bool { return isDark(e) && groupsOf(e.Colors).count() > 1 }); ok {
		found = append(found, f)
	}
	return found
}

// sevenMinor gives the features that count one: 7 mm or more, inflammation, oozing or crusting, a changed feeling.
func (s *spot) sevenMinor() []feature {
	var found []feature
	for _, want := range []struct {
		field
		name  string
		holds func(*store.Entry) bool
	}{
		{fieldSize, "7 mm or more", func(e *store.Entry) bool { return e.DiameterMM() >= sevenPointMM }},
		{fieldFeel, "swollen around", func(e *store.Entry) bool { return has(e.Feel, store.FeelLocalSwelling) }},
		{fieldSurface, "oozing or crusted", isSore},
		{fieldFeel, "a changed feeling", func(e *store.Entry) bool {
			return has(e.Feel, store.FeelItch, store.FeelPain, store.FeelTender, store.FeelSting, store.FeelNumb)
		}},
	} {
		if f, ok := s.feature(want.field, want.name, want.holds); ok {
			found = append(found, f)
		}
	}
	return found
}

// darkNailSole takes as new what was first seen within six months of its first entry, wider than the term, because a
// mark under a nail shows late; and a dark colour that the reference did not have.
func darkNailSole(s *spot) outcome {
	if !s.recorded(fieldColors) {
		if s.in("nail", "toenail", "palm", "sole") == yes {
			return unlogged(needColors)
		}
		return outcome{}
	}
	l := s.at(fieldColors)
	place := s.in("nail", "toenail", "palm", "sole")
	if !isDark(l.Entry) || place == no || s.everInjured() {
		return outcome{}
	}
	turned := s.tint().added&(groupBrown|groupBlack|groupPurple) != 0
	fresh := s.seenKnown && s.young(s.looks[0].day) <= halfYearDays
	switch {
	case !turned && !fresh && s.seenKnown:
		return outcome{}
	case place == unknown:
		if s.seenKnown {
			return unlogged(needSite)
		}
		return outcome{}
	case !turned && !fresh:
		return lacks(needFirstSeen)
	}
	decides := s.arrived()
	if turned {
		decides = s.looks[s.tint().first].moment()
	}
	return fires("New dark colour on nail, palm or sole", l.day, decides, l.fact(said(l.Colors)), s.seenFact(s.Site))
}

func (s *spot) everInjured() bool {
	return slices.ContainsFunc(s.looks, func(l look) bool { return has(l.After, store.AfterInjury) })
}
