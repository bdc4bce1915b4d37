package archive

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"spotlog/internal/photo"
	"spotlog/store"
)

// A FolderImported says what an import of a folder of photos did, or would do where it was a dry run.
type FolderImported struct {
	Imported
	Entries []FiledEntry    `json:"entries"`
	Near    []NearDuplicate `json:"near_duplicates,omitempty"`
	LeftOut []LeftOutFile   `json:"left_out,omitempty"`
}

// A FiledEntry is an entry that photos went to.
type FiledEntry struct {
	Spot     string         `json:"spot"`
	Date     store.Date     `json:"date"`
	DateFrom store.DateFrom `json:"date_from,omitempty"`
	New      bool           `json:"new"` // made for them
	Photos   int            `json:"photos"`
}

// A NearDuplicate is a photo that was taken in although it looks like another one of its spot.
type NearDuplicate struct {
	File string `json:"file"`
	Like string `json:"like"` // the other one's file name
	Spot string `json:"spot"`
}

// A LeftOutFile is a file that was not taken in.
type LeftOutFile struct {
	File string `json:"file"`
	Why  string `json:"why"`            // one word: a FileKind, or as the command has it
	Says string `json:"says,omitempty"` // a sentence where there is more to say
}

// A Filer files photos under spots, by the day they were taken.
type Filer struct {
	Done    FolderImported
	Journal *store.Journal // as it stands after what was filed

	filed map[string]int    // where in Done.Entries an entry stands, by spot and day
	looks map[string][]look // of each spot's photos, where they were asked for
}

// A look is a photo and the difference hash of its thumbnail.
type look struct {
	photo store.Photo
	dhash uint64
}

// near says whether two photos look like one picture. Two exposures by the camera's own clock are
// two however alike they look, as the photos of a spot from month to month should.
func (l look) near(other look) bool {
	exposures := l.photo.TakenFrom == store.FromExif && other.photo.TakenFrom == store.FromExif && l.photo.Taken != other.photo.Taken
	return !exposures && photo.NearDuplicates(l.dhash, other.dhash)
}

// NewFiler files into a journal that was read.
func NewFiler(j *store.Journal) *Filer {
	return &Filer{Journal: j, Done: FolderImported{Imported: Imported{Schema: "spotlog.import.v1"}, Entries: []FiledEntry{}},
		filed: map[string]int{}, looks: map[string][]look{}}
}

// File ties a photo to the entry of its spot that is of its day, or to a new one. A photo that the
// spot has already is only counted. Without a tx all is counted and nothing written.
func (f *Filer) File(tx *store.Tx, name string, p *FolderPhoto) error {
	s := f.Journal.Spot(name)
	if s == nil {
		return fmt.Errorf("%w: spot %s", store.ErrNoRecord, name)
	}
	if HasPhoto(s, p.Photo.SHA256) {
		f.Done.Unchanged++
		return nil
	}
	e, err := f.entry(tx, s, p.Photo)
	if err != nil {
		return err
	}
	added := p.Photo
	if tx != nil {
		if _, err := tx.AddPicture(p.Picture); err != nil {
			return err
		}
		if added.ID, err = tx.PutPhoto(store.Owner{Entry: e.ID}, added); err != nil {
			return err
		}
	}
	e.Photos = append(e.Photos, added)
	f.Done.Added.Photos++
	f.Done.Entries[f.filed[filedAt(s.Name, e.Date)]].Photos++
	return nil
}

// HasPhoto says whether an entry of the spot has a photo of those bytes.
func HasPhoto(s *store.Spot, sha256 string) bool {
	return slices.ContainsFunc(s.Entries, func(e store.Entry) bool {
		return slices.ContainsFunc(e.Photos, func(p store.Photo) bool { return p.SHA256 == sha256 })
	})
}

// EntryOf finds the entry of the day, month or year that a photo was taken on, or nil.
func EntryOf(s *store.Spot, taken store.Date) *store.Entry {
	for i := range s.Entries {
		if d := s.Entries[i].Date; d.FirstDay() == taken.FirstDay() && d.LastDay() == taken.LastDay() {
			return &s.Entries[i]
		}
	}
	return nil
}

func filedAt(spot string, d store.Date) string { return fmt.Sprint(spot, d.FirstDay(), d.LastDay()) }

// entry finds or makes the entry of a photo. One that was made here has the date of the earliest
// photo that went to it.
func (f *Filer) entry(tx *store.Tx, s *store.Spot, p store.Photo) (*store.Entry, error) {
	e := EntryOf(s, p.Taken)
	at, known := f.filed[filedAt(s.Name, p.Taken)]
	switch {
	case e == nil:
		s.Entries = append(s.Entries, store.Entry{})
		e = &s.Entries[len(s.Entries)-1]
		at = len(f.Done.Entries)
		f.Done.Entries = append(f.Done.Entries, FiledEntry{Spot: s.Name, New: true})
		f.Done.Added.Entries++
	case !known:
		at = len(f.Done.Entries)
		f.Done.Entries = append(f.Done.Entries, FiledEntry{Spot: s.Name, Date: e.Date, DateFrom: e.DateFrom})
	}
	f.filed[filedAt(s.Name, p.Taken)] = at
	line := &f.Done.Entries[at]
	if !line.New || !line.Date.IsZero() && line.Date.Compare(p.Taken) <= 0 {
		return e, nil
	}
	e.Date, e.DateFrom = p.Taken, p.TakenFrom
	line.Date, line.DateFrom = e.Date, e.DateFrom
	if tx == nil {
		return e, nil
	}
	var err error
	e.ID, err = tx.PutEntry(s.ID, *e)
	return e, err
}

// NoteNear notes where a photo that is about to be filed looks like one that its spot has, or that
// came before it. thumbnail reads the small picture of a photo of the journal.
func (f *Filer) NoteNear(ctx context.Context, name string, p *FolderPhoto, thumbnail func(context.Context, string) ([]byte, error)) error {
	s := f.Journal.Spot(name)
	if s == nil || p.Picture == nil || p.Picture.Thumbnail == nil || HasPhoto(s, p.Photo.SHA256) {
		return nil
	}
	if _, read := f.looks[name]; !read {
		if err := f.readLooks(ctx, s, thumbnail); err != nil {
			return err
		}
	}
	this := look{p.Photo, p.DHash}
	if slices.ContainsFunc(f.looks[name], func(l look) bool { return l.photo.SHA256 == p.Photo.SHA256 }) {
		return nil // the same file twice, which is filed once
	}
	for _, other := range f.looks[name] {
		if this.near(other) {
			f.Done.Near = append(f.Done.Near, NearDuplicate{File: p.File.Path, Like: other.photo.Name, Spot: name})
			break
		}
	}
	f.looks[name] = append(f.looks[name], this)
	return nil
}

func (f *Filer) readLooks(ctx context.Context, s *store.Spot, thumbnail func(context.Context, string) ([]byte, error)) error {
	f.looks[s.Name] = []look{}
	for _, e := range s.Entries {
		for _, p := range e.Photos {
			content, err := thumbnail(ctx, p.SHA256)
			if errors.Is(err, store.ErrNoRecord) {
				continue
			}
			if err != nil {
				return err
			}
			if hash, err := photo.HashThumbnail(content); err == nil {
				f.looks[s.Name] = append(f.looks[s.Name], look{p, hash})
			}
		}
	}
	return nil
}
