package store

import (
	"bytes"
	"database/sql"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// table reads a query as text, its column names first.
func table(t *testing.T, db *DB, query string) [][]string {
	t.Helper()
	rows, err := db.sql.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	out := [][]string{names}
	for rows.Next() {
		cells := make([]sql.NullString, len(names))
		into := make([]any, len(names))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		line := make([]string, len(names))
		for i, c := range cells {
			line[i] = c.String
		}
		out = append(out, line)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// The columns of the views are a promise to other programs; new ones may only come at the end.
func TestViews(t *testing.T) {
	db, j := fullDB(t)
	putEntry(t, db, j.Spots[0].ID, Entry{Date: date("2026-10")})
	s := j.Spots[0]
	e, p := s.Entries[0], s.Entries[0].Photos[0]
	october := string(read(t, db).Spot("arm-7").Entries[0].ID)
	for query, want := range map[string][][]string{
		"SELECT * FROM timeline": {
			strings.Fields("date spot site length_mm width_mm method count extent_mm spread colors shape border surface blanch bleeding bleeds restarts changed feel symptoms after odd_one_out photos note id"),
			{"2026-10", "arm-7", "left arm", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "0", "", october},
			{"2026-11-01T08:30:00+01:00", "arm-7", "left arm", "4.5", "3", "ruler", "3", "30", "slow", "red,brown", "oval", "uneven", "raised,scaly",
				"stays", "bumped", "2", "0", "size", "none", "fever,fatigue", "heat", "1", "1", e.Note, string(e.ID)},
		},
		"SELECT * FROM spots": {
			strings.Fields("name site kind onset first_seen lies_on status status_since place entries first_entry last_entry id"),
			{"arm-7", "left arm", "crop", "sudden", "2025", "friction,strap", "resolved", "2026-12-01", "below the elbow", "2", "2026-10", "2026-11-01T08:30:00+01:00", string(s.ID)},
			{"left-forearm-1", "left forearm", "spot", "", "", "", "active", "", "", "0", "", "", string(j.Spots[1].ID)},
		},
		"SELECT * FROM photos": {
			strings.Fields("spot date taken taken_from kind area name format width height bytes sha256 id"),
			{"", "2026-11-01", "", "", "", "upper-back", "", "jpeg", "4", "3", "18", p.SHA256, string(j.Checks[0].Photos[0].ID)},
			{"arm-7", e.Date.String(), "2026-11-01T08:29", "exif", "close-up", "", "IMG_1.jpg", "jpeg", "4", "3", "18", p.SHA256, string(p.ID)},
		},
	} {
		if diff := cmp.Diff(want, table(t, db, query)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
	}
}

// stockShell finds SQLite's own shell; a machine for checks must have it.
func stockShell(t *testing.T) string {
	t.Helper()
	shell, err := exec.LookPath("sqlite3")
	if err != nil && os.Getenv("CI") != "" {
		t.Fatal("the sqlite3 shell is missing: without it nobody checks that a journal can be read without spotlog")
	}
	if err != nil {
		t.Skip("needs the sqlite3 shell")
	}
	return shell
}

func TestStockShellTakesEveryPhotoOut(t *testing.T) {
	shell := stockShell(t)
	schema, err := migrations.ReadFile("migrations/0001_journal.sql")
	if err != nil {
		t.Fatal(err)
	}
	query := regexp.MustCompile(`SELECT writefile\(.*;`).Find(schema)
	db, _ := fullDB(t)
	for _, content := range []string{"second", "third\x00with a zero byte"} {
		act(t, db, func(tx *Tx) error {
			id, err := tx.PutCheck(Check{Date: date("2026")})
			if err != nil {
				return err
			}
			picture := testPicture(content)
			if _, err = tx.AddPicture(picture); err == nil {
				_, err = tx.PutPhoto(Owner{Check: id}, Photo{SHA256: picture.SHA256})
			}
			return err
		})
	}
	before, err := os.ReadFile(db.Path())
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(shell, "-readonly", db.Path(), string(query))
	command.Dir = t.TempDir()
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", query, err, out)
	}
	names, err := filepath.Glob(filepath.Join(command.Dir, "*"))
	if err != nil || len(names) != 3 {
		t.Fatalf("wrote %v, %v; want 3 files", names, err)
	}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil || filepath.Base(name) != digest(content)+".jpeg" {
			t.Errorf("%s holds bytes of another SHA-256 (%v)", filepath.Base(name), err)
		}
	}
	if after, err := os.ReadFile(db.Path()); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the journal changed (%v)", err)
	}
}

func TestStockShellReadsTheTimeline(t *testing.T) {
	shell := stockShell(t)
	db, _ := fullDB(t)
	out, err := exec.Command(shell, "-readonly", db.Path(), "SELECT date, spot, colors FROM timeline; PRAGMA integrity_check; PRAGMA foreign_key_check").CombinedOutput()
	if want := "2026-11-01T08:30:00+01:00|arm-7|red,brown\nok\n"; err != nil || string(out) != want {
		t.Errorf("the shell says %q, %v; want %q", out, err, want)
	}
}
