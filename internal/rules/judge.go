package rules

import (
	"cmp"
	"fmt"
	"slices"

	"spotlog/store"
)

// A finding is a rule with its outcome for one spot, or for the person.
type finding struct {
	rule *Rule
	row  int    // in the table
	spot string // "" for the person
	outcome
	also []string
}

// Judge says what a journal means on a day. Entries, visits, checks and medicines dated later are not seen; a visit
// names its spots by name. It does not change the journal and reads no clock.
func Judge(j *store.Journal, asOf store.Day) Answer {
	who := read(j, asOf)
	findings := who.assess()
	flags := fold(raised(findings))
	a := Answer{Schema: Schema, AsOf: asOf.String(), Flags: []Flag{}, NotAssessed: notAssessed(findings), Steady: []Steady{}}
	for i := range flags {
		a.Flags = append(a.Flags, flags[i].flag())
	}
	for _, s := range who.spots {
		if says := s.unchanged(flags); says != "" {
			a.Steady = append(a.Steady, Steady{s.Name, says})
		}
	}
	return a
}

// read gives the person and the spots as they were known on a day.
func read(j *store.Journal, asOf store.Day) *person {
	who := newPerson(j, asOf)
	for i := range j.Spots {
		if s, ok := newSpot(&j.Spots[i], who); ok {
			who.spots = append(who.spots, s)
		}
	}
	return who
}

// assess puts every rule to the person and to each spot, and keeps what is not silent.
func (p *person) assess() []finding {
	var list []finding
	for row := range table {
		rule := &table[row]
		if rule.person != nil {
			if o := rule.person(p); o.state != silent {
				list = append(list, finding{rule: rule, row: row, spot: o.spot, outcome: settle(o, rule, p.visited, p.asOf)})
			}
			continue
		}
		for _, s := range p.spots {
			if o := s.ask(rule); o.state != silent {
				list = append(list, finding{rule: rule, row: row, spot: s.Name, outcome: settle(o, rule, s.answered, p.asOf)})
			}
		}
	}
	return list
}

// ask puts a rule to a spot. A closed spot answers only what its closing, or a clinician's recheck, is about: the
// clinician wants to see the place of a removed spot too. A spot without entries lacks one.
func (s *spot) ask(r *Rule) outcome {
	switch {
	case r.about == clinician || r.about == returning && len(s.looks) > 0:
	case s.closed:
		return outcome{}
	case len(s.looks) == 0:
		return unlogged(needEntry)
	}
	return r.spot(s)
}

// settle fills in what the row says, lets visits answer, and ages. At emergency and today a visit of the same day,
// without times, answers nothing.
func settle(o outcome, r *Rule, answered moment, asOf store.Day) outcome {
	if o.tier == "" {
		o.tier = r.Tier
	}
	o.base = o.tier
	if o.about == 0 {
		o.about = r.about
	}
	if o.advice == "" {
		o.advice = r.Advice
	}
	if o.state != fired {
		return o
	}
	urgent := o.tier.Urgency() >= Today.Urgency()
	if r.about != clinician && r.about != logging && !o.decides.after(answered, urgent) {
		return outcome{}
	}
	return o.age(int(asOf - o.since))
}

// age lowers what passes. Emergency and today need fresh evidence: from 4 days on they ask whether it is still so,
// after 14 they stay as soon, after six months as visit. Soon itself ages only where it speaks of what passes by
// itself (how spots came, how the person was): growth that nobody looked at does not lapse.
func (o outcome) age(days int) outcome {
	urgent := o.tier.Urgency() >= Today.Urgency()
	switch {
	case days > agedDays && (urgent || o.tier == Soon && o.about.passes()):
		o.tier = Visit
		o.advice = fmt.Sprintf("Logged %s ago and not answered since: bring it up at your next visit. Is it still so? Then be seen now. Is it over? Log it.", spell(days))
	case urgent && days > freshDays:
		o.tier = Soon
		o.advice = fmt.Sprintf("Logged %s ago and not answered since: book an appointment. Is it still so? Then be seen now. Is it over? Log it.", spell(days))
	case urgent && days > goNowDays:
		o.advice = fmt.Sprintf("Logged %s ago. Is it still so? %s Is it over? Log it.", spell(days), o.advice)
	}
	return o
}

func (t topic) passes() bool { return t == arrival || t == wellbeing }

// raised takes the findings that fired.
func raised(findings []finding) []finding {
	var list []finding
	for _, f := range findings {
		if f.state == fired {
			list = append(list, f)
		}
	}
	return list
}

// flag writes a finding out.
func (f *finding) flag() Flag {
	because, entries := evidence(f.facts)
	return Flag{Code: f.rule.Code, Tier: f.tier, Spot: f.spot, Since: f.since.String(), Title: f.title, Because: because,
		Entries: entries, Advice: f.advice, Sources: f.rule.Sources, Pace: f.pace, Also: f.also}
}

// evidence writes facts newest first, each once, with the ids of the entries that logged them.
func evidence(facts []fact) (because []string, entries []store.ID) {
	slices.SortStableFunc(facts, func(a, b fact) int { return cmp.Compare(b.day, a.day) })
	because, entries = []string{}, []store.ID{}
	for _, f := range facts {
		if line := f.String(); !slices.Contains(because, line) {
			because = append(because, line)
		}
		if f.id != "" && !slices.Contains(entries, f.id) {
			entries = append(entries, f.id)
		}
	}
	return because, entries
}
