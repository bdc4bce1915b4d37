package cli

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"spotlog/internal/bodymap"
	"spotlog/internal/schedule"
	"spotlog/store"
)

// Each region of the map is asked about in one area, and only one, but for what lies all over.
func TestCheckAreasHoldTheWholeBody(t *testing.T) {
	rows := map[bodymap.Region]int{}
	for _, area := range checkAreas() {
		intimate := false
		for _, region := range area.regions {
			rows[region]++
			intimate = intimate || bodymap.Intimate(region)
		}
		if intimate != area.intimate {
			t.Errorf("%s: intimate is %v", area.name, area.intimate)
		}
		if got := areaOf(&store.Spot{Site: area.site}); got.name != area.name {
			t.Errorf("a new spot in %s would be asked about in %s", area.name, got.name)
		}
	}
	for _, region := range bodymap.Regions() {
		if rows[region] != 1 && region != "widespread" {
			t.Errorf("%s stands in %d areas", region, rows[region])
		}
	}
}

// What a whole check records is what list --areas and due take for the whole body.
func TestCheckAreasAreAllThatDueAsksFor(t *testing.T) {
	check := store.Check{Date: store.DayOf(2026, time.November, 21).Date()}
	for _, area := range checkAreas() {
		check.Areas = append(check.Areas, area.records...)
	}
	if err := check.Validate(); err != nil {
		t.Fatal(err)
	}
	for _, c := range schedule.Covered(&store.Journal{Checks: []store.Check{check}}, store.DayOf(2026, time.November, 21)) {
		if c.Last.IsZero() {
			t.Errorf("%s would not count as checked", c.Area)
		}
	}
}

// The command that due gives for areas that were left out opens those areas.
func TestCheckTakesTheAreasThatDueNames(t *testing.T) {
	for _, region := range schedule.Areas() {
		found, err := checkAreasNamed(string(region))
		if err != nil || len(found) == 0 {
			t.Errorf("check --areas %s: %v, %d areas", region, err, len(found))
			continue
		}
		check := store.Check{Date: store.DayOf(2026, time.November, 21).Date()}
		for _, area := range found {
			check.Areas = append(check.Areas, area.records...)
		}
		for _, c := range schedule.Covered(&store.Journal{Checks: []store.Check{check}}, store.DayOf(2026, time.November, 21)) {
			if c.Area == region && c.Last.IsZero() {
				t.Errorf("check --areas %s leaves it unchecked", region)
			}
		}
	}
}

// The groups ask for every symptom once: only then can all of them answered by n be none.
func TestAlarmGroupsAskForEverySymptom(t *testing.T) {
	var asked []string
	for _, q := range alarmGroups() {
		asked = append(asked, q.words...)
	}
	want := slices.DeleteFunc(store.WordList("symptoms"), func(w string) bool { return w == "none" })
	slices.Sort(asked)
	slices.Sort(want)
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Error(diff)
	}
}

func TestSymptomsOf(t *testing.T) {
	none := []store.Symptom{store.SymptomNone}
	for _, test := range []struct {
		name   string
		groups [][]store.Symptom
		want   []store.Symptom
	}{
		{"nothing asked", [][]store.Symptom{nil, nil}, nil},
		{"one group not asked is not none", [][]store.Symptom{none, nil}, nil},
		{"all asked, and none", [][]store.Symptom{none, none}, none},
		{"what is there, with a group not asked", [][]store.Symptom{nil, {"fever"}}, []store.Symptom{"fever"}},
		{"none beside what is there", [][]store.Symptom{none, {"fever", "headache"}}, []store.Symptom{"fever", "headache"}},
	} {
		if diff := cmp.Diff(test.want, symptomsOf(test.groups)); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

// A check goes on for the rest of its day, and past midnight for six hours after it began.
func TestBegunCheck(t *testing.T) {
	for _, test := range []struct{ name, check, now, want string }{
		{"earlier today", "2026-11-21T08:00:00+01:00", "2026-11-21T23:00:00+01:00", "2026-11-21T08:00:00+01:00"},
		{"just before midnight", "2026-11-21T23:50:00+01:00", "2026-11-22T00:20:00+01:00", "2026-11-21T23:50:00+01:00"},
		{"last evening", "2026-11-21T20:00:00+01:00", "2026-11-22T08:00:00+01:00", ""},
		{"yesterday, hour unknown", "2026-11-21", "2026-11-22T00:20:00+01:00", ""},
		{"today, hour unknown", "2026-11-21", "2026-11-21T20:00:00+01:00", "2026-11-21"},
		{"as of today", "2026-11-21T20:00:00+01:00", "2026-11-21", "2026-11-21T20:00:00+01:00"},
		{"this month, day unknown", "2026-11", "2026-11-01T08:00:00+01:00", ""},
		{"tomorrow", "2026-11-22T08:00:00+01:00", "2026-11-21T20:00:00+01:00", ""},
	} {
		date := func(text string) store.Date {
			d, err := store.ParseDate(text)
			if err != nil {
				t.Fatal(err)
			}
			return d
		}
		j := &store.Journal{Checks: []store.Check{{Date: date(test.check)}}}
		if got := begunCheck(j, date(test.now)).String(); got != test.want {
			t.Errorf("%s: goes on with %q, want %q", test.name, got, test.want)
		}
	}
}

func TestReadAnswer(t *testing.T) {
	about := func(field string) question { return questionsAbout(field)[0] }
	for _, test := range []struct {
		q     question
		typed string
		want  []string
		fails bool
	}{
		{about("color"), "3 5", []string{"red", "brown"}, false},
		{about("color"), "red, bro", []string{"red", "brown"}, false},
		{about("color"), "gray 10", []string{"grey"}, false},
		{about("color"), "bl", nil, true}, // black, blue
		{about("color"), "11", nil, true},
		{about("color"), "none", nil, true}, // no colour has no word
		{about("feel"), "n", []string{"none"}, false},
		{about("feel"), "n 1", nil, true},
		{about("feel"), "", nil, false},
		{about("feel"), "-", nil, false},
		{about("shape"), "1 2", nil, true},
		{about("bleeding"), "1", []string{"bumped"}, false},
		{about("bleeding"), "no", []string{"none"}, false},
		{about("bleeding"), "ja", nil, true},
		{alarmGroups()[1], "1 3", []string{"fever", "fatigue"}, false},
	} {
		got, err := test.q.read(test.typed)
		if diff := cmp.Diff(test.want, got); diff != "" || (err != nil) != test.fails {
			t.Errorf("%s %q: %v %s", test.q.field, test.typed, err, diff)
		}
	}
}

func TestSizeWithMethod(t *testing.T) {
	for typed, want := range map[string][2]string{
		"4x3": {"4x3", "ruler"}, "4x3 eye": {"4x3", "eye"}, "4.5 mm card": {"4.5 mm", "card"}, "4 mm": {"4 mm", "ruler"}, "eye": {"eye", "ruler"},
	} {
		if size, method := sizeWithMethod(typed); [2]string{size, method} != want {
			t.Errorf("%q is %q by %q", typed, size, method)
		}
	}
}

// Files as terminals type them when they are dropped there.
func TestDroppedPaths(t *testing.T) {
	home := t.TempDir()
	spaced := filepath.Join(home, "two words.jpg")
	if err := os.WriteFile(spaced, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		typed string
		want  []string
	}{
		{"IMG_1.jpg", []string{"IMG_1.jpg"}},
		{"'/a b/c.jpg' ", []string{"/a b/c.jpg"}},
		{`"/a b/c.jpg"`, []string{"/a b/c.jpg"}},
		{`/a\ b/it\'s.jpg`, []string{"/a b/it's.jpg"}},
		{`'/it'\''s.jpg'`, []string{"/it's.jpg"}},
		{"1.jpg 2.jpg", []string{"1.jpg", "2.jpg"}},
		{"~/1.jpg '~/2.jpg'", []string{filepath.Join(home, "1.jpg"), filepath.Join(home, "2.jpg")}},
		{spaced, []string{spaced}},
		{"~/two words.jpg", []string{spaced}},
		{"", nil},
	} {
		if diff := cmp.Diff(test.want, droppedPaths(test.typed, home)); diff != "" {
			t.Errorf("%q: %s", test.typed, diff)
		}
	}
}
