package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Skip remembers the SHA-256 of a photo that belongs to no spot, so that import asks about it no
// more. It is no act: undo leaves it alone.
func (db *DB) Skip(ctx context.Context, sha256Hex string) error {
	_, err := db.sql.ExecContext(ctx, "INSERT INTO skipped (sha256) VALUES (?) ON CONFLICT DO NOTHING", sha256Hex)
	return db.whyRefused(err)
}

// Skipped reads the SHA-256 of every photo that Skip was given.
func (db *DB) Skipped(ctx context.Context) (map[string]bool, error) {
	rows, err := db.sql.QueryContext(ctx, "SELECT sha256 FROM skipped")
	if err != nil {
		return nil, classify(err)
	}
	defer rows.Close()
	skipped := map[string]bool{}
	for rows.Next() {
		var sum string
		if err := rows.Scan(&sum); err != nil {
			return nil, classify(err)
		}
		skipped[sum] = true
	}
	return skipped, classify(rows.Err())
}

// SetAsked remembers the moment from which on files are new to import.
func (db *DB) SetAsked(ctx context.Context, at time.Time) error {
	_, err := db.sql.ExecContext(ctx, "INSERT OR REPLACE INTO asked (id, at) VALUES (1, ?)", at.Format(time.RFC3339Nano))
	return db.whyRefused(err)
}

// Asked reads what SetAsked was given last; the zero Time where that was never.
func (db *DB) Asked(ctx context.Context) (time.Time, error) {
	var text string
	err := db.sql.QueryRowContext(ctx, "SELECT at FROM asked").Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, classify(err)
	}
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return at, fmt.Errorf("%w: the moment of the last import is %q", ErrDamaged, text)
	}
	return at, nil
}
