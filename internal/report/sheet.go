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
	Made  string // the day it was made, as a person reads it
	Date  string // ISO 8601, of what will be filled in
	Spots []SheetSpot
}

// A SheetSpot is one spot to look at.
type SheetSpot struct {
	Name string
	Site string
	Last []string // what was seen last, in lines of at most sheetWidth columns; none where nothing was
}

// sheetWidth is how wide the lines of a sheet are at most, in columns.
const sheetWidth = 76

// NewSheet builds the sheet of some spots for a day.
func NewSheet(spots []*store.Spot, day store.Day) *Sheet {
	s := &Sheet{Made: LongDate(day.Date()), Date: day.String()}
	for _, spot := range spots {
		line := SheetSpot{Name: Plain(spot.Name), Site: Plain(spot.Site)}
		if e := spot.Newest(); e != nil {
			last := LongDate(e.Date)
			if facts := Facts(e); facts != "" {
				last += ": " + facts
			}
			line.Last = strings.Split(Wrap(last, sheetWidth), "\n")
		}
		s.Spots = append(s.Spots, line)
	}
	return s
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
