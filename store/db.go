package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
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
	{"busy_timeout", patient},
	{"synchronous", "3"}, // EXTRA: the folder is synced after the rollback journal goes
	{"secure_delete", "1"},
	{"cell_size_check", "1"},
	{"trusted_schema", "0"},
	{"temp_store", "2"}, // MEMORY: nothing private in a temporary folder
}

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

	broughtFrom int
}

// Open opens a journal that exists and brings its schema up to date, having copied its words to
// WordsCopy. It fails with ErrMissing, ErrForeign, ErrNewer or ErrDamaged without changing a byte.
// What killed commands left beside it goes.
func Open(ctx context.Context, path string, env Env) (*DB, error) {
	db, err := openAndMigrate(ctx, path, env, true)
	if err == nil {
		RemoveAbandoned(filepath.Dir(path))
	}
	return db, err
}

// OpenCopy is Open for a file that is a copy of a journal: bringing it up to date leaves nothing
// beside it.
func OpenCopy(ctx context.Context, path string, env Env) (*DB, error) {
	return openAndMigrate(ctx, path, env, false)
}

func openAndMigrate(ctx context.Context, path string, env Env, keepWords bool) (*DB, error) {
	db, version, err := openAsItIs(ctx, path, env)
	if err != nil {
		return nil, err
	}
	if version == SchemaVersion {
		return db, nil
	}
	db.broughtFrom = version
	if err := db.whyRefused(db.migrate(ctx, version, keepWords)); err != nil {
		db.Close()
		if errors.Is(err, ErrReadOnly) {
			err = fmt.Errorf("%w, and being of an older spotlog it has first to be brought from schema %d to %d", err, version, SchemaVersion)
		}
		return nil, err
	}
	return db, nil
}

// openAsItIs opens a journal of this or an older schema and gives the version of that.
func openAsItIs(ctx context.Context, path string, env Env) (db *DB, version int, err error) {
	if _, err := schemaIn(path); err != nil {
		return nil, 0, err
	}
	if err := finishPurge(path, env); err != nil {
		return nil, 0, err
	}
	db = connect(path, env)
	if version, err = db.version(ctx); err != nil {
		db.Close()
		return nil, 0, classify(err)
	}
	return db, version, nil
}

// Create makes a new journal at path (mode 0600, in a folder 0700 where it makes one) together
// with its first act. Either a whole journal with that act appears under the name, or nothing.
// It fails with ErrExists where anything has that name.
func Create(ctx context.Context, path string, env Env, verb string, do func(*Tx) error) (act Act, err error) {
	err = Place(path, func(temp string) error {
		db := connect(temp, env)
		defer db.Close()
		if err := db.migrate(ctx, 0, false); err != nil {
			return db.whyRefused(err)
		}
		if act, err = db.Act(ctx, verb, do); err != nil {
			return err
		}
		return classify(db.Close())
	})
	return act, err
}

// Place puts a journal that fill writes, into an empty file of mode 0600, where path says. Either all of
// it appears under the name, or nothing, and the folders made for it go again. It fails with ErrExists
// where anything has that name.
func Place(path string, fill func(temp string) error) error {
	for _, name := range []string{path, path + "-journal"} { // which SQLite would take for the new file's
		if _, err := os.Lstat(name); err == nil {
			return fmt.Errorf("%w: %s", ErrExists, name)
		}
	}
	made, err := makeFolder(filepath.Dir(path))
	if err == nil {
		err = place(path, fill)
	}
	if err != nil {
		for _, dir := range made {
			os.Remove(dir) // only where still empty
		}
		return err
	}
	return nil
}

// place builds the journal under a temporary name and links it into place.
func place(path string, fill func(temp string) error) error {
	RemoveAbandoned(filepath.Dir(path))
	unfinished, err := NewUnfinished(filepath.Dir(path))
	if err != nil {
		return fileError(errors.Unwrap(err)) // without the temporary name
	}
	defer unfinished.Remove()
	temp := unfinished.File(filepath.Base(path))
	file, err := os.OpenFile(temp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fileError(err)
	}
	if err := errors.Join(unlessUnsupported(file.Chmod(0o600)), file.Close()); err != nil {
		return err
	}
	if err := fill(temp); err != nil {
		return err
	}
	if err := publish(temp, path); err != nil {
		return err
	}
	return SyncFolder(filepath.Dir(path))
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
		if err := unlessUnsupported(os.Chmod(made[i], 0o700)); err != nil {
			return made, fileError(err)
		}
	}
	return made, nil
}

// SyncFolder makes sure that the names in a folder outlive a crash, where the file system can: the shares
// of a network and some memory sticks know no such thing.
func SyncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); !errors.Is(err, syscall.EINVAL) {
		return unlessUnsupported(err)
	}
	return nil
}

// unlessUnsupported passes over what a file system without modes or locks says to the owner of a file.
func unlessUnsupported(err error) error {
	if errors.Is(err, syscall.EPERM) || errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	return err
}

// schemaIn gives the schema that the header of a journal names, with plain reads, so that a file is left as
// it is to the byte; a foreign, newer or short one fails as it does for Open.
func schemaIn(path string) (version int, err error) {
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
	header := make([]byte, HeaderBytes)
	if _, err := io.ReadFull(file, header); err != nil || !IsJournal(header) {
		return 0, fmt.Errorf("%s is %w", path, ErrForeign)
	}
	version = int(binary.BigEndian.Uint32(header[60:]))
	if version > SchemaVersion {
		return version, newer(path, version)
	}
	// SQLite itself overlooks a last page that is cut short, and reads what is missing as zeros.
	if _, err := os.Stat(rollbackJournal(path)); err != nil && info.Size()%pageBytes(header) != 0 {
		return 0, fmt.Errorf("%w: its end is missing", ErrDamaged)
	}
	return version, nil
}

// pageBytes is the size of a page of a file with this header, which must be one of a journal.
func pageBytes(header []byte) int64 {
	if size := int64(binary.BigEndian.Uint16(header[16:])); size > 1 {
		return size
	}
	return 1 << 16
}

// HeaderBytes is the length of the header of a journal file (https://sqlite.org/fileformat2.html, 1.3).
const HeaderBytes = 100

// IsJournal says whether a file that begins like this is a journal, of whatever version.
func IsJournal(header []byte) bool {
	return len(header) == HeaderBytes && strings.HasPrefix(string(header), "SQLite format 3\x00") && binary.BigEndian.Uint32(header[68:]) == ApplicationID
}

// connector opens connections with the pragmas set. Unlike a registered driver it needs no
// global name.
type connector struct {
	driver *sqlite3.SQLiteDriver
	dsn    string
}

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }
func (c connector) Driver() driver.Driver                        { return c.driver }

// How long a connection waits for its turn.
const (
	patient   = "5000" // ms
	impatient = "0"
)

func connect(path string, env Env) *DB { return connectAs(path, env, "_txlock=immediate", patient) }

// connectAs gives a DB whose connection has these of go-sqlite3's options, and waits so long.
func connectAs(path string, env Env, options, wait string) *DB {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	// url.URL escapes ?, # and % in a folder's name, which would else cut the name short.
	dsn := url.URL{Scheme: "file", Path: path, RawQuery: "mode=rw&" + options}
	var set strings.Builder
	for _, p := range pragmas {
		if p.name == "busy_timeout" {
			p.value = wait
		}
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

// BroughtFrom gives the schema that the journal was of before Open brought it up to date, 0 where it was.
func (db *DB) BroughtFrom() int { return db.broughtFrom }

// Path is the absolute path of the journal file.
func (db *DB) Path() string { return db.path }

// Close closes the file.
func (db *DB) Close() error { return db.sql.Close() }
