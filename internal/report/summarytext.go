package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// WriteText writes the summary as plain text that pastes into a portal's message, at most width
// columns wide.
func (s *Summary) WriteText(w io.Writer, width int) error {
	t := &textWriter{w: w, width: width}
	t.item("", s.Title())
	t.item("", s.whose())
	for _, says := range s.lookingBack() {
		t.item("", says)
	}
	for _, each := range s.sections() {
		t.section(each)
	}
	t.photos(s.Photos)
	t.print("")
	if left := s.Withheld.Says(); left != "" {
		t.item("", left)
	}
	t.item("", Posture)
	return t.err
}

// A textWriter writes wrapped lines under headings and keeps the first error.
type textWriter struct {
	w     io.Writer
	width int
	err   error
}

func (t *textWriter) print(text string) {
	if t.err == nil {
		_, t.err = fmt.Fprintln(t.w, strings.TrimRight(text, " "))
	}
}

func (t *textWriter) heading(text string) {
	t.print("")
	t.print(strings.ToUpper(text))
}

// item prints a text wrapped, its first line behind lead, the others under it.
func (t *textWriter) item(lead, text string) {
	indent := strings.Repeat(" ", len([]rune(lead)))
	for i, wrapped := range strings.Split(Wrap(text, max(t.width-len(indent), 24)), "\n") {
		if i > 0 {
			lead = indent
		}
		t.print(lead + wrapped)
	}
}

func (t *textWriter) section(s section) {
	t.heading(s.Title)
	for i := range s.Lines {
		l := &s.Lines[i]
		t.item("  - ", l.lead()+l.Says)
		if len(l.Under) > 0 {
			t.item("      ", l.Evidence())
		}
	}
}

// lead is the name of a line's spot and its site, or what else it is about.
func (l *line) lead() string {
	lead := l.Name()
	if l.Site != "" {
		lead += " (" + l.Site + ")"
	}
	if lead != "" {
		lead += ": "
	}
	return lead
}

func (t *textWriter) photos(photos []SummaryPhoto) {
	if len(photos) == 0 {
		return
	}
	t.heading("photos")
	for i := range photos {
		t.item("  - ", photos[i].says())
	}
}

// says names a photo by its number, and by its file where it has one.
func (p *SummaryPhoto) says() string {
	says := fmt.Sprintf("%d: %s (%s), %s", p.Number, p.Spot, Plain(p.Site), p.Caption)
	if p.File != "" {
		says += ", " + p.File
	}
	return says
}

// what is the kind of a fact, as a spreadsheet sorts by it.
func (f fact) what(of *line) string {
	switch {
	case of.What == "spot":
		return "note"
	case f.Date.IsZero():
		return "pace"
	}
	return "because"
}

// summaryColumns are the columns of the summary as CSV.
var summaryColumns = []string{"section", "spot", "site", "date", "tier", "what", "says"}

// WriteCSV writes the summary as a table, one thing told a line, under a line of column names: what
// a flag stands on follows it as lines of their own. A cell that a spreadsheet would take for a
// formula begins with an apostrophe.
func (s *Summary) WriteCSV(w io.Writer) error {
	rows := [][]string{summaryColumns, {"about", "", "", s.AsOf, "", "whose", s.whose()}}
	for _, says := range s.lookingBack() {
		rows = append(rows, []string{"about", "", "", s.Since, "", "since", says})
	}
	for _, each := range s.sections() {
		for _, l := range each.Lines {
			rows = append(rows, []string{each.Key, l.Spot, l.Site, l.Date.String(), string(l.Tier), l.What, l.Says})
			for _, f := range l.Under {
				rows = append(rows, []string{each.Key, l.Spot, l.Site, f.Date.String(), string(l.Tier), f.what(&l), f.Says})
			}
		}
	}
	for _, p := range s.Photos {
		rows = append(rows, []string{"photos", p.Spot, Plain(p.Site), p.Date.String(), "", "photo " + strconv.Itoa(p.Number), strings.TrimSuffix(p.Caption+", "+p.File, ", ")})
	}
	if left := s.Withheld.Says(); left != "" {
		rows = append(rows, []string{"about", "", "", "", "", "left out", left})
	}
	rows = append(rows, []string{"about", "", "", "", "", "posture", Posture})
	for _, row := range rows[1:] {
		for i := range row {
			row[i] = inert(row[i])
		}
	}
	return csv.NewWriter(w).WriteAll(rows)
}
