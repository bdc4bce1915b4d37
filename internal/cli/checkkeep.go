package cli

import (
	"errors"
	"slices"
	"strings"

	"spotlog/internal/report"
	"spotlog/store"
)

// spot gives a spot of the journal as it stands, or nil.
func (s *checkup) spot(id store.ID) *store.Spot {
	i := slices.IndexFunc(s.j.Spots, func(spot store.Spot) bool { return spot.ID == id })
	if i < 0 {
		return nil
	}
	return &s.j.Spots[i]
}

// act changes the journal in one act, and reads it as it then stands. Where another command holds
// the journal the person may try again, so that no answer is lost.
func (s *checkup) act(do func(*store.Tx, *store.Journal) error) error {
	for {
		j, record := &store.Journal{}, s.record
		_, began, err := s.actOrBegin("check", func(tx *store.Tx) error {
			found, err := tx.Journal()
			if err == nil {
				err = do(tx, found)
			}
			if err == nil {
				j, err = tx.Journal()
			}
			return err
		})
		if err == nil {
			s.j, s.newJournal = j, s.newJournal || began
			return nil
		}
		if s.record = record; !errors.Is(err, store.ErrBusy) {
			return err
		}
		s.refused(err)
		if _, err := s.put("Keep it now?", []string{"Enter try again", "q stop"}, "Another command writes to the journal at this moment.", oneOf("")); err != nil {
			return err
		}
	}
}

// putCheck writes the record of this check, beginning it where there is none yet: without it the
// next command could not go on where this one stopped.
func (s *checkup) putCheck(tx *store.Tx, j *store.Journal, change func(*store.Check)) (err error) {
	check := store.Check{Date: s.began}
	if s.goesOn {
		check.Date = s.now() // a later answer beside an earlier one
	}
	for _, c := range j.Checks {
		if c.ID == s.record {
			check = c
		}
	}
	change(&check)
	s.record, err = tx.PutCheck(check)
	return err
}

func (s *checkup) keepCheck(change func(*store.Check)) error {
	return s.act(func(tx *store.Tx, j *store.Journal) error { return s.putCheck(tx, j, change) })
}

// keep writes an entry, with the spot where it is new, and says so once it is in the journal.
func (s *checkup) keep(l *loggedEntry) error {
	first, draft := l.entry.ID == "", *l
	var spot store.ID
	err := s.act(func(tx *store.Tx, j *store.Journal) (err error) {
		*l = draft // a try that failed leaves nothing behind
		if s.record == "" {
			if err := s.putCheck(tx, j, func(*store.Check) {}); err != nil {
				return err
			}
		}
		spot, err = s.commit(l, tx, j)
		return err
	})
	if err != nil {
		*l = draft
		return err
	}
	s.made[spot], s.last = l.entry.ID, *l
	verb := "kept: "
	if l.isNew && first {
		verb = "opened: "
	}
	facts := []string{report.Plain(s.subject(l).Name)}
	if said := report.Facts(&l.entry); said != "" {
		facts = append(facts, said)
	}
	s.paragraph(verb, strings.Join(facts, " · "))
	s.sayPhotoDates(&l.entry)
	if l.isNew && first {
		s.sayUnknownSide(l.spot.Site)
	}
	return nil
}

// commit writes an entry as log does, or writes anew what this check wrote before.
func (s *checkup) commit(l *loggedEntry, tx *store.Tx, j *store.Journal) (store.ID, error) {
	if l.entry.ID == "" {
		spot, err := l.commit(tx, j)
		if err != nil {
			return "", err
		}
		return spot.ID, nil
	}
	spot := l.spot.ID
	if !l.isNew {
		found, err := spotNamed(j, l.name)
		if err != nil {
			return "", err
		}
		spot = found.ID
	} else if _, err := tx.PutSpot(l.spot); err != nil {
		return "", err
	}
	if _, err := tx.PutEntry(spot, l.entry); err != nil {
		return "", err
	}
	l.entry.Photos = slices.Clone(l.entry.Photos)
	return spot, l.attachFiles(tx)
}

// withdraw takes out what this check made of a spot, and the spot with it where it opened it.
func (s *checkup) withdraw(l *loggedEntry) error {
	if l.entry.ID == "" {
		return nil
	}
	spot, noun, id := s.subject(l).ID, store.NounEntry, l.entry.ID
	if l.isNew {
		noun, id = store.NounSpot, l.spot.ID
	}
	if err := s.act(func(tx *store.Tx, _ *store.Journal) error { return tx.Remove(noun, id) }); err != nil {
		return err
	}
	delete(s.made, spot)
	s.tellPerson("  ", "taken out again: what was kept of "+report.Plain(s.subject(l).Name))
	return nil
}
