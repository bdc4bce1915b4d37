package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// An Act is what one command did. An import is one act.
type Act struct {
	ID         ID     `json:"id"`
	RecordedAt string `json:"recorded_at"` // RFC 3339, with the offset of the clock that recorded it
	Verb       string `json:"verb"`
	Undoes     ID     `json:"undoes,omitempty"`
}

// A Tx is an act under way. All of it is committed or none.
type Tx struct {
	tx         *sql.Tx
	env        Env
	now        time.Time
	act        Act
	seq        int // ids given so far
	revised    bool
	resumed    bool // more of an act that was committed before
	statements map[string]*sql.Stmt
}

// Act runs do as one act in one transaction. Where do changes nothing, no act is recorded and the
// Act returned is zero. Within do, read through the Tx: the DB's one connection is taken. A context
// that ends before the commit leaves the journal as it was.
func (db *DB) Act(ctx context.Context, verb string, do func(*Tx) error) (Act, error) {
	act, err := db.transact(ctx, Act{Verb: verb}, do)
	if act.ID == "" {
		act.Verb = "" // nothing was done
	}
	return act, err
}

// Continue runs do as more of an act that was committed before, in a transaction of its own: so
// long work is one act, of which an interruption keeps what is committed. Where another act came
// in between it begins a new act of the same verb, and Resumed answers false within do. It gives
// the act to continue with.
func (db *DB) Continue(ctx context.Context, act Act, do func(*Tx) error) (Act, error) {
	return db.transact(ctx, act, do)
}

// Resumed says whether nothing was done to the journal since the act that this one continues.
func (tx *Tx) Resumed() bool { return tx.resumed }

// transact runs do as the act begun, where it has an id and is the newest, or as a new one.
func (db *DB) transact(ctx context.Context, begun Act, do func(*Tx) error) (Act, error) {
	act, err := db.inTransaction(ctx, begun, do)
	return act, db.whyRefused(err)
}

func (db *DB) inTransaction(ctx context.Context, begun Act, do func(*Tx) error) (Act, error) {
	// The context stays outside: cancelled inside a transaction, database/sql would run what
	// follows without one.
	sqlTx, err := db.sql.BeginTx(context.Background(), nil)
	if err != nil {
		return Act{}, err
	}
	defer sqlTx.Rollback()
	tx := &Tx{tx: sqlTx, env: db.env, now: db.env.Now(), statements: map[string]*sql.Stmt{}}
	if err := tx.begin(begun); err != nil {
		return Act{}, err
	}
	if err := do(tx); err != nil {
		return Act{}, err
	}
	if err := ctx.Err(); err != nil {
		return Act{}, err
	}
	if !tx.revised {
		return begun, nil
	}
	if !tx.resumed {
		if err := tx.recordAct(); err != nil {
			return Act{}, err
		}
	}
	if err := sqlTx.Commit(); err != nil {
		return Act{}, err
	}
	return tx.act, nil
}

// begin takes up an act that is the newest, or makes a new one of its verb.
func (tx *Tx) begin(begun Act) (err error) {
	if begun.ID != "" {
		var newest ID
		if _, err := tx.scanOne("SELECT id FROM act ORDER BY seq DESC LIMIT 1", nil, &newest); err != nil {
			return err
		}
		if tx.resumed = newest == begun.ID; tx.resumed {
			tx.act = begun
			return nil
		}
	}
	tx.act, err = tx.newAct(begun.Verb)
	return err
}

func (tx *Tx) newAct(verb string) (Act, error) {
	id, err := tx.newID()
	return Act{ID: id, RecordedAt: tx.now.Format(time.RFC3339), Verb: verb}, err
}

// newID gives ids that sort in the order they were asked for within this act.
func (tx *Tx) newID() (ID, error) {
	// A millisecond has room for 4096 ids; a long import borrows from the milliseconds ahead.
	at := tx.now.Add(time.Duration(tx.seq>>12) * time.Millisecond)
	id, err := newID(at, uint16(tx.seq&0xfff), tx.env.Random)
	tx.seq++
	return id, err
}

func (tx *Tx) recordAct() error {
	digest, err := Digest(tx.act)
	if err != nil {
		return err
	}
	var undoes any
	if tx.act.Undoes != "" {
		undoes = string(tx.act.Undoes)
	}
	return tx.exec("INSERT INTO act (id, recorded_at, verb, undoes, digest) VALUES (?, ?, ?, ?, ?)",
		string(tx.act.ID), tx.act.RecordedAt, tx.act.Verb, undoes, digest)
}

func (tx *Tx) prepare(query string) (*sql.Stmt, error) {
	if stmt, ok := tx.statements[query]; ok {
		return stmt, nil
	}
	stmt, err := tx.tx.Prepare(query)
	if err == nil {
		tx.statements[query] = stmt
	}
	return stmt, err
}

func (tx *Tx) exec(query string, args ...any) error {
	stmt, err := tx.prepare(query)
	if err == nil {
		_, err = stmt.Exec(args...)
	}
	return err
}

// scanOne reads one row; ok is false where there is none.
func (tx *Tx) scanOne(query string, args []any, into ...any) (ok bool, err error) {
	stmt, err := tx.prepare(query)
	if err != nil {
		return false, err
	}
	err = stmt.QueryRow(args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// put writes a record and its revision, and reports whether anything changed.
func (tx *Tx) put(r record) (changed bool, err error) {
	canonical, err := body(r)
	if err != nil {
		return false, err
	}
	now := digest(canonical)
	table, _ := tableOf(r.noun())
	var before string
	exists, err := tx.scanOne("SELECT digest FROM "+table+" WHERE id = ?", []any{string(*r.id())}, &before)
	if err != nil || before == now {
		return false, err
	}
	if exists {
		if err := tx.deleteRows(r.noun(), *r.id()); err != nil {
			return false, err
		}
	}
	if err := tx.insertRows(r, table, now); err != nil {
		return false, err
	}
	return true, tx.revise(r.noun(), *r.id(), canonical)
}

func (tx *Tx) insertRows(r record, table, digest string) error {
	var names, marks strings.Builder
	var values []any
	for _, c := range r.columns() {
		names.WriteString(c.name + ", ")
		marks.WriteString("?, ")
		values = append(values, c.value)
	}
	query := fmt.Sprintf("INSERT INTO %s (%sdigest) VALUES (%s?)", table, names.String(), marks.String())
	if err := tx.exec(query, append(values, digest)...); err != nil {
		return err
	}
	visit, ok := r.(*visitRecord)
	if !ok {
		return nil
	}
	for i := range visit.Spots {
		if err := tx.insertVisitSpot(visit.ID, i, &visit.Spots[i]); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) insertVisitSpot(visit ID, position int, s *VisitSpot) error {
	return tx.exec("INSERT INTO visit_spot (visit_id, position, spot_id, outcome, diagnosis, recheck, note) VALUES (?, ?, ?, ?, ?, ?, ?)",
		string(visit), position, s.Spot, text[Outcome]{&s.Outcome}, text[string]{&s.Diagnosis}, s.Recheck, text[string]{&s.Note})
}

func (tx *Tx) deleteRows(noun Noun, id ID) error {
	if noun == NounVisit {
		if err := tx.exec("DELETE FROM visit_spot WHERE visit_id = ?", string(id)); err != nil {
			return err
		}
	}
	table, _ := tableOf(noun)
	return tx.exec("DELETE FROM "+table+" WHERE id = ?", string(id))
}

// revise appends a revision; a nil body is a tombstone.
func (tx *Tx) revise(noun Noun, id ID, body []byte) error {
	digest, err := revisionDigest(tx.act.ID, noun, id, string(body))
	if err != nil {
		return err
	}
	var stored any
	if body != nil {
		stored = string(body)
	}
	tx.revised = true
	return tx.exec("INSERT INTO revision (act_id, noun, record_id, body, digest) VALUES (?, ?, ?, ?, ?)",
		string(tx.act.ID), string(noun), string(id), stored, digest)
}

func revisionDigest(act ID, noun Noun, id ID, body string) (string, error) {
	return Digest(struct {
		Act    ID     `json:"act"`
		Noun   Noun   `json:"noun"`
		Record ID     `json:"record"`
		Body   string `json:"body,omitempty"`
	}{act, noun, id, body})
}
