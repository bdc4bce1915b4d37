package schedule

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"spotlog/internal/rules"
	"spotlog/store"
)

func plan(j *store.Journal, asOf string) Plan {
	day := dayOf(asOf)
	return New(j, rules.Judge(j, day), day, day)
}

// lines are the items of a plan as a person can read them: since when, what, and what it says.
func lines(items []Item) (list []string) {
	for _, i := range items {
		list = append(list, strings.Join(strings.Fields(fmt.Sprint(i.Due, " ", i.Kind, " ", i.Spot, i.Area, ": ", i.Says)), " "))
	}
	return list
}

func logged(day string, fill func(*store.Entry)) store.Entry {
	e := store.Entry{Date: on(day)}
	fill(&e)
	return e
}

func sized(day string, mm float64) store.Entry {
	return logged(day, func(e *store.Entry) { e.LengthMM, e.Method = mm, store.MethodRuler })
}

func photographed(day string) store.Entry {
	return logged(day, func(e *store.Entry) { e.Photos = []store.Photo{{SHA256: "x"}} })
}

func surfaced(day string, words ...store.Surface) store.Entry {
	return logged(day, func(e *store.Entry) { e.Surface = words; e.Photos = []store.Photo{{SHA256: "x"}} })
}

func spotOf(name string, entries ...store.Entry) store.Spot {
	return store.Spot{ID: store.ID("spot-" + name), Name: name, Site: name, Kind: store.KindSpot, Onset: store.OnsetGradual, Status: store.StatusActive, Entries: entries}
}

func visitOn(day string, lines ...store.VisitSpot) store.Visit {
	return store.Visit{ID: store.ID("visit-" + day), Date: on(day), Spots: lines}
}

// Each journal, and what is due or to come of it on 21 Nov 2026, but for what every journal has.
func TestPlan(t *testing.T) {
	gone := spotOf("nose", photographed("2026-11-01"))
	gone.Status = store.StatusRemoved
	sore := spotOf("nose", surfaced("2026-10-01", "sore"))
	sore.FirstSeen = on("2026-09-20")
	for _, c := range []struct {
		name string
		j    store.Journal
		want []string
	}{
		{"an entry a month, a photo in three", store.Journal{Spots: []store.Spot{spotOf("nose", photographed("2026-10-31"))}},
			[]string{"2026-11-30 entry nose[]: not logged for a month", "2027-01-31 photo nose[]: no photo for three months"}},
		{"no photo yet", store.Journal{Spots: []store.Spot{spotOf("nose", sized("2026-11-20", 3))}},
			[]string{"2026-11-20 photo nose[]: no photo yet", "2026-12-20 entry nose[]: not logged for a month"}},
		{"no entry yet", store.Journal{Spots: []store.Spot{spotOf("nose")}}, []string{"2026-11-21 entry nose[]: no entry yet"}},
		{"one that is gone asks for nothing", store.Journal{Spots: []store.Spot{gone}}, nil},
		{"but its recheck stands", store.Journal{Spots: []store.Spot{gone}, Visits: []store.Visit{visitOn("2026-11-02", store.VisitSpot{Spot: "nose", Outcome: "removed", Recheck: on("2027-02")})}},
			[]string{"2027-02-01 recheck nose[]: the clinician wants to see it again"}},
		{"a later visit that names it has seen it", store.Journal{Spots: []store.Spot{gone}, Visits: []store.Visit{
			visitOn("2026-10-02", store.VisitSpot{Spot: "nose", Recheck: on("2026-11-01")}), visitOn("2026-11-10", store.VisitSpot{Spot: "nose", Outcome: "watch"})}}, nil},
		{"a biopsy without a result", store.Journal{Spots: []store.Spot{gone}, Visits: []store.Visit{visitOn("2026-09-01", store.VisitSpot{Spot: "nose", Outcome: "biopsy"})}},
			[]string{"2026-10-28 result nose[]: sample taken, no result logged: call the practice"}},
		{"and with one", store.Journal{Spots: []store.Spot{gone}, Visits: []store.Visit{visitOn("2026-09-01", store.VisitSpot{Spot: "nose", Outcome: "biopsy", Diagnosis: "naevus"})}}, nil},
		{"a sore that was first seen before", store.Journal{Spots: []store.Spot{sore}},
			[]string{"2026-10-18 sore nose[]: was open or crusted four weeks ago: has it healed?", "2026-11-01 entry nose[]: not logged for a month", "2027-01-01 photo nose[]: no photo for three months"}},
		{"one that healed", store.Journal{Spots: []store.Spot{spotOf("nose", surfaced("2026-10-20", "sore"), surfaced("2026-11-10", "flat"))}},
			[]string{"2026-12-10 entry nose[]: not logged for a month", "2027-02-10 photo nose[]: no photo for three months"}},
		{"one reading that stands out", store.Journal{Spots: []store.Spot{spotOf("nose", photographed("2026-08-20"), sized("2026-09-20", 4), sized("2026-10-20", 4), sized("2026-11-18", 5.6))}},
			[]string{"2026-11-19 again nose[]: measure again, the same way, within two weeks", "2026-11-20 photo nose[]: no photo for three months", "2026-12-18 entry nose[]: not logged for a month"}},
	} {
		c.j.Checks = []store.Check{{Date: on("2026-11-20"), Areas: []string{"head", "arms", "hands", "neck", "trunk", "legs", "feet", "buttocks", "breasts", "genitals", "abdomen"}}}
		var got []string
		for _, line := range lines(plan(&c.j, "2026-11-21").Items) {
			if !strings.Contains(line, " check []") && !strings.Contains(line, " backup []") {
				got = append(got, line)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// Areas that the checks left out are due on their own, those of the last check together with the next.
func TestPlanOfChecks(t *testing.T) {
	j := &store.Journal{Checks: []store.Check{
		{Date: on("2026-08-15"), Areas: []string{"head", "arms", "hands", "neck", "chest", "abdomen", "back", "legs", "feet"}},
		{Date: on("2026-09-20"), Areas: []string{"face", "ears", "mouth", "arms", "hands", "neck", "chest", "abdomen", "back", "legs", "feet"}},
		{Date: on("2026-11-10"), Areas: []string{"face", "ears", "mouth", "arms", "hands", "neck", "chest", "abdomen", "legs", "feet"}},
	}}
	want := []string{
		"2026-09-15 area [scalp]: not checked for a month",
		"2026-09-15 area [breast buttock genitals]: never checked",
		"2026-10-20 area [upper-back lower-back]: not checked for a month",
		"2026-12-10 check []: the monthly self-check",
		"2027-02-21 backup []: no verified backup for three months",
	}
	if diff := cmp.Diff(want, lines(plan(j, "2026-11-21").Items)); diff != "" {
		t.Error(diff)
	}
}

// The flags that cannot wait stand first, however new they are, and what could turn out to be urgent stands before
// those that can wait for an appointment.
func TestPlanBeginsWithWhatCannotWait(t *testing.T) {
	crop := spotOf("left calf", logged("2026-11-20", func(e *store.Entry) { e.Colors = []store.Color{"red"} }))
	crop.Kind, crop.Onset, crop.FirstSeen = store.KindCrop, store.OnsetSudden, on("2026-11-20")
	bled := func(name string, how store.Bleeding) store.Spot {
		return spotOf(name, logged("2026-11-20", func(e *store.Entry) { e.Bleeding = how }))
	}
	j := &store.Journal{Spots: []store.Spot{bled("nose", store.BleedingUnprovoked), bled("ear", store.BleedingWontStop), crop, spotOf("neck", sized("2026-01-01", 3))}}
	var first []string
	for _, i := range plan(j, "2026-11-21").Due()[:5] {
		first = append(first, strings.TrimSpace(fmt.Sprint(i.Kind, " ", i.Tier, " ", i.Spot)))
	}
	want := []string{"flag emergency ear", "flag today left calf", "answer  left calf", "answer  nose", "flag soon nose"}
	if diff := cmp.Diff(want, first); diff != "" {
		t.Error(diff)
	}
}

// Where the rules ask whether a sore has healed, so does the plan, and never after the answer.
func TestSoresAgreeWithTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day, spot := dayOf("2026-01-01"), spotOf("nose")
		for range rapid.IntRange(1, 5).Draw(t, "entries") {
			day += store.Day(rapid.IntRange(1, 30).Draw(t, "days"))
			words := rapid.SampledFrom([][]store.Surface{nil, {"flat"}, {"sore"}, {"crusted", "raised"}}).Draw(t, "surface")
			spot.Entries = append(spot.Entries, store.Entry{Date: day.Date(), Surface: words})
		}
		day += store.Day(rapid.IntRange(0, 60).Draw(t, "later"))
		j := &store.Journal{Spots: []store.Spot{spot}}
		answer := rules.Judge(j, day)
		asks := false
		for _, u := range answer.NotAssessed {
			asks = asks || u.Code == "sore-lasting" && u.Needs == "log whether it has healed, or is still open or crusted"
		}
		due := false
		for _, i := range New(j, answer, day, day).Due() {
			due = due || i.Kind == Sore
		}
		if asks != due {
			t.Fatalf("the rules ask: %v, the plan: %v, of %v on %v", asks, due, spot.Entries, day)
		}
	})
}

func TestEveryRuleThatWantsAnotherLookIsThere(t *testing.T) {
	for code := range again {
		if rule, ok := rules.Find(code); !ok || rule.Tier != rules.Watch {
			t.Errorf("%s is no rule of watch", code)
		}
	}
}

func TestPlanOfBackups(t *testing.T) {
	j := &store.Journal{Spots: []store.Spot{spotOf("nose", photographed("2026-08-01"), photographed("2026-11-20"))}}
	for backup, want := range map[store.Day]string{
		0:                   "2026-11-01 backup []: no verified backup yet",
		dayOf("2026-08-30"): "2026-11-30 backup []: no verified backup for three months",
	} {
		if got := lines(New(j, rules.Answer{}, backup, dayOf("2026-11-21")).Items); !slices.Contains(got, want) {
			t.Errorf("%v without %s", got, want)
		}
	}
	if got := New(&store.Journal{}, rules.Answer{}, 0, dayOf("2026-11-21")).Items; len(got) != 1 || got[0].Kind != Check {
		t.Errorf("an empty journal asks for %v", lines(got))
	}
}

// A crop has no size: its dots are counted.
func TestHowACropIsLogged(t *testing.T) {
	crop := spotOf("left shin", photographed("2026-10-01"))
	crop.Kind = store.KindCrop
	var how string
	for _, i := range plan(&store.Journal{Spots: []store.Spot{crop}}, "2026-11-21").Due() {
		if i.Kind == Entry {
			how = i.How
		}
	}
	if how != "spotlog log left shin --count N" {
		t.Errorf("%q", how)
	}
}
