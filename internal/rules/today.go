package rules

import (
	"spotlog/internal/bodymap"
	"spotlog/store"
)

const seenToday = "Be seen today; photograph first, same place and light."

var todayRules = []Rule{
	{Code: "spots-fever", Tier: Today, about: arrival, spot: spotsFever,
		Title: "Spots with fever",
		When: "A new crop or spot, a crop first seen at most 28 days ago, or a spot that changed, with fever, where it is not " +
			"an emergency already. In someone whose defences or blood are weak: an emergency.",
		Needs: []string{"symptoms", "when it was first seen", "risks and medicines"}, Advice: seenToday,
		Sources: cite("A2.when", "A3.urgent")},
	{Code: "nonblanching-sudden", Tier: Today, about: arrival, spot: nonblanchingSudden,
		Title: "Sudden spots that stay under the glass",
		When:  "A sudden crop that stays under the glass, first seen at most 7 days before, anywhere, without a fitting trigger.",
		Needs: []string{"glass test", "onset and when it was first seen", "what came before"}, Advice: seenToday,
		Sources: cite("A1.dots", "A3.notwait")},
	{Code: "nonblanching-child", Tier: Today, about: arrival, spot: nonblanchingChild,
		Title: "A child's spots that stay under the glass",
		When:  "Under 18, spots that stay under the glass, without a fitting trigger.",
		Needs: []string{"birth date", "glass test", "what came before"}, Advice: seenToday, Sources: cite("A3.child")},
	{Code: "nonblanching-eye-mouth", Tier: Today, about: arrival, spot: nonblanchingEyeMouth,
		Title: "Red or purple dots in the eye or the mouth",
		When: "Red or purple dots in the white of the eye or in the mouth. One red patch of the eye's white after strain, " +
			"without pain: soon.",
		Needs: []string{"site", "colours", "what came before", "feel"}, Advice: seenToday, Sources: cite("A3.eyes")},
	{Code: "nonblanching-unwell", Tier: Today, about: arrival, spot: nonblanchingUnwell,
		Title: "Spots that stay under the glass, with other signs",
		When: "Spots that stay under the glass with headache, a nosebleed, a heavy period or bleeding of the spot itself, or " +
			"one with tiredness; and spots that still stay after a fever or other illness with them has gone, until they " +
			"are gone or seen.",
		Needs: []string{"glass test", "symptoms", "bleeding"}, Advice: seenToday, Sources: cite("A1.dots", "A3.signs")},
	{Code: "crop-spreading", Tier: Today, about: arrival, spot: cropSpreading,
		Title: "Spreading spots",
		When: "A crop that spreads over hours or days, or whose dots or extent doubled within 7 days, unless it is explained " +
			"(then soon where it is fast, else watch).",
		Needs: []string{"count, extent or spread", "what came before", "glass test", "symptoms"}, Advice: seenToday,
		Sources: cite("A3.spread", "A2.when")},
	{Code: "crop-sudden-widespread", Tier: Today, about: arrival, spot: cropSuddenWidespread,
		Title: "Sudden spots in many places",
		When:  "A sudden crop all over, or sudden crops in three or more regions within three days.",
		Needs: []string{"onset and when it was first seen", "site"}, Advice: seenToday, Sources: cite("A3.urgent", "A3.notwait")},
	{Code: "crop-sudden-legs", Tier: Today, about: arrival, spot: cropSuddenLegs,
		Title: "Sudden spots on the legs",
		When:  "A sudden crop from buttock to toe that was not seen to fade under the glass, without a fitting trigger.",
		Needs: []string{"site", "onset and when it was first seen", "glass test", "what came before"}, Advice: seenToday,
		Sources: cite("A3.sudden")},
	{Code: "bleeding-restarts", Tier: Today, about: bleeding, spot: bleedingRestarts,
		Title:  "Bleeding that starts again",
		When:   "It started again more than once after it was stopped, or it bled by itself in two entries within 7 days.",
		Needs:  []string{"bleeding", "whether it starts again"},
		Advice: "Press firmly for ten minutes and cover it. Be seen today.", Sources: cite("A3.bleeds")},
	{Code: "bleeding-signs", Tier: Today, about: wellbeing, person: bleedingSigns,
		Title: "Bruises and bleeding without a cause",
		When: "Two of: bruises without a knock, bleeding in the mouth, a nosebleed, a heavy period, with no spot needed. " +
			"Bruises alone: soon.",
		Needs: []string{"symptoms"}, Advice: "Be seen today and say so at once; ask whether a blood test makes sense.",
		Sources: cite("A1.patterns", "A2.7", "A3.signs")},
	{Code: "infection-signs", Tier: Today, about: wellbeing, person: infectionSigns,
		Title: "Signs of infection",
		When:  "Redness that spreads, or is hot and painful, with any spot logged lately; told once.",
		Needs: []string{"symptoms", "the spot"}, Advice: "Be seen today; draw round the red edge with a pen, with the hour.",
		Sources: cite("A1.outside")},
	{Code: "blister-painful", Tier: Today, about: arrival, spot: blisterPainful,
		Title: "Sudden painful blisters",
		When:  "A sudden blistering crop that hurts, stings or is numb.",
		Needs: []string{"surface", "feel", "onset"}, Advice: seenToday, Sources: cite("X.blisters")},
}

func spotsFever(s *spot) outcome {
	young := func(day store.Day) bool { return s.isNew(day) || s.crop && s.young(day) <= suddenDays }
	fever, recent, hot := s.withOn(young, store.SymptomFever)
	if !hot {
		if last := s.last().day; !s.asked() && young(last) {
			return lacks(needSymptoms)
		}
		return outcome{}
	}
	change, changed := s.changedAround(fever)
	if !recent && !changed {
		return outcome{}
	}
	for _, higher := range []func(*spot) outcome{nonblanchingIll, spotsFeverUntested, rashSpreadingFever, medicineRashAlarm} {
		if higher(s).state == fired {
			return outcome{}
		}
	}
	facts := append([]fact{fever.fact(), s.seenFact(s.Site)}, change...)
	o := fires(s.titled("with fever"), fever.day, fever.moment, facts...)
	if s.who.fragile(fever.day) {
		return o.at(Emergency).advise(goNow)
	}
	return o
}

// nonblanchingSudden counts the 7 days up to a glass test that stays, so that the flag outlives a week without an entry,
// or with one that says it still stays; from there it ages like any other.
func nonblanchingSudden(s *spot) outcome {
	blood := s.bloodLike()
	if !s.crop || blood == no || s.trigger() {
		return outcome{}
	}
	young := func(day store.Day) bool { return s.sudden(day) && s.young(day) <= newDays }
	switch {
	case blood == unknown && young(s.last().day):
		return lacks(needGlass)
	case blood == unknown || !s.stayedOn(young):
		return outcome{}
	}
	day := s.looks[s.glass.at].day
	return fires("Sudden spots that stay under the glass", day, later(s.arrived(), s.stays()), s.staysFact(), s.seenFact(s.Site))
}

func nonblanchingChild(s *spot) outcome {
	blood := s.bloodLike()
	if blood == no || s.caused() {
		return outcome{}
	}
	day := s.last().day
	if blood == yes {
		day = s.looks[s.glass.at].day
	}
	child := s.who.child(day)
	switch {
	case child == no:
		return outcome{}
	case blood == unknown && child == yes:
		return lacks(needGlass)
	case blood == unknown:
		return unlogged(needBirth)
	case child == unknown:
		return lacks(needBirth)
	}
	return fires("A child's "+s.noun()+" that stay"+s.ending()+" under the glass", day, s.stays(),
		s.staysFact(), s.seenFact(s.Site))
}

// nonblanchingEyeMouth leaves out what was there all along and what fades under the glass.
func nonblanchingEyeMouth(s *spot) outcome {
	place := s.in("eye-white", "mouth")
	last := s.last()
	if place == no || s.glass.says == store.BlanchFades || s.established(last.day) {
		return outcome{}
	}
	if !s.recorded(fieldColors) && s.glass.says != store.BlanchStays {
		return unlogged(needColorsNow)
	}
	if s.recorded(fieldColors) && !reddish(s.at(fieldColors).Colors) {
		return outcome{}
	}
	if place == unknown {
		if s.isNew(last.day) {
			return lacks(needSite)
		}
		return outcome{}
	}
	o := fires("Red or purple in the eye or the mouth", last.day, s.arrived(), last.fact(s.Site), s.seenFact(s.Site))
	_, sore := s.with(store.SymptomEyePain)
	painless := s.recorded(fieldFeel) && !has(s.at(fieldFeel).Feel, store.FeelPain) && !sore
	if !s.crop && s.in("eye-white") == yes && has(s.after(), store.AfterStrain) && painless {
		return o.at(Soon).advise("Book an appointment; if it begins to hurt or you see worse, be seen today.")
	}
	return o
}

func nonblanchingUnwell(s *spot) outcome {
	blood := s.bloodLike()
	if blood == no {
		return outcome{}
	}
	words := []store.Symptom{store.SymptomHeadache, store.SymptomNosebleed, store.SymptomHeavyPeriod}
	if !s.crop {
		words = append(words, store.SymptomFatigue)
	}
	facts, names := s.allWith(words...)
	m, ill := s.with(words...)
	bled := s.recorded(fieldBleeding) && s.at(fieldBleeding).Bleeding != store.BleedingNone
	switch {
	case blood == unknown && (ill || bled):
		return lacks(needGlass)
	case blood == unknown:
		return outcome{}
	case ill:
		return fires(s.titled("that stay"+s.ending()+" under the glass, with "+listed(names)), m.day, m.moment,
			append(facts, s.staysFact(), s.seenFact(s.Site))...)
	case bled:
		l := s.at(fieldBleeding)
		at := later(l.moment(), s.stays())
		return fires(s.titled("that stay"+s.ending()+" under the glass, and bled"), at.day, at,
			l.fact(bleedingPhrases[l.Bleeding]), s.staysFact())
	}
	return s.afterIllness()
}

// afterIllness is what is left of nonblanching-ill once the symptoms are `none`: spots that still stay under the
// glass are for today, until they are gone or seen.
func (s *spot) afterIllness() outcome {
	for i := len(s.who.past) - 1; i >= 0; i-- {
		m := s.who.past[i]
		if !has(illness, m.word) || !s.takes(m) || !s.crop && (!s.isNew(m.day) || m.word == store.SymptomFatigue) {
			continue
		}
		day := max(s.looks[s.glass.at].day, s.who.cleared(m))
		return fires(upper(symptomWords[m.word])+" gone, but the "+s.noun()+" still stay"+s.ending()+" under the glass",
			day, m.moment, s.staysFact(), m.fact(), s.seenFact(s.Site))
	}
	if !s.asked() {
		return lacks(needSymptoms)
	}
	return outcome{}
}

func cropSpreading(s *spot) outcome {
	if !s.crop {
		return outcome{}
	}
	spread := s.spreading()
	if !spread.ok {
		if s.isNew(s.last().day) && !s.spreadTold() && !s.lapsed() {
			return lacks(s.needsSpread())
		}
		return outcome{}
	}
	o := fires("Spots that spread", spread.at.day, spread.at, append(spread.facts, s.glassFact())...)
	switch {
	case s.explained() != yes: // not shown to be: what may explain it was not pressed, or nobody said how they are
		return o
	case spread.fast:
		return o.at(Soon).advise("Book an appointment; with fever, or if they stop fading under the glass, be seen at once.")
	}
	return o.at(Watch).advise("Press and photograph again tomorrow; with fever, or if they stop fading, be seen at once.")
}

func cropSuddenWidespread(s *spot) outcome {
	last := s.last()
	if !s.crop || !s.sudden(last.day) {
		return outcome{}
	}
	facts := []fact{s.seenFact(s.Site)}
	regions := map[bodymap.Region]bool{}
	known := true
	for _, o := range s.who.spots {
		apart := o.seen.late - s.seen.late
		if !o.crop || o.closed || len(o.looks) == 0 || max(apart, -apart) > outbreakDays || !o.sudden(o.looks[0].day) {
			continue
		}
		known = o.in() != unknown && known // asked first: it finds the site
		for _, r := range o.site.Regions {
			regions[r] = true
		}
		facts = append(facts, o.seenFact(o.Site))
	}
	switch {
	case s.in("widespread") == yes:
		return fires("Sudden spots all over", last.day, s.arrived(), s.seenFact(s.Site))
	case len(regions) >= 3:
		return fires("Sudden spots in "+count(len(regions), "region", "regions")+" within three days", last.day, s.arrived(), facts...)
	case !known:
		return lacks(needSite)
	}
	return outcome{}
}

func cropSuddenLegs(s *spot) outcome {
	last := s.last()
	place := s.in("leg")
	if !s.crop || place == no || !s.sudden(last.day) || s.glass.says == store.BlanchFades || s.trigger() {
		return outcome{}
	}
	if place == unknown {
		return lacks(needSite)
	}
	return fires("Sudden spots on the legs, not seen to fade", last.day, s.arrived(), s.glassFact(), s.seenFact(s.Site))
}

func blisterPainful(s *spot) outcome {
	last := s.last()
	if !s.crop || !s.sudden(last.day) || s.recorded(fieldSurface) && !has(s.at(fieldSurface).Surface, store.SurfaceBlister) {
		return outcome{}
	}
	switch {
	case !s.recorded(fieldSurface):
		return unlogged(needSurface)
	case !s.recorded(fieldFeel):
		return lacks(needFeel)
	case !has(s.at(fieldFeel).Feel, store.FeelPain, store.FeelSting, store.FeelNumb):
		return outcome{}
	}
	skin, feel := s.at(fieldSurface), s.at(fieldFeel)
	at := later(skin.moment(), feel.moment())
	return fires("Sudden blisters that hurt, sting or are numb", at.day, later(s.arrived(), at),
		feel.fact(said(feel.Feel)), skin.fact(said(skin.Surface)), s.seenFact(s.Site))
}
