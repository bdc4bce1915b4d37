package rules

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"spotlog/store"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, file, got string) {
	t.Helper()
	path := "testdata/golden/" + file
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s has changed; look at it with -update and git diff", path)
	}
}

// What a person is told of every vignette, to be read through when a wording changes.
func TestTold(t *testing.T) {
	var b strings.Builder
	for _, file := range []string{"vignettes.json", "rules.json"} {
		for _, v := range vignettes(t, file) {
			tell(&b, v.Name, Judge(v.Journal, v.AsOf.LastDay()))
		}
	}
	golden(t, "told.txt", b.String())
}

func tell(b *strings.Builder, name string, a Answer) {
	fmt.Fprintf(b, "# %s\n", name)
	for _, f := range a.Flags {
		fmt.Fprintf(b, "%s, %s: %s\n", f.Tier, f.Code, f.Title)
		for _, line := range f.Because {
			fmt.Fprintf(b, "    %s\n", line)
		}
		fmt.Fprintf(b, "    -> %s\n", f.Advice)
		if len(f.Also) > 0 {
			fmt.Fprintf(b, "    also %s\n", strings.Join(f.Also, ", "))
		}
	}
	for _, u := range a.ToLog() {
		fmt.Fprintf(b, "to log: %s (%s)\n", u.Needs, u.Code)
	}
	for _, s := range a.Steady {
		fmt.Fprintf(b, "compared: %s\n", s.Says)
	}
	fmt.Fprintln(b)
}

// The document as the contract has it, with every field that it can hold.
func TestFlagsDocument(t *testing.T) {
	text, err := os.ReadFile("testdata/document.json")
	if err != nil {
		t.Fatal(err)
	}
	var j store.Journal
	if err := json.Unmarshal(text, &j); err != nil {
		t.Fatal(err)
	}
	got, err := json.MarshalIndent(Judge(&j, store.DayOf(2026, 11, 21)), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "document.json", string(got)+"\n")
}
