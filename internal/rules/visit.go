package rules

import "spotlog/store"

const bringUp = "Bring it up at your next skin check, with the photographs."

var visitRules = []Rule{
	{Code: "bleeds-often", Tier: Visit, about: bleeding, spot: bleedsOften,
		Title:  "Bleeds often after knocks",
		When:   "Three or more bleeds within 92 days, all after a knock, a scratch or a shave.",
		Needs:  []string{"bleeding, and how often"},
		Advice: "Bring it up at your next skin check; cover it where it gets knocked.", Sources: cite("A3.often")},
	{Code: "new-on-sun-skin", Tier: Visit, about: place, spot: newOnSunSkin,
		Title: "New on skin that has had much sun",
		When: "An adult's spot first seen at most 6 months before its first entry, now at least 28 days old, on scalp, ear, " +
			"face, chest or forearm, until a visit names it. With an earlier skin cancer or weak defences: soon.",
		Needs: []string{"when it was first seen", "site", "birth date", "risks"}, Advice: bringUp, Sources: cite("A3.newspot")},
	{Code: "scaly-or-irregular", Tier: Visit, about: skin, spot: scalyOrIrregular,
		Title: "Scaly, irregular or tender for weeks",
		When:  "One of scaly, irregular, tender for 28 days or more, even from the first entry.",
		Needs: []string{"surface", "shape", "feel"}, Advice: bringUp, Sources: cite("A3.irregular")},
	{Code: "odd-one-out", Tier: Visit, about: personal, spot: oddOneOut,
		Title: "Unlike the others",
		When:  "You marked it as unlike your other spots.",
		Needs: []string{"odd one out"}, Advice: bringUp, Sources: cite("A3.newspot", "X.eye")},
	{Code: "palm-sole", Tier: Visit, about: place, spot: palmSole,
		Title: "New red spot on palm or sole",
		When:  "A red spot on palm or sole, first seen at most 6 months before its first entry.",
		Needs: []string{"site", "colours", "when it was first seen"}, Advice: bringUp, Sources: cite("A3.palms")},
	{Code: "blood-thinner", Tier: Visit, about: bleeding, spot: bloodThinner,
		Title: "Bleeding, on a medicine that matters for it",
		When:  "Bleeding, or staying under the glass, while on a blood thinner or a steroid.",
		Needs: []string{"medicines and what they do", "bleeding", "glass test"},
		Advice: "Bring the list of medicines to your next visit and ask whether dose or interactions matter; stop none " +
			"without asking.", Sources: cite("A3.thinner", "A3.often")},
	{Code: "friction-bleeding", Tier: Visit, about: bleeding, spot: frictionBleeding,
		Title:  "Bleeds where something rubs",
		When:   "Bleeding after a knock, where clothes rub or a strap lies.",
		Needs:  []string{"bleeding", "where it lies"},
		Advice: "Cover it against the rubbing; bring it up at your next skin check.", Sources: cite("A3.often")},
	{Code: "medicine-timing", Tier: Visit, about: arrival, spot: medicineTiming,
		Title: "One spot after a medicine, or spots after a supplement",
		When: "One ordinary spot first seen at most 56 days after a medicine was started, or any after a supplement, within " +
			"the last 12 months.",
		Needs:  []string{"medicines and when they were started", "when it was first seen"},
		Advice: "Bring the list of medicines and supplements to your next skin check.", Sources: cite("A2.when", "A3.asks")},
	{Code: "recheck-due", Tier: Visit, about: clinician, spot: recheckDue,
		Title: "A recheck is due",
		When:  "A recheck date has come.",
		Needs: []string{"visits with a recheck date"}, Advice: "Make the appointment; photograph it first.", Sources: cite("A3.recheck")},
	{Code: "flushing", Tier: Visit, about: outline, spot: flushing,
		Title: "Branching lines with flushing",
		When:  "A branching shape, and flushing of the face.",
		Needs: []string{"shape", "symptoms"}, Advice: "Ask about the flushing at your next skin check; note what sets it off.",
		Sources: cite("A3.vessels")},
	{Code: "fading-back", Tier: Visit, about: returning, spot: fadingBack,
		Title: "Back after it had gone",
		When:  "An entry after it was logged as gone.",
		Needs: []string{"when it went away", "a later entry"}, Advice: bringUp, Sources: cite("A1.patterns")},
}

// newOnSunSkin counts "now at least 28 days old" up to the as-of day, while nobody logged that it is gone.
func newOnSunSkin(s *spot) outcome {
	place := s.in("scalp", "ear", "face", "chest", "forearm")
	if s.crop || place == no || s.who.child(s.asOf) == yes {
		return outcome{}
	}
	switch {
	case !s.seenKnown && place == yes:
		return unlogged(needFirstSeen)
	case !s.seenKnown || s.young(s.looks[0].day) > halfYearDays || s.old(s.asOf) < healDays:
		return outcome{}
	case place == unknown:
		return lacks(needSite)
	}
	last := s.last()
	o := fires("New on skin that has had much sun, "+spell(s.old(s.asOf))+" old", last.day, s.arrived(), last.fact(s.Site), s.seenFact(s.Site))
	if has(s.who.profile.Risks, store.RiskPastSkinCancer) || s.who.fragile(s.asOf) {
		return o.at(Soon).advise(bookNow)
	}
	return o
}

func scalyOrIrregular(s *spot) outcome {
	var lack outcome
	for _, f := range []struct {
		field
		name  string
		holds func(*store.Entry) bool
	}{{fieldSurface, "scaly", isScaly}, {fieldShape, "irregular", isIrregular}, {fieldFeel, "tender", hasTender}} {
		r := s.run(f.field, f.holds)
		if !r.ok {
			continue
		}
		first, last := s.looks[r.from], s.looks[r.to]
		days := int(last.day - first.day)
		switch {
		case days >= healDays:
			return fires(upper(f.name)+" for "+spell(days), last.day, first.moment(), last.fact(f.name), first.fact(f.name))
		case s.asOf-first.day >= healDays:
			lack = lacks("log whether it is still " + f.name)
		}
	}
	if lack.state == silent && !s.recorded(fieldSurface) {
		return unlogged(needSurface)
	}
	return lack
}

func oddOneOut(s *spot) outcome {
	if !s.recorded(fieldOdd) {
		return unlogged(needOdd)
	}
	odd, ok := s.feature(fieldOdd, "unlike the other spots", func(e *store.Entry) bool { return *e.OddOneOut })
	if !ok {
		return outcome{}
	}
	return fires("You marked it as unlike your other spots", odd.fact.day, odd.began, odd.fact)
}

// palmSole takes as new what was first seen within six months of its first entry, as new-on-sun-skin does.
func palmSole(s *spot) outcome {
	place := s.in("palm", "sole")
	if place == no {
		return outcome{}
	}
	red := s.recorded(fieldColors) && has(s.at(fieldColors).Colors, store.ColorRed, store.ColorPink)
	fresh := s.seenKnown && s.young(s.looks[0].day) <= halfYearDays
	switch {
	case s.recorded(fieldColors) && !red || s.seenKnown && !fresh:
		return outcome{}
	case place == unknown:
		if red && s.isNew(s.looks[0].day) {
			return lacks(needSite)
		}
		return outcome{}
	case !s.recorded(fieldColors):
		return lacks(needColorsNow)
	case !s.seenKnown:
		return lacks(needFirstSeen)
	}
	l := s.at(fieldColors)
	return fires("New and red on palm or sole", l.day, s.arrived(), l.fact(said(l.Colors)), s.seenFact(s.Site))
}

// bloodThinner looks at the medicines in use on the day of the newest bleeding, or of the glass test that stays. A
// medicine whose effects nobody logged leaves it open; so does a list that is empty.
func bloodThinner(s *spot) outcome {
	at, what, about, ok := s.bledOrStays()
	if !ok {
		return outcome{}
	}
	open := len(s.who.medicines) == 0
	for _, m := range s.who.medicines {
		if !m.inUse(at.day) {
			continue
		}
		if has(m.Effects, store.EffectBloodThinner, store.EffectSteroid) {
			o := fires(upper(what.says)+", while taking "+m.Name, at.day, at, what).on(about)
			if m.startKnown {
				o.facts = append(o.facts, m.fact())
			}
			return o
		}
		open = open || len(m.Effects) == 0
	}
	switch {
	case len(s.who.medicines) == 0:
		return unlogged(needMedicines)
	case open:
		return lacks(needEffects)
	}
	return outcome{}
}

// bledOrStays finds the newest bleeding since the last visit, else since when the spot is blood-like.
func (s *spot) bledOrStays() (at moment, what fact, about topic, ok bool) {
	open := s.open()
	for i := len(s.looks) - 1; i >= open; i-- {
		if l := s.looks[i]; l.bleeds() > 0 {
			return l.moment(), l.fact(bleedingPhrases[l.Bleeding]), bleeding, true
		}
	}
	if s.bloodLike() != yes {
		return moment{}, fact{}, 0, false
	}
	f := s.staysFact()
	f.says = "stays under the glass"
	return s.stays(), f, arrival, true
}

func medicineTiming(s *spot) outcome {
	m, after, soon := s.medicated()
	switch {
	case soon:
		return outcome{}
	case after:
		return fires("Came "+s.since(m)+" starting "+m.Name, s.last().day, s.arrived(), m.fact(), s.seenFact(s.Site))
	case s.isNew(s.looks[0].day) && s.young(s.asOf) <= yearDays && s.who.startUnknown():
		return lacks(needStarted)
	}
	return outcome{}
}

func flushing(s *spot) outcome {
	if !s.recorded(fieldShape) {
		return unlogged(needShape)
	}
	branching, ok := s.feature(fieldShape, "branching", func(e *store.Entry) bool { return e.Shape == store.ShapeBranching })
	if !ok {
		return outcome{}
	}
	m, flushed := s.with(store.SymptomFlushing)
	switch {
	case flushed:
		return fires("Branching lines, and flushing", m.day, m.moment, m.fact(), branching.fact)
	case !s.asked():
		return unlogged(needSymptoms)
	}
	return outcome{}
}
