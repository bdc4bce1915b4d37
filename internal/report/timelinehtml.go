package report

import (
	"cmp"
	"html/template"
	"io"
	"strings"

	"spotlog/internal/rules"
	"spotlog/store"
)

// Sizes of what a timeline page draws, in mm; the page stretches it to its own width.
const (
	mapWide, mapHigh     = 110, 112
	chartWide, chartHigh = 80, 48
)

// timelinePage is what pages/timeline.html shows.
type timelinePage struct {
	Title, Told, LeftOut, Posture string
	Map                           template.HTML
	Person                        []flagPage
	Tiers                         []tierPage
	Stories                       []storyPage
	History                       []aboutSection
	Others                        []linePage // what is about the person
	Sources                       []*sourcePage
}

// tierPage lists the stories under one head.
type tierPage struct {
	Head    string
	Stories []storyPage
}

type storyPage struct {
	Number           int
	Urgent           bool // flagged above watch: its number is full, as on the map
	Name, Site, Line string
	Facts            string
	Flags            []flagPage
	Compared         string
	Asks             []string
	Chart            template.HTML
	ChartNote        string
	Shots            []shotPage
	Slider           *sliderPage
	Entries, Visits  []linePage
}

type flagPage struct {
	Tier, Title, Pace, Advice string
	Because                   []string
	Sources                   []*sourcePage
}

// sourcePage is a document with its number among those at the end of the page.
type sourcePage struct {
	Number         int
	Document, Says string
}

// linePage is a day of a table.
type linePage struct{ Date, Says, Note string }

// WriteHTML writes the timeline as one page that stands alone: the body map and a line a spot, then
// each spot with its flags, chart, photos and entries.
func (d *Document) WriteHTML(w io.Writer, pictures Pictures) error {
	p := timelinePage{Title: d.pageTitle(), Told: d.told(), LeftOut: strings.TrimSpace(d.Withheld.Says() + " " + d.SteadySays()), Posture: Posture, History: d.history()}
	if len(d.Stories) > 0 {
		p.Map = BodyMap(d.Stories, mapWide, mapHigh).SVG()
	}
	cited := map[rules.Source]*sourcePage{}
	p.Person = p.flags(d.Person, cited)
	draw := photoDrawer{pictures: pictures, share: photoBytes / max(d.shots(), 1)}
	for i := range d.Stories {
		s, err := p.story(&d.Stories[i], d, &draw, cited)
		if err != nil {
			return err
		}
		p.Stories = append(p.Stories, s)
		if head, n := d.Stories[i].group(), len(p.Tiers); n == 0 || p.Tiers[n-1].Head != head {
			p.Tiers = append(p.Tiers, tierPage{Head: head})
		}
		last := &p.Tiers[len(p.Tiers)-1]
		last.Stories = append(last.Stories, s)
	}
	for _, r := range d.Rows {
		if r.Entry == nil {
			p.Others = append(p.Others, linePage{LongDate(r.Date), r.says(), r.note()})
		}
	}
	return writePage(w, "timeline", p)
}

func (d *Document) pageTitle() string {
	if d.Profile != nil && d.Profile.Name != "" {
		return "Skin timeline of " + Plain(d.Profile.Name)
	}
	return "Skin timeline"
}

// told says what part of the journal the page tells.
func (d *Document) told() string {
	entries := 0
	for _, s := range d.Stories {
		entries += len(s.Spot.Entries)
	}
	told := []string{"as of " + LongDate(d.Day.Date()), Plural(len(d.Stories), "spot"), Plural(entries, "entry"), Plural(d.shots(), "photo")}
	if d.Since != "" {
		told = append(told, "from "+LongDate(mustDate(d.Since)))
	}
	if d.Until != "" {
		told = append(told, "until "+LongDate(mustDate(d.Until)))
	}
	if d.Since != "" || d.Until != "" {
		told = append(told, flagsOfAll)
	}
	return strings.Join(told, " · ")
}

func (d *Document) shots() (n int) {
	for _, s := range d.Stories {
		n += len(s.Shots)
	}
	return n
}

func (p *timelinePage) story(s *Story, d *Document, draw *photoDrawer, cited map[rules.Source]*sourcePage) (page storyPage, err error) {
	page = storyPage{
		Number: s.Number, Urgent: s.urgent(), Name: Plain(s.Name), Site: Plain(s.Site), Line: s.line(), Facts: Plain(s.isWhat()),
		Flags: p.flags(s.Flags, cited), Compared: Plain(s.Compared),
	}
	for _, u := range s.Asks {
		page.Asks = append(page.Asks, Plain(u.Needs))
	}
	for _, seen := range s.Seen {
		v := store.Visit{Date: seen.Date, With: seen.With, Spots: []store.VisitSpot{seen.VisitSpot}}
		page.Visits = append(page.Visits, linePage{LongDate(seen.Date), VisitSays(&v), Plain(seen.Note)})
	}
	if chart := s.chart(d.Day, chartWide, chartHigh); chart != nil {
		page.Chart, page.ChartNote = chart.SVG(), chart.Caption
	}
	for i := range s.Spot.Entries {
		e := &s.Spot.Entries[i]
		page.Entries = append(page.Entries, linePage{LongDate(e.Date), EntrySays(e), Plain(e.Note)})
	}
	page.Shots, page.Slider, err = draw.story(s)
	return page, err
}

// line is what the cover says of a story: its flags, or what was compared, or what was seen last.
func (s *Story) line() string {
	var titles []string
	for _, f := range s.Flags {
		titles = append(titles, Plain(f.Title))
	}
	newest := ""
	if e := s.Spot.Newest(); e != nil {
		newest = strings.TrimSuffix(LongDate(e.Date)+": "+Facts(e), ": ")
	}
	line := cmp.Or(strings.Join(titles, "; "), Plain(s.Compared), newest)
	if s.Spot.Status != store.StatusActive && s.Spot.Status != "" {
		return string(s.Spot.Status) + "; " + line
	}
	return line
}

func (p *timelinePage) flags(flags []rules.Flag, cited map[rules.Source]*sourcePage) (pages []flagPage) {
	for _, f := range flags {
		page := flagPage{Tier: string(f.Tier), Title: Plain(f.Title), Because: evidence(&f), Pace: PaceSays(f.Pace), Advice: f.Advice}
		for _, source := range f.Sources {
			if cited[source] == nil {
				cited[source] = &sourcePage{len(p.Sources) + 1, source.Document, source.Says}
				p.Sources = append(p.Sources, cited[source])
			}
			page.Sources = append(page.Sources, cited[source])
		}
		pages = append(pages, page)
	}
	return pages
}
