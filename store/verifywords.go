package store

import (
	"context"
	"database/sql"
	"fmt"
)

// checkWords compares acts, revisions and records with their digests and with each other, as they
// stood at one moment.
func (v *verifier) checkWords() {
	conn, err := v.db.sql.Conn(v.ctx)
	if err == nil {
		_, err = conn.ExecContext(v.ctx, "BEGIN DEFERRED")
	}
	if err != nil {
		v.note(Damage{Part: PartFile, Problem: "nothing can be read"}, err)
		return
	}
	defer conn.Close()
	defer conn.ExecContext(context.Background(), "ROLLBACK") // it only read
	v.checkActs(conn)
	newest := v.checkRevisions(conn)
	for _, t := range tables {
		v.checkRecords(conn, t.table, t.empty, newest)
	}
	for id, state := range newest {
		if state.digest != "" && !state.damaged {
			v.add(Damage{Noun: state.noun, ID: id, Part: PartRecord, Problem: "it is recorded, and cannot be found in its table"})
		}
	}
}

func (v *verifier) checkActs(q querier) {
	rows, err := q.QueryContext(v.ctx, "SELECT id, recorded_at, verb, undoes, digest FROM act ORDER BY seq")
	if err != nil {
		v.note(Damage{Part: PartAct, Problem: "acts cannot be read"}, err)
		return
	}
	defer rows.Close()
	for rows.Next() {
		var a Act
		var stored string
		err := rows.Scan(&a.ID, &a.RecordedAt, &a.Verb, text[ID]{&a.Undoes}, &stored)
		if err != nil {
			v.add(Damage{ID: a.ID, Part: PartAct, Problem: err.Error()})
			continue
		}
		if now, err := Digest(a); err != nil || now != stored {
			v.add(Damage{ID: a.ID, Part: PartAct, Problem: unlikeDigest})
		}
	}
	v.note(Damage{Part: PartAct, Problem: "some acts cannot be read"}, rows.Err())
}

const unlikeDigest = "it is not as it was stored"

// A state is what the newest revision says of a record; without a digest it was taken out.
type state struct {
	noun    Noun
	digest  string
	damaged bool // and told already
}

// checkRevisions gives the newest state of every record.
func (v *verifier) checkRevisions(q querier) map[ID]state {
	newest := map[ID]state{}
	rows, err := q.QueryContext(v.ctx, "SELECT record_id, act_id, noun, body, digest FROM revision ORDER BY seq")
	if err != nil {
		v.note(Damage{Part: PartRevision, Problem: "revisions cannot be read"}, err)
		return newest
	}
	defer rows.Close()
	for rows.Next() {
		var id, act ID
		var noun Noun
		var body sql.NullString
		var stored string
		if err := rows.Scan(&id, &act, &noun, &body, &stored); err != nil {
			v.add(Damage{Noun: noun, ID: id, Part: PartRevision, Problem: err.Error()})
			continue
		}
		now, err := revisionDigest(act, noun, id, body.String)
		s := state{noun: noun, damaged: err != nil || now != stored}
		if s.damaged {
			v.add(Damage{Noun: noun, ID: id, Part: PartRevision, Problem: unlikeDigest})
		}
		if body.Valid {
			s.digest = digest([]byte(body.String))
		}
		newest[id] = s
	}
	v.note(Damage{Part: PartRevision, Problem: "some revisions cannot be read"}, rows.Err())
	return newest
}

// checkRecords takes what it finds out of newest.
func (v *verifier) checkRecords(q querier, table string, empty func() record, newest map[ID]state) {
	noun := empty().noun()
	lines, err := map[ID][]VisitSpot{}, error(nil)
	if noun == NounVisit {
		lines, err = readVisitSpots(q, "")
		v.note(Damage{Noun: noun, Part: PartRecord, Problem: "what visits say of spots cannot be read"}, err)
	}
	query, _ := selectColumns(empty(), table)
	rows, err := q.QueryContext(v.ctx, "SELECT "+"digest, "+query[len("SELECT "):])
	if err != nil {
		v.note(Damage{Noun: noun, Part: PartRecord, Problem: "its table cannot be read"}, err)
		return
	}
	defer rows.Close()
	for rows.Next() {
		r := empty()
		var stored string
		targets := []any{&stored}
		for _, c := range r.columns() {
			targets = append(targets, c.value)
		}
		err := rows.Scan(targets...)
		id := *r.id()
		if visit, ok := r.(*visitRecord); ok {
			visit.Spots = lines[id]
		}
		if problem := problemOf(r, err, stored, newest[id]); problem != "" {
			v.add(Damage{Noun: noun, ID: id, Part: PartRecord, Problem: problem})
		}
		delete(newest, id)
	}
	v.note(Damage{Noun: noun, Part: PartRecord, Problem: "some of its table cannot be read"}, rows.Err())
}

func problemOf(r record, unreadable error, stored string, newest state) string {
	if unreadable != nil {
		return fmt.Sprintf("it cannot be read: %v", unreadable)
	}
	canonical, err := body(r)
	switch {
	case err != nil:
		return err.Error()
	case digest(canonical) != stored:
		return unlikeDigest
	case newest.damaged:
	case newest.noun == "":
		return "no act ever recorded it"
	case newest.digest == "":
		return "it was taken out, and is there"
	case newest.digest != stored:
		return "its newest revision says otherwise"
	}
	return ""
}
