package report

import (
	"io"
	"strconv"
	"strings"
	"time"

	"spotlog/store"
)

// Widths and heights on a printed sheet, in mm.
const (
	sheetLabel = 19.0 // the name of a row
	sheetRow   = 5.8  // a line to write on
	besideSize = 85.0 // where the method stands behind the size
	tickSide   = 3.2  // a box to tick
	rulerMM    = 150.0
)

// WritePDF writes the sheet for print: boxes to tick, lines to write on, and a ruler to cut out.
func (s *Sheet) WritePDF(w io.Writer, now time.Time) error {
	p := newPaper("Self-check sheet, "+s.Made, "made "+s.Made, now)
	p.newPage()
	p.heading(faceTitle, "Self-check sheet")
	p.gap(1)
	p.paragraph(faceBody, "Tick what fits; what stays empty is not recorded. “none” means that you looked, and there was none. A spot that looks as it did last time needs only one tick: changed, none. Measure with the ruler below, or with one of your own; do not estimate from memory.")
	p.paragraph(faceBody, "Fever, bleeding gums, trouble breathing, spots that came within days? Do not fill in a sheet first: spotlog help tonight.")
	p.gap(2)
	p.paperRuler()
	p.blank("date", "")
	p.ticks("symptoms", s.Symptoms)
	p.ticks("areas", s.Areas)
	for _, spot := range s.Spots {
		p.sheetBlock(spot.Name+" · "+spot.Site, spot.Seen, spot.Rows)
	}
	p.sheetBlock("A new spot", "", s.NewSpot)
	p.meanings()
	return p.finish(w)
}

// sheetBlock asks about one spot; it stays on one page.
func (p *paper) sheetBlock(head, seen string, rows []SheetRow) {
	high := 3*faceStrong.line() + float64(len(p.lines(faceSmall, p.width, seen)))*faceSmall.line()
	for _, row := range rows {
		if row.Key != "method" {
			high += float64(p.tickLines(row.Words)) * sheetRow
		}
	}
	p.need(high)
	p.gap(2)
	p.rule(InkText)
	p.y += 1.2
	p.paragraph(faceStrong, head)
	if seen != "" {
		p.paragraph(faceSmall, "last "+seen)
	}
	for _, row := range rows {
		switch {
		case row.Words == nil:
			p.blank(row.Key, sheetUnits[row.Key])
		case row.Key == "method":
			p.y -= sheetRow
			p.column(boxLeft+besideSize, boxWidth-besideSize)
			p.ticks(row.Key, row.Words)
			p.column(boxLeft, boxWidth)
		default:
			p.ticks(row.Key, row.Words)
		}
	}
}

// meanings says what those words mean that do not say it themselves.
func (p *paper) meanings() {
	p.need(15 * faceSmall.line())
	p.gap(3)
	p.rule(InkText)
	p.y += 1.2
	p.heading(faceStrong, "What the words mean")
	for _, field := range []string{"blanch", "bleeding", "surface", "changed", "feel", "kind", "onset", "spread", "method"} {
		var says []string
		for _, w := range store.Words(field) {
			if w.Meaning != w.Word {
				says = append(says, w.Word+": "+w.Meaning)
			}
		}
		p.need(2 * faceSmall.line())
		p.write(faceLabel, boxLeft, p.y, field)
		p.column(boxLeft+sheetLabel, boxWidth-sheetLabel)
		p.paragraph(faceSmall, strings.Join(says, "; "))
		p.column(boxLeft, boxWidth)
	}
}

// sheetUnits stand behind the lines that take a measure.
var sheetUnits = map[string]string{"size": "mm", "extent": "mm", "count": "dots"}

// blank is a line to write on.
func (p *paper) blank(label, unit string) {
	p.need(sheetRow)
	p.write(faceLabel, p.left, p.y+1.6, label)
	right := p.left + p.width
	if unit != "" {
		right = p.left + sheetLabel + 45
		p.write(faceSmall, right+1.5, p.y+1.6, unit)
	}
	p.line(InkSoft, 0.2, p.left+sheetLabel, p.y+sheetRow-0.8, right, p.y+sheetRow-0.8)
	p.y += sheetRow
}

// ticks is a row of boxes, with a word behind each.
func (p *paper) ticks(label string, words []string) {
	p.need(float64(p.tickLines(words)) * sheetRow)
	p.write(faceLabel, p.left, p.y+1.6, label)
	p.ink(InkText)
	p.pdf.SetLineWidth(0.25)
	p.flowTicks(words, func(x float64, line int, word string) {
		y := p.y + float64(line)*sheetRow
		p.pdf.Rect(x, y+1.3, tickSide, tickSide, "D")
		p.write(faceSmall, x+tickSide+1, y+1.6, word)
	})
	p.y += float64(p.tickLines(words)) * sheetRow
}

// flowTicks gives each word its place, and says how many lines they take.
func (p *paper) flowTicks(words []string, place func(x float64, line int, word string)) (lines int) {
	x, line := p.left+sheetLabel, 0
	for _, word := range words {
		wide := tickSide + 1 + p.wide(faceSmall, word) + 3.5
		if x+wide > p.left+p.width {
			x, line = p.left+sheetLabel, line+1
		}
		place(x, line, word)
		x += wide
	}
	return line + 1
}

func (p *paper) tickLines(words []string) int {
	return p.flowTicks(words, func(float64, int, string) {})
}

// paperRuler draws a ruler in mm to lay beside a spot, and the bar that proves its scale.
func (p *paper) paperRuler() {
	x, top := p.left, p.y
	p.ink(InkText)
	p.pdf.SetLineWidth(0.2)
	p.pdf.Rect(x, top, rulerMM+10, 13, "D")
	x += 5
	for mm := 0; mm <= rulerMM; mm++ {
		tick := 2.5
		switch {
		case mm%10 == 0:
			tick = 5
			label := strconv.Itoa(mm)
			p.write(faceSmall, x+float64(mm)-p.wide(faceSmall, label)/2, top+5.4, label)
		case mm%5 == 0:
			tick = 3.8
		}
		p.line(InkText, 0.15, x+float64(mm), top, x+float64(mm), top+tick)
	}
	p.write(faceSmall, x, top+9, "mm. Cut out and lay beside the spot, only if the bar below is 50 mm on your own ruler.")
	p.y = top + 15
	p.scaleBar(p.left, p.y)
	p.y += 8
}
