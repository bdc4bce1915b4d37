package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"spotlog/internal/archive"
	"spotlog/internal/report"
	"spotlog/internal/rules"
	"spotlog/store"
)

func (a *app) writeJSON(document any) error { return archive.WriteJSON(a.Out, document) }

// writerFor picks the writer of the form that a file's ending names. Without a file there is none.
func writerFor[W any](writers map[string]W, file, endings, example string) (write W, err error) {
	write, known := writers[strings.ToLower(filepath.Ext(file))]
	if file != "" && !known {
		return write, refuse(example, "%s does not end in %s", report.Plain(file), endings)
	}
	return write, nil
}

// talk prints a sentence of talk, wrapped as answers are.
func (a *app) talk(says string) {
	if !a.quiet && !a.json {
		a.paragraphTo(a.Err, "", report.Plain(says))
	}
}

type wroteDocument struct {
	Schema string `json:"schema"`
	File   string `json:"file"`
	*report.Withheld
}

// wroteFile says which file was written; the rest is said of it, as far as there is anything.
func (a *app) wroteFile(file string, withheld *report.Withheld, also ...string) error {
	if a.json {
		return a.writeJSON(wroteDocument{"spotlog.wrote.v1", file, withheld})
	}
	a.say("wrote %s", report.Plain(file))
	if withheld != nil {
		also = append([]string{withheld.Says()}, also...)
	}
	for _, says := range also {
		if says != "" {
			a.say("%s", asTalk(says))
		}
	}
	return nil
}

// asTalk gives a sentence of a document as talk has it, without capital and full stop.
func asTalk(sentence string) string {
	return strings.ToLower(sentence[:1]) + strings.TrimSuffix(sentence[1:], ".")
}

type textDocument struct {
	Schema string `json:"schema"`
	Text   string `json:"text"`
}

// tellText prints a page, or hands it over as JSON.
func (a *app) tellText(schema, text string) error {
	if a.json {
		return a.writeJSON(textDocument{schema, text})
	}
	_, err := fmt.Fprint(a.Out, text)
	return err
}

type didDocument struct {
	Schema string `json:"schema"`
	Verb   string `json:"verb"`
	Did    string `json:"did"`
}

// measure is how wide a paragraph is set, in columns: longer lines are hard to read.
func (a *app) measure() int { return min(a.Width, 100) }

// paragraph prints a text wrapped to the measure, its first line behind lead, the others under it.
func (a *app) paragraph(lead, text string) { a.paragraphTo(a.Out, lead, text) }

func (a *app) paragraphTo(w io.Writer, lead, text string) {
	indent := strings.Repeat(" ", len([]rune(lead)))
	for i, line := range strings.Split(report.Wrap(text, max(a.measure()-len(indent), 24)), "\n") {
		if i > 0 {
			lead = indent
		}
		fmt.Fprintln(w, strings.TrimRight(lead+line, " "))
	}
}

// A listing is a table without lines. Where it is wider than the terminal, columns that can be
// missed go, the last first; names and numbers are never cut short.
type listing struct {
	app      *app
	headings []string
	optional int // how many of the last columns can be missed
	rows     [][]string
}

func (a *app) table(optional int, headings ...string) *listing {
	return &listing{app: a, headings: headings, optional: optional}
}

func (l *listing) row(cells ...string) { l.rows = append(l.rows, cells) }

func (l *listing) print() error {
	columns := len(l.headings)
	lines := l.render(columns)
	for ; l.optional > 0 && widest(lines) > l.app.Width; l.optional-- {
		columns--
		lines = l.render(columns)
	}
	_, err := fmt.Fprintln(l.app.Out, strings.Join(lines, "\n"))
	return err
}

func (l *listing) render(columns int) []string {
	t := table.NewWriter()
	style := table.StyleDefault
	style.Options = table.OptionsNoBordersAndSeparators
	style.Box.PaddingLeft, style.Box.PaddingRight = "", "  "
	style.Format.Header = text.FormatDefault
	t.SetStyle(style)
	header := table.Row{}
	for _, h := range l.headings[:columns] {
		header = append(header, l.app.dim(h))
	}
	t.AppendHeader(header)
	for _, cells := range l.rows {
		row := table.Row{}
		for _, c := range cells[:columns] {
			row = append(row, c)
		}
		t.AppendRow(row)
	}
	lines := strings.Split(t.Render(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}

func widest(lines []string) int {
	most := 0
	for _, line := range lines {
		most = max(most, text.StringWidthWithoutEscSequences(line))
	}
	return most
}

// tierColors are used on a terminal only; the word always stands beside them.
var tierColors = map[rules.Tier]text.Colors{
	rules.Emergency: {text.FgHiWhite, text.BgRed, text.Bold}, rules.Today: {text.FgRed, text.Bold},
	rules.Soon: {text.FgYellow, text.Bold}, rules.Visit: {text.FgCyan}, rules.Watch: {text.FgBlue},
}

func (a *app) tier(t rules.Tier) string {
	if !a.color || t == "" {
		return string(t)
	}
	return tierColors[t].Sprint(string(t))
}

func (a *app) dim(s string) string  { return a.painted(text.Faint, s) }
func (a *app) bold(s string) string { return a.painted(text.Bold, s) }

func (a *app) painted(c text.Color, s string) string {
	if !a.color {
		return s
	}
	return text.Colors{c}.Sprint(s)
}

// shortIDs gives each record the shortest beginning of its id that no other record has.
func shortIDs(j *store.Journal) map[store.ID]string {
	var ids []store.ID
	for _, r := range j.Refs() {
		ids = append(ids, r.ID)
	}
	return shortest(ids)
}

// shortest gives each id its shortest beginning, of at least eight digits, that no other one has.
func shortest(ids []store.ID) map[store.ID]string {
	slices.Sort(ids)
	ids = slices.Compact(ids)
	common := func(a, b store.ID) int {
		n := 0
		for n < len(a) && n < len(b) && a[n] == b[n] {
			n++
		}
		return n
	}
	short := map[store.ID]string{}
	for i, id := range ids {
		n := 8
		if i > 0 {
			n = max(n, common(id, ids[i-1])+1)
		}
		if i+1 < len(ids) {
			n = max(n, common(id, ids[i+1])+1)
		}
		short[id] = string(id[:min(n, len(id))])
	}
	return short
}

func join(words []string) string { return strings.Join(words, " ") }

// shellQuoted writes a path so that it can be pasted into a shell.
func shellQuoted(path string) string {
	if strings.Trim(path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+") == "" {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}
