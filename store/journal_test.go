package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

var dates = cmp.AllowUnexported(Date{})

// fullEntry has every field of an entry recorded.
func fullEntry() Entry {
	return Entry{
		Date: date("2026-11-01T08:30:00+01:00"), DateFrom: FromTyped, LengthMM: 4.5, WidthMM: 3, Method: MethodRuler,
		Count: 3, ExtentMM: 30, Spread: SpreadSlow, Colors: []Color{ColorRed, ColorBrown}, Shape: ShapeOval,
		Border: BorderUneven, Surface: []Surface{SurfaceRaised, SurfaceScaly}, Blanch: BlanchStays,
		Bleeding: BleedingBumped, Bleeds: new(2), Restarts: new(false), Changed: []Changed{ChangedSize},
		Feel: []Feel{FeelNone}, Symptoms: []Symptom{SymptomFever, SymptomFatigue}, After: []After{AfterHeat},
		OddOneOut: new(true), Note: "wie Kaffee, Ελλάδα, 'quoted'; \x1b[31m",
	}
}

// testPicture is what the store keeps of a photo; it does not look into the bytes.
func testPicture(content string) *Picture {
	p := &Picture{Original: []byte(content), Format: "jpeg", Bytes: int64(len(content)), Width: 4, Height: 3, Position: true,
		Thumbnail: &Thumbnail{Version: 1, Width: 4, Height: 3, Content: []byte("small " + content)}}
	p.SHA256 = digest(p.Original)
	return p
}

// fullDB makes a journal that holds every noun with every field, and returns what was put in.
func fullDB(t testing.TB) (*DB, *Journal) {
	t.Helper()
	db, other := testDB(t)
	picture := testPicture("not really a photo")
	photo := Photo{SHA256: picture.SHA256, Name: "IMG_1.jpg", Taken: date("2026-11-01T08:29"), TakenFrom: FromExif, Kind: PhotoCloseUp,
		Mark: &Box{X: 0, Y: 1, W: 2, H: 2}, Ruler: &Ruler{X1: 0, Y1: 0, X2: 3, Y2: 0, MM: 10}}
	entry := fullEntry()
	entry.Photos = []Photo{photo}
	j := &Journal{
		Schema: JournalSchema,
		Profile: &Profile{Name: "Ada", BirthDate: date("1980-04-02"), SkinType: 2, Risks: []Risk{RiskManyMoles},
			Allergies: []string{"penicillin, and nuts", "latex"}},
		Medications: []Medication{{Name: "apixaban", Kind: MedicationPrescription, Effects: []Effect{EffectBloodThinner},
			Dose: "5 mg", Started: date("2026-01"), Stopped: date("2026-06-01"), Note: "n"}},
		Spots: []Spot{{Name: "arm-7", Site: "left arm", Kind: KindCrop, Onset: OnsetSudden, FirstSeen: date("2025"),
			Where: []Where{WhereFriction, WhereStrap}, Status: StatusResolved, StatusSince: date("2026-12-01"), Place: "below the elbow",
			At: &BodyPoint{View: ViewFront, X: 0, Y: 0.25}, Entries: []Entry{entry}},
			{ID: other, Name: "left-forearm-1", Site: "left forearm", Kind: KindSpot, Status: StatusActive}},
		Checks: []Check{{Date: date("2026-11-01"), Symptoms: []Symptom{SymptomNone}, Areas: []string{"scalp", "face"}, Note: "n",
			Photos: []Photo{{SHA256: picture.SHA256, Area: "upper-back"}}}},
		Visits: []Visit{{Date: date("2026-10-01"), With: "Dr. X", Note: "n",
			Spots: []VisitSpot{{Spot: "arm-7", Outcome: OutcomeRemoved, Diagnosis: "d", Recheck: date("2027-01-01"), Note: "n"}}}},
		Questions: []Question{{Date: date("2026-11-01"), Text: "why?", Answer: "because"}},
	}
	act(t, db, func(tx *Tx) error {
		if _, err := tx.AddPicture(picture); err != nil {
			return err
		}
		return putAll(tx, j)
	})
	return db, j
}

// putAll writes the records of a journal, noting their new ids in it.
func putAll(tx *Tx, j *Journal) (err error) {
	keep := func(into *ID) func(ID, error) {
		return func(id ID, e error) {
			if *into = id; err == nil {
				err = e
			}
		}
	}
	if j.Profile != nil {
		_, err = tx.PutProfile(*j.Profile)
	}
	for i := range j.Medications {
		keep(&j.Medications[i].ID)(tx.PutMedication(j.Medications[i]))
	}
	ids := map[string]ID{}
	for i := range j.Spots {
		s := &j.Spots[i]
		keep(&s.ID)(tx.PutSpot(*s))
		ids[s.Name] = s.ID
		for k := range s.Entries {
			e := &s.Entries[k]
			keep(&e.ID)(tx.PutEntry(s.ID, *e))
			for n := range e.Photos {
				keep(&e.Photos[n].ID)(tx.PutPhoto(Owner{Entry: e.ID}, e.Photos[n]))
			}
		}
	}
	for i := range j.Checks {
		c := &j.Checks[i]
		keep(&c.ID)(tx.PutCheck(*c))
		for n := range c.Photos {
			keep(&c.Photos[n].ID)(tx.PutPhoto(Owner{Check: c.ID}, c.Photos[n]))
		}
	}
	for i := range j.Visits {
		v := j.Visits[i]
		v.Spots = append([]VisitSpot(nil), v.Spots...)
		for n := range v.Spots {
			v.Spots[n].Spot = string(ids[v.Spots[n].Spot])
		}
		keep(&j.Visits[i].ID)(tx.PutVisit(v))
	}
	for i := range j.Questions {
		keep(&j.Questions[i].ID)(tx.PutQuestion(j.Questions[i]))
	}
	return err
}

func TestEveryFieldComesBack(t *testing.T) {
	db, want := fullDB(t)
	if diff := cmp.Diff(want, read(t, db), dates); diff != "" {
		t.Errorf("read back (-put +read):\n%s", diff)
	}
	photo := want.Spots[0].Entries[0].Photos[0]
	if original, err := db.Original(t.Context(), photo.SHA256); err != nil || string(original) != "not really a photo" {
		t.Errorf("original %q, %v", original, err)
	}
	if small, err := db.Thumbnail(t.Context(), photo.SHA256); err != nil || string(small) != "small not really a photo" {
		t.Errorf("thumbnail %q, %v", small, err)
	}
	pictures, err := db.Pictures(t.Context())
	if p := pictures[photo.SHA256]; err != nil || len(pictures) != 1 || p.Format != "jpeg" || p.Bytes != 18 || p.Width != 4 || p.Height != 3 || !p.Position {
		t.Errorf("pictures %+v, %v", pictures, err)
	}
}

func TestJournalComesBackAsThisActSeesIt(t *testing.T) {
	db, want := fullDB(t)
	act(t, db, func(tx *Tx) error {
		if err := tx.Remove(NounQuestion, want.Questions[0].ID); err != nil {
			return err
		}
		j, err := tx.Journal()
		if err == nil && len(j.Questions) != 0 {
			t.Error("the act does not see what it did")
		}
		return err
	})
}

func TestEntriesComeInOrderOfDate(t *testing.T) {
	db, spot := testDB(t)
	act(t, db, func(tx *Tx) (err error) {
		for _, day := range []string{"2026-11-01T08:30", "2026-12", "2025", "2026-11-01", "2026-10-25T02:30+01:00", "2026-10-25T02:30+02:00"} {
			if _, err = tx.PutEntry(spot, Entry{Date: date(day)}); err != nil {
				return err
			}
		}
		return nil
	})
	s := read(t, db).Spots[0]
	var got []string
	for _, e := range s.Entries {
		got = append(got, e.Date.String())
	}
	want := []string{"2025", "2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00", "2026-11-01", "2026-11-01T08:30", "2026-12"}
	if diff := cmp.Diff(want, got); diff != "" || s.Newest().Date.String() != "2026-12" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}
