package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"spotlog/internal/cli"
	"spotlog/store"
)

// writeYears makes a journal of spots × months entries, each with a photo of some bytes.
func writeYears(b *testing.B, spots, months, bytes int) (path string) {
	b.Helper()
	path = filepath.Join(b.TempDir(), "journal.sqlite")
	env := store.Env{Now: time.Now, Random: rand.NewChaCha8([32]byte{7})}
	_, err := store.Create(context.Background(), path, env, "import", func(tx *store.Tx) error {
		for s := range spots {
			id, err := tx.PutSpot(store.Spot{Name: fmt.Sprintf("arm-%d", s), Site: "left arm", Onset: store.OnsetGradual})
			if err != nil {
				return err
			}
			for m := range months {
				if err := putMonth(tx, id, s, m, bytes); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return path
}

func putMonth(tx *store.Tx, spot store.ID, s, m, bytes int) error {
	date := store.DateOn(time.Date(2016, time.November, 1, 20, 0, 0, 0, time.UTC).AddDate(0, m, 0), store.PrecisionMinute, true)
	entry, err := tx.PutEntry(spot, store.Entry{
		Date: date, LengthMM: 4 + float64((s+m)%3)/2, WidthMM: 3, Method: store.MethodRuler, Colors: []store.Color{store.ColorBrown},
		Shape: store.ShapeOval, Border: store.BorderEven, Surface: []store.Surface{store.SurfaceFlat}, Bleeding: store.BleedingNone,
		Changed: []store.Changed{store.ChangedNone}, Feel: []store.Feel{store.FeelNone}, Note: "as last month",
	})
	if err != nil {
		return err
	}
	photo := make([]byte, bytes)
	copy(photo, fmt.Sprintf("%d/%d", s, m))
	sum := sha256.Sum256(photo)
	picture := store.Picture{SHA256: hex.EncodeToString(sum[:]), Format: "jpeg", Bytes: int64(bytes), Width: 4000, Height: 3000, Original: photo}
	if _, err := tx.AddPicture(&picture); err != nil {
		return err
	}
	_, err = tx.PutPhoto(store.Owner{Entry: entry}, store.Photo{SHA256: picture.SHA256, Taken: date, TakenFrom: store.FromExif})
	return err
}

func runSpotlog(b *testing.B, path string, args ...string) {
	b.Helper()
	code := cli.Run(context.Background(), cli.System{
		Args: append(args, "--journal", path, "--as-of", "2026-11-21"), Out: io.Discard, Err: os.Stderr,
		Getenv: func(string) string { return "" }, Now: time.Now, Random: rand.NewChaCha8([32]byte{9}), Width: 80,
	})
	if code != 0 {
		b.Fatalf("spotlog %v ended with %d", args, code)
	}
}

// bareSelect opens the file and reads the rows that those verbs stand on, and does nothing with them.
func bareSelect(b *testing.B, path string) {
	b.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	for _, table := range []string{"spot", "entry", "photo"} {
		rows, err := db.Query("SELECT * FROM " + table)
		if err != nil {
			b.Fatal(err)
		}
		names, err := rows.Columns()
		if err != nil {
			b.Fatal(err)
		}
		cells := make([]any, len(names))
		for i := range cells {
			cells[i] = new(any)
		}
		for rows.Next() {
			if err := rows.Scan(cells...); err != nil {
				b.Fatal(err)
			}
		}
		if err := rows.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkYears reads long journals: 10,000 entries with 10,000 photos, of 2 kB and of 20 kB to
// show that the photos are not touched, and 24,000 entries to show that cost grows with them.
func BenchmarkYears(b *testing.B) {
	for _, size := range []struct{ spots, months, bytes int }{{100, 100, 2_000}, {100, 100, 20_000}, {200, 120, 2_000}} {
		path := writeYears(b, size.spots, size.months, size.bytes)
		name := fmt.Sprintf("/entries=%d/photo=%dkB", size.spots*size.months, size.bytes/1000)
		b.Run("bare-select"+name, func(b *testing.B) {
			for b.Loop() {
				bareSelect(b, path)
			}
		})
		for _, verb := range []string{"timeline", "flags", "list"} {
			b.Run(verb+name, func(b *testing.B) {
				for b.Loop() {
					runSpotlog(b, path, verb)
				}
			})
		}
	}
}

// BenchmarkLog logs one entry, flags and all, and beside it commits the same rows bare: to a journal
// of 20 spots over two years.
func BenchmarkLog(b *testing.B) {
	path := writeYears(b, 20, 24, 2_000)
	b.Run("log", func(b *testing.B) {
		for b.Loop() {
			runSpotlog(b, path, "log", "arm-1", "--size", "4x3mm", "--method", "ruler", "--color", "brown")
		}
	})
	b.Run("bare-commit", func(b *testing.B) {
		db, err := sql.Open("sqlite3", path+"?_txlock=immediate&_synchronous=EXTRA&_foreign_keys=on&_secure_delete=on")
		if err != nil {
			b.Fatal(err)
		}
		defer db.Close()
		n := 0
		for b.Loop() {
			n++
			bareCommit(b, db, fmt.Sprintf("bare-%d", n))
		}
	})
}

func bareCommit(b *testing.B, db *sql.DB, id string) {
	b.Helper()
	tx, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	digest := fmt.Sprintf("%064d", 0)
	for _, insert := range []struct {
		query string
		args  []any
	}{
		{"INSERT INTO act (id, recorded_at, verb, digest) VALUES (?, '2026-11-21T20:00:00Z', 'log', ?)", []any{id, digest}},
		{"INSERT INTO revision (act_id, noun, record_id, body, digest) VALUES (?, 'entry', ?, ?, ?)", []any{id, id,
			`{"colors":["brown"],"date":"2026-11-21","date_from":"typed","id":"01a1ff7a-cb8c-7002-a9dc-a1c788ae4b6b","length_mm":4,"method":"ruler","spot":"01a1ff7a-cb8c-7002-a9dc-a1c788ae4b6c","width_mm":3}`, digest}},
		{"INSERT INTO entry (id, spot_id, date, date_from, length_mm, width_mm, method, colors, digest) SELECT ?, id, '2026-11-21', 'typed', 4, 3, 'ruler', 'brown', ? FROM spot WHERE name = 'arm-1'", []any{id, digest}},
	} {
		if _, err := tx.Exec(insert.query, insert.args...); err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkProcess runs the built program: list on an empty journal against version.
func BenchmarkProcess(b *testing.B) {
	program := filepath.Join(b.TempDir(), "spotlog")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	path := filepath.Join(b.TempDir(), "journal.sqlite")
	run := func(args ...string) {
		if out, err := exec.Command(program, append(args, "--journal", path)...).CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
	}
	run("log", "--new", "--site", "left arm", "--size", "4mm")
	run("rm", "left-arm-1")
	for _, verb := range []string{"version", "list"} {
		b.Run(verb, func(b *testing.B) {
			for b.Loop() {
				run(verb)
			}
		})
	}
	run("log", "a", "--new", "--site", "left arm", "--size", "4mm")
	b.Run("log", func(b *testing.B) {
		for b.Loop() {
			run("log", "a", "--size", "4mm")
		}
	})
}
