package cli

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"spotlog/internal/bodymap"
	"spotlog/internal/rules"
	"spotlog/store"
)

// askAlarm asks for one group of symptoms, keeps what was answered and tells at once what it means.
func (s *checkup) askAlarm(group int) error {
	q := alarmGroups()[group]
	var words []store.Symptom
	if _, err := s.put(q.ask, append(q.choices(), "Enter skip"), q.explain, func(typed string) error {
		named, err := q.read(typed)
		for _, w := range named {
			words = append(words, store.Symptom(w))
		}
		return err
	}); err != nil {
		return err
	}
	s.groups[group] = words
	if err := s.keepSymptoms(symptomsOf(s.groups)); err != nil {
		return err
	}
	return s.tellUrgent(s.judge(s.j))
}

// keepSymptoms writes how the person is into this check, where it is not so already.
func (s *checkup) keepSymptoms(symptoms []store.Symptom) error {
	if s.record == "" && symptoms == nil {
		return nil
	}
	return s.keepCheck(func(c *store.Check) { c.Symptoms = symptoms })
}

// askBleedingNow asks for a spot that does not stop bleeding. Its name, or where it lies, is all
// that is asked before it is kept.
func (s *checkup) askBleedingNow() error {
	q := questionsOf("bleeding")[0]
	l, err := s.askWhere(q, q.ask)
	if err != nil {
		return err
	}
	if s.bleeding != nil {
		if err := s.withdraw(s.bleeding); err != nil {
			return err
		}
		s.bleeding = nil
	}
	if l == nil {
		return nil
	}
	l.entry.Bleeding = store.BleedingWontStop
	if err := s.keep(l); err != nil {
		return err
	}
	s.bleeding = l
	return s.tellUrgent(s.judge(s.j))
}

// askSudden asks for what came within hours or days, place by place, and asks on about each.
func (s *checkup) askSudden() error {
	q := questionsOf("sudden")[0]
	ask := q.ask
	for {
		l, err := s.askWhere(q, ask)
		if err != nil || l == nil {
			return err
		}
		if l.isNew {
			l.spot.Onset = store.OnsetSudden
		}
		if err := s.interview(l, &elsewhere); err != nil && !errors.Is(err, errBack) {
			return err
		}
		ask = "Anywhere else?"
	}
}

// unsaid is the site of a spot of which nobody said where it is.
const unsaid = "not said"

// askWhere asks for a place and gives the entry to be made there: of the spot that is named, or of
// a new one. nil is for no place.
func (s *checkup) askWhere(q question, ask string) (l *loggedEntry, err error) {
	keys := []string{"n no", "yes: where, such as left calf, or the spot's name", "y yes, cannot say where", "Enter skip"}
	_, err = s.put(ask, keys, q.explain, func(typed string) error {
		switch strings.ToLower(typed) {
		case "", keyNotChecked, keyNone, "no", "none":
			return nil
		case "y", "yes":
			l = s.opening(unsaid)
			return nil
		}
		if spot, err := spotNamed(s.j, typed); err == nil {
			l = s.draft(spot)
			return nil
		}
		if bodymap.Find(typed).Known() {
			l = s.opening(typed)
			return nil
		}
		near, ok := bodymap.Suggest(typed)
		if !ok {
			near = "left calf"
		}
		return refuse("write it as "+near+", or y if you cannot say", "no spot and no part of the body is known by %q", typed)
	})
	return l, err
}

// tellUrgent tells at once what needs help now or today, once, and asks whether to go on. What it
// speaks of is in the journal already.
func (s *checkup) tellUrgent(answer rules.Answer) error {
	if !s.showUrgent(answer.Flags) {
		return nil
	}
	typed, err := s.put("All of this is kept. Go on with the check?", []string{"y go on", "Enter stop here", "b answer again"},
		"What is advised above comes first. The check can go on at any time: spotlog check.", yesNo)
	if errors.Is(err, errBack) {
		return errAgain
	}
	if yes, _ := isYes(typed); err == nil && yes {
		return nil
	}
	s.alarm = err == nil || errors.Is(err, errStop)
	return cmp.Or(err, errStop)
}

// showUrgent prints the urgent flags that were not told yet, as flags does, and reports whether
// there were any.
func (s *checkup) showUrgent(flags []rules.Flag) bool {
	news := s.urgentNews(flags)
	for _, tier := range []rules.Tier{rules.Emergency, rules.Today} {
		s.printTier(tier, news)
	}
	for _, f := range news {
		s.told[flagKey(f)] = true
	}
	return len(news) > 0
}

func (s *checkup) urgentNews(flags []rules.Flag) []rules.Flag {
	return slices.DeleteFunc(slices.Clone(flags), func(f rules.Flag) bool {
		return f.Tier.Urgency() < rules.Today.Urgency() || s.told[flagKey(f)]
	})
}
