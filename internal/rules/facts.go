package rules

import (
	"slices"

	"spotlog/internal/bodymap"
	"spotlog/internal/change"
	"spotlog/store"
)

// A look is an entry as it was known on the as-of day.
type look struct {
	*store.Entry
	day store.Day // the newest day its date may mean, not after the as-of day nor the next entry
}

func (l look) moment() moment { return moment{l.day, l.Date} }

func (l look) fact(says string) fact {
	return fact{day: l.day, when: dateText(l.Date), says: says, id: l.ID}
}

// A field is one that an entry may leave unrecorded.
type field uint8

const (
	fieldSize field = iota
	fieldCount
	fieldExtent
	fieldSpread
	fieldColors
	fieldShape  // `unsure` counts as unrecorded: it is neither a change nor its opposite
	fieldBorder // likewise
	fieldSurface
	fieldBleeding
	fieldRestarts
	fieldChanged // likewise
	fieldFeel
	fieldAfter
	fieldOdd
	fields
)

// records says whether an entry says anything of a field.
func records(e *store.Entry, f field) bool {
	switch f {
	case fieldSize:
		return e.LengthMM > 0 || e.WidthMM > 0
	case fieldCount:
		return e.Count > 0
	case fieldExtent:
		return e.ExtentMM > 0
	case fieldSpread:
		return e.Spread != ""
	case fieldColors:
		return len(e.Colors) > 0
	case fieldShape:
		return e.Shape != "" && e.Shape != store.ShapeUnsure
	case fieldBorder:
		return e.Border != "" && e.Border != store.BorderUnsure
	case fieldSurface:
		return len(e.Surface) > 0
	case fieldBleeding:
		return e.Bleeding != ""
	case fieldRestarts:
		return e.Restarts != nil
	case fieldChanged:
		return len(e.Changed) > 0 && !slices.Contains(e.Changed, store.ChangedUnsure)
	case fieldFeel:
		return len(e.Feel) > 0
	case fieldAfter:
		return len(e.After) > 0
	case fieldOdd:
		return e.OddOneOut != nil
	}
	return false
}

// A span is the earliest and the latest day that something may have been.
type span struct{ early, late store.Day }

// A spot is the facts of one spot as they stood on the as-of day.
type spot struct {
	*store.Spot
	who    *person
	asOf   store.Day
	crop   bool
	looks  []look      // visible entries, oldest first
	newest [fields]int // the newest look that records each field, -1 for none

	seen      span // when it was first seen
	seenKnown bool // false: a single spot of unknown age, seen.early and late being its first entry

	closed      bool   // resolved or removed, and nothing logged since
	closedOn    moment // the newest closing; zero for none
	visits      []told // the visits that name it, oldest first
	answered    moment // up to here, what was logged is answered; zero for nothing
	reference   int    // the look that change is measured from, -1 for none
	moved       bool   // a visit moved the reference
	referenceOn span   // the days within which the reference's values may lie

	site   *bodymap.Site   // found when first asked for
	sizes  []look          // the looks with a size
	grown  *change.Verdict // judged when first asked for
	glass  glass
	tinted *tint // compared when first asked for
}

// told is what one visit said of a spot.
type told struct {
	store.VisitSpot
	on moment
}

// newSpot cuts a spot to the as-of day; ok is false where nothing of it was known then.
func newSpot(s *store.Spot, who *person) (*spot, bool) {
	v := &spot{Spot: s, who: who, asOf: who.asOf, crop: s.Kind == store.KindCrop}
	v.looks = visible(s.Entries, who.asOf)
	if len(v.looks) == 0 && v.firstSeen().IsZero() {
		return nil, false
	}
	v.readNewest()
	v.visits = who.toldOf[s.Name]
	v.readSeen()
	v.readClosing()
	v.readAnswers()
	v.readReference()
	v.readGlass()
	return v, true
}

// visible gives the entries dated up to a day. An entry known only to the month or year takes the latest day it may
// mean, since that is the reading that fires; it never overtakes the entry after it.
func visible(entries []store.Entry, asOf store.Day) []look {
	looks := make([]look, 0, len(entries))
	for i := range entries {
		if first := entries[i].Date.FirstDay(); first <= asOf {
			looks = append(looks, look{&entries[i], first})
		}
	}
	older := func(a, b look) int { return a.Date.Compare(b.Date) }
	if !slices.IsSortedFunc(looks, older) {
		slices.SortStableFunc(looks, older)
	}
	limit := asOf
	for i := len(looks) - 1; i >= 0; i-- {
		if looks[i].Date.Precision() < store.PrecisionDay {
			looks[i].day = min(looks[i].Date.LastDay(), limit)
		}
		limit = looks[i].day
	}
	return looks
}

func (s *spot) readNewest() {
	for f := range fields {
		s.newest[f] = -1
	}
	for i, l := range s.looks {
		for f := range fields {
			if records(l.Entry, f) {
				s.newest[f] = i
			}
		}
		if l.DiameterMM() > 0 {
			s.sizes = append(s.sizes, l)
		}
	}
}

// firstSeen is when it is said to have been first seen; the zero Date where nobody says so of a day up to the as-of day.
func (s *spot) firstSeen() store.Date {
	if d := s.FirstSeen; !d.IsZero() && d.FirstDay() <= s.asOf {
		return d
	}
	return store.Date{}
}

// readSeen finds when the spot was first seen: never after its first entry. Where it was not recorded, a crop counts
// from its first entry; a single spot is of unknown age.
func (s *spot) readSeen() {
	if d := s.firstSeen(); !d.IsZero() {
		s.seen, s.seenKnown = span{d.FirstDay(), min(d.LastDay(), s.asOf)}, true
	}
	if len(s.looks) == 0 {
		return
	}
	first := s.looks[0].day
	if !s.seenKnown {
		s.seen, s.seenKnown = span{first, first}, s.crop
	}
	s.seen.late = min(s.seen.late, first)
	s.seen.early = min(s.seen.early, s.seen.late)
}

// readClosing finds whether the spot had gone or been taken off. A status without a date, or with one known only to
// the month, holds from the first day it may mean. What is logged later opens the spot again.
func (s *spot) readClosing() {
	since := s.StatusSince
	switch s.Status {
	case store.StatusActive:
		return
	case "": // a visit that says removed sets the status; an imported journal may leave it out
		if n := len(s.visits); n == 0 || s.visits[n-1].Outcome != store.OutcomeRemoved {
			return
		}
		since = s.visits[len(s.visits)-1].on.date
	}
	if since.IsZero() {
		s.closed = true
		return
	}
	if since.FirstDay() > s.asOf {
		return
	}
	s.closedOn = moment{since.FirstDay(), since}
	s.closed = len(s.looks) == 0 || !s.last().moment().after(s.closedOn, false)
}

// readAnswers finds up to when visits, or the closing of the spot, answer what was logged. A biopsy or a referral
// answers until its recheck date, else for 60 days; every other outcome for good.
func (s *spot) readAnswers() {
	s.answered = s.closedOn
	for _, v := range s.visits {
		if v.holds(s.asOf) {
			s.answered = later(s.answered, v.on)
		}
	}
}

func (v told) holds(asOf store.Day) bool {
	switch {
	case v.Outcome != store.OutcomeBiopsy && v.Outcome != store.OutcomeReferred:
		return true
	case !v.Recheck.IsZero():
		return asOf < v.Recheck.FirstDay()
	}
	return asOf-v.on.day <= answersDays
}

// readReference finds the look that change is measured from: the last on or within 60 days before the newest visit
// with outcome benign or treated, else the first after it; without such a visit the first of all. The outcome watch
// never moves it, so that slow growth is not reset every year.
func (s *spot) readReference() {
	s.reference, s.referenceOn = -1, span{-1 << 31, 1 << 31}
	if len(s.looks) > 0 {
		s.reference = 0
	}
	for _, v := range slices.Backward(s.visits) {
		if v.Outcome != store.OutcomeBenign && v.Outcome != store.OutcomeTreated {
			continue
		}
		s.reference, s.moved = -1, true
		s.referenceOn = span{v.on.day - referenceDays, v.on.day}
		for i, l := range s.looks {
			if l.day >= s.referenceOn.early && (l.day <= v.on.day || s.reference < 0) {
				s.reference = i
			}
		}
		return
	}
}

// at gives the newest look that records a field; call it only where recorded says so.
func (s *spot) at(f field) look { return s.looks[s.newest[f]] }

func (s *spot) recorded(f field) bool { return s.newest[f] >= 0 }

// last is the newest look.
func (s *spot) last() look { return s.looks[len(s.looks)-1] }

// arrived is the moment the spot became known to the log: what a rule about its coming stands on.
func (s *spot) arrived() moment { return s.looks[0].moment() }

// open is the first look that no visit has answered, len(looks) where all are.
func (s *spot) open() int {
	for i, l := range s.looks {
		if l.moment().after(s.answered, false) {
			return i
		}
	}
	return len(s.looks)
}

// in says whether the spot lies in any of the regions; unknown where the site is not on the map.
func (s *spot) in(regions ...bodymap.Region) truth {
	if s.site == nil {
		site := bodymap.Find(s.Site)
		s.site = &site
	}
	if !s.site.Known() {
		return unknown
	}
	return truthOf(s.site.In(regions...))
}

// A run is an unbroken row of looks, among those that record a field, up to the newest: from the first to the last
// by index. ok is false where the newest does not hold.
type run struct {
	from, to int
	ok       bool
}

func (s *spot) run(f field, holds func(*store.Entry) bool) run {
	r := run{from: -1, to: s.newest[f]}
	for i := r.to; i >= 0; i-- {
		if !records(s.looks[i].Entry, f) {
			continue
		}
		if !holds(s.looks[i].Entry) {
			break
		}
		r.from, r.ok = i, true
	}
	return r
}
