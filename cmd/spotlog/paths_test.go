package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A trap is an import that would reach outside of its folder, or that names something twice. In
// its text OUTSIDE is the path of a photo that is none of its business.
type trap struct{ name, document string }

func photoOf(file string) string {
	quoted, err := json.Marshal(file)
	if err != nil {
		panic(err) // a string always becomes JSON
	}
	return fmt.Sprintf(`{"schema": "spotlog.journal.v1", "spots": [{"name": "ear-1", "site": "ear", "entries": [{"date": "2026-11-01", "photos": [{"file": %s}]}]}]}`, quoted)
}

var traps = []trap{
	{"up", photoOf("../outside.jpg")},
	{"up from below", photoOf("photos/../../outside.jpg")},
	{"up with dots between", photoOf("./photos/./.././../outside.jpg")},
	{"up with slashes doubled", photoOf("photos//..//..//outside.jpg")},
	{"up and back into the folder", photoOf("../import/../outside.jpg")},
	{"absolute", photoOf("OUTSIDE")},
	{"absolute with slashes doubled", photoOf("/OUTSIDE")},
	{"absolute by another way", photoOf("/proc/self/cwd/../outside.jpg")},
	{"a system file", photoOf("/etc/passwd")},
	{"a device", photoOf("/dev/zero")},
	{"a link to a file", photoOf("link.jpg")},
	{"a link within to a file", photoOf("photos/link.jpg")},
	{"a file behind a link to a folder", photoOf("folder/outside.jpg")},
	{"a link to itself", photoOf("loop.jpg")},
	{"a link of links", photoOf("links.jpg")},
	{"a pipe", photoOf("pipe.jpg")},
	{"a folder", photoOf("photos")},
	{"the folder itself", photoOf(".")},
	{"the folder above", photoOf("..")},
	{"a home", photoOf("~/outside.jpg")},
	{"a zero byte", photoOf("photos/inside.jpg\u0000.png")},
	{"a key twice", `{"schema": "spotlog.journal.v1", "spots": [], "spots": []}`},
	{"a key twice in an entry", `{"schema": "spotlog.journal.v1", "spots": [{"name": "ear-1", "site": "ear", "entries": [{"date": "2026-11-01", "note": "a", "note": "b"}]}]}`},
	{"a spot's name twice", `{"schema": "spotlog.journal.v1", "spots": [{"name": "ear-1", "site": "ear"}, {"name": "ear-1", "site": "nose"}]}`},
	{"an id twice", `{"schema": "spotlog.journal.v1", "spots": [{"name": "ear-1", "site": "ear", "entries": [{"id": "019e0000-0000-7000-8000-000000000001", "date": "2026-11-01"}, {"id": "019e0000-0000-7000-8000-000000000001", "date": "2026-11-02"}]}]}`},
}

// Whatever a document names, the import reads only what lies in its own folder, refuses the rest,
// and writes nothing anywhere.
func TestImportsStayInTheirFolder(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.begin()
	before := p.mustRead()
	folder, outside := filepath.Join(p.dir, "import"), filepath.Join(p.dir, "outside.jpg")
	copyFile(t, filepath.Join(p.photos, "no-date.jpg"), outside)
	if err := errors.Join(
		os.MkdirAll(filepath.Join(folder, "photos"), 0o700), os.Symlink(outside, filepath.Join(folder, "link.jpg")),
		os.Symlink("../../outside.jpg", filepath.Join(folder, "photos", "link.jpg")), os.Symlink("..", filepath.Join(folder, "folder")),
		os.Symlink("loop.jpg", filepath.Join(folder, "loop.jpg")), os.Symlink("link.jpg", filepath.Join(folder, "links.jpg")),
		syscall.Mkfifo(filepath.Join(folder, "pipe.jpg"), 0o600),
	); err != nil {
		t.Fatal(err)
	}
	copyFile(t, outside, filepath.Join(folder, "photos", "inside.jpg"))
	document := filepath.Join(folder, "journal.json")
	for _, trap := range traps {
		if err := os.WriteFile(document, []byte(strings.ReplaceAll(trap.document, "OUTSIDE", outside)), 0o600); err != nil {
			t.Fatal(err)
		}
		there := p.tree()
		done := p.run("spotlog", "import", document)
		if done.code != 2 || !strings.HasPrefix(done.talk, "spotlog: error: ") {
			t.Errorf("%s: ended with %d: %s%s", trap.name, done.code, done.out, done.talk)
		}
		if now := p.tree(); now != there {
			t.Errorf("%s: files changed from\n%sto\n%s", trap.name, there, now)
		}
	}
	if after := p.mustRead(); after != before {
		t.Error("the journal changed")
	}
	if err := os.WriteFile(document, []byte(photoOf("photos/inside.jpg")), 0o600); err != nil {
		t.Fatal(err)
	}
	p.spotlog("import", document) // a trap caught all of them because they are traps
	proved(t, "imports with .., absolute paths, links, names twice", 20, len(traps), "")
}

// A folder of photos gives only what lies in it, once; a table names no files; and a folder whose name
// ends as a table's is a folder.
func TestFoldersAndTablesStayInTheirPlace(t *testing.T) {
	p := newPlace(t)
	p.begin()
	before := p.mustRead()
	folder, outside := filepath.Join(p.dir, "photos.csv"), filepath.Join(p.dir, "outside")
	if err := errors.Join(os.MkdirAll(filepath.Join(folder, "below"), 0o700), os.Mkdir(outside, 0o700)); err != nil {
		t.Fatal(err)
	}
	copyFile(t, filepath.Join(p.photos, "no-date.jpg"), filepath.Join(outside, "outside.jpg"))
	if err := errors.Join(
		os.Symlink(filepath.Join(outside, "outside.jpg"), filepath.Join(folder, "link.jpg")), os.Symlink(outside, filepath.Join(folder, "folder")),
		os.Symlink("loop.jpg", filepath.Join(folder, "loop.jpg")), os.Symlink("..", filepath.Join(folder, "below", "up")),
		syscall.Mkfifo(filepath.Join(folder, "pipe.jpg"), 0o600), os.Mkdir(filepath.Join(folder, "folder.jpg"), 0o700),
	); err != nil {
		t.Fatal(err)
	}
	if done := p.run("spotlog", "import", folder, "--spot", "nose"); done.code != 0 || p.mustRead() != before {
		t.Errorf("traps alone: ended with %d: %s%s", done.code, done.out, done.talk)
	}
	for _, name := range []string{"a.jpg", "b.jpg", filepath.Join("below", "a.jpg")} {
		copyFile(t, filepath.Join(p.photos, "november.jpg"), filepath.Join(folder, name))
	}
	done := p.run("spotlog", "import", folder, "--spot", "nose")
	if done.code != 0 || !strings.HasPrefix(done.out, "imported 1 photo; 2 there already\n") || strings.Contains(done.talk, "both are kept") {
		t.Errorf("one photo three times: ended with %d: %s%s", done.code, done.out, done.talk)
	}
	p.spotlog("export", "-o", "export.csv")
	p.spotlog("import", "export.csv")
	after := p.mustRead()
	tables := []trap{
		{"a spot's name that goes up", "date,spot,site\n2026-11-01,../ear,ear\n"},
		{"an absolute name of a spot", "date,spot,site\n2026-11-01,OUTSIDE,ear\n"},
		{"a column of files", "date,spot,file\n2026-11-01,nose-1,OUTSIDE\n"},
		{"a column twice", "date,spot,date\n2026-11-01,nose-1,2026-11-02\n"},
		{"a spot at two sites", "date,spot,site\n2026-11-01,ear-1,ear\n2026-11-02,ear-1,chin\n"},
		{"a zero byte", "date,spot,site\n2026-11-01,ear-1,e\x00ar\n"},
		{"a quote that does not end", "date,spot,site\n2026-11-01,ear-1,\"ear\n"},
	}
	table := filepath.Join(p.dir, "table.csv")
	for _, trap := range tables {
		if err := os.WriteFile(table, []byte(strings.ReplaceAll(trap.document, "OUTSIDE", outside)), 0o600); err != nil {
			t.Fatal(err)
		}
		if done := p.run("spotlog", "import", table); done.code != 2 || !strings.HasPrefix(done.talk, "spotlog: error: ") || p.mustRead() != after {
			t.Errorf("%s: ended with %d: %s%s", trap.name, done.code, done.out, done.talk)
		}
	}
}

// tree tells of every file below the place its name, kind, size and moment of change.
func (p *place) tree() string {
	p.t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(p.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && !d.IsDir() {
			fmt.Fprintln(&b, path, info.Mode(), info.Size(), info.ModTime())
		}
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return b.String()
}
