package rules

import (
	"fmt"
	"math"
	"slices"

	"spotlog/internal/change"
	"spotlog/store"
)

// tooFew is what the size rules say where there is nothing to compare.
func (s *spot) tooFew() (outcome, bool) {
	return unlogged(needSize), s.verdict().Compared.From.MM == 0
}

func sizeGrowing(s *spot) outcome {
	if o, few := s.tooFew(); few {
		return o
	}
	v := s.verdict()
	if !v.Grew || s.swollenBite() {
		return outcome{}
	}
	c := v.Compared
	title := fmt.Sprintf("Grew from %s to %s in %s", number(c.From.MM), mm(c.To.MM), spell(c.Days))
	return fires(title, store.Day(v.Since), s.growth(), s.sizeFacts(v.Evidence...)...).paced(sizePace(c))
}

func sizeRapid(s *spot) outcome {
	if o, few := s.tooFew(); few {
		return o
	}
	v := s.verdict()
	if !v.Rapid || s.swollenBite() {
		return outcome{}
	}
	c := v.RapidSpan
	title := fmt.Sprintf("Grew fast: from %s to %s in %s", number(c.From.MM), mm(c.To.MM), spell(c.Days))
	return fires(title, store.Day(c.To.Day), s.growth(), s.sizeFacts(c.From, c.To)...).paced(sizePace(c))
}

// swollenBite says whether a single spot is a bite of the last days in someone who is well: its swelling is told as
// bite-swollen, not as growth.
func (s *spot) swollenBite() bool {
	return !s.crop && has(s.after(), store.AfterBite, store.AfterTick) && s.old(s.last().day) <= newDays && s.well() == yes
}

// sizeFacts gives the logged sizes of the days of some readings.
func (s *spot) sizeFacts(readings ...change.Reading) []fact {
	var facts []fact
	for _, l := range s.sizes {
		if slices.ContainsFunc(readings, func(r change.Reading) bool { return r.Day == int(l.day) }) {
			facts = append(facts, l.sizeFact())
		}
	}
	return facts
}

func (l look) sizeFact() fact {
	return l.fact(mm(l.DiameterMM()) + " " + methodPhrase(change.Method(l.Method)))
}

// methodPhrase tells how a size was read.
func methodPhrase(m change.Method) string {
	switch m {
	case "":
		return "(method not logged)"
	case "photo":
		return "from a photo"
	}
	return "by " + string(m)
}

// sizePace writes a difference of two readings as a pace.
func sizePace(d change.Difference) *Pace {
	low, high := d.PerMonthInterval()
	p := &Pace{Days: d.Days, FromMM: round(d.From.MM, 2), ToMM: round(d.To.MM, 2), NoiseMM: round(separable*d.SD, 1), Separable: &d.Separable}
	if d.Days > 0 {
		pace := round(d.PerMonth(), 2)
		low, high = round(low, 2), round(high, 2)
		p.MMPerMonth, p.MMPerMonthLow, p.MMPerMonthHigh = &pace, &low, &high
	}
	return p
}

// separable is the two-sided 95 % level, in standard deviations.
const separable = 1.96

func round(x float64, digits int) float64 {
	scale := math.Pow10(digits)
	return math.Round(x*scale) / scale
}

func seenChanged(s *spot) outcome {
	if !s.recorded(fieldChanged) {
		return unlogged(needChanged)
	}
	l := s.at(fieldChanged)
	if has(l.Changed, store.ChangedNone) {
		return s.shrankSore()
	}
	o := fires("Looks different to the eye: "+changedPhrase(l.Changed), l.day, l.moment(), l.fact("looks different: "+changedPhrase(l.Changed))).
		paced(s.sincePrevious(s.newest[fieldChanged]))
	if has(l.Changed, store.ChangedShape, store.ChangedBorder, store.ChangedHeight) ||
		has(l.Changed, store.ChangedColor) && !s.bruise() {
		return o
	}
	if !has(l.Changed, store.ChangedSize) || s.swollenBite() {
		return outcome{}
	}
	c := s.verdict().Compared
	measured := c.To.MM > 0 && store.Day(c.To.Day) >= l.day && exact(c.From.Method) && exact(c.To.Method)
	switch {
	case !measured:
		return o
	case s.verdict().Grew && s.growth().after(s.answered, false), s.verdict().Shrank: // the ruler has told it
		return s.shrankSore()
	}
	o.title = fmt.Sprintf("Size looks different to the eye; %s", s.sizeSays())
	o.facts = append(o.facts, s.sizeFacts(c.From, c.To)...)
	return o.on(size).at(Visit).advise("Measure again the same way; bring it up at your next skin check.").paced(sizePace(c))
}

// exact says whether a size was read off something, not guessed.
func exact(m change.Method) bool { return m == "ruler" || m == "card" || m == "photo" }

// changedPhrase lists what looks different, in British spelling.
func changedPhrase(changed []store.Changed) string {
	var words []string
	for _, c := range changed {
		word := string(c)
		if c == store.ChangedColor {
			word = "colour"
		}
		words = append(words, word)
	}
	return listed(words)
}

// sincePrevious is the pace of what the eye saw: the days since the entry before.
func (s *spot) sincePrevious(i int) *Pace {
	if i == 0 {
		return nil
	}
	return &Pace{Days: int(s.looks[i].day - s.looks[i-1].day)}
}

// shrankSore tells shrinking where a sore goes with it: shrinking alone is told, not flagged.
func (s *spot) shrankSore() outcome {
	if !s.verdict().Shrank || !s.recorded(fieldSurface) {
		return outcome{}
	}
	r := s.run(fieldSurface, isSore)
	if !r.ok || r.from <= s.reference {
		return outcome{}
	}
	l, c := s.looks[r.from], s.verdict().Compared
	return fires(fmt.Sprintf("Shrank from %s to %s and is open or crusted", number(c.From.MM), mm(c.To.MM)), l.day, l.moment(),
		append(s.sizeFacts(c.From, c.To), l.fact(said(l.Surface)))...).paced(sizePace(c))
}

func colorChanged(s *spot) outcome {
	t := s.tint()
	if !t.compared {
		return unlogged(needColors)
	}
	if t.added == 0 && !t.more || t.added&^bruiseGroups == 0 && !t.more && s.bruise() {
		return outcome{}
	}
	l, before := s.looks[t.first], s.looks[t.last]
	title := "More colours than before"
	if t.added != 0 {
		title = "New colour: " + said(t.added.in(s.at(fieldColors).Colors))
	}
	return fires(title, l.day, l.moment(), l.fact(said(l.Colors)), before.fact(said(before.Colors))).
		paced(&Pace{Days: int(l.day - before.day)})
}

// bruiseGroups are the colours that a bruise goes through.
const bruiseGroups = groupRed | groupPurple | groupYellow

// bruise says whether an injury was logged at most 21 days before the newest colours, and these are a bruise's.
func (s *spot) bruise() bool {
	if !s.recorded(fieldColors) {
		return s.injured(s.last().day, fewWeeksDays)
	}
	l := s.at(fieldColors)
	return groupsOf(l.Colors)&^bruiseGroups == 0 && s.injured(l.day, fewWeeksDays)
}

func shapeChanged(s *spot) outcome {
	e := s.outlineChange()
	switch {
	case !e.compared:
		return unlogged(needShape)
	case !e.ok:
		return outcome{}
	}
	l, before := s.looks[e.first], s.looks[e.last]
	return fires(upper(e.what)+" now "+e.now+", before "+e.then, l.day, l.moment(), l.fact(e.what+" "+e.now), before.fact(e.what+" "+e.then)).
		paced(&Pace{Days: int(l.day - before.day)})
}

func hasPain(e *store.Entry) bool   { return has(e.Feel, store.FeelPain) }
func hasTender(e *store.Entry) bool { return has(e.Feel, store.FeelTender) }

// painful takes pain that is logged for the first time after the reference as new even where nothing was said of
// pain before: the careful reading. Pain that goes on after a visit counts anew, unless that visit called the spot
// benign or treated it: then it is the reference's.
func painful(s *spot) outcome {
	if !s.recorded(fieldFeel) {
		return unlogged(needFeel)
	}
	if r := s.run(fieldFeel, hasPain); r.ok {
		first, last := s.looks[r.from], s.looks[r.to]
		if r.from > s.reference && r.from >= s.open() {
			return fires("Hurts, and did not before", last.day, first.moment(), append(s.feelBefore(r.from), last.fact("pain"), first.fact("pain"))...).
				paced(s.sincePrevious(r.from))
		}
		if from := max(r.from, s.open()); from <= r.to && !s.moved {
			return s.lastingPain(from, r.to)
		}
		return outcome{}
	}
	r := s.run(fieldFeel, hasTender)
	from := max(r.from, s.open())
	if !r.ok || from > r.to || s.moved && r.from <= s.reference || s.looks[r.to].day-s.looks[from].day < addUpDays {
		return outcome{}
	}
	return fires("Tender for "+spell(int(s.looks[r.to].day-s.looks[from].day)), s.looks[r.to].day, s.looks[r.to].moment(),
		s.looks[r.to].fact("tender"), s.looks[from].fact("tender"))
}

// lastingPain is pain that was there from the first entry.
func (s *spot) lastingPain(from, to int) outcome {
	first, last := s.looks[from], s.looks[to]
	switch {
	case last.day-first.day > freshDays:
		return fires("Has hurt for "+spell(int(last.day-first.day)), last.day, last.moment(), last.fact("pain"), first.fact("pain"))
	case s.asOf-first.day > freshDays:
		return lacks(needHurts)
	}
	return outcome{}
}

// feelBefore gives the newest answer before a look, where there is one.
func (s *spot) feelBefore(i int) []fact {
	for i--; i >= 0; i-- {
		if l := s.looks[i]; len(l.Feel) > 0 {
			return []fact{l.fact("feel: " + said(l.Feel))}
		}
	}
	return nil
}
