package schedule

import (
	"slices"
	"strings"
	"testing"

	"spotlog/internal/bodymap"
	"spotlog/store"
)

func TestAreasAreInTheOrderOfTheSelfCheck(t *testing.T) {
	order := bodymap.Regions()
	at := func(r bodymap.Region) int { return slices.Index(order, r) }
	if !slices.IsSortedFunc(Areas(), func(a, b bodymap.Region) int { return at(a) - at(b) }) || at(Areas()[0]) < 0 {
		t.Errorf("not in the order of the body map: %v", Areas())
	}
	for _, a := range areas() {
		for _, part := range a.parts {
			if at(part) < 0 || !bodymap.Within(part, a.region) && !slices.Contains([]bodymap.Region{"underarm", "shoulder"}, part) {
				t.Errorf("%s is no part of %s", part, a.region)
			}
		}
	}
}

func TestCovered(t *testing.T) {
	for _, c := range []struct{ checked, covers string }{
		{"face", "face"},
		{"ears, left forearm", "ear"},
		{"upper back; lower back", "upper-back lower-back"},
		{"back", "upper-back lower-back"},
		{"legs", "leg"},   // not the feet, nor the buttocks: areas of their own
		{"arms", "arm"},   // not the hands
		{"hands", "hand"}, //
		{"forearm", ""},   // a part is not the whole
		{"left leg", ""},  // nor is one side
		{"left leg; right leg", "leg"},
		{"shin; calf; thigh; knee; ankle", "leg"},
		{"shin; calf; thigh; knee", ""},
		{"feet", "foot"},
		{"soles; toes", "foot"},
		{"head", "face ear mouth scalp"},
		{"between the horns", ""},
	} {
		check := store.Check{Date: on("2026-11-01")}
		check.Areas = strings.Split(c.checked, "; ")
		if strings.Contains(c.checked, ", ") {
			check.Areas = strings.Split(c.checked, ", ")
		}
		var got []string
		for _, a := range Covered(&store.Journal{Checks: []store.Check{check}}, dayOf("2026-11-01")) {
			if !a.Last.IsZero() {
				got = append(got, string(a.Area))
			}
		}
		if strings.Join(got, " ") != c.covers {
			t.Errorf("a check of %s covers %v, want %s", c.checked, got, c.covers)
		}
	}
}

func TestCoveredTellsTheNewestDay(t *testing.T) {
	j := &store.Journal{
		Spots: []store.Spot{spotSeen("scalp", "2026-11-20")}, // an entry is no check of the scalp
		Checks: []store.Check{
			{Date: on("2026-09-01"), Areas: []string{"face", "scalp"}}, {Date: on("2026-10-01T20:00"), Areas: []string{"face", "thigh", "knee"}},
			{Date: on("2026-10-03"), Areas: []string{"shin", "calf", "ankle"}}, {Date: on("2026-11-30"), Areas: []string{"face"}}},
	}
	want := map[bodymap.Region]string{"face": "2026-10-01", "scalp": "2026-09-01", "leg": "2026-10-01"}
	for _, a := range Covered(j, dayOf("2026-11-21")) {
		if a.Last.String() != want[a.Area] {
			t.Errorf("%s: %q, want %q", a.Area, a.Last, want[a.Area])
		}
	}
}
