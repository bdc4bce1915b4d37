package archive

import (
	"context"
	"io"
	"math"
	"path/filepath"
	"slices"
	"strconv"

	"spotlog/internal/bodymap"
	"spotlog/internal/photo"
	"spotlog/store"
)

// DeidentifiedSchema names the document that a de-identified export writes.
const DeidentifiedSchema = "spotlog.deidentified.v1"

// LeftOut counts what a de-identified export does not hold because it cannot be shown to others.
type LeftOut struct {
	IntimateSpots    int `json:"intimate_spots"`
	UnknownSpots     int `json:"unknown_spots"`     // on a site that the body map does not know: nobody can tell
	Photos           int `json:"photos"`            // of an intimate or unknown area, or that a spot left out shares
	UnreadablePhotos int `json:"unreadable_photos"` // cannot be decoded, so nobody can tell what is in them
}

// Deidentify takes out of a journal what says who it is about: names, ids, words that somebody
// typed, and dates, which become days since day 0, the first entry known to the day. The document
// has no photos. Spots on sites that are intimate, or that the body map does not know, are left out
// unless they are asked for.
func Deidentify(j *store.Journal, withIntimate bool) (*Deidentified, LeftOut) {
	d := newDeidentifier(j, false, withIntimate)
	return d.document(j), d.leftOut
}

// ExportDeidentified writes what Deidentify gives into a new folder, as deidentified.json, and the
// photos, each as photo.Clean makes it, under photos/. It fails with ErrTaken where the folder
// holds anything, and leaves nothing where it fails.
func ExportDeidentified(ctx context.Context, db *store.DB, folder string, withPhotos, withIntimate bool) (done Exported, err error) {
	err = NewFolder(folder, func(temp string) error {
		done, err = deidentifyInto(ctx, db, temp, withPhotos, withIntimate)
		return err
	})
	done.To = folder
	return done, err
}

func deidentifyInto(ctx context.Context, db *store.DB, folder string, withPhotos, withIntimate bool) (Exported, error) {
	j, err := db.Journal(ctx)
	if err != nil {
		return Exported{}, err
	}
	d := newDeidentifier(j, withPhotos, withIntimate)
	document := d.document(j)
	done := Exported{Schema: "spotlog.export.v1", Spots: len(document.Spots), LeftOut: &d.leftOut}
	for _, s := range document.Spots {
		done.Entries += len(s.Entries)
	}
	if done.Photos, d.leftOut.UnreadablePhotos, err = writeCleanPhotos(ctx, db, folder, document); err != nil {
		return Exported{}, err
	}
	file := filepath.Join(folder, "deidentified.json")
	return done, WriteFile(file, func(w io.Writer) error { return WriteJSON(w, document) })
}

// writeCleanPhotos writes each photo of a document once, and takes out of it those that cannot be decoded.
func writeCleanPhotos(ctx context.Context, db *store.DB, folder string, document *Deidentified) (written, unreadable int, err error) {
	readable := map[string]bool{} // by SHA-256
	for _, photos := range document.photos() {
		for _, p := range *photos {
			if _, done := readable[p.sha256]; done {
				continue
			}
			readable[p.sha256], err = writeClean(ctx, db, filepath.Join(folder, filepath.FromSlash(p.File)), p.sha256)
			if err != nil {
				return 0, 0, err
			}
			if readable[p.sha256] {
				written++
			} else {
				unreadable++
			}
		}
		*photos = slices.DeleteFunc(*photos, func(p barePhoto) bool { return !readable[p.sha256] })
	}
	return written, unreadable, nil
}

// writeClean writes one photo, and answers false where it cannot be decoded.
func writeClean(ctx context.Context, db *store.DB, path, sha256 string) (readable bool, err error) {
	original, err := db.Original(ctx, sha256)
	if err != nil {
		return false, err
	}
	clean, err := photo.Clean(original, photo.Default)
	if err != nil {
		return false, nil // it is counted, and what ails it was said when it came
	}
	return true, writePhoto(path, clean)
}

// A deidentifier knows what is left out and what the rest is called.
type deidentifier struct {
	days         dayCount
	withPhotos   bool
	withIntimate bool
	spots        []store.Spot      // that are kept, in order of first entry
	names        map[string]string // of these, by the name in the journal: "spot-1"
	hidden       map[string]bool   // by SHA-256: pictures that show what is left out
	files        map[string]string // by SHA-256: what pictures are called
	photos       map[string]int    // how many a spot has of a day, by "spot-1-day-0"
	leftOut      LeftOut
}

func newDeidentifier(j *store.Journal, withPhotos, withIntimate bool) *deidentifier {
	d := &deidentifier{withPhotos: withPhotos, withIntimate: withIntimate,
		names: map[string]string{}, hidden: map[string]bool{}, files: map[string]string{}, photos: map[string]int{}}
	for _, s := range j.Spots {
		switch site := bodymap.Find(s.Site); {
		case d.mayShow(site):
			d.spots = append(d.spots, s)
			continue
		case site.Known():
			d.leftOut.IntimateSpots++
		default:
			d.leftOut.UnknownSpots++
		}
		for _, e := range s.Entries {
			d.hide(e.Photos)
		}
	}
	for _, c := range j.Checks {
		d.hide(slices.DeleteFunc(slices.Clone(c.Photos), func(p store.Photo) bool { return d.mayShow(bodymap.Find(p.Area)) }))
	}
	slices.SortStableFunc(d.spots, byFirstEntry)
	for i, s := range d.spots {
		d.names[s.Name] = "spot-" + strconv.Itoa(i+1)
	}
	d.days = dayCount{dayZero(d.spots, j)}
	return d
}

// mayShow says whether a site may be shown to others. Of one that is not on the map nobody can tell.
func (d *deidentifier) mayShow(site bodymap.Site) bool {
	return d.withIntimate || site.Known() && !site.Intimate()
}

func (d *deidentifier) hide(photos []store.Photo) {
	for _, p := range photos {
		d.hidden[p.SHA256] = true
	}
}

// byFirstEntry orders spots by their first entry; those without one come last.
func byFirstEntry(a, b store.Spot) int {
	if len(a.Entries) == 0 || len(b.Entries) == 0 {
		return len(b.Entries) - len(a.Entries)
	}
	return a.Entries[0].Date.Compare(b.Entries[0].Date)
}

// The highest age told, in years, and the farthest back that a day is: few people are so old that
// more would not tell who they are (45 CFR 164.514(b)(2)(i)(C)).
const (
	oldest      = 90
	farthestDay = -oldest * 365
)

// Mean lengths of the Gregorian calendar, in days.
const (
	daysAYear  = 365.2425
	daysAMonth = daysAYear / 12
)

// A dayCount tells dates as whole days since day 0. Where only the month or year of either date is
// known, it counts whole months or years and gives them in days: counted from the first of the
// month, the days would tell which day of the month day 0 was.
type dayCount struct{ zero store.Date }

// since gives the days, nil for an absent date, and "month" or "year" where no more is known.
func (c dayCount) since(date store.Date) (days *int, precision string) {
	if date.IsZero() || c.zero.IsZero() {
		return nil, ""
	}
	from, to := c.zero.Wall(), date.Wall()
	years := to.Year() - from.Year()
	months := 12*years + int(to.Month()-from.Month())
	count := int(date.FirstDay() - c.zero.FirstDay())
	switch min(date.Precision(), c.zero.Precision()) {
	case store.PrecisionYear:
		count, precision = int(math.Round(daysAYear*float64(years))), "year"
	case store.PrecisionMonth:
		count, precision = int(math.Round(daysAMonth*float64(months))), "month"
	}
	if count < farthestDay {
		count, precision = farthestDay, "year"
	}
	return &count, precision
}

// age gives the whole years from a birth date to day 0; of a month or year the first day counts.
func (c dayCount) age(birth store.Date) *int {
	if birth.IsZero() || c.zero.IsZero() {
		return nil
	}
	at, born := c.zero.Wall(), birth.Wall()
	years := at.Year() - born.Year()
	if at.Month() < born.Month() || at.Month() == born.Month() && at.Day() < born.Day() {
		years--
	}
	if years < 0 {
		return nil
	}
	return new(min(years, oldest))
}

// dayZero is the first entry, of those known most precisely up to the day; in a journal without
// entries, the first check or visit.
func dayZero(spots []store.Spot, j *store.Journal) (zero store.Date) {
	known := func(d store.Date) store.Precision { return min(d.Precision(), store.PrecisionDay) }
	consider := func(d store.Date) {
		if known(d) > known(zero) || known(d) == known(zero) && d.Compare(zero) < 0 {
			zero = d
		}
	}
	for _, s := range spots {
		for _, e := range s.Entries {
			consider(e.Date)
		}
	}
	if !zero.IsZero() {
		return zero
	}
	for _, c := range j.Checks {
		consider(c.Date)
	}
	for _, v := range j.Visits {
		consider(v.Date)
	}
	return zero
}
