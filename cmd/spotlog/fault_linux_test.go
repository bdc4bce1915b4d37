package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// changing are the system calls by which a command changes what is on the disk.
var changing = []string{"pwrite64", "fsync", "fdatasync", "ftruncate", "unlink", "unlinkat", "link", "linkat", "rename", "renameat", "mkdir", "mkdirat", "fchmod", "fchmodat", "openat", "write"}

// faults are what is done to such a call: the kernel refuses it, or the process ends before it. The
// commands that the table does not ask for take two of them.
var (
	faults    = []string{"error=EIO", "error=ENOSPC", "error=EROFS", "signal=KILL"}
	twoFaults = []string{"error=ENOSPC", "signal=KILL"}
)

// strace finds Debian's strace; a machine for checks must have it, and let it trace.
func strace(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("strace")
	if err == nil {
		err = exec.Command(path, "-o", os.DevNull, "true").Run()
	}
	if err != nil && os.Getenv("CI") != "" {
		t.Fatalf("strace is missing or may not trace (%v): without it nobody checks what happens when the disk fails", err)
	}
	if err != nil {
		t.Skip("needs strace, and the right to trace")
	}
	return path
}

// A faulty is a command each of whose changing calls fails once.
type faulty struct {
	name   string
	least  int // calls times faults
	faults []string
	fresh  bool
	args   func(p *place) []string
	// check looks at what was left, where that is not one act or none.
	check func(p *place, inject string, before, after state, done process)
}

var faulties = []faulty{
	{"log with a photo", 200, faults, false, func(p *place) []string {
		return []string{"log", "nose", "--size", "4", "--date", "2026-11-02", "--note", "a word", "--photo", p.photo("new.jpg", 20_000)}
	}, nil},
	{"log that begins the journal", 200, twoFaults, true, func(*place) []string {
		return []string{"log", "--new", "--site", "nose", "--size", "4", "--date", "2026-11-02"}
	}, nil},
	{"purge", 180, twoFaults, false, func(*place) []string {
		return []string{"purge", "nose@2026-10-01", "--confirm", "nose-1@2026-10-01"}
	}, nil},
	{"backup", 200, faults, false, func(p *place) []string { return []string{"backup", p.backup(0)} }, func(p *place, inject string, before, after state, done process) {
		if after != before {
			p.t.Errorf("backup with %s changed the journal", inject)
		}
		if _, err := os.Stat(p.backup(0)); err != nil && done.code != 0 && !strings.Contains(done.out, "\n") {
			return
		}
		if copied, err := readState(p.backup(0)); err != nil || copied != before {
			p.t.Errorf("backup with %s, which ended with %d, is not the journal (%v)", inject, done.code, err)
		}
		os.Remove(p.backup(0))
	}},
	{"restore", 100, faults, false, func(p *place) []string {
		if _, err := os.Stat(p.backup(0)); err != nil {
			p.spotlog("backup", p.backup(0))
		}
		return []string{"restore", p.backup(0), "--journal", p.restored()}
	}, func(p *place, inject string, before, after state, done process) {
		if after != before {
			p.t.Errorf("restore with %s changed the other journal", inject)
		}
		if back, err := readState(p.restored()); err != nil || back != before && (back.acts > 0 || done.code == 0) {
			p.t.Errorf("restore with %s, which ended with %d, gave another journal (%v)", inject, done.code, err)
		}
	}},
}

// Each system call of a command that changes something is refused once, in each of three ways, and
// is once the moment at which the process is killed. What failed says so; what says that it did its
// work has done it; half of it is never done.
func TestEverySystemCallThatFails(t *testing.T) {
	tracer := strace(t)
	for _, f := range faulties {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(t)
			if !f.fresh {
				p.begin()
			}
			tried, start, before := 0, p.snapshot(), p.mustRead()
			for _, call := range changing {
				calls := f.counts(p, tracer, start, call)
				for _, fault := range f.faults {
					if call == "write" && fault != "signal=KILL" {
						continue // Go's own threads wake one another by it, and no refusal is meant for them
					}
					n := 0
					for f.fails(p, tracer, start, before, call, fmt.Sprintf("%s:%s:when=%d", call, fault, n+1)) {
						n++
					}
					if n < calls {
						t.Errorf("%s calls %s %d times, of which %d were tried with %s", f.name, call, calls, n, fault)
					}
					tried += n
				}
			}
			proved(t, "system calls refused, or the moment of a SIGKILL: "+f.name, f.least, tried, "")
		})
	}
}

// traced runs the command under strace, which numbers the calls of each thread by themselves: they
// come from one. The trace has a line for each of these calls.
func (f faulty) traced(p *place, tracer string, start []byte, call string, more ...string) (done process, trace string) {
	p.t.Helper()
	p.restart(start)
	os.RemoveAll(filepath.Dir(p.restored()))
	file := filepath.Join(p.dir, "trace")
	args := append([]string{"-f", "-qq", "-o", file, "-e", "trace=" + call}, more...)
	if call == "openat" { // only of the rollback journal, which it makes
		args = append(args, "-P", p.journal+"-journal")
	}
	cmd := p.command(tracer, append(append(args, "spotlog"), f.args(p)...)...)
	now := time.Now().Format(time.RFC3339Nano)
	cmd.Env = append(cmd.Env, "SPOTLOG_TEST_NOW="+now, "SPOTLOG_TEST_BEGAN="+now)
	done = p.wait(cmd)
	lines, err := os.ReadFile(file)
	if err != nil {
		p.t.Fatal(err)
	}
	return done, string(lines)
}

// counts tells how often the command makes a call when nothing is in its way.
func (f faulty) counts(p *place, tracer string, start []byte, call string) int {
	p.t.Helper()
	if call == "write" {
		return 0 // its number differs: see where the faults are chosen
	}
	done, trace := f.traced(p, tracer, start, call)
	if done.code != 0 {
		p.t.Fatalf("%s ended with %d: %s", f.name, done.code, done.talk)
	}
	os.Remove(p.backup(0))
	return strings.Count(trace, call+"(")
}

// fails runs the command with one call tampered with; false where there was no such call any more.
func (f faulty) fails(p *place, tracer string, start []byte, before state, call, inject string) bool {
	p.t.Helper()
	done, trace := f.traced(p, tracer, start, call, "-e", "inject="+inject)
	killed := strings.Contains(inject, "KILL")
	if !strings.Contains(trace, "(INJECTED)") && !(killed && done.code != 0) {
		return false
	}
	after, err := p.read()
	switch changed := after.acts != before.acts; {
	case err != nil:
		p.t.Errorf("%s with %s: %v", f.name, inject, err)
	case !killed && done.code != 0 && !strings.Contains(done.talk, "spotlog: error: "):
		p.t.Errorf("%s with %s ended with %d and does not say why: %q", f.name, inject, done.code, done.talk)
	case strings.Contains(done.talk, "no such file"):
		p.t.Errorf("%s with %s tells of another file: %q", f.name, inject, done.talk)
	case f.check != nil:
		f.check(p, inject, before, after, done)
	case after.acts > before.acts+1 || changed == (after.words == before.words):
		p.t.Errorf("%s with %s: half of its work is done", f.name, inject)
	case strings.Contains(done.out, "\n") && !changed, done.code == 0 && !changed:
		p.t.Errorf("%s with %s had answered %q, and nothing is done", f.name, inject, done.out)
	}
	p.spotlog("log", "--new", "--site", "ear", "--size", "4", "--date", "2026-11-05")
	p.tidy()
	if p.unfinished() != "" {
		p.spotlog(f.args(p)...)
		os.Remove(p.backup(0))
	}
	if left := p.unfinished(); left != "" {
		p.t.Errorf("%s with %s left %s, and so did the next", f.name, inject, left)
	}
	return true
}
