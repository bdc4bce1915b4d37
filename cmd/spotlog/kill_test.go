package main

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"spotlog/store"
)

// A killing is a command that is killed at random moments.
type killing struct {
	verb   string
	rounds int
	args   func(p *place, round int) []string
	// prepare readies the journal for a round, after which args is run.
	prepare func(p *place, round int)
}

var killings = []killing{
	{"log", 110, func(p *place, round int) []string {
		return []string{"log", "nose", "--size", "4", "--date", "2026-11-02", "--note", fmt.Sprint("round ", round), "--photo", p.photo("new.jpg", 300_000)}
	}, nil},
	{"import", 70, func(p *place, round int) []string {
		return []string{"import", importable(p, round)}
	}, nil},
	{"undo", 70, func(*place, int) []string { return []string{"undo"} }, func(p *place, round int) {
		p.spotlog("log", "nose", "--size", "5", "--date", "2026-11-03", "--note", fmt.Sprint("to undo ", round), "--photo", p.photo("undo.jpg", 300_000))
	}},
	{"purge", 50, func(_ *place, round int) []string {
		entry := "nose-1@" + purgedDay(round)
		return []string{"purge", entry, "--confirm", entry}
	}, func(p *place, round int) {
		p.spotlog("log", "nose", "--size", "5", "--date", purgedDay(round), "--note", fmt.Sprint("to purge ", round), "--photo", p.photo("purge.jpg", 300_000))
	}},
}

func purgedDay(round int) string { return store.Day(19000 + round).String() }

// importable writes a journal document with a spot of three entries and photos of its own.
func importable(p *place, round int) string {
	var entries bytes.Buffer
	for i := range 3 {
		name := filepath.Base(p.photo(fmt.Sprintf("import-%d.jpg", i), 100_000))
		fmt.Fprintf(&entries, `%s{"date": "2026-11-0%d", "note": "imported %d", "photos": [{"file": "%s"}]}`, map[bool]string{true: ", "}[i > 0], i+1, round, name)
	}
	path := filepath.Join(p.dir, "import.json")
	document := fmt.Sprintf(`{"schema": "spotlog.journal.v1", "spots": [{"name": "imported-%d", "site": "nose", "entries": [%s]}]}`, round, &entries)
	if err := os.WriteFile(path, []byte(document), 0o600); err != nil {
		p.t.Fatal(err)
	}
	return path
}

// Killed whenever it may be, a command has done all of its work or nothing; what it had answered
// for is there; and the next command works.
func TestKilledAtRandomMoments(t *testing.T) {
	var rounds, midway atomic.Int64
	for _, k := range killings {
		t.Run(k.verb, func(t *testing.T) {
			t.Parallel()
			p := newPlace(t)
			p.begin()
			done, moments := 0, rand.New(rand.NewPCG(7, uint64(k.rounds)))
			for round := range k.rounds * heavier {
				acknowledged, left := k.round(p, round, moments.Int64N(25_000))
				rounds.Add(1)
				if acknowledged {
					done++
				}
				if left {
					midway.Add(1)
				}
				if t.Failed() {
					return
				}
			}
			t.Logf("%d of %d rounds had been answered for", done, k.rounds*heavier)
			if done == 0 || done == k.rounds*heavier {
				t.Errorf("%s was killed in time in all of the rounds, or in none", k.verb)
			}
		})
	}
	t.Cleanup(func() {
		proved(t, "SIGKILL at random moments", 300*heavier, int(rounds.Load()), fmt.Sprintf(" (%d left a rollback journal)", midway.Load()))
	})
}

// round runs the command once and kills it after so many microseconds; acknowledged says whether it
// had answered, midway whether it left its rollback journal.
func (k killing) round(p *place, round int, us int64) (acknowledged, midway bool) {
	if k.prepare != nil {
		k.prepare(p, round)
	}
	before := p.mustRead()
	cmd := p.command("spotlog", k.args(p, round)...)
	var out bytes.Buffer
	cmd.Stdout = &out
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case <-time.After(time.Duration(us) * time.Microsecond):
		cmd.Process.Kill()
		<-ended
	case err := <-ended:
		var failed *exec.ExitError
		if errors.As(err, &failed) {
			p.t.Fatalf("round %d: %s ended with %v", round, k.verb, err)
		}
	}
	acknowledged = bytes.Contains(out.Bytes(), []byte("\n"))
	_, err := os.Stat(p.journal + "-journal")
	midway = err == nil
	after, err := p.read()
	switch {
	case err != nil:
		p.t.Fatalf("round %d: after %s was killed: %v", round, k.verb, err)
	case after.acts != before.acts && after.acts != before.acts+1:
		p.t.Fatalf("round %d: %d acts became %d", round, before.acts, after.acts)
	case (after.acts == before.acts) != (after.words == before.words):
		p.t.Fatalf("round %d: half of what %s does is done", round, k.verb)
	case acknowledged && after.acts == before.acts:
		p.t.Fatalf("round %d: %s had answered %q, and it is not there", round, k.verb, &out)
	}
	p.spotlog("log", "left-forearm-1", "--size", "4", "--date", "2026-11-05")
	if next := p.mustRead(); next.acts != after.acts+1 {
		p.t.Fatalf("round %d: the next command did nothing", round)
	}
	p.tidy()
	return acknowledged, midway
}
