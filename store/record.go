package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// A Noun is a kind of record, as revisions name it.
type Noun string

// The nouns that have revisions.
const (
	NounProfile    Noun = "profile"
	NounMedication Noun = "medication"
	NounSpot       Noun = "spot"
	NounEntry      Noun = "entry"
	NounPhoto      Noun = "photo"
	NounCheck      Noun = "check"
	NounVisit      Noun = "visit"
	NounQuestion   Noun = "question"
)

// profileID is the id of the one profile a journal has.
const profileID ID = "profile"

// A record is one row of a journal with its JSON: that JSON is the body of its revisions, and
// what its digest covers.
type record interface {
	noun() Noun
	id() *ID
	columns() []column
}

// tables names the table of each noun and makes an empty record of it. Order: parents first.
var tables = []struct {
	noun  Noun
	table string
	empty func() record
}{
	{NounProfile, "profile", func() record { return &profileRecord{} }},
	{NounMedication, "medication", func() record { return &medicationRecord{} }},
	{NounSpot, "spot", func() record { return &spotRecord{} }},
	{NounEntry, "entry", func() record { return &entryRecord{} }},
	{NounCheck, "self_check", func() record { return &checkRecord{} }},
	{NounVisit, "visit", func() record { return &visitRecord{} }},
	{NounQuestion, "question", func() record { return &questionRecord{} }},
	{NounPhoto, "photo", func() record { return &photoRecord{} }},
}

func tableOf(noun Noun) (string, func() record) {
	for _, t := range tables {
		if t.noun == noun {
			return t.table, t.empty
		}
	}
	panic("no table for noun " + noun)
}

type (
	profileRecord    struct{ Profile }
	medicationRecord struct{ Medication }
	checkRecord      struct{ Check }
	visitRecord      struct{ Visit }
	questionRecord   struct{ Question }
	spotRecord       struct{ Spot }
	entryRecord      struct {
		SpotID ID `json:"spot"`
		Entry
	}
	photoRecord struct {
		EntryID ID `json:"entry,omitempty"`
		CheckID ID `json:"check,omitempty"`
		Photo
	}
)

func (r *profileRecord) noun() Noun    { return NounProfile }
func (r *medicationRecord) noun() Noun { return NounMedication }
func (r *spotRecord) noun() Noun       { return NounSpot }
func (r *entryRecord) noun() Noun      { return NounEntry }
func (r *photoRecord) noun() Noun      { return NounPhoto }
func (r *checkRecord) noun() Noun      { return NounCheck }
func (r *visitRecord) noun() Noun      { return NounVisit }
func (r *questionRecord) noun() Noun   { return NounQuestion }

func (r *profileRecord) id() *ID    { return new(profileID) }
func (r *medicationRecord) id() *ID { return &r.ID }
func (r *spotRecord) id() *ID       { return &r.ID }
func (r *entryRecord) id() *ID      { return &r.ID }
func (r *photoRecord) id() *ID      { return &r.ID }
func (r *checkRecord) id() *ID      { return &r.ID }
func (r *visitRecord) id() *ID      { return &r.ID }
func (r *questionRecord) id() *ID   { return &r.ID }

func (r *profileRecord) columns() []column {
	return []column{
		{"id", text[ID]{new(profileID)}}, {"name", text[string]{&r.Name}}, {"birth_date", &r.BirthDate},
		{"skin_type", number[int]{&r.SkinType}}, {"risks", words(&r.Risks)}, {"allergies", lines(&r.Allergies)},
	}
}

func (r *medicationRecord) columns() []column {
	return []column{
		{"id", text[ID]{&r.ID}}, {"name", text[string]{&r.Name}}, {"kind", text[MedicationKind]{&r.Kind}},
		{"effects", words(&r.Effects)}, {"dose", text[string]{&r.Dose}}, {"started", &r.Started},
		{"stopped", &r.Stopped}, {"note", text[string]{&r.Note}},
	}
}

func (r *spotRecord) columns() []column {
	return []column{
		{"id", text[ID]{&r.ID}}, {"name", text[string]{&r.Name}}, {"site", text[string]{&r.Site}},
		{"kind", text[Kind]{&r.Kind}}, {"onset", text[Onset]{&r.Onset}}, {"first_seen", &r.FirstSeen},
		{"lies_on", words(&r.Where)}, {"status", text[Status]{&r.Status}}, {"status_since", &r.StatusSince},
		{"place", text[string]{&r.Place}}, {"at_view", part[BodyPoint, View]{&r.At, func(p *BodyPoint) *View { return &p.View }}},
		{"at_x", part[BodyPoint, float64]{&r.At, func(p *BodyPoint) *float64 { return &p.X }}},
		{"at_y", part[BodyPoint, float64]{&r.At, func(p *BodyPoint) *float64 { return &p.Y }}},
	}
}

func (r *entryRecord) columns() []column {
	return []column{
		{"id", text[ID]{&r.ID}}, {"spot_id", text[ID]{&r.SpotID}}, {"date", &r.Date},
		{"date_from", text[DateFrom]{&r.DateFrom}}, {"length_mm", number[float64]{&r.LengthMM}},
		{"width_mm", number[float64]{&r.WidthMM}}, {"method", text[Method]{&r.Method}},
		{"count", number[int]{&r.Count}}, {"extent_mm", number[float64]{&r.ExtentMM}},
		{"spread", text[Spread]{&r.Spread}}, {"colors", words(&r.Colors)}, {"shape", text[Shape]{&r.Shape}},
		{"border", text[Border]{&r.Border}}, {"surface", words(&r.Surface)}, {"blanch", text[Blanch]{&r.Blanch}},
		{"bleeding", text[Bleeding]{&r.Bleeding}}, {"bleeds", maybe[int]{&r.Bleeds}},
		{"restarts", maybe[bool]{&r.Restarts}}, {"changed", words(&r.Changed)}, {"feel", words(&r.Feel)},
		{"symptoms", words(&r.Symptoms)}, {"after", words(&r.After)},
		{"odd_one_out", maybe[bool]{&r.OddOneOut}}, {"note", text[string]{&r.Note}},
	}
}

func (r *checkRecord) columns() []column {
	return []column{
		{"id", text[ID]{&r.ID}}, {"date", &r.Date}, {"symptoms", words(&r.Symptoms)},
		{"areas", words(&r.Areas)}, {"note", text[string]{&r.Note}},
	}
}

func (r *visitRecord) columns() []column {
	return []column{
		{"id", text[ID]{&r.ID}}, {"date", &r.Date}, {"with_whom", text[string]{&r.With}}, {"note", text[string]{&r.Note}},
	}
}

func (r *questionRecord) columns() []column {
	return []column{
		{"id", text[ID]{&r.ID}}, {"date", &r.Date}, {"text", text[string]{&r.Text}}, {"answer", text[string]{&r.Answer}},
	}
}

func (r *photoRecord) columns() []column {
	return []column{
		{"id", text[ID]{&r.ID}}, {"entry_id", text[ID]{&r.EntryID}}, {"check_id", text[ID]{&r.CheckID}},
		{"sha256", text[string]{&r.SHA256}}, {"name", text[string]{&r.Name}}, {"taken", &r.Taken},
		{"taken_from", text[DateFrom]{&r.TakenFrom}}, {"kind", text[PhotoKind]{&r.Kind}},
		{"mark_x", part[Box, int]{&r.Mark, func(b *Box) *int { return &b.X }}},
		{"mark_y", part[Box, int]{&r.Mark, func(b *Box) *int { return &b.Y }}},
		{"mark_w", part[Box, int]{&r.Mark, func(b *Box) *int { return &b.W }}},
		{"mark_h", part[Box, int]{&r.Mark, func(b *Box) *int { return &b.H }}},
		{"ruler_x1", part[Ruler, float64]{&r.Ruler, func(m *Ruler) *float64 { return &m.X1 }}},
		{"ruler_y1", part[Ruler, float64]{&r.Ruler, func(m *Ruler) *float64 { return &m.Y1 }}},
		{"ruler_x2", part[Ruler, float64]{&r.Ruler, func(m *Ruler) *float64 { return &m.X2 }}},
		{"ruler_y2", part[Ruler, float64]{&r.Ruler, func(m *Ruler) *float64 { return &m.Y2 }}},
		{"ruler_mm", part[Ruler, float64]{&r.Ruler, func(m *Ruler) *float64 { return &m.MM }}},
		{"area", text[string]{&r.Area}},
	}
}

// body gives the canonical JSON of a record: keys sorted, absent fields left out, so that a field
// added by a later version leaves old digests as they are.
func body(v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(plain))
	decoder.UseNumber()
	var sorted map[string]any
	if err := decoder.Decode(&sorted); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(unsignedZero(sorted)); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// unsignedZero turns -0 into 0: SQLite keeps no zero below zero, so no digest may tell them apart.
func unsignedZero(v any) any {
	switch v := v.(type) {
	case json.Number:
		if v == "-0" {
			return json.Number("0")
		}
	case map[string]any:
		for key, inner := range v {
			v[key] = unsignedZero(inner)
		}
	case []any:
		for i, inner := range v {
			v[i] = unsignedZero(inner)
		}
	}
	return v
}

func digest(canonical []byte) string {
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:])
}

// Digest is the digest of any value's canonical JSON.
func Digest(v any) (string, error) {
	canonical, err := body(v)
	if err != nil {
		return "", fmt.Errorf("writing a record as JSON: %w", err)
	}
	return digest(canonical), nil
}
