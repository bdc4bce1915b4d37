package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// The box that everything is printed within, in mm. It lies in the middle of an A4 page, so that a
// printer set to Letter, actual size and centred, loses only white.
const (
	boxWidth, boxHeight = 190.0, 255.0
	boxLeft             = (210 - boxWidth) / 2
	boxTop              = (297 - boxHeight) / 2
	boxRight, boxFoot   = boxLeft + boxWidth, boxTop + boxHeight
	footHeight          = 10.0
)

// A paper is a printed document as it grows, page by page. Lengths are in mm from the upper left of
// the page.
type paper struct {
	pdf         *fpdf.Fpdf
	plain, bold *typeface
	foot        string  // what the foot of each page says of the document
	left, width float64 // the column that text flows in
	y           float64 // where the next line begins
	running     string  // heads a page that goes on with what the last one began; none where empty
	lacks       map[int]bool
}

// newPaper begins a document without a page. The moment is written into it as its date.
func newPaper(title, foot string, now time.Time) *paper {
	p := &paper{pdf: fpdf.New("P", "mm", "A4", ""), foot: foot, left: boxLeft, width: boxWidth, lacks: map[int]bool{}}
	p.plain, p.bold = newTypefaces()
	for _, t := range []*typeface{p.plain, p.bold} {
		p.pdf.AddUTF8FontFromBytes("dejavu", t.style, t.ttf)
	}
	p.pdf.SetAutoPageBreak(false, 0)
	p.pdf.SetCatalogSort(true)
	p.pdf.SetCreationDate(now)
	p.pdf.SetModificationDate(now)
	p.pdf.SetLang("en")
	p.pdf.SetProducer("spotlog", false)
	title, _ = p.plain.printable(title)
	p.pdf.SetTitle(title, true)
	return p
}

// newPage begins a page, with the whole box as its column.
func (p *paper) newPage() {
	p.pdf.AddPage()
	p.y = boxTop
	if p.running != "" {
		p.write(faceLabel, boxLeft, p.y, p.cut(faceLabel, boxWidth, p.running))
		p.y += faceLabel.line() + 1
		p.line(InkFaint, 0.2, boxLeft, p.y, boxRight, p.y)
		p.y += 1.5
	}
}

// column makes what follows flow in a part of the box.
func (p *paper) column(left, width float64) { p.left, p.width = left, width }

// room is how much of the page is left above its foot, in mm.
func (p *paper) room() float64 { return boxFoot - footHeight - p.y }

// need begins a new page where less than this is left.
func (p *paper) need(height float64) {
	if p.room() < height {
		p.newPage()
	}
}

func (p *paper) typeface(f face) *typeface {
	if f.bold {
		return p.bold
	}
	return p.plain
}

// wide is how wide a text is in a face, in mm.
func (p *paper) wide(f face, text string) (mm float64) {
	t := p.typeface(f)
	for _, r := range text {
		ems, _ := t.advance(r)
		mm += ems * f.em()
	}
	return mm
}

// printable is the text as it is set; that a character is lacking is told at the foot of this page.
func (p *paper) printable(f face, text string) string {
	line, lacks := p.typeface(f).printable(text)
	if lacks {
		p.lacks[p.pdf.PageNo()] = true
	}
	return line
}

// write sets one line with its upper edge at y and does not look where it ends.
func (p *paper) write(f face, x, y float64, text string) {
	p.pdf.SetFont("dejavu", p.typeface(f).style, f.size)
	p.pdf.Text(x, y+f.em(), visual(p.printable(f, text)))
}

// writeRight sets one line that ends at x.
func (p *paper) writeRight(f face, x, y float64, text string) {
	p.write(f, x-p.wide(f, p.printable(f, text)), y, text)
}

// lines breaks a text between words, and within a word only where it is wider than a line.
func (p *paper) lines(f face, width float64, text string) (lines []string) {
	for _, row := range p.flow(width, piece{f, text}) {
		lines = append(lines, row[0].text)
	}
	return lines
}

// A piece is a text in one face.
type piece struct {
	face face
	text string
}

// flow breaks pieces that follow each other into lines, between words where it can.
func (p *paper) flow(width float64, pieces ...piece) (lines [][]piece) {
	var row []piece
	used := 0.0
	for _, each := range pieces {
		for word := range strings.FieldsSeq(p.printable(each.face, each.text)) {
			wide, space := p.wide(each.face, word), p.wide(each.face, " ")
			if len(row) > 0 && used+space+wide > width {
				lines, row, used = append(lines, row), nil, 0
			}
			for ; wide > width; wide = p.wide(each.face, word) {
				head := p.fits(each.face, width, word)
				lines = append(lines, []piece{{each.face, word[:head]}})
				word = word[head:]
			}
			switch last := len(row) - 1; {
			case last >= 0 && row[last].face == each.face:
				row[last].text += " " + word
				used += space + wide
			case last >= 0:
				row = append(row, piece{each.face, word})
				used += space + wide
			default:
				row, used = []piece{{each.face, word}}, wide
			}
		}
	}
	if len(row) > 0 {
		lines = append(lines, row)
	}
	return lines
}

// fits is how many bytes of a word fit into a width, at least one character.
func (p *paper) fits(f face, width float64, word string) int {
	used := 0.0
	for i, r := range word {
		ems, _ := p.typeface(f).advance(r)
		if used += ems * f.em(); i > 0 && used > width {
			return i
		}
	}
	return len(word)
}

// cut shortens a text to one line of a width.
func (p *paper) cut(f face, width float64, text string) string {
	line := p.printable(f, text)
	if p.wide(f, line) <= width {
		return line
	}
	return strings.TrimSpace(line[:p.fits(f, width-p.wide(f, "…"), line)]) + "…"
}

// paragraph flows a text through the column, over as many pages as it takes.
func (p *paper) paragraph(f face, text string) { p.hanging(f, "", text) }

// hanging is a paragraph behind a mark, as a list has it.
func (p *paper) hanging(f face, mark, text string) {
	indent := p.indent(f, mark)
	for i, line := range p.lines(f, p.width-indent, text) {
		p.need(f.line())
		if i == 0 && mark != "" {
			p.write(f, p.left, p.y, mark)
		}
		p.write(f, p.left+indent, p.y, line)
		p.y += f.line()
	}
}

// indent is how far a mark moves what hangs behind it, in mm.
func (p *paper) indent(f face, mark string) float64 {
	if mark == "" {
		return 0
	}
	return p.wide(f, mark) + p.wide(f, " ")
}

// heading is a line, or more, that never stands alone at the foot of a page.
func (p *paper) heading(f face, text string) {
	p.need(3 * f.line())
	p.paragraph(f, text)
}

// gap leaves white, save at the top of a page.
func (p *paper) gap(mm float64) {
	if p.y > boxTop {
		p.y += mm
	}
}

// rule draws a line across the column.
func (p *paper) rule(ink Ink) {
	p.line(ink, 0.2, p.left, p.y, p.left+p.width, p.y)
}

func (p *paper) line(ink Ink, wide, x1, y1, x2, y2 float64) {
	p.ink(ink)
	p.pdf.SetLineWidth(wide)
	p.pdf.Line(x1, y1, x2, y2)
}

func (p *paper) ink(ink Ink) {
	grey := int(ink.Grey())
	p.pdf.SetDrawColor(grey, grey, grey)
}

func (p *paper) fill(ink Ink) {
	grey := int(ink.Grey())
	p.pdf.SetFillColor(grey, grey, grey)
}

const tagPad = 1.2

// tagWidth is how wide tag draws its frame, in mm.
func (p *paper) tagWidth(f face, text string) float64 {
	return p.wide(f, p.printable(f, text)) + 2*tagPad
}

// tag writes words into a frame whose upper left corner is given.
func (p *paper) tag(f face, x, y float64, text string) {
	p.ink(InkText)
	p.pdf.SetLineWidth(0.35)
	p.pdf.Rect(x, y, p.tagWidth(f, text), f.line()+0.6, "D")
	p.write(f, x+tagPad, y+0.4, text)
}

// scaleBar draws a bar of 50 mm, by which is seen whether the page was printed at its size.
func (p *paper) scaleBar(x, y float64) {
	const length = 50
	p.line(InkText, 0.4, x, y+2, x+length, y+2)
	for mm := 0.0; mm <= length; mm += 10 {
		tick := 1.2
		if mm == 0 || mm == length {
			tick = 2
		}
		p.line(InkText, 0.3, x+mm, y+2-tick, x+mm, y+2)
	}
	p.write(faceSmall, x, y+2.8, "50 mm on paper, where this page is printed at actual size (A4 or Letter)")
}

// jpeg places a picture. It is put into the file as it is and once for each name, so it has to be
// upright and without metadata.
func (p *paper) jpeg(name string, data []byte, x, y, width, height float64) {
	options := fpdf.ImageOptions{ImageType: "jpg", AllowNegativePosition: true} // of a part the rest may lie beside the page
	p.pdf.RegisterImageOptionsReader(name, options, bytes.NewReader(data))
	p.pdf.ImageOptions(name, x, y, width, height, false, options, 0, "")
}

// outline names a place on this page in the outline that a reader shows beside the pages.
func (p *paper) outline(level int, text string) {
	p.pdf.SetFont("dejavu", "", faceBody.size)
	p.pdf.Bookmark(p.printable(faceBody, text), level, p.y)
}

// finish writes the feet of all pages, and the document.
func (p *paper) finish(w io.Writer) error {
	pages := p.pdf.PageCount()
	for n := 1; n <= pages; n++ {
		p.pdf.SetPage(n)
		y := boxFoot - 2*faceSmall.line()
		p.line(InkFaint, 0.2, boxLeft, y-1, boxRight, y-1)
		p.write(faceSmall, boxLeft, y, Posture)
		p.writeRight(faceSmall, boxRight, y, fmt.Sprintf("%s · page %d / %d", p.foot, n, pages))
		if p.lacks[n] {
			p.write(faceSmall, boxLeft, y+faceSmall.line(), string(lacking)+" stands for a character that cannot be printed here; a timeline written as .html shows it.")
		}
	}
	return p.pdf.Output(w)
}
