package rules

import (
	"slices"

	"spotlog/store"
)

// young is the least number of days from when the spot was first seen to a day, old the greatest.
func (s *spot) young(day store.Day) int { return int(day - s.seen.late) }
func (s *spot) old(day store.Day) int   { return int(day - s.seen.early) }

// sudden says whether the spot had come within hours to days, and not long before a day. The bound of 28 days is put
// on both readings of the term: a crop of unknown onset that is still there after a month is one that lasts.
func (s *spot) sudden(day store.Day) bool {
	if !s.seenKnown || len(s.looks) == 0 || s.young(day) > suddenDays {
		return false
	}
	switch s.Onset {
	case store.OnsetSudden:
		return true
	case store.OnsetGradual:
		return false
	}
	return s.looks[0].day-s.seen.late <= overnightDays
}

// isNew says whether the spot was new on the day of some evidence.
func (s *spot) isNew(day store.Day) bool {
	young := s.young(day) // below zero where it was first seen after the evidence
	return s.seenKnown && young >= -joinAfterDays && (young <= newDays || young <= newSuddenDays && s.sudden(day))
}

// ageOpen says whether a single spot whose age nobody recorded may have been new on a day: it is never taken as new, but
// what hangs on that is then open, not denied.
func (s *spot) ageOpen(day store.Day) bool {
	return !s.seenKnown && s.Onset != store.OnsetGradual && s.young(day) <= newSuddenDays
}

// established says whether the spot is one that was there all along, as on the day of some evidence. Steady means
// that nothing in the log says it changed.
func (s *spot) established(day store.Day) bool {
	if s.Onset == store.OnsetGradual {
		if s.recorded(fieldSurface) && has(s.at(fieldSurface).Surface, store.SurfaceRaised) {
			return true
		}
		if s.recorded(fieldColors) && !slices.ContainsFunc(s.at(fieldColors).Colors, fades) {
			return true
		}
	}
	return !s.crop && s.young(day) > establishedDays && s.steady()
}

// fades says whether a colour is one that blood in vessels could have, so that the glass test means something.
func fades(c store.Color) bool {
	return !slices.Contains([]store.Color{store.ColorBrown, store.ColorBlack, store.ColorSkin, store.ColorWhite}, c)
}

// steady says whether nothing logged says that the spot changed.
func (s *spot) steady() bool {
	if s.recorded(fieldChanged) && !has(s.at(fieldChanged).Changed, store.ChangedNone) {
		return false
	}
	return !s.verdict().Grew && s.tint().added == 0 && !s.outlineChange().ok
}

// A glass is what the glass test says, newest first: a later `unsure` cancels `fades`, never `stays`.
type glass struct {
	says  store.Blanch // "" where it was not tried
	at    int          // the newest look that says so
	began int          // the first look of its run
}

func (s *spot) readGlass() {
	for i := len(s.looks) - 1; i >= 0; i-- {
		switch b := s.looks[i].Blanch; {
		case b == "":
		case s.glass.says == "":
			s.glass = glass{b, i, i}
		case b == store.BlanchUnsure:
		case s.glass.says == store.BlanchUnsure && b == store.BlanchStays:
			s.glass = glass{b, i, i}
		case b == s.glass.says:
			s.glass.began = i
		default:
			return
		}
	}
}

// fadedSince says whether the newest glass test faded on a day or after it. Against a fever only such a test counts.
func (s *spot) fadedSince(day store.Day) bool {
	return s.glass.says == store.BlanchFades && s.looks[s.glass.at].day >= day
}

// bloodLike says whether the spot is like blood that has left its vessels: it stays under the glass, its colour and
// surface fit, and it is not established.
func (s *spot) bloodLike() truth { return s.bloodLikeIf(s.glass.says) }

// bloodLikeIn is bloodLike against a fever of some day: a glass test that faded before it leaves the answer open.
func (s *spot) bloodLikeIn(fever store.Day) truth {
	if s.glass.says == store.BlanchFades && !s.fadedSince(fever) {
		return s.bloodLikeIf("")
	}
	return s.bloodLike()
}

func (s *spot) bloodLikeIf(glass store.Blanch) truth {
	if len(s.looks) == 0 || glass == store.BlanchFades || s.recorded(fieldColors) && !reddish(s.at(fieldColors).Colors) {
		return no
	}
	// A single spot must be flat. A surface that says nothing about height (scaly, shiny) leaves it unrecorded.
	if !s.crop && s.recorded(fieldSurface) &&
		has(s.at(fieldSurface).Surface, store.SurfaceRaised, store.SurfaceFirm, store.SurfaceBlister) {
		return no
	}
	day := s.last().day
	if glass == store.BlanchStays {
		day = s.looks[s.glass.at].day
	}
	switch {
	case s.established(day):
		return no
	case glass == store.BlanchStays:
		return yes
	}
	return unknown
}

func reddish(colors []store.Color) bool {
	return has(colors, store.ColorRed, store.ColorPink, store.ColorPurple, store.ColorBlue)
}

// stayedOn says whether something held on the day of the newest glass test that stays, or of one of its run in the 14
// days before it; call it only on a spot that is blood-like.
func (s *spot) stayedOn(holds func(store.Day) bool) bool {
	return slices.ContainsFunc(s.looks[s.glass.began:s.glass.at+1], func(l look) bool {
		return l.Blanch == store.BlanchStays && s.looks[s.glass.at].day-l.day <= freshDays && holds(l.day)
	})
}

// stays is the moment since when the glass test stays; call it only on a spot that is blood-like.
func (s *spot) stays() moment { return s.looks[s.glass.began].moment() }

func (s *spot) staysFact() fact {
	return s.looks[s.glass.at].fact("its colour stays when pressed with a clear glass")
}

// trigger says whether something logged with the spot fits where it lies: what strain, exercise or pressure can do.
// At a site that is not on the map strain and exercise fit nothing: the careful reading.
func (s *spot) trigger() bool {
	if has(s.Where, store.WhereStrap) {
		return true
	}
	after := s.after()
	return has(after, store.AfterPressure) ||
		has(after, store.AfterStrain) && s.in("head", "face", "eyelid", "eye-white", "neck", "chest", "shoulder") == yes ||
		has(after, store.AfterExercise) && s.in("head", "face", "eyelid", "eye-white", "neck", "chest", "shoulder", "leg") == yes
}

// after is what came before the spot: the newest recorded answer.
func (s *spot) after() []store.After {
	if !s.recorded(fieldAfter) {
		return nil
	}
	return s.at(fieldAfter).After
}

// injured says whether a knock or wound was logged with the spot at most so many days from a day.
func (s *spot) injured(day store.Day, within store.Day) bool {
	return slices.ContainsFunc(s.looks, func(l look) bool {
		return has(l.After, store.AfterInjury) && max(day-l.day, l.day-day) <= within
	})
}

// caused says whether a plain mechanical cause was logged: a fitting trigger, or for a single spot a knock. A bruise
// from a knock stays under the glass like any other, and no reader of its log would call it unexplained.
func (s *spot) caused() bool {
	return s.trigger() || !s.crop && s.injured(s.last().day, fewWeeksDays)
}

// explained says whether a crop came after something that plainly makes one, fades, and leaves the person well.
func (s *spot) explained() truth {
	if !s.crop || len(s.looks) == 0 || !has(s.after(), store.AfterBite, store.AfterHeat, store.AfterSun,
		store.AfterNewProduct, store.AfterShave, store.AfterFriction) || s.in("mouth", "eye-white") == yes {
		return no
	}
	if s.glass.says == store.BlanchStays {
		return no
	}
	well := s.well()
	switch {
	case well == no:
		return no
	case well == unknown || s.glass.says != store.BlanchFades:
		return unknown
	}
	return yes
}

// well says whether the newest answer about symptoms within three days of the spot's newest entry is `none`.
// Symptoms that stand and join the spot are no, whatever was said before them.
func (s *spot) well() truth {
	if s.unwell() {
		return no
	}
	day := s.last().day
	for _, a := range slices.Backward(s.who.answers) {
		if a.day < day-addUpDays {
			break
		}
		if a.day <= day+addUpDays {
			return truthOf(a.none())
		}
	}
	return unknown
}

func (s *spot) unwell() bool {
	return slices.ContainsFunc(s.who.standing, s.takes)
}

// with finds the newest mention of any of the symptoms that stands and counts for this spot.
func (s *spot) with(words ...store.Symptom) (mention, bool) {
	newest, _, ok := s.withOn(func(store.Day) bool { return true }, words...)
	return newest, ok
}

// withOn also says whether something held on the day of that mention, or of one in the 14 days before it: a fever told
// once more, when the spot is no longer new, takes nothing from what it meant while the spot was.
func (s *spot) withOn(holds func(store.Day) bool, words ...store.Symptom) (newest mention, held, ok bool) {
	for _, m := range slices.Backward(s.who.standing) {
		switch {
		case ok && newest.day-m.day > freshDays:
			return newest, false, ok
		case !has(words, m.word) || !s.takes(m):
			continue
		case !ok:
			newest, ok = m, true
		}
		if holds(m.day) {
			return newest, true, ok
		}
	}
	return newest, false, ok
}

// allWith gives one fact for each of the symptoms that counts for this spot, and their names.
func (s *spot) allWith(words ...store.Symptom) (facts []fact, names []string) {
	for _, w := range words {
		if m, ok := s.with(w); ok {
			facts, names = append(facts, m.fact()), append(names, symptomWords[w])
		}
	}
	return facts, names
}

// takes says whether a mention of a symptom counts for this spot: it joins it, and no visit that names the spot has
// answered it.
func (s *spot) takes(m mention) bool {
	return !s.closed && s.joins(m) && (m.after(s.answered, true))
}

// joins says whether the spot was first seen or logged within 14 days before a mention or 3 days after.
func (s *spot) joins(m mention) bool {
	from, to := m.day-joinBeforeDays, m.day+joinAfterDays
	if m.spot == s.Name || s.seenKnown && s.seen.late >= from && s.seen.early <= to {
		return true
	}
	for _, l := range slices.Backward(s.looks) {
		if l.day < from {
			return false
		}
		if l.day <= to {
			return true
		}
	}
	return false
}

// asked says whether nothing is left to ask about symptoms: something was answered since the spot's newest entry or
// up to three days before it, or that entry is so old that an answer now would not count for it.
func (s *spot) asked() bool {
	return s.lapsed() || len(s.who.answers) > 0 && s.who.newest >= s.last().day-addUpDays
}

// lapsed says whether the newest entry is too old for what is logged now to count with it.
func (s *spot) lapsed() bool { return s.asOf-s.last().day > joinBeforeDays }

// seenFact tells when the spot was first seen.
func (s *spot) seenFact(says string) fact {
	if s.firstSeen().IsZero() {
		return s.looks[0].fact("first entry, " + says)
	}
	return fact{day: s.seen.late, when: dateText(s.FirstSeen), says: "first seen, " + says}
}

// noun is what a title calls the spot, and its verb's ending.
func (s *spot) noun() string {
	if s.crop {
		return "spots"
	}
	return "spot"
}

func (s *spot) ending() string {
	if s.crop {
		return ""
	}
	return "s"
}

// titled begins a title: Spots …, A spot ….
func (s *spot) titled(rest string) string {
	if s.crop {
		return "Spots " + rest
	}
	return "A spot " + rest
}
