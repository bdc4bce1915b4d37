package rules

import (
	"slices"

	"spotlog/store"
)

// weaker turns soon into today for someone whose defences or blood are weak.
func (s *spot) weaker(o outcome) outcome {
	if s.who.fragile(o.since) {
		return o.at(Today).advise(seenToday)
	}
	return o
}

// nonblanchingUnexplained leaves sudden crops to nonblanching-sudden and crop-sudden. A sudden single spot has no
// other rule and is no less unexplained, so it counts here.
func nonblanchingUnexplained(s *spot) outcome {
	blood := s.bloodLike()
	if blood == no || s.caused() || s.crop && s.sudden(s.last().day) {
		return outcome{}
	}
	if blood == unknown {
		return lacks(needGlass)
	}
	l := s.looks[s.glass.at]
	return s.weaker(fires("Stays under the glass, and nothing logged explains it", l.day, s.stays(), s.staysFact(), s.seenFact(s.Site)))
}

func nonblanchingLasting(s *spot) outcome {
	blood := s.bloodLike()
	if blood == no || !s.trigger() {
		return outcome{}
	}
	last := s.last()
	switch {
	case s.old(last.day) <= newDays && s.old(s.asOf) > newDays:
		return lacks(needStill)
	case s.old(last.day) <= newDays:
		return outcome{}
	case blood == unknown:
		return lacks(needGlass)
	}
	return s.weaker(fires("Stays under the glass, "+spell(s.old(last.day))+" after it came", last.day, s.stays(),
		last.fact("still there"), s.staysFact(), s.seenFact(s.triggerWords())))
}

// triggerWords tells the fitting trigger.
func (s *spot) triggerWords() string {
	if after := s.after(); len(after) > 0 && !has(after, store.AfterNone) {
		return "after " + afterWords(after)
	}
	return "under a strap"
}

func nonblanchingLarge(s *spot) outcome {
	blood := s.bloodLike()
	if blood == no || s.trigger() || s.injured(s.last().day, freshDays) {
		return outcome{}
	}
	if !s.recorded(fieldSize) {
		if blood == yes {
			return lacks(needOneSize)
		}
		return unlogged(needOneSize)
	}
	size := s.at(fieldSize)
	switch {
	case size.DiameterMM() < largeMM:
		return outcome{}
	case blood == unknown:
		return lacks(needGlass)
	}
	return s.weaker(fires("Stays under the glass, "+mm(size.DiameterMM())+" across", s.looks[s.glass.at].day,
		later(s.stays(), size.moment()), s.staysFact(), size.fact(mm(size.DiameterMM()))))
}

func cropSudden(s *spot) outcome {
	if !s.crop {
		return outcome{}
	}
	last := s.last()
	if !s.sudden(last.day) || s.trigger() || s.explained() == yes {
		return outcome{}
	}
	o := fires("Sudden spots, and nothing logged explains them", last.day, s.arrived(), s.seenFact(s.Site), s.glassFact())
	if s.bloodLike() == yes {
		return s.weaker(o)
	}
	return o
}

// lastsWeeks needs an entry that late: that nobody closed a spot does not show that it is there. What it came after
// must lie within three months of when it was first seen: a shave that nicks an old mole did not bring it.
func lastsWeeks(s *spot) outcome {
	if s.Onset == store.OnsetGradual && has(s.Where, store.WhereFollicles) || !s.crop && !s.cameAfter() {
		return outcome{}
	}
	last := s.last()
	switch {
	case s.old(last.day) > fewWeeksDays:
		return fires("Still there "+spell(s.old(last.day))+" after it was first seen", last.day, s.arrived(),
			last.fact("still there"), s.seenFact(s.Site))
	case s.old(s.asOf) > fewWeeksDays:
		return lacks(needStill)
	}
	return outcome{}
}

func (s *spot) cameAfter() bool {
	return slices.ContainsFunc(s.looks, func(l look) bool {
		return len(l.After) > 0 && !has(l.After, store.AfterNone) && s.young(l.day) <= quarterDays
	})
}

// medicated is what after-medicine and medicine-timing share: whether the spot came after a medicine within the last
// twelve months, and whether that is for soon.
func (s *spot) medicated() (m medicine, after, soon bool) {
	if s.young(s.asOf) > yearDays {
		return medicine{}, false, false
	}
	m, after = s.afterMedicine()
	many := s.crop || s.bloodLike() == yes || s.isNew(s.looks[0].day) && s.another(s.looks[0].day)
	return m, after, after && many && !m.supplement()
}

func afterMedicineSoon(s *spot) outcome {
	m, after, soon := s.medicated()
	last := s.last()
	told := s.crop && has(s.after(), store.AfterNewMedicine) && s.young(s.asOf) <= yearDays
	switch {
	case soon:
		return fires("Came "+s.since(m)+" starting "+m.Name, last.day, s.arrived(), m.fact(), s.seenFact(s.Site))
	case told:
		return fires("Came after a new medicine", last.day, s.arrived(), s.at(fieldAfter).fact("after a new medicine"), s.seenFact(s.Site))
	case !after && s.crop && s.isNew(s.looks[0].day) && s.who.startUnknown():
		return lacks(needStarted)
	}
	return outcome{}
}

// since tells how long after starting a medicine the spot was first seen.
func (s *spot) since(m medicine) string {
	if m.started.early != m.started.late || s.seen.early != s.seen.late {
		return "after"
	}
	return spell(int(s.seen.early-m.started.late)) + " after"
}

func suddenSpot(s *spot) outcome {
	if s.crop || s.bloodLike() == yes {
		return outcome{}
	}
	if !s.seenKnown {
		if s.Onset == store.OnsetSudden {
			return lacks(needFirstSeen)
		}
		return outcome{}
	}
	first, last := s.looks[0], s.last()
	switch {
	case !s.sudden(first.day) || s.established(last.day):
		return outcome{}
	case s.old(last.day) >= freshDays:
		return fires("Came suddenly and is still there after "+spell(s.old(last.day)), last.day, s.arrived(),
			last.fact("still there"), s.seenFact("came within days"))
	case s.old(s.asOf) >= freshDays:
		return lacks(needStill)
	}
	return outcome{}
}

func vesselsPattern(s *spot) outcome {
	last := s.last()
	place := s.in("leg", "foot")
	if !s.crop && s.bloodLike() != yes || place == no || !s.seenKnown || s.young(last.day) > quarterDays {
		return outcome{}
	}
	if s.recorded(fieldColors) && !has(s.at(fieldColors).Colors, store.ColorRed, store.ColorPink, store.ColorPurple, store.ColorBlue) {
		return outcome{}
	}
	facts, names := s.allWith(store.SymptomJointPain, store.SymptomFatigue)
	m, ill := s.with(store.SymptomJointPain, store.SymptomFatigue)
	var at moment
	if ill {
		at = m.moment
	}
	if s.recorded(fieldFeel) && has(s.at(fieldFeel).Feel, store.FeelNumb) {
		l := s.at(fieldFeel)
		facts, names, at, ill = append(facts, l.fact("numb")), append(names, "numbness"), later(at, l.moment()), true
	}
	if s.recorded(fieldSurface) && has(s.at(fieldSurface).Surface, store.SurfaceSore) {
		l := s.at(fieldSurface)
		facts, names, at, ill = append(facts, l.fact("open, not healed")), append(names, "an open sore"), later(at, l.moment()), true
	}
	switch {
	case ill && place == unknown:
		return lacks(needSite)
	case ill && !s.recorded(fieldColors):
		return lacks(needColorsNow)
	case ill:
		return fires("Red or purple spots on the legs, with "+listed(names), at.day, at, append(facts, s.seenFact(s.Site))...)
	case !s.asked() && place == yes && s.isNew(last.day):
		return lacks(needSymptoms)
	}
	return outcome{}
}

// cropsRecurring takes crops of the same three days as one outbreak, and leaves out what came slowly round the hair. It
// is told at the newest that is still there; one that has gone since counts with it.
func cropsRecurring(s *spot) outcome {
	if !s.recurs() {
		return outcome{}
	}
	explained := s.explained() == yes
	facts := []fact{s.seenFact(s.Site)}
	newest := s.arrived()
	for _, o := range s.who.spots {
		apart := s.seen.late - o.seen.late
		switch {
		case o == s || !o.recurs():
		case apart < -outbreakDays && !o.closed:
			return outcome{}
		case max(apart, -apart) > outbreakDays && max(s.seen.early-o.seen.late, o.seen.early-s.seen.late) <= quarterDays:
			explained = explained && o.explained() == yes
			facts = append(facts, o.seenFact(o.Site))
			newest = later(newest, o.arrived())
		}
	}
	if len(facts) == 1 {
		return outcome{}
	}
	o := fires(count(len(facts), "crop", "crops")+" within three months", newest.day, newest, facts...)
	if explained {
		return o.at(Visit).advise("Bring it up at your next skin check, with the dates.")
	}
	return o
}

func (s *spot) recurs() bool {
	slow := s.Onset == store.OnsetGradual && (has(s.Where, store.WhereFollicles) || s.firstSeen().IsZero())
	return s.crop && len(s.looks) > 0 && !slow
}
