package store

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of what a journal takes.
const (
	MaxSizeMM   = 500  // length and width of a spot
	MaxExtentMM = 2000 // span of a crop
	maxName     = 64   // letters in a spot's name
	maxText     = 100_000
)

// firstYear is the earliest year a lived date may have.
const firstYear = 1850

// Validate refuses a profile with an unknown word or an impossible value.
func (p *Profile) Validate() error {
	return firstError(
		checkText("name", p.Name), checkDate("birth_date", p.BirthDate),
		check(p.SkinType >= 0 && p.SkinType <= 6, "skin_type", strconv.Itoa(p.SkinType),
			"is not a Fitzpatrick skin type", "skin types go from 1 (always burns) to 6 (never burns)"),
		checkWords("risks", p.Risks), checkLines("allergies", p.Allergies),
	)
}

// Validate refuses a medicine without a name, with unknown words, or stopped before it started.
func (m *Medication) Validate() error {
	return firstError(
		checkID(m.ID), checkRequired("name", m.Name, "the medicine's name, as on its box"),
		named("kind", CheckWord("medication.kind", string(m.Kind))), named("effects", checkWords("medication.effects", m.Effects)),
		checkText("dose", m.Dose), checkText("note", m.Note),
		checkDate("started", m.Started), checkDate("stopped", m.Stopped),
		check(m.Started.IsZero() || m.Stopped.IsZero() || m.Stopped.LastDay() >= m.Started.FirstDay(),
			"stopped", m.Stopped.String(), "lies before started ("+m.Started.String()+")", ""),
	)
}

// Validate refuses a spot without a name or a site, or with unknown words; its entries are not looked at.
func (s *Spot) Validate() error {
	return firstError(
		checkID(s.ID), CheckName(s.Name), checkRequired("site", s.Site, `where it is on the body, such as "left forearm"`),
		CheckWord("kind", string(s.Kind)), CheckWord("onset", string(s.Onset)), checkDate("first_seen", s.FirstSeen),
		checkWords("where", s.Where), CheckWord("status", string(s.Status)), checkDate("status_since", s.StatusSince),
		checkText("place", s.Place), s.At.validate(),
	)
}

func (p *BodyPoint) validate() error {
	if p == nil {
		return nil
	}
	return firstError(
		check(p.View != "", "view", "", "is missing", `"front" or "back"`), CheckWord("view", string(p.View)),
		check(within(p.X, 0, 1) && within(p.Y, 0, 1), "at", "", "lies outside the body map", "x and y go from 0 to 1"),
	)
}

// Validate refuses an entry without a date, with unknown words, or with impossible numbers; its
// photos are not looked at.
func (e *Entry) Validate() error {
	return firstError(
		checkID(e.ID), check(!e.Date.IsZero(), "date", "", "is missing", "write it as 2026-11-01"), checkDate("date", e.Date),
		named("date_from", CheckWord("date.from", string(e.DateFrom))),
		checkMM("length_mm", e.LengthMM, MaxSizeMM), checkMM("width_mm", e.WidthMM, MaxSizeMM),
		checkMM("extent_mm", e.ExtentMM, MaxExtentMM), CheckWord("method", string(e.Method)),
		checkCount("count", e.Count), CheckWord("spread", string(e.Spread)),
		checkWords("colors", e.Colors), CheckWord("shape", string(e.Shape)), CheckWord("border", string(e.Border)),
		checkWords("surface", e.Surface), CheckWord("blanch", string(e.Blanch)), e.checkBleeding(),
		checkWords("changed", e.Changed), checkWords("feel", e.Feel), checkWords("symptoms", e.Symptoms),
		checkWords("after", e.After), checkText("note", e.Note),
	)
}

func (e *Entry) checkBleeding() error {
	if err := CheckWord("bleeding", string(e.Bleeding)); err != nil || e.Bleeds == nil {
		return err
	}
	if err := checkCount("bleeds", *e.Bleeds); err != nil {
		return err
	}
	contradicts := e.Bleeding == BleedingNone && *e.Bleeds > 0
	return check(!contradicts, "bleeds", strconv.Itoa(*e.Bleeds), "goes against bleeding none",
		"leave one of them out, or say how it bled: "+strings.Join(WordList("bleeding"), ", "))
}

// Validate refuses a photo without the SHA-256 of its bytes or with unknown words.
func (p *Photo) Validate() error {
	return firstError(
		checkID(p.ID), check(isSHA256(p.SHA256), "sha256", p.SHA256, "is not a SHA-256 in lower-case hex", ""),
		checkText("name", p.Name), checkDate("taken", p.Taken), named("taken_from", CheckWord("date.from", string(p.TakenFrom))),
		named("kind", CheckWord("photo.kind", string(p.Kind))), checkText("area", p.Area),
		check(p.Mark == nil || p.Mark.X >= 0 && p.Mark.Y >= 0 && p.Mark.W > 0 && p.Mark.H > 0,
			"mark", "", "is not a box of pixels", "x,y,w,h with w and h above 0"),
		p.Ruler.validate(),
	)
}

func (r *Ruler) validate() error {
	if r == nil {
		return nil
	}
	apart := math.Hypot(r.X2-r.X1, r.Y2-r.Y1)
	return check(within(apart, 1, 1e6) && within(r.MM, 0.1, MaxExtentMM), "ruler", "",
		"is not two points and the mm between them", "x1,y1,x2,y2=10mm")
}

// Validate refuses a check without a date or with unknown words.
func (c *Check) Validate() error {
	err := firstError(
		checkID(c.ID), check(!c.Date.IsZero(), "date", "", "is missing", "write it as 2026-11-01"), checkDate("date", c.Date),
		checkWords("symptoms", c.Symptoms), checkText("note", c.Note), checkLines("areas", c.Areas),
	)
	for _, area := range c.Areas {
		err = firstError(err, check(!strings.Contains(area, ","), "areas", area, "holds a comma", "name each area by itself"))
	}
	return err
}

// Validate refuses a visit without a date, or with an unknown outcome for one of its spots.
func (v *Visit) Validate() error {
	err := firstError(
		checkID(v.ID), check(!v.Date.IsZero(), "date", "", "is missing", "write it as 2026-11-01"), checkDate("date", v.Date),
		checkText("with", v.With), checkText("note", v.Note),
	)
	for _, s := range v.Spots {
		err = firstError(err, checkRequired("spot", s.Spot, "the name of a spot"), CheckWord("outcome", string(s.Outcome)),
			checkText("diagnosis", s.Diagnosis), checkDate("recheck", s.Recheck), checkText("note", s.Note))
	}
	return err
}

// Validate refuses a question without a text.
func (q *Question) Validate() error {
	return firstError(checkID(q.ID), checkDate("date", q.Date),
		checkRequired("text", q.Text, "the question itself"), checkText("answer", q.Answer))
}

// CheckName refuses what cannot name a spot: a name is letters and digits of any script, lower
// case, with single hyphens between.
func CheckName(name string) error {
	const why = "cannot name a spot"
	const hint = "a name is small letters and digits with hyphens between, such as left-forearm-1"
	if name == "" || utf8.RuneCountInString(name) > maxName || strings.HasPrefix(name, "-") ||
		strings.HasSuffix(name, "-") || strings.Contains(name, "--") {
		return invalid("name", name, why, hint)
	}
	for _, r := range name {
		ok := r == '-' || unicode.IsDigit(r) || unicode.IsMark(r) || unicode.IsLetter(r) && unicode.ToLower(r) == r
		if !ok {
			return invalid("name", name, why, hint)
		}
	}
	return nil
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func check(ok bool, field, value, why, hint string) error {
	if ok {
		return nil
	}
	return invalid(field, value, why, hint)
}

// named gives a refusal the field of the JSON, where the vocabulary has another name.
func named(field string, err error) error {
	if refused, ok := err.(*InvalidError); ok {
		refused.Field = field
	}
	return err
}

func within(x, low, high float64) bool { return x >= low && x <= high } // false for NaN

func checkID(id ID) error {
	if id == "" {
		return nil
	}
	return id.Validate()
}

func checkMM(field string, mm, most float64) error {
	return check(within(mm, 0, most), field, strconv.FormatFloat(mm, 'g', -1, 64),
		"is not a size on a body", "sizes go up to "+strconv.FormatFloat(most, 'f', 0, 64)+" mm, written as 4mm, 4x3mm or 0.4cm")
}

func checkCount(field string, n int) error {
	return check(n >= 0 && n <= 100_000, field, strconv.Itoa(n), "is not a count", "a whole number, 1 or more")
}

func checkDate(field string, d Date) error {
	return check(d.IsZero() || d.year >= firstYear && d.year < 2200, field, d.String(), "is not a year spotlog can mean", "")
}

func checkRequired(field, text, hint string) error {
	if strings.TrimSpace(text) == "" {
		return invalid(field, "", "is missing", hint)
	}
	return checkText(field, text)
}

func checkText(field, text string) error {
	return firstError(
		check(utf8.ValidString(text) && !strings.ContainsRune(text, 0), field, "", "is not plain text (UTF-8 without zero bytes)", ""),
		check(len(text) <= maxText, field, "", "is longer than 100,000 bytes", "keep long texts in a file of their own"),
	)
}

func checkLines(field string, list []string) error {
	for _, text := range list {
		if err := firstError(checkRequired(field, text, "leave empty texts out"),
			check(!strings.Contains(text, "\n"), field, text, "holds a line break", "")); err != nil {
			return err
		}
	}
	return nil
}

func isSHA256(text string) bool {
	return len(text) == 64 && strings.Trim(text, "0123456789abcdef") == ""
}
