package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/mattn/go-sqlite3"
)

// ErrNothingToUndo: no act is left that stands.
var ErrNothingToUndo = errors.New("there is nothing to undo")

// ErrOverlaid: something later was built on what the act did.
var ErrOverlaid = errors.New("a later change was made to the same record")

// A Revision is one state of one record: what an act made of it.
type Revision struct {
	Act    Act             `json:"act"`
	Undone bool            `json:"undone,omitempty"` // the act was taken back and not put back
	Noun   Noun            `json:"noun"`
	Record ID              `json:"record"`
	Body   json.RawMessage `json:"body,omitempty"` // the record's JSON, absent where the act took it out
}

// History reads the revisions of records, oldest first: of those whose id is given, of the entries
// ever filed under such a spot, and of the photos of those. Without ids it reads all of them.
func (db *DB) History(ctx context.Context, ids ...ID) ([]Revision, error) {
	conn, err := db.sql.Conn(ctx)
	if err != nil {
		return nil, classify(err)
	}
	defer conn.Close()
	revisions, err := readRevisions(conn, "")
	if err != nil || len(ids) == 0 {
		return revisions, classify(err)
	}
	wanted := map[ID]bool{}
	for _, id := range ids {
		wanted[id] = true
	}
	// A child names its parent in one of its revisions, and may come before the parent is known
	// to be wanted, so the tree is walked until it stops growing: spot, entry, photo.
	for before := -1; before != len(wanted); {
		before = len(wanted)
		for _, r := range revisions {
			var parent struct{ Spot, Entry, Check ID }
			json.Unmarshal(r.Body, &parent) // a visit's "spot" lies deeper; what does not fit is not a child
			if wanted[parent.Spot] || wanted[parent.Entry] || wanted[parent.Check] {
				wanted[r.Record] = true
			}
		}
	}
	kept := revisions[:0]
	for _, r := range revisions {
		if wanted[r.Record] {
			kept = append(kept, r)
		}
	}
	return kept, nil
}

func readRevisions(q querier, where string, args ...any) ([]Revision, error) {
	acts, undone, err := readActs(q)
	if err != nil {
		return nil, err
	}
	rows, err := q.QueryContext(context.Background(), "SELECT act_id, noun, record_id, body FROM revision "+where+" ORDER BY seq", args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	byID := map[ID]Act{}
	for _, a := range acts {
		byID[a.ID] = a
	}
	var list []Revision
	for rows.Next() {
		var r Revision
		var body sql.NullString
		if err := rows.Scan(&r.Act.ID, &r.Noun, &r.Record, &body); err != nil {
			return nil, err
		}
		if body.Valid {
			r.Body = json.RawMessage(body.String)
		}
		r.Act, r.Undone = byID[r.Act.ID], undone[r.Act.ID]
		list = append(list, r)
	}
	return list, rows.Err()
}

// readActs reads all acts, oldest first, and which of them are undone: an undo counts unless it
// was itself undone later.
func readActs(q querier) (acts []Act, undone map[ID]bool, err error) {
	rows, err := q.QueryContext(context.Background(), "SELECT id, recorded_at, verb, undoes FROM act ORDER BY seq")
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var a Act
		if err := rows.Scan(&a.ID, &a.RecordedAt, &a.Verb, text[ID]{&a.Undoes}); err != nil {
			return nil, nil, err
		}
		acts = append(acts, a)
	}
	undone = map[ID]bool{}
	for i := len(acts) - 1; i >= 0; i-- {
		if a := acts[i]; a.Undoes != "" && !undone[a.ID] {
			undone[a.Undoes] = true
		}
	}
	return acts, undone, rows.Err()
}

// Acts reads every act, oldest first, and which are undone.
func (db *DB) Acts(ctx context.Context) (acts []Act, undone map[ID]bool, err error) {
	acts, undone, err = readActs(db.sql)
	return acts, undone, classify(err)
}

// HasAct says whether an act was done to this journal.
func (db *DB) HasAct(ctx context.Context, id ID) (bool, error) {
	found, err := columnOf(ctx, db.sql, "SELECT id FROM act WHERE id = ?", string(id))
	return len(found) > 0, classify(err)
}

// ID names this journal and every copy of it for good: its first act's, which nothing takes out.
func (db *DB) ID(ctx context.Context) (ID, error) {
	found, err := columnOf(ctx, db.sql, "SELECT id FROM act ORDER BY seq LIMIT 1")
	if err != nil || len(found) == 0 {
		return "", classify(err)
	}
	return ID(found[0]), nil
}

// NewestActIn gives the newest act of a journal file, which it leaves as it is; "" where there is none.
func NewestActIn(ctx context.Context, path string) (ID, error) {
	db, _, err := openAsItIs(ctx, path, Env{})
	if err != nil {
		return "", err
	}
	defer db.Close()
	found, err := columnOf(ctx, db.sql, "SELECT id FROM act ORDER BY seq DESC LIMIT 1")
	if err != nil || len(found) == 0 {
		return "", classify(err)
	}
	return ID(found[0]), nil
}

// Undo appends the inverse of an act: every record it touched goes back to the revision before.
// An empty id means the newest act that stands and is no undo, so that undoing twice goes two
// acts back; naming an undo puts back what it took. It fails with ErrOverlaid where a later act
// that stands touched the same record, and with ErrPurged where there is nothing left to go back to.
func (db *DB) Undo(ctx context.Context, id ID) (undid, by Act, err error) {
	by, err = db.Act(ctx, "undo", func(tx *Tx) error {
		undid, err = tx.pickUndo(id)
		if err != nil {
			return err
		}
		tx.act.Undoes = undid.ID
		tx.revised = true // also where the act had left its records as they were
		return tx.restoreBefore(undid.ID)
	})
	var e sqlite3.Error
	if errors.As(err, &e) && e.ExtendedCode == sqlite3.ErrConstraintForeignKey {
		err = fmt.Errorf("%w: what it belongs to is gone (%w)", ErrOverlaid, err)
	}
	return undid, by, err
}

func (tx *Tx) pickUndo(id ID) (Act, error) {
	acts, undone, err := readActs(tx.tx)
	if err != nil {
		return Act{}, err
	}
	for i := len(acts) - 1; i >= 0; i-- {
		a := acts[i]
		switch {
		case id != "" && a.ID == id && undone[id]:
			return Act{}, fmt.Errorf("%w: that act is undone already", ErrNothingToUndo)
		case id != "" && a.ID == id:
			if stands, err := tx.hasRevisions(a); err != nil || !stands || a.Verb == VerbPurge {
				return Act{}, cmp.Or(err, ErrPurged)
			}
			return a, nil
		case id == "" && a.Verb == VerbPurge:
			return Act{}, ErrPurged
		case id == "" && a.Undoes == "" && !undone[a.ID]:
			if stands, err := tx.hasRevisions(a); stands || err != nil {
				return a, err
			}
		}
	}
	if id != "" {
		return Act{}, fmt.Errorf("%w: act %s", ErrNoRecord, id)
	}
	return Act{}, ErrNothingToUndo
}

// hasRevisions: an act has none left where all that it did was purged.
func (tx *Tx) hasRevisions(a Act) (bool, error) {
	var one int
	return tx.scanOne("SELECT 1 FROM revision WHERE act_id = ? LIMIT 1", []any{string(a.ID)}, &one)
}

// restoreBefore puts every record that an act touched back to its revision before the act.
func (tx *Tx) restoreBefore(act ID) error {
	revisions, err := readRevisions(tx.tx, "WHERE record_id IN (SELECT record_id FROM revision WHERE act_id = ?)", string(act))
	if err != nil {
		return err
	}
	before, made, now := map[ID]*Revision{}, map[ID]*Revision{}, map[ID]*Revision{}
	var order []ID
	for i := range revisions {
		r := &revisions[i]
		switch {
		case r.Act.ID == act:
			if made[r.Record] == nil {
				order = append(order, r.Record)
			}
			made[r.Record] = r
		case made[r.Record] == nil:
			before[r.Record] = r
		case r.Act.Undoes == "" && !r.Undone:
			return fmt.Errorf("%w: %s %s", ErrOverlaid, r.Noun, r.Record)
		}
		now[r.Record] = r
	}
	for i := len(order) - 1; i >= 0; i-- {
		id := order[i]
		if string(now[id].Body) != string(made[id].Body) {
			return fmt.Errorf("%w: %s %s", ErrOverlaid, made[id].Noun, id)
		}
		if err := tx.restore(made[id].Noun, id, before[id]); err != nil {
			return err
		}
	}
	return nil
}

// restore puts one record back to a revision; none, or a tombstone, takes it out.
func (tx *Tx) restore(noun Noun, id ID, to *Revision) error {
	if to == nil || to.Body == nil {
		if err := tx.deleteRows(noun, id); err != nil {
			return err
		}
		return tx.revise(noun, id, nil)
	}
	_, empty := tableOf(noun)
	r := empty()
	if err := json.Unmarshal(to.Body, r); err != nil {
		return fmt.Errorf("%w: revision of %s %s: %w", ErrDamaged, noun, id, err)
	}
	if spot, ok := r.(*spotRecord); ok {
		_, err := tx.PutSpot(spot.Spot) // another spot may have taken the name meanwhile
		return err
	}
	_, err := tx.put(r)
	return err
}
