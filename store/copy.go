package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/mattn/go-sqlite3"
)

// stepPages are copied at a time: 4 MB, so that whoever waits to write waits for no more than that.
const stepPages = 256

// CopyTo copies the whole journal, as it stood at one moment, into an empty file that the caller made
// and will sync. Between steps others may write; what they wrote makes it begin again. progress is told
// the bytes copied and the bytes in all. It fails with ErrBusy where another holds the journal too long.
func (db *DB) CopyTo(ctx context.Context, path string, progress func(done, total int64)) error {
	copied := connect(path, db.env)
	defer copied.Close()
	// What is lost in a crash is a temporary file.
	if _, err := copied.sql.ExecContext(ctx, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF"); err != nil {
		return classify(err)
	}
	err := withDriver(ctx, db.sql, func(from *sqlite3.SQLiteConn) error {
		return withDriver(ctx, copied.sql, func(to *sqlite3.SQLiteConn) error {
			backup, err := to.Backup("main", from, "main")
			if err != nil {
				return err
			}
			err = stepThrough(ctx, from, backup, progress)
			return cmp.Or(err, backup.Close()) // which says the same again
		})
	})
	return errors.Join(classify(err), classify(copied.Close()))
}

// withDriver hands on the one connection of a pool as go-sqlite3's own.
func withDriver(ctx context.Context, pool *sql.DB, do func(*sqlite3.SQLiteConn) error) error {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(driver any) error { return do(driver.(*sqlite3.SQLiteConn)) })
}

// stepThrough copies page by page. A step that copied nothing has waited in vain for a lock, or another
// wrote and it began again: a statement tells which.
func stepThrough(ctx context.Context, from *sqlite3.SQLiteConn, backup *sqlite3.SQLiteBackup, progress func(done, total int64)) error {
	for before := -1; ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		done, err := backup.Step(stepPages)
		if err != nil {
			return err
		}
		left, all := backup.Remaining(), backup.PageCount()
		progress(int64(all-left)*pageSize, int64(all)*pageSize)
		if done {
			return nil
		}
		if left == before || all == 0 {
			if _, err := from.Exec("SELECT count(*) FROM sqlite_schema", nil); err != nil {
				return err
			}
		}
		before = left
	}
}

// A Stream gives the bytes of the journal file as they stood at one moment, without a copy on the way.
// It takes the read lock for a step of 4 MB at a time; where another wrote in between, Read fails with
// ErrChanged, and the caller begins again.
type Stream struct {
	ctx     context.Context
	conn    *sql.Conn
	file    *os.File
	version int64 // PRAGMA data_version, which tells of changes by others
	size    int64 // bytes, known with the first step
	at      int64
	step    []byte // not yet read
	room    []byte
}

// ErrChanged: another wrote to the journal while it was being read.
var ErrChanged = errors.New("the journal was written to meanwhile")

// Stream opens the journal for reading as bytes. Until it is closed the DB can do nothing else.
func (db *DB) Stream(ctx context.Context) (*Stream, error) {
	conn, err := db.sql.Conn(ctx)
	if err != nil {
		return nil, classify(err)
	}
	file, err := os.Open(db.path)
	if err != nil {
		conn.Close()
		return nil, fileError(err)
	}
	return &Stream{ctx: ctx, conn: conn, file: file, room: make([]byte, stepPages*pageSize)}, nil
}

// Close ends the reading. It must not come before the locks of this process on the file are gone:
// closing any descriptor of a file drops them all (POSIX), and here none is held between steps.
func (s *Stream) Close() error { return errors.Join(s.file.Close(), s.conn.Close()) }

// Size gives the bytes in all; it is known once something was read.
func (s *Stream) Size() int64 { return s.size }

func (s *Stream) Read(p []byte) (int, error) {
	if len(s.step) == 0 {
		if err := s.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, s.step)
	s.step = s.step[n:]
	return n, nil
}

// next reads one step within a read transaction of SQLite, which first rolls back what a crash left.
func (s *Stream) next() error {
	if err := s.ctx.Err(); err != nil {
		return err
	}
	if _, err := s.conn.ExecContext(s.ctx, "BEGIN DEFERRED"); err != nil {
		return classify(err)
	}
	defer s.conn.ExecContext(context.Background(), "ROLLBACK") // it only read
	var tables, version, pages, bytes int64                    // the count of tables takes the lock
	for _, ask := range []struct {
		query string
		into  *int64
	}{{"SELECT count(*) FROM sqlite_schema", &tables}, {"PRAGMA data_version", &version}, {"PRAGMA page_count", &pages}, {"PRAGMA page_size", &bytes}} {
		if err := s.conn.QueryRowContext(s.ctx, ask.query).Scan(ask.into); err != nil {
			return classify(err)
		}
	}
	if s.at == 0 {
		s.version, s.size = version, pages*bytes
	}
	if version != s.version {
		return ErrChanged
	}
	if s.at == s.size {
		return io.EOF
	}
	s.step = s.room[:min(int64(len(s.room)), s.size-s.at)]
	if _, err := s.file.ReadAt(s.step, s.at); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	s.at += int64(len(s.step))
	return nil
}
