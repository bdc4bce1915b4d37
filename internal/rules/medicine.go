package rules

import "spotlog/store"

// Whether what came may have come after a medicine.

// afterMedicine finds a medicine started at most 56 days before the spot was first seen, by any reading of both
// dates; one that is no supplement before one that is.
func (s *spot) afterMedicine() (found medicine, ok bool) {
	if !s.seenKnown {
		return medicine{}, false
	}
	for _, m := range s.who.medicines {
		if m.startKnown && m.started.early <= s.seen.late && s.seen.early <= m.started.late+medicineDays &&
			(!ok || found.supplement() && !m.supplement()) {
			found, ok = m, true
		}
	}
	return found, ok
}

// startUnknown says whether some medicine has no date on which it was started.
func (p *person) startUnknown() bool {
	for _, m := range p.medicines {
		if !m.startKnown {
			return true
		}
	}
	return false
}

func medicineRashAlarm(s *spot) outcome {
	if !s.crop {
		return outcome{}
	}
	medicine, after := s.afterMedicine()
	fever, hot := s.with(store.SymptomFever)
	if !after {
		return s.reactionWithFever(fever, hot)
	}
	if hot {
		return fires("Rash after a medicine, with fever", fever.day, fever.moment,
			fever.fact(), medicine.fact(), s.seenFact(s.Site))
	}
	if m, sick := s.with(store.SymptomMouthSores, store.SymptomEyePain); sick {
		return fires("Rash after a medicine, with "+symptomWords[m.word], m.day, m.moment,
			m.fact(), medicine.fact(), s.seenFact(s.Site))
	}
	if s.painfulBlister() {
		return fires("Painful blisters or sores after a medicine", s.last().day, later(s.at(fieldSurface).moment(), s.at(fieldFeel).moment()),
			s.at(fieldSurface).fact(said(s.at(fieldSurface).Surface)), s.at(fieldFeel).fact("pain"), medicine.fact(), s.seenFact(s.Site))
	}
	// The mouth, the eye with its lid, the lip, the genitals: where a reaction to a medicine shows that it is a grave one.
	switch s.in("mouth", "eye-white", "eyelid", "lip", "genitals") {
	case yes:
		return fires("Rash in a delicate place after a medicine", s.last().day, s.arrived(), medicine.fact(), s.seenFact(s.Site))
	case unknown:
		return lacks(needSite)
	}
	if !s.asked() && s.isNew(s.last().day) {
		return lacks(needSymptoms)
	}
	return outcome{}
}

// reactionWithFever is the alarm without a medicine in the list: a crop of at most 14 days, said to have come after
// food, a new medicine, a bite or a new product, with fever.
func (s *spot) reactionWithFever(fever mention, hot bool) outcome {
	said := has(s.after(), store.AfterFood, store.AfterNewMedicine, store.AfterBite, store.AfterNewProduct)
	day := s.last().day
	if hot {
		day = fever.day
	}
	young := s.young(day) <= freshDays
	switch {
	case hot && said && young:
		l := s.at(fieldAfter)
		return fires("Rash after "+afterWords(l.After)+", with fever", fever.day, fever.moment,
			fever.fact(), l.fact("after "+afterWords(l.After)), s.seenFact(s.Site))
	case hot && young && s.who.startUnknown():
		return lacks(needStarted)
	case hot && young && !s.recorded(fieldAfter):
		return lacks(needAfter)
	case !hot && said && young && !s.asked():
		return lacks(needSymptoms)
	}
	return outcome{}
}

func (s *spot) painfulBlister() bool {
	return s.recorded(fieldSurface) && s.recorded(fieldFeel) && has(s.at(fieldFeel).Feel, store.FeelPain) &&
		has(s.at(fieldSurface).Surface, store.SurfaceBlister, store.SurfaceSore)
}
