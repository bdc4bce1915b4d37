package store

import (
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// lostActVerb stands for that of an act that could not be read, though what it did could.
const lostActVerb = "lost"

// saveWords writes acts and revisions as they were, records as they are to stand, and one act of its own
// where these two differ.
func (s *salvager) saveWords(into *DB) error {
	s.standIn()
	_, err := into.Act(s.ctx, VerbRepair, func(tx *Tx) error {
		tx.revised = true // also where nothing differs: the history says that this is a repaired journal
		if _, err := tx.tx.Exec("PRAGMA defer_foreign_keys = ON"); err != nil {
			return err
		}
		if err := s.saveHistory(tx); err != nil {
			return err
		}
		newest := map[ID]salvagedRevision{}
		for _, r := range s.revisions {
			newest[r.id] = r
		}
		for _, t := range tables {
			if err := s.saveRecords(tx, t.noun, t.table, newest); err != nil {
				return err
			}
		}
		for id, r := range newest {
			if r.body.Valid && s.states[id] == nil { // what it belongs to is gone
				if err := tx.revise(r.noun, id, nil); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return err
}

func (s *salvager) saveHistory(tx *Tx) error {
	s.inventActs()
	for seq, a := range s.acts {
		digest, err := Digest(a)
		if err != nil {
			return err
		}
		if err := tx.exec("INSERT INTO act (seq, id, recorded_at, verb, undoes, digest) VALUES (?, ?, ?, ?, ?, ?)",
			seq, string(a.ID), a.RecordedAt, a.Verb, text[ID]{&a.Undoes}, digest); err != nil {
			return err
		}
	}
	for _, r := range s.revisions {
		digest, err := revisionDigest(r.act, r.noun, r.id, r.body.String)
		if err != nil {
			return err
		}
		if err := tx.exec("INSERT INTO revision (seq, act_id, noun, record_id, body, digest) VALUES (?, ?, ?, ?, ?, ?)",
			r.seq, string(r.act), string(r.noun), string(r.id), r.body, digest); err != nil {
			return err
		}
	}
	return nil
}

// inventActs gives each revision whose act is lost one of the same id, at the moment that the id tells.
func (s *salvager) inventActs() {
	seqs := map[ID]int{}
	for seq, a := range s.acts {
		seqs[a.ID] = seq
	}
	invent := func(id ID, after int) {
		for after++; s.acts[after].ID != ""; after++ {
		}
		s.acts[after], seqs[id] = Act{ID: id, RecordedAt: momentOf(id).Format(time.RFC3339), Verb: lostActVerb}, after
	}
	before := 0
	for _, r := range s.revisions {
		if seqs[r.act] == 0 {
			invent(r.act, before)
		}
		before = seqs[r.act]
	}
	for _, seq := range slices.Sorted(maps.Keys(s.acts)) {
		if undone := s.acts[seq].Undoes; undone != "" && seqs[undone] == 0 {
			invent(undone, 0)
		}
	}
}

// momentOf gives the time that a UUIDv7 begins with (RFC 9562).
func momentOf(id ID) time.Time {
	head, err := hex.DecodeString(strings.ReplaceAll(string(id), "-", ""))
	if err != nil || len(head) < 6 {
		return time.Time{}
	}
	var ms int64
	for _, b := range head[:6] {
		ms = ms<<8 | int64(b)
	}
	return time.UnixMilli(ms).UTC()
}

func (s *salvager) saveRecords(tx *Tx, noun Noun, table string, newest map[ID]salvagedRevision) error {
	for id, r := range s.states {
		if r.noun() != noun {
			continue
		}
		canonical, err := body(r)
		if err != nil {
			return err
		}
		if err := tx.insertRows(r, table, digest(canonical)); err != nil {
			return err
		}
		s.done.Records++
		if newest[id].body.String != string(canonical) {
			if err := tx.revise(noun, id, canonical); err != nil {
				return err
			}
		}
	}
	return nil
}

// standIn makes the records whole again: a spot that entries or visits name and that is lost is stood in
// for, so that these are kept; a photo that has lost its bytes or its place is left out.
func (s *salvager) standIn() {
	names := map[string]bool{}
	for _, r := range s.states {
		if spot, ok := r.(*spotRecord); ok {
			for names[spot.Name] {
				spot.Name += "-again"
			}
			names[spot.Name] = true
		}
	}
	need := func(id ID) {
		if s.states[id] != nil {
			return
		}
		n := 1
		for names[fmt.Sprintf("recovered-%d", n)] {
			n++
		}
		name := fmt.Sprintf("recovered-%d", n)
		names[name] = true
		s.states[id] = &spotRecord{Spot{ID: id, Name: name, Site: "not known"}.WithDefaults()}
		s.lose(Damage{Noun: NounSpot, ID: id, Part: PartRecord, Problem: "it is lost; its entries are under " + name})
	}
	for _, r := range s.states {
		switch r := r.(type) {
		case *entryRecord:
			need(r.SpotID)
		case *visitRecord:
			for _, line := range r.Spots {
				need(ID(line.Spot))
			}
		}
	}
	for id, r := range s.states {
		if photo, ok := r.(*photoRecord); ok && (!s.saved[photo.SHA256] || s.states[max(photo.EntryID, photo.CheckID)] == nil) {
			delete(s.states, id)
			s.lose(Damage{Noun: NounPhoto, ID: id, SHA256: photo.SHA256, Part: PartRecord, Problem: "its bytes, or what it belonged to, are lost"})
		}
	}
}
