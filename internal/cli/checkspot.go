package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"spotlog/internal/report"
	"spotlog/internal/rules"
	"spotlog/internal/schedule"
	"spotlog/store"
)

// openArea says which area comes and how to look at it.
func (s *checkup) openArea(area *checkArea) {
	s.tellPerson("", "")
	s.tellPerson("", s.bold(strings.ToUpper(area.name)))
	if area.look != "" {
		s.tellPerson("  ", area.look)
	}
}

// askGate lets an intimate area be left out before its spots are shown.
func (s *checkup) askGate(area *checkArea) error {
	typed, err := s.put("This area is intimate; it can be left out.", []string{"Enter go through it", "- not checked"},
		"What is kept of it stays out of all that is made for others, unless you ask for it there.", oneOf("", keyNotChecked))
	if err == nil && typed == keyNotChecked {
		err = errLeave
	}
	return err
}

// askArea asks whether all of an area was looked at, and for what is new in it.
func (s *checkup) askArea(area *checkArea) error {
	for {
		typed, err := s.put("Looked at all of it? Anything new?", []string{"= all of it, nothing new", "n a new spot", "- not checked", "Enter skip"},
			"= keeps that you looked today, whatever you saw. A spot that you keep no record of yet is new here.", oneOf("", "=", keyNotChecked, "n", "new"))
		if err != nil {
			return err
		}
		switch strings.ToLower(typed) {
		case "":
			return nil
		case "=":
			return s.keepArea(area, true)
		case keyNotChecked:
			return s.keepArea(area, false)
		case "n", "new":
			if err := s.askNew(area); err != nil {
				return err
			}
		}
	}
}

// keepArea keeps that an area was looked at, or takes that back.
func (s *checkup) keepArea(area *checkArea, looked bool) error {
	if !looked && s.record == "" {
		return nil
	}
	return s.keepCheck(func(c *store.Check) {
		c.Areas = slices.DeleteFunc(slices.Clone(c.Areas), func(name string) bool { return slices.Contains(area.records, name) })
		if looked {
			c.Areas = append(c.Areas, area.records...)
		}
	})
}

// askNew asks about a spot that is not in the journal.
func (s *checkup) askNew(area *checkArea) error {
	err := s.interview(s.opening(""), area)
	if errors.Is(err, errBack) || errors.Is(err, errAgain) {
		return nil // to the question that it was begun at
	}
	return err
}

// askSpot shows what is known of a spot and asks how it is.
func (s *checkup) askSpot(step checkStep) error {
	for {
		spot := s.spot(step.spot)
		if spot == nil {
			return nil // removed meanwhile
		}
		if err := s.showSpot(spot, step.number); err != nil {
			return err
		}
		typed, err := s.put("How is it today?", []string{"= as last time", "c something differs", "p photo", "Enter skip", "? more"}, spotKeys,
			oneOf("", "=", "same", "c", "p", "o", "x", "n", "new", keyNotChecked))
		if err != nil {
			return err
		}
		switch strings.ToLower(typed) {
		case "":
			return nil
		case "=", "same":
			return s.keepSteady(spot)
		case "c", "o":
			l := s.draft(spot)
			if typed != "c" {
				l.entry.OddOneOut = new(true)
			}
			if err := s.interview(l, step.area); !errors.Is(err, errBack) {
				return err
			}
		case "n", "new":
			if err := s.askNew(step.area); err != nil {
				return err
			}
		case "p":
			if err := s.askPhoto(spot); err != nil {
				return err
			}
		case "x":
			return s.keepGone(spot)
		case keyNotChecked:
			return s.withdraw(s.draft(spot))
		}
	}
}

const spotKeys = "= keeps that it looks as last time, and nothing else; c asks field by field, size and photo too; p takes a photo, then asks again; " +
	"Enter keeps nothing; o: it looks unlike your other spots; x: it is gone; n: a new spot; - not checked; b back; q stop."

// showSpot tells the last look at a spot, in a line and a picture where the terminal can draw it.
func (s *checkup) showSpot(spot *store.Spot, number int) error {
	place := report.Plain(spot.Site)
	if spot.Place != "" {
		place += ", " + report.Plain(spot.Place)
	}
	s.tellPerson("", s.bold(spot.Name)+" · "+place+fmt.Sprintf(" · spot %d of %d", number, s.plan.spots))
	last := spot.Newest()
	if last == nil {
		s.tellPerson("  ", "never logged yet")
		return nil
	}
	s.tellPerson("  ", fmt.Sprintf("%s, %s: %s", report.LongDate(last.Date), report.Ago(last.Date.FirstDay(), s.asOf), report.EntrySays(last)))
	if m := spot.Measured(); m != nil && m != last {
		s.tellPerson("  ", "last measured "+report.LongDate(m.Date)+": "+report.Facts(m))
	}
	for _, item := range s.due[spot.Name] {
		if item.Kind != schedule.Entry && item.Kind != schedule.Flag {
			s.tellPerson("  ", "due: "+item.Says)
		}
	}
	return s.drawLast(spot)
}

// drawLast draws the newest photo of a spot, small enough to leave room for the question.
func (s *checkup) drawLast(spot *store.Spot) error {
	if !s.color || !slices.ContainsFunc(spot.Entries, func(e store.Entry) bool { return len(e.Photos) > 0 }) {
		return nil
	}
	db, err := s.open()
	if err != nil {
		return err
	}
	defer db.Close()
	pictures, err := db.Pictures(s.ctx)
	if err != nil {
		return err
	}
	for i := len(spot.Entries) - 1; i >= 0; i-- {
		e := &spot.Entries[i]
		if shot := report.BestShot(spot, e, pictures); shot != nil {
			return s.drawPhotos(db, []shownPhoto{{shot.Photo, report.LongDate(e.Date)}}, min(s.Width-1, 44))
		}
	}
	return nil
}

// keepSteady keeps that a spot looks as last time, then asks for what is due all the same.
func (s *checkup) keepSteady(spot *store.Spot) error {
	var due []question
	if s.sizeDue(spot) {
		due = questionsAbout("size")
	}
	if slices.ContainsFunc(s.due[spot.Name], func(i schedule.Item) bool { return i.Kind == schedule.Sore }) {
		due = append(due, questionsAbout("surface")...)
	}
	l := s.draft(spot)
	l.entry.Changed = []store.Changed{store.ChangedNone}
	if err := s.keep(l); err != nil {
		return err
	}
	answer := s.judge(s.j)
	if err := s.tellUrgent(answer); err != nil {
		return err
	}
	if s.glassDue(answer, spot.Name) {
		due = append(due, questionsAbout("blanch")...)
	}
	err := s.askFields(due, l, nil)
	if errors.Is(err, errBack) {
		return errAgain
	}
	return s.ending(l, err)
}

// askPhoto takes photos of a spot into its entry, which can be answered for afterwards.
func (s *checkup) askPhoto(spot *store.Spot) error {
	l := s.draft(spot)
	for _, e := range spot.Entries {
		if e.ID == l.entry.ID {
			l.entry = e
		}
	}
	err := s.askFields(questionsAbout("photo"), l, nil)
	if errors.Is(err, errBack) || len(l.files) == 0 && err == nil {
		return nil
	}
	return s.ending(l, err)
}

// sizeDueDays is after how long without a size a steady spot is to be measured again.
const sizeDueDays = 92

// sizeDue says whether a spot should be measured though it looks as last time: it was not for long,
// or its newest reading waits for a second one.
func (s *checkup) sizeDue(spot *store.Spot) bool {
	if spot.Kind == store.KindCrop {
		return false
	}
	last := spot.Measured()
	return last == nil || int(s.asOf-last.Date.FirstDay()) >= sizeDueDays || s.stood[flagKey(rules.Flag{Tier: rules.Watch, Code: "size-remeasure", Spot: spot.Name})]
}

// keepGone keeps that a spot went away.
func (s *checkup) keepGone(spot *store.Spot) error {
	today := s.now().FirstDay().Date()
	gone := *spot
	gone.Status, gone.StatusSince = store.StatusResolved, today
	if err := s.act(func(tx *store.Tx, _ *store.Journal) error { _, err := tx.PutSpot(gone); return err }); err != nil {
		return err
	}
	fmt.Fprintf(s.Out, "kept: %s is gone since %s\n", report.Plain(spot.Name), report.LongDate(today))
	return nil
}
