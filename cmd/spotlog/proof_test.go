package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"spotlog/store"
)

// proved notes how often a proof was tried, for the table that the gate prints from the file that
// SPOTLOG_PROOFS names. Fewer times than the least count are a failure.
func proved(t *testing.T, what string, least, count int, more string) {
	t.Helper()
	if t.Failed() {
		return
	}
	if count < least {
		t.Errorf("%s: tried %d times, want at least %d", what, count, least)
	}
	line := fmt.Sprintf("%6d  %s%s\n", count, what, more)
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

// A process is what a run of the program left to be seen.
type process struct {
	code      int // -1 where a signal ended it
	out, talk string
}

// A place is a home of its own, with a journal and the program's files of a test.
type place struct {
	t       testing.TB
	dir     string
	journal string
	photos  string // testdata/photos
}

func newPlace(t testing.TB) *place {
	t.Helper()
	photos, err := filepath.Abs(filepath.Join("..", "..", "testdata", "photos"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	return &place{t, dir, filepath.Join(data, "journal.sqlite"), photos}
}

// command runs a program here, as the person would.
func (p *place) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = p.dir
	cmd.Env = append(os.Environ(), "HOME="+p.dir, "XDG_DATA_HOME=", "TZ=UTC", "NO_COLOR=", "TERM=dumb", "SPOTLOG_TEST_NOW=", "SPOTLOG_JOURNAL="+p.journal)
	return cmd
}

// run runs a program to its end.
func (p *place) run(name string, args ...string) process {
	p.t.Helper()
	return p.wait(p.command(name, args...))
}

func (p *place) wait(cmd *exec.Cmd) process {
	p.t.Helper()
	var out, talk bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &talk
	err := cmd.Run()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		p.t.Fatal(err)
	}
	return process{cmd.ProcessState.ExitCode(), out.String(), talk.String()}
}

// spotlog runs a command that has to go well.
func (p *place) spotlog(args ...string) string {
	p.t.Helper()
	done := p.run("spotlog", args...)
	if done.code != 0 {
		p.t.Fatalf("spotlog %s ended with %d: %s", strings.Join(args, " "), done.code, done.talk)
	}
	return done.out
}

// begin makes the journal that most proofs begin with: two spots, a few entries, a photo, a visit.
func (p *place) begin() {
	p.t.Helper()
	p.spotlog("log", "--new", "--site", "nose", "--size", "2", "--date", "2026-10-01", "--note", "the first", "--photo", filepath.Join(p.photos, "october.jpg"))
	p.spotlog("log", "nose", "--size", "3", "--date", "2026-11-01", "--color", "brown")
	p.spotlog("log", "--new", "--site", "left forearm", "--size", "4", "--date", "2026-11-01")
	p.spotlog("visit", "add", "nose", "--outcome", "watch", "--date", "2026-10-20", "--note", "come back")
	p.spotlog("edit", "nose@2026-10-01", "--size", "2.5")
}

// photo writes a photo of its own that is so large: a JPEG with a tail behind its end.
func (p *place) photo(name string, size int) string {
	p.t.Helper()
	content, err := os.ReadFile(filepath.Join(p.photos, "november.jpg"))
	if err != nil {
		p.t.Fatal(err)
	}
	tail := make([]byte, max(size-len(content), 16))
	rand.Read(tail)
	path := filepath.Join(p.dir, name)
	if err := os.WriteFile(path, append(content, tail...), 0o600); err != nil {
		p.t.Fatal(err)
	}
	return path
}

// A state is what a journal holds: the words as export writes them, and all of its photos.
type state struct {
	words string
	acts  int
}

// read opens the journal as the next command does, and checks all of it: SQLite's own checks, and
// the SHA-256 of every photo that a record shows.
func (p *place) read() (state, error) {
	return readState(p.journal)
}

func readState(path string) (s state, err error) {
	ctx := context.Background()
	db, err := store.Open(ctx, path, store.Env{Now: time.Now, Random: rand.Reader})
	if errors.Is(err, store.ErrMissing) {
		return state{}, nil
	}
	if err != nil {
		return s, err
	}
	defer db.Close()
	j, err := db.Journal(ctx)
	if err != nil {
		return s, err
	}
	for _, r := range j.Refs() {
		if r.Photo == nil {
			continue
		}
		content, err := db.Original(ctx, r.Photo.SHA256)
		if err != nil {
			return s, err
		}
		if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != r.Photo.SHA256 {
			return s, fmt.Errorf("photo %s has other bytes", r.Photo.SHA256)
		}
	}
	words, err := json.Marshal(j)
	if err != nil {
		return s, err
	}
	acts, _, err := db.Acts(ctx)
	if err != nil {
		return s, err
	}
	return state{string(words), len(acts)}, checkFile(path)
}

// checkFile asks SQLite, without spotlog, whether a file is whole.
func checkFile(path string) error {
	name := url.URL{Scheme: "file", Path: path, RawQuery: "mode=rw"}
	db, err := sql.Open("sqlite3", name.String())
	if err != nil {
		return err
	}
	defer db.Close()
	rows, err := db.Query("PRAGMA integrity_check")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var says string
		if err := rows.Scan(&says); err != nil || says != "ok" {
			return fmt.Errorf("integrity_check: %s (%w)", says, err)
		}
	}
	var broken int
	if err := db.QueryRow("SELECT count(*) FROM pragma_foreign_key_check").Scan(&broken); err != nil || broken > 0 {
		return fmt.Errorf("foreign_key_check: %d rows (%w)", broken, err)
	}
	return rows.Err()
}

// snapshot keeps the journal's bytes; restart puts them back.
func (p *place) snapshot() []byte {
	content, err := os.ReadFile(p.journal)
	if err != nil && !os.IsNotExist(err) {
		p.t.Fatal(err)
	}
	return content
}

func (p *place) restart(content []byte) {
	p.t.Helper()
	folder := filepath.Dir(p.journal)
	if err := errors.Join(os.RemoveAll(folder), os.Mkdir(folder, 0o700)); err != nil {
		p.t.Fatal(err)
	}
	if content == nil {
		return
	}
	if err := os.WriteFile(p.journal, content, 0o600); err != nil {
		p.t.Fatal(err)
	}
}

// mustRead is read where nothing may be wrong.
func (p *place) mustRead() state {
	p.t.Helper()
	s, err := p.read()
	if err != nil {
		p.t.Fatal(err)
	}
	return s
}

// tidy: nothing lies beside the journal but what is named.
func (p *place) tidy(besides ...string) {
	p.t.Helper()
	names, err := os.ReadDir(filepath.Dir(p.journal))
	if err != nil {
		p.t.Fatal(err)
	}
	for _, n := range names {
		if n.Name() != filepath.Base(p.journal) && !strings.Contains(strings.Join(besides, "\n"), n.Name()) {
			p.t.Errorf("%s lies beside the journal", n.Name())
		}
	}
}

// unfinished names what a command left that was not done, wherever it lies.
func (p *place) unfinished() (found string) {
	p.t.Helper()
	err := filepath.WalkDir(p.dir, func(path string, d os.DirEntry, err error) error {
		if strings.HasPrefix(d.Name(), ".") {
			found = path
		}
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return found
}

// copyFile copies a file's bytes; a missing one is removed at its destination.
func copyFile(t testing.TB, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, content, 0o600); err != nil {
		t.Fatal(err)
	}
}
