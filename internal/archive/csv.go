package archive

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"spotlog/store"
)

// csvColumns are the columns that a CSV of entries may have, which are those that the timeline
// writes, and what each sets. photos is known and not read: a CSV holds no photos.
var csvColumns = []struct {
	name string
	set  func(*csvRow, string) error
}{
	{"date", func(r *csvRow, cell string) (err error) { r.entry.Date, err = csvDate(cell); return err }},
	{"spot", func(r *csvRow, cell string) error { r.spot = cell; return store.CheckName(cell) }},
	{"site", func(r *csvRow, cell string) error { r.site = cell; return nil }},
	{"length_mm", csvNumber(func(e *store.Entry) *float64 { return &e.LengthMM })},
	{"width_mm", csvNumber(func(e *store.Entry) *float64 { return &e.WidthMM })},
	{"method", csvWord("method", func(e *store.Entry) *store.Method { return &e.Method })},
	{"count", func(r *csvRow, cell string) (err error) { r.entry.Count, err = csvCount(cell); return err }},
	{"extent_mm", csvNumber(func(e *store.Entry) *float64 { return &e.ExtentMM })},
	{"spread", csvWord("spread", func(e *store.Entry) *store.Spread { return &e.Spread })},
	{"colors", csvWords("colors", func(e *store.Entry) *[]store.Color { return &e.Colors })},
	{"shape", csvWord("shape", func(e *store.Entry) *store.Shape { return &e.Shape })},
	{"border", csvWord("border", func(e *store.Entry) *store.Border { return &e.Border })},
	{"surface", csvWords("surface", func(e *store.Entry) *[]store.Surface { return &e.Surface })},
	{"blanch", csvWord("blanch", func(e *store.Entry) *store.Blanch { return &e.Blanch })},
	{"bleeding", csvWord("bleeding", func(e *store.Entry) *store.Bleeding { return &e.Bleeding })},
	{"bleeds", func(r *csvRow, cell string) error {
		n, err := csvCount(cell)
		r.entry.Bleeds = &n
		return err
	}},
	{"restarts", csvYes(func(e *store.Entry) **bool { return &e.Restarts })},
	{"changed", csvWords("changed", func(e *store.Entry) *[]store.Changed { return &e.Changed })},
	{"feel", csvWords("feel", func(e *store.Entry) *[]store.Feel { return &e.Feel })},
	{"symptoms", csvWords("symptoms", func(e *store.Entry) *[]store.Symptom { return &e.Symptoms })},
	{"after", csvWords("after", func(e *store.Entry) *[]store.After { return &e.After })},
	{"odd_one_out", csvYes(func(e *store.Entry) **bool { return &e.OddOneOut })},
	{"note", func(r *csvRow, cell string) error { r.entry.Note = cell; return nil }},
	{"photos", func(*csvRow, string) error { return nil }},
}

// CSVColumns lists the names of the columns.
func CSVColumns() (names []string) {
	for _, c := range csvColumns {
		names = append(names, c.name)
	}
	return names
}

// A csvRow is one line of the file as it is read.
type csvRow struct {
	spot, site string
	entry      store.Entry
}

// LineErrors name every line of a file that cannot be taken, in order of the lines.
type LineErrors struct {
	Lines []string
	at    []int // the numbers of the lines
}

// Error gives all of them, one after another.
func (e *LineErrors) Error() string {
	if len(e.Lines) == 1 {
		return e.Lines[0]
	}
	return fmt.Sprintf("%d places are wrong: %s", len(e.Lines), strings.Join(e.Lines, "; "))
}

// Add notes what is wrong in a line, and in which column or field of it, "" where that is not to be said.
func (e *LineErrors) Add(line int, column string, err error) {
	var invalid *store.InvalidError
	says := err.Error()
	if errors.As(err, &invalid) {
		says = invalid.Why
		if invalid.Value != "" {
			says = fmt.Sprintf("%q %s", invalid.Value, invalid.Why)
		}
		if invalid.Hint != "" {
			says += " (" + invalid.Hint + ")"
		}
		if column == "" {
			column = invalid.Field
		}
	}
	if column != "" {
		says = column + ": " + says
	}
	i, _ := slices.BinarySearch(e.at, line+1)
	e.at = slices.Insert(e.at, i, line)
	e.Lines = slices.Insert(e.Lines, i, fmt.Sprintf("line %d, %s", line, says))
}

// ParseCSV reads entries from a CSV (RFC 4180, or with the semicolons that spreadsheets write where
// a comma is the decimal sign), in view of the journal that they are for: a spot that it does not have
// needs a site. An entry that it has already, but for what a CSV cannot say, comes as that entry.
// Every line that is wrong is named in one LineErrors.
func ParseCSV(data []byte, now *store.Journal) (*Document, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		return nil, &PlaceError{Place: "the CSV", Why: "is not UTF-8", Hint: "save it as “CSV UTF-8”, so that no letter is lost"}
	}
	in := csv.NewReader(bytes.NewReader(data))
	in.Comma = separator(data)
	in.FieldsPerRecord = -1
	header, err := in.Read()
	if err == io.EOF {
		return nil, &PlaceError{Place: "the CSV", Why: "is empty", Hint: "its first line names the columns: spotlog help import"}
	}
	if err != nil {
		return nil, badCSV(err)
	}
	columns, err := readHeader(header)
	if err != nil {
		return nil, err
	}
	rows := &csvReader{columns: columns, journal: &store.Journal{Schema: store.JournalSchema}, now: now, there: entriesOf(now)}
	for {
		cells, err := in.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, badCSV(err)
		}
		line, _ := in.FieldPos(0)
		if err := rows.read(line, cells); err != nil {
			return nil, err
		}
	}
	if len(rows.wrong.Lines) > 0 {
		return nil, &rows.wrong
	}
	return newDocument(rows.journal, ".")
}

// separator is the semicolon where the line of names has more of them than commas.
func separator(data []byte) rune {
	first, _, _ := bytes.Cut(data, []byte("\n"))
	if bytes.Count(first, []byte(";")) > bytes.Count(first, []byte(",")) {
		return ';'
	}
	return ','
}

func badCSV(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return &LineErrors{Lines: []string{fmt.Sprintf("line %d is no CSV: %v", parse.Line, parse.Err)}}
	}
	return err
}

// readHeader gives which of csvColumns stands in each place.
func readHeader(names []string) ([]int, error) {
	known := CSVColumns()
	columns := make([]int, len(names))
	for i, name := range names {
		name = strings.ToLower(strings.TrimSpace(name))
		columns[i] = slices.Index(known, name)
		if columns[i] < 0 {
			hint := "the columns are: " + strings.Join(known, ", ")
			if near := store.Nearest(name, known); name == "size" {
				hint = "write it as length_mm and width_mm; " + hint
			} else if near != "" {
				hint = fmt.Sprintf("did you mean %s? %s", near, hint)
			}
			return nil, &PlaceError{Place: fmt.Sprintf("the column %q", name), Why: "is not one that spotlog knows", Hint: hint}
		}
		if slices.Contains(columns[:i], columns[i]) {
			return nil, &PlaceError{Place: "the column " + name, Why: "is there twice"}
		}
	}
	for i, required := range known[:2] {
		if !slices.Contains(columns, i) {
			return nil, &PlaceError{Place: "the column " + required, Why: "is missing", Hint: "date and spot are needed, and site for a new spot: spotlog help import"}
		}
	}
	return columns, nil
}

type csvReader struct {
	columns []int
	journal *store.Journal // what the CSV says
	now     *store.Journal
	there   map[string][]store.Entry // entries of the journal that no line was matched to yet, by content
	wrong   LineErrors
}

// read takes one line; what is wrong with it is noted.
func (r *csvReader) read(line int, cells []string) error {
	if len(cells) != len(r.columns) {
		r.wrong.Add(line, "cells", fmt.Errorf("%d, where the first line names %d columns", len(cells), len(r.columns)))
		return nil
	}
	row, before := csvRow{}, len(r.wrong.Lines)
	for i, cell := range cells {
		c := csvColumns[r.columns[i]]
		trimmed := strings.TrimSpace(cell)
		if trimmed == "" && c.name != "note" {
			continue
		}
		if c.name != "note" && c.name != "site" { // which are kept as they were written
			cell = trimmed
		}
		if cell = active(cell); cell == "" {
			continue
		}
		if err := c.set(&row, cell); err != nil {
			r.wrong.Add(line, c.name, err)
		}
	}
	if len(r.wrong.Lines) > before {
		return nil
	}
	if err := row.entry.Validate(); err != nil {
		r.wrong.Add(line, "", err)
		return nil
	}
	s := r.spot(line, row)
	if s == nil {
		return nil
	}
	key, err := csvKey(row.spot, row.entry)
	if err != nil {
		return err
	}
	if same := r.there[key]; len(same) > 0 {
		r.there[key] = same[1:]
		row.entry = same[0]
		row.entry.Photos = nil
	}
	s.Entries = append(s.Entries, row.entry)
	return nil
}

// spot finds the spot of a line among those of the CSV, or puts it there.
func (r *csvReader) spot(line int, row csvRow) *store.Spot {
	there := r.now.Spot(row.spot)
	if s := r.journal.Spot(row.spot); s != nil {
		if row.site != "" && s.Site != row.site {
			r.wrong.Add(line, "site", fmt.Errorf("%q, where another line has %q for %s", row.site, s.Site, row.spot))
			return nil
		}
		return s
	}
	s := store.Spot{Name: row.spot, Site: row.site}
	switch {
	case row.spot == "":
		r.wrong.Add(line, "spot", errors.New("is missing (the name of a spot, such as left-forearm-1)"))
		return nil
	case row.site == "" && there == nil:
		r.wrong.Add(line, "site", fmt.Errorf("is missing, and there is no spot %s yet (where it is on the body, such as left forearm)", row.spot))
		return nil
	case row.site == "":
		s.Site = there.Site
	}
	r.journal.Spots = append(r.journal.Spots, s)
	return &r.journal.Spots[len(r.journal.Spots)-1]
}

// active takes off the apostrophe that keeps a spreadsheet from running a cell as a formula.
func active(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && strings.IndexByte("=+-@\t\r\n'", cell[1]) >= 0 {
		return cell[1:]
	}
	return cell
}

// entriesOf keys the entries of a journal by what a CSV says of them.
func entriesOf(j *store.Journal) map[string][]store.Entry {
	there := map[string][]store.Entry{}
	for _, s := range j.Spots {
		for _, e := range s.Entries {
			if key, err := csvKey(s.Name, e); err == nil {
				there[key] = append(there[key], e)
			}
		}
	}
	return there
}

// csvKey leaves out what a CSV cannot say: where a date is from, and how a line of a note ends.
func csvKey(spot string, e store.Entry) (string, error) {
	e.DateFrom = ""
	e.Note = strings.ReplaceAll(e.Note, "\r\n", "\n")
	return entryKey(store.ID(spot), e)
}

func csvDate(cell string) (store.Date, error) {
	return store.ParseDate(strings.Replace(cell, " ", "T", 1))
}

// csvNumber takes the comma for a decimal sign too.
func csvNumber(field func(*store.Entry) *float64) func(*csvRow, string) error {
	return func(r *csvRow, cell string) error {
		x, err := strconv.ParseFloat(strings.Replace(cell, ",", ".", 1), 64)
		if err != nil {
			return fmt.Errorf("%q is not a number of mm (4.5)", cell)
		}
		*field(&r.entry) = x
		return nil
	}
}

func csvCount(cell string) (int, error) {
	n, err := strconv.Atoi(cell)
	if err != nil {
		return 0, fmt.Errorf("%q is not a whole number", cell)
	}
	return n, nil
}

func csvWord[W ~string](name string, field func(*store.Entry) *W) func(*csvRow, string) error {
	return func(r *csvRow, cell string) error {
		word := strings.ToLower(cell)
		*field(&r.entry) = W(word)
		return store.CheckWord(name, word)
	}
}

// csvWords takes commas, semicolons and spaces between words.
func csvWords[W ~string](name string, field func(*store.Entry) *[]W) func(*csvRow, string) error {
	return func(r *csvRow, cell string) error {
		for _, word := range strings.FieldsFunc(strings.ToLower(cell), func(c rune) bool { return strings.ContainsRune(",; \t\n", c) }) {
			if err := store.CheckWord(name, word); err != nil {
				return err
			}
			*field(&r.entry) = append(*field(&r.entry), W(word))
		}
		return nil
	}
}

func csvYes(field func(*store.Entry) **bool) func(*csvRow, string) error {
	return func(r *csvRow, cell string) error {
		switch strings.ToLower(cell) { // spreadsheets write TRUE
		case "true", "yes":
			*field(&r.entry) = new(true)
		case "false", "no":
			*field(&r.entry) = new(false)
		default:
			return fmt.Errorf("%q is neither true nor false", cell)
		}
		return nil
	}
}
