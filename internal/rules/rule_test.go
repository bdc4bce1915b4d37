package rules

import (
	"slices"
	"strings"
	"testing"
)

func TestTableIsWhole(t *testing.T) {
	seen := map[string]bool{}
	cited := map[Source]bool{}
	last := Emergency.Urgency()
	for _, r := range Rules() {
		if seen[r.Code] {
			t.Errorf("%s is there twice", r.Code)
		}
		seen[r.Code] = true
		if r.Tier.Urgency() > last {
			t.Errorf("%s comes after a less urgent tier", r.Code)
		}
		last = r.Tier.Urgency()
		if r.Title == "" || r.When == "" || r.Advice == "" || len(r.Needs) == 0 || len(r.Sources) == 0 || r.about == 0 {
			t.Errorf("%s leaves something out", r.Code)
		}
		if (r.spot == nil) == (r.person == nil) {
			t.Errorf("%s is not about either a spot or the person", r.Code)
		}
		for _, s := range r.Sources {
			cited[s] = true
			if s.Document == "" || s.Says == "" {
				t.Errorf("%s cites a source that is not in sources.tsv", r.Code)
			}
		}
		if r.Tier == Emergency && !strings.Contains(r.Advice, "112, 911, 999") {
			t.Errorf("the advice of %s does not name the act", r.Code)
		}
	}
	for key, s := range sources() {
		if !cited[s] {
			t.Errorf("source %s is cited by no rule", key)
		}
	}
}

func TestFind(t *testing.T) {
	if r, ok := Find("size-growing"); !ok || r.Tier != Soon {
		t.Errorf("size-growing is %v, %v", r.Tier, ok)
	}
	if _, ok := Find("size"); ok {
		t.Error("a rule of half a name was found")
	}
}

// Every rule has at least three small journals of its own: it fires, it is silent, it lacks what it needs.
func TestEveryRuleHasItsVignettes(t *testing.T) {
	list := vignettes(t, "rules.json")
	for _, r := range Rules() {
		n, fires, silent, lacks := 0, false, false, false
		for _, v := range list {
			if name, _, _ := strings.Cut(v.Name, ": "); name != r.Code {
				continue
			}
			n++
			fires = fires || slices.Contains(v.All, r.Code)
			lacks = lacks || slices.Contains(v.NotAssessed, r.Code)
			silent = silent || slices.Contains(v.No, r.Code) && !slices.Contains(v.NotAssessed, r.Code)
		}
		if n < 3 || !fires || !silent || !lacks {
			t.Errorf("%s: %d vignettes, fires %v, silent %v, not assessed %v", r.Code, n, fires, silent, lacks)
		}
	}
}
