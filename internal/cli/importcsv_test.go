package cli

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"spotlog/internal/archive"
	"spotlog/internal/photo"
	"spotlog/internal/report"
	"spotlog/store"
)

func anyWord[W ~string](t *rapid.T, field string) W {
	return W(rapid.SampledFrom(append([]string{""}, store.WordList(field)...)).Draw(t, field))
}

func anyWords[W ~string](t *rapid.T, field string) (list []W) {
	for _, w := range rapid.Permutation(store.WordList(field)).Draw(t, field)[:rapid.IntRange(0, 2).Draw(t, "words")] {
		if w == "none" {
			return []W{"none"}
		}
		list = append(list, W(w))
	}
	return list
}

func anyCSVEntry(t *rapid.T) store.Entry {
	mm := rapid.OneOf(rapid.Just(0.0), rapid.Float64Range(0.001, 500))
	note := rapid.OneOf(rapid.SampledFrom([]string{"", "=1+2", "'", "''", "'=x", "@a", "-", "+", "a\r\nb", "two\nlines", "a;b,\"c\"", " padded ", "\t", "\ufeff", `\.`}),
		rapid.Map(rapid.String(), func(s string) string { return strings.ReplaceAll(s, "\x00", "") }))
	date, err := store.ParseDate(rapid.SampledFrom([]string{"2026", "2026-10", "2026-11-01", "2026-11-01T08:30", "2026-11-01T08:30:12.345+05:45", "1999-12-31T23:59:59Z"}).Draw(t, "date"))
	if err != nil {
		t.Fatal(err)
	}
	e := store.Entry{
		Date: date, DateFrom: anyWord[store.DateFrom](t, "date.from"), LengthMM: mm.Draw(t, "length"), WidthMM: mm.Draw(t, "width"), ExtentMM: mm.Draw(t, "extent"),
		Method: anyWord[store.Method](t, "method"), Count: rapid.IntRange(0, 100_000).Draw(t, "count"), Spread: anyWord[store.Spread](t, "spread"),
		Colors: anyWords[store.Color](t, "colors"), Shape: anyWord[store.Shape](t, "shape"), Border: anyWord[store.Border](t, "border"),
		Surface: anyWords[store.Surface](t, "surface"), Blanch: anyWord[store.Blanch](t, "blanch"), Bleeding: anyWord[store.Bleeding](t, "bleeding"),
		Changed: anyWords[store.Changed](t, "changed"), Feel: anyWords[store.Feel](t, "feel"), Symptoms: anyWords[store.Symptom](t, "symptoms"),
		After: anyWords[store.After](t, "after"), Note: note.Draw(t, "note"),
	}
	if rapid.Bool().Draw(t, "asked") {
		e.Bleeds, e.Restarts, e.OddOneOut = new(0), new(rapid.Bool().Draw(t, "restarts")), new(rapid.Bool().Draw(t, "odd"))
	}
	return e
}

func anyCSVJournal(rt *rapid.T) *store.Journal {
	j := &store.Journal{Schema: store.JournalSchema}
	for i := range rapid.IntRange(1, 2).Draw(rt, "spots") {
		s := store.Spot{Name: fmt.Sprintf("arm-%d", i), Site: rapid.SampledFrom([]string{"arm", "'=arm", " left; arm, \"up\"", "-"}).Draw(rt, "site")}
		for range rapid.IntRange(1, 3).Draw(rt, "entries") {
			s.Entries = append(s.Entries, anyCSVEntry(rt))
		}
		s.SortEntries()
		j.Spots = append(j.Spots, s)
	}
	return j
}

// What the timeline writes as CSV, import reads as the same entries: but for where a date is from
// and how the lines of a note end, which no CSV says. Into its own journal it brings nothing.
func TestTimelineCSVRoundTrip(t *testing.T) {
	random := rand.NewChaCha8([32]byte{5})
	env := store.Env{Now: func() time.Time { return time.Date(2026, 11, 21, 20, 0, 0, 0, time.UTC) }, Random: random}
	dir, n := t.TempDir(), 0
	rapid.Check(t, func(rt *rapid.T) {
		j := anyCSVJournal(rt)
		var spots []*store.Spot
		for i := range j.Spots {
			spots = append(spots, &j.Spots[i])
		}
		var out bytes.Buffer
		if err := report.NewTimeline(j, spots, true, report.Range{}, store.DayOf(2027, 1, 1)).WriteCSV(&out); err != nil {
			rt.Fatal(err)
		}
		document, err := archive.ParseCSV(out.Bytes(), &store.Journal{})
		if err != nil {
			rt.Fatalf("%v\n%s", err, &out)
		}
		for i := range j.Spots {
			for k := range j.Spots[i].Entries {
				e := &j.Spots[i].Entries[k]
				e.DateFrom, e.Note = "", strings.ReplaceAll(e.Note, "\r\n", "\n")
			}
			got := document.Journal.Spot(j.Spots[i].Name)
			if diff := cmp.Diff(j.Spots[i], *got, cmp.AllowUnexported(store.Date{})); diff != "" {
				rt.Fatalf("(-written +read):\n%s\n%s", diff, &out)
			}
		}
		n++
		importing := func(tx *store.Tx) error {
			now, err := tx.Journal()
			if err != nil {
				return err
			}
			if document, err = archive.ParseCSV(out.Bytes(), now); err != nil {
				return err
			}
			_, err = document.Import(context.Background(), tx, false, photo.Default)
			return err
		}
		path := filepath.Join(dir, fmt.Sprint(n, ".sqlite"))
		if _, err := store.Create(context.Background(), path, env, "import", importing); err != nil {
			rt.Fatal(err)
		}
		db, err := store.Open(context.Background(), path, env)
		if err != nil {
			rt.Fatal(err)
		}
		defer db.Close()
		if again, err := db.Act(context.Background(), "import", importing); err != nil || again.ID != "" {
			rt.Fatalf("the second time: act %v, %v", again, err)
		}
	})
}
