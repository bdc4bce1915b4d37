package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A file that may grow to some size and no further: what does not fit is refused with a sentence,
// and the journal is as it was.
func TestNoRoomForTheFile(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.begin()
	start := p.snapshot()
	photo := p.photo("new.jpg", 400_000)
	refused, fitted := 0, 0
	sizes := 24 * heavier
	for i := range sizes {
		p.restart(start)
		before := p.mustRead()
		limit := 1 + i*(len(start)+600_000)/sizes
		done := p.run("prlimit", fmt.Sprintf("--fsize=%d", limit), "spotlog", "log", "nose", "--size", "4", "--date", "2026-11-02", "--photo", photo)
		if p.judge(fmt.Sprintf("with files of up to %d bytes", limit), before, done) {
			fitted++
		} else {
			refused++
		}
	}
	if refused == 0 || fitted == 0 {
		t.Errorf("%d refused, %d fitted: the sizes do not lie about the limit", refused, fitted)
	}
	proved(t, "no room for the file (RLIMIT_FSIZE)", 20*heavier, refused+fitted, fmt.Sprintf(" (%d refused)", refused))
}

// judge looks at a log that may have had no room; fitted says whether it did its work.
func (p *place) judge(what string, before state, done process) (fitted bool) {
	p.t.Helper()
	after := p.mustRead()
	switch {
	case done.code == 0 && after.acts == before.acts+1:
		return true
	case done.code == 1 && after == before && strings.HasPrefix(done.talk, "spotlog: error: "):
	default:
		p.t.Errorf("%s it ended with %d, %d acts became %d: %q", what, done.code, before.acts, after.acts, done.talk)
	}
	p.tidy()
	return false
}

// A disk that is full but for a few pages.
func TestNoRoomOnTheDisk(t *testing.T) {
	p := newPlace(t)
	p.begin()
	start := p.snapshot()
	photo := p.photo("new.jpg", 400_000)
	disk := filepath.Join(p.dir, "disk")
	if err := os.Mkdir(disk, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, fmt.Sprintf("size=%d", len(start)+2_000_000)); err != nil {
		t.Skipf("a disk cannot be mounted here (%v)", err)
	}
	t.Cleanup(func() { syscall.Unmount(disk, syscall.MNT_DETACH) })
	p.journal = filepath.Join(disk, "data", "journal.sqlite")
	if err := os.Mkdir(filepath.Dir(p.journal), 0o700); err != nil {
		t.Fatal(err)
	}
	refused, fitted := 0, 0
	sizes := 24 * heavier
	for i := range sizes {
		p.restart(start)
		before := p.mustRead()
		fill(t, disk, int64(i)*1_000_000/int64(sizes))
		done := p.run("spotlog", "log", "nose", "--size", "4", "--date", "2026-11-02", "--photo", photo)
		os.Remove(filepath.Join(disk, "filler"))
		if p.judge(fmt.Sprintf("with %d bytes left", i*1_000_000/sizes), before, done) {
			fitted++
		} else {
			refused++
		}
	}
	if refused == 0 || fitted == 0 {
		t.Errorf("%d refused, %d fitted: the sizes do not lie about the limit", refused, fitted)
	}
	proved(t, "no room on the disk (a small tmpfs)", 20*heavier, refused+fitted, fmt.Sprintf(" (%d refused)", refused))
}

// Where no rollback journal can be made beside the journal, the sentence says why, and not that it is missing.
func TestNoRoomForTheRollbackJournal(t *testing.T) {
	tracer := strace(t)
	p := newPlace(t)
	p.begin()
	for inject, want := range map[string]string{
		"ENOSPC:when=1": "the journal cannot be written here (its rollback journal could not be made)", // and then there was room again
		"ENOSPC":        "the disk is full (unable to open database file: no space left on device)",
		"EACCES":        "the journal cannot be written here (no file can be made in its folder)",
	} {
		done := p.run(tracer, "-f", "-qq", "-o", os.DevNull, "-e", "trace=openat", "-e", "inject=openat:error="+inject, "-P", p.journal+"-journal", "spotlog", "log", "nose", "--size", "4")
		if got, _, _ := strings.Cut(done.talk, "\n"); done.code != 1 || got != "spotlog: error: "+want {
			t.Errorf("%s: ended with %d: %s", inject, done.code, done.talk)
		}
	}
	disk := filepath.Join(p.dir, "disk")
	if err := os.Mkdir(disk, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=10m,nr_inodes=3"); err != nil { // itself, the folder, the journal
		t.Skipf("a disk cannot be mounted here (%v)", err)
	}
	t.Cleanup(func() { syscall.Unmount(disk, syscall.MNT_DETACH) })
	content := p.snapshot()
	p.journal = filepath.Join(disk, "data", "journal.sqlite")
	if err := os.Mkdir(filepath.Dir(p.journal), 0o700); err != nil {
		t.Fatal(err)
	}
	p.restart(content)
	for _, line := range []string{"log nose --size 4", "undo", "rm nose", "purge nose --confirm nose-1"} {
		done := p.run("spotlog", strings.Fields(line)...)
		if done.code != 1 || !strings.HasPrefix(done.talk, "spotlog: error: the disk is full (no space left on device)\nspotlog: hint: make room") {
			t.Errorf("%s without room for a file ended with %d: %s", line, done.code, done.talk)
		}
	}
}

// fill leaves so many bytes on a disk.
func fill(t *testing.T, disk string, leave int64) {
	t.Helper()
	var s syscall.Statfs_t
	if err := syscall.Statfs(disk, &s); err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(filepath.Join(disk, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := syscall.Fallocate(int(file.Fd()), 0, 0, max(int64(s.Bavail)*int64(s.Bsize)-leave, 1)); err != nil {
		t.Fatal(err)
	}
}
