package store

import (
	"errors"
	"math"
	"strings"
	"testing"
)

type validator interface{ Validate() error }

func entryWith(change func(*Entry)) *Entry {
	e := fullEntry()
	change(&e)
	return &e
}

func spotWith(change func(*Spot)) *Spot {
	s := Spot{Name: "a", Site: "left arm", At: &BodyPoint{View: ViewBack, X: 0.5, Y: 1}}
	change(&s)
	return &s
}

func photoWith(change func(*Photo)) *Photo {
	p := Photo{SHA256: strings.Repeat("0a", 32), Mark: &Box{0, 0, 1, 1}, Ruler: &Ruler{0, 0, 3, 4, 10}}
	change(&p)
	return &p
}

func TestValidateTakesWhatIsWhole(t *testing.T) {
	for _, v := range []validator{
		entryWith(func(*Entry) {}), &Entry{Date: date("2026")}, spotWith(func(*Spot) {}), photoWith(func(*Photo) {}), &Profile{},
		entryWith(func(e *Entry) {
			e.LengthMM, e.ExtentMM, e.Bleeding, e.Bleeds = MaxSizeMM, MaxExtentMM, BleedingNone, new(0)
		}),
		&Medication{Name: "apixaban", Started: date("2026-03"), Stopped: date("2026-03-01")},
		&Check{Date: date("2026-11-01"), Areas: []string{"upper-back"}}, &Visit{Date: date("2026")}, &Question{Text: "why?"},
	} {
		if err := v.Validate(); err != nil {
			t.Errorf("%T: %v", v, err)
		}
	}
}

func TestValidateRefuses(t *testing.T) {
	long := strings.Repeat("x", maxText+1)
	cases := []struct {
		what  string
		v     validator
		field string
		hint  string // its beginning
	}{
		{"skin type", &Profile{SkinType: 7}, "skin_type", "skin types go from 1"},
		{"negative skin type", &Profile{SkinType: -1}, "skin_type", "skin types go from 1"},
		{"risk", &Profile{Risks: []Risk{"family-melanom"}}, "risks", `did you mean "family-melanoma"?`},
		{"risk twice", &Profile{Risks: []Risk{RiskPregnant, RiskPregnant}}, "risks", "name each word once"},
		{"birth before 1850", &Profile{BirthDate: date("1849")}, "birth_date", ""},
		{"empty allergy", &Profile{Allergies: []string{"latex", " "}}, "allergies", "leave empty texts out"},
		{"allergy of two lines", &Profile{Allergies: []string{"a\nb"}}, "allergies", ""},
		{"zero byte", &Profile{Name: "a\x00b"}, "name", ""},

		{"medicine without name", &Medication{Name: " \t"}, "name", "the medicine's name"},
		{"kind of medicine", &Medication{Name: "a", Kind: "herb"}, "kind", "use one of: prescription"},
		{"effect", &Medication{Name: "a", Effects: []Effect{"steroids"}}, "effects", `did you mean "steroid"?`},
		{"stopped before started", &Medication{Name: "a", Started: date("2026-03"), Stopped: date("2026-02-28")}, "stopped", ""},
		{"id", &Medication{ID: "7", Name: "a"}, "id", "leave the id out"},

		{"spot without name", spotWith(func(s *Spot) { s.Name = "" }), "name", "a name is small letters"},
		{"spot without site", spotWith(func(s *Spot) { s.Site = "" }), "site", "where it is on the body"},
		{"kind", spotWith(func(s *Spot) { s.Kind = "mole" }), "kind", "use one of: spot, crop"},
		{"where", spotWith(func(s *Spot) { s.Where = []Where{""} }), "where", "use some of: friction"},
		{"status", spotWith(func(s *Spot) { s.Status = "gone" }), "status", "use one of: active"},
		{"status date", spotWith(func(s *Spot) { s.StatusSince = date("2200") }), "status_since", ""},
		{"view", spotWith(func(s *Spot) { s.At.View = "" }), "view", `"front" or "back"`},
		{"beside the map", spotWith(func(s *Spot) { s.At.X = 1.01 }), "at", "x and y go from 0 to 1"},
		{"no number", spotWith(func(s *Spot) { s.At.Y = math.NaN() }), "at", "x and y go from 0 to 1"},
		{"place", spotWith(func(s *Spot) { s.Place = "\xff" }), "place", ""},

		{"entry without date", entryWith(func(e *Entry) { e.Date = Date{} }), "date", "write it as 2026-11-01"},
		{"date from", entryWith(func(e *Entry) { e.DateFrom = "guess" }), "date_from", "use one of: clock"},
		{"length", entryWith(func(e *Entry) { e.LengthMM = 500.1 }), "length_mm", "sizes go up to 500 mm"},
		{"negative width", entryWith(func(e *Entry) { e.WidthMM = -1 }), "width_mm", "sizes go up to 500 mm"},
		{"no number", entryWith(func(e *Entry) { e.LengthMM = math.NaN() }), "length_mm", "sizes go up to 500 mm"},
		{"infinite", entryWith(func(e *Entry) { e.ExtentMM = math.Inf(1) }), "extent_mm", "sizes go up to 2000 mm"},
		{"count", entryWith(func(e *Entry) { e.Count = -1 }), "count", "a whole number"},
		{"method", entryWith(func(e *Entry) { e.Method = "rular" }), "method", `did you mean "ruler"?`},
		{"color", entryWith(func(e *Entry) { e.Colors = []Color{"red,brown"} }), "colors", "use one of: skin"},
		{"shape", entryWith(func(e *Entry) { e.Shape = "square" }), "shape", "use one of: round"},
		{"border", entryWith(func(e *Entry) { e.Border = "evn" }), "border", `did you mean "even"?`},
		{"surface", entryWith(func(e *Entry) { e.Surface = []Surface{"none"} }), "surface", "use one of: flat"},
		{"blanch", entryWith(func(e *Entry) { e.Blanch = "yes" }), "blanch", "use one of: fades"},
		{"bleeding", entryWith(func(e *Entry) { e.Bleeding = "wontstop" }), "bleeding", `did you mean "wont-stop"?`},
		{"bleeds", entryWith(func(e *Entry) { e.Bleeds = new(-1) }), "bleeds", "a whole number"},
		{"bleeds without bleeding", entryWith(func(e *Entry) { e.Bleeding, e.Bleeds = BleedingNone, new(2) }), "bleeds", "leave one of them out"},
		{"spread", entryWith(func(e *Entry) { e.Spread = "quick" }), "spread", "use one of: none"},
		{"changed", entryWith(func(e *Entry) { e.Changed = []Changed{ChangedNone, ChangedSize} }), "changed", `"none" means asked`},
		{"feel", entryWith(func(e *Entry) { e.Feel = []Feel{FeelItch, FeelNone} }), "feel", `"none" means asked`},
		{"symptom", entryWith(func(e *Entry) { e.Symptoms = []Symptom{"fevr"} }), "symptoms", `did you mean "fever"?`},
		{"after", entryWith(func(e *Entry) { e.After = []After{AfterSun, AfterSun} }), "after", "name each word once"},
		{"long note", entryWith(func(e *Entry) { e.Note = long }), "note", "keep long texts"},

		{"photo without bytes", photoWith(func(p *Photo) { p.SHA256 = "" }), "sha256", ""},
		{"upper-case hex", photoWith(func(p *Photo) { p.SHA256 = strings.ToUpper(p.SHA256) }), "sha256", ""},
		{"kind of photo", photoWith(func(p *Photo) { p.Kind = "closeup" }), "kind", `did you mean "close-up"?`},
		{"taken from", photoWith(func(p *Photo) { p.TakenFrom = "gps" }), "taken_from", "use one of: clock"},
		{"box without width", photoWith(func(p *Photo) { p.Mark.W = 0 }), "mark", "x,y,w,h"},
		{"box beside the photo", photoWith(func(p *Photo) { p.Mark.X = -1 }), "mark", "x,y,w,h"},
		{"ruler of one point", photoWith(func(p *Photo) { p.Ruler.X2, p.Ruler.Y2 = 0, 0 }), "ruler", "x1,y1,x2,y2=10mm"},
		{"ruler without mm", photoWith(func(p *Photo) { p.Ruler.MM = 0 }), "ruler", "x1,y1,x2,y2=10mm"},
		{"ruler, no number", photoWith(func(p *Photo) { p.Ruler.X1 = math.NaN() }), "ruler", "x1,y1,x2,y2=10mm"},

		{"check without date", &Check{}, "date", "write it as 2026-11-01"},
		{"symptom of a check", &Check{Date: date("2026"), Symptoms: []Symptom{"influenza"}}, "symptoms", "use one of: none"},
		{"area with a comma", &Check{Date: date("2026"), Areas: []string{"scalp,face"}}, "areas", "name each area by itself"},
		{"empty area", &Check{Date: date("2026"), Areas: []string{""}}, "areas", "leave empty texts out"},

		{"visit without date", &Visit{}, "date", "write it as 2026-11-01"},
		{"outcome", &Visit{Date: date("2026"), Spots: []VisitSpot{{Spot: "a", Outcome: "excised"}}}, "outcome", "use one of: benign"},
		{"visit line without spot", &Visit{Date: date("2026"), Spots: []VisitSpot{{Spot: "a"}, {}}}, "spot", "the name of a spot"},
		{"recheck", &Visit{Date: date("2026"), Spots: []VisitSpot{{Spot: "a", Recheck: date("0027-01-01")}}}, "recheck", ""},

		{"question without text", &Question{}, "text", "the question itself"},
		{"answer", &Question{Text: "why?", Answer: long}, "answer", "keep long texts"},
	}
	for _, c := range cases {
		var invalid *InvalidError
		err := c.v.Validate()
		if !errors.As(err, &invalid) {
			t.Errorf("%T, %s: %v, want a refusal", c.v, c.what, err)
			continue
		}
		if invalid.Field != c.field || !strings.HasPrefix(invalid.Hint, c.hint) || c.hint == "" != (invalid.Hint == "") {
			t.Errorf("%T, %s: field %s, hint %q; want %s, %q", c.v, c.what, invalid.Field, invalid.Hint, c.field, c.hint)
		}
	}
}
