package report

import (
	"slices"

	"spotlog/internal/rules"
	"spotlog/store"
)

// SummarySchema names the summary document.
const SummarySchema = "spotlog.summary.v1"

// A Summary is what a clinician is handed: since the last visit, by urgency, with the history that
// they ask for. It is built once and written in several forms.
type Summary struct {
	Schema      string             `json:"schema"`
	AsOf        string             `json:"as_of"`
	Since       string             `json:"since,omitempty"` // the day the summary looks back to
	LastVisit   *store.Visit       `json:"last_visit,omitempty"`
	Profile     *store.Profile     `json:"profile,omitempty"`
	AgeYears    int                `json:"age_years,omitempty"`
	Flags       []rules.Flag       `json:"flags"`
	Changed     []SpotLine         `json:"changed"`
	New         []SpotLine         `json:"new"`
	Steady      []SpotLine         `json:"steady"`
	Medications []store.Medication `json:"medications"`
	Symptoms    []SymptomLine      `json:"symptoms"`
	Questions   []store.Question   `json:"questions"`
	NotLogged   []rules.Unassessed `json:"not_logged"`
	Withheld
}

// A SpotLine sums a spot up for someone who has not seen the journal.
type SpotLine struct {
	Name      string     `json:"name"`
	Site      string     `json:"site"`
	FirstSeen store.Date `json:"first_seen,omitzero"`
	Newest    store.Date `json:"newest,omitzero"`
	Facts     string     `json:"facts,omitempty"`  // of the newest entry
	Change    string     `json:"change,omitempty"` // what was compared, in numbers
	Tier      rules.Tier `json:"tier,omitempty"`
}

// A SymptomLine is what the person logged of themselves on a day.
type SymptomLine struct {
	Date     store.Date      `json:"date"`
	Symptoms []store.Symptom `json:"symptoms"`
}

// NewSummary builds the summary of a journal as it was known on a day. A zero since looks back to
// the last visit, or without one to the beginning. What ForOthers leaves out is left out unless
// intimate is true; a flag about such a spot is left out with it.
func NewSummary(j *store.Journal, answer rules.Answer, since store.Date, asOf store.Day, intimate bool) *Summary {
	s := &Summary{
		Schema: SummarySchema, AsOf: asOf.String(), Profile: j.Profile, Flags: []rules.Flag{}, Changed: []SpotLine{}, New: []SpotLine{},
		Steady: []SpotLine{}, Medications: []store.Medication{}, Symptoms: []SymptomLine{}, Questions: []store.Question{}, NotLogged: []rules.Unassessed{},
	}
	told := j
	if !intimate {
		told, s.Withheld = ForOthers(j)
	}
	for i := range told.Visits {
		if told.Visits[i].Date.FirstDay() <= asOf {
			s.LastVisit = &told.Visits[i]
		}
	}
	if since.IsZero() && s.LastVisit != nil {
		since = s.LastVisit.Date
	}
	s.Since = since.String()
	if p := j.Profile; p != nil && !p.BirthDate.IsZero() {
		s.AgeYears = yearsBetween(p.BirthDate, asOf)
	}
	named := s.addSpots(told, answer, since, asOf)
	for _, f := range answer.Flags {
		if f.Spot == "" || named[f.Spot] {
			s.Flags = append(s.Flags, f)
		}
	}
	for _, u := range answer.ToLog() {
		if u.Spot == "" || named[u.Spot] {
			s.NotLogged = append(s.NotLogged, u)
		}
	}
	s.addPerson(j, since, asOf)
	return s
}

// yearsBetween counts birthdays; a birth date known only to the year or month counts from its end.
func yearsBetween(birth store.Date, day store.Day) int {
	b, d := birth.LastDay().Time(), day.Time()
	years := d.Year() - b.Year()
	if d.YearDay() < b.YearDay() {
		years--
	}
	return years
}

// addSpots files each active spot under changed, new or steady, and gives the names of those told.
func (s *Summary) addSpots(j *store.Journal, answer rules.Answer, since store.Date, asOf store.Day) map[string]bool {
	named := map[string]bool{}
	tiers, says := tiersOf(answer), map[string]string{}
	for _, steady := range answer.Steady {
		says[steady.Spot] = steady.Says
	}
	for i := range j.Spots {
		spot := &j.Spots[i]
		line, first, ok := newSpotLine(spot, asOf)
		if !ok {
			continue
		}
		named[spot.Name] = true
		line.Tier, line.Change = tiers[spot.Name], says[spot.Name]
		switch {
		case line.Tier.Urgency() > rules.Watch.Urgency():
			s.Changed = append(s.Changed, line)
		case spot.Status != store.StatusActive:
			continue
		case !since.IsZero() && first.FirstDay() > since.LastDay():
			s.New = append(s.New, line)
		default:
			s.Steady = append(s.Steady, line)
		}
	}
	slices.SortStableFunc(s.Changed, func(a, b SpotLine) int { return b.Tier.Urgency() - a.Tier.Urgency() })
	return named
}

func tiersOf(answer rules.Answer) map[string]rules.Tier {
	tiers := map[string]rules.Tier{}
	for _, f := range answer.Flags {
		if f.Tier.Urgency() > tiers[f.Spot].Urgency() {
			tiers[f.Spot] = f.Tier
		}
	}
	return tiers
}

// newSpotLine sums up what was known of a spot on a day; ok is false where nothing was.
func newSpotLine(spot *store.Spot, asOf store.Day) (line SpotLine, first store.Date, ok bool) {
	line = SpotLine{Name: spot.Name, Site: spot.Site, FirstSeen: spot.FirstSeen}
	for i := range spot.Entries {
		e := &spot.Entries[i]
		if e.Date.FirstDay() > asOf {
			break
		}
		if !ok {
			first = e.Date
		}
		line.Newest, line.Facts, ok = e.Date, Facts(e), true
	}
	return line, first, ok
}

// addPerson adds what is about the person: medicines that were taken since then, symptoms, questions.
func (s *Summary) addPerson(j *store.Journal, since store.Date, asOf store.Day) {
	within := Range{Since: since}
	for _, m := range j.Medications {
		started := m.Started.IsZero() || m.Started.FirstDay() <= asOf
		if started && (m.Stopped.IsZero() || since.IsZero() || m.Stopped.LastDay() >= since.FirstDay()) {
			s.Medications = append(s.Medications, m)
		}
	}
	add := func(d store.Date, symptoms []store.Symptom) {
		if len(symptoms) > 0 && symptoms[0] != store.SymptomNone && within.holds(d, asOf) {
			s.Symptoms = append(s.Symptoms, SymptomLine{d, symptoms})
		}
	}
	for _, c := range j.Checks {
		add(c.Date, c.Symptoms)
	}
	for _, spot := range j.Spots {
		for _, e := range spot.Entries {
			add(e.Date, e.Symptoms)
		}
	}
	slices.SortStableFunc(s.Symptoms, func(a, b SymptomLine) int { return a.Date.Compare(b.Date) })
	for _, q := range j.Questions {
		if q.Answer == "" {
			s.Questions = append(s.Questions, q)
		}
	}
}
