package rules

import (
	"fmt"

	"spotlog/store"
)

const pressAgain = "Press and photograph it again in two days; with fever, or if it spreads, be seen at once."

var watchRules = []Rule{
	{Code: "trigger-fading", Tier: Watch, about: arrival, spot: triggerFading,
		Title: "Stays under the glass, after a trigger that fits",
		When:  "Spots that stay under the glass after a fitting trigger, at most 7 days old, in someone well.",
		Needs: []string{"glass test", "what came before", "symptoms"}, Advice: pressAgain, Sources: cite("A1.strain", "A3.strain")},
	{Code: "bump-bleed", Tier: Watch, about: bleeding, spot: bumpBleed,
		Title:  "Bled after a knock",
		When:   "One or two bleeds within 92 days, each after a knock, a scratch or a shave, and nothing else changed.",
		Needs:  []string{"bleeding"},
		Advice: "Clean it, press firmly, put ointment on and cover it; keep a note of every bleed.", Sources: cite("A3.bleeds")},
	{Code: "crop-after-heat", Tier: Watch, about: arrival, spot: cropAfterHeat,
		Title:  "Spots after heat",
		When:   "A crop after heat, at most 21 days old, in someone well.",
		Needs:  []string{"what came before", "symptoms"},
		Advice: "Keep it cool and dry; log it again in a week, or close it when it is gone.", Sources: cite("A1.outside", "A2.4")},
	{Code: "crop-explained", Tier: Watch, about: arrival, spot: cropExplained,
		Title: "Spots with a cause that was logged",
		When: "Another explained crop, at most 21 days old: after a bite, sun, a new product, a shave or rubbing, it fades, " +
			"you are well, and it is not in mouth or eye.",
		Needs: []string{"what came before", "glass test", "symptoms"},
		Advice: "Log it again in a week. Fever, spreading, spots that stop fading, or three weeks without going would change " +
			"the answer.", Sources: cite("A1.outside")},
	{Code: "bruise-turning", Tier: Watch, about: colour, spot: bruiseTurning,
		Title:  "A mark after a knock, changing colour",
		When:   "A spot after an injury, at most 21 days old, its colours among red, purple and yellow.",
		Needs:  []string{"what came before", "colours"},
		Advice: "Log its colours again in a week; if it is there after three weeks, book an appointment.", Sources: cite("A1.outside")},
	{Code: "bite-swollen", Tier: Watch, about: size, spot: biteSwollen,
		Title: "A bite that swelled",
		When:  "A single spot after a bite or a tick, at most 7 days old, larger than at first, in someone well.",
		Needs: []string{"what came before", "size", "symptoms"},
		Advice: "Measure it daily. Fever, a red edge that spreads, or a ring that grows over days would change the answer: " +
			"then be seen.", Sources: cite("A1.outside")},
	{Code: "new-baseline", Tier: Watch, about: logging, spot: newBaseline,
		Title:   "First entry",
		When:    "The spot has one entry.",
		Needs:   []string{"one entry"},
		Advice:  "Photograph it with a ruler beside it, log its size, press it with a clear glass, and come back in a month.",
		Sources: cite("A3.photos", "X.baseline")},
	{Code: "size-remeasure", Tier: Watch, about: size, spot: sizeRemeasure,
		Title: "One larger reading, not confirmed",
		When:  "One reading larger by more than the noise of measuring and by a fifth, not confirmed by a second.",
		Needs: []string{"size, twice or more"}, Advice: "Measure again, the same way, within two weeks.", Sources: cite("X.noise")},
	{Code: "stale", Tier: Watch, about: logging, spot: stale,
		Title: "Not looked at for a while",
		When:  "An active spot without an entry for more than 45 days.",
		Needs: []string{"an entry"}, Advice: "Look at it again and log it, or close it if it is gone.", Sources: cite("A3.monthly")},
}

func triggerFading(s *spot) outcome {
	blood := s.bloodLike()
	if blood == no || !s.trigger() || s.old(s.asOf) > newDays {
		return outcome{}
	}
	well := s.well()
	switch {
	case well == no:
		return outcome{}
	case blood == unknown:
		return lacks(needGlass)
	case well == unknown:
		return lacks(needSymptoms)
	}
	return fires("Stays under the glass, "+s.triggerWords(), s.looks[s.glass.at].day, s.stays(), s.staysFact(), s.seenFact(s.triggerWords()))
}

func cropAfterHeat(s *spot) outcome {
	if !s.crop || !has(s.after(), store.AfterHeat) || s.young(s.asOf) > fewWeeksDays {
		return outcome{}
	}
	return s.ifWell(fires("Spots after heat", s.last().day, s.arrived(), s.at(fieldAfter).fact("after heat"), s.seenFact(s.Site)))
}

// ifWell gives an outcome where the person is well, and what it lacks where nobody said.
func (s *spot) ifWell(o outcome) outcome {
	switch s.well() {
	case no:
		return outcome{}
	case unknown:
		return lacks(needSymptoms)
	}
	return o
}

func cropExplained(s *spot) outcome {
	if s.young(s.asOf) > fewWeeksDays || has(s.after(), store.AfterHeat) {
		return outcome{}
	}
	switch s.explained() {
	case no:
		return outcome{}
	case unknown:
		return lacks(needGlassToo)
	}
	return fires("Spots after "+afterWords(s.after())+", fading under the glass", s.last().day, s.arrived(),
		s.at(fieldAfter).fact("after "+afterWords(s.after())), s.glassFact(), s.seenFact(s.Site))
}

func bruiseTurning(s *spot) outcome {
	last := s.last()
	if !s.injured(last.day, fewWeeksDays) || s.young(s.asOf) > fewWeeksDays {
		return outcome{}
	}
	if !s.recorded(fieldColors) {
		return unlogged(needColors)
	}
	l := s.at(fieldColors)
	if g := groupsOf(l.Colors); g == 0 || g&^bruiseGroups != 0 {
		return outcome{}
	}
	return fires("After a knock: "+said(l.Colors), l.day, l.moment(), l.fact(said(l.Colors)), s.seenFact("after a knock"))
}

func biteSwollen(s *spot) outcome {
	if s.crop || !has(s.after(), store.AfterBite, store.AfterTick) || s.old(s.last().day) > newDays || s.old(s.asOf) > freshDays {
		return outcome{}
	}
	if len(s.sizes) < 2 {
		return unlogged(needSize)
	}
	first, last := s.sizes[0], s.sizes[len(s.sizes)-1]
	if last.DiameterMM() <= first.DiameterMM() {
		return outcome{}
	}
	title := fmt.Sprintf("A bite, from %s to %s in %s", number(first.DiameterMM()), mm(last.DiameterMM()), spell(int(last.day-first.day)))
	return s.ifWell(fires(title, last.day, last.moment(), last.sizeFact(),
		first.sizeFact()).paced(sizePace(s.verdict().Compared)))
}

// newBaseline gives way to stale where nothing followed.
func newBaseline(s *spot) outcome {
	first := s.looks[0]
	if len(s.looks) > 1 || s.asOf-first.day > staleDays {
		return outcome{}
	}
	return fires("First entry", first.day, first.moment(), first.fact("first entry"))
}

func sizeRemeasure(s *spot) outcome {
	if o, few := s.tooFew(); few {
		return o
	}
	v := s.verdict()
	if !v.Remeasure || s.swollenBite() {
		return outcome{}
	}
	l := s.at(fieldSize)
	return fires(fmt.Sprintf("One reading of %s, before %s", mm(v.Compared.To.MM), mm(v.Compared.From.MM)), l.day, l.moment(),
		s.sizeFacts(v.Compared.From, v.Compared.To)...).paced(sizePace(v.Compared))
}

func stale(s *spot) outcome {
	last := s.last()
	if s.asOf-last.day <= staleDays {
		return outcome{}
	}
	return fires("No entry for "+spell(int(s.asOf-last.day)), last.day, last.moment(), last.fact("newest entry"))
}
