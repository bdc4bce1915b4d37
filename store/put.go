package store

import (
	"fmt"
)

// PutProfile writes the profile, and reports whether it differs from the one before.
func (tx *Tx) PutProfile(p Profile) (changed bool, err error) {
	if err := p.Validate(); err != nil {
		return false, err
	}
	return tx.put(&profileRecord{p})
}

// PutMedication writes a medicine, new where its id is empty, and gives its id.
func (tx *Tx) PutMedication(m Medication) (ID, error) {
	if err := m.Validate(); err != nil {
		return "", err
	}
	return tx.putWithID(&medicationRecord{m})
}

// PutSpot writes a spot without its entries, new where its id is empty, and gives its id. Kind and
// status have defaults: spot, active. Another spot of the same name is an InvalidError.
func (tx *Tx) PutSpot(s Spot) (ID, error) {
	s.Entries = nil
	s = s.WithDefaults()
	if err := s.Validate(); err != nil {
		return "", err
	}
	var holder ID
	if taken, err := tx.scanOne("SELECT id FROM spot WHERE name = ? AND id <> ?", []any{s.Name, string(s.ID)}, &holder); err != nil {
		return "", err
	} else if taken {
		return "", invalid("name", s.Name, "is the name of another spot", "choose a name that is free, such as "+s.Name+"-2")
	}
	return tx.putWithID(&spotRecord{s})
}

// WithDefaults gives the spot as it is stored: kind spot and status active unless it says else.
func (s Spot) WithDefaults() Spot {
	if s.Kind == "" {
		s.Kind = KindSpot
	}
	if s.Status == "" {
		s.Status = StatusActive
	}
	return s
}

// PutEntry writes an entry of a spot without its photos, new where its id is empty, and gives its id.
func (tx *Tx) PutEntry(spot ID, e Entry) (ID, error) {
	e.Photos = nil
	if err := e.Validate(); err != nil {
		return "", err
	}
	return tx.putWithID(&entryRecord{spot, e})
}

// An Owner is what a photo belongs to: an entry or a check, never both.
type Owner struct{ Entry, Check ID }

// PutPhoto ties a picture that AddPicture stored to its owner, new where the id is empty, and
// gives its id.
func (tx *Tx) PutPhoto(owner Owner, p Photo) (ID, error) {
	p.File = ""
	if err := p.Validate(); err != nil {
		return "", err
	}
	if (owner.Entry == "") == (owner.Check == "") {
		return "", fmt.Errorf("a photo belongs to one entry or to one check")
	}
	return tx.putWithID(&photoRecord{owner.Entry, owner.Check, p})
}

// PutCheck writes a check without its photos, new where its id is empty, and gives its id.
func (tx *Tx) PutCheck(c Check) (ID, error) {
	c.Photos = nil
	if err := c.Validate(); err != nil {
		return "", err
	}
	return tx.putWithID(&checkRecord{c})
}

// PutVisit writes a visit whose VisitSpots name spots by id, new where its id is empty, and gives
// its id. An outcome of removed also sets the status of that spot, unless the spot's own status
// is of a later day.
func (tx *Tx) PutVisit(v Visit) (ID, error) {
	if err := v.Validate(); err != nil {
		return "", err
	}
	for _, s := range v.Spots {
		if s.Outcome != OutcomeRemoved {
			continue
		}
		spot := &spotRecord{}
		if err := tx.load(spot, ID(s.Spot)); err != nil {
			return "", err
		}
		if spot.removedAt(v.Date) {
			if _, err := tx.put(spot); err != nil {
				return "", err
			}
		}
	}
	return tx.putWithID(&visitRecord{v})
}

// removedAt sets the status that a visit's outcome removed gives, and reports whether it did.
func (s *Spot) removedAt(date Date) bool {
	if s.Status == StatusRemoved || !s.StatusSince.IsZero() && s.StatusSince.LastDay() >= date.FirstDay() {
		return false
	}
	s.Status, s.StatusSince = StatusRemoved, date
	return true
}

// PutQuestion writes a question, new where its id is empty, and gives its id.
func (tx *Tx) PutQuestion(q Question) (ID, error) {
	if err := q.Validate(); err != nil {
		return "", err
	}
	return tx.putWithID(&questionRecord{q})
}

func (tx *Tx) putWithID(r record) (ID, error) {
	id := r.id()
	if *id == "" {
		made, err := tx.newID()
		if err != nil {
			return "", err
		}
		*id = made
	}
	_, err := tx.put(r)
	return *id, err
}

// load reads the current row of a record.
func (tx *Tx) load(into record, id ID) error {
	table, _ := tableOf(into.noun())
	query, targets := selectColumns(into, table)
	found, err := tx.scanOne(query+" WHERE id = ?", []any{string(id)}, targets...)
	if err == nil && !found {
		err = fmt.Errorf("%w: %s %s", ErrNoRecord, into.noun(), id)
	}
	return err
}

// Remove takes a record out with a tombstone. A spot goes with its entries and its lines in
// visits, an entry or a check with its photos. The bytes of photos stay, for undo.
func (tx *Tx) Remove(noun Noun, id ID) error {
	switch noun {
	case NounSpot:
		if err := tx.dropFromVisits(id); err != nil {
			return err
		}
		if err := tx.removeAll(NounEntry, "SELECT id FROM entry WHERE spot_id = ?", id); err != nil {
			return err
		}
	case NounEntry:
		if err := tx.removeAll(NounPhoto, "SELECT id FROM photo WHERE entry_id = ?", id); err != nil {
			return err
		}
	case NounCheck:
		if err := tx.removeAll(NounPhoto, "SELECT id FROM photo WHERE check_id = ?", id); err != nil {
			return err
		}
	}
	table, _ := tableOf(noun)
	var there string
	found, err := tx.scanOne("SELECT id FROM "+table+" WHERE id = ?", []any{string(id)}, &there)
	if err == nil && !found {
		err = fmt.Errorf("%w: %s %s", ErrNoRecord, noun, id)
	}
	if err != nil {
		return err
	}
	if err := tx.deleteRows(noun, id); err != nil {
		return err
	}
	return tx.revise(noun, id, nil)
}

func (tx *Tx) removeAll(noun Noun, query string, parent ID) error {
	ids, err := tx.ids(query, parent)
	for _, id := range ids {
		if err == nil {
			err = tx.Remove(noun, id)
		}
	}
	return err
}

func (tx *Tx) ids(query string, arg ID) (ids []ID, err error) {
	stmt, err := tx.prepare(query)
	if err != nil {
		return nil, err
	}
	rows, err := stmt.Query(string(arg))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id ID
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// MergeSpots moves the entries and visit lines of one spot to another and takes it out. It fails
// with ErrNoRecord where either is not there.
func (tx *Tx) MergeSpots(from, into ID) error {
	if from == into {
		return fmt.Errorf("a spot cannot be merged into itself")
	}
	if err := tx.load(&spotRecord{}, into); err != nil {
		return err
	}
	entries, err := tx.ids("SELECT id FROM entry WHERE spot_id = ?", from)
	if err != nil {
		return err
	}
	for _, id := range entries {
		if err := tx.MoveEntry(id, into); err != nil {
			return err
		}
	}
	err = tx.eachVisitOf(from, func(v *Visit) {
		for i := range v.Spots {
			if v.Spots[i].Spot == string(from) {
				v.Spots[i].Spot = string(into)
			}
		}
	})
	if err != nil {
		return err
	}
	return tx.Remove(NounSpot, from)
}

// MoveEntry files an entry, with its photos, under another spot.
func (tx *Tx) MoveEntry(id, spot ID) error {
	entry := &entryRecord{}
	if err := tx.load(entry, id); err != nil {
		return err
	}
	entry.SpotID = spot
	_, err := tx.put(entry)
	return err
}

func (tx *Tx) dropFromVisits(spot ID) error {
	return tx.eachVisitOf(spot, func(v *Visit) {
		kept := v.Spots[:0]
		for _, s := range v.Spots {
			if s.Spot != string(spot) {
				kept = append(kept, s)
			}
		}
		v.Spots = kept
	})
}

// eachVisitOf rewrites every visit that names a spot.
func (tx *Tx) eachVisitOf(spot ID, change func(*Visit)) error {
	ids, err := tx.ids("SELECT DISTINCT visit_id FROM visit_spot WHERE spot_id = ?", spot)
	if err != nil {
		return err
	}
	for _, id := range ids {
		visit := &visitRecord{}
		if err := tx.load(visit, id); err != nil {
			return err
		}
		lines, err := readVisitSpots(tx.tx, "WHERE visit_id = ?", string(id))
		if err != nil {
			return err
		}
		visit.Spots = lines[id]
		change(&visit.Visit)
		if _, err := tx.put(visit); err != nil {
			return err
		}
	}
	return nil
}
