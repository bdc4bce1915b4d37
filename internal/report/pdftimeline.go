package report

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"spotlog/internal/bodymap"
	"spotlog/internal/rules"
	"spotlog/store"
)

// ErrTooLarge says that a file cannot be made as small as is asked for.
var ErrTooLarge = errors.New("even with the smallest photos the file is larger than that")

// Printing is what a printed timeline needs besides what it tells.
type Printing struct {
	Now      time.Time // written into the file as its date
	MaxBytes int64     // of the whole file
}

// A timelinePaper is a timeline as it is printed.
type timelinePaper struct {
	*paper
	*Document
	album     *album
	stories   []printedStory
	sources   []rules.Source // cited so far, in the order of their numbers
	listed    int            // the page that lists them
	back      int            // link to the first page
	documents int            // link to that list
}

// A printedStory is a story with what print adds to it.
type printedStory struct {
	*Story
	photos storyPhotos
	link   int
	page   int // on which it begins
}

// WritePDF writes the timeline for print, within so many bytes: a cover with the body map and a line
// a spot, pages for each spot that is flagged or changed, and the steady ones six to a page.
// ErrTooLarge where no choice of pictures keeps to the size.
func (d *Document) WritePDF(w io.Writer, pictures Pictures, o Printing) error {
	t := &timelinePaper{Document: d, album: newAlbum(pictures)}
	for i := range d.Stories {
		t.stories = append(t.stories, printedStory{Story: &d.Stories[i], photos: photosOf(&d.Stories[i])})
	}
	for _, l := range levels {
		if err := t.album.develop(l, t.plan(l)); err != nil {
			return err
		}
		if t.album.bytes() > o.MaxBytes {
			continue
		}
		var file bytes.Buffer
		if err := t.print(&file, o.Now); err != nil {
			return err
		}
		if int64(file.Len()) <= o.MaxBytes {
			_, err := file.WriteTo(w)
			return err
		}
	}
	return ErrTooLarge
}

// print sets all pages twice: only then is it known on which page each spot begins.
func (t *timelinePaper) print(w io.Writer, now time.Time) error {
	t.set(now)
	t.set(now)
	return t.finish(w)
}

func (t *timelinePaper) set(now time.Time) {
	const nameMM = 40 // beside the posture and the number of the page
	t.paper = newPaper("Skin timeline, "+LongDate(t.Day.Date()), "as of "+LongDate(t.Day.Date()), now)
	if t.Profile != nil && t.Profile.Name != "" {
		t.foot = t.cut(faceSmall, nameMM, t.Profile.Name) + " · " + t.foot
	}
	t.back, t.documents, t.sources = t.pdf.AddLink(), t.pdf.AddLink(), nil
	for i := range t.stories {
		t.stories[i].link = t.pdf.AddLink()
	}
	t.cover()
	for i := range t.stories {
		if t.stories[i].Changed {
			t.tell(&t.stories[i])
		}
	}
	t.tellSteady()
	t.listDocuments()
}

// cover says whose timeline it is, what stands out, and where each spot lies.
func (t *timelinePaper) cover() {
	t.newPage()
	t.pdf.SetLink(t.back, 0, 1)
	t.outline(0, "Overview")
	t.write(faceTitle, boxLeft, t.y, "Skin timeline")
	t.writeRight(faceStrong, boxRight, t.y+1.6, "as of "+LongDate(t.Day.Date()))
	t.y += faceTitle.line()
	t.paragraph(faceBody, whose(t.Profile, t.Day))
	t.paragraph(faceBody, t.covers())
	t.gap(1)
	t.rule(InkText)
	t.gap(2)
	rest := t.about()
	t.list()
	t.gap(2)
	for _, says := range []string{t.SteadySays(), t.Withheld.Says(), t.shrunkSays()} {
		t.paragraph(faceSmall, says)
	}
	for _, s := range rest {
		t.gap(1)
		t.section(s)
	}
}

// covers says what is told and of which days.
func (t *timelinePaper) covers() string {
	words := Plural(len(t.Stories), "spot")
	switch {
	case t.Since != "" && t.Until != "":
		words += ", from " + LongDate(mustDate(t.Since)) + " to " + LongDate(mustDate(t.Until))
	case t.Since != "":
		words += ", since " + LongDate(mustDate(t.Since))
	case t.Until != "":
		words += ", up to " + LongDate(mustDate(t.Until))
	}
	if t.Since != "" || t.Until != "" {
		words += "; " + flagsOfAll
	}
	return words + ". Sizes, colours and words are the person's own; what is advised is quoted from documents."
}

// about sets the body map, as large as the list leaves room for, and beside it what is about the
// person, as far as there is room; the rest is given back.
func (t *timelinePaper) about() (rest []aboutSection) {
	const least, most = 96.0, 132.0 // mm high
	const barHeight = 8             // of the bar below, with its words
	high := min(max(t.room()-t.listHeight()-20, least), most)
	wide := 2*(high-mapFoot)*bodymap.FigureWidth/bodymap.FigureHeight + figuresGap
	top := t.y
	t.draw(BodyMap(t.Stories, wide, high), boxLeft, top)
	t.scaleBar(boxLeft, top+high+1)
	t.column(boxLeft+wide+6, boxWidth-wide-6)
	t.flags(t.Person)
	for _, s := range append(t.history(), aboutSection{"Visits", t.visits()}, aboutSection{"Reading these pages", []string{
		"On the map, black numbers are flagged above watch; left and right are the person's own.",
		"In charts, 19 of 20 readings of a spot that does not change lie within the bar of its size.",
	}}) {
		if t.pdf.PageNo() > 1 || t.y+t.sectionHeight(s) > top+high {
			rest = append(rest, s)
			continue
		}
		t.section(s)
	}
	t.column(boxLeft, boxWidth)
	if t.pdf.PageNo() == 1 {
		t.y = max(t.y, top+high+barHeight)
	}
	t.gap(2)
	return rest
}

func (t *timelinePaper) section(s aboutSection) {
	if len(s.Lines) == 0 {
		return
	}
	t.heading(faceStrong, s.Head)
	for _, line := range s.Lines {
		t.hanging(faceBody, "–", line)
	}
	t.gap(1.5)
}

// sectionHeight is how high a section will be in this column, in mm.
func (t *timelinePaper) sectionHeight(s aboutSection) float64 {
	high := faceStrong.line()
	for _, line := range s.Lines {
		high += float64(len(t.lines(faceBody, t.width-t.indent(faceBody, "–"), line))) * faceBody.line()
	}
	return high
}

// visits tell what clinicians said, of spots and of none.
func (t *timelinePaper) visits() (lines []string) {
	for _, r := range t.Rows {
		if r.Visit != nil {
			lines = append(lines, LongDate(r.Date)+": "+VisitSays(r.Visit)+noted(r.Visit))
		}
	}
	return lines
}

// listHeight is about how high the list is, in mm.
func (t *timelinePaper) listHeight() float64 {
	groups := map[string]bool{}
	for i := range t.stories {
		groups[t.stories[i].group()] = true
	}
	return float64(len(t.stories))*(faceBody.line()+0.8) + float64(len(groups))*(faceStrong.line()+2)
}

// list gives each spot a line, most urgent first.
func (t *timelinePaper) list() {
	group := ""
	for i := range t.stories {
		s := &t.stories[i]
		if head := s.group(); head != group {
			group = head
			t.need(faceStrong.line() + 2*faceBody.line() + 2)
			t.gap(1.5)
			t.paragraph(faceStrong, group)
			t.y += 0.5
		}
		t.need(faceBody.line() + 1)
		t.coverLine(s)
	}
	if len(t.stories) == 0 {
		t.paragraph(faceBody, "No spot has an entry in that time.")
	}
}

// group heads the spots of one kind.
func (s *Story) group() string {
	words := tierHeads[s.Tier]
	switch {
	case words != "":
		return strings.ToUpper(words[:1]) + words[1:]
	case s.Changed:
		return "Changed to the person's own eye"
	}
	return "No change flagged (which is no clean bill of health)"
}

// coverLine is number, name, site, what stands out, and its page.
func (t *timelinePaper) coverLine(s *printedStory) {
	const number, name, what = boxLeft, boxLeft + 8, boxLeft + 78
	t.writeRight(faceStrong, number+6, t.y, fmt.Sprint(s.Number))
	words := t.cut(faceStrong, what-name-3, s.Name)
	t.write(faceStrong, name, t.y, words)
	if left := what - name - 3 - t.wide(faceStrong, words+" "); left > 8 {
		t.write(faceBody, what-3-left, t.y, t.cut(faceBody, left, s.Site))
	}
	t.write(faceBody, what, t.y, t.cut(faceBody, boxRight-14-what, s.standsOut()))
	t.writeRight(faceSmall, boxRight, t.y+0.3, fmt.Sprintf("page %d", s.page))
	t.pdf.Link(boxLeft, t.y, boxWidth, faceBody.line(), s.link)
	t.y += faceBody.line() + 0.4
	t.rule(InkFaint)
	t.y += 0.4
}

// standsOut says in a line what a spot is listed for.
func (s *Story) standsOut() string {
	if len(s.Flags) > 0 {
		words := s.Flags[0].Title
		if more := len(s.Flags) - 1; more > 0 {
			words += fmt.Sprintf(" (and %d more)", more)
		}
		return words
	}
	newest := s.Spot.Newest()
	switch compared, _, _ := strings.Cut(s.Compared, ";"); {
	case changedToTheEye(newest):
		return strings.TrimSuffix(labelled("changed", newest.Changed, "")+"; "+s.sizesApart(store.Date{}), "; ")
	case s.Spot.Status != "" && s.Spot.Status != store.StatusActive:
		return string(s.Spot.Status) + " " + LongDate(s.Spot.StatusSince)
	case compared != "":
		return compared
	case newest != nil:
		return "newest entry " + s.newestSays()
	}
	return "no entry in that time"
}

// shrunkSays tells that the newest photos had to give way too.
func (t *timelinePaper) shrunkSays() string {
	if l := t.album.level; l.dpi < levels[0].dpi {
		return fmt.Sprintf("Photos are printed at %.0f dots an inch, so that this file stays small enough to send (--max-size).", l.dpi)
	}
	return ""
}

// flags tell what the log shows, what is advised, and where that stands.
func (t *timelinePaper) flags(flags []rules.Flag) {
	for i, f := range flags {
		t.heading(faceStrong, f.Title)
		for _, fact := range evidence(&f) {
			t.hanging(faceBody, "–", fact)
		}
		if pace := PaceSays(f.Pace); pace != "" {
			t.hanging(faceBody, "–", "pace: "+pace)
		}
		// What two flags in a row share is said once, under the second.
		if i == len(flags)-1 || flags[i+1].Advice != f.Advice {
			t.paragraph(faceBody, "Advised: "+f.Advice)
		}
		if len(f.Sources) > 0 {
			t.cite(f.Sources)
		}
		t.gap(1.5)
	}
}

// cite names documents by their numbers in the list at the end.
func (t *timelinePaper) cite(sources []rules.Source) {
	var numbers []int
	for _, source := range sources {
		n := slices.Index(t.sources, source)
		if n < 0 {
			n = len(t.sources)
			t.sources = append(t.sources, source)
		}
		numbers = append(numbers, n+1)
	}
	slices.Sort(numbers)
	words := strings.Trim(strings.ReplaceAll(fmt.Sprint(numbers), " ", ", "), "[]")
	top, page := t.y, t.pdf.PageNo()
	t.paragraph(faceSmall, fmt.Sprintf("Documents: %s (page %d)", words, t.listed))
	if t.pdf.PageNo() == page {
		t.pdf.Link(t.left, top, t.width, t.y-top, t.documents)
	}
}

// listDocuments says what each document says that was cited.
func (t *timelinePaper) listDocuments() {
	if len(t.sources) == 0 {
		return
	}
	t.newPage()
	t.listed = t.pdf.PageNo()
	t.pdf.SetLink(t.documents, 0, t.listed)
	t.outline(0, "Documents")
	t.heading(faceHeading, "Documents that the flags stand on")
	t.gap(1)
	for i, source := range t.sources {
		t.need(3 * faceBody.line())
		t.hanging(faceStrong, fmt.Sprintf("%d ", i+1), source.Document)
		t.column(boxLeft+5, boxWidth-5)
		t.paragraph(faceBody, source.Says)
		t.column(boxLeft, boxWidth)
		t.gap(1.5)
	}
}
