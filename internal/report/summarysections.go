package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"spotlog/internal/rules"
	"spotlog/store"
)

// A section of a summary is what every writer of it tells under one heading, in the same words.
type section struct {
	Key   string // what a spreadsheet sorts by
	Title string
	Lines []line
	More  int // lines that there was no room for
}

// A line is one thing told. All its texts are plain.
type line struct {
	Number     int // of its spot, 0 where it is of none
	Spot, Site string
	Date       store.Date
	Tier       rules.Tier
	What       string // the rule's code, or what else it is about
	Says       string
	Under      []fact // what it stands on
	Again      bool   // it is of the same spot as the line above
}

// A fact is dated evidence, or the person's own words; a pace has no date.
type fact struct {
	Date store.Date
	Says string
}

// sections tells the summary in the order in which it is read. A section without lines is left out.
func (s *Summary) sections() (told []section) {
	for _, each := range append(s.flagSections(), []section{
		{Key: "changed", Title: "changed", Lines: spotLines(s.Changed)},
		{Key: "new", Title: "new in the log", Lines: spotLines(s.New)},
		{Key: "other", Title: "other spots", Lines: otherLines(s.Steady)},
		{Key: "gone", Title: "no longer there", Lines: goneLines(s.Gone)},
		{Key: "history", Title: "history", Lines: historyLines(s.Profile)},
		{Key: "medicines", Title: "medicines and supplements", Lines: medicineLines(s.Medications)},
		{Key: "symptoms", Title: "symptoms logged", Lines: symptomLines(s.Symptoms)},
		{Key: "questions", Title: "questions", Lines: questionLines(s.Questions)},
		{Key: "not-logged", Title: "not logged: what one look would settle", Lines: notLoggedLines(s.NotLogged)},
	}...) {
		if len(each.Lines) > 0 {
			told = append(told, each)
		}
	}
	return told
}

// Title heads every form of the summary.
func (s *Summary) Title() string {
	return "Spots on the skin: what was logged, as of " + LongDate(mustDate(s.AsOf))
}

// whose is the person's name and age, as far as they are recorded.
func whose(p *store.Profile, day store.Day) string {
	var parts []string
	if p != nil && p.Name != "" {
		parts = append(parts, Plain(p.Name))
	}
	if p != nil && !p.BirthDate.IsZero() {
		parts = append(parts, Plural(yearsBetween(p.BirthDate, day), "year")+" old")
	}
	if len(parts) == 0 {
		return "Name and age are not recorded."
	}
	return strings.Join(parts, ", ")
}

func (s *Summary) whose() string { return whose(s.Profile, mustDate(s.AsOf).FirstDay()) }

// lookingBack says since when, and what was said and logged.
func (s *Summary) lookingBack() (lines []string) {
	since := "since then"
	switch {
	case s.LastVisit == nil && s.Since == "":
		lines, since = []string{"No visit is recorded; this looks back to the first entry."}, "in all"
	case s.LastVisit == nil:
		lines = []string{"No visit is recorded."}
	default:
		lines = []string{"Last visit " + LongDate(s.LastVisit.Date) + ": " + visitBriefly(s.LastVisit) + "."}
	}
	if s.Since != "" && (s.LastVisit == nil || s.Since != s.LastVisit.Date.String()) {
		since = "since " + LongDate(mustDate(s.Since))
	}
	logged := "Logged " + since + ": " + Plural(s.Logged.Entries, "entry")
	if s.Logged.Entries > 0 {
		logged += " of " + Plural(s.Logged.Spots, "spot")
	}
	return append(lines, logged+", "+Plural(s.Logged.Checks, "self-check")+".")
}

// visitBriefly is VisitSays, with the outcomes counted where there are many: each is told with its spot.
func visitBriefly(v *store.Visit) string {
	const each = 3
	if len(v.Spots) <= each {
		return VisitSays(v) + noted(v)
	}
	var outcomes []string
	counts := map[string]int{}
	for _, s := range v.Spots {
		outcome := cmp.Or(string(s.Outcome), "without an outcome")
		if counts[outcome]++; counts[outcome] == 1 {
			outcomes = append(outcomes, outcome)
		}
	}
	for i, outcome := range outcomes {
		outcomes[i] = fmt.Sprintf("%d %s", counts[outcome], outcome)
	}
	return VisitSays(&store.Visit{With: v.With}) + "; " + Plural(len(v.Spots), "spot") + ": " + strings.Join(outcomes, ", ") + noted(v)
}

func (s *Summary) flagSections() (told []section) {
	if len(s.Flags) == 0 {
		return []section{{Key: "flags", Title: "flags", Lines: []line{{What: "none", Says: NoFlag}}}}
	}
	for _, f := range s.Flags {
		if len(told) == 0 || told[len(told)-1].Title != tierHeads[f.Tier] {
			told = append(told, section{Key: "flags", Title: tierHeads[f.Tier]})
		}
		told[len(told)-1].add(s.flagLine(f))
	}
	return told
}

// add puts a line behind the last of the same spot, so that what is told of one spot stands together.
func (s *section) add(l line) {
	at := len(s.Lines)
	for i := range s.Lines {
		if s.Lines[i].Spot == l.Spot {
			at = i + 1
		}
	}
	l.Again = at > 0 && l.Spot != "" && s.Lines[at-1].Spot == l.Spot
	s.Lines = slices.Insert(s.Lines, at, l)
}

func (s *Summary) flagLine(f rules.Flag) line {
	l := line{Spot: f.Spot, Date: mustDate(f.Since), Tier: f.Tier, What: f.Code, Says: Plain(f.Title)}
	for i := range s.stories {
		if s.stories[i].Name == f.Spot {
			l.Number, l.Site = s.stories[i].Number, Plain(s.stories[i].Site)
		}
	}
	for _, because := range f.Because {
		l.Under = append(l.Under, newFact(because))
	}
	if pace := PaceSays(f.Pace); pace != "" && (f.Pace.Days > 0 || f.Pace.Per30Days != nil) {
		l.Under = append(l.Under, fact{Says: pace})
	}
	return l
}

// newFact takes the date from the fact that it begins.
func newFact(text string) fact {
	date, says, ok := strings.Cut(text, ": ")
	d, err := store.ParseDate(date)
	if !ok || err != nil {
		return fact{Says: Plain(text)}
	}
	return fact{d, Plain(says)}
}

// Name is what a line is about: its spot, a medicine, a day.
func (l line) Name() string {
	switch l.What {
	case "question", "none":
		return ""
	case "symptoms":
		return LongDate(l.Date)
	}
	if l.Spot == "" && l.Tier == "" {
		return l.What
	}
	return l.Spot
}

// Evidence tells what a line stands on, facts of one day together.
func (l line) Evidence() string {
	var b strings.Builder
	facts := telling(l.Under, func(says string) fact { return fact{Says: says} })
	for i, f := range facts {
		switch {
		case i > 0 && !f.Date.IsZero() && f.Date == facts[i-1].Date:
			b.WriteString(", " + f.Says)
			continue
		case i > 0:
			b.WriteString("; ")
		}
		if !f.Date.IsZero() {
			b.WriteString(LongDate(f.Date) + ": ")
		}
		b.WriteString(f.Says)
	}
	return b.String()
}

func newLine(l *SpotLine, what string) line {
	return line{Number: l.Number, Spot: l.Name, Site: Plain(l.Site), Date: l.Newest, Tier: l.Tier, What: what}
}

// spotLines tell spots that a clinician will look at: how they are now, what was compared, what a
// clinician said of them, and the person's own words.
func spotLines(spots []SpotLine) (lines []line) {
	for i := range spots {
		l := newLine(&spots[i], "spot")
		var parts []string
		if first := LongDate(spots[i].FirstSeen); first != "" {
			parts = append(parts, "first seen "+first)
		}
		parts = append(parts, spots[i].now)
		if spots[i].Change != "" {
			parts = append(parts, spots[i].Change)
		}
		l.Says = strings.Join(append(parts, seenWords(spots[i].Seen)...), "; ")
		if spots[i].Note != "" {
			l.Under = []fact{{spots[i].NoteDate, "“" + Plain(spots[i].Note) + "”"}}
		}
		lines = append(lines, l)
	}
	return lines
}

// otherLines tell a spot in a line: why it is watched, or what was compared.
func otherLines(spots []SpotLine) (lines []line) {
	for i := range spots {
		l := newLine(&spots[i], "spot")
		compared, _, _ := strings.Cut(spots[i].Change, ";")
		says := cmp.Or(spots[i].Watched, compared, "nothing to compare it with")
		l.Says = strings.Join(append([]string{says, "last entry " + spots[i].last}, seenWords(spots[i].Seen)...), "; ")
		lines = append(lines, l)
	}
	return lines
}

// seenWords tell the newest that a clinician said of a spot.
func seenWords(seen []SeenBy) []string {
	if len(seen) == 0 {
		return nil
	}
	s := seen[len(seen)-1]
	says := "seen " + LongDate(s.Date) + foundWords(s.VisitSpot)
	if s.Note != "" {
		says += ", “" + Plain(s.Note) + "”"
	}
	return []string{says}
}

func goneLines(spots []SpotLine) (lines []line) {
	for i := range spots {
		l := newLine(&spots[i], "spot")
		l.Date = spots[i].Since
		says := strings.TrimSpace(string(spots[i].Status) + " " + LongDate(spots[i].Since))
		l.Says = strings.Join(append([]string{says}, seenWords(spots[i].Seen)...), "; ")
		lines = append(lines, l)
	}
	return lines
}

// historyLines tell what a clinician asks for, the birth date first; what is not recorded is said to
// be so.
func historyLines(p *store.Profile) (lines []line) {
	if p == nil {
		p = &store.Profile{}
	}
	for _, l := range []line{
		{What: "birth date", Says: LongDate(p.BirthDate)}, {What: "risks", Says: meanings("risks", p.Risks)},
		{What: "skin type", Says: skinWords(p)}, {What: "allergies", Says: Plain(strings.Join(p.Allergies, ", "))},
	} {
		l.Says = cmp.Or(l.Says, "not recorded")
		lines = append(lines, l)
	}
	return lines
}

// meanings gives words of a field as a person reads them.
func meanings[T ~string](field string, words []T) string {
	var said []string
	for _, w := range words {
		for _, known := range store.Words(field) {
			if known.Word == string(w) {
				said = append(said, known.Meaning)
			}
		}
	}
	return strings.Join(said, "; ")
}

func medicineLines(list []store.Medication) (lines []line) {
	for _, m := range list {
		lines = append(lines, line{Date: m.Started, What: Plain(m.Name), Says: medicineSays(m)})
	}
	if len(lines) == 0 {
		lines = []line{{Says: "not recorded"}}
	}
	return lines
}

// medicineSays tells how a medicine is taken, what it does, and since when; what was not recorded is
// said to be so.
func medicineSays(m store.Medication) string {
	var parts []string
	for _, part := range []string{Plain(m.Dose), effectsWords(m.Effects), dated("since", m.Started), dated("until", m.Stopped), Plain(m.Note)} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "; ")
}

// effectsWords tell what a medicine does that matters to skin and bleeding. Not recorded is not "none".
func effectsWords(effects []store.Effect) string {
	switch {
	case len(effects) == 0:
		return "effects not recorded"
	case effects[0] == store.EffectNone:
		known := slices.DeleteFunc(store.WordList("medication.effects"), func(w string) bool { return w == string(store.EffectNone) })
		return "asked, and it is none of: " + strings.Join(known, ", ")
	}
	return meanings("medication.effects", effects)
}

func dated(word string, d store.Date) string {
	switch {
	case !d.IsZero():
		return word + " " + LongDate(d)
	case word == "since":
		return "start not recorded"
	}
	return ""
}

func symptomLines(symptoms []SymptomLine) (lines []line) {
	for _, s := range symptoms {
		lines = append(lines, line{Date: s.Date, What: "symptoms", Says: meanings("symptoms", s.Symptoms)})
	}
	return lines
}

func questionLines(questions []store.Question) (lines []line) {
	for i, q := range questions {
		lines = append(lines, line{Date: q.Date, What: "question", Says: fmt.Sprintf("%d. %s", i+1, Plain(q.Text))})
	}
	return lines
}

func notLoggedLines(asks []rules.Unassessed) (lines []line) {
	for _, u := range asks {
		lines = append(lines, line{Spot: u.Spot, Tier: u.Tier, What: u.Code, Says: Plain(u.Needs)})
	}
	return lines
}
