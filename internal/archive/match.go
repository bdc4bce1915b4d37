package archive

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"spotlog/store"
)

// A matcher finds records of one noun by id, or by content where they come without one.
type matcher struct {
	byID map[store.ID]string   // the content key of each id
	free map[string][]store.ID // the ids with a content key that no record was matched to yet
}

func (m *matcher) add(id store.ID, key string) {
	m.byID[id] = key
	m.free[key] = append(m.free[key], id)
}

// claim keeps a record that the document names by its id from being matched by content too.
func (m *matcher) claim(id store.ID) {
	key := m.byID[id]
	m.free[key] = slices.DeleteFunc(m.free[key], func(free store.ID) bool { return free == id })
}

// find gives the id a record has in the journal, whether it is there, and whether its content is
// the same. Equal records without ids are matched one to one, so that two stay two.
func (m *matcher) find(id store.ID, key string) (match store.ID, same, there bool) {
	if id != "" {
		known, there := m.byID[id]
		return id, there && known == key, there
	}
	if ids := m.free[key]; len(ids) > 0 {
		m.free[key] = ids[1:]
		return ids[0], true, true
	}
	return "", false, false
}

// indexJournal keys every record of a journal by its content.
func indexJournal(j *store.Journal) (map[store.Noun]*matcher, error) {
	known := map[store.Noun]*matcher{}
	for _, noun := range []store.Noun{store.NounMedication, store.NounSpot, store.NounEntry, store.NounPhoto, store.NounCheck, store.NounVisit, store.NounQuestion} {
		known[noun] = &matcher{map[store.ID]string{}, map[string][]store.ID{}}
	}
	names := map[string]store.ID{}
	for _, s := range j.Spots {
		names[s.Name] = s.ID
	}
	for _, r := range j.Refs() {
		key, err := keyOf(r, names)
		if err != nil {
			return nil, err
		}
		known[r.Noun].add(r.ID, key)
	}
	return known, nil
}

func keyOf(r store.Ref, names map[string]store.ID) (string, error) {
	switch r.Noun {
	case store.NounSpot:
		s := *r.Spot
		s.Entries = nil
		return contentKey(s)
	case store.NounEntry:
		return entryKey(r.Spot.ID, *r.Entry)
	case store.NounPhoto:
		if r.Entry != nil {
			return photoKey(store.Owner{Entry: r.Entry.ID}, *r.Photo)
		}
		return photoKey(store.Owner{Check: r.Check.ID}, *r.Photo)
	case store.NounCheck:
		c := *r.Check
		c.Photos = nil
		return contentKey(c)
	case store.NounVisit:
		v := *r.Visit
		v.Spots = append([]store.VisitSpot(nil), v.Spots...)
		for i := range v.Spots {
			v.Spots[i].Spot = string(names[v.Spots[i].Spot])
		}
		return contentKey(v)
	case store.NounMedication:
		return contentKey(*r.Medication)
	}
	return contentKey(*r.Question)
}

// contentKey is the digest of a record without its id.
func contentKey[T any](record T) (string, error) {
	reflect.ValueOf(&record).Elem().FieldByName("ID").SetString("")
	return store.Digest(record)
}

func entryKey(spot store.ID, e store.Entry) (string, error) {
	e.Photos = nil
	key, err := contentKey(e)
	return string(spot) + key, err
}

func photoKey(owner store.Owner, p store.Photo) (string, error) {
	p.File = ""
	key, err := contentKey(p)
	return string(max(owner.Entry, owner.Check)) + key, err
}

// overlay fills what a record does not say from the one that is there.
func overlay[T any](there, given T) T {
	out := reflect.ValueOf(&there).Elem()
	in := reflect.ValueOf(given)
	for i := range in.NumField() {
		if f := in.Field(i); !f.IsZero() {
			out.Field(i).Set(f)
		}
	}
	return there
}

// validate checks every record of a document, and sets the status that a visit's outcome removed
// gives, so that a document matches what its import made.
func validate(j *store.Journal) error {
	if j.Profile != nil {
		if err := j.Profile.Validate(); err != nil {
			return at(err, "profile")
		}
	}
	names := map[string]bool{}
	for i := range j.Spots {
		s := &j.Spots[i]
		if err := s.Validate(); err != nil {
			return at(err, "spots[%d]", i)
		}
		if names[s.Name] {
			return &PlaceError{Place: fmt.Sprintf("spots[%d].name", i), Why: fmt.Sprintf("%q is there twice", s.Name)}
		}
		names[s.Name] = true
		for k := range s.Entries {
			e := &s.Entries[k]
			if err := cmp.Or(e.Validate(), validatePhotos(e.Photos)); err != nil {
				return at(err, "spots[%d].entries[%d]", i, k)
			}
		}
	}
	for i := range j.Visits {
		if err := j.Visits[i].Validate(); err != nil {
			return at(err, "visits[%d]", i)
		}
	}
	for i := range j.Checks {
		c := &j.Checks[i]
		if err := cmp.Or(c.Validate(), validatePhotos(c.Photos)); err != nil {
			return at(err, "checks[%d]", i)
		}
	}
	for i := range j.Medications {
		if err := j.Medications[i].Validate(); err != nil {
			return at(err, "medications[%d]", i)
		}
	}
	j.ApplyOutcomes()
	return nil
}

// validatePhotos checks the photos that say which bytes they are of; for the others the bytes tell.
func validatePhotos(photos []store.Photo) error {
	for i := range photos {
		if p := &photos[i]; p.SHA256 != "" {
			if err := p.Validate(); err != nil {
				return at(err, "photos[%d]", i)
			}
		}
	}
	return nil
}

// at puts a place before an error's own.
func at(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	place := fmt.Sprintf(format, args...)
	var placed *PlaceError
	var invalid *store.InvalidError
	switch {
	case errors.As(err, &placed):
		if placed.Place != "" {
			place += "." + placed.Place
		}
		return &PlaceError{place, placed.Why, placed.Hint}
	case errors.As(err, &invalid):
		why := invalid.Why
		if invalid.Value != "" {
			why = fmt.Sprintf("%q %s", invalid.Value, invalid.Why)
		}
		return &PlaceError{place + "." + invalid.Field, why, invalid.Hint}
	}
	return fmt.Errorf("%s: %w", place, err)
}
