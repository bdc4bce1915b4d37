package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// VerbPurge is the verb of the acts by which records were removed for good.
const VerbPurge = "purge"

// ErrPurged: what an act did was removed for good.
var ErrPurged = errors.New("what was purged cannot be brought back")

// Removed reads the records that rm or undo took out and that undo could still bring back: of each
// its newest revision that has a body, oldest first.
func (db *DB) Removed(ctx context.Context) ([]Revision, error) {
	revisions, err := db.History(ctx)
	if err != nil {
		return nil, err
	}
	newest, last := newestBodies(revisions), map[ID]int{}
	for i, r := range revisions {
		last[r.Record] = i
	}
	var removed []Revision
	for i, r := range revisions {
		if r.Body == nil && last[r.Record] == i && newest[r.Record] != nil {
			removed = append(removed, *newest[r.Record])
		}
	}
	return removed, nil
}

// newestBodies gives the newest revision with a body of each record.
func newestBodies(revisions []Revision) map[ID]*Revision {
	newest := map[ID]*Revision{}
	for i := range revisions {
		if r := &revisions[i]; r.Body != nil {
			newest[r.Record] = r
		}
	}
	return newest
}

// A Purged counts what Purge removed.
type Purged struct {
	Records  int   `json:"records"`  // with all of their revisions; those asked for and those that belonged to them
	Pictures int   `json:"pictures"` // originals that no other record shows
	Bytes    int64 `json:"bytes"`    // of those originals
}

// Purge removes records for good, with what belongs to them, whether they stand or were taken out:
// a spot with its entries and its lines in visits, an entry or a check with its photos. Their
// revisions go, and the pictures that no other record shows. Of the act stays that something was
// purged, with the ids asked for. No byte of it is left in the file, nor in the rollback journal
// once Purge returns; after a crash the next Open overwrites what is left. The DB must not be
// within an act of its own.
func (db *DB) Purge(ctx context.Context, ids ...ID) (act Act, done Purged, err error) {
	// Exclusive to the end: nobody may write between the commit and the last overwritten byte.
	alone := connectAs(db.path, db.env, "_txlock=exclusive", patient)
	defer alone.Close()
	act, err = alone.Act(ctx, VerbPurge, func(tx *Tx) error {
		if err := tx.exec("PRAGMA locking_mode = EXCLUSIVE"); err != nil {
			return err
		}
		done, err = tx.purge(ids)
		return err
	})
	if err != nil || act.ID == "" {
		return act, Purged{}, err
	}
	if err := errors.Join(giveBackPages(alone.sql), alone.overwriteTraces()); err != nil {
		return act, done, fmt.Errorf("the records are gone, but what is left of their bytes could not be overwritten yet; the next command tries again: %w", classify(err))
	}
	return act, done, nil
}

func (tx *Tx) purge(ids []ID) (done Purged, err error) {
	revisions, err := readRevisions(tx.tx, "")
	if err != nil {
		return done, err
	}
	newest := newestBodies(revisions)
	order, whole := withParts(ids, newest)
	sums := map[string]bool{}
	for _, r := range revisions {
		var photo Photo
		if r.Noun == NounPhoto && whole[r.Record] && json.Unmarshal(r.Body, &photo) == nil && photo.SHA256 != "" {
			sums[photo.SHA256] = true
		}
	}
	if err := tx.forgetInVisits(revisions, whole); err != nil {
		return done, err
	}
	for _, id := range order {
		r := newest[id]
		if r == nil {
			return done, fmt.Errorf("%w: %s", ErrNoRecord, id)
		}
		if err := tx.forget(r.Noun, id, slices.Contains(ids, id)); err != nil {
			return done, err
		}
	}
	done.Records = len(order)
	for sum := range sums {
		if err := tx.forgetPicture(sum, &done); err != nil {
			return done, err
		}
	}
	return done, nil
}

// withParts gives the ids and those of all that belongs to them by its newest body, each once.
func withParts(ids []ID, newest map[ID]*Revision) (order []ID, whole map[ID]bool) {
	parts := map[ID][]ID{}
	for id, r := range newest {
		var parent struct{ Spot, Entry, Check ID }
		json.Unmarshal(r.Body, &parent) // a visit's "spot" lies deeper; what does not fit is no part
		for _, of := range []ID{parent.Spot, parent.Entry, parent.Check} {
			if of != "" {
				parts[of] = append(parts[of], id)
			}
		}
	}
	whole = map[ID]bool{}
	for queue := slices.Clone(ids); len(queue) > 0; queue = queue[1:] {
		if id := queue[0]; !whole[id] {
			whole[id] = true
			order = append(order, id)
			queue = append(queue, parts[id]...)
		}
	}
	return order, whole
}

// forget deletes a record's row and its revisions. A record that was asked for leaves a tombstone.
func (tx *Tx) forget(noun Noun, id ID, asked bool) error {
	if err := tx.deleteRows(noun, id); err != nil {
		return err
	}
	if err := tx.exec("DELETE FROM revision WHERE record_id = ?", string(id)); err != nil {
		return err
	}
	if !asked {
		return nil
	}
	return tx.revise(noun, id, nil)
}

// forgetInVisits takes the lines of purged spots out of every revision of every visit: they hold
// what the clinician said of the spot.
func (tx *Tx) forgetInVisits(revisions []Revision, purged map[ID]bool) error {
	rewritten := map[ID]bool{}
	for _, r := range revisions {
		if r.Noun != NounVisit || r.Body == nil || purged[r.Record] {
			continue
		}
		visit := &visitRecord{}
		if err := json.Unmarshal(r.Body, visit); err != nil {
			return fmt.Errorf("%w: revision of %s %s: %w", ErrDamaged, r.Noun, r.Record, err)
		}
		lines := len(visit.Spots)
		visit.Spots = slices.DeleteFunc(visit.Spots, func(s VisitSpot) bool { return purged[ID(s.Spot)] })
		if len(visit.Spots) == lines {
			continue
		}
		rewritten[r.Record] = true
		if err := tx.rewrite(r, visit); err != nil {
			return err
		}
	}
	for id := range rewritten {
		if err := tx.takeNewest(id); err != nil {
			return err
		}
	}
	return nil
}

// rewrite changes what a revision says without adding one: the old words are to be gone.
func (tx *Tx) rewrite(r Revision, as record) error {
	canonical, err := body(as)
	if err != nil {
		return err
	}
	digest, err := revisionDigest(r.Act.ID, r.Noun, r.Record, string(canonical))
	if err != nil {
		return err
	}
	return tx.exec("UPDATE revision SET body = ?, digest = ? WHERE act_id = ? AND record_id = ? AND body = ?",
		string(canonical), digest, string(r.Act.ID), string(r.Record), string(r.Body))
}

// takeNewest makes the rows of a visit that stands what its newest revision says.
func (tx *Tx) takeNewest(visit ID) error {
	var now string
	if stands, err := tx.scanOne("SELECT id FROM visit WHERE id = ?", []any{string(visit)}, &now); err != nil || !stands {
		return err
	}
	if _, err := tx.scanOne("SELECT body FROM revision WHERE record_id = ? ORDER BY seq DESC LIMIT 1", []any{string(visit)}, &now); err != nil {
		return err
	}
	v := &visitRecord{}
	if err := json.Unmarshal([]byte(now), v); err != nil {
		return err
	}
	if err := tx.deleteRows(NounVisit, visit); err != nil {
		return err
	}
	return tx.insertRows(v, "visit", digest([]byte(now)))
}

// forgetPicture deletes the bytes of a photo unless a record that stands, or one that undo could
// bring back, shows them.
func (tx *Tx) forgetPicture(sum string, done *Purged) error {
	var n int64
	shown, err := tx.scanOne("SELECT 1 FROM photo WHERE sha256 = ?1 UNION SELECT 1 FROM revision WHERE noun = 'photo' AND instr(body, ?1) LIMIT 1", []any{sum}, &n)
	if err != nil || shown {
		return err
	}
	if _, err := tx.scanOne("SELECT bytes FROM picture WHERE sha256 = ?", []any{sum}, &n); err != nil {
		return err
	}
	for _, table := range []string{"thumbnail", "original", "picture"} {
		if err := tx.exec("DELETE FROM "+table+" WHERE sha256 = ?", sum); err != nil {
			return err
		}
	}
	done.Pictures, done.Bytes = done.Pictures+1, done.Bytes+n
	return nil
}

// giveBackPages shortens the file by the pages that hold nothing any more. It is a transaction of
// its own: only what a commit before it has overwritten may be cut off.
func giveBackPages(q querier) error {
	rows, err := q.QueryContext(context.Background(), "PRAGMA main.incremental_vacuum")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() { // a page a step
	}
	return rows.Err()
}
