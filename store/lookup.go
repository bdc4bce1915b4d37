package store

import "strings"

// A Ref points to one record of a Journal. Spot, Entry and Check are set where the record is one
// or belongs to one.
type Ref struct {
	Noun       Noun
	ID         ID
	Spot       *Spot
	Entry      *Entry
	Photo      *Photo
	Check      *Check
	Visit      *Visit
	Medication *Medication
	Question   *Question
}

// Refs lists every record that has an id: spots with their entries and photos, checks, visits,
// medicines, questions.
func (j *Journal) Refs() []Ref {
	var refs []Ref
	for i := range j.Spots {
		s := &j.Spots[i]
		refs = append(refs, Ref{Noun: NounSpot, ID: s.ID, Spot: s})
		for k := range s.Entries {
			e := &s.Entries[k]
			refs = append(refs, Ref{Noun: NounEntry, ID: e.ID, Spot: s, Entry: e})
			for n := range e.Photos {
				refs = append(refs, Ref{Noun: NounPhoto, ID: e.Photos[n].ID, Spot: s, Entry: e, Photo: &e.Photos[n]})
			}
		}
	}
	for i := range j.Checks {
		c := &j.Checks[i]
		refs = append(refs, Ref{Noun: NounCheck, ID: c.ID, Check: c})
		for n := range c.Photos {
			refs = append(refs, Ref{Noun: NounPhoto, ID: c.Photos[n].ID, Check: c, Photo: &c.Photos[n]})
		}
	}
	for i := range j.Visits {
		refs = append(refs, Ref{Noun: NounVisit, ID: j.Visits[i].ID, Visit: &j.Visits[i]})
	}
	for i := range j.Medications {
		refs = append(refs, Ref{Noun: NounMedication, ID: j.Medications[i].ID, Medication: &j.Medications[i]})
	}
	for i := range j.Questions {
		refs = append(refs, Ref{Noun: NounQuestion, ID: j.Questions[i].ID, Question: &j.Questions[i]})
	}
	return refs
}

// WithIDPrefix lists the records whose id begins with prefix; more than one is ambiguous.
func (j *Journal) WithIDPrefix(prefix string) []Ref {
	var found []Ref
	for _, r := range j.Refs() {
		if strings.HasPrefix(string(r.ID), strings.ToLower(prefix)) {
			found = append(found, r)
		}
	}
	return found
}
