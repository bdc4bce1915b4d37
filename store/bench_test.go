package store

import (
	"context"
	"database/sql"
	"fmt"
	"testing"
)

// BenchmarkAct logs one entry, as the command line does; BenchmarkBareCommit writes the same three
// rows by hand on an equal connection. What lies between them is the price of the package.
func BenchmarkAct(b *testing.B) {
	db, spot := testDB(b)
	e := fullEntry()
	for b.Loop() {
		act(b, db, func(tx *Tx) error { _, err := tx.PutEntry(spot, e); return err })
	}
}

func BenchmarkBareCommit(b *testing.B) {
	db, spot := testDB(b)
	r := &entryRecord{spot, fullEntry()}
	json, err := body(r)
	if err != nil {
		b.Fatal(err)
	}
	columns := r.columns()
	names, marks, values := "", "", make([]any, 0, len(columns)+1)
	for _, c := range columns {
		names, marks, values = names+c.name+", ", marks+"?, ", append(values, c.value)
	}
	insert := "INSERT INTO entry (" + names + "digest) VALUES (" + marks + "?)"
	values = append(values, digest(json))
	n := 0
	for b.Loop() {
		n++
		id := fmt.Sprintf("00000000-0000-7000-8000-%012x", n)
		r.ID = ID(id)
		tx, err := db.sql.Begin()
		if err != nil {
			b.Fatal(err)
		}
		for _, s := range []struct {
			query string
			args  []any
		}{
			{insert, values},
			{"INSERT INTO revision (act_id, noun, record_id, body, digest) VALUES (?, ?, ?, ?, ?)", []any{id, "entry", id, string(json), digest(json)}},
			{"INSERT INTO act (id, recorded_at, verb, digest) VALUES (?, ?, ?, ?)", []any{id, "2026-11-01T20:00:00+01:00", "log", digest(json)}},
		} {
			if _, err := tx.Exec(s.query, s.args...); err != nil {
				b.Fatal(err)
			}
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
	}
}

// longLife makes a journal of 10,000 entries over 50 spots, a photo with each, of 200 pictures of
// some size in bytes.
func longLife(b *testing.B, pictureBytes int) *DB {
	b.Helper()
	db, _ := testDB(b)
	act(b, db, func(tx *Tx) error {
		var pictures []string
		for i := range 200 {
			p := testPicture(fmt.Sprintf("%0*d", pictureBytes, i))
			if _, err := tx.AddPicture(p); err != nil {
				return err
			}
			pictures = append(pictures, p.SHA256)
		}
		for i := range 50 {
			if err := putLongSpot(tx, i, pictures); err != nil {
				return err
			}
		}
		return nil
	})
	return db
}

func putLongSpot(tx *Tx, i int, pictures []string) error {
	spot, err := tx.PutSpot(Spot{Name: fmt.Sprintf("spot-%d", i), Site: "left forearm"})
	if err != nil {
		return err
	}
	for k := range 200 {
		e := fullEntry()
		e.Date = Day(10_000 + 30*k).Date()
		id, err := tx.PutEntry(spot, e)
		if err != nil {
			return err
		}
		photo := Photo{SHA256: pictures[k], Name: "IMG_0001.jpg", Taken: e.Date, TakenFrom: FromExif, Kind: PhotoCloseUp}
		if _, err := tx.PutPhoto(Owner{Entry: id}, photo); err != nil {
			return err
		}
	}
	return nil
}

// BenchmarkJournal10k reads a long life whole; how large its photos are must not matter.
func BenchmarkJournal10k(b *testing.B) {
	for _, size := range []int{1_000, 200_000} {
		b.Run(fmt.Sprintf("photos=%dB", size), func(b *testing.B) {
			db := longLife(b, size)
			b.ReportAllocs()
			for b.Loop() {
				if j := read(b, db); len(j.Spots) != 51 {
					b.Fatal(len(j.Spots))
				}
			}
		})
	}
}

// BenchmarkBareSelect10k reads the same columns of the same rows and keeps nothing.
func BenchmarkBareSelect10k(b *testing.B) {
	db := longLife(b, 1_000)
	b.ReportAllocs()
	for b.Loop() {
		for _, t := range tables {
			query, targets := selectColumns(t.empty(), t.table)
			rows, err := db.sql.QueryContext(context.Background(), query)
			if err != nil {
				b.Fatal(err)
			}
			raw := make([]any, len(targets))
			for i := range raw {
				raw[i] = new(sql.RawBytes)
			}
			for rows.Next() {
				if err := rows.Scan(raw...); err != nil {
					b.Fatal(err)
				}
			}
			if err := rows.Err(); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkHistory10k reads what ever became of one spot of fifty.
func BenchmarkHistory10k(b *testing.B) {
	db := longLife(b, 1_000)
	spot := read(b, db).Spot("spot-7").ID
	b.ReportAllocs()
	for b.Loop() {
		if r, err := db.History(context.Background(), spot); err != nil || len(r) != 401 {
			b.Fatal(len(r), err)
		}
	}
}
