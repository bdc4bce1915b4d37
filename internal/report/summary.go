package report

import (
	"slices"
	"strings"

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
	Logged      Logged             `json:"logged"` // since then
	Profile     *store.Profile     `json:"profile,omitempty"`
	AgeYears    int                `json:"age_years,omitempty"`
	Flags       []rules.Flag       `json:"flags"`
	Changed     []SpotLine         `json:"changed"`
	New         []SpotLine         `json:"new"`
	Steady      []SpotLine         `json:"steady"`
	Gone        []SpotLine         `json:"gone"` // resolved or removed since then
	Medications []store.Medication `json:"medications"`
	Symptoms    []SymptomLine      `json:"symptoms"`
	Questions   []store.Question   `json:"questions"`
	NotLogged   []rules.Unassessed `json:"not_logged"`
	Photos      []SummaryPhoto     `json:"photos"`
	Withheld

	stories []Story // the spots told, in the order of their numbers
}

// Logged counts what was logged in a time.
type Logged struct {
	Entries int `json:"entries"`
	Spots   int `json:"spots"` // that these entries are of
	Checks  int `json:"checks"`
}

// A SpotLine sums a spot up for someone who has not seen the journal.
type SpotLine struct {
	Number    int          `json:"number"` // as in the timeline and on the body map
	Name      string       `json:"name"`
	Site      string       `json:"site"`
	FirstSeen store.Date   `json:"first_seen,omitzero"`
	Newest    store.Date   `json:"newest,omitzero"`
	Facts     string       `json:"facts,omitempty"`  // of the newest entry
	Change    string       `json:"change,omitempty"` // what was compared, in numbers
	Sizes     string       `json:"sizes,omitempty"`  // before and now, with their days
	now, last string       // the newest entry in words: in full, where it was another size before with that; and its size alone
	Tier      rules.Tier   `json:"tier,omitempty"`
	Watched   string       `json:"watched,omitempty"` // why a spot that is not changed is watched
	Seen      []SeenBy     `json:"seen,omitempty"`    // by a clinician, oldest first
	Note      string       `json:"note,omitempty"`    // the person's newest words since then
	NoteDate  store.Date   `json:"note_date,omitzero"`
	Status    store.Status `json:"status,omitempty"` // of one that is gone
	Since     store.Date   `json:"status_since,omitzero"`
}

// A SymptomLine is what the person logged of themselves on a day.
type SymptomLine struct {
	Date     store.Date      `json:"date"`
	Symptoms []store.Symptom `json:"symptoms"`
}

// NewSummary builds the summary of what a document tells of all spots. A zero since looks back to
// the last visit, or without one to the beginning. What is about the person (medicines, symptoms,
// questions) comes from the whole journal, whatever of its spots the document leaves out.
func NewSummary(d *Document, whole *store.Journal, since store.Date) *Summary {
	s := &Summary{
		Schema: SummarySchema, AsOf: d.AsOf, Profile: d.Profile, Flags: []rules.Flag{}, Changed: []SpotLine{}, New: []SpotLine{}, Steady: []SpotLine{},
		Gone: []SpotLine{}, Medications: []store.Medication{}, Symptoms: []SymptomLine{}, Questions: []store.Question{}, NotLogged: []rules.Unassessed{},
		Withheld: d.Withheld, stories: d.Stories,
	}
	for _, r := range d.Rows {
		if r.Visit != nil {
			s.LastVisit = r.Visit
		}
	}
	if since.IsZero() && s.LastVisit != nil {
		since = s.LastVisit.Date
	}
	s.Since = since.String()
	if p := d.Profile; p != nil && !p.BirthDate.IsZero() {
		s.AgeYears = yearsBetween(p.BirthDate, d.Day)
	}
	s.Flags = append(s.Flags, d.Answer.Flags...)
	s.NotLogged = append(s.NotLogged, d.Answer.ToLog()...)
	within := Range{Since: since}
	s.addSpots(within, d.Day)
	s.addPerson(whole, within, d.Day)
	for _, c := range whole.Checks {
		if within.Holds(c.Date, d.Day) {
			s.Logged.Checks++
		}
	}
	s.Photos = photosThatMatter(d.Stories, s.New)
	return s
}

// yearsBetween counts birthdays; a birth date known only to the year or month counts from its end.
func yearsBetween(birth store.Date, day store.Day) int {
	b, d := birth.LastDay().Time(), day.Time()
	years := d.Year() - b.Year()
	if d.Before(b.AddDate(years, 0, 0)) {
		years--
	}
	return years
}

// addSpots files each spot under changed, new, steady or gone. One that is gone and not flagged is
// told only where it went since then.
func (s *Summary) addSpots(within Range, asOf store.Day) {
	for i := range s.stories {
		story := &s.stories[i]
		line := newSpotLine(story, within, asOf)
		since := slices.IndexFunc(story.Spot.Entries, func(e store.Entry) bool { return within.Holds(e.Date, asOf) })
		if since >= 0 {
			s.Logged.Entries += len(story.Spot.Entries) - since
			s.Logged.Spots++
		}
		switch {
		case story.Tier.Urgency() > rules.Watch.Urgency():
			s.Changed = append(s.Changed, line)
		case story.Spot.Status == store.StatusResolved || story.Spot.Status == store.StatusRemoved:
			if line.Since.IsZero() || within.Holds(line.Since, asOf) {
				s.Gone = append(s.Gone, line)
			}
		case story.Changed:
			s.Changed = append(s.Changed, line)
		case !within.Since.IsZero() && story.Spot.Entries[0].Date.FirstDay() > within.Since.LastDay():
			s.New = append(s.New, line)
		default:
			s.Steady = append(s.Steady, line)
		}
	}
}

func newSpotLine(story *Story, within Range, asOf store.Day) SpotLine {
	line := SpotLine{
		Number: story.Number, Name: story.Name, Site: story.Site, FirstSeen: story.FirstSeen, Change: story.Compared, Tier: story.Tier, Seen: story.Seen,
	}
	if story.Spot.Status != store.StatusActive {
		line.Status, line.Since = story.Spot.Status, story.Spot.StatusSince
	}
	if newest := story.Spot.Newest(); newest != nil {
		line.Newest, line.Facts = newest.Date, Facts(newest)
		line.Sizes, line.last = story.sizesApart(within.Since), story.newestSays()
		line.now = strings.TrimSuffix(LongDate(newest.Date)+": "+line.Facts, ": ")
		if size := Size(newest); line.Sizes != "" && size != "" {
			line.now = line.Sizes + strings.TrimPrefix(line.Facts, size)
		} else if line.Sizes != "" {
			line.now += "; " + line.Sizes
		}
	}
	for i := range story.Spot.Entries {
		if e := &story.Spot.Entries[i]; e.Note != "" && within.Holds(e.Date, asOf) {
			line.Note, line.NoteDate = e.Note, e.Date
		}
	}
	if story.Tier == rules.Watch {
		line.Watched = story.Flags[0].Title
	}
	return line
}

// takenWithin lists what was taken at any moment of a time, as it was known on a day.
func takenWithin(j *store.Journal, within Range, asOf store.Day) (taken []store.Medication) {
	for _, m := range j.Medications {
		if !m.Stopped.IsZero() && m.Stopped.FirstDay() > asOf {
			m.Stopped = store.Date{}
		}
		started := m.Started.IsZero() || m.Started.FirstDay() <= asOf
		if started && (m.Stopped.IsZero() || within.Holds(m.Stopped, asOf)) {
			taken = append(taken, m)
		}
	}
	return taken
}

// addPerson adds what is about the person: medicines that were taken since then, symptoms, questions.
func (s *Summary) addPerson(j *store.Journal, within Range, asOf store.Day) {
	s.Medications = append(s.Medications, takenWithin(j, within, asOf)...)
	add := func(d store.Date, symptoms []store.Symptom) {
		if len(symptoms) > 0 && symptoms[0] != store.SymptomNone && within.Holds(d, asOf) {
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
	s.Questions = append(s.Questions, OpenQuestions(j, asOf)...)
}

// OpenQuestions are those that were noted up to a day and not answered, in the order of their numbers
// in a summary.
func OpenQuestions(j *store.Journal, asOf store.Day) (open []store.Question) {
	for _, q := range j.Questions {
		if q.Answer == "" && (q.Date.IsZero() || q.Date.FirstDay() <= asOf) {
			open = append(open, q)
		}
	}
	return open
}
