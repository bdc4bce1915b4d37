package rules

import (
	"cmp"
	"encoding/json"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"spotlog/store"
)

// The answer for a day is the same whether or not the journal goes on after it.
func TestReplayKnowsNothingLater(t *testing.T) {
	start := store.DayOf(2023, 1, 1)
	for seed := range uint64(3) {
		j := aJournal(seeded(seed), start, 12, 25, 60)
		for day := start - 30; day < start+1100; day++ {
			whole, known := Judge(j, day), Judge(cut(j, day), day)
			if a, b := write(t, whole), write(t, known); a != b {
				t.Fatalf("seed %d, %s: the answer depends on what came later\nwhole journal: %s\ncut journal: %s", seed, day, a, b)
			}
		}
	}
}

func write(t interface{ Fatal(...any) }, v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A crop that is said to have come after the day of the answer came slowly, as far as was known then.
func TestAFirstSeenOfLater(t *testing.T) {
	day := store.DayOf(2026, 9, 1)
	crop := func(name string, firstSeen store.Day) store.Spot {
		return store.Spot{Name: name, Site: "left calf", Kind: store.KindCrop, FirstSeen: firstSeen.Date(), Entries: []store.Entry{{Date: (day - 5).Date(), LengthMM: 1}}}
	}
	j := &store.Journal{Spots: []store.Spot{crop("calf-1", day+1), crop("calf-2", day-30)}}
	j.Spots[0].Onset = store.OnsetGradual
	if whole, known := Judge(j, day), Judge(cut(j, day), day); write(t, whole) != write(t, known) {
		t.Errorf("the answer depends on what came later\nwhole: %s\ncut: %s", write(t, whole), write(t, known))
	}
}

// Whatever a journal holds, an answer comes, in its order, from what was known, and the journal stays as it was.
func TestAnyJournal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		choose := func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "choice") }
		start := store.DayOf(2026, 9, 1)
		j := aJournal(choose, start, choose(4), 6, 30)
		asOf := start + store.Day(choose(150))
		before := write(t, j)
		a := Judge(j, asOf)
		if write(t, j) != before {
			t.Fatal("the journal was changed")
		}
		if known := Judge(cut(j, asOf), asOf); write(t, a) != write(t, known) {
			t.Fatalf("the answer depends on what came later\nwhole: %s\ncut: %s", write(t, a), write(t, known))
		}
		checkAnswer(t, a, asOf)
	})
}

func checkAnswer(t *rapid.T, a Answer, asOf store.Day) {
	if a.Flags == nil || a.NotAssessed == nil || a.Steady == nil {
		t.Fatal("a list is null")
	}
	if !slices.IsSortedFunc(a.Flags, func(f, g Flag) int {
		return cmp.Or(g.Tier.Urgency()-f.Tier.Urgency(), cmp.Compare(g.Since, f.Since), cmp.Compare(f.Spot, g.Spot), cmp.Compare(f.Code, g.Code))
	}) {
		t.Fatalf("flags are not in order: %s", write(t, a.Flags))
	}
	for _, f := range a.Flags {
		if f.Title == "" || f.Advice == "" || len(f.Because) == 0 || len(f.Sources) == 0 || f.Tier.Urgency() == 0 {
			t.Fatalf("a flag leaves something out: %s", write(t, f))
		}
		if f.Since > asOf.String() && f.Code != "recheck-due" {
			t.Fatalf("a flag of the future: %s", write(t, f))
		}
		if (f.Tier == Emergency || f.Tier == Today) && f.Since < (asOf-freshDays).String() {
			t.Fatalf("%s on old evidence: %s", f.Tier, write(t, f))
		}
	}
	lines := map[string]int{}
	for _, u := range a.ToLog() {
		if lines[u.Spot]++; lines[u.Spot] > 1 {
			t.Fatalf("%s is asked for twice", u.Spot)
		}
	}
}
