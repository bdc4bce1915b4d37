package report

import (
	"fmt"
	"io"
	"strings"

	"spotlog/internal/rules"
	"spotlog/store"
)

// tierHeads say what to do, not how bad it is.
var tierHeads = map[rules.Tier]string{
	rules.Emergency: "urgent care now", rules.Today: "to be seen today", rules.Soon: "to be seen soon",
	rules.Visit: "for this visit", rules.Watch: "being watched",
}

// A textWriter writes wrapped lines under headings and keeps the first error.
type textWriter struct {
	w     io.Writer
	width int
	err   error
}

func (t *textWriter) print(line string) {
	if t.err == nil {
		_, t.err = fmt.Fprintln(t.w, strings.TrimRight(line, " "))
	}
}

func (t *textWriter) heading(text string) {
	t.print("")
	t.print(strings.ToUpper(text))
}

// item prints a text wrapped, its first line behind lead, the others under it.
func (t *textWriter) item(lead, text string) {
	indent := strings.Repeat(" ", len([]rune(lead)))
	for i, line := range strings.Split(Wrap(Plain(text), max(t.width-len(indent), 24)), "\n") {
		if i > 0 {
			lead = indent
		}
		t.print(lead + line)
	}
}

// WriteText writes the summary as plain text that pastes into a portal's message, at most width
// columns wide.
func (s *Summary) WriteText(w io.Writer, width int) error {
	t := &textWriter{w: w, width: width}
	t.item("", "Spots on the skin: what was logged, as of "+s.AsOf)
	t.item("", s.whose())
	t.item("", s.lookingBack())
	t.flags(s.Flags)
	t.spots("changed", s.Changed)
	t.spots("new", s.New)
	t.steady(s.Steady)
	t.history(s)
	t.medicines(s.Medications)
	if len(s.Symptoms) > 0 {
		t.heading("symptoms logged")
		for _, line := range s.Symptoms {
			t.item("  - ", LongDate(line.Date)+": "+Join(line.Symptoms))
		}
	}
	if len(s.Questions) > 0 {
		t.heading("questions")
		for _, q := range s.Questions {
			t.item("  - ", q.Text)
		}
	}
	if len(s.NotLogged) > 0 {
		t.heading("not logged")
		for _, u := range s.NotLogged {
			t.item("  - ", strings.TrimPrefix(u.Spot+": ", ": ")+u.Needs)
		}
	}
	t.print("")
	if left := s.Withheld.Says(); left != "" {
		t.item("", left)
	}
	t.item("", Posture)
	return t.err
}

func (s *Summary) whose() string {
	var parts []string
	if s.Profile != nil && s.Profile.Name != "" {
		parts = append(parts, s.Profile.Name)
	}
	if s.AgeYears > 0 {
		parts = append(parts, Plural(s.AgeYears, "year")+" old")
	}
	if len(parts) == 0 {
		return "Name and age are not recorded."
	}
	return strings.Join(parts, ", ")
}

func (s *Summary) lookingBack() string {
	switch {
	case s.LastVisit != nil:
		return "Last visit " + LongDate(s.LastVisit.Date) + ": " + VisitSays(s.LastVisit)
	case s.Since != "":
		return "Since " + s.Since
	}
	return "No visit is recorded; this looks back to the first entry."
}

func (t *textWriter) flags(flags []rules.Flag) {
	if len(flags) == 0 {
		t.heading("flags")
		t.item("  ", "No logged change was found. That is no clean bill of health: it says what the log shows, and no more.")
	}
	var tier rules.Tier
	for _, f := range flags {
		if f.Tier != tier {
			tier = f.Tier
			t.heading(tierHeads[tier])
		}
		t.item("  - ", strings.TrimPrefix(f.Spot+": ", ": ")+f.Title)
		var facts []string
		for _, fact := range f.Because {
			facts = append(facts, Readable(fact))
		}
		t.item("      ", strings.Join(facts, "; "))
	}
}

func (t *textWriter) spots(heading string, lines []SpotLine) {
	if len(lines) == 0 {
		return
	}
	t.heading(heading)
	for _, l := range lines {
		says := fmt.Sprintf("%s (%s)", l.Name, l.Site)
		if !l.FirstSeen.IsZero() {
			says += ", first seen " + LongDate(l.FirstSeen)
		}
		says += "; " + LongDate(l.Newest)
		if l.Facts != "" {
			says += ": " + l.Facts
		}
		if l.Change != "" {
			says += "; " + l.Change
		}
		t.item("  - ", says)
	}
}

// steady tells a spot in a line: what was compared, or when it was last seen.
func (t *textWriter) steady(lines []SpotLine) {
	if len(lines) == 0 {
		return
	}
	t.heading("no change found")
	for _, l := range lines {
		says, _, _ := strings.Cut(l.Change, ";")
		if says == "" {
			says = "last seen " + LongDate(l.Newest)
		}
		t.item("  - ", fmt.Sprintf("%s (%s): %s", l.Name, l.Site, says))
	}
}

// history tells what a clinician asks for; what is not recorded is said to be so.
func (t *textWriter) history(s *Summary) {
	p := s.Profile
	if p == nil {
		p = &store.Profile{}
	}
	skin := ""
	if p.SkinType > 0 {
		skin = fmt.Sprintf("Fitzpatrick %d", p.SkinType)
	}
	t.heading("history")
	for _, line := range [][2]string{{"risks", Join(p.Risks)}, {"skin type", skin}, {"allergies", strings.Join(p.Allergies, ", ")}} {
		if line[1] == "" {
			line[1] = "not recorded"
		}
		t.item(fmt.Sprintf("  %-11s", line[0]), line[1])
	}
}

func (t *textWriter) medicines(list []store.Medication) {
	t.heading("medicines and supplements")
	if len(list) == 0 {
		t.item("  ", "none recorded")
	}
	for _, m := range list {
		t.item("  - ", medicineSays(m))
	}
}

// medicineSays tells what is taken, what it does, and since when; what was not recorded is said to be so.
func medicineSays(m store.Medication) string {
	says := m.Name
	if m.Dose != "" {
		says += ", " + m.Dose
	}
	effects := Join(m.Effects)
	if effects == "" {
		effects = "effects not recorded"
	}
	says += " (" + effects + ")"
	if !m.Started.IsZero() {
		says += ", since " + LongDate(m.Started)
	}
	if !m.Stopped.IsZero() {
		says += ", until " + LongDate(m.Stopped)
	}
	return says
}
