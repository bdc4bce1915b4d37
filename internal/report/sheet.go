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
	Crop bool     // many dots that came together, which are counted
	Last []string // what was seen last, in lines of at most sheetWidth columns; none where nothing was
}

// sheetWidth is how wide the lines of a sheet are at most, in columns.
const sheetWidth = 76

// NewSheet builds the sheet of some spots for a day.
func NewSheet(spots []*store.Spot, day store.Day) *Sheet {
	s := &Sheet{Made: LongDate(day.Date()), Date: day.String()}
	for _, spot := range spots {
		line := SheetSpot{Name: Plain(spot.Name), Site: Plain(spot.Site), Crop: spot.Kind == store.KindCrop}
		if e := spot.Newest(); e != nil {
			last := LongDate(e.Date)
			if facts := Facts(e); facts != "" {
				last += ": " + facts
			}
			for _, part := range strings.Split(Wrap(last, sheetWidth), "\n") {
				line.Last = append(line.Last, strings.TrimRight(part, " "))
			}
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
