package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/mattn/go-sqlite3"
)

// ApplicationID stands in the header of every journal file ("SPOT").
const ApplicationID = 0x53504f54

// pageSize suits photographs of a few megabytes: half the time of SQLite's own 4 KiB.
const pageSize = 16384

// pragmas hold for every connection; SQLite forgets them when it closes one.
var pragmas = []struct{ name, value string }{
	{"foreign_keys", "1"},
	{"busy_timeout", "5000"},
	{"synchronous", "3"}, // EXTRA: the folder is synced after the rollback journal goes
	{"secure_delete", "1"},
	{"cell_size_check", "1"},
	{"trusted_schema", "0"},
	{"temp_store", "2"}, // MEMORY: nothing private in a temporary folder
}

//go:embed migrations/*.sql
var migrations embed.FS

// SchemaVersion is the newest schema this program knows; it stands in PRAGMA user_version.
const SchemaVersion = 1

// Env is what a journal needs from outside: the clock and a source of random bytes for ids.
type Env struct {
	Now    func() time.Time
	Random io.Reader
}

// A DB is an open journal. One process holds one connection.
type DB struct {
	path string
	sql  *sql.DB
	env  Env
}

// Open opens a journal that exists and brings its schema up to date. It fails with ErrMissing,
// ErrForeign, ErrNewer or ErrDamaged without changing a byte.
func Open(ctx context.Context, path string, env Env) (*DB, error) {
	version, err := inspect(path)
	if err != nil {
		return nil, err
	}
	db := connect(path, env)
	if version < SchemaVersion {
		err = db.migrate(ctx, version)
	}
	if err == nil {
		err = db.sql.PingContext(ctx)
	}
	if err != nil {
		db.Close()
		return nil, classify(err)
	}
	return db, nil
}

// Create makes a new journal at path (mode 0600, in a folder 0700 where it makes one) together
// with its first act. Either a whole journal with that act appears under the name, or nothing.
// It fails with ErrExists where anything has that name.
func Create(ctx context.Context, path string, env Env, verb string, do func(*Tx) error) (Act, error) {
	if _, err := os.Lstat(path); err == nil {
		return Act{}, fmt.Errorf("%w: %s", ErrExists, path)
	}
	made, err := makeFolder(filepath.Dir(path))
	if err != nil {
		return Act{}, err
	}
	act, err := create(ctx, path, env, verb, do)
	if err != nil {
		for _, dir := range made {
			os.Remove(dir) // only where still empty
		}
	}
	return act, err
}

// create builds the journal under a temporary name and links it into place.
func create(ctx context.Context, path string, env Env, verb string, do func(*Tx) error) (act Act, err error) {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".new-*")
	if err != nil {
		return Act{}, fileError(err)
	}
	temp := file.Name()
	defer os.Remove(temp)
	defer os.Remove(temp + "-journal")
	if err := errors.Join(file.Chmod(0o600), file.Close()); err != nil {
		return Act{}, err
	}
	db := connect(temp, env)
	defer db.Close()
	if err := db.migrate(ctx, 0); err != nil {
		return Act{}, classify(err)
	}
	if act, err = db.Act(ctx, verb, do); err != nil {
		return Act{}, err
	}
	if err := db.Close(); err != nil {
		return Act{}, classify(err)
	}
	if err := publish(temp, path); err != nil {
		return Act{}, err
	}
	return act, syncFolder(filepath.Dir(path))
}

// publish gives a finished file its name without ever replacing another's. File systems without
// hard links (FAT on a memory stick) take a rename instead.
func publish(temp, path string) error {
	err := os.Link(temp, path)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%w: %s", ErrExists, path)
	}
	if errors.Is(err, syscall.EPERM) || errors.Is(err, errors.ErrUnsupported) {
		err = os.Rename(temp, path)
	}
	return fileError(err)
}

// makeFolder makes a folder and those above it, each 0700 whatever the umask, and returns the
// ones it made, innermost first.
func makeFolder(dir string) (made []string, err error) {
	for missing := dir; ; missing = filepath.Dir(missing) {
		if _, err := os.Stat(missing); !errors.Is(err, fs.ErrNotExist) {
			break
		}
		made = append(made, missing)
	}
	for i := len(made) - 1; i >= 0; i-- {
		if err := os.Mkdir(made[i], 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return made, fmt.Errorf("%w: the folder %s cannot be made (%w)", ErrReadOnly, made[i], errors.Unwrap(err))
		}
		if err := os.Chmod(made[i], 0o700); err != nil {
			return made, fileError(err)
		}
	}
	return made, nil
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// inspect looks at the file's header with plain reads, so that a foreign or newer file is left as
// it is to the byte, and returns its schema version.
func inspect(path string) (version int, err error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return 0, fmt.Errorf("%w at %s", ErrMissing, path)
	}
	if err != nil {
		return 0, fileError(err)
	}
	if !info.Mode().IsRegular() {
		return 0, fmt.Errorf("%w: %s is not a file", ErrForeign, path)
	}
	file, err := os.Open(path)
	if err != nil {
		return 0, fileError(err)
	}
	defer file.Close()
	header := make([]byte, 100) // https://sqlite.org/fileformat2.html, section 1.3
	if _, err := io.ReadFull(file, header); err != nil || !strings.HasPrefix(string(header), "SQLite format 3\x00") ||
		binary.BigEndian.Uint32(header[68:]) != ApplicationID {
		return 0, fmt.Errorf("%s is %w", path, ErrForeign)
	}
	version = int(binary.BigEndian.Uint32(header[60:]))
	if version > SchemaVersion {
		return version, fmt.Errorf("%s was %w (its schema is %d, this program knows %d)", path, ErrNewer, version, SchemaVersion)
	}
	return version, nil
}

// connector opens connections with the pragmas set. Unlike a registered driver it needs no
// global name.
type connector struct {
	driver *sqlite3.SQLiteDriver
	dsn    string
}

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }
func (c connector) Driver() driver.Driver                        { return c.driver }

func connect(path string, env Env) *DB {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	// url.URL escapes ?, # and % in a folder's name, which would else cut the name short.
	dsn := url.URL{Scheme: "file", Path: path, RawQuery: "mode=rw&_txlock=immediate"}
	var set strings.Builder
	for _, p := range pragmas {
		fmt.Fprintf(&set, "PRAGMA %s = %s;", p.name, p.value)
	}
	hook := func(conn *sqlite3.SQLiteConn) error {
		_, err := conn.Exec(set.String(), nil)
		return err
	}
	pool := sql.OpenDB(connector{&sqlite3.SQLiteDriver{ConnectHook: hook}, dsn.String()})
	pool.SetMaxOpenConns(1)
	return &DB{path: path, sql: pool, env: env}
}

// migrate runs each schema step after version in a transaction of its own.
func (db *DB) migrate(ctx context.Context, version int) error {
	if version == 0 { // both must come before the first table
		if _, err := db.sql.ExecContext(ctx, fmt.Sprintf("PRAGMA page_size = %d; PRAGMA auto_vacuum = INCREMENTAL", pageSize)); err != nil {
			return err
		}
	}
	for ; version < SchemaVersion; version++ {
		if err := db.step(version); err != nil {
			return fmt.Errorf("schema step %d: %w", version+1, err)
		}
	}
	return nil
}

// step takes the schema from version to version+1, unless another process just did.
func (db *DB) step(version int) error {
	scripts, err := migrations.ReadDir("migrations")
	if err != nil {
		return err
	}
	script, err := migrations.ReadFile("migrations/" + scripts[version].Name())
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
	if _, err := tx.Exec(fmt.Sprintf("%s; PRAGMA application_id = %d; PRAGMA user_version = %d", script, ApplicationID, version+1)); err != nil {
		return err
	}
	return tx.Commit()
}

// Path is the absolute path of the journal file.
func (db *DB) Path() string { return db.path }

// Close closes the file.
func (db *DB) Close() error { return db.sql.Close() }
