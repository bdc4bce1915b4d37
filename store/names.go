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

// SpotNames reads the names of a journal's spots and their sites, in order of name, without ever writing
// to the file, migrating it or waiting for another program: for completion, between two keystrokes.
func SpotNames(ctx context.Context, path string) (names, sites []string, err error) {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return nil, nil, fmt.Errorf("%w at %s", ErrMissing, path)
	}
	if path, err = filepath.Abs(path); err != nil {
		return nil, nil, err
	}
	dsn := url.URL{Scheme: "file", Path: path, RawQuery: "mode=ro&_query_only=1&_busy_timeout=0"}
	db := sql.OpenDB(connector{&sqlite3.SQLiteDriver{}, dsn.String()})
	defer db.Close()
	rows, err := db.QueryContext(ctx, "SELECT name, site FROM spot, pragma_application_id WHERE application_id = ? ORDER BY name", ApplicationID)
	if err != nil {
		return nil, nil, classify(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name, site string
		if err := rows.Scan(&name, &site); err != nil {
			return nil, nil, classify(err)
		}
		names, sites = append(names, name), append(sites, site)
	}
	return names, sites, classify(rows.Err())
}
