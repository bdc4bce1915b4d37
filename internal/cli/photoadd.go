package cli

import (
	"fmt"
	"time"

	"github.com/urfave/cli/v2"

	"spotlog/internal/archive"
	"spotlog/internal/report"
	"spotlog/store"
)

// A photoAdding is the work of photo add, checked before it touches the journal.
type photoAdding struct {
	spot  string
	files []photoFile
	each  bool
	dates photoDates
	added []photoLine
	same  int // photos that were there already
}

func (a *app) photoAdd(c *cli.Context) error {
	if area := c.String("area"); area != "" {
		return a.photoAddArea(c, area)
	}
	words, err := arguments(c, 2, -1, "spotlog photo add left-forearm-1 IMG_0001.jpg")
	if err != nil {
		return err
	}
	p := &photoAdding{spot: words[0], each: c.Bool("each")}
	if p.dates, err = a.readPhotoDates(c); err != nil {
		return err
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
	a.sayWarnings(p.files)
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
		p.dates.settle(photo, p.files[i].modified)
		switch {
		case p.each && photo.Taken.IsZero():
			return refuse("say when it was taken: --date 2026-11-01", "the photo %s holds no date", p.files[i].name)
		case p.each && photo.Taken.FirstDay() > today:
			return refuse("the camera's clock was wrong: file it without --each", "the photo %s says it was taken on %s, which has not come", p.files[i].name, report.LongDate(photo.Taken))
		}
	}
	return nil
}

// dateFromFlag says where else the date of a photo may come from.
var dateFromFlag = &cli.StringFlag{Name: "date-from", Usage: "`mtime`: photos without a date were taken when their file was last changed, which copying may have set anew"}

// photoDates are dates for photos that neither the camera nor the file's name dates.
type photoDates struct {
	typed store.Date
	mtime bool
}

func (a *app) readPhotoDates(c *cli.Context) (d photoDates, err error) {
	if typed := c.String("date"); typed != "" {
		if d.typed, err = a.pastDate("date", typed); err != nil {
			return d, err
		}
	}
	switch from := c.String("date-from"); from {
	case "":
	case string(store.FromMtime):
		d.mtime = true
	default:
		return d, refuse("--date-from mtime", "--date-from %q is not a word that spotlog knows; what cameras and file names say is taken anyway", from)
	}
	return d, nil
}

// settle dates a photo that has no date yet: as typed, or else by its file.
func (d photoDates) settle(p *store.Photo, modified time.Time) {
	switch {
	case !p.Taken.IsZero():
	case !d.typed.IsZero():
		p.Taken, p.TakenFrom = d.typed, store.FromTyped
	case d.mtime:
		p.Taken, p.TakenFrom = store.DateOn(modified, store.PrecisionSecond, true), store.FromMtime
	}
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
	if e := archive.EntryOf(s, made.Date); e != nil {
		return e, nil
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
