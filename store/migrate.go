package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
)

//go:embed migrations/*.sql
var migrations embed.FS

// SchemaVersion is the newest schema this program knows; it stands in PRAGMA user_version.
const SchemaVersion = 2

// WordsCopy is where the words of a journal lie as they were before it was brought up from a schema:
// a journal without the bytes of photos.
func WordsCopy(path string, schema int) string { return fmt.Sprintf("%s.schema-%d", path, schema) }

// version reads the schema version through SQLite, which first rolls back what a crash left half
// done: until then the header may tell of a step that never was.
func (db *DB) version(ctx context.Context) (version int, err error) {
	if err := db.sql.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return 0, err
	}
	if version > SchemaVersion {
		return 0, newer(db.path, version)
	}
	return version, nil
}

func newer(path string, version int) error {
	return fmt.Errorf("%s was %w (its schema is %d, this program knows %d)", path, ErrNewer, version, SchemaVersion)
}

// migrate runs each schema step after version in a transaction of its own. Before the first one it
// copies the words of a journal that is there beside it, unless keepWords is false.
func (db *DB) migrate(ctx context.Context, version int, keepWords bool) error {
	if version == 0 { // both must come before the first table
		if _, err := db.sql.ExecContext(ctx, fmt.Sprintf("PRAGMA page_size = %d; PRAGMA auto_vacuum = INCREMENTAL", pageSize)); err != nil {
			return err
		}
		keepWords = false
	}
	for ; version < SchemaVersion; version++ {
		if err := db.step(version, keepWords); err != nil {
			return fmt.Errorf("schema step %d: %w", version+1, err)
		}
		keepWords = false
	}
	return nil
}

// step takes the schema from version to version+1, unless another process just did.
func (db *DB) step(version int, keepWords bool) error {
	script, err := stepScript(version)
	if err != nil {
		return err
	}
	tx, err := db.sql.BeginTx(context.Background(), nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var now int
	if err := tx.QueryRow("PRAGMA user_version").Scan(&now); err != nil || now != version {
		return err
	}
	if keepWords { // nobody else can write until this transaction ends
		if err := db.copyWords(version); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(script); err != nil {
		return err
	}
	return tx.Commit()
}

// stepScript is the SQL that takes the schema from version to version+1.
func stepScript(version int) (string, error) {
	scripts, err := migrations.ReadDir("migrations")
	if err != nil {
		return "", err
	}
	script, err := migrations.ReadFile("migrations/" + scripts[version].Name())
	return fmt.Sprintf("%s; PRAGMA application_id = %d; PRAGMA user_version = %d", script, ApplicationID, version+1), err
}

// copyWords writes every table but the bytes of photos into WordsCopy, over one that an interrupted
// try left there.
func (db *DB) copyWords(version int) error {
	final := WordsCopy(db.path, version)
	temp := final + ".new"
	for _, left := range []string{temp, temp + "-journal"} {
		if err := os.Remove(left); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fileError(err)
		}
	}
	file, err := os.OpenFile(temp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fileError(err)
	}
	defer os.Remove(temp)
	if err := errors.Join(unlessUnsupported(file.Chmod(0o600)), file.Close()); err != nil {
		return err
	}
	words := connect(temp, db.env)
	defer words.Close()
	if err := words.takeWords(db.path, version); err != nil {
		return err
	}
	if err := words.Close(); err != nil {
		return err
	}
	if err := os.Rename(temp, final); err != nil {
		return fileError(err)
	}
	return SyncFolder(filepath.Dir(final))
}

// takeWords fills an empty file with the schema of a journal and with its rows, but not the bytes of photos.
func (db *DB) takeWords(path string, version int) error {
	journal := url.URL{Scheme: "file", Path: path, RawQuery: "mode=ro"}
	if _, err := db.sql.Exec(fmt.Sprintf("PRAGMA page_size = %d; PRAGMA auto_vacuum = INCREMENTAL; ATTACH ? AS journal", pageSize), journal.String()); err != nil {
		return err
	}
	tx, err := db.sql.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	objects, err := schemaOf(tx, "journal")
	if err != nil {
		return err
	}
	for _, o := range objects {
		if _, err := tx.Exec(o.sql); err != nil {
			return err
		}
	}
	for _, o := range objects {
		if o.kind != "table" || o.name == "original" || o.name == "thumbnail" {
			continue
		}
		if _, err := tx.Exec(fmt.Sprintf("INSERT INTO main.%[1]q SELECT * FROM journal.%[1]q", o.name)); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(fmt.Sprintf("PRAGMA main.application_id = %d; PRAGMA main.user_version = %d", ApplicationID, version)); err != nil {
		return err
	}
	return tx.Commit()
}

// An object is a table, index or view of a schema.
type object struct{ kind, name, sql string }

// schemaOf lists what was created in a database, in the order it was.
func schemaOf(q querier, database string) (objects []object, err error) {
	rows, err := q.QueryContext(context.Background(), "SELECT type, name, sql FROM "+database+".sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var o object
		if err := rows.Scan(&o.kind, &o.name, &o.sql); err != nil {
			return nil, err
		}
		objects = append(objects, o)
	}
	return objects, rows.Err()
}
