package store

import "slices"

// Schema names of the journal document (contract).
const JournalSchema = "spotlog.journal.v1"

// A Journal is everything that is recorded, as it now stands: the document that export writes.
// Spots are in order of name, entries in order of date, photos in order of id. One read from a file
// is for reading: equal lists of words may share their memory.
type Journal struct {
	Schema      string       `json:"schema"`
	Profile     *Profile     `json:"profile,omitempty"`
	Medications []Medication `json:"medications,omitempty"`
	Spots       []Spot       `json:"spots,omitempty"`
	Checks      []Check      `json:"checks,omitempty"`
	Visits      []Visit      `json:"visits,omitempty"`
	Questions   []Question   `json:"questions,omitempty"`
}

// A Profile is the history a clinician asks for.
type Profile struct {
	Name      string   `json:"name,omitempty"`
	BirthDate Date     `json:"birth_date,omitzero"`
	SkinType  int      `json:"skin_type,omitempty"` // Fitzpatrick I to VI as 1 to 6; 0 is not recorded
	Risks     []Risk   `json:"risks,omitempty"`
	Allergies []string `json:"allergies,omitempty"`
}

// A Medication is a medicine or supplement and when it was taken.
type Medication struct {
	ID      ID             `json:"id,omitempty"`
	Name    string         `json:"name"`
	Kind    MedicationKind `json:"kind,omitempty"`
	Effects []Effect       `json:"effects,omitempty"` // nil is not recorded; "none" is asked, and none
	Dose    string         `json:"dose,omitempty"`
	Started Date           `json:"started,omitzero"`
	Stopped Date           `json:"stopped,omitzero"`
	Note    string         `json:"note,omitempty"`
}

// A Spot is one mark, or one crop of dots, on one place of the skin.
type Spot struct {
	ID          ID         `json:"id,omitempty"`
	Name        string     `json:"name"`
	Site        string     `json:"site"` // as typed; internal/bodymap finds the region in it
	Kind        Kind       `json:"kind,omitempty"`
	Onset       Onset      `json:"onset,omitempty"`
	FirstSeen   Date       `json:"first_seen,omitzero"`
	Where       []Where    `json:"where,omitempty"`
	Status      Status     `json:"status,omitempty"`
	StatusSince Date       `json:"status_since,omitzero"`
	Place       string     `json:"place,omitempty"` // in words: "two fingers above the elbow"
	At          *BodyPoint `json:"at,omitempty"`
	Entries     []Entry    `json:"entries,omitempty"`
}

// A BodyPoint is a place on the body map, as fractions of its width and height from the top left.
type BodyPoint struct {
	View View    `json:"view"`
	X    float64 `json:"x"`
	Y    float64 `json:"y"`
}

// An Entry is what was seen of a spot on one day. A nil list, an empty word, a nil pointer and a
// zero number mean not recorded; the word "none" means asked, and there was none.
type Entry struct {
	ID        ID        `json:"id,omitempty"`
	Date      Date      `json:"date"`
	DateFrom  DateFrom  `json:"date_from,omitempty"`
	LengthMM  float64   `json:"length_mm,omitempty"`
	WidthMM   float64   `json:"width_mm,omitempty"`
	Method    Method    `json:"method,omitempty"`
	Count     int       `json:"count,omitempty"`     // dots in a crop
	ExtentMM  float64   `json:"extent_mm,omitempty"` // longest span of a crop
	Spread    Spread    `json:"spread,omitempty"`
	Colors    []Color   `json:"colors,omitempty"`
	Shape     Shape     `json:"shape,omitempty"`
	Border    Border    `json:"border,omitempty"`
	Surface   []Surface `json:"surface,omitempty"`
	Blanch    Blanch    `json:"blanch,omitempty"`
	Bleeding  Bleeding  `json:"bleeding,omitempty"`
	Bleeds    *int      `json:"bleeds,omitempty"` // how often since the last entry
	Restarts  *bool     `json:"restarts,omitempty"`
	Changed   []Changed `json:"changed,omitempty"`
	Feel      []Feel    `json:"feel,omitempty"`
	Symptoms  []Symptom `json:"symptoms,omitempty"`
	After     []After   `json:"after,omitempty"`
	OddOneOut *bool     `json:"odd_one_out,omitempty"`
	Note      string    `json:"note,omitempty"`
	Photos    []Photo   `json:"photos,omitempty"`
}

// DiameterMM is the longer of length and width in mm, or 0 where no size is recorded.
func (e *Entry) DiameterMM() float64 { return max(e.LengthMM, e.WidthMM) }

// A Photo ties a stored picture to an entry or a check. One stored picture may serve several.
type Photo struct {
	ID        ID        `json:"id,omitempty"`
	File      string    `json:"file,omitempty"`   // where an export put the bytes; never stored
	SHA256    string    `json:"sha256,omitempty"` // of the original bytes, in lower-case hex
	Name      string    `json:"name,omitempty"`   // the file's name when it came
	Taken     Date      `json:"taken,omitzero"`
	TakenFrom DateFrom  `json:"taken_from,omitempty"`
	Kind      PhotoKind `json:"kind,omitempty"`
	Mark      *Box      `json:"mark,omitempty"`
	Ruler     *Ruler    `json:"ruler,omitempty"`
	Area      string    `json:"area,omitempty"` // of a check's photo: what part of the body it shows
}

// A Box marks the spot in a photo, in pixels of the upright picture from its top left.
type Box struct {
	X int `json:"x"`
	Y int `json:"y"`
	W int `json:"w"`
	H int `json:"h"`
}

// A Ruler gives a photo its scale: two points in upright pixels and the mm between them.
type Ruler struct {
	X1 float64 `json:"x1"`
	Y1 float64 `json:"y1"`
	X2 float64 `json:"x2"`
	Y2 float64 `json:"y2"`
	MM float64 `json:"mm"`
}

// A Check is a self-check: which areas were looked at, and how the person was.
type Check struct {
	ID       ID        `json:"id,omitempty"`
	Date     Date      `json:"date"`
	Symptoms []Symptom `json:"symptoms,omitempty"`
	Areas    []string  `json:"areas,omitempty"`
	Note     string    `json:"note,omitempty"`
	Photos   []Photo   `json:"photos,omitempty"`
}

// A Visit is what a clinician said, spot by spot.
type Visit struct {
	ID    ID          `json:"id,omitempty"`
	Date  Date        `json:"date"`
	With  string      `json:"with,omitempty"`
	Spots []VisitSpot `json:"spots,omitempty"`
	Note  string      `json:"note,omitempty"`
}

// A VisitSpot is what a visit decided about one spot. Diagnosis is the clinician's own word.
// In a journal read from a file Spot is the spot's name; in the file's rows it is the spot's id,
// so that a rename leaves visits alone.
type VisitSpot struct {
	Spot      string  `json:"spot"`
	Outcome   Outcome `json:"outcome,omitempty"`
	Diagnosis string  `json:"diagnosis,omitempty"`
	Recheck   Date    `json:"recheck,omitzero"`
	Note      string  `json:"note,omitempty"`
}

// A Question is something the person wants to ask at the next visit.
type Question struct {
	ID     ID     `json:"id,omitempty"`
	Date   Date   `json:"date,omitzero"`
	Text   string `json:"text"`
	Answer string `json:"answer,omitempty"`
}

// Spot returns the spot of that exact name, or nil.
func (j *Journal) Spot(name string) *Spot {
	i := slices.IndexFunc(j.Spots, func(s Spot) bool { return s.Name == name })
	if i < 0 {
		return nil
	}
	return &j.Spots[i]
}

// Newest returns the newest entry, or nil where there is none.
func (s *Spot) Newest() *Entry {
	if len(s.Entries) == 0 {
		return nil
	}
	return &s.Entries[len(s.Entries)-1]
}

// Measured returns the newest entry with a size, or nil where there is none.
func (s *Spot) Measured() *Entry {
	for i := range slices.Backward(s.Entries) {
		if s.Entries[i].DiameterMM() > 0 {
			return &s.Entries[i]
		}
	}
	return nil
}

// SortEntries puts entries in order of date, then of id.
func (s *Spot) SortEntries() {
	slices.SortStableFunc(s.Entries, func(a, b Entry) int {
		if c := a.Date.Compare(b.Date); c != 0 {
			return c
		}
		return compareIDs(a.ID, b.ID)
	})
}

// ApplyOutcomes gives the spots of a journal document the status that a visit's outcome removed
// sets, as PutVisit does for spots in a file.
func (j *Journal) ApplyOutcomes() {
	for _, v := range j.Visits {
		for _, line := range v.Spots {
			if s := j.Spot(line.Spot); s != nil && line.Outcome == OutcomeRemoved {
				s.removedAt(v.Date)
			}
		}
	}
}
