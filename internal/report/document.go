package report

import (
	"cmp"
	"image"
	"slices"
	"strings"

	"spotlog/internal/rules"
	"spotlog/store"
)

// A Document is all that a timeline tells, built once: the text and CSV writers take its rows, the
// page and PDF writers its stories, JSON both.
type Document struct {
	Timeline
	Withheld
	Person      []rules.Flag       `json:"flags"`                     // about the person, not about a spot
	Stories     []Story            `json:"spots"`                     // by tier, then by growth, then by name
	Steady      int                `json:"left_out_steady,omitempty"` // spots without a flag or a change, where only changed ones are told
	Profile     *store.Profile     `json:"-"`
	Medications []store.Medication `json:"-"` // taken in the time told, whose starts and ends are rows too; nil where only some spots are told
	Answer      rules.Answer       `json:"-"` // that it stands on
	Day         store.Day          `json:"-"` // as of which it is told
}

// A Story is one spot as a timeline tells it.
type Story struct {
	Number    int                `json:"number"` // in the lists and on the body map, from 1
	Name      string             `json:"name"`
	Site      string             `json:"site"`
	FirstSeen store.Date         `json:"first_seen,omitzero"`
	Tier      rules.Tier         `json:"tier,omitempty"` // of its most urgent flag
	Changed   bool               `json:"changed"`        // flagged above watch, or changed to the person's eye at the newest look
	Flags     []rules.Flag       `json:"flags"`
	Compared  string             `json:"compared,omitempty"` // what was compared and not found changed
	Asks      []rules.Unassessed `json:"asks,omitempty"`     // what one look would settle
	Seen      []SeenBy           `json:"seen,omitempty"`     // by a clinician, oldest first

	Spot  *store.Spot `json:"-"` // with its entries of the time told, oldest first
	Shots []Shot      `json:"-"` // oldest first
}

// SeenBy is what a visit said of one spot.
type SeenBy struct {
	Date store.Date `json:"date"`
	With string     `json:"with,omitempty"`
	store.VisitSpot
}

// A Shot is a photo of a story that has a picture, and the entry it belongs to.
type Shot struct {
	Entry   *store.Entry
	Photo   store.Photo
	Size    image.Point     // of the upright original, in pixels
	Mark    image.Rectangle // round the spot, in upright pixels; empty where it is not marked
	Caption string          // the day and the person's own mm
	Alt     string          // what it shows, for those who cannot see it
}

// Pictures reads stored pictures by their SHA-256.
type Pictures struct {
	// Thumbnail gives an upright JPEG without metadata; nil where none can be made.
	Thumbnail func(sha256 string) ([]byte, error)

	// Cut gives a part of the original, or of its thumbnail, at most maxSide pixels a side; nil where
	// neither can be decoded. The region is in pixels of the upright original, which has that size.
	Cut func(sha256 string, size image.Point, region image.Rectangle, maxSide int) (*image.NRGBA, error)
}

// A Choice says which part of a journal a document tells.
type Choice struct {
	Spots   []*store.Spot
	Whole   bool // all that is about the person too
	Changed bool // of the spots only those that are flagged above watch or changed to the eye
	Within  Range
	AsOf    store.Day
}

// NewDocument builds a timeline with what the rules answer about it. Pictures are what is known of
// the stored pictures, by SHA-256.
func NewDocument(j *store.Journal, answer rules.Answer, pictures map[string]store.Picture, c Choice) *Document {
	d := &Document{Person: []rules.Flag{}, Stories: []Story{}, Profile: j.Profile, Answer: answer, Day: c.AsOf}
	for _, f := range answer.Flags {
		if f.Spot == "" {
			d.Person = append(d.Person, f)
		}
	}
	var told []*store.Spot
	for _, s := range c.Spots {
		story := newStory(j, s, answer, pictures, c)
		empty := len(story.Spot.Entries)+len(story.Flags) == 0
		if c.Changed && !story.Changed {
			if !empty {
				d.Steady++
			}
			continue
		}
		told = append(told, s)
		if !empty {
			d.Stories = append(d.Stories, story)
		}
	}
	if c.Whole {
		d.Medications = append([]store.Medication{}, takenWithin(j, c.Within, c.AsOf)...)
	}
	d.Timeline = *NewTimeline(j, told, c.Whole, c.Within, c.AsOf)
	slices.SortStableFunc(d.Stories, func(a, b Story) int {
		return cmp.Or(b.Tier.Urgency()-a.Tier.Urgency(), cmp.Compare(b.growth(), a.growth()), cmp.Compare(a.Name, b.Name))
	})
	for i := range d.Stories {
		d.Stories[i].Number = i + 1
	}
	return d
}

// flagsOfAll stands by the days that a timeline tells: they choose its entries and visits, not what is flagged.
const flagsOfAll = "flags stand on all that is logged"

// SteadySays tells how many spots were left out as unchanged, or "" where none was.
func (d *Document) SteadySays() string {
	if d.Steady == 0 {
		return ""
	}
	return "Left out: " + Plural(d.Steady, "spot") + " without a flag above watch and unchanged to the eye (--changed)."
}

// An aboutSection is a list about the person under its head.
type aboutSection struct {
	Head  string
	Lines []string
}

// history is what a clinician asks for, and the medicines taken in the time told.
func (d *Document) history() []aboutSection {
	var known, taken []string
	for _, l := range historyLines(d.Profile) {
		known = append(known, l.What+": "+l.Says)
	}
	for _, m := range d.Medications {
		taken = append(taken, Plain(m.Name)+": "+medicineSays(m))
	}
	if d.Medications != nil && len(taken) == 0 {
		taken = []string{"not recorded"}
	}
	return []aboutSection{{"History", known}, {"Medicines and supplements", taken}}
}

func newStory(j *store.Journal, s *store.Spot, answer rules.Answer, pictures map[string]store.Picture, c Choice) Story {
	told := *s
	told.Entries = slices.DeleteFunc(slices.Clone(s.Entries), func(e store.Entry) bool { return !c.Within.Holds(e.Date, c.AsOf) })
	story := Story{Name: s.Name, Site: s.Site, FirstSeen: s.FirstSeen, Flags: []rules.Flag{}, Spot: &told, Seen: seenBy(j, s.Name, c)}
	for _, f := range answer.Flags {
		if f.Spot == s.Name {
			story.Flags = append(story.Flags, f)
			story.Tier = cmp.Or(story.Tier, f.Tier) // the most urgent stands first
		}
	}
	for _, steady := range answer.Steady {
		if steady.Spot == s.Name {
			story.Compared = steady.Says
		}
	}
	for _, u := range answer.ToLog() {
		if u.Spot == s.Name {
			story.Asks = append(story.Asks, u)
		}
	}
	story.Changed = story.Tier.Urgency() > rules.Watch.Urgency() || changedToTheEye(told.Newest())
	for i := range told.Entries {
		story.Shots = append(story.Shots, shotsOf(&told, &told.Entries[i], pictures)...)
	}
	return story
}

func seenBy(j *store.Journal, spot string, c Choice) (seen []SeenBy) {
	for _, v := range j.Visits {
		for _, line := range v.Spots {
			if line.Spot == spot && c.Within.Holds(v.Date, c.AsOf) {
				seen = append(seen, SeenBy{v.Date, v.With, line})
			}
		}
	}
	slices.SortStableFunc(seen, func(a, b SeenBy) int { return a.Date.Compare(b.Date) })
	return seen
}

func changedToTheEye(e *store.Entry) bool {
	return e != nil && slices.ContainsFunc(e.Changed, func(c store.Changed) bool { return c != store.ChangedNone && c != store.ChangedUnsure })
}

// growth is by how many mm the largest flagged growth went on.
func (s *Story) growth() (mm float64) {
	for _, f := range s.Flags {
		if f.Pace != nil {
			mm = max(mm, f.Pace.ToMM-f.Pace.FromMM)
		}
	}
	return mm
}

// shotsOf lists the photos of an entry that have a picture.
func shotsOf(s *store.Spot, e *store.Entry, pictures map[string]store.Picture) (shots []Shot) {
	caption := LongDate(e.Date)
	if size := Size(e); size != "" {
		caption += " · " + size
	}
	for _, p := range e.Photos {
		caption := caption + takenApart(p, e)
		size := image.Pt(pictures[p.SHA256].Width, pictures[p.SHA256].Height)
		if size.X == 0 {
			continue
		}
		alt := "photo of " + Plain(s.Name) + ", " + Plain(s.Site) + ", " + LongDate(e.Date)
		if p.Kind != "" {
			alt = string(p.Kind) + " " + alt
		}
		shots = append(shots, Shot{e, p, size, MarkedBox(p, size), caption, alt})
	}
	return shots
}

// takenApart says when a photo was taken that is not of its entry's days; "" where it is, or nobody knows.
func takenApart(p store.Photo, e *store.Entry) string {
	day := p.Taken.FirstDay()
	if p.Taken.IsZero() || e.Date.FirstDay() <= day && day <= e.Date.LastDay() {
		return ""
	}
	return " · taken " + LongDate(p.Taken) + TakenFrom(p)
}

// sizesApart tells the size that a spot had up to a day, or else its first, and the newest; "" where
// there are no two that differ.
func (s *Story) sizesApart(since store.Date) string {
	var from, to *store.Entry
	for i := range s.Spot.Entries {
		e := &s.Spot.Entries[i]
		if Size(e) == "" {
			continue
		}
		if from == nil || !since.IsZero() && e.Date.FirstDay() <= since.LastDay() {
			from = e
		}
		to = e
	}
	if from == nil || Size(from) == Size(to) {
		return ""
	}
	return Size(from) + onDate(from.Date) + " to " + Size(to) + onDate(to.Date)
}

// onDate is " on 5 Mar 2026", or " in Mar 2026" where no more is known.
func onDate(d store.Date) string {
	if d.Precision() < store.PrecisionDay {
		return " in " + LongDate(d)
	}
	return " on " + LongDate(d)
}

// newestSays tells the day of the newest entry, and its size where it has one.
func (s *Story) newestSays() string {
	e := s.Spot.Newest()
	return LongDate(e.Date) + strings.TrimSuffix(": "+Size(e), ": ")
}

// BestShot is the photo of an entry that shows the spot best: marked, then close up, then with a
// ruler, then the last; nil where none has a picture.
func BestShot(s *store.Spot, e *store.Entry, pictures map[string]store.Picture) *Shot {
	return best(shotsOf(s, e, pictures), e)
}

// best is BestShot among shots of several entries.
func best(shots []Shot, e *store.Entry) (found *Shot) {
	most := -1
	for i := range shots {
		worth := photoWorth(shots[i].Photo)
		if shots[i].Entry == e && worth >= most {
			found, most = &shots[i], worth
		}
	}
	return found
}

func photoWorth(p store.Photo) (worth int) {
	for i, has := range []bool{p.Ruler != nil, p.Kind == store.PhotoCloseUp, p.Mark != nil} {
		if has {
			worth += 1 << i
		}
	}
	return worth
}
