package rules

import (
	"slices"

	"spotlog/store"
)

// A person is what the journal says of the person on the as-of day: symptoms, medicines, age, risks, visits.
type person struct {
	asOf    store.Day
	profile *store.Profile // never nil
	spots   []*spot        // all that were known, closed ones too

	answers  []*symptomAnswer // every recorded answer, oldest first
	standing []mention        // of symptoms that stand, oldest first
	past     []mention        // of symptoms that a later `none` cleared, oldest first
	newest   store.Day        // of any answer; meaningless without answers

	medicines []medicine
	visited   moment            // the newest visit, whatever it named; zero for none
	toldOf    map[string][]told // by spot
}

// A symptomAnswer is one recorded list of symptoms, `none` among them.
type symptomAnswer struct {
	moment
	symptoms []store.Symptom
	spot     string // whose entry said it, "" for a check
	when     string
	id       store.ID
}

func (a *symptomAnswer) none() bool { return slices.Contains(a.symptoms, store.SymptomNone) }

// A mention is one symptom in one answer.
type mention struct {
	*symptomAnswer
	word store.Symptom
}

func (m mention) fact() fact {
	return fact{day: m.day, when: m.when, says: symptomWords[m.word], id: m.id}
}

func newPerson(j *store.Journal, asOf store.Day) *person {
	p := &person{asOf: asOf, profile: j.Profile, toldOf: map[string][]told{}}
	if p.profile == nil {
		p.profile = &store.Profile{}
	}
	p.readVisits(j.Visits)
	p.readMedicines(j.Medications)
	p.readAnswers(j)
	p.readStanding()
	return p
}

// readVisits sorts what visits said by spot. A visit known only to the month counts from its first day: so it
// answers the least.
func (p *person) readVisits(visits []store.Visit) {
	for i := range visits {
		v := &visits[i]
		on := moment{v.Date.FirstDay(), v.Date}
		if on.day > p.asOf {
			continue
		}
		p.visited = later(p.visited, on)
		for _, s := range v.Spots {
			p.toldOf[s.Spot] = append(p.toldOf[s.Spot], told{s, on})
		}
	}
	for _, list := range p.toldOf {
		slices.SortStableFunc(list, func(a, b told) int { return a.on.date.Compare(b.on.date) })
	}
}

func (p *person) readAnswers(j *store.Journal) {
	for i := range j.Spots {
		s := &j.Spots[i]
		for k := range s.Entries {
			if e := &s.Entries[k]; len(e.Symptoms) > 0 {
				p.addAnswer(e.Date, e.Symptoms, s.Name, e.ID)
			}
		}
	}
	for i := range j.Checks {
		if c := &j.Checks[i]; len(c.Symptoms) > 0 {
			p.addAnswer(c.Date, c.Symptoms, "", c.ID)
		}
	}
	slices.SortStableFunc(p.answers, func(a, b *symptomAnswer) int {
		if a.day != b.day {
			return int(a.day - b.day)
		}
		return a.date.Compare(b.date)
	})
}

// addAnswer takes an answer dated up to the as-of day. One known only to the month takes the latest day it may mean
// where it lists symptoms, and the earliest where it says none: both are the reading that fires.
func (p *person) addAnswer(date store.Date, symptoms []store.Symptom, spot string, id store.ID) {
	day := date.FirstDay()
	if day > p.asOf {
		return
	}
	a := &symptomAnswer{moment: moment{day, date}, symptoms: symptoms, spot: spot, id: id}
	if date.Precision() < store.PrecisionDay && !a.none() {
		a.day = min(date.LastDay(), p.asOf)
	}
	p.answers = append(p.answers, a)
}

// readStanding sorts mentions into those that stand and those that are past. Only `none` clears; on one day, without
// both times, it does not, because that day's fever may have come after it. Of what is not cleared, lists of the same
// three days add up, and older ones give way to the newest list.
func (p *person) readStanding() {
	if len(p.answers) == 0 {
		return
	}
	p.newest = p.answers[len(p.answers)-1].day
	var none moment
	for _, a := range p.answers {
		if a.none() {
			none = later(none, a.moment)
		}
	}
	var newestList store.Day
	var stands []*symptomAnswer
	for _, a := range p.answers {
		if a.none() {
			continue
		}
		a.when = dateText(a.date)
		if a.after(none, true) {
			newestList, stands = a.day, append(stands, a)
		} else {
			p.past = append(p.past, mentions(a)...)
		}
	}
	p.standing = standingOf(stands, newestList)
}

// standingOf keeps every mention of the symptoms that the lists of the newest three days hold.
func standingOf(lists []*symptomAnswer, newest store.Day) (standing []mention) {
	var words []store.Symptom
	for _, a := range lists {
		if newest-a.day <= addUpDays {
			words = append(words, a.symptoms...)
		}
	}
	for _, a := range lists {
		for _, m := range mentions(a) {
			if slices.Contains(words, m.word) {
				standing = append(standing, m)
			}
		}
	}
	return standing
}

// cleared is the day of the first `none` after a mention.
func (p *person) cleared(m mention) store.Day {
	for _, a := range p.answers {
		if a.none() && a.after(m.moment, false) {
			return a.day
		}
	}
	return m.day
}

func mentions(a *symptomAnswer) []mention {
	list := make([]mention, len(a.symptoms))
	for i, word := range a.symptoms {
		list[i] = mention{a, word}
	}
	return list
}

// with finds the newest mention of any of the symptoms that stands and that no visit has answered.
func (p *person) with(words ...store.Symptom) (mention, bool) {
	for _, m := range slices.Backward(p.standing) {
		if has(words, m.word) && m.after(p.visited, true) {
			return m, true
		}
	}
	return mention{}, false
}

// asked says whether there is any fresh answer about symptoms.
func (p *person) asked() bool { return len(p.answers) > 0 && p.asOf-p.newest <= freshDays }

// child says whether the person was under 18 on a day. A birth date known only to the year takes the latest day it
// may mean.
func (p *person) child(day store.Day) truth {
	if p.profile.BirthDate.IsZero() {
		return unknown
	}
	born := p.profile.BirthDate.LastDay().Time()
	return truthOf(day.Time().Before(born.AddDate(childYears, 0, 0)))
}

// fragile says whether an infection or a bleed would weigh more: by history, or by a medicine in use on that day.
func (p *person) fragile(day store.Day) bool {
	if has(p.profile.Risks, store.RiskChemotherapy, store.RiskTransplant, store.RiskImmuneSuppression, store.RiskBleedingDisorder) {
		return true
	}
	return slices.ContainsFunc(p.medicines, func(m medicine) bool {
		return has(m.Effects, store.EffectImmunosuppressant) && m.inUse(day)
	})
}

// A medicine is one that was known on the as-of day.
type medicine struct {
	*store.Medication
	started      span
	startKnown   bool
	stopped      store.Day
	stoppedKnown bool
}

func (p *person) readMedicines(list []store.Medication) {
	for i := range list {
		m := medicine{Medication: &list[i]}
		if d := m.Started; !d.IsZero() {
			if d.FirstDay() > p.asOf {
				continue
			}
			m.started, m.startKnown = span{d.FirstDay(), min(d.LastDay(), p.asOf)}, true
		}
		if d := m.Stopped; !d.IsZero() && d.FirstDay() <= p.asOf {
			m.stopped, m.stoppedKnown = d.LastDay(), true
		}
		p.medicines = append(p.medicines, m)
	}
}

// inUse says whether a medicine was taken on a day, by the reading of its dates that fires.
func (m medicine) inUse(day store.Day) bool {
	return (!m.startKnown || m.started.early <= day) && (!m.stoppedKnown || day <= m.stopped)
}

func (m medicine) supplement() bool { return m.Kind == store.MedicationSupplement }

func (m medicine) fact() fact {
	return fact{day: m.started.late, when: dateText(m.Started), says: "started " + m.Name}
}
