package main

import (
	"strings"
	"testing"
)

// The aims of "Change or ruler?", on fewer lives than the tables have.
const few = 2000

var rules = statistics[0]

func find(t *testing.T, truths []truth, spot, read string) truth {
	t.Helper()
	for _, row := range truths {
		if row.spot == spot && row.read == read {
			return row
		}
	}
	t.Fatalf("no truth %q read by %q", spot, read)
	return truth{}
}

func TestFalseAlarms(t *testing.T) {
	for _, c := range []struct {
		spot, read string
		most       float64
	}{
		{"steady, 3 to 8 mm", "ruler to 0.5 mm", 0.05},
		{"steady, 3 to 8 mm", "ruler, 3 % off by 2 mm", 0.15},
		{"shrinks 1 mm a year", "ruler to 0.5 mm", 0.01},
	} {
		if got := find(t, quiet, c.spot, c.read).score(rules, few).falseAYear; got > c.most {
			t.Errorf("%s, %s: %.3f false alarms a spot-year, want at most %.2f", c.spot, c.read, got, c.most)
		}
	}
}

func TestMonthsUntilFlagged(t *testing.T) {
	for _, c := range []struct {
		spot string
		most int
	}{
		{"1 mm a year, from 2 to 6 mm", 14},
		{"3 mm a year, from 2 to 6 mm", 6},
		{"6 mm a year, from 2 to 6 mm", 4},
		{"leaps by 2 mm, from 2 to 6 mm", 1},
	} {
		if got := find(t, growing, c.spot, "ruler to 0.5 mm").score(rules, few).median; got > c.most {
			t.Errorf("%s: flagged after %d months, want at most %d", c.spot, got, c.most)
		}
	}
}

// What a person would think of first cries wolf on every spot, every year: the simulation must show that too.
func TestWhatComesToMindFirst(t *testing.T) {
	steady := find(t, quiet, "steady, 3 to 8 mm", "ruler to 0.5 mm")
	for _, s := range statistics[1:] {
		if got := steady.score(s, few).falseAYear; got < 1 {
			t.Errorf("%s: %.3f false alarms a spot-year, want more than 1", s.name, got)
		}
	}
}

func TestTables(t *testing.T) {
	var first, second strings.Builder
	tables(&first, 20)
	tables(&second, 20)
	if first.String() != second.String() {
		t.Error("two runs differ")
	}
	if got, want := strings.Count(first.String(), "\n|"), len(quiet)+len(growing)+4; got != want {
		t.Errorf("%d rows, want %d:\n%s", got, want, first.String())
	}
}
