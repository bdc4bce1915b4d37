package main

import (
	"bytes"
	"context"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"spotlog/internal/cli"
	"spotlog/internal/rules"
)

// Every vignette through the command line: its journal imported as it stands, and asked for its day.
func TestVignettesThroughTheCommandLine(t *testing.T) {
	for _, file := range []string{"vignettes.json", "rules.json"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "internal", "rules", "testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		var list []struct {
			Name    string          `json:"name"`
			Journal json.RawMessage `json:"journal"`
			AsOf    string          `json:"as_of"`
			Top     rules.Tier      `json:"top"`
			AtMost  rules.Tier      `json:"at_most"`
			All     []string        `json:"all"`
			Any     []string        `json:"any"`
			No      []string        `json:"no"`
		}
		if err := json.Unmarshal(text, &list); err != nil {
			t.Fatal(err)
		}
		for _, v := range list {
			t.Run(v.Name, func(t *testing.T) {
				t.Parallel()
				top, codes := flagsOf(t, v.Journal, v.AsOf)
				if v.Top != "" && top != v.Top || v.AtMost != "" && top.Urgency() > v.AtMost.Urgency() {
					t.Errorf("the highest tier is %q, want %q, at most %q", top, v.Top, v.AtMost)
				}
				raised := func(code string) bool { return slices.Contains(codes, code) }
				for _, code := range v.All {
					if !raised(code) {
						t.Errorf("%s is not raised", code)
					}
				}
				if len(v.Any) > 0 && !slices.ContainsFunc(v.Any, raised) {
					t.Errorf("none of %v is raised", v.Any)
				}
				if i := slices.IndexFunc(v.No, raised); i >= 0 {
					t.Errorf("%s is raised", v.No[i])
				}
			})
		}
	}
}

// flagsOf imports a journal and gives the highest tier and every code that flags --json tells.
func flagsOf(t *testing.T, journal []byte, asOf string) (top rules.Tier, codes []string) {
	t.Helper()
	folder := t.TempDir()
	file := filepath.Join(folder, "journal.json")
	if err := os.WriteFile(file, journal, 0o600); err != nil {
		t.Fatal(err)
	}
	var answer rules.Answer
	for _, args := range [][]string{{"import", file}, {"flags", "--json", "--as-of", asOf}} {
		var out, talk bytes.Buffer
		code := cli.Run(context.Background(), cli.System{
			Args: append(args, "--journal", filepath.Join(folder, "journal.sqlite")), Out: &out, Err: &talk,
			Getenv: func(string) string { return "" }, Now: time.Now, Random: rand.NewChaCha8([32]byte{3}), Width: 80,
		})
		if code != 0 {
			t.Fatalf("spotlog %v ended with %d: %s", args, code, &talk)
		}
		if args[0] == "flags" {
			if err := json.Unmarshal(out.Bytes(), &answer); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, f := range answer.Flags {
		if f.Tier.Urgency() > top.Urgency() {
			top = f.Tier
		}
		codes = append(append(codes, f.Code), f.Also...)
	}
	return top, codes
}
