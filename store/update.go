package store

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"strings"
)

// TakeFrom brings a copy of a journal up to date: first the photos it lacks, each in a transaction of
// its own, then all the words in one, with what was purged taken out. Until that one is committed the copy
// holds what it held, and after it what the journal holds. What was purged is overwritten as Purge does, in the
// copy's rollback journal too. It gives the SHA-256 of the photos it took; progress is told of them, done and
// in all.
func (db *DB) TakeFrom(ctx context.Context, journal string, progress func(done, total int64)) (taken []string, err error) {
	alone := connectAs(db.path, db.env, "_txlock=exclusive", patient)
	defer alone.Close()
	conn, err := alone.sql.Conn(ctx)
	if err != nil {
		return nil, classify(err)
	}
	defer conn.Close()
	source := url.URL{Scheme: "file", Path: journal, RawQuery: "mode=ro"} // else each transaction below would lock it for writing
	if _, err := conn.ExecContext(ctx, "ATTACH ? AS journal", source.String()); err != nil {
		return nil, classify(err)
	}
	purged := false
	for complete := false; !complete; {
		more, err := takePictures(ctx, conn, progress)
		taken = append(taken, more...)
		if err != nil {
			return taken, db.whyRefused(err)
		}
		if complete, purged, err = takeWords(ctx, conn); err != nil {
			return taken, db.whyRefused(err)
		}
	}
	if !purged {
		return taken, nil
	}
	if err := conn.Close(); err != nil { // it goes back, and keeps its lock
		return taken, err
	}
	return taken, classify(alone.overwriteTraces())
}

// takePictures takes what the copy lacks, as the journal holds it now.
func takePictures(ctx context.Context, conn *sql.Conn, progress func(done, total int64)) (taken []string, err error) {
	lacking, err := columnOf(ctx, conn, "SELECT sha256 FROM journal.original WHERE sha256 NOT IN (SELECT sha256 FROM main.original)")
	for i, sum := range lacking {
		if err := ctx.Err(); err != nil {
			return taken, err
		}
		if err := inTx(conn, func(tx *sql.Tx) error {
			for _, table := range []string{"picture", "original", "thumbnail"} {
				if _, err := tx.Exec("INSERT OR REPLACE INTO main."+table+" SELECT * FROM journal."+table+" WHERE sha256 = ?", sum); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return taken, err
		}
		taken = append(taken, sum)
		progress(int64(i+1), int64(len(lacking)))
	}
	return taken, err
}

// takeWords makes every table of the copy but those of bytes equal to the journal's, writing only rows
// that differ. complete is false where the journal got a photo meanwhile; purged says that something was purged
// from the journal since: then the connection keeps the copy for itself, until what is left is overwritten.
func takeWords(ctx context.Context, conn *sql.Conn) (complete, purged bool, err error) {
	err = inTx(conn, func(tx *sql.Tx) error {
		lacking, err := columnOf(ctx, tx, "SELECT sha256 FROM journal.original WHERE sha256 NOT IN (SELECT sha256 FROM main.original)")
		if complete = len(lacking) == 0; err != nil || !complete {
			return err
		}
		names, err := columnOf(ctx, tx, "SELECT name FROM journal.sqlite_schema WHERE type = 'table' AND name NOT IN ('original', 'thumbnail')")
		if err != nil {
			return err
		}
		if err := tx.QueryRow("SELECT EXISTS (SELECT 1 FROM journal.act WHERE verb = ? AND id NOT IN (SELECT id FROM main.act))", VerbPurge).Scan(&purged); err != nil {
			return err
		}
		if purged {
			if _, err := tx.Exec("PRAGMA main.locking_mode = EXCLUSIVE"); err != nil {
				return err
			}
		}
		if _, err := tx.Exec("PRAGMA defer_foreign_keys = ON"); err != nil {
			return err
		}
		for _, name := range names {
			if err := takeTable(ctx, tx, name); err != nil {
				return err
			}
		}
		_, err = tx.Exec(`DELETE FROM main.original WHERE sha256 NOT IN (SELECT sha256 FROM journal.original);
			DELETE FROM main.thumbnail WHERE sha256 NOT IN (SELECT sha256 FROM journal.thumbnail);
			INSERT INTO main.thumbnail SELECT * FROM journal.thumbnail WHERE sha256 NOT IN (SELECT sha256 FROM main.thumbnail)`)
		return err
	})
	if err == nil && complete {
		err = giveBackPages(conn) // what was purged leaves no room behind
	}
	return complete, purged, err
}

func takeTable(ctx context.Context, tx *sql.Tx, name string) error {
	key, err := columnOf(ctx, tx, "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", name)
	if err != nil {
		return err
	}
	columns := strings.Join(key, ", ")
	_, err = tx.Exec(fmt.Sprintf(`DELETE FROM main.%[1]s WHERE (%[2]s) IN (SELECT %[2]s FROM (SELECT * FROM main.%[1]s EXCEPT SELECT * FROM journal.%[1]s));
		INSERT INTO main.%[1]s SELECT * FROM journal.%[1]s EXCEPT SELECT * FROM main.%[1]s`, name, columns))
	return err
}

// inTx commits what do did on a connection, or nothing of it.
func inTx(conn *sql.Conn, do func(*sql.Tx) error) error {
	tx, err := conn.BeginTx(context.Background(), nil) // a context that ends within would leave what follows without one
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}
