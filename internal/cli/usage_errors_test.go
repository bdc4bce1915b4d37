package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	_ "embed"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

//go:embed testdata/usage-errors.tsv
var usageErrors string

// typedWords splits a line as a shell does, where ” is an empty word.
func typedWords(line string) []string {
	words := strings.Fields(line)
	for i, word := range words {
		words[i] = strings.ReplaceAll(word, "''", "")
	}
	return words
}

// Each line of usage-errors.tsv: an error is one sentence, teaches with one hint, and changes nothing.
func TestEveryUsageErrorTeaches(t *testing.T) {
	journal := filepath.Join(t.TempDir(), "journal.sqlite")
	run := func(line string) (talk string, code int) {
		var out, said bytes.Buffer
		code = Run(context.Background(), System{
			Args: typedWords(line), In: strings.NewReader(""), Out: &out, Err: &said, Random: rand.Reader, Width: 80,
			Now:    func() time.Time { return time.Date(2026, time.November, 21, 20, 0, 0, 0, time.UTC) },
			Getenv: func(name string) string { return map[string]string{"SPOTLOG_JOURNAL": journal}[name] },
		})
		if code != exitDone && out.Len() > 0 {
			t.Errorf("spotlog %s answers %q", line, &out)
		}
		return said.String(), code
	}
	for _, line := range []string{"log --new --site nose", "log left-forearm-1 --new --site forearm"} {
		if talk, code := run(line); code != exitDone {
			t.Fatal(talk)
		}
	}
	before, err := os.ReadFile(journal)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(usageErrors) {
		cell := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(cell) != 4 || cell[0] == "typed" {
			continue
		}
		talk, code := run(cell[0])
		said, hint, _ := strings.Cut(talk, "\nspotlog: hint: ")
		if strconv.Itoa(code) != cell[1] || !strings.HasPrefix(said, "spotlog: error: ") || !strings.Contains(said, cell[2]) || !strings.Contains(hint, cell[3]) || strings.Count(talk, "\n") != 2 {
			t.Errorf("spotlog %s\nended with %d, want %v:\n%s", cell[0], code, cell[1:], talk)
		}
	}
	if after, err := os.ReadFile(journal); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the journal changed (%v)", err)
	}
}
