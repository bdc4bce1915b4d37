package store

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"github.com/mattn/go-sqlite3"
)

// What names the records of a noun at the prompt, and what else is known of each; a noun that is not
// here has no such names.
var namesOf = map[Noun]string{
	NounSpot:       "SELECT name, site FROM spot",
	NounEntry:      "SELECT DISTINCT spot.name || '@' || substr(date, 1, 10), site FROM entry JOIN spot ON spot.id = spot_id",
	NounPhoto:      "SELECT photo.id, coalesce(spot.name || ' ', '') || coalesce(substr(coalesce(taken, entry.date), 1, 10), '') FROM photo LEFT JOIN entry ON entry.id = entry_id LEFT JOIN spot ON spot.id = spot_id",
	NounMedication: "SELECT DISTINCT name, coalesce(dose, '') FROM medication",
}

// Names reads what the records of a noun are called and what else is known of each, without ever writing
// to the file, migrating it or waiting for another program: for completion, between two keystrokes.
func Names(ctx context.Context, path string, noun Noun) (names, says []string, err error) {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return nil, nil, fmt.Errorf("%w at %s", ErrMissing, path)
	}
	if path, err = filepath.Abs(path); err != nil {
		return nil, nil, err
	}
	dsn := url.URL{Scheme: "file", Path: path, RawQuery: "mode=ro&_query_only=1&_busy_timeout=0"}
	db := sql.OpenDB(connector{&sqlite3.SQLiteDriver{}, dsn.String()})
	defer db.Close()
	rows, err := db.QueryContext(ctx, "SELECT * FROM ("+namesOf[noun]+"), pragma_application_id WHERE application_id = ? ORDER BY 1", ApplicationID)
	if err != nil {
		return nil, nil, classify(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name, known string
		if err := rows.Scan(&name, &known, new(int)); err != nil {
			return nil, nil, classify(err)
		}
		names, says = append(names, name), append(says, known)
	}
	return names, says, classify(rows.Err())
}
