package cli

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"spotlog/internal/report"
	"spotlog/store"
)

// A photoAdding is the work of photo add, checked before it touches the journal.
type photoAdding struct {
	spot     string
	files    []photoFile
	each     bool
	fallback store.Date // of photos without a date
	added    []photoLine
	same     int // photos that were there already
}

func (a *app) photoAdd(c *cli.Context) error {
	words, err := arguments(c, 2, -1, "spotlog photo add left-forearm-1 IMG_0001.jpg")
	if err != nil {
		return err
	}
	p := &photoAdding{spot: words[0], each: c.Bool("each")}
	if typed := c.String("date"); typed != "" {
		if p.fallback, err = a.pastDate("date", typed); err != nil {
			return err
		}
	}
	if p.files, err = a.loadPhotos(words[1:]); err != nil {
		return err
	}
	if err := p.prepare(store.PhotoKind(spelled(c.String("kind"))), a.asOf); err != nil {
		return err
	}
	if _, err := a.act("photo add", func(tx *store.Tx) error { return p.commit(tx, a.asOf) }); err != nil {
		return err
	}
	return a.echoPhotos(p)
}

// prepare settles kind and date of each photo.
func (p *photoAdding) prepare(kind store.PhotoKind, today store.Day) error {
	if err := store.CheckWord("photo.kind", string(kind)); err != nil {
		return err
	}
	for i := range p.files {
		photo := &p.files[i].photo
		photo.Kind = kind
		if photo.Taken.IsZero() && !p.fallback.IsZero() {
			photo.Taken, photo.TakenFrom = p.fallback, store.FromTyped
		}
		switch {
		case p.each && photo.Taken.IsZero():
			return refuse("say when it was taken: --date 2026-11-01", "the photo %s holds no date", p.files[i].name)
		case p.each && photo.Taken.FirstDay() > today:
			return refuse("the camera's clock was wrong: file it without --each", "the photo %s says it was taken on %s, which has not come", p.files[i].name, photo.Taken)
		}
	}
	return nil
}

func (p *photoAdding) commit(tx *store.Tx, today store.Day) error {
	j, err := tx.Journal()
	if err != nil {
		return err
	}
	s, err := spotNamed(j, p.spot)
	if err != nil {
		return err
	}
	for i := range p.files {
		e, err := p.entryFor(tx, s, p.files[i].photo, today)
		if err != nil {
			return err
		}
		added, err := p.files[i].attach(tx, store.Owner{Entry: e.ID}, &e.Photos)
		if err != nil {
			return err
		}
		if !added {
			p.same++
			continue
		}
		p.added = append(p.added, photoLine{s.Name, e.Date, e.Photos[len(e.Photos)-1]})
	}
	return nil
}

// entryFor picks the entry a photo belongs to: the newest, or with --each that of the day it was
// taken. A spot without such an entry gets one of the photo's date, or of today.
func (p *photoAdding) entryFor(tx *store.Tx, s *store.Spot, photo store.Photo, today store.Day) (*store.Entry, error) {
	if !p.each && len(s.Entries) > 0 {
		return s.Newest(), nil
	}
	made := store.Entry{Date: photo.Taken, DateFrom: photo.TakenFrom}
	if made.Date.IsZero() {
		made.Date, made.DateFrom = today.Date(), store.FromClock
	}
	for i := range s.Entries {
		if s.Entries[i].Date.FirstDay() == made.Date.FirstDay() {
			return &s.Entries[i], nil
		}
	}
	id, err := tx.PutEntry(s.ID, made)
	if err != nil {
		return nil, err
	}
	made.ID = id
	s.Entries = append(s.Entries, made)
	return &s.Entries[len(s.Entries)-1], nil
}

func (a *app) echoPhotos(p *photoAdding) error {
	if a.json {
		return a.writeJSON(photosDocument{"spotlog.photos.v1", append([]photoLine{}, p.added...)})
	}
	for _, l := range p.added {
		fmt.Fprintf(a.Out, "added %s to %s · %s%s\n", report.Plain(l.Photo.Name), l.Spot, report.LongDate(l.Date), prefixed(" · ", takenWords(l.Photo)))
	}
	if p.same > 0 {
		a.say("already there: %d of %d", p.same, len(p.files))
	}
	return nil
}
