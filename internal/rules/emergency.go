package rules

import (
	"slices"

	"spotlog/store"
)

const goNow = "Call your emergency number (112, 911, 999 …) or get urgent care now; take this page."

var emergencyRules = []Rule{
	{Code: "nonblanching-ill", Tier: Emergency, about: arrival, spot: nonblanchingIll,
		Title: "Spots that stay under the glass, and not well",
		When: "A crop that stays under the glass, or two or more new such spots, with fever, unusual tiredness, bruises, " +
			"bleeding in the mouth, confusion, a stiff neck, trouble breathing, drowsiness or fainting. One new such spot: " +
			"with any of these but tiredness.",
		Needs: []string{"glass test", "symptoms", "colours", "when it was first seen"}, Advice: goNow,
		Sources: cite("A2.2", "A3.urgent", "A1.dots")},
	{Code: "spots-fever-untested", Tier: Emergency, about: arrival, spot: spotsFeverUntested,
		Title: "New spots with fever, not seen to fade",
		When: "A new crop, two or more new spots within three days, or one new flat red or purple spot, with fever, and no " +
			"glass test since the fever that faded.",
		Needs:   []string{"symptoms", "glass test", "when it was first seen", "colours", "surface"},
		Advice:  "Press one with a clear glass now. If it stays, if you cannot tell, or if you feel very ill: " + lower(goNow),
		Sources: cite("A3.urgent", "A3.glass", "X.glass")},
	{Code: "spots-mouth-bleeding-confusion", Tier: Emergency, about: arrival, spot: spotsMouthBleedingConfusion,
		Title: "Spots with bleeding in the mouth or confusion",
		When:  "New, spreading or glass-staying spots with bleeding in the mouth or confusion.",
		Needs: []string{"symptoms", "when it was first seen", "glass test"}, Advice: goNow, Sources: cite("A3.urgent")},
	{Code: "rash-breathing-swelling", Tier: Emergency, about: arrival, spot: rashBreathingSwelling,
		Title: "Spots with trouble breathing or swelling of the face",
		When:  "A crop, or a new or changed spot, with trouble breathing or swelling of face, lips or tongue.",
		Needs: []string{"symptoms"}, Advice: goNow, Sources: cite("A2.5")},
	{Code: "rash-spreading-fever", Tier: Emergency, about: arrival, spot: rashSpreadingFever,
		Title: "Spreading spots with fever",
		When:  "A spreading crop and fever, unless it faded under the glass since the fever.",
		Needs: []string{"symptoms", "count, extent or spread", "glass test"}, Advice: goNow,
		Sources: cite("A3.rashfever", "A3.urgent", "X.glass")},
	{Code: "medicine-rash-alarm", Tier: Emergency, about: arrival, spot: medicineRashAlarm,
		Title: "Rash after a medicine, with alarm signs",
		When: "A crop first seen at most 56 days after a medicine was started, or said to come after a new one, with fever, a " +
			"painful blister or sore, sores in the mouth or a painful eye, or (while it is at most 56 days old) in mouth or " +
			"eye, on lip or genitals. Or a crop at most 14 days old, after food, a bite or a new product, with fever.",
		Needs:  []string{"medicines and when they were started", "what came before", "symptoms", "surface", "feel", "site"},
		Advice: goNow + " Take the medicine's box along.", Sources: cite("A2.5", "X.medicine")},
	{Code: "person-alarm", Tier: Emergency, about: wellbeing, person: personAlarm,
		Title: "How you are needs care now",
		When: "Confusion, trouble breathing, swelling of face, lips or tongue, or fever with a stiff neck, with or without " +
			"any spot.",
		Needs: []string{"symptoms"}, Advice: goNow, Sources: cite("A3.urgent", "X.ill")},
	{Code: "infection-spreading", Tier: Emergency, about: wellbeing, person: infectionSpreading,
		Title: "Signs of infection with fever or confusion",
		When:  "Redness that spreads, or is hot and painful, with fever or confusion.",
		Needs: []string{"symptoms"}, Advice: goNow, Sources: cite("X.infection", "A1.outside")},
	{Code: "bleeding-now", Tier: Emergency, about: bleeding, spot: bleedingNow,
		Title:  "Bleeding that does not stop",
		When:   "The newest bleeding did not stop after ten minutes of firm pressure.",
		Needs:  []string{"bleeding"},
		Advice: "Keep pressing firmly. " + goNow, Sources: cite("A3.bleeds", "X.bleed")},
}

// illness is what turns spots that stay under the glass into an emergency.
var illness = []store.Symptom{store.SymptomFever, store.SymptomFatigue, store.SymptomBruising, store.SymptomMouthBleeding,
	store.SymptomConfusion, store.SymptomStiffNeck, store.SymptomBreathing, store.SymptomDrowsy, store.SymptomFaint}

func nonblanchingIll(s *spot) outcome {
	concerns := func(day store.Day) bool { return s.crop || s.isNew(day) }
	day := s.last().day
	m, concerned, ill := s.withOn(concerns, illness...)
	if ill {
		day = m.day
	} else {
		concerned = concerns(day)
	}
	blood := s.bloodLike()
	if fever, hot := s.with(store.SymptomFever); hot {
		blood = s.bloodLikeIn(fever.day)
	}
	facts, names := s.allWith(illness...)
	switch {
	case blood == no:
		return outcome{}
	case !s.crop && ill && len(names) == 1 && m.word == store.SymptomFatigue && !s.companions(day):
		return outcome{}
	case !concerned && ill && s.ageOpen(day):
		return lacks(needFirstSeen)
	case !concerned:
		return outcome{}
	case !ill:
		return s.illnessUnknown(blood)
	case blood == unknown:
		return lacks(needGlass)
	}
	facts = append(facts, s.staysFact(), s.seenFact(s.Site))
	return fires(s.titled("that stay"+s.ending()+" under the glass, with "+listed(names)), m.day, m.moment, facts...)
}

// illnessUnknown says what a spot that may be blood-like lacks where no symptom counts for it. An old crop that
// nobody pressed asks for nothing by itself.
func (s *spot) illnessUnknown(blood truth) outcome {
	switch {
	case s.asked():
		return outcome{}
	case blood == yes:
		return lacks(needSymptoms)
	case s.isNew(s.last().day):
		return lacks(needGlassToo)
	}
	return unlogged(needGlassToo)
}

// companions says whether another single spot was new and blood-like on the same day.
func (s *spot) companions(day store.Day) bool {
	return slices.ContainsFunc(s.who.spots, func(o *spot) bool {
		return o != s && !o.crop && !o.closed && o.isNew(day) && o.bloodLike() == yes
	})
}

func spotsFeverUntested(s *spot) outcome {
	day := s.last().day
	fever, recent, hot := s.withOn(s.isNew, store.SymptomFever)
	if hot {
		day = fever.day
	} else {
		recent = s.isNew(day)
	}
	shown := s.feverish(day)
	switch {
	case s.bloodLike() == yes: // that is nonblanching-ill's
		return outcome{}
	case shown == no || hot && s.fadedSince(day):
		return outcome{}
	case !recent && hot && shown == yes && s.ageOpen(day):
		return lacks(needFirstSeen)
	case !recent:
		return outcome{}
	case !hot && s.asked():
		return outcome{}
	case !hot && s.glass.says == store.BlanchFades:
		return outcome{}
	case !hot:
		return lacks(needSymptoms)
	case shown == unknown:
		return lacks(needColorsNow)
	}
	title := "A new spot with fever, not seen to fade since"
	if s.crop {
		title = "New spots with fever, not seen to fade since"
	}
	return fires(title, day, fever.moment, fever.fact(), s.seenFact(s.Site), s.glassFact())
}

// feverish says whether a new spot is such as a fever makes urgent: a crop, one of two or more, or flat and red or
// purple. A surface that says nothing about height leaves it flat, a colour that was not logged leaves it open.
func (s *spot) feverish(day store.Day) truth {
	if s.crop || s.another(day) {
		return yes
	}
	if s.recorded(fieldSurface) &&
		has(s.at(fieldSurface).Surface, store.SurfaceRaised, store.SurfaceFirm, store.SurfaceBlister) {
		return no
	}
	if !s.recorded(fieldColors) {
		return unknown
	}
	return truthOf(reddish(s.at(fieldColors).Colors))
}

// another says whether a second spot was new then, first seen within three days of this one.
func (s *spot) another(day store.Day) bool {
	return slices.ContainsFunc(s.who.spots, func(o *spot) bool {
		apart := o.seen.late - s.seen.late
		return o != s && !o.closed && len(o.looks) > 0 && o.isNew(day) && max(apart, -apart) <= outbreakDays
	})
}

// glassFact tells the newest glass test, or that there was none.
func (s *spot) glassFact() fact {
	switch s.glass.says {
	case store.BlanchFades:
		return s.looks[s.glass.at].fact("its colour faded under the glass")
	case store.BlanchStays:
		return s.staysFact()
	case store.BlanchUnsure:
		return s.looks[s.glass.at].fact("pressed with a glass, could not tell")
	}
	return s.last().fact("not pressed with a glass")
}

func spotsMouthBleedingConfusion(s *spot) outcome {
	m, recent, ill := s.withOn(s.isNew, store.SymptomMouthBleeding, store.SymptomConfusion)
	if !ill {
		recent = s.isNew(s.last().day)
	}
	blood, spread := s.bloodLike(), s.spreading()
	concerns := recent || spread.ok || blood == yes
	switch {
	case !concerns && ill && blood == unknown:
		return lacks(needGlass)
	case !concerns:
		return outcome{}
	case !ill && s.asked():
		return outcome{}
	case !ill:
		return lacks(needSymptoms)
	}
	facts, names := s.allWith(store.SymptomMouthBleeding, store.SymptomConfusion)
	facts = append(append(facts, s.seenFact(s.Site)), spread.facts...)
	return fires(s.titled("with "+listed(names)), m.day, m.moment, facts...)
}

func rashBreathingSwelling(s *spot) outcome {
	m, recent, ill := s.withOn(s.isNew, store.SymptomBreathing, store.SymptomSwelling)
	if !ill {
		if !s.asked() && s.isNew(s.last().day) {
			return lacks(needSymptoms)
		}
		return outcome{}
	}
	change, changed := s.changedAround(m)
	if !s.crop && !recent && !changed {
		return outcome{}
	}
	facts, names := s.allWith(store.SymptomBreathing, store.SymptomSwelling)
	facts = append(append(facts, s.seenFact(s.Site)), change...)
	return fires(s.titled("with "+listed(names)), m.day, m.moment, facts...)
}

func rashSpreadingFever(s *spot) outcome {
	if !s.crop {
		return outcome{}
	}
	fever, hot := s.with(store.SymptomFever)
	spread := s.spreading()
	switch {
	case hot && s.fadedSince(fever.day):
		return outcome{}
	case hot && !spread.ok && s.spreadTold():
		return outcome{}
	case hot && !spread.ok:
		return lacks(s.needsSpread())
	case !hot && (!spread.ok || s.asked()):
		return outcome{}
	case !hot:
		return lacks(needSymptoms)
	}
	facts := append([]fact{fever.fact(), s.glassFact()}, spread.facts...)
	return fires("Spreading spots with fever", fever.day, fever.moment, facts...)
}

func bleedingNow(s *spot) outcome {
	if !s.recorded(fieldBleeding) {
		return unlogged(needBleeding)
	}
	l := s.at(fieldBleeding)
	if l.Bleeding != store.BleedingWontStop {
		return outcome{}
	}
	return fires("Bleeding that ten minutes of firm pressure did not stop", l.day, l.moment(),
		l.fact("still bled after ten minutes of firm pressure")).paced(s.bleedPace(s.newest[fieldBleeding]))
}
