package cli

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"spotlog/internal/bodymap"
	"spotlog/internal/report"
	"spotlog/internal/rules"
	"spotlog/store"
)

// draft is an entry to be made of a spot; where this check made one, it takes its place.
func (s *checkup) draft(spot *store.Spot) *loggedEntry {
	l := &loggedEntry{name: spot.Name}
	l.entry.Date, l.entry.DateFrom, _ = s.entryDate("")
	for _, e := range spot.Entries {
		if e.ID == s.made[spot.ID] {
			l.entry = store.Entry{ID: e.ID, Date: e.Date, DateFrom: e.DateFrom, Photos: e.Photos}
		}
	}
	return l
}

// opening is an entry to be made of a new spot at a site, which may not be known yet.
func (s *checkup) opening(site string) *loggedEntry {
	l := &loggedEntry{isNew: true, spot: store.Spot{Site: site}}
	l.entry.Date, l.entry.DateFrom, _ = s.entryDate("")
	if site != "" {
		l.spot.Name = freeName(s.j, site)
	}
	return l
}

// subject is the spot that an entry is of.
func (s *checkup) subject(l *loggedEntry) *store.Spot {
	if spot := s.j.Spot(l.name); spot != nil && !l.isNew {
		return spot
	}
	return &l.spot
}

// interview asks field by field and keeps what was answered, also where the person stops half-way.
func (s *checkup) interview(l *loggedEntry, area *checkArea) error {
	var questions []question
	if l.isNew {
		questions = slices.DeleteFunc(questionsOf("new"), func(q question) bool {
			return q.field == "site" && l.spot.Site != "" && l.spot.Site != unsaid || q.field == "onset" && l.spot.Onset != ""
		})
	}
	return s.ending(l, s.askFields(append(questions, questionsOf("spot")...), l, area))
}

// ending keeps what was answered since the draft was last kept, at the end of its questions or
// where the person stops.
func (s *checkup) ending(l *loggedEntry, err error) error {
	ends := err == nil || errors.Is(err, errStop)
	if !ends || !l.says() || reflect.DeepEqual(*l, s.last) {
		return err
	}
	return cmp.Or(s.keep(l), err)
}

// says whether there is anything to keep.
func (l *loggedEntry) says() bool {
	e := l.entry
	e.ID, e.Date, e.DateFrom, e.Photos = "", store.Date{}, "", nil
	return l.spot.Site != "" || len(l.files) > 0 || !reflect.DeepEqual(e, store.Entry{})
}

// An asked question, and the draft as it was before it.
type asked struct {
	at     int
	before loggedEntry
}

// askFields asks those of the questions that the answers so far make sensible, back and forth.
// Each answer that needs help now or today is kept and told before the next question.
func (s *checkup) askFields(questions []question, l *loggedEntry, area *checkArea) error {
	var trail []asked
	for i := 0; i < len(questions); {
		q, before := questions[i], *l
		if !s.sensible(q, l) {
			i++
			continue
		}
		err := s.askField(q, l, area)
		if err == nil {
			err = s.settle(l)
		}
		switch {
		case err == nil:
			trail = append(trail, asked{i, before})
			i++
		case errors.Is(err, errAgain):
			l.goBackTo(before)
		case errors.Is(err, errBack) && len(trail) > 0:
			last := trail[len(trail)-1]
			trail, i = trail[:len(trail)-1], last.at
			l.goBackTo(last.before)
		default:
			return err
		}
	}
	return nil
}

// goBackTo takes answers back, but not that the entry is in the journal already.
func (l *loggedEntry) goBackTo(before loggedEntry) {
	entry, spot, name := l.entry.ID, l.spot.ID, l.spot.Name
	*l = before
	l.entry.ID = entry
	if spot != "" {
		l.spot.ID, l.spot.Name = spot, name
	}
}

// settle keeps a draft at once where it raises an urgent flag, and tells that.
func (s *checkup) settle(l *loggedEntry) error {
	if l.isNew && l.spot.Site == "" || len(s.urgentNews(s.judge(s.with(l)).Flags)) == 0 {
		return nil
	}
	if err := s.keep(l); err != nil {
		return err
	}
	return s.tellUrgent(s.judge(s.j))
}

// with gives the journal as it would be with a draft in it.
func (s *checkup) with(l *loggedEntry) *store.Journal {
	s.now()
	j := *s.j
	j.Spots = slices.Clone(s.j.Spots)
	at := slices.IndexFunc(j.Spots, func(spot store.Spot) bool { return spot.Name == s.subject(l).Name })
	if at < 0 {
		at = len(j.Spots)
		j.Spots = append(j.Spots, l.spot.WithDefaults())
	}
	spot := &j.Spots[at]
	if l.isNew {
		entries := spot.Entries
		*spot = l.spot.WithDefaults()
		spot.Entries = entries
	}
	spot.Entries = append(slices.DeleteFunc(slices.Clone(spot.Entries), func(e store.Entry) bool { return e.ID == l.entry.ID }), l.entry)
	spot.SortEntries()
	return &j
}

// sensible says whether a question makes sense after the answers before it.
func (s *checkup) sensible(q question, l *loggedEntry) bool {
	e, crop := &l.entry, s.subject(l).Kind == store.KindCrop
	bled := e.Bleeding != "" && e.Bleeding != store.BleedingNone
	switch q.field {
	case "onset":
		return crop || l.spot.FirstSeen.IsZero() || s.asOf-l.spot.FirstSeen.LastDay() <= longKnownDays
	case "changed":
		return !l.isNew
	case "size":
		return !crop
	case "count", "extent", "spread":
		return crop
	case "shape":
		return l.isNew && !crop || slices.Contains(e.Changed, store.ChangedShape)
	case "border":
		return l.isNew && !crop && mayBe(e, store.ColorBrown, store.ColorBlack, store.ColorBlue, store.ColorGrey) || slices.Contains(e.Changed, store.ChangedBorder)
	case "blanch":
		switch {
		case q.part == "new": // early of what came quickly, for which it matters most
			return crop || l.spot.Onset == store.OnsetSudden
		case e.Blanch != "":
			return false
		}
		return (l.isNew || crop) && mayBe(e, store.ColorPink, store.ColorRed, store.ColorPurple, store.ColorBlue) || s.glassDue(s.judge(s.with(l)), s.subject(l).Name)
	case "bleeds", "restarts":
		return bled
	case "after":
		return l.isNew && (crop || l.spot.Onset == store.OnsetSudden)
	case "odd-one-out":
		return e.OddOneOut == nil && len(s.j.Spots) > 1
	}
	return true
}

// glassDue says whether the glass test could make a spot urgent, as the rules say which lack it.
func (s *checkup) glassDue(answer rules.Answer, spot string) bool {
	urgent, _ := splitAsks(answer.ToLog())
	return slices.ContainsFunc(urgent, func(u rules.Unassessed) bool {
		rule, _ := rules.Find(u.Code)
		return u.Spot == spot && slices.Contains(rule.Needs, glassTest)
	})
}

// glassTest is how the rules name the test among what they need.
const glassTest = "glass test"

// longKnownDays is after how long it no longer matters how a single spot came.
const longKnownDays = 92

// mayBe says whether an entry has one of some colours, or says none: pink to blue are those that the glass test is
// for, brown to grey those of a mole, whose edge counts.
func mayBe(e *store.Entry, colors ...store.Color) bool {
	return len(e.Colors) == 0 || slices.ContainsFunc(e.Colors, func(c store.Color) bool { return slices.Contains(colors, c) })
}

// askField asks one question until it has an answer that can be taken, or none.
func (s *checkup) askField(q question, l *loggedEntry, area *checkArea) error {
	keys := []string{"Enter skip"}
	switch {
	case q.field == "site" && area != nil && area.site != "":
		keys = []string{"Enter " + area.site}
	case len(q.words) > 0:
		keys = append(q.choices(), keys...)
	case q.field == "restarts" || q.field == "odd-one-out":
		keys = append([]string{"y yes", "n no"}, keys...)
	}
	ask := q.ask
	if q.field == "size" {
		if m := s.subject(l).Measured(); m != nil && m.ID != l.entry.ID {
			ask += " Last measured " + report.LongDate(m.Date) + "."
		}
	}
	_, err := s.put(ask, keys, q.explain, func(typed string) error {
		if typed == "" && q.field == "site" && area != nil {
			typed = area.site
		}
		if q.field != "site" && (typed == "" || typed == keyNotChecked) {
			return nil
		}
		before := *l
		err := s.answer(q, typed, l)
		if err == nil {
			err = l.entry.Validate()
		}
		if err != nil {
			*l = before
		}
		return err
	})
	return err
}

// answer puts an answer into the draft.
func (s *checkup) answer(q question, typed string, l *loggedEntry) (err error) {
	if len(q.words) > 0 {
		words, err := q.read(typed)
		if err != nil {
			return err
		}
		typed = strings.Join(words, ",")
	}
	switch q.field {
	case "site":
		return s.answerSite(typed, l)
	case "first-seen":
		l.spot.FirstSeen, err = s.pastDate("first-seen", typed)
		return err
	case "photo":
		if yes, err := isYes(typed); err == nil && !yes && !isThere(typed) {
			return nil
		}
		files, err := s.loadPhotos(droppedPaths(typed, s.Getenv("HOME")))
		s.sayWarnings(files)
		l.files = append(slices.Clone(l.files), files...)
		return err
	case "size":
		size, method := sizeWithMethod(typed)
		l.entry.Method = store.Method(method)
		typed = size
	case "restarts", "odd-one-out":
		yes, err := isYes(typed)
		if err != nil {
			return err
		}
		typed = fmt.Sprint(yes)
	}
	if f, ok := fieldNamed(spotFields, q.field); ok {
		return f.set(&l.spot, typed)
	}
	f, _ := fieldNamed(entryFields, q.field)
	return f.set(&l.entry, typed)
}

// answerSite takes where a new spot lies. A place that the body map does not know is taken where it
// is typed once more: a slip should not become a spot.
func (s *checkup) answerSite(typed string, l *loggedEntry) error {
	if _, notYesNo := isYes(typed); notYesNo == nil || bodymap.Slug(typed) == "" {
		return refuse("write it as left forearm; b goes back", "a new spot needs its site")
	}
	if !bodymap.Find(typed).Known() && typed != s.unknown {
		s.unknown = typed
		near, ok := bodymap.Suggest(typed)
		if !ok {
			near = "left forearm"
		}
		return refuse("such as "+near+"; type it once more to keep it as it is", "no part of the body is known by %q", typed)
	}
	l.spot.Site = typed
	if l.spot.ID == "" {
		l.spot.Name = freeName(s.j, typed)
	}
	s.tellPerson("  ", "It will be called "+report.Plain(l.spot.Name)+".")
	return nil
}
