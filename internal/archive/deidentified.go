package archive

import (
	"fmt"
	"slices"

	"spotlog/internal/bodymap"
	"spotlog/store"
)

// Deidentified is the document of a de-identified export. Every field is a number, a word of a
// vocabulary, or a name made here; what the nouns of store gain later is not in it until it is
// added. In ISIC's metadata day is acquisition_day, length_mm clin_size_long_diam_mm, and regions
// anatom_site_general, coarser.
type Deidentified struct {
	Schema      string           `json:"schema"`
	Person      *barePerson      `json:"person,omitempty"`
	Medications []bareMedication `json:"medications,omitempty"`
	Spots       []bareSpot       `json:"spots,omitempty"`
	Checks      []bareCheck      `json:"checks,omitempty"`
	Visits      []bareVisit      `json:"visits,omitempty"`
}

type barePerson struct {
	AgeYears *int         `json:"age_years,omitempty"` // at day 0; 90 and over as 90
	SkinType int          `json:"skin_type,omitempty"`
	Risks    []store.Risk `json:"risks,omitempty"`
}

type bareMedication struct {
	Kind             store.MedicationKind `json:"kind,omitempty"`
	Effects          []store.Effect       `json:"effects,omitempty"`
	StartedDay       *int                 `json:"started_day,omitempty"`
	StartedPrecision string               `json:"started_precision,omitempty"`
	StoppedDay       *int                 `json:"stopped_day,omitempty"`
	StoppedPrecision string               `json:"stopped_precision,omitempty"`
}

// A bareSite is a typed site in the words of the body map.
type bareSite struct {
	Regions []bodymap.Region `json:"regions"` // "unknown" where the map knows none
	Side    bodymap.Side     `json:"side,omitempty"`
}

type bareSpot struct {
	Name string `json:"name"` // "spot-1", in order of first entry
	bareSite
	Kind               store.Kind    `json:"kind,omitempty"`
	Onset              store.Onset   `json:"onset,omitempty"`
	FirstSeenDay       *int          `json:"first_seen_day,omitempty"`
	FirstSeenPrecision string        `json:"first_seen_precision,omitempty"`
	Where              []store.Where `json:"where,omitempty"`
	Status             store.Status  `json:"status,omitempty"`
	StatusDay          *int          `json:"status_day,omitempty"`
	StatusPrecision    string        `json:"status_precision,omitempty"`
	Entries            []bareEntry   `json:"entries,omitempty"`
}

type bareEntry struct {
	Day       *int            `json:"day"`
	Precision string          `json:"precision,omitempty"`
	DateFrom  store.DateFrom  `json:"date_from,omitempty"`
	LengthMM  float64         `json:"length_mm,omitempty"`
	WidthMM   float64         `json:"width_mm,omitempty"`
	Method    store.Method    `json:"method,omitempty"`
	Count     int             `json:"count,omitempty"`
	ExtentMM  float64         `json:"extent_mm,omitempty"`
	Spread    store.Spread    `json:"spread,omitempty"`
	Colors    []store.Color   `json:"colors,omitempty"`
	Shape     store.Shape     `json:"shape,omitempty"`
	Border    store.Border    `json:"border,omitempty"`
	Surface   []store.Surface `json:"surface,omitempty"`
	Blanch    store.Blanch    `json:"blanch,omitempty"`
	Bleeding  store.Bleeding  `json:"bleeding,omitempty"`
	Bleeds    *int            `json:"bleeds,omitempty"`
	Restarts  *bool           `json:"restarts,omitempty"`
	Changed   []store.Changed `json:"changed,omitempty"`
	Feel      []store.Feel    `json:"feel,omitempty"`
	Symptoms  []store.Symptom `json:"symptoms,omitempty"`
	After     []store.After   `json:"after,omitempty"`
	OddOneOut *bool           `json:"odd_one_out,omitempty"`
	Photos    []barePhoto     `json:"photos,omitempty"`
}

type barePhoto struct {
	sha256    string          // of the original; never written, since it would tell the file apart
	File      string          `json:"file"`
	*bareSite                 // that its area names, if any
	Kind      store.PhotoKind `json:"kind,omitempty"`
	Mark      *store.Box      `json:"mark,omitempty"` // in upright pixels, as the file now has them
	Ruler     *store.Ruler    `json:"ruler,omitempty"`
}

type bareCheck struct {
	Day       *int             `json:"day"`
	Precision string           `json:"precision,omitempty"`
	Symptoms  []store.Symptom  `json:"symptoms,omitempty"`
	Areas     []bodymap.Region `json:"areas,omitempty"` // those of which spotlog knows the region
	Photos    []barePhoto      `json:"photos,omitempty"`
}

type bareVisit struct {
	Day       *int            `json:"day"`
	Precision string          `json:"precision,omitempty"`
	Spots     []bareVisitSpot `json:"spots,omitempty"`
}

type bareVisitSpot struct {
	Spot             string        `json:"spot"` // "spot-1"
	Outcome          store.Outcome `json:"outcome,omitempty"`
	RecheckDay       *int          `json:"recheck_day,omitempty"`
	RecheckPrecision string        `json:"recheck_precision,omitempty"`
}

// photos points to every list of photos.
func (document *Deidentified) photos() (lists []*[]barePhoto) {
	for _, s := range document.Spots {
		for i := range s.Entries {
			lists = append(lists, &s.Entries[i].Photos)
		}
	}
	for i := range document.Checks {
		lists = append(lists, &document.Checks[i].Photos)
	}
	return lists
}

// document makes the document of a journal and counts the photos that are left out.
func (d *deidentifier) document(j *store.Journal) *Deidentified {
	document := &Deidentified{Schema: DeidentifiedSchema}
	if p := j.Profile; p != nil {
		document.Person = &barePerson{d.days.age(p.BirthDate), p.SkinType, p.Risks}
	}
	for _, m := range j.Medications {
		bare := bareMedication{Kind: m.Kind, Effects: m.Effects}
		bare.StartedDay, bare.StartedPrecision = d.days.since(m.Started)
		bare.StoppedDay, bare.StoppedPrecision = d.days.since(m.Stopped)
		document.Medications = append(document.Medications, bare)
	}
	for _, s := range d.spots {
		document.Spots = append(document.Spots, d.spot(s))
	}
	for _, c := range j.Checks {
		document.Checks = append(document.Checks, d.check(c))
	}
	for _, v := range j.Visits {
		document.Visits = append(document.Visits, d.visit(v))
	}
	return document
}

func (d *deidentifier) spot(s store.Spot) bareSpot {
	bare := bareSpot{Name: d.names[s.Name], bareSite: siteOf(s.Site), Kind: s.Kind, Onset: s.Onset, Where: s.Where, Status: s.Status}
	bare.FirstSeenDay, bare.FirstSeenPrecision = d.days.since(s.FirstSeen)
	bare.StatusDay, bare.StatusPrecision = d.days.since(s.StatusSince)
	for _, e := range s.Entries {
		bare.Entries = append(bare.Entries, d.entry(bare.Name, e))
	}
	return bare
}

func (d *deidentifier) entry(spot string, e store.Entry) bareEntry {
	bare := bareEntry{
		DateFrom: e.DateFrom, LengthMM: e.LengthMM, WidthMM: e.WidthMM, Method: e.Method, Count: e.Count, ExtentMM: e.ExtentMM,
		Spread: e.Spread, Colors: e.Colors, Shape: e.Shape, Border: e.Border, Surface: e.Surface, Blanch: e.Blanch,
		Bleeding: e.Bleeding, Bleeds: e.Bleeds, Restarts: e.Restarts, Changed: e.Changed, Feel: e.Feel,
		Symptoms: e.Symptoms, After: e.After, OddOneOut: e.OddOneOut,
	}
	bare.Day, bare.Precision = d.days.since(e.Date)
	bare.Photos = d.shown(spot, bare.Day, e.Photos)
	return bare
}

func (d *deidentifier) check(c store.Check) bareCheck {
	bare := bareCheck{Symptoms: c.Symptoms}
	bare.Day, bare.Precision = d.days.since(c.Date)
	for _, area := range c.Areas {
		site := bodymap.Find(area)
		for _, r := range site.Regions {
			if d.mayShow(site) && !slices.Contains(bare.Areas, r) {
				bare.Areas = append(bare.Areas, r)
			}
		}
	}
	bare.Photos = d.shown("check", bare.Day, c.Photos)
	return bare
}

func (d *deidentifier) visit(v store.Visit) bareVisit {
	var bare bareVisit
	bare.Day, bare.Precision = d.days.since(v.Date)
	for _, s := range v.Spots {
		if name, kept := d.names[s.Spot]; kept {
			line := bareVisitSpot{Spot: name, Outcome: s.Outcome}
			line.RecheckDay, line.RecheckPrecision = d.days.since(s.Recheck)
			bare.Spots = append(bare.Spots, line)
		}
	}
	return bare
}

// shown gives the photos that may be shown, each named by what it is of and the day. A picture that
// has a name already keeps it.
func (d *deidentifier) shown(of string, day *int, photos []store.Photo) (bare []barePhoto) {
	if !d.withPhotos {
		return nil
	}
	of = fmt.Sprintf("%s-day-%d", of, *day)
	for _, p := range photos {
		if d.hidden[p.SHA256] {
			d.leftOut.Photos++
			continue
		}
		file, named := d.files[p.SHA256]
		if !named {
			d.photos[of]++
			file = fmt.Sprintf("photos/%s-%d.jpg", of, d.photos[of])
			d.files[p.SHA256] = file
		}
		shown := barePhoto{sha256: p.SHA256, File: file, Kind: p.Kind, Mark: p.Mark, Ruler: p.Ruler}
		if p.Area != "" {
			site := siteOf(p.Area)
			shown.bareSite = &site
		}
		bare = append(bare, shown)
	}
	return bare
}

func siteOf(typed string) bareSite {
	site := bodymap.Find(typed)
	if !site.Known() {
		site.Regions = []bodymap.Region{"unknown"}
	}
	return bareSite{site.Regions, site.Side}
}
