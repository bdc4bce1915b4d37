package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// VerbRepair is the verb of the act that says which records a salvaged journal holds in another state
// than their newest revision.
const VerbRepair = "repair"

// A Salvaged says what could be saved of a damaged journal, and what could not.
type Salvaged struct {
	Records  int
	Pictures int
	Lost     []Damage
}

// Salvage makes a new journal at path out of all that can be read of a damaged one and still has its
// digest: acts, revisions, records as they stand or as an older revision has them, photos byte for byte.
// The damaged file is only read. remake derives again what is known of a photo, with its thumbnail;
// check looks at the new journal before it takes its name.
func Salvage(ctx context.Context, damaged, path string, env Env, remake func(original []byte) (*Picture, error), check func(temp string) error, progress func(done, total int)) (Salvaged, error) {
	s := &salvager{ctx: ctx, remake: remake}
	err := Place(path, func(temp string) (err error) {
		if s.from, err = openDamaged(ctx, damaged, temp+".damaged", env); err != nil {
			return err
		}
		defer s.from.Close()
		if _, err := s.from.sql.ExecContext(ctx, "PRAGMA query_only = ON"); err != nil {
			return classify(err)
		}
		into := connect(temp, env)
		defer into.Close()
		if err := into.migrate(ctx, 0, false); err != nil {
			return classify(err)
		}
		s.readWords()
		if err := s.savePictures(into, progress); err != nil {
			return err
		}
		if err := s.saveWords(into); err != nil {
			return err
		}
		if err := classify(into.Close()); err != nil {
			return err
		}
		return check(temp)
	})
	return s.done, err
}

type salvager struct {
	ctx    context.Context
	from   *DB
	remake func([]byte) (*Picture, error)
	done   Salvaged

	acts      map[int]Act // by seq
	revisions []salvagedRevision
	states    map[ID]record // records as they are to stand
	saved     map[string]bool
}

type salvagedRevision struct {
	seq  int
	act  ID
	noun Noun
	id   ID
	body sql.NullString
}

// lose notes a loss once: rows beside damaged ones are read more than once.
func (s *salvager) lose(d Damage) {
	if !slices.Contains(s.done.Lost, d) {
		s.done.Lost = append(s.done.Lost, d)
	}
}

// readWords reads what still has its digest.
func (s *salvager) readWords() {
	s.acts, s.states, s.saved = map[int]Act{}, map[ID]record{}, map[string]bool{}
	s.rows("act", "seq, id, recorded_at, verb, undoes, digest", Damage{Part: PartAct}, func(rows *sql.Rows) error {
		var seq int
		var a Act
		var stored string
		if err := rows.Scan(&seq, &a.ID, &a.RecordedAt, &a.Verb, text[ID]{&a.Undoes}, &stored); err != nil {
			return err
		}
		if now, err := Digest(a); err != nil || now != stored {
			s.lose(Damage{ID: a.ID, Part: PartAct, Problem: unlikeDigest})
			return nil
		}
		s.acts[seq] = a
		return nil
	})
	newest := s.readRevisions()
	for _, t := range tables {
		s.readRecords(t.table, t.empty)
	}
	for id, r := range newest {
		if s.states[id] == nil && r.body.Valid {
			_, empty := tableOf(r.noun)
			if state := empty(); json.Unmarshal([]byte(r.body.String), state) == nil {
				s.states[id] = state
			}
		}
	}
}

// readRevisions gives the newest that can be read of each record.
func (s *salvager) readRevisions() map[ID]salvagedRevision {
	s.rows("revision", "seq, act_id, noun, record_id, body, digest", Damage{Part: PartRevision}, func(rows *sql.Rows) error {
		var r salvagedRevision
		var stored string
		if err := rows.Scan(&r.seq, &r.act, &r.noun, &r.id, &r.body, &stored); err != nil {
			return err
		}
		if now, err := revisionDigest(r.act, r.noun, r.id, r.body.String); err != nil || now != stored {
			s.lose(Damage{Noun: r.noun, ID: r.id, Part: PartRevision, Problem: unlikeDigest})
			return nil
		}
		s.revisions = append(s.revisions, r)
		return nil
	})
	slices.SortFunc(s.revisions, func(a, b salvagedRevision) int { return a.seq - b.seq })
	s.revisions = slices.Compact(s.revisions)
	newest := map[ID]salvagedRevision{}
	for _, r := range s.revisions {
		newest[r.id] = r
	}
	return newest
}

func (s *salvager) readRecords(table string, empty func() record) {
	noun := empty().noun()
	lines := map[ID][]VisitSpot{}
	if noun == NounVisit {
		lines, _ = readVisitSpots(s.from.sql, "") // without them no visit has its digest, and its revision is taken
	}
	query, _ := selectColumns(empty(), "x")
	columns := strings.TrimSuffix(strings.TrimPrefix(query, "SELECT "), " FROM x")
	s.rows(table, "digest, "+columns, Damage{Noun: noun, Part: PartRecord}, func(rows *sql.Rows) error {
		r, stored := empty(), ""
		targets := []any{&stored}
		for _, c := range r.columns() {
			targets = append(targets, c.value)
		}
		if rows.Scan(targets...) != nil {
			return nil // its revision is taken
		}
		if visit, ok := r.(*visitRecord); ok {
			visit.Spots = lines[visit.ID]
		}
		if canonical, err := body(r); err == nil && digest(canonical) == stored {
			s.states[*r.id()] = r
		}
		return nil
	})
}

// rows reads the rows of a table, and where that fails those of each half of it, down to single rows:
// a damaged page costs its own rows alone.
func (s *salvager) rows(table, columns string, lost Damage, scan func(*sql.Rows) error) {
	var most int
	if err := s.from.sql.QueryRowContext(s.ctx, "SELECT coalesce(max(rowid), 0) FROM "+table).Scan(&most); err != nil {
		most = s.mostRows()
	}
	missed := 0
	var between func(low, high int)
	between = func(low, high int) {
		if s.ctx.Err() != nil || low > high || s.readBetween(table, columns, low, high, scan) == nil {
			return
		}
		if low == high {
			missed++
			return
		}
		middle := low + (high-low)/2
		between(low, middle)
		between(middle+1, high)
	}
	between(1, most)
	if missed > 0 {
		lost.Problem = "some of it cannot be read"
		s.lose(lost)
	}
}

// mostRows is more than a table of this file can have, where its own last row cannot be read: a row of
// words takes about a hundred bytes.
func (s *salvager) mostRows() int {
	var pages int
	if s.from.sql.QueryRowContext(s.ctx, "PRAGMA page_count").Scan(&pages) != nil {
		return 0
	}
	return min(pages*pageSize/100, 1<<17)
}

func (s *salvager) readBetween(table, columns string, low, high int, scan func(*sql.Rows) error) error {
	rows, err := s.from.sql.QueryContext(s.ctx, fmt.Sprintf("SELECT %s FROM %s WHERE rowid BETWEEN ? AND ? ORDER BY rowid", columns, table), low, high)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// savePictures takes over each photo whose bytes have their SHA-256, a transaction each.
func (s *salvager) savePictures(into *DB, progress func(done, total int)) error {
	known, sums := s.knownPictures()
	for i, sum := range sums {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		p, err := s.picture(sum, known[sum])
		if err != nil {
			s.lose(Damage{SHA256: sum, Part: PartOriginal, Problem: err.Error()})
		} else if err := into.keepPicture(p); err != nil {
			return classify(err)
		} else {
			s.saved[sum] = true
			s.done.Pictures++
		}
		progress(i+1, len(sums))
	}
	return nil
}

// knownPictures gives what is known of pictures, and the SHA-256 of all that anything names.
func (s *salvager) knownPictures() (known map[string]*Picture, sums []string) {
	known = map[string]*Picture{}
	s.rows("picture", "sha256, format, bytes, width, height, position, digest", Damage{Part: PartPicture}, func(rows *sql.Rows) error {
		p, stored := &Picture{}, ""
		if rows.Scan(&p.SHA256, &p.Format, &p.Bytes, number[int]{&p.Width}, number[int]{&p.Height}, &p.Position, &stored) != nil {
			return nil
		}
		if now, err := Digest(*p); err == nil && now == stored {
			known[p.SHA256] = p
		}
		return nil
	})
	for sum := range known {
		sums = append(sums, sum)
	}
	indexed, _ := columnOf(s.ctx, s.from.sql, "SELECT sha256 FROM original") // as far as its index can be read
	sums = append(sums, indexed...)
	for _, r := range s.states {
		if photo, ok := r.(*photoRecord); ok {
			sums = append(sums, photo.SHA256)
		}
	}
	slices.Sort(sums)
	return known, slices.Compact(sums)
}

// picture reads a photo and what is derived of it, which is made again where it is damaged.
func (s *salvager) picture(sum string, known *Picture) (*Picture, error) {
	original, err := s.from.Original(s.ctx, sum)
	if err != nil { // by the table, where its index is damaged
		original, err = s.from.blob(s.ctx, "SELECT content FROM original NOT INDEXED WHERE sha256 = ?", sum)
	}
	if err != nil {
		return nil, errors.New("its bytes cannot be read")
	}
	if digest(original) != sum {
		return nil, errors.New("its bytes are damaged")
	}
	v := &verifier{db: s.from, ctx: s.ctx}
	small, stored, err := v.readThumbnail(sum)
	if known != nil && (errors.Is(err, ErrNoRecord) || err == nil && digest(small.Content) == stored) {
		known.Original = original
		if err == nil {
			known.Thumbnail = small
		}
		return known, nil
	}
	made, err := s.remake(original)
	if err == nil && made.SHA256 == sum {
		return made, nil
	}
	if known == nil {
		known = &Picture{SHA256: sum, Format: "unknown", Bytes: int64(len(original))}
	}
	known.Original = original
	return known, nil
}

// keepPicture stores a picture in a transaction of its own.
func (db *DB) keepPicture(p *Picture) error {
	sqlTx, err := db.sql.Begin()
	if err != nil {
		return err
	}
	defer sqlTx.Rollback()
	tx := &Tx{tx: sqlTx, env: db.env, now: db.env.Now(), statements: map[string]*sql.Stmt{}}
	if _, err := tx.AddPicture(p); err != nil {
		return err
	}
	return sqlTx.Commit()
}
