package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// An Upkeep is what is done to a journal as a whole, and remembered.
type Upkeep string

// What is remembered: the last backup that was verified, and the last time that all was verified.
const (
	UpkeepBackup Upkeep = "backup"
	UpkeepVerify Upkeep = "verify"
)

// NewestAct gives the number of the newest act in the order of acts, 0 where there is none.
func (db *DB) NewestAct(ctx context.Context) (seq int, err error) {
	err = db.sql.QueryRowContext(ctx, "SELECT coalesce(max(seq), 0) FROM act").Scan(&seq)
	return seq, classify(err)
}

// PicturesSince gives the SHA-256 of every picture that an act from that number on tied to a photo. The
// act itself counts: an import may have gone on with it.
func (db *DB) PicturesSince(ctx context.Context, act int) ([]string, error) {
	sums, err := columnOf(ctx, db.sql, `SELECT sha256 FROM picture WHERE sha256 IN (
		SELECT json_extract(body, '$.sha256') FROM revision JOIN act ON act.id = act_id WHERE act.seq >= ? AND noun = 'photo' AND body IS NOT NULL
	) ORDER BY sha256`, act)
	return sums, classify(err)
}

// SetUpkeep remembers that something was done now, and the newest act that it reached. It is no act:
// undo leaves it alone.
func (db *DB) SetUpkeep(ctx context.Context, what Upkeep, act int) error {
	_, err := db.sql.ExecContext(ctx, "INSERT OR REPLACE INTO upkeep (what, at, act_seq) VALUES (?, ?, ?)", string(what), db.env.Now().Format(time.RFC3339), act)
	return db.whyRefused(err)
}

// LastBackup gives the moment of the last backup that was verified; ok is false where there was none.
func (db *DB) LastBackup(ctx context.Context) (at time.Time, ok bool, err error) {
	at, _, ok, err = db.LastUpkeep(ctx, UpkeepBackup)
	return at, ok, err
}

// LastUpkeep reads what SetUpkeep was given last; ok is false where that was never.
func (db *DB) LastUpkeep(ctx context.Context, what Upkeep) (at time.Time, act int, ok bool, err error) {
	var text string
	err = db.sql.QueryRowContext(ctx, "SELECT at, act_seq FROM upkeep WHERE what = ?", string(what)).Scan(&text, &act)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, 0, false, nil
	}
	if err != nil {
		return time.Time{}, 0, false, classify(err)
	}
	if at, err = time.Parse(time.RFC3339, text); err != nil {
		return time.Time{}, 0, false, fmt.Errorf("%w: the moment of the last %s is %q", ErrDamaged, what, text)
	}
	return at, act, true, nil
}
