package rules

import "spotlog/store"

// What a clinician asked for, and what came back after it was thought gone.

// recheck is the date by which the newest visit that names the spot wants to see it; a later visit that names it has
// seen it.
func (s *spot) recheck() (v told, due store.Day, ok bool) {
	if len(s.visits) == 0 {
		return told{}, 0, false
	}
	v = s.visits[len(s.visits)-1]
	if v.Recheck.IsZero() {
		return v, 0, false
	}
	return v, v.Recheck.FirstDay(), true
}

// recheckUnknown is what the recheck rules lack: a clinician who wants to see it again, and did not say when.
func recheckUnknown(v told) outcome {
	if v.Outcome == store.OutcomeWatch {
		return unlogged(needRecheck)
	}
	return outcome{}
}

func (v told) fact(says string) fact {
	return fact{day: v.on.day, when: dateText(v.on.date), says: says}
}

func recheckFact(v told, due store.Day) fact {
	return fact{day: due, when: dateText(v.Recheck), says: "recheck date"}
}

func recheckDue(s *spot) outcome {
	v, due, ok := s.recheck()
	switch {
	case !ok:
		return recheckUnknown(v)
	case s.asOf < due:
		return outcome{}
	}
	return fires("The recheck date has come", due, v.on, recheckFact(v, due), v.fact("seen by a clinician"))
}

// recheckOverdue takes a word of the clinician's on the biopsy itself as its result; a referral has one when a later
// visit names the spot.
func recheckOverdue(s *spot) outcome {
	v, due, ok := s.recheck()
	if ok && s.asOf-due > overdueDays {
		return fires("The recheck date passed "+spell(int(s.asOf-due))+" ago", due, v.on, recheckFact(v, due), v.fact("seen by a clinician"))
	}
	waits := v.Outcome == store.OutcomeReferred || v.Outcome == store.OutcomeBiopsy && v.Diagnosis == ""
	if waits && s.asOf-v.on.day > resultDays {
		name := map[store.Outcome]string{store.OutcomeBiopsy: "sample taken", store.OutcomeReferred: "referred"}[v.Outcome]
		return fires(upper(name)+" "+spell(int(s.asOf-v.on.day))+" ago, no result logged", v.on.day, v.on, v.fact(name+", no result logged since"))
	}
	if !ok {
		return recheckUnknown(v)
	}
	return outcome{}
}

// removed is when the spot was taken off, by its status or by a visit.
func (s *spot) removed() (at moment, ok bool) {
	if s.Status == store.StatusRemoved && s.closedOn != (moment{}) {
		return s.closedOn, true
	}
	for _, v := range s.visits {
		if v.Outcome == store.OutcomeRemoved {
			at, ok = v.on, true
		}
	}
	return at, ok
}

func backAfterRemoval(s *spot) outcome {
	off, ok := s.removed()
	if !ok {
		if s.Status == store.StatusRemoved && s.StatusSince.IsZero() {
			return unlogged(needClosing)
		}
		return outcome{}
	}
	return s.back(off, "Logged again after it was taken off", "taken off")
}

func fadingBack(s *spot) outcome {
	if s.Status != store.StatusResolved {
		return outcome{}
	}
	if s.closedOn == (moment{}) {
		if s.StatusSince.IsZero() {
			return unlogged(needClosing)
		}
		return outcome{}
	}
	return s.back(s.closedOn, "Logged again after it had gone", "had gone")
}

// back fires on the first entry after the spot was thought gone.
func (s *spot) back(gone moment, title, says string) outcome {
	for _, l := range s.looks {
		if l.moment().after(gone, false) {
			return fires(title, s.last().day, l.moment(), s.last().fact("logged again"), l.fact("logged again"),
				fact{day: gone.day, when: dateText(gone.date), says: says})
		}
	}
	return outcome{}
}
