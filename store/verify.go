package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
)

// A Damage is one thing of a journal that is not as it was stored.
type Damage struct {
	Noun    Noun   `json:"noun,omitempty"`   // of a record; empty for the file and for pictures
	ID      ID     `json:"id,omitempty"`     // of the record
	SHA256  string `json:"sha256,omitempty"` // of the picture
	Part    Part   `json:"part"`
	Problem string `json:"problem"` // in words, without naming the record
}

// A Part says what of a journal is damaged.
type Part string

// The parts of a journal.
const (
	PartFile      Part = "file"      // pages, indexes, references
	PartSchema    Part = "schema"    // tables, columns, rules
	PartRecord    Part = "record"    // a record as it now stands
	PartRevision  Part = "revision"  // a record as an act left it
	PartAct       Part = "act"       // what a command did, and when
	PartPicture   Part = "picture"   // what is known of a photo's bytes
	PartOriginal  Part = "original"  // a photo's bytes as they came
	PartThumbnail Part = "thumbnail" // the small picture, which can be made again
)

// A Scope says how much Verify reads. Every word is read always.
type Scope struct {
	Pictures []string // SHA-256 of the photos to read; nil for all of them
	// Pages asks for SQLite's own check of every page. It holds the read lock until it ends; without
	// it the pages of photos are checked by reading the photos, each under a lock of its own.
	Pages bool
}

// Verify compares a journal with its digests, its rules and itself, and lists what is not as it was
// stored. Only what keeps it from reading at all is an error. decode is asked whether a thumbnail, of
// some version and size, can be shown; progress is told the photos read and the photos in all.
func (db *DB) Verify(ctx context.Context, scope Scope, decode func(*Thumbnail) error, progress func(done, total int)) ([]Damage, error) {
	v := &verifier{db: db, ctx: ctx, decode: decode}
	var pages sync.WaitGroup
	beside := connect(db.path, db.env) // on the other core
	defer beside.Close()
	pages.Go(func() { v.checkPages(beside, scope) })
	v.checkSchema()
	if !v.stopped() {
		v.checkWords()
	}
	if !v.stopped() {
		v.checkPictures(scope, progress)
	}
	pages.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if v.failed != nil {
		return nil, v.failed
	}
	return v.found, nil
}

type verifier struct {
	db     *DB
	ctx    context.Context
	decode func(*Thumbnail) error

	mu     sync.Mutex
	found  []Damage
	failed error // what is no damage: a busy journal
}

// stopped says whether something that is no damage keeps the journal from being read.
func (v *verifier) stopped() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.failed != nil
}

func (v *verifier) add(d Damage) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.found = append(v.found, d)
}

// note takes an error of SQLite for damage to a part, unless it is of another kind.
func (v *verifier) note(d Damage, err error) {
	switch err = classify(err); {
	case err == nil || v.ctx.Err() != nil:
	case errors.Is(err, ErrDamaged):
		d.Problem = d.Problem + ": " + strings.TrimPrefix(err.Error(), ErrDamaged.Error()+" ")
		v.add(d)
	default:
		v.mu.Lock()
		defer v.mu.Unlock()
		v.failed = cmp.Or(v.failed, err)
	}
}

// checkPages runs SQLite's own checks: pages, order, indexes, NOT NULL, CHECK and types of STRICT
// tables (integrity_check), and references (foreign_key_check).
func (v *verifier) checkPages(db *DB, scope Scope) {
	checks := []string{"PRAGMA integrity_check"}
	if !scope.Pages {
		checks = nil
		for _, t := range v.wordTables(db) {
			checks = append(checks, fmt.Sprintf("PRAGMA integrity_check(%q)", t))
		}
	}
	for _, query := range checks {
		said, err := columnOf(v.ctx, db.sql, query)
		v.note(Damage{Part: PartFile, Problem: "SQLite cannot check its pages"}, err)
		for _, s := range said {
			if s != "ok" {
				v.add(Damage{Part: PartFile, Problem: "SQLite finds: " + s})
			}
		}
	}
	broken, err := columnOf(v.ctx, db.sql, `SELECT DISTINCT "table" || ' → ' || parent FROM pragma_foreign_key_check`)
	v.note(Damage{Part: PartFile, Problem: "SQLite cannot check what belongs to what"}, err)
	for _, b := range broken {
		v.add(Damage{Part: PartFile, Problem: "something belongs to what is not there: " + b})
	}
}

func (v *verifier) wordTables(db *DB) []string {
	names, err := columnOf(v.ctx, db.sql, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('original', 'thumbnail')")
	v.note(Damage{Part: PartSchema, Problem: "the list of tables cannot be read"}, err)
	return names
}

func columnOf(ctx context.Context, q querier, query string, args ...any) (values []string, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return values, err
		}
		values = append(values, s)
	}
	return values, rows.Err()
}

// checkSchema compares tables, indexes and views with those of a new journal, and the settings that
// the file's header holds.
func (v *verifier) checkSchema() {
	unlike := func(problem string) { v.add(Damage{Part: PartSchema, Problem: problem}) }
	want, err := freshSchema()
	if err != nil {
		v.note(Damage{Part: PartSchema}, err)
		return
	}
	have, err := schemaOf(v.db.sql, "main")
	v.note(Damage{Part: PartSchema, Problem: "the list of tables cannot be read"}, err)
	there := map[object]bool{}
	for _, o := range have {
		there[o] = true
	}
	for _, o := range want {
		if !there[o] {
			unlike(fmt.Sprintf("the %s %s is missing or is another than a new journal has", o.kind, o.name))
		}
		delete(there, o)
	}
	for o := range there {
		unlike(fmt.Sprintf("there is a %s %s that no spotlog made", o.kind, o.name))
	}
	for name, want := range map[string]string{"page_size": fmt.Sprint(pageSize), "auto_vacuum": "2", "encoding": "UTF-8",
		"application_id": fmt.Sprint(ApplicationID), "user_version": fmt.Sprint(SchemaVersion)} {
		got, err := columnOf(v.ctx, v.db.sql, "PRAGMA "+name)
		v.note(Damage{Part: PartSchema, Problem: name + " cannot be read"}, err)
		if err == nil && (len(got) != 1 || got[0] != want) {
			unlike(fmt.Sprintf("%s is %s, and not %s", name, strings.Join(got, " "), want))
		}
	}
}

// freshSchema is that of a new journal.
func freshSchema() ([]object, error) {
	pool, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	for version := range SchemaVersion {
		script, err := stepScript(version)
		if err == nil {
			_, err = pool.Exec(script)
		}
		if err != nil {
			return nil, err
		}
	}
	return schemaOf(pool, "main")
}
