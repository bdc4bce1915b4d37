package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"spotlog/store"
)

// TimelineSchema names the timeline document.
const TimelineSchema = "spotlog.timeline.v1"

// A Timeline is what happened when: entries of the chosen spots, and the visits, checks and
// medicines of those days. Rows are in order of date.
type Timeline struct {
	Schema string `json:"schema"`
	AsOf   string `json:"as_of"`
	Since  string `json:"since,omitempty"`
	Until  string `json:"until,omitempty"`
	Rows   []Row  `json:"rows"`
}

// A Row is one thing that happened. One of Entry, Visit, Check and Medication is there.
type Row struct {
	Date       store.Date        `json:"date"`
	What       string            `json:"what"` // "entry", "visit", "check", "medication-started", "medication-stopped"
	Spot       string            `json:"spot,omitempty"`
	Site       string            `json:"site,omitempty"`
	Entry      *store.Entry      `json:"entry,omitempty"`
	Visit      *store.Visit      `json:"visit,omitempty"`
	Check      *store.Check      `json:"check,omitempty"`
	Medication *store.Medication `json:"medication,omitempty"`
}

// A Range is the days a timeline covers, both included; a zero Date leaves that side open.
type Range struct{ Since, Until store.Date }

// Holds says whether any of a date falls within the range, and it begins by asOf.
func (r Range) Holds(d store.Date, asOf store.Day) bool {
	return d.FirstDay() <= asOf && (r.Since.IsZero() || d.LastDay() >= r.Since.FirstDay()) &&
		(r.Until.IsZero() || d.FirstDay() <= r.Until.LastDay())
}

// NewTimeline builds the timeline of some spots as it was known on a day. Rows about the person
// (checks, medicines, visits that name no chosen spot) join only where whole is true.
func NewTimeline(j *store.Journal, spots []*store.Spot, whole bool, within Range, asOf store.Day) *Timeline {
	t := &Timeline{Schema: TimelineSchema, AsOf: asOf.String(), Since: within.Since.String(), Until: within.Until.String(), Rows: []Row{}}
	add := func(r Row) {
		if !r.Date.IsZero() && within.Holds(r.Date, asOf) {
			t.Rows = append(t.Rows, r)
		}
	}
	chosen := map[string]bool{}
	for _, s := range spots {
		chosen[s.Name] = true
		for i := range s.Entries {
			add(Row{Date: s.Entries[i].Date, What: "entry", Spot: s.Name, Site: s.Site, Entry: &s.Entries[i]})
		}
	}
	for i := range j.Visits {
		v := &j.Visits[i]
		if whole || slices.ContainsFunc(v.Spots, func(s store.VisitSpot) bool { return chosen[s.Spot] }) {
			add(Row{Date: v.Date, What: "visit", Visit: v})
		}
	}
	if whole {
		for i := range j.Checks {
			add(Row{Date: j.Checks[i].Date, What: "check", Check: &j.Checks[i]})
		}
		for i := range j.Medications {
			m := &j.Medications[i]
			add(Row{Date: m.Started, What: "medication-started", Medication: m})
			add(Row{Date: m.Stopped, What: "medication-stopped", Medication: m})
		}
	}
	slices.SortStableFunc(t.Rows, func(a, b Row) int { return a.Date.Compare(b.Date) })
	return t
}

// WriteText writes the timeline for people, at most width columns wide.
func (t *Timeline) WriteText(w io.Writer, width int) error {
	names := t.nameWidth()
	year := ""
	for _, r := range t.Rows {
		if y := r.Date.String()[:4]; y != year {
			if year = y; r.Date.Precision() != store.PrecisionYear {
				fmt.Fprintln(w, year)
			}
		}
		lead := text.AlignRight.Apply(rowDay(r.Date), 6) + "  "
		if names > 0 {
			lead += text.AlignLeft.Apply(r.label(), names) + "  "
		}
		indent := strings.Repeat(" ", text.StringWidthWithoutEscSequences(lead))
		lines := strings.Split(Wrap(r.says(), max(width-len(indent), 24)), "\n")
		if note := r.note(); note != "" {
			lines = append(lines, strings.Split(Wrap("“"+note+"”", max(width-len(indent), 24)), "\n")...)
		}
		for i, line := range lines {
			if i > 0 {
				lead = indent
			}
			if _, err := fmt.Fprintln(w, strings.TrimRight(lead+line, " ")); err != nil {
				return err
			}
		}
	}
	return nil
}

// nameWidth is how many columns the names take: none where all rows are of one spot.
func (t *Timeline) nameWidth() int {
	width, several := 0, false
	for _, r := range t.Rows {
		width = max(width, text.StringWidthWithoutEscSequences(r.label()))
		several = several || r.label() != t.Rows[0].label()
	}
	if !several {
		return 0
	}
	return width
}

// Wrap breaks a text between words so that no line is wider than width columns.
func Wrap(s string, width int) string { return text.WrapSoft(s, width) }

// rowDay is the day without its year, which stands above.
func rowDay(d store.Date) string {
	switch d.Precision() {
	case store.PrecisionYear:
		return d.String()
	case store.PrecisionMonth:
		return d.Wall().Format("Jan")
	}
	return d.Wall().Format("2 Jan")
}

func (r Row) label() string {
	switch r.What {
	case "entry":
		return r.Spot
	case "visit", "check":
		return r.What
	}
	return "medicine"
}

func (r Row) says() string {
	switch r.What {
	case "entry":
		return EntrySays(r.Entry)
	case "visit":
		return VisitSays(r.Visit)
	case "check":
		return checkSays(r.Check)
	case "medication-started":
		return Plain(r.Medication.Name) + " started"
	}
	return Plain(r.Medication.Name) + " stopped"
}

func (r Row) note() string {
	switch {
	case r.Entry != nil:
		return Plain(r.Entry.Note)
	case r.Visit != nil:
		return Plain(r.Visit.Note)
	case r.Check != nil:
		return Plain(r.Check.Note)
	}
	return ""
}

// VisitSays tells in one line who saw the person, and what was said of each spot.
func VisitSays(v *store.Visit) string {
	says := "seen by " + Plain(v.With)
	if v.With == "" {
		says = "seen by a clinician"
	}
	for _, s := range v.Spots {
		says += "; " + s.Spot + foundWords(s)
	}
	return says
}

// noted is what was noted of a visit besides, behind what VisitSays.
func noted(v *store.Visit) string {
	if v.Note == "" {
		return ""
	}
	return "; “" + Plain(v.Note) + "”"
}

// foundWords tell, behind the name of a spot or a day, what a visit said of it.
func foundWords(s store.VisitSpot) (says string) {
	if s.Outcome != "" {
		says += ": " + string(s.Outcome)
	}
	if s.Diagnosis != "" {
		says += ", “" + Plain(s.Diagnosis) + "”"
	}
	if !s.Recheck.IsZero() {
		says += ", recheck " + LongDate(s.Recheck)
	}
	return says
}

func checkSays(c *store.Check) string {
	says := "self-check"
	if n := len(c.Areas); n > 0 {
		says += " of " + Plural(n, "area")
	}
	if symptoms := labelled("with", c.Symptoms, "no symptoms"); symptoms != "" {
		says += ", " + symptoms
	}
	if n := len(c.Photos); n > 0 {
		says += ", " + Plural(n, "photo")
	}
	return says
}

// csvColumns are the columns of the timeline as CSV, and what each takes from an entry.
var csvColumns = []struct {
	name string
	cell func(r Row) string
}{
	{"date", func(r Row) string { return r.Date.String() }},
	{"spot", func(r Row) string { return r.Spot }},
	{"site", func(r Row) string { return r.Site }},
	{"length_mm", func(r Row) string { return number(r.Entry.LengthMM) }},
	{"width_mm", func(r Row) string { return number(r.Entry.WidthMM) }},
	{"method", func(r Row) string { return string(r.Entry.Method) }},
	{"count", func(r Row) string { return number(float64(r.Entry.Count)) }},
	{"extent_mm", func(r Row) string { return number(r.Entry.ExtentMM) }},
	{"spread", func(r Row) string { return string(r.Entry.Spread) }},
	{"colors", func(r Row) string { return commas(r.Entry.Colors) }},
	{"shape", func(r Row) string { return string(r.Entry.Shape) }},
	{"border", func(r Row) string { return string(r.Entry.Border) }},
	{"surface", func(r Row) string { return commas(r.Entry.Surface) }},
	{"blanch", func(r Row) string { return string(r.Entry.Blanch) }},
	{"bleeding", func(r Row) string { return string(r.Entry.Bleeding) }},
	{"bleeds", func(r Row) string { return optional(r.Entry.Bleeds) }},
	{"restarts", func(r Row) string { return optional(r.Entry.Restarts) }},
	{"changed", func(r Row) string { return commas(r.Entry.Changed) }},
	{"feel", func(r Row) string { return commas(r.Entry.Feel) }},
	{"symptoms", func(r Row) string { return commas(r.Entry.Symptoms) }},
	{"after", func(r Row) string { return commas(r.Entry.After) }},
	{"odd_one_out", func(r Row) string { return optional(r.Entry.OddOneOut) }},
	{"note", func(r Row) string { return r.Entry.Note }},
	{"photos", func(r Row) string { return strconv.Itoa(len(r.Entry.Photos)) }},
}

// WriteCSV writes the entries of the timeline, one a line, under a line of column names. A cell
// that a spreadsheet would take for a formula begins with an apostrophe.
func (t *Timeline) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	names := make([]string, len(csvColumns))
	for i, c := range csvColumns {
		names[i] = c.name
	}
	if err := out.Write(names); err != nil {
		return err
	}
	for _, r := range t.Rows {
		if r.Entry == nil {
			continue
		}
		cells := make([]string, len(csvColumns))
		for i, c := range csvColumns {
			cells[i] = inert(c.cell(r))
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// inert keeps a spreadsheet from running a person's words (OWASP, CSV injection).
func inert(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r'", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

func number(x float64) string {
	if x == 0 {
		return ""
	}
	return MM(x)
}

func commas[T ~string](words []T) string { return strings.ReplaceAll(Join(words), ", ", ",") }

func optional[T int | bool](value *T) string {
	if value == nil {
		return ""
	}
	return fmt.Sprint(*value)
}
