package rules

import (
	"fmt"
	"slices"

	"spotlog/store"
)

func isSore(e *store.Entry) bool {
	return has(e.Surface, store.SurfaceSore, store.SurfaceCrusted, store.SurfaceWeeping)
}

// soreWords are the surfaces of a sore, as they stand in a title.
var soreWords = map[store.Surface]string{
	store.SurfaceSore: "open", store.SurfaceCrusted: "crusted", store.SurfaceWeeping: "weeping",
}

func soreWordsOf(l look) string {
	var words []string
	for _, w := range l.Surface {
		if phrase := soreWords[w]; phrase != "" {
			words = append(words, phrase)
		}
	}
	return listed(words)
}

// soreLasting counts what came after the newest visit: a visit that named the spot has seen the sore, but not that
// it lasted another four weeks.
func soreLasting(s *spot) outcome {
	if !s.recorded(fieldSurface) {
		return unlogged(needSurface)
	}
	r := s.run(fieldSurface, isSore)
	from := max(r.from, s.open())
	if !r.ok || from > r.to {
		return outcome{}
	}
	first, last := s.looks[from], s.looks[r.to]
	start := first.day
	if from == 0 && s.seenKnown {
		start = s.seen.early
	}
	days := int(last.day - start)
	switch {
	case days >= healDays:
		facts := []fact{last.fact(soreWordsOf(last)), first.fact(soreWordsOf(first))}
		if start < first.day {
			facts = append(facts, s.seenFact(s.Site))
		}
		title := upper(soreWordsOf(last)) + " for " + spell(int(last.day-first.day))
		if last.day-first.day < healDays { // the entries do not reach back so far
			title = upper(soreWordsOf(last)) + " in every entry, " + spell(days) + " after it was first seen"
		}
		return fires(title, last.day, last.moment(), facts...)
	case int(s.asOf-start) >= healDays:
		return lacks(needHealed)
	}
	return outcome{}
}

func crustReturns(s *spot) outcome {
	if !s.recorded(fieldSurface) {
		return unlogged(needSurface)
	}
	r := s.run(fieldSurface, isSore)
	if !r.ok {
		return outcome{}
	}
	clear := -1
	for i := r.from - 1; i >= 0; i-- {
		l := s.looks[i]
		switch {
		case len(l.Surface) == 0:
		case !isSore(l.Entry):
			clear = i
		case clear >= 0 && s.looks[r.from].day-l.day <= yearDays:
			back := s.looks[r.from]
			return fires(upper(soreWordsOf(back))+" again, after it had cleared", back.day, back.moment(),
				back.fact(soreWordsOf(back)), s.looks[clear].fact("clear: "+said(s.looks[clear].Surface)), l.fact(soreWordsOf(l)))
		default:
			return outcome{}
		}
	}
	return outcome{}
}

// A feature is one logged property of a spot, and since when it is there.
type feature struct {
	name  string
	began moment
	fact  fact
}

// feature gives a property that the newest look recording a field has.
func (s *spot) feature(f field, name string, holds func(*store.Entry) bool) (feature, bool) {
	r := s.run(f, holds)
	if !r.ok {
		return feature{}, false
	}
	return feature{name, s.looks[r.from].moment(), s.looks[r.to].fact(name)}, true
}

func isScaly(e *store.Entry) bool     { return has(e.Surface, store.SurfaceScaly) }
func isIrregular(e *store.Entry) bool { return e.Shape == store.ShapeIrregular }

// roughness gives which of scaly, irregular and tender the newest entries log.
func (s *spot) roughness() []feature {
	var found []feature
	for _, want := range []struct {
		field
		name  string
		holds func(*store.Entry) bool
	}{{fieldSurface, "scaly", isScaly}, {fieldShape, "irregular", isIrregular}, {fieldFeel, "tender", hasTender}} {
		if f, ok := s.feature(want.field, want.name, want.holds); ok {
			found = append(found, f)
		}
	}
	return found
}

// gather sums features up: their names, facts, the newest evidence, and the beginning of the one that came last.
func gather(features []feature) (names []string, facts []fact, since store.Day, decides moment) {
	for _, f := range features {
		names, facts = append(names, f.name), append(facts, f.fact)
		since, decides = max(since, f.fact.day), later(decides, f.began)
	}
	return names, facts, since, decides
}

func irregularScalyTender(s *spot) outcome {
	found := s.roughness()
	grew := s.verdict().Grew
	switch {
	case len(found) == 0 && !s.recorded(fieldSurface):
		return unlogged(needSurface)
	case len(found) == 0:
		return outcome{}
	case len(found) == 1 && !grew && s.recorded(fieldSurface) && s.recorded(fieldShape) && s.recorded(fieldFeel):
		return outcome{}
	case len(found) == 1 && !grew:
		return lacks(needRough)
	}
	names, facts, since, decides := gather(found)
	if grew {
		names, facts = append(names, "growing"), append(facts, s.sizeFacts(s.verdict().Evidence...)...)
		if len(found) == 1 {
			decides = later(decides, s.growth())
		}
		return fires(upper(listed(names)), since, decides, facts...).paced(sizePace(s.verdict().Compared))
	}
	return fires(upper(listed(names)), since, decides, facts...)
}

// scarSore asks every rule about a change, and for new words on how it is to the eye or to the touch: on a scar any of
// them counts. It tells the newest.
func scarSore(s *spot) outcome {
	if !has(s.Where, store.WhereScar, store.WhereChronicSore) {
		return outcome{}
	}
	if len(s.looks) < 2 {
		return unlogged(needEntry)
	}
	c := outcome{}
	for _, o := range append(s.changes(), s.newFeatures()...) {
		if c.state != fired || o.since > c.since {
			c = o
		}
	}
	if c.state != fired {
		return outcome{}
	}
	return fires("Changed on "+s.scarWords()+": "+lower(c.title), c.since, c.decides, c.facts...).paced(c.pace)
}

func (s *spot) scarWords() string {
	if has(s.Where, store.WhereScar) {
		return "a scar"
	}
	return "an old sore"
}

// changes are the outcomes that say the spot changed, newest first. Shrinking and clearing are not among them.
func (s *spot) changes() []outcome {
	var list []outcome
	for _, rule := range []func(*spot) outcome{sizeGrowing, colorChanged, shapeChanged, seenChanged, bleedsUnprovoked, painful, becameSore} {
		if o := rule(s); o.state == fired && s.unanswered(o) {
			list = append(list, o)
		}
	}
	slices.SortStableFunc(list, func(a, b outcome) int { return int(b.since - a.since) })
	return list
}

func (s *spot) unanswered(o outcome) bool {
	return o.decides.after(s.answered, false)
}

// becameSore is a sore that the reference did not have.
func becameSore(s *spot) outcome {
	r := s.run(fieldSurface, isSore)
	if !r.ok || r.from <= s.reference {
		return outcome{}
	}
	l := s.looks[r.from]
	return fires("Now "+soreWordsOf(l), l.day, l.moment(), l.fact(soreWordsOf(l)))
}

// scarFeatures are what counts as a change on a scar beside what every spot's rules take as one.
var scarFeatures = []struct {
	field
	name  string
	holds func(*store.Entry) bool
}{
	{fieldSurface, "scaly", isScaly},
	{fieldSurface, "raised", func(e *store.Entry) bool { return has(e.Surface, store.SurfaceRaised) }},
	{fieldSurface, "firm", func(e *store.Entry) bool { return has(e.Surface, store.SurfaceFirm) }},
	{fieldSurface, "blistered", func(e *store.Entry) bool { return has(e.Surface, store.SurfaceBlister) }},
	{fieldFeel, "tender", hasTender},
	{fieldFeel, "itching", func(e *store.Entry) bool { return has(e.Feel, store.FeelItch) }},
	{fieldFeel, "stinging", func(e *store.Entry) bool { return has(e.Feel, store.FeelSting) }},
	{fieldFeel, "numb", func(e *store.Entry) bool { return has(e.Feel, store.FeelNumb) }},
	{fieldFeel, "swollen around", func(e *store.Entry) bool { return has(e.Feel, store.FeelLocalSwelling) }},
}

// newFeatures are those that came after the reference, and that an earlier answer did not have: a first answer alone
// shows no change.
func (s *spot) newFeatures() []outcome {
	var list []outcome
	for _, f := range scarFeatures {
		r := s.run(f.field, f.holds)
		if !r.ok || r.from <= s.reference {
			continue
		}
		before := slices.ContainsFunc(s.looks[:r.from], func(l look) bool { return records(l.Entry, f.field) })
		l := s.looks[r.from]
		if o := fires("Now "+f.name, l.day, l.moment(), l.fact(f.name)); before && s.unanswered(o) {
			list = append(list, o)
		}
	}
	return list
}

// changedAround gives the facts of changes logged within the days in which a symptom joins a spot.
func (s *spot) changedAround(m mention) (facts []fact, ok bool) {
	for _, c := range s.changes() {
		newest := c.since
		for _, f := range c.facts {
			newest = max(newest, f.day)
		}
		if newest >= m.day-joinBeforeDays && newest <= m.day+joinAfterDays {
			facts = append(facts, c.facts...)
		}
	}
	return facts, len(facts) > 0
}

func isRaisedFirm(e *store.Entry) bool {
	return has(e.Surface, store.SurfaceRaised) && has(e.Surface, store.SurfaceFirm)
}

func raisedFirmGrowing(s *spot) outcome {
	firm, ok := s.feature(fieldSurface, "raised and firm", isRaisedFirm)
	v := s.verdict()
	switch {
	case !s.recorded(fieldSurface):
		return unlogged(needSurface)
	case !ok:
		return outcome{}
	case v.Compared.From.MM == 0 && len(s.looks) > 1:
		return lacks(needSize)
	case v.Compared.From.MM == 0:
		return unlogged(needSize)
	case !v.Grew || v.Compared.Days <= monthDays:
		return outcome{}
	}
	return fires(fmt.Sprintf("Raised and firm, grew from %s to %s in %s", number(v.Compared.From.MM), mm(v.Compared.To.MM), spell(v.Compared.Days)),
		store.Day(v.Since), later(firm.began, s.growth()), append(s.sizeFacts(v.Evidence...), firm.fact)...).paced(sizePace(v.Compared))
}

func raisedFirmNew(s *spot) outcome {
	firm, ok := s.feature(fieldSurface, "raised and firm", isRaisedFirm)
	switch {
	case !s.recorded(fieldSurface):
		return unlogged(needSurface)
	case !ok:
		return outcome{}
	case !s.recorded(fieldSize):
		return lacks(needOneSize)
	case s.at(fieldSize).DiameterMM() < firmMM:
		return outcome{}
	case !s.seenKnown:
		return lacks(needFirstSeen)
	case s.young(s.at(fieldSize).day) > halfYearDays:
		return outcome{}
	}
	size := s.at(fieldSize)
	large := s.run(fieldSize, func(e *store.Entry) bool { return e.DiameterMM() >= firmMM })
	decides := later(later(firm.began, s.arrived()), s.looks[large.from].moment())
	return fires("New, raised and firm, "+mm(size.DiameterMM())+" across", size.day, decides,
		size.sizeFact(), firm.fact, s.seenFact(s.Site))
}
