package rules

import (
	"math/bits"
	"slices"

	"spotlog/internal/change"
	"spotlog/store"
)

// verdict is what the sizes show against the reference's; zero where there is nothing to compare.
func (s *spot) verdict() *change.Verdict {
	if s.grown == nil {
		v := change.Verdict{}
		if reference := s.sizeReference(); reference >= 0 {
			v = change.Judge(s.readings(), reference)
		}
		s.grown = &v
	}
	return s.grown
}

// sizeReference is the reading that stands for the reference: the newest at the reference or before it, but not older
// than a reference may be; else the first after it. -1 where there is none.
func (s *spot) sizeReference() int {
	if s.reference < 0 {
		return -1
	}
	until := s.looks[s.reference].day
	best := -1
	for i, l := range s.sizes {
		if l.day >= s.referenceOn.early && (l.day <= until || best < 0) {
			best = i
		}
	}
	return best
}

func (s *spot) readings() []change.Reading {
	list := make([]change.Reading, len(s.sizes))
	for i, l := range s.sizes {
		list[i] = change.Reading{Day: int(l.day), MM: l.DiameterMM(), Method: change.Method(l.Method)}
	}
	return list
}

// growth is the moment of the evidence for growth that a visit must come after to answer it. A visit with outcome
// watch leaves the reference, so growth seen before it would be told again each month; it is told again only where a
// reading since is larger than what the visit knew.
func (s *spot) growth() moment {
	first, newest := moment{}, moment{}
	known := 0.0
	for _, l := range s.sizes {
		if first == (moment{}) && int(l.day) >= s.verdict().Since {
			first = l.moment()
		}
		if l.moment().after(s.answered, false) {
			if l.DiameterMM() > known {
				newest = l.moment()
			}
		} else {
			known = l.DiameterMM()
		}
	}
	if first.after(s.answered, false) || newest == (moment{}) {
		return first
	}
	return newest
}

// groups are colour groups as a set: people write pink one month and red the next, so such words are one group.
type groups uint8

const (
	groupSkin groups = 1 << iota
	groupRed
	groupPurple
	groupBrown
	groupBlack
	groupWhite
	groupYellow
)

var groupOf = map[store.Color]groups{
	store.ColorSkin: groupSkin, store.ColorPink: groupRed, store.ColorRed: groupRed, store.ColorPurple: groupPurple,
	store.ColorBlue: groupPurple, store.ColorBrown: groupBrown, store.ColorBlack: groupBlack, store.ColorGrey: groupBlack,
	store.ColorWhite: groupWhite, store.ColorYellow: groupYellow,
}

func groupsOf(colors []store.Color) groups {
	var g groups
	for _, c := range colors {
		g |= groupOf[c]
	}
	return g &^ groupSkin // the skin's own colour is none of the spot's
}

func (g groups) count() int { return bits.OnesCount8(uint8(g)) }

// in gives the logged words of these groups.
func (g groups) in(colors []store.Color) []store.Color {
	return slices.DeleteFunc(slices.Clone(colors), func(c store.Color) bool { return groupOf[c]&g == 0 })
}

// A tint is how the newest colours compare with those up to the reference, and up to the newest visit that answered.
type tint struct {
	compared bool
	added    groups // that no entry up to then had
	more     bool   // two groups more than then
	first    int    // the first look with it
	last     int    // the newest look without it before that, -1 for none
}

func (s *spot) tint() *tint {
	if s.tinted == nil {
		t := s.compareColors()
		s.tinted = &t
	}
	return s.tinted
}

// compareColors takes the reference's colours, or the first logged after it, as what was known.
func (s *spot) compareColors() tint {
	if s.reference < 0 || !s.recorded(fieldColors) {
		return tint{}
	}
	upTo := max(s.reference, s.open()-1)
	var known groups
	base := -1
	for i, l := range s.looks {
		if len(l.Colors) > 0 && (i <= upTo || base < 0) {
			known |= groupsOf(l.Colors)
			base = i
		}
	}
	newest := s.newest[fieldColors]
	if base >= newest {
		return tint{}
	}
	now := groupsOf(s.looks[newest].Colors)
	t := tint{compared: true, added: now &^ known, first: newest, last: base}
	then := groupsOf(s.looks[base].Colors).count()
	t.more = t.added == 0 && now.count() >= then+2
	with := func(g groups) bool { return g&t.added != 0 || t.more && g.count() >= then+2 }
	for i := newest; i > base; i-- {
		if len(s.looks[i].Colors) == 0 {
			continue
		}
		if !with(groupsOf(s.looks[i].Colors)) {
			t.last = i
			break
		}
		t.first = i
	}
	return t
}

// An edge is a shape or border that is newly irregular or uneven.
type edge struct {
	ok        bool
	compared  bool
	first     int    // the first look with it
	last      int    // the newest look without it before that
	what, now string // "shape", "irregular"
	then      string
}

// outlineChange compares shape and border with the reference's; `unsure` is no change.
func (s *spot) outlineChange() edge {
	shape := s.edgeChange(fieldShape, func(e *store.Entry) (bool, string) {
		return e.Shape == store.ShapeIrregular, string(e.Shape)
	})
	shape.what = "shape"
	if shape.ok {
		return shape
	}
	border := s.edgeChange(fieldBorder, func(e *store.Entry) (bool, string) {
		return e.Border == store.BorderUneven, string(e.Border)
	})
	border.what = "border"
	border.compared = border.compared || shape.compared
	return border
}

func (s *spot) edgeChange(f field, odd func(*store.Entry) (bool, string)) edge {
	if s.reference < 0 || !s.recorded(f) {
		return edge{}
	}
	base := -1
	for i, l := range s.looks {
		if records(l.Entry, f) && (i <= s.reference || base < 0) {
			base = i
		}
	}
	if base >= s.newest[f] {
		return edge{}
	}
	r := s.run(f, func(e *store.Entry) bool { is, _ := odd(e); return is })
	if was, _ := odd(s.looks[base].Entry); was || !r.ok {
		return edge{compared: true}
	}
	e := edge{ok: true, compared: true, first: r.from, last: base}
	for i := base; i < r.from; i++ {
		if records(s.looks[i].Entry, f) {
			e.last = i
		}
	}
	_, e.now = odd(s.looks[r.from].Entry)
	_, e.then = odd(s.looks[e.last].Entry)
	return e
}
