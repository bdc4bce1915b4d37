package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// What file systems refuse that know no modes, no links, no locks or no sync of a folder: memory sticks,
// and the shares of a network.
var lacking = []struct{ name, inject string }{
	{"modes", "fchmod,fchmodat:error=EPERM"},
	{"modes, said otherwise", "fchmod,fchmodat:error=EOPNOTSUPP"},
	{"links", "link,linkat:error=EPERM"},
	{"locks on a folder", "flock:error=ENOLCK"},
	{"a sync of a folder", "fsync:error=EINVAL"},
}

// On such a file system a journal can be begun, backed up and restored all the same.
func TestFileSystemsThatLackSomething(t *testing.T) {
	tracer := strace(t)
	for _, l := range lacking {
		t.Run(l.name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(t)
			p.begin()
			before, folder, injected := p.mustRead(), filepath.Join(p.dir, "stick"), 0
			if err := os.Mkdir(folder, 0o700); err != nil {
				t.Fatal(err)
			}
			for i, line := range []string{
				"log --new --site ear --size 4 --date 2026-11-01 -j stick/new.sqlite", "backup stick/copy.sqlite",
				"backup stick/copy.sqlite --update", "restore stick/copy.sqlite -j stick/back.sqlite", "export -o stick/out",
			} {
				if strings.HasPrefix(l.inject, "fsync") && strings.Contains(line, "--update") {
					continue // in a file that is there SQLite itself writes, and asks for that sync
				}
				trace := filepath.Join(p.dir, fmt.Sprint("trace-", i))
				args := []string{"-f", "-qq", "-o", trace, "-e", "trace=" + strings.Split(l.inject, ":")[0], "-e", "inject=" + l.inject}
				if strings.HasPrefix(l.inject, "fsync") { // of the folder alone
					args = append(args, "-P", folder)
				}
				if done := p.run(tracer, append(append(args, "spotlog"), strings.Fields(line)...)...); done.code != 0 {
					t.Errorf("%s ended with %d: %s", line, done.code, done.talk)
				}
				calls, err := os.ReadFile(trace)
				if err != nil {
					t.Fatal(err)
				}
				injected += strings.Count(string(calls), "(INJECTED)")
			}
			if injected == 0 {
				t.Error("nothing was refused")
			}
			if back, err := readState(filepath.Join(folder, "back.sqlite")); err != nil || back != before {
				t.Errorf("what was restored is not the journal (%v)", err)
			}
		})
	}
}

// Whatever is written where there is no room, the sentence says so and names no temporary file.
func TestNoRoomForWhatIsWritten(t *testing.T) {
	p := newPlace(t)
	p.begin()
	p.spotlog("log", "nose", "--size", "4", "--date", "2026-11-02", "--photo", p.photo("large.jpg", 400_000))
	p.spotlog("backup", "copy.sqlite")
	disk := filepath.Join(p.dir, "disk")
	if err := os.Mkdir(disk, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=16k"); err != nil {
		t.Skipf("a disk cannot be mounted here (%v)", err)
	}
	t.Cleanup(func() { syscall.Unmount(disk, syscall.MNT_DETACH) })
	for _, line := range []string{
		"backup disk/copy.sqlite", "backup disk/copy.sqlite --update", "backup disk --keep 2", "backup disk/copy.age --recipient age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
		"restore copy.sqlite -j disk/back.sqlite", "export -o disk/out", "log --new --site ear --size 4 -j disk/new.sqlite", "timeline -o disk/timeline.html",
	} {
		done := p.run("spotlog", strings.Fields(line)...)
		if first, rest, _ := strings.Cut(done.talk, "\n"); done.code != 1 || !strings.HasPrefix(first, "spotlog: error: the disk is full (") || strings.Contains(first, "unfinished") || !strings.HasPrefix(rest, "spotlog: hint: make room") {
			t.Errorf("%s ended with %d: %s", line, done.code, done.talk)
		}
		if left, err := os.ReadDir(disk); err != nil || len(left) > 0 {
			t.Errorf("%s left %v (%v)", line, left, err)
		}
	}
}
