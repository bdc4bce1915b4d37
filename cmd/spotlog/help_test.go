package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"spotlog/internal/cli"
)

// An example stands on a line of its own, behind a heading in capitals, or ends a sentence.
var exampleLine = regexp.MustCompile(`(?m)^(?: *|[A-Z ]+ {3}|[^\n]*: )(?:\$ )?spotlog ([a-z][^\n]*?)(?: {2,}[^\n]*)?\.?$`)

// A reader is someone with the sample journal, and with photos, who tries what the help pages say.
type reader struct {
	*testing.T
	home   string
	sample []byte // the journal
}

func newReader(t *testing.T) *reader {
	r := &reader{T: t, home: t.TempDir()}
	photo := readFile(t, "../../testdata/photos/november.jpg")
	t.Chdir(r.home)
	for _, name := range []string{"IMG_1.jpg", "IMG_2.jpg", "IMG_3.jpg", "back.jpg", "old/a.jpg", "DCIM/left-forearm-1.jpg", "DCIM/elbow/a.jpg"} {
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, photo, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r.mustRun("demo", "sample")
	r.sample = readFile(t, "sample/journal.sqlite")
	r.mustRun("-j", "sample/journal.sqlite", "timeline", "-o", "entries.csv")
	r.mustRun("-j", "sample/journal.sqlite", "export", "-o", "spotlog-export")
	return r
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func (r *reader) run(args ...string) (answer, talk string, code int) {
	var out, said bytes.Buffer
	code = cli.Run(context.Background(), cli.System{
		Args: args, In: strings.NewReader(""), Out: &out, Err: &said, Random: rand.Reader, Width: 80,
		Now:    func() time.Time { return time.Date(2026, time.November, 22, 20, 0, 0, 0, time.UTC) },
		Getenv: func(name string) string { return map[string]string{"HOME": r.home}[name] },
	})
	return out.String(), said.String(), code
}

func (r *reader) mustRun(args ...string) string {
	r.Helper()
	answer, talk, code := r.run(args...)
	if code != 0 {
		r.Fatalf("spotlog %v ended with %d: %s", args, code, talk)
	}
	return answer
}

// fresh puts the sample journal where spotlog looks for one.
func (r *reader) fresh() {
	folder := filepath.Join(r.home, ".local", "share", "spotlog")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		r.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "journal.sqlite"), r.sample, 0o600); err != nil {
		r.Fatal(err)
	}
}

// words reads an example as a shell does, with what the person knows in place of the words in capitals.
func (r *reader) words(example string) (words []string) {
	stands := map[string]string{"SPOT": "left-forearm-1", "NAME": "vitamin-d", "DIR": "out", "FILE": "IMG_3.jpg", "CODE": "size-growing", "PHOTO": r.photo()}
	for _, word := range regexp.MustCompile(`"[^"]*"|\S+`).FindAllString(example, -1) {
		word, _, _ = strings.Cut(strings.Trim(word, `"`), "|") // the first of several
		if known, ok := stands[word]; ok {
			word = known
		}
		if below, ok := strings.CutPrefix(word, "~/"); ok {
			word = filepath.Join(r.home, below)
		}
		if found, err := filepath.Glob(word); err == nil && strings.Contains(word, "*") {
			words = append(words, found...)
			continue
		}
		words = append(words, word)
	}
	return words
}

// photo is the id of one of the sample's photos.
func (r *reader) photo() string {
	var list struct {
		Photos []struct{ Photo struct{ ID string } }
	}
	if err := json.Unmarshal([]byte(r.mustRun("photo", "list", "--json")), &list); err != nil || len(list.Photos) == 0 {
		r.Fatal("the sample has no photos: ", err)
	}
	return list.Photos[0].Photo.ID
}

// Every example of the help pages and of the manual runs, with the sample journal.
func TestHelpExamplesRun(t *testing.T) {
	files, err := filepath.Glob("../../internal/cli/help/*.txt")
	if err != nil || len(files) < 10 {
		t.Fatal(files, err)
	}
	pages := map[string]string{}
	for _, file := range append(files, "../../internal/cli/man.roff") {
		pages[filepath.Base(file)] = strings.ReplaceAll(string(readFile(t, file)), `\-`, "-")
	}
	r := newReader(t)
	overview := r.mustRun("help")
	var tried []string
	for page, text := range pages {
		for _, match := range exampleLine.FindAllStringSubmatch(text, -1) {
			example := match[1]
			verb, _, _ := strings.Cut(example, " ")
			if !regexp.MustCompile(`(?m)^  `+verb+` `).MatchString(overview) || strings.Contains(example, ", ") || strings.Contains(example, "{{") {
				continue // a sentence about spotlog
			}
			if tried = append(tried, example); example == "demo" {
				continue // it made the sample
			}
			r.fresh()
			if _, talk, code := r.run(r.words(example)...); code != 0 {
				t.Errorf("%s: spotlog %s\nended with %d: %s", page, example, code, talk)
			}
		}
	}
	if len(tried) < 25 {
		t.Errorf("only %d examples were found: %q", len(tried), tried)
	}
}
