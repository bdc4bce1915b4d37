package report

import (
	"bytes"
	"io"
	"strings"
	"text/template"

	"spotlog/store"
)

// A Sheet is what a person fills in after a self-check, on paper or in an editor: the spots to look
// at, with what was seen of them last.
type Sheet struct {
	Schema   string      `json:"schema"`
	Made     string      `json:"-"`    // the day it was made, as a person reads it
	Date     string      `json:"date"` // ISO 8601, of what will be filled in
	Symptoms []string    `json:"symptoms"`
	Areas    []string    `json:"areas"`
	Spots    []SheetSpot `json:"spots"`
	NewSpot  []SheetRow  `json:"new_spot"` // what to fill in for a spot that is new
}

// A SheetSpot is one spot to look at.
type SheetSpot struct {
	Name string     `json:"spot"`
	Site string     `json:"site"`
	Seen string     `json:"last"` // what was seen last, "" where nothing was
	Rows []SheetRow `json:"rows"`
}

// A SheetRow is one thing to fill in, by the name that log --from knows it by, and the words to
// choose from, none where it is free.
type SheetRow struct {
	Key   string   `json:"key"`
	Words []string `json:"words,omitempty"`
}

// sheetKeys are what a sheet asks, in order, and the vocabulary of each.
var sheetKeys = struct{ spot, crop, opened [][2]string }{
	spot: [][2]string{{"changed", "changed"}, {"size"}, {"method", "method"}, {"color", "colors"}, {"shape", "shape"}, {"border", "border"},
		{"surface", "surface"}, {"blanch", "blanch"}, {"bleeding", "bleeding"}, {"feel", "feel"}, {"note"}, {"photo"}},
	crop: [][2]string{{"changed", "changed"}, {"count"}, {"extent"}, {"spread", "spread"}, {"color", "colors"},
		{"surface", "surface"}, {"blanch", "blanch"}, {"bleeding", "bleeding"}, {"feel", "feel"}, {"note"}, {"photo"}},
	opened: [][2]string{{"site"}, {"kind", "kind"}, {"first-seen"}, {"onset", "onset"}, {"size"}, {"method", "method"}, {"count"}, {"extent"}, {"spread", "spread"},
		{"color", "colors"}, {"shape", "shape"},
		{"surface", "surface"}, {"blanch", "blanch"}, {"bleeding", "bleeding"}, {"feel", "feel"}, {"note"}, {"photo"}},
}

// NewSheet builds the sheet of some spots for a day, with the areas of a self-check.
func NewSheet(spots []*store.Spot, areas []string, day store.Day) *Sheet {
	s := &Sheet{Schema: "spotlog.sheet.v1", Spots: []SheetSpot{}, Made: LongDate(day.Date()), Date: day.String(), Symptoms: store.WordList("symptoms"), Areas: areas, NewSpot: sheetRows(sheetKeys.opened)}
	for _, spot := range spots {
		line := SheetSpot{Name: Plain(spot.Name), Site: Plain(spot.Site), Rows: sheetRows(sheetKeys.spot)}
		if spot.Kind == store.KindCrop {
			line.Rows = sheetRows(sheetKeys.crop)
		}
		if e := spot.Newest(); e != nil {
			line.Seen = LongDate(e.Date)
			if facts := Facts(e); facts != "" {
				line.Seen += ": " + facts
			}
			if m := spot.Measured(); m != nil && m != e {
				line.Seen += "; last measured " + LongDate(m.Date) + ": " + Facts(m)
			}
		}
		s.Spots = append(s.Spots, line)
	}
	return s
}

func sheetRows(keys [][2]string) (rows []SheetRow) {
	for _, k := range keys {
		row := SheetRow{Key: k[0]}
		if k[1] != "" {
			row.Words = store.WordList(k[1])
		}
		rows = append(rows, row)
	}
	return rows
}

// Last gives what was seen last in lines of at most 76 columns.
func (s SheetSpot) Last() (lines []string) {
	if s.Seen == "" {
		return nil
	}
	for _, line := range strings.Split(Wrap(s.Seen, 76), "\n") {
		lines = append(lines, strings.TrimRight(line, " "))
	}
	return lines
}

// WriteText writes the sheet as the text that log --from reads back.
func (s *Sheet) WriteText(w io.Writer) error {
	t, err := template.ParseFS(pageFiles, "pages/sheet.txt")
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := t.Execute(&out, s); err != nil {
		return err
	}
	_, err = w.Write(out.Bytes())
	return err
}
