package store

import (
	"context"
	"errors"
	"math"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// checkDigests recomputes every digest of a journal from what its rows hold now.
func checkDigests(t testing.TB, db *DB) {
	t.Helper()
	_, err := db.Act(context.Background(), "read", func(tx *Tx) error {
		for _, kind := range tables {
			ids, err := tx.ids("SELECT id FROM "+kind.table+" WHERE id <> ?", "")
			if err != nil {
				return err
			}
			for _, id := range ids {
				checkRow(t, tx, kind.empty(), kind.table, id)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	acts, _, err := db.Acts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range acts {
		if got := column1(t, db, "SELECT digest FROM act WHERE id = ?", string(a.ID)); got != digestOf(t, a) {
			t.Errorf("act %s has another digest than its content", a.ID)
		}
	}
	checkRevisionRows(t, db)
}

func checkRow(t testing.TB, tx *Tx, r record, table string, id ID) {
	t.Helper()
	if err := tx.load(r, id); err != nil {
		t.Fatal(err)
	}
	if v, ok := r.(*visitRecord); ok {
		lines, err := readVisitSpots(tx.tx, "WHERE visit_id = ?", string(id))
		if err != nil {
			t.Fatal(err)
		}
		v.Spots = lines[id]
	}
	var stored, newest string
	if ok, err := tx.scanOne("SELECT digest FROM "+table+" WHERE id = ?", []any{string(id)}, &stored); !ok || err != nil {
		t.Fatal(err)
	}
	if ok, err := tx.scanOne("SELECT body FROM revision WHERE record_id = ? ORDER BY seq DESC LIMIT 1", []any{string(id)}, &newest); !ok || err != nil {
		t.Fatalf("%s %s has no revision: %v", table, id, err)
	}
	if got := digestOf(t, r); got != stored || digest([]byte(newest)) != stored {
		t.Errorf("%s %s: digest %.8s, its content has %.8s, its newest revision %.8s", table, id, stored, got, digest([]byte(newest)))
	}
}

func checkRevisionRows(t testing.TB, db *DB) {
	t.Helper()
	rows, err := db.sql.Query("SELECT act_id, noun, record_id, coalesce(body, ''), digest FROM revision")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var act, record ID
		var noun Noun
		var body, stored string
		if err := rows.Scan(&act, &noun, &record, &body, &stored); err != nil {
			t.Fatal(err)
		}
		if got, err := revisionDigest(act, noun, record, body); err != nil || got != stored {
			t.Errorf("a revision of %s %s has another digest than its content", noun, record)
		}
	}
}

func digestOf(t testing.TB, v any) string {
	t.Helper()
	d, err := Digest(v)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func column1(t testing.TB, db *DB, query string, args ...any) (text string) {
	t.Helper()
	if err := db.sql.QueryRow(query, args...).Scan(&text); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return text
}

// rowCounts counts the rows of every table.
func rowCounts(t testing.TB, db *DB) map[string]string {
	t.Helper()
	counts := map[string]string{}
	for _, table := range []string{"act", "revision", "profile", "medication", "spot", "entry", "self_check", "picture",
		"original", "thumbnail", "photo", "visit", "visit_spot", "question"} {
		counts[table] = column1(t, db, "SELECT count(*) FROM "+table)
	}
	return counts
}

func TestEveryRowHasTheDigestOfItsContent(t *testing.T) {
	db, j := fullDB(t)
	checkDigests(t, db)
	var p Picture
	if err := db.sql.QueryRow("SELECT sha256, format, bytes, width, height, position FROM picture").
		Scan(&p.SHA256, &p.Format, &p.Bytes, &p.Width, &p.Height, &p.Position); err != nil {
		t.Fatal(err)
	}
	if got := column1(t, db, "SELECT digest FROM picture"); got != digestOf(t, &p) {
		t.Error("the picture has another digest than its content")
	}
	small, err := db.Thumbnail(t.Context(), j.Checks[0].Photos[0].SHA256)
	if err != nil || column1(t, db, "SELECT digest FROM thumbnail") != digest(small) {
		t.Errorf("the thumbnail has another digest than its content (%v)", err)
	}
}

// The canonical form is a promise to later versions: what stands here must never change.
func TestDigestIsOfSortedJSONWithoutAbsentFields(t *testing.T) {
	for _, c := range []struct {
		what any
		want string
	}{
		{&profileRecord{}, `{}`},
		{&entryRecord{"s", Entry{ID: "e", Date: date("2026-11"), Note: "<&> \u2028 ü", Bleeds: new(0)}},
			`{"bleeds":0,"date":"2026-11","id":"e","note":"<&> \u2028 ü","spot":"s"}`},
		{&visitRecord{Visit{ID: "v", Date: date("2026"), Spots: []VisitSpot{{Spot: "s", Outcome: OutcomeWatch}}}},
			`{"date":"2026","id":"v","spots":[{"outcome":"watch","spot":"s"}]}`},
		{&spotRecord{Spot{ID: "s", Name: "a", Site: "arm", At: &BodyPoint{View: ViewBack, X: 0.5}}},
			`{"at":{"view":"back","x":0.5,"y":0},"id":"s","name":"a","site":"arm"}`},
		{&spotRecord{Spot{ID: "s", Name: "-0", Site: "arm", At: &BodyPoint{View: ViewBack, X: math.Copysign(0, -1), Y: 1}}},
			`{"at":{"view":"back","x":0,"y":1},"id":"s","name":"-0","site":"arm"}`},
		{&Picture{SHA256: "0a", Format: "heic", Bytes: 7, Original: []byte("x")},
			`{"bytes":7,"format":"heic","sha256":"0a"}`},
		{&Picture{SHA256: "0a", Format: "jpeg", Bytes: 7, Width: 4, Height: 3, Position: true},
			`{"bytes":7,"format":"jpeg","height":3,"position":true,"sha256":"0a","width":4}`},
	} {
		if got, err := body(c.what); err != nil || string(got) != c.want {
			t.Errorf("%T: %s, %v; want %s", c.what, got, err, c.want)
		}
	}
}

func TestActThatChangesNothingIsNotRecorded(t *testing.T) {
	db, want := fullDB(t)
	before := rowCounts(t, db)
	a := act(t, db, func(tx *Tx) error {
		again := *want
		if added, err := tx.AddPicture(testPicture("not really a photo")); added || err != nil {
			t.Errorf("the same picture again: added %v, %v", added, err)
		}
		return putAll(tx, &again)
	})
	if a != (Act{}) {
		t.Errorf("recorded %+v", a)
	}
	if diff := cmp.Diff(before, rowCounts(t, db)); diff != "" {
		t.Errorf("rows (-before +after):\n%s", diff)
	}
}

// A test that stops half-way must find every byte of the file as it was.
func TestActThatFailsWritesNothing(t *testing.T) {
	stop := errors.New("stop")
	cases := []struct {
		name string
		want error
		do   func(tx *Tx, cancel func()) error
	}{
		{"error", stop, func(*Tx, func()) error { return stop }},
		{"cancelled before the commit", context.Canceled, func(_ *Tx, cancel func()) error { cancel(); return nil }},
		{"refused", nil, func(tx *Tx, _ func()) error { _, err := tx.PutSpot(Spot{Name: "NO", Site: "arm"}); return err }},
		{"entry of no spot", nil, func(tx *Tx, _ func()) error { _, err := tx.PutEntry("nobody", Entry{Date: date("2026")}); return err }},
		{"photo of no picture", nil, func(tx *Tx, _ func()) error {
			_, err := tx.PutPhoto(Owner{Entry: "nobody"}, *photoWith(func(*Photo) {}))
			return err
		}},
		{"photo of nothing", nil, func(tx *Tx, _ func()) error {
			_, err := tx.PutPhoto(Owner{}, *photoWith(func(*Photo) {}))
			return err
		}},
		{"photo of two", nil, func(tx *Tx, _ func()) error {
			_, err := tx.PutPhoto(Owner{Entry: "a", Check: "b"}, *photoWith(func(*Photo) {}))
			return err
		}},
		{"name of another", nil, func(tx *Tx, _ func()) error { _, err := tx.PutSpot(Spot{Name: "arm-7", Site: "arm"}); return err }},
		{"other bytes", nil, func(tx *Tx, _ func()) error {
			p := testPicture("a")
			p.Original = []byte("b")
			_, err := tx.AddPicture(p)
			return err
		}},
		{"remove what is not there", ErrNoRecord, func(tx *Tx, _ func()) error { return tx.Remove(NounEntry, "nobody") }},
		{"move what is not there", ErrNoRecord, func(tx *Tx, _ func()) error { return tx.MoveEntry("nobody", "nobody") }},
		{"visit of no spot", ErrNoRecord, func(tx *Tx, _ func()) error {
			_, err := tx.PutVisit(Visit{Date: date("2026"), Spots: []VisitSpot{{Spot: "nobody", Outcome: OutcomeRemoved}}})
			return err
		}},
	}
	db, _ := fullDB(t)
	before, err := os.ReadFile(db.Path())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			a, err := db.Act(ctx, "test", func(tx *Tx) error {
				if _, err := tx.PutQuestion(Question{Text: "is this kept?"}); err != nil {
					return err
				}
				return c.do(tx, cancel)
			})
			if a != (Act{}) || err == nil || c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("act %v, error %v; want the error %v", a, err, c.want)
			}
			if after, err := os.ReadFile(db.Path()); err != nil || string(after) != string(before) {
				t.Errorf("the file changed (%v)", err)
			}
			if _, err := os.Stat(db.Path() + "-journal"); err == nil {
				t.Error("a rollback journal lies beside the file")
			}
		})
	}
	if _, err := db.Act(t.Context(), "test", func(tx *Tx) error { _, err := tx.PutQuestion(Question{Text: "and now?"}); return err }); err != nil {
		t.Errorf("the connection is of no use after these: %v", err)
	}
}

func TestRemoveTakesWhatBelongsToIt(t *testing.T) {
	db, j := fullDB(t)
	act(t, db, func(tx *Tx) error { return tx.Remove(NounSpot, j.Spots[0].ID) })
	got := read(t, db)
	if len(got.Spots) != 1 || len(got.Visits) != 1 || len(got.Visits[0].Spots) != 0 || len(got.Checks[0].Photos) != 1 {
		t.Errorf("left: %+v", got)
	}
	act(t, db, func(tx *Tx) error { return tx.Remove(NounCheck, j.Checks[0].ID) })
	want := map[string]string{"act": "4", "revision": "16", "profile": "1", "medication": "1", "spot": "1", "entry": "0", "self_check": "0",
		"picture": "1", "original": "1", "thumbnail": "1", "photo": "0", "visit": "1", "visit_spot": "0", "question": "1"}
	if diff := cmp.Diff(want, rowCounts(t, db)); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	checkDigests(t, db)
}

func TestRemovedOutcomeSetsTheStatus(t *testing.T) {
	cases := []struct {
		name   string
		before Spot
		want   Spot
	}{
		{"active", Spot{}, Spot{Status: StatusRemoved, StatusSince: date("2026-10-01")}},
		{"resolved before", Spot{Status: StatusResolved, StatusSince: date("2026-09")}, Spot{Status: StatusRemoved, StatusSince: date("2026-10-01")}},
		{"opened again later", Spot{Status: StatusActive, StatusSince: date("2026-10-02")}, Spot{Status: StatusActive, StatusSince: date("2026-10-02")}},
		{"removed already", Spot{Status: StatusRemoved}, Spot{Status: StatusRemoved}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			db, _ := testDB(t)
			c.before.Name, c.before.Site = "a", "arm"
			act(t, db, func(tx *Tx) error {
				id, err := tx.PutSpot(c.before)
				if err == nil {
					_, err = tx.PutVisit(Visit{Date: date("2026-10-01"), Spots: []VisitSpot{{Spot: string(id), Outcome: OutcomeRemoved}}})
				}
				return err
			})
			if got := read(t, db).Spot("a"); got.Status != c.want.Status || got.StatusSince != c.want.StatusSince {
				t.Errorf("status %s since %s, want %s since %s", got.Status, got.StatusSince, c.want.Status, c.want.StatusSince)
			}
			document := &Journal{Spots: []Spot{c.before.WithDefaults()}, Visits: []Visit{{Date: date("2026-10-01"), Spots: []VisitSpot{{Spot: "a", Outcome: OutcomeRemoved}, {Spot: "b", Outcome: OutcomeRemoved}}}}}
			document.ApplyOutcomes()
			if got := document.Spots[0]; got.Status != c.want.Status || got.StatusSince != c.want.StatusSince {
				t.Errorf("in a document: status %s since %s", got.Status, got.StatusSince)
			}
		})
	}
}

func TestMergeAndMove(t *testing.T) {
	db, j := fullDB(t)
	from, into := j.Spots[0].ID, j.Spots[1].ID
	act(t, db, func(tx *Tx) error { return tx.MergeSpots(from, into) })
	got := read(t, db)
	if len(got.Spots) != 1 || got.Spots[0].ID != into || len(got.Spots[0].Entries) != 1 || got.Visits[0].Spots[0].Spot != "left-forearm-1" {
		t.Fatalf("merged: %+v", got)
	}
	if diff := cmp.Diff(j.Spots[0].Entries, got.Spots[0].Entries, dates); diff != "" {
		t.Errorf("entries (-before +after):\n%s", diff)
	}
	checkDigests(t, db)
	before := rowCounts(t, db)
	if _, err := db.Act(t.Context(), "merge", func(tx *Tx) error { return tx.MergeSpots(into, into) }); err == nil {
		t.Error("a spot was merged into itself")
	}
	if _, err := db.Act(t.Context(), "merge", func(tx *Tx) error { return tx.MergeSpots(into, from) }); !errors.Is(err, ErrNoRecord) {
		t.Errorf("merged into a spot that is gone: %v, want ErrNoRecord", err)
	}
	if diff := cmp.Diff(before, rowCounts(t, db)); diff != "" {
		t.Errorf("rows (-before +after):\n%s", diff)
	}
}
