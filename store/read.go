package store

import (
	"context"
	"database/sql"
	"strings"
)

// querier is what *sql.Conn (outside an act) and *sql.Tx (inside one) share.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func selectColumns(r record, table string) (query string, targets []any) {
	var names []string
	for _, c := range r.columns() {
		names = append(names, c.name)
		targets = append(targets, c.value)
	}
	return "SELECT " + strings.Join(names, ", ") + " FROM " + table, targets
}

// Journal reads everything but the bytes of photos, as it stood at one moment.
func (db *DB) Journal(ctx context.Context) (*Journal, error) {
	conn, err := db.sql.Conn(ctx)
	if err != nil {
		return nil, classify(err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "BEGIN DEFERRED"); err != nil {
		return nil, classify(err)
	}
	defer conn.ExecContext(context.Background(), "ROLLBACK") // it only read
	j, err := readJournal(conn)
	return j, classify(err)
}

// Journal reads everything but the bytes of photos, as this act sees it.
func (tx *Tx) Journal() (*Journal, error) { return readJournal(tx.tx) }

func readJournal(q querier) (*Journal, error) {
	j := &Journal{Schema: JournalSchema}
	spots := map[ID]*Spot{}
	for _, read := range []func(querier, *Journal) error{readProfile, readMedications, readSpots, readQuestions} {
		if err := read(q, j); err != nil {
			return nil, err
		}
	}
	for i := range j.Spots {
		spots[j.Spots[i].ID] = &j.Spots[i]
	}
	if err := readEntries(q, spots); err != nil {
		return nil, err
	}
	if err := readChecks(q, j); err != nil {
		return nil, err
	}
	if err := readPhotos(q, j); err != nil {
		return nil, err
	}
	return j, readVisits(q, j, spots)
}

// each reads every row of a table into r, clearing it before each, and calls add after each.
func each[R any, P interface {
	*R
	record
}](q querier, order string, add func(R)) error {
	var row R
	r := P(&row)
	table, _ := tableOf(r.noun())
	query, targets := selectColumns(r, table)
	rows, err := q.QueryContext(context.Background(), query+order)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		row = *new(R)
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		add(row)
	}
	return rows.Err()
}

func readProfile(q querier, j *Journal) error {
	return each(q, "", func(r profileRecord) { j.Profile = &r.Profile })
}

func readMedications(q querier, j *Journal) error {
	return each(q, " ORDER BY started, id", func(r medicationRecord) { j.Medications = append(j.Medications, r.Medication) })
}

func readSpots(q querier, j *Journal) error {
	return each(q, " ORDER BY name", func(r spotRecord) { j.Spots = append(j.Spots, r.Spot) })
}

func readQuestions(q querier, j *Journal) error {
	return each(q, " ORDER BY id", func(r questionRecord) { j.Questions = append(j.Questions, r.Question) })
}

func readEntries(q querier, spots map[ID]*Spot) error {
	err := each(q, "", func(r entryRecord) {
		if s := spots[r.SpotID]; s != nil {
			s.Entries = append(s.Entries, r.Entry)
		}
	})
	for _, s := range spots {
		s.SortEntries()
	}
	return err
}

func readChecks(q querier, j *Journal) error {
	return each(q, " ORDER BY date, id", func(r checkRecord) { j.Checks = append(j.Checks, r.Check) })
}

func readPhotos(q querier, j *Journal) error {
	owners := map[ID]*[]Photo{}
	for i := range j.Spots {
		for k := range j.Spots[i].Entries {
			e := &j.Spots[i].Entries[k]
			owners[e.ID] = &e.Photos
		}
	}
	for i := range j.Checks {
		owners[j.Checks[i].ID] = &j.Checks[i].Photos
	}
	return each(q, " ORDER BY id", func(r photoRecord) {
		if photos := owners[max(r.EntryID, r.CheckID)]; photos != nil {
			*photos = append(*photos, r.Photo)
		}
	})
}

func readVisits(q querier, j *Journal, spots map[ID]*Spot) error {
	lines, err := readVisitSpots(q, "")
	if err != nil {
		return err
	}
	return each(q, " ORDER BY date, id", func(r visitRecord) {
		r.Spots = lines[r.ID]
		for i := range r.Spots {
			if s := spots[ID(r.Spots[i].Spot)]; s != nil {
				r.Spots[i].Spot = s.Name
			}
		}
		j.Visits = append(j.Visits, r.Visit)
	})
}

// readVisitSpots reads the lines of every visit that where lets through, each naming its spot by id.
func readVisitSpots(q querier, where string, args ...any) (map[ID][]VisitSpot, error) {
	rows, err := q.QueryContext(context.Background(),
		"SELECT visit_id, spot_id, outcome, diagnosis, recheck, note FROM visit_spot "+where+" ORDER BY visit_id, position", args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	lines := map[ID][]VisitSpot{}
	for rows.Next() {
		var visit ID
		var s VisitSpot
		if err := rows.Scan(&visit, &s.Spot, text[Outcome]{&s.Outcome}, text[string]{&s.Diagnosis}, &s.Recheck, text[string]{&s.Note}); err != nil {
			return nil, err
		}
		lines[visit] = append(lines[visit], s)
	}
	return lines, rows.Err()
}
