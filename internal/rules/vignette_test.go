package rules

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"spotlog/store"
)

// A vignette is a small journal with a date and what the flags must say then.
type vignette struct {
	Name        string         `json:"name"`
	Journal     *store.Journal `json:"journal"`
	AsOf        store.Date     `json:"as_of"`
	Top         Tier           `json:"top"`
	AtMost      Tier           `json:"at_most"`
	All         []string       `json:"all"`
	Any         []string       `json:"any"`
	No          []string       `json:"no"`
	NotAssessed []string       `json:"not_assessed"`
}

func vignettes(t testing.TB, file string) []vignette {
	t.Helper()
	text, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var list []vignette
	if err := json.Unmarshal(text, &list); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return list
}

// raisedCodes are the codes of the flags and of what is folded under them.
func raisedCodes(a Answer) []string {
	var codes []string
	for _, f := range a.Flags {
		codes = append(append(codes, f.Code), f.Also...)
	}
	return codes
}

// lackingCodes are the codes of all rules that were not assessed, those too that the answer does not list.
func lackingCodes(j *store.Journal, asOf store.Day) []string {
	var codes []string
	for _, f := range read(j, asOf).assess() {
		if f.state == lacking {
			codes = append(codes, f.rule.Code)
		}
	}
	return codes
}

func TestVignettes(t *testing.T) {
	for _, file := range []string{"vignettes.json", "rules.json"} {
		for _, v := range vignettes(t, file) {
			t.Run(v.Name, func(t *testing.T) { v.check(t, Judge(v.Journal, v.AsOf.LastDay())) })
		}
	}
}

func (v *vignette) check(t *testing.T, a Answer) {
	t.Helper()
	codes := raisedCodes(a)
	top := Tier("")
	if len(a.Flags) > 0 {
		top = a.Flags[0].Tier
	}
	if v.Top != "" && top != v.Top {
		t.Errorf("top tier is %q, want %q", top, v.Top)
	}
	if v.AtMost != "" && top.Urgency() > v.AtMost.Urgency() {
		t.Errorf("top tier is %q, want at most %q", top, v.AtMost)
	}
	for _, code := range v.All {
		if !slices.Contains(codes, code) {
			t.Errorf("%s is not raised", code)
		}
	}
	if len(v.Any) > 0 && !has(codes, v.Any...) {
		t.Errorf("none of %v is raised", v.Any)
	}
	for _, code := range v.No {
		if slices.Contains(codes, code) {
			t.Errorf("%s is raised", code)
		}
	}
	for _, code := range v.NotAssessed {
		if !slices.Contains(lackingCodes(v.Journal, v.AsOf.LastDay()), code) {
			t.Errorf("%s is not said to lack anything", code)
		}
	}
	if t.Failed() {
		text, _ := json.MarshalIndent(a, "", " ")
		t.Logf("%s", text)
	}
}
