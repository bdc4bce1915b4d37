package rules

import "spotlog/store"

// The rules about the person, whatever the skin shows.

func personAlarm(p *person) outcome {
	facts, names, newest := p.allWith(store.SymptomConfusion, store.SymptomBreathing, store.SymptomSwelling)
	if _, hot := p.with(store.SymptomFever); hot {
		if _, stiff := p.with(store.SymptomStiffNeck); stiff {
			more, words, latest := p.allWith(store.SymptomFever, store.SymptomStiffNeck)
			facts, names = append(facts, more...), append(names, words...)
			newest = later(newest, latest)
		}
	}
	if len(facts) == 0 {
		return p.ifAsked()
	}
	return fires("You logged "+listed(names), newest.day, newest, facts...)
}

// ifAsked is silence where there is a fresh answer about symptoms, else not assessed.
func (p *person) ifAsked() outcome {
	if p.asked() {
		return outcome{}
	}
	return unlogged(needSymptoms)
}

// allWith gives one fact for each of the symptoms that stands, their names, and the newest moment.
func (p *person) allWith(words ...store.Symptom) (facts []fact, names []string, newest moment) {
	for _, w := range words {
		if m, ok := p.with(w); ok {
			facts, names = append(facts, m.fact()), append(names, symptomWords[w])
			newest = later(newest, m.moment)
		}
	}
	return facts, names, newest
}

func infectionSpreading(p *person) outcome {
	signs, ok := p.with(store.SymptomInfectionSigns)
	if !ok {
		return p.ifAsked()
	}
	facts, names, newest := p.allWith(store.SymptomFever, store.SymptomConfusion)
	if len(facts) == 0 {
		return outcome{}
	}
	o := fires("Signs of infection with "+listed(names), later(newest, signs.moment).day, later(newest, signs.moment),
		append(facts, signs.fact())...)
	o.spot = signs.spot
	return o
}

// infectionSigns is told once, at the spot whose entry said it, or at none where a check did.
func infectionSigns(p *person) outcome {
	signs, ok := p.with(store.SymptomInfectionSigns)
	if !ok {
		return p.ifAsked()
	}
	for _, s := range p.spots {
		if !s.closed && s.takes(signs) {
			o := fires("Signs of infection: "+symptomWords[signs.word], signs.day, signs.moment, signs.fact())
			o.spot = signs.spot
			return o
		}
	}
	return lacks(needSpot)
}

// bleedingSigns counts with or without any spot: with a spot that stays under the glass it goes under what that
// raises. Were it silent as soon as some old spot had been logged in the same fortnight, nobody would tell.
func bleedingSigns(p *person) outcome {
	facts, names, newest := p.allWith(store.SymptomBruising, store.SymptomMouthBleeding, store.SymptomNosebleed, store.SymptomHeavyPeriod)
	_, bruises := p.with(store.SymptomBruising)
	switch {
	case len(facts) == 0:
		return p.ifAsked()
	case len(facts) == 1 && !bruises:
		return outcome{}
	}
	o := fires("You logged "+listed(names), newest.day, newest, facts...)
	if len(facts) == 1 {
		return o.at(Soon).advise("Book an appointment and show the bruises; ask whether a blood test makes sense.")
	}
	return o
}
