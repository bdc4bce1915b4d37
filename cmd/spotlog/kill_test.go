package main

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
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
	// check looks at what was left, where that is not one act or none.
	check func(p *place, round int, before, after state, acknowledged bool)
}

var killings = []killing{
	{"log", 60, func(p *place, round int) []string {
		return []string{"log", "nose", "--size", "4", "--date", "2026-11-02", "--note", fmt.Sprint("round ", round), "--photo", p.photo("new.jpg", 300_000)}
	}, nil, nil},
	{"import", 50, func(p *place, round int) []string {
		return []string{"import", importable(p, round)}
	}, nil, nil},
	{"undo", 50, func(*place, int) []string { return []string{"undo"} }, func(p *place, round int) {
		p.spotlog("log", "nose", "--size", "5", "--date", "2026-11-03", "--note", fmt.Sprint("to undo ", round), "--photo", p.photo("undo.jpg", 300_000))
	}, nil},
	{"purge", 40, func(_ *place, round int) []string {
		entry := "nose-1@" + purgedDay(round)
		return []string{"purge", entry, "--confirm", entry}
	}, func(p *place, round int) {
		p.spotlog("log", "nose", "--size", "5", "--date", purgedDay(round), "--note", fmt.Sprint("to purge ", round), "--photo", p.photo("purge.jpg", 300_000))
	}, nil},
	{"backup", 50, func(p *place, round int) []string {
		return []string{"backup", p.backup(round)}
	}, nil, checkBackup},
	{"backup --update", 30, func(p *place, round int) []string {
		return []string{"backup", p.backup(0), "--update"}
	}, func(p *place, round int) {
		if round == 0 {
			p.spotlog("backup", p.backup(0))
		}
		p.spotlog("log", "nose", "--size", "5", "--date", "2026-11-04", "--note", fmt.Sprint("since then ", round), "--photo", p.photo("since.jpg", 100_000))
	}, checkUpdated},
	{"restore", 30, func(p *place, round int) []string {
		return []string{"restore", p.backup(0), "--journal", p.restored()}
	}, func(p *place, round int) {
		if round == 0 {
			p.spotlog("backup", p.backup(0))
		}
	}, checkRestored},
	{"migration", 50, func(*place, int) []string { return []string{"list"} }, func(p *place, _ int) {
		old, err := os.ReadFile(filepath.Join("..", "..", "testdata", "old-journals", "1.sqlite"))
		if err != nil {
			p.t.Fatal(err)
		}
		p.restart(old)
	}, checkMigrated},
}

func (p *place) backup(round int) string {
	return filepath.Join(p.dir, fmt.Sprintf("backup-%d.sqlite", round))
}

func (p *place) restored() string { return filepath.Join(p.dir, "restored", "journal.sqlite") }

// checkBackup: under its name lies the whole of a backup, or nothing.
func checkBackup(p *place, round int, before, after state, acknowledged bool) {
	if after != before {
		p.t.Fatalf("round %d: the journal changed", round)
	}
	if _, err := os.Stat(p.backup(round)); err != nil && !acknowledged {
		return
	}
	if copied, err := readState(p.backup(round)); err != nil || copied != before {
		p.t.Fatalf("round %d: the backup is not the journal (%v)", round, err)
	}
	os.Remove(p.backup(round))
}

// checkUpdated: the backup is the journal as it was the last time or as it is now.
func checkUpdated(p *place, round int, before, after state, acknowledged bool) {
	if after != before {
		p.t.Fatalf("round %d: the journal changed", round)
	}
	copied, err := readState(p.backup(0))
	if err != nil || acknowledged && copied != before || copied.acts > before.acts {
		p.t.Fatalf("round %d: the backup is no journal of before or after (%v)", round, err)
	}
}

// checkRestored: where there was no journal is the whole of the one that was backed up, or none; and the
// next restore has room for it.
func checkRestored(p *place, round int, before, after state, acknowledged bool) {
	if after != before {
		p.t.Fatalf("round %d: the other journal changed", round)
	}
	want, err := readState(p.backup(0))
	if err != nil {
		p.t.Fatal(err)
	}
	back, err := readState(p.restored())
	if err != nil || back != want && (acknowledged || back.acts > 0) {
		p.t.Fatalf("round %d: what was restored is not the backup (%v)", round, err)
	}
	if back.acts == 0 {
		p.spotlog("restore", p.backup(0), "--journal", p.restored())
	}
	if err := os.Remove(p.restored()); err != nil {
		p.t.Fatal(err)
	}
}

// checkMigrated: every word and photo of an old journal is there, whenever the change of schema ended.
func checkMigrated(p *place, round int, before, after state, _ bool) {
	if after.acts == 0 || after.words != migrated(p) {
		p.t.Fatalf("round %d: the old journal has other words now", round)
	}
}

// migrated is what the old journal holds where nothing disturbs.
var migrated = func() func(*place) string {
	var words string
	var once sync.Once
	return func(p *place) string {
		once.Do(func() {
			path := filepath.Join(p.dir, "undisturbed.sqlite")
			copyFile(p.t, filepath.Join("..", "..", "testdata", "old-journals", "1.sqlite"), path)
			s, err := readState(path)
			if err != nil {
				p.t.Fatal(err)
			}
			words = s.words
		})
		return words
	}
}()

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
			answered, moments, least := 0, rand.New(rand.NewPCG(7, uint64(k.rounds))), k.rounds*heavier
			_, _, takes := k.round(p, 0, time.Minute) // what it takes to its end, here and now
			round := 1
			for ; round <= least || answered == 0 && round <= 3*least; round++ {
				moment := time.Duration(moments.Int64N(int64(takes) * 3 / 2))
				acknowledged, left, took := k.round(p, round, moment)
				if t.Failed() {
					return
				}
				rounds.Add(1)
				if acknowledged {
					answered++
					takes = (takes + took) / 2
				} else if took > takes {
					takes = took // the machine has more to do by now
				}
				if left {
					midway.Add(1)
				}
			}
			k.round(p, round, time.Minute)
			if left := p.unfinished(); left != "" {
				t.Errorf("what was killed left %s, and the next let it lie", left)
			}
			if t.Logf("%d of %d rounds had been answered for", answered, round-1); answered == 0 || answered == round-1 {
				t.Error("the moments do not lie about the answer")
			}
		})
	}
	t.Cleanup(func() {
		proved(t, "SIGKILL at random moments", 300*heavier, int(rounds.Load()), fmt.Sprintf(" (%d left a rollback journal)", midway.Load()))
	})
}

// round runs the command once and kills it after so long; acknowledged says whether it
// had answered, midway whether it left its rollback journal, took when it ended.
func (k killing) round(p *place, round int, moment time.Duration) (acknowledged, midway bool, took time.Duration) {
	if k.prepare != nil {
		k.prepare(p, round)
	}
	var before state
	if k.verb != "migration" { // to read an old journal is to change its schema
		before = p.mustRead()
	}
	cmd := p.command("spotlog", k.args(p, round)...)
	var out bytes.Buffer
	cmd.Stdout = &out
	began := time.Now()
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case <-time.After(moment):
		cmd.Process.Kill()
		<-ended
	case err := <-ended:
		var failed *exec.ExitError
		if errors.As(err, &failed) {
			p.t.Fatalf("round %d: %s ended with %v", round, k.verb, err)
		}
	}
	took = time.Since(began)
	acknowledged = bytes.Contains(out.Bytes(), []byte("\n"))
	_, err := os.Stat(p.journal + "-journal")
	midway = err == nil
	after, err := p.read()
	switch {
	case err != nil:
		p.t.Fatalf("round %d: after %s was killed: %v", round, k.verb, err)
	case k.check != nil:
		k.check(p, round, before, after, acknowledged)
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
	p.tidy(filepath.Base(p.journal) + ".schema-1")
	return acknowledged, midway, took
}
