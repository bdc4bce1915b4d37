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
	fever, hot := s.with(store.SymptomFever)
	cause, after := s.medicineCause()
	alarm := s.graveReaction()
	switch {
	case after && hot:
		return fires("Rash after a medicine, with fever", fever.day, fever.moment, fever.fact(), cause, s.seenFact(s.Site))
	case after && alarm.state == fired:
		alarm.facts = append(alarm.facts, cause, s.seenFact(s.Site))
		return alarm
	case !after && alarm.state == fired && s.who.startUnknown():
		return lacks(needStarted)
	case !after:
		return s.reactionWithFever(fever, hot)
	case alarm.state == lacking:
		return alarm
	case !s.asked() && s.isNew(s.last().day):
		return lacks(needSymptoms)
	}
	return outcome{}
}

// medicineCause tells the medicine that the crop came after. A new one that was logged with the crop and not put on the
// list counts like one that was: nobody at midnight should have to fill in a list first.
func (s *spot) medicineCause() (cause fact, ok bool) {
	if m, after := s.afterMedicine(); after {
		return m.fact(), true
	}
	if has(s.after(), store.AfterNewMedicine) && s.young(s.last().day) <= medicineDays {
		return s.at(fieldAfter).fact("after a new medicine"), true
	}
	return fact{}, false
}

// graveReaction is what makes a rash after a medicine an alarm even without fever: sores in the mouth or a painful eye,
// painful blisters, or the place: mouth, eye with its lid, lip, genitals. The place alone counts for as long as the
// page lets a medicine count; a rash that has lain there for a year is told by after-medicine.
func (s *spot) graveReaction() outcome {
	last := s.last()
	if m, sick := s.with(store.SymptomMouthSores, store.SymptomEyePain); sick {
		return fires("Rash after a medicine, with "+symptomWords[m.word], m.day, m.moment, m.fact())
	}
	if s.painfulBlister() {
		skin, feel := s.at(fieldSurface), s.at(fieldFeel)
		return fires("Painful blisters or sores after a medicine", last.day, later(skin.moment(), feel.moment()),
			skin.fact(said(skin.Surface)), feel.fact("pain"))
	}
	place := s.in("mouth", "eye-white", "eyelid", "lip", "genitals")
	switch {
	case place == no || s.young(last.day) > medicineDays:
		return outcome{}
	case place == unknown:
		return lacks(needSite)
	}
	return fires("Rash in a delicate place after a medicine", last.day, s.arrived(), last.fact(s.Site))
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
