package report

import (
	"fmt"
	"strings"

	"spotlog/internal/bodymap"
	"spotlog/store"
)

// Sizes of a story's page, in mm.
const (
	chartWidth, chartHeight = 88, 46
	notesLine               = 8  // between two lines to write on
	notesLeast              = 14 // heading and a line
)

// tell gives a spot pages of its own.
func (t *timelinePaper) tell(s *printedStory) {
	t.running = ""
	t.newPage()
	t.begin(s)
	t.running = fmt.Sprintf("%d  %s, continued", s.Number, s.Name)
	t.storyHead(s)
	t.shows(s)
	rows := entryRows(s.Spot)
	square, fits := t.squareSide(s, rows)
	if len(s.photos.pair) > 0 {
		t.drawPair(&s.photos, square)
		t.drawBetween(&s.photos)
	}
	if !fits { // then the log stands last: what is talked about stays together
		t.notes()
		t.gap(4)
	}
	if len(rows) > 0 {
		t.table(entryColumns, rows)
		t.gap(2)
	}
	if fits {
		t.notes()
	}
	t.running = ""
}

// begin is where the outline and the links lead to.
func (t *timelinePaper) begin(s *printedStory) {
	s.page = t.pdf.PageNo()
	t.pdf.SetLink(s.link, t.y, s.page)
	t.outline(0, fmt.Sprintf("%d  %s, %s", s.Number, s.Name, s.Site))
}

// storyHead says which spot it is, where it sits, and how it came.
func (t *timelinePaper) storyHead(s *printedStory) {
	right, words := float64(boxRight), tierHeads[s.Tier]
	if words != "" {
		right -= t.tagWidth(faceStrong, words) + 3
	}
	title := t.cut(faceHeading, right-boxLeft, fmt.Sprintf("%d  %s", s.Number, s.Name))
	t.write(faceHeading, boxLeft, t.y, title)
	t.pdf.Link(boxLeft, t.y, t.wide(faceHeading, title), faceHeading.line(), t.back)
	if words != "" {
		t.tag(faceStrong, right+3, t.y, words)
	}
	t.y += faceHeading.line() + 0.5
	t.paragraph(faceBody, s.isWhat())
	t.y += 1
	t.rule(InkText)
	t.y += 2
}

// isWhat says in a line where a spot sits and how it came.
func (s *Story) isWhat() string {
	spot := s.Spot
	parts := []string{siteWords(s.Site)}
	if spot.Place != "" {
		parts = append(parts, spot.Place)
	}
	if spot.Kind == store.KindCrop {
		parts = append(parts, "a crop of dots")
	}
	seen := "first seen: not recorded"
	if !s.FirstSeen.IsZero() {
		seen = "first seen " + LongDate(s.FirstSeen)
	}
	parts = append(parts, seen)
	switch spot.Onset {
	case store.OnsetGradual:
		parts = append(parts, "came over weeks or longer")
	case store.OnsetSudden:
		parts = append(parts, "came within hours or days")
	}
	if len(spot.Where) > 0 {
		parts = append(parts, labelled("at", spot.Where, ""))
	}
	if spot.Status != "" && spot.Status != store.StatusActive {
		parts = append(parts, strings.TrimSpace(string(spot.Status)+" "+LongDate(spot.StatusSince)))
	}
	return strings.Join(parts, " · ")
}

// siteWords is the site as it was typed, with what the body map makes of it where that reads otherwise.
func siteWords(site string) string {
	found := bodymap.Find(site)
	words := strings.ReplaceAll(strings.TrimSpace(string(found.Side)+" "+Join(found.Regions)), "-", " ")
	if !found.Known() || strings.EqualFold(words, site) {
		return site
	}
	return site + " (" + words + ")"
}

// shows tells what changed and how fast, beside the chart.
func (t *timelinePaper) shows(s *printedStory) {
	top, page := t.y, t.pdf.PageNo()
	chart := s.chart(t.Day, chartWidth, chartHeight)
	if chart != nil {
		t.draw(chart, boxRight-chartWidth, top)
		t.column(boxLeft, boxWidth-chartWidth-5)
	}
	t.flags(s.Flags)
	if len(s.Flags) == 0 {
		t.paragraph(faceBody, "No flag. "+labelled("To the person's own eye changed:", s.Spot.Newest().Changed, ""))
	}
	if s.Compared != "" {
		t.paragraph(faceBody, "Compared: "+s.Compared+".")
	}
	t.seen(s.Seen)
	if len(s.Asks) > 0 {
		var needs []string
		for _, u := range s.Asks {
			needs = append(needs, u.Needs)
		}
		t.paragraph(faceBody, "Not logged: "+strings.Join(needs, "; ")+".")
	}
	t.column(boxLeft, boxWidth)
	if chart != nil && t.pdf.PageNo() == page {
		t.y = max(t.y, top+chartHeight)
	}
	t.gap(2)
}

// chart draws the sizes of a story with what clinicians said between.
func (s *Story) chart(asOf store.Day, width, height float64) *Drawing {
	var visits []store.Visit
	for _, v := range s.Seen {
		visits = append(visits, store.Visit{Date: v.Date, Spots: []store.VisitSpot{v.VisitSpot}})
	}
	return SizeChart(s.Spot, visits, asOf, width, height)
}

func (t *timelinePaper) seen(visits []SeenBy) {
	for _, v := range visits {
		t.paragraph(faceBody, v.says())
		if v.Note != "" {
			t.paragraph(faceBody, "“"+v.Note+"”")
		}
	}
}

// says tells in a line what a visit said of one spot.
func (v *SeenBy) says() string {
	says := LongDate(v.Date) + ": " + VisitSays(&store.Visit{With: v.With, Spots: []store.VisitSpot{v.VisitSpot}})
	return strings.Replace(says, "; "+v.Spot, "", 1)
}

// squareSide is how large the first and the newest photo are printed: somewhat smaller where the log
// then fits on the same page (fits is true), or else the other photos and a line for notes do.
func (t *timelinePaper) squareSide(s *printedStory, rows [][]string) (side float64, fits bool) {
	const least = 40
	photos := t.photosHeight(&s.photos, viewSideMM)
	for _, rest := range []float64{t.tableHeight(entryColumns, rows) + 2 + notesLeast, notesLeast} {
		over := photos + rest - t.room()
		if over <= 0 || over <= viewSideMM-least && photos > 0 {
			return viewSideMM - max(over, 0), rest > notesLeast
		}
	}
	return viewSideMM, false
}

// entryColumns are those of the table of entries.
var entryColumns = []printedColumn{{"Date", 23}, {"Size", 30}, {"What was logged", 137}}

// entryRows are every look at a spot, oldest first.
func entryRows(s *store.Spot) (rows [][]string) {
	for _, e := range s.Entries {
		photos := len(e.Photos)
		e.Photos = nil // they stand above, with their dates
		size := sizeFact(&e)
		what := strings.TrimPrefix(strings.TrimPrefix(Facts(&e), size), " · ")
		if e.Note != "" {
			what = strings.TrimPrefix(what+" · “"+e.Note+"”", " · ")
		}
		if size+what == "" && photos > 0 {
			what = Plural(photos, "photo") + ", nothing else logged"
		}
		rows = append(rows, []string{LongDate(e.Date), size, what})
	}
	return rows
}

// notes are lines for the doctor to write on, as many as the page has room for, up to six.
func (t *timelinePaper) notes() {
	t.need(notesLeast - 0.01) // of which squareSide made sure, but for rounding
	t.paragraph(faceStrong, "Doctor's notes")
	for range min(6, int(t.room()/notesLine)) {
		t.y += notesLine
		t.rule(InkSoft)
	}
}

// Sizes of the cells that steady spots are told in, six to a page, in mm.
const (
	cellWidth  = (boxWidth - 8) / 2.0
	cellHeight = 79.0
	inRow      = 2
	onPage     = 6
)

// tellSteady gives the spots without a change a cell each.
func (t *timelinePaper) tellSteady() {
	n := 0
	for i := range t.stories {
		s := &t.stories[i]
		if s.Changed {
			continue
		}
		if n%onPage == 0 {
			t.newPage()
		}
		x := boxLeft + float64(n%inRow)*(boxWidth-cellWidth)
		t.y = boxTop + float64(n%onPage/inRow)*(cellHeight+2)
		t.cell(s, x)
		n++
	}
}

// cell tells a steady spot within its space: what does not fit is cut and ends with an ellipsis.
func (t *timelinePaper) cell(s *printedStory, x float64) {
	top := t.y
	t.begin(s)
	title := t.cut(faceStrong, cellWidth, fmt.Sprintf("%d  %s", s.Number, s.Name))
	t.line(InkText, 0.2, x, t.y, x+cellWidth, t.y)
	t.y += 1
	t.write(faceStrong, x, t.y, title)
	t.pdf.Link(x, t.y, cellWidth, faceStrong.line(), t.back)
	t.y += faceStrong.line() + 0.3
	photos := 0.0
	if len(s.photos.pair) > 0 {
		photos = steadyMM + 2*faceSmall.line() + 1
	}
	foot := top + cellHeight - photos
	for _, line := range t.cellLines(s, int((foot-t.y)/faceSmall.line())) {
		t.write(faceSmall, x, t.y, line)
		t.y += faceSmall.line()
	}
	if photos > 0 {
		t.drawSteady(&s.photos, x, foot+0.5)
	}
}

// cellLines are so many lines at most; the last ends with an ellipsis where there would be more.
func (t *timelinePaper) cellLines(s *printedStory, most int) (lines []string) {
	for _, says := range s.briefly() {
		lines = append(lines, t.lines(faceSmall, cellWidth, says)...)
	}
	if len(lines) > most {
		lines = lines[:most]
		last := t.lines(faceSmall, cellWidth-t.wide(faceSmall, " …"), lines[most-1])[0] // whole words
		lines[most-1] = last + " …"
	}
	return lines
}

// briefly is what a cell says of a spot, most telling first.
func (s *printedStory) briefly() (says []string) {
	says = append(says, s.isWhat())
	for _, f := range s.Flags {
		says = append(says, tierHeads[f.Tier]+": "+f.Title)
	}
	if n := len(s.Seen); n > 0 {
		says = append(says, s.Seen[n-1].says())
	}
	newest := s.Spot.Newest()
	if newest != nil {
		counted := Plural(len(s.Spot.Entries), "entry") + ", newest " + LongDate(newest.Date)
		if n := len(s.photos.between); n > 0 {
			counted += "; " + Plural(n, "more photo") + " not printed here"
		}
		says = append(says, counted)
	}
	if s.Compared != "" {
		says = append(says, "Compared: "+s.Compared)
	}
	if newest != nil {
		says = append(says, Facts(newest))
	}
	return says
}
