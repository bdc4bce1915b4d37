package archive

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"spotlog/store"
)

func jsonText(s string) string {
	data, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(data)
}

func TestReadStrictTakesAJournal(t *testing.T) {
	want := store.Journal{Schema: store.JournalSchema, Spots: []store.Spot{{Name: "a", Site: "ärm \u2028", At: &store.BodyPoint{View: "front", X: 0.5},
		Entries: []store.Entry{{Date: date("2026-11-01T09:00:00+01:00"), LengthMM: 4.5, Bleeds: new(0), Restarts: new(false), Colors: []store.Color{"red"}, Feel: []store.Feel{}}}}}}
	document := " \n" + `{"spots": [{"site": "ärm \u2028", "name": "\u0061", "at": {"view": "front", "x": 5e-1, "y": 0}, "status_since": "", "entries": [
		{"date": "2026-11-01T09:00:00+01:00", "length_mm": 4.50, "bleeds": 0, "restarts": false, "colors": ["red"], "feel": []}]}], "schema": "spotlog.journal.v1"}` + "\n\t"
	got := store.Journal{Profile: &store.Profile{Name: "left over"}}
	if err := ReadStrict([]byte(document), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, dates); diff != "" {
		t.Errorf("document (-want +got):\n%s", diff)
	}
}

func TestReadStrictRefuses(t *testing.T) {
	cases := []struct{ name, document, place, why, hint string }{
		{"nothing", ``, "", "is not JSON", ""},
		{"a text", `"hello"`, "", "is not an object", ""},
		{"a list", `[]`, "", "is not an object", ""},
		{"null", `null`, "", "is null", "leave the field out"},
		{"cut short", `{"schema": "x", "spots": [{"name": "a"`, "spots[0]", "is not JSON", ""},
		{"cut in a key", `{"schema": "x", "spo`, "", "is not JSON", ""},
		{"two documents", `{} {}`, "", "goes on after its end", ""},
		{"rubbish after", `{} x`, "", "goes on after its end", ""},
		{"comma at the end", `{"schema": "x",}`, "", "is not JSON", ""},
		{"unknown at the top", `{"spot": []}`, "spot", "is not a field", `did you mean "spots"?`},
		{"unknown far below", `{"spots": [{}, {"entries": [{"colour": ["red"]}]}]}`, "spots[1].entries[0].colour", "is not a field", `did you mean "colors"?`},
		{"unknown and like nothing", `{"zzzzzz": 1}`, "zzzzzz", "is not a field", ""},
		{"other case", `{"Schema": "x"}`, "Schema", "is not a field", `did you mean "schema"?`},
		{"empty field", `{"": "x"}`, "", "is not a field", ""},
		{"twice", `{"schema": "x", "schema": "x"}`, "schema", "is there twice", ""},
		{"twice below", `{"profile": {"name": "a", "name": "b"}}`, "profile.name", "is there twice", ""},
		{"twice by escape", `{"schema": "x", "\u0073chema": "x"}`, "schema", "is there twice", ""},
		{"null below", `{"spots": [{"entries": null}]}`, "spots[0].entries", "is null", "leave the field out"},
		{"null in a list", `{"spots": [null]}`, "spots[0]", "is null", "leave the field out"},
		{"number for a text", `{"spots": [{"name": 7}]}`, "spots[0].name", "is not a text", ""},
		{"text for a number", `{"spots": [{"entries": [{"length_mm": "4"}]}]}`, "spots[0].entries[0].length_mm", "is not a number", ""},
		{"fraction for a count", `{"spots": [{"entries": [{"count": 1.5}]}]}`, "spots[0].entries[0].count", "is not a whole number", ""},
		{"number out of range", `{"spots": [{"entries": [{"length_mm": 1e999}]}]}`, "spots[0].entries[0].length_mm", "is not a number", ""},
		{"count out of range", `{"spots": [{"entries": [{"count": 99999999999999999999}]}]}`, "spots[0].entries[0].count", "is not a whole number", ""},
		{"text for yes or no", `{"spots": [{"entries": [{"restarts": "no"}]}]}`, "spots[0].entries[0].restarts", "is not true or false", ""},
		{"text for a list", `{"spots": [{"entries": [{"colors": "red"}]}]}`, "spots[0].entries[0].colors", "is not a list", ""},
		{"list for an object", `{"profile": []}`, "profile", "is not an object", ""},
		{"list for a text", `{"schema": ["x"]}`, "schema", "is not a text", ""},
		{"list for a date", `{"spots": [{"entries": [{"date": ["2026"]}]}]}`, "spots[0].entries[0].date", "is not a text", ""},
		{"number for a date", `{"spots": [{"entries": [{"date": 2026}]}]}`, "spots[0].entries[0].date", "is not a text", ""},
		{"bad date", `{"spots": [{"entries": [{"date": "01.11.2026"}]}]}`, "spots[0].entries[0].date", `is "01.11.2026", which is no date`, "write it as 2026-11-01"},
		{"no such day", `{"profile": {"birth_date": "1981-02-29"}}`, "profile.birth_date", "which is no date", "write it as"},
		{"text in Latin-1", "{\"profile\": {\"name\": \"Andr\xe9\"}}", "", "is not UTF-8", "save it as UTF-8"},
		{"field in Latin-1", "{\"sch\xe9ma\": 1}", "", "is not UTF-8", "save it as UTF-8"},
		{"deep", strings.Repeat(`{"spots":[`, 20_000), "spots[0].spots", "is not a field", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			err := ReadStrict([]byte(c.document), &store.Journal{})
			refusedAt(t, err, c.place, c.why)
			if placed, ok := err.(*PlaceError); ok && (!strings.HasPrefix(placed.Hint, c.hint) || c.hint == "" && placed.Hint != "" && c.name != "deep") {
				t.Errorf("hint %q, want %q", placed.Hint, c.hint)
			}
		})
	}
}

// The same mistake gets the same hint each time, though several fields are as near.
func TestHintsDoNotWander(t *testing.T) {
	hints := map[string]bool{}
	for range 40 {
		err := ReadStrict([]byte(`{"spots": [{"at": {"z": 1}}]}`), &store.Journal{})
		hints[err.(*PlaceError).Hint] = true
	}
	if len(hints) != 1 {
		t.Errorf("hints: %v", hints)
	}
}

// FuzzReadStrict: what is taken says the same when it is written and read again.
func FuzzReadStrict(f *testing.F) {
	for _, seed := range []string{arm, `{}`, `{"schema": "x", "schema": "y"}`, `{"spots": [{"at": {"view": "front", "x": -0, "y": 1e-7}}]}`,
		`{"profile": {"name": "\ud800", "allergies": ["<&>"]}}`, `{"questions": [{"date": "2026-11-01T08:30Z", "text": null}]}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var first, again store.Journal
		if err := ReadStrict(data, &first); err != nil {
			return
		}
		written, err := json.Marshal(&first)
		if err != nil {
			t.Fatal(err)
		}
		if err := ReadStrict(written, &again); err != nil {
			t.Fatalf("%s was taken, %s was not: %v", data, written, err)
		}
		rewritten, err := json.Marshal(&again)
		if err != nil || string(written) != string(rewritten) {
			t.Fatalf("%s became %s, then %s (%v)", data, written, rewritten, err)
		}
	})
}
