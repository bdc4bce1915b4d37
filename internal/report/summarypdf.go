package report

import (
	"fmt"
	"image"
	"io"
	"slices"
	"strconv"
	"strings"

	"spotlog/internal/photo"
)

// Sizes of the printed summary, in mm.
const (
	summaryMapWidth, summaryMapHeight = 62.0, 74.0
	summaryPhotoMM                    = 44.0 // a photo's square at most
	summaryPhotoGap                   = 2.5
	summaryIndent                     = 6.0 // of a list, behind its numbers
)

// printedLeast is the longer side of a printed photo, in pixels: 200 to the inch where it is 38 mm.
const printedLeast = 300

// summaryPages is how many pages a summary is printed on at most: what is read before a visit.
const summaryPages = 2

// A summaryFold says how much of a summary is printed. What there is no room for is counted.
type summaryFold struct {
	flags, spots, others, rest int // lines: flags in all; of changed and of new spots; of other spots; of each other section
	letters                    int // of one text
	bodyMap                    bool
}

const unfolded = 1 << 20

// summaryFolds are tried until the summary fits: the steady spots fold first, the flags last.
var summaryFolds = []summaryFold{
	{unfolded, unfolded, unfolded, unfolded, unfolded, true},
	{unfolded, unfolded, 20, unfolded, 800, true},
	{unfolded, unfolded, 8, 12, 400, true},
	{unfolded, 16, 4, 8, 300, true},
	{20, 10, 2, 5, 240, true},
	{16, 5, 0, 4, 200, false},
	{12, 5, 0, 4, 140, false},
	{10, 4, 0, 3, 140, false},
}

// WritePDF writes the summary on at most two pages.
func (s *Summary) WritePDF(w io.Writer, pictures Pictures) error {
	photos, err := s.printedPhotos(pictures)
	if err != nil {
		return err
	}
	for i, fold := range summaryFolds {
		p := s.printed(photos, fold)
		if p.pdf.PageCount() <= summaryPages || i == len(summaryFolds)-1 {
			return p.finish(w)
		}
	}
	return nil
}

// A printedPhoto is a photo as it goes into the file: pixels and nothing else.
type printedPhoto struct {
	*SummaryPhoto
	jpeg []byte // nil where it cannot be shown
	size image.Point
}

func (s *Summary) printedPhotos(pictures Pictures) (printed []printedPhoto, err error) {
	drawn, err := s.drawPhotos(pictures, photo.ThumbnailSide, printedLeast)
	if err != nil {
		return nil, err
	}
	for i, img := range drawn {
		p := printedPhoto{SummaryPhoto: &s.Photos[i]}
		if img != nil {
			p.size = img.Rect.Max
		}
		if p.jpeg, err = developed(img, photo.CleanQuality); err != nil {
			return nil, err
		}
		printed = append(printed, p)
	}
	return printed, nil
}

// A summaryPaper is a summary as it is set on pages.
type summaryPaper struct {
	*paper
	mapFoot float64 // where the body map beside the text ends; 0 where there is none
}

func (s *Summary) printed(photos []printedPhoto, fold summaryFold) *summaryPaper {
	day := mustDate(s.AsOf)
	p := &summaryPaper{paper: newPaper(s.Title(), LongDate(day), day.FirstDay().Time())}
	p.newPage()
	p.paragraph(faceHeading, s.Title())
	p.gap(0.5)
	p.paragraph(faceStrong, shortened(s.whose(), fold.letters))
	var back []string
	for _, says := range s.lookingBack() {
		back = append(back, shortened(says, fold.letters))
	}
	p.paragraph(faceBody, strings.Join(back, " "))
	if mapped := s.mapped(); fold.bodyMap && len(mapped) > 0 && p.room() > summaryMapHeight {
		p.draw(BodyMap(mapped, summaryMapWidth, summaryMapHeight), boxRight-summaryMapWidth, p.y+2)
		p.mapFoot = p.y + 2 + summaryMapHeight
	}
	folded := fold.sections(s.sections())
	for i, each := range folded {
		if each.Key != "flags" && (i == 0 || folded[i-1].Key == "flags") {
			p.photos(photos)
		}
		p.section(each, fold.letters)
	}
	p.clearMap()
	p.gap(2)
	if left := s.Withheld.Says(); left != "" {
		p.paragraph(faceSmall, left)
	}
	return p
}

// mapped are the spots that the small body map shows: all, or where they are many those that stand out.
func (s *Summary) mapped() (mapped []Story) {
	const legible = 24
	there := len(s.Changed) + len(s.New) + len(s.Steady)
	for _, story := range s.stories {
		stands := story.Tier != "" || story.Changed
		if told := story.Spot.Status == "" || story.Spot.Status == "active"; stands || told && there <= legible {
			mapped = append(mapped, story)
		}
	}
	return mapped
}

// sections leaves away what there is no room for, and counts it.
func (f summaryFold) sections(all []section) (folded []section) {
	flags := f.flags
	for _, s := range all {
		most := f.rest
		switch s.Key {
		case "flags":
			most = min(flags, len(s.Lines))
			flags -= most
		case "changed", "new":
			most = f.spots
		case "other", "gone":
			most = f.others
		case "history":
			most = unfolded // four lines that every clinician asks for
		}
		if len(s.Lines) > most {
			s.More = len(s.Lines) - most
			s.Lines = s.Lines[:most]
		}
		folded = append(folded, s)
	}
	return folded
}

// beside takes the column that is left beside the body map, or the whole box below it.
func (p *summaryPaper) beside() {
	p.column(boxLeft, boxWidth)
	if p.pdf.PageNo() == 1 && p.y < p.mapFoot {
		p.column(boxLeft, boxWidth-summaryMapWidth-4)
	}
}

// clearMap goes on below the body map.
func (p *summaryPaper) clearMap() {
	if p.pdf.PageNo() == 1 {
		p.y = max(p.y, p.mapFoot)
	}
	p.column(boxLeft, boxWidth)
}

func (p *summaryPaper) section(s section, letters int) {
	indent := 0.0
	for _, l := range s.Lines {
		if l.Number > 0 {
			indent = summaryIndent
		}
	}
	p.beside()
	p.gap(2)
	if len(s.Lines) > 0 {
		_, _, high := p.broken(s.Lines[0], indent, letters)
		p.need(faceSection.line() + 0.8 + high)
	}
	p.heading(faceSection, s.Heading())
	p.rule(InkFaint)
	p.y += 0.8
	for _, l := range s.Lines {
		p.beside()
		p.item(l, indent, letters)
	}
	if s.More > 0 {
		p.paragraph(faceSmall, fmt.Sprintf("and %d more, for which two pages have no room: the same summary as .txt or .html tells them", s.More))
	}
}

// faceSection heads a part of the summary.
var faceSection = face{true, 10}

// item sets a line of a section: the number of its spot, its name in bold, what is said, and under it
// what that stands on.
func (p *summaryPaper) item(l line, indent float64, letters int) {
	lines, under, high := p.broken(l, indent, letters)
	if l.Again && p.room() < high { // the line above stays on the other page
		l.Again = false
		lines, under, high = p.broken(l, indent, letters)
	}
	p.need(high)
	if l.Number > 0 && !l.Again {
		p.write(faceStrong, p.left, p.y, strconv.Itoa(l.Number))
	}
	for _, pieces := range lines {
		p.need(faceBody.line())
		x := p.left + indent
		for _, each := range pieces {
			p.write(each.face, x, p.y, each.text)
			x += p.wide(each.face, each.text) + p.wide(each.face, " ")
		}
		p.y += faceBody.line()
	}
	for _, text := range under {
		p.need(faceSmall.line())
		p.write(faceSmall, p.left+indent, p.y, text)
		p.y += faceSmall.line()
	}
	p.y += 0.5
}

// broken gives the lines of an item, and how high is what of them stands together, in mm.
func (p *summaryPaper) broken(l line, indent float64, letters int) (lines [][]piece, under []string, high float64) {
	const together = 8 // lines that are not torn apart
	lead := strings.TrimRight(l.lead(), " ")
	if l.Again {
		lead = ""
	}
	lines = p.flow(p.width-indent, piece{faceStrong, shortened(lead, letters)}, piece{faceBody, shortened(l.Says, letters)})
	under = p.lines(faceSmall, p.width-indent, shortened(l.Evidence(), letters))
	high = min(float64(len(lines))*faceBody.line()+float64(len(under))*faceSmall.line(), together*faceBody.line())
	return lines, under, high
}

// shortened cuts a text that is longer than so many letters, and shows that it did.
func shortened(text string, letters int) string {
	runes := []rune(text)
	if len(runes) <= letters {
		return text
	}
	return strings.TrimSpace(string(runes[:letters])) + " … (cut short here)"
}

// photos sets the photos in rows, each in a square over its caption.
func (p *summaryPaper) photos(photos []printedPhoto) {
	if len(photos) == 0 {
		return
	}
	p.beside()
	p.gap(2)
	_, cell, foot := p.photoRows(photos)
	p.need(faceSection.line() + 0.5 + cell + foot + p.scaleWords())
	p.beside()
	p.heading(faceSection, "Photos")
	p.y += 0.5
	inRow, cell, foot := p.photoRows(photos) // below the map, or on the next page, there is more width
	for i, photo := range photos {
		x := p.left + float64(i%inRow)*(cell+summaryPhotoGap)
		if i%inRow == 0 {
			p.need(cell + foot + p.scaleWords())
		}
		p.photo(photo, x, cell)
		if i%inRow == inRow-1 || i == len(photos)-1 {
			p.y += cell + foot
		}
	}
	p.paragraph(faceSmall, noScale)
}

// photoRows says how many photos stand in a row, how wide each is, and how high are the captions
// under a row, in mm.
func (p *summaryPaper) photoRows(photos []printedPhoto) (inRow int, cell, foot float64) {
	const narrowest = 35.0
	inRow = min(len(photos), int((p.width+summaryPhotoGap)/(narrowest+summaryPhotoGap)))
	cell = min(summaryPhotoMM, (p.width+summaryPhotoGap)/float64(inRow)-summaryPhotoGap)
	foot = 2 + 2*faceSmall.line()
	if slices.ContainsFunc(photos, func(photo printedPhoto) bool { return len(p.lines(faceSmall, cell, photo.Caption)) > 1 }) {
		foot += faceSmall.line()
	}
	return inRow, cell, foot
}

// scaleWords is how high is what stands under the last row, in mm.
func (p *summaryPaper) scaleWords() float64 {
	return float64(len(p.lines(faceSmall, p.width, noScale))) * faceSmall.line()
}

// photo sets one photo in the middle of its square.
func (p *summaryPaper) photo(photo printedPhoto, x, cell float64) {
	if photo.jpeg == nil {
		p.write(faceSmall, x, p.y+cell-faceSmall.line(), "This photo cannot be shown.")
	} else {
		scale := cell / float64(max(photo.size.X, photo.size.Y))
		wide, high := float64(photo.size.X)*scale, float64(photo.size.Y)*scale
		p.jpeg(strconv.Itoa(photo.Number), photo.jpeg, x, p.y+(cell-high), wide, high)
		if v := &photo.view; v.barMM > 0 {
			p.drawBar(x+1.5, p.y+cell-1.5, v.barMM*v.side.PxPerMM*cell/v.across, MM(v.barMM)+" mm")
		}
	}
	p.write(faceLabel, x, p.y+cell+0.5, p.cut(faceLabel, cell, photo.name()))
	caption := p.lines(faceSmall, cell, photo.Caption)
	for i, line := range caption[:min(2, len(caption))] {
		p.write(faceSmall, x, p.y+cell+0.5+float64(i+1)*faceSmall.line(), line)
	}
}
