package archive

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"spotlog/internal/photo"
	"spotlog/store"
)

// An Imported says what an import did, record by record kind, or would do where it was a dry run.
type Imported struct {
	Schema    string   `json:"schema"`
	DryRun    bool     `json:"dry_run,omitempty"`
	Added     Counts   `json:"added"`
	Updated   int      `json:"updated"`
	Unchanged int      `json:"unchanged"`
	NoBytes   int      `json:"no_bytes"` // photos listed without their bytes: left out
	Warnings  []string `json:"warnings,omitempty"`
}

// Counts are records by kind.
type Counts struct {
	Spots       int `json:"spots"`
	Entries     int `json:"entries"`
	Photos      int `json:"photos"`
	Checks      int `json:"checks"`
	Visits      int `json:"visits"`
	Medications int `json:"medications"`
	Questions   int `json:"questions"`
}

// Total adds all kinds.
func (c Counts) Total() int {
	return c.Spots + c.Entries + c.Photos + c.Checks + c.Visits + c.Medications + c.Questions
}

// A ConflictError lists records that are in the journal with other content.
type ConflictError struct{ Records []string }

// Error names the first few.
func (e *ConflictError) Error() string {
	list := e.Records
	more := ""
	if len(list) > 5 {
		list, more = list[:5], fmt.Sprintf(" and %d more", len(e.Records)-5)
	}
	return "the journal holds other content for " + strings.Join(list, ", ") + more
}

// A Document is a journal document read from a file, checked but not yet imported.
type Document struct {
	Journal *store.Journal
	folder  string // its photos are named relative to this
}

// ReadDocument reads journal.json of a folder, or a file of any name. What it does not know is a
// PlaceError; an entry or a spot that Validate refuses is named with its place.
func ReadDocument(path string) (*Document, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		path = filepath.Join(path, "journal.json")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return ParseDocument(data, filepath.Dir(path))
}

// ParseDocument reads a journal document whose photos lie relative to a folder.
func ParseDocument(data []byte, folder string) (*Document, error) {
	j := &store.Journal{}
	if err := ReadStrict(data, j); err != nil {
		return nil, err
	}
	if j.Schema != store.JournalSchema {
		return nil, &PlaceError{Place: "schema", Why: fmt.Sprintf("is %q", j.Schema), Hint: "this spotlog reads " + store.JournalSchema}
	}
	return newDocument(j, folder)
}

// NewDocument checks a journal whose photos are in the file already.
func NewDocument(j *store.Journal) (*Document, error) { return newDocument(j, ".") }

func newDocument(j *store.Journal, folder string) (*Document, error) {
	if err := validate(j); err != nil {
		return nil, err
	}
	return &Document{j, folder}, nil
}

// Import brings a document into a journal as part of an act. Records match by id, without one by
// their content, so that importing twice changes nothing. Same id and other content is a
// ConflictError, or with update a revision.
func (d *Document) Import(ctx context.Context, tx *store.Tx, update bool, limits photo.Limits) (Imported, error) {
	now, err := tx.Journal()
	if err != nil {
		return Imported{}, err
	}
	in := &importer{ctx: ctx, tx: tx, folder: d.folder, update: update, limits: limits,
		now: now, spotIDs: map[string]store.ID{}, photos: map[string]store.Photo{}, done: Imported{Schema: "spotlog.import.v1"}}
	if d.hasFiles() {
		root, err := os.OpenRoot(d.folder) // no name in the document can lead out of it
		if err != nil {
			return Imported{}, err
		}
		defer root.Close()
		in.root = root
	}
	return in.run(d.Journal)
}

func (d *Document) hasFiles() bool {
	for _, p := range photosOf(d.Journal) {
		if p.File != "" {
			return true
		}
	}
	return false
}

type importer struct {
	ctx     context.Context
	tx      *store.Tx
	root    *os.Root
	folder  string
	update  bool
	limits  photo.Limits
	now     *store.Journal
	spotIDs map[string]store.ID    // by name, of the journal and the document
	photos  map[string]store.Photo // by owner and SHA-256, of the journal and the document

	known     map[store.Noun]*matcher
	conflicts []string
	done      Imported
}

func (in *importer) run(j *store.Journal) (Imported, error) {
	var err error
	if in.known, err = indexJournal(in.now); err != nil {
		return in.done, err
	}
	for _, r := range j.Refs() {
		in.known[r.Noun].claim(r.ID)
	}
	for _, s := range in.now.Spots {
		in.spotIDs[s.Name] = s.ID
	}
	for _, r := range in.now.Refs() {
		if r.Photo != nil {
			in.photos[photoPlace(ownerOf(r), *r.Photo)] = *r.Photo
		}
	}
	steps := []func(*store.Journal) error{in.profile, in.medications, in.spots, in.visits, in.checks, in.questions}
	for _, step := range steps {
		if err := step(j); err != nil {
			return in.done, err
		}
	}
	if len(in.conflicts) > 0 {
		return in.done, &ConflictError{in.conflicts}
	}
	return in.done, in.ctx.Err()
}

// settle decides what becomes of one record: write is called where it is new or, with update,
// differs; added is the count it belongs to. It gives the id the record has in the journal.
func (in *importer) settle(noun store.Noun, id store.ID, key, name string, added *int, write func(store.ID) (store.ID, error)) (store.ID, error) {
	match, same, there := in.known[noun].find(id, key)
	switch {
	case there && same:
		in.done.Unchanged++
		return match, nil
	case there && !in.update:
		in.conflicts = append(in.conflicts, name)
		return match, nil
	case there:
		in.done.Updated++
	default:
		*added++
	}
	if !there {
		match = id
	}
	written, err := write(match)
	in.known[noun].byID[written] = key
	return written, err
}

func (in *importer) profile(j *store.Journal) error {
	if j.Profile == nil {
		return nil
	}
	changed, err := in.tx.PutProfile(*j.Profile)
	switch {
	case err != nil || !changed:
		return err
	case in.now.Profile != nil && !in.update:
		in.conflicts = append(in.conflicts, "the profile")
	case in.now.Profile != nil:
		in.done.Updated++
	}
	return nil
}

func (in *importer) medications(j *store.Journal) error {
	for i, m := range j.Medications {
		key, err := contentKey(m)
		if err == nil {
			_, err = in.settle(store.NounMedication, m.ID, key, "medicine "+m.Name, &in.done.Added.Medications, func(id store.ID) (store.ID, error) {
				m.ID = id
				return in.tx.PutMedication(m)
			})
		}
		if err != nil {
			return at(err, "medications[%d]", i)
		}
	}
	return nil
}

func (in *importer) questions(j *store.Journal) error {
	for i, q := range j.Questions {
		key, err := contentKey(q)
		if err == nil {
			_, err = in.settle(store.NounQuestion, q.ID, key, "a question", &in.done.Added.Questions, func(id store.ID) (store.ID, error) {
				q.ID = id
				return in.tx.PutQuestion(q)
			})
		}
		if err != nil {
			return at(err, "questions[%d]", i)
		}
	}
	return nil
}

func (in *importer) spots(j *store.Journal) error {
	for i := range j.Spots {
		s := j.Spots[i]
		id, err := in.spot(s)
		if err != nil {
			return at(err, "spots[%d]", i)
		}
		in.spotIDs[s.Name] = id
		for k := range s.Entries {
			if err := in.entry(id, s.Name, s.Entries[k]); err != nil {
				return at(err, "spots[%d].entries[%d]", i, k)
			}
		}
	}
	return nil
}

// spot settles a spot. One without an id is the journal's spot of that name; what it does not say
// is left as it is there.
func (in *importer) spot(s store.Spot) (store.ID, error) {
	if there := in.now.Spot(s.Name); s.ID == "" && there != nil {
		s = overlay(*there, s)
		s.ID = there.ID
	}
	s.Entries = nil
	s = s.WithDefaults()
	key, err := contentKey(s)
	if err != nil {
		return "", err
	}
	return in.settle(store.NounSpot, s.ID, key, "spot "+s.Name, &in.done.Added.Spots, func(id store.ID) (store.ID, error) {
		s.ID = id
		return in.tx.PutSpot(s)
	})
}

func (in *importer) entry(spot store.ID, name string, e store.Entry) error {
	key, err := entryKey(spot, e)
	if err != nil {
		return err
	}
	id, err := in.settle(store.NounEntry, e.ID, key, fmt.Sprintf("%s@%s", name, e.Date), &in.done.Added.Entries, func(id store.ID) (store.ID, error) {
		copied := e
		copied.ID = id
		return in.tx.PutEntry(spot, copied)
	})
	for k := range e.Photos {
		if err == nil {
			err = at(in.photo(store.Owner{Entry: id}, e.Photos[k]), "photos[%d]", k)
		}
	}
	return err
}

func (in *importer) checks(j *store.Journal) error {
	for i := range j.Checks {
		c := j.Checks[i]
		photos := c.Photos
		c.Photos = nil
		key, err := contentKey(c)
		if err != nil {
			return err
		}
		id, err := in.settle(store.NounCheck, c.ID, key, "the check of "+c.Date.String(), &in.done.Added.Checks, func(id store.ID) (store.ID, error) {
			c.ID = id
			return in.tx.PutCheck(c)
		})
		for k := range photos {
			if err == nil {
				err = at(in.photo(store.Owner{Check: id}, photos[k]), "photos[%d]", k)
			}
		}
		if err != nil {
			return at(err, "checks[%d]", i)
		}
	}
	return nil
}

func (in *importer) visits(j *store.Journal) error {
	for i := range j.Visits {
		v := j.Visits[i]
		v.Spots = append([]store.VisitSpot(nil), v.Spots...)
		for k := range v.Spots {
			id, ok := in.spotIDs[v.Spots[k].Spot]
			if !ok {
				return at(&PlaceError{Why: fmt.Sprintf("names %q, which is no spot here", v.Spots[k].Spot)}, "visits[%d].spots[%d].spot", i, k)
			}
			v.Spots[k].Spot = string(id)
		}
		key, err := contentKey(v)
		if err == nil {
			_, err = in.settle(store.NounVisit, v.ID, key, "the visit of "+v.Date.String(), &in.done.Added.Visits, func(id store.ID) (store.ID, error) {
				v.ID = id
				return in.tx.PutVisit(v)
			})
		}
		if err != nil {
			return at(err, "visits[%d]", i)
		}
	}
	return nil
}
