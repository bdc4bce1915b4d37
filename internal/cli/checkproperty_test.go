package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"spotlog/store"
)

// checked runs check with typed lines on a journal and gives what it wrote as answer and as talk.
func checked(t *rapid.T, journal, lines string, now time.Time) (out, talk string) {
	var answer, said bytes.Buffer
	if code := Run(context.Background(), System{
		Args: []string{"check", "--journal", journal}, In: strings.NewReader(lines), Out: &answer, Err: &said, Random: rand.Reader,
		Getenv: func(string) string { return "" }, Now: func() time.Time { now = now.Add(time.Second); return now }, Width: 80,
	}); code != exitDone {
		t.Fatalf("ended with %d:\n%s", code, &said)
	}
	return answer.String(), said.String()
}

func readBack(t *rapid.T, path string) *store.Journal {
	db, err := store.Open(context.Background(), path, store.Env{Now: time.Now, Random: rand.Reader})
	if errors.Is(err, store.ErrMissing) {
		return &store.Journal{}
	}
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	j, err := db.Journal(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return j
}

var (
	keptLine  = regexp.MustCompile(`(?m)^(?:kept|opened): (\S+)`)
	takenLine = regexp.MustCompile(`(?m)^  taken out again: what was kept of (\S+)`)
)

// Whatever is typed, check ends well; what it says is kept is in the journal; and a second check that
// is stopped at its first question changes nothing.
func TestCheckKeepsWhatItSaysIsKept(t *testing.T) {
	folder := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		journal := filepath.Join(folder, strconv.Itoa(n), "journal.sqlite")
		typed := rapid.SliceOfN(rapid.SampledFrom([]string{
			"", "", "=", "=", "n", "n", "-", "b", "b", "?", "c", "o", "x", "y", "1", "2", "3", "1 2", "4x3", "5 eye", "left calf", "nose", "widespread",
			"left-calf-1", "yesterday", "2026-10", "no such.jpg", "0", "\x1b[2J", "ü", "q",
		}), 0, 60).Draw(t, "typed")
		now := time.Date(2026, time.November, 21, 20, 0, 0, 0, time.UTC)
		out, talk := checked(t, journal, strings.Join(typed, "\n"), now)
		j := readBack(t, journal)
		taken := map[string]bool{}
		for _, m := range takenLine.FindAllStringSubmatch(talk, -1) {
			taken[m[1]] = true
		}
		for _, m := range keptLine.FindAllStringSubmatch(out, -1) {
			if s := j.Spot(m[1]); !taken[m[1]] && (s == nil || s.Newest() == nil && s.Status == store.StatusActive) {
				t.Fatalf("%s was kept and is not there:\n%s%s", m[1], out, talk)
			}
		}
		before := digestOf(t, j)
		checked(t, journal, "q", now.Add(time.Hour))
		if digestOf(t, readBack(t, journal)) != before {
			t.Fatal("a check that was stopped at once changed the journal")
		}
	})
}

func digestOf(t *rapid.T, j *store.Journal) string {
	digest, err := store.Digest(j)
	if err != nil {
		t.Fatal(err)
	}
	return digest
}
