package store

import (
	"flag"
	"fmt"
	"os"
	"testing"
)

// proved notes how often a proof was tried, as cmd/spotlog does.
func proved(t *testing.T, what string, count int) {
	t.Helper()
	if t.Failed() {
		return
	}
	line := fmt.Sprintf("%6d  %s\n", count, what)
	t.Log(line)
	path := os.Getenv("SPOTLOG_PROOFS")
	if path == "" {
		return
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.WriteString(line); err != nil { // one write: packages are tested side by side
		t.Fatal(err)
	}
}

// thorough has rapid draw so many sequences of about so many steps, unless the command line says
// how many.
func thorough(t *testing.T, sequences, steps int) {
	t.Helper()
	for name, want := range map[string]int{"rapid.checks": sequences * heavier, "rapid.steps": steps} {
		f := flag.Lookup(name)
		if before := f.Value.String(); before == f.DefValue {
			if err := flag.Set(name, fmt.Sprint(want)); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { flag.Set(name, before) })
		}
	}
}
