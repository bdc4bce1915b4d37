package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// everyVerb is a line of each verb, to be run one after the other, each with something to do. "-"
// stands for nothing on standard input.
var everyVerb = []struct{ verb, line string }{
	{"log", "log --new --site nose --size 2 --date 2026-10-01 --photo november.jpg"},
	{"log", "log nose --size 3 --date 2026-11-01 --photo october.jpg"},
	{"log", "log --new --site ear --size 3 --date 2026-11-01"},
	{"photo add", "photo add nose no-date.jpg"},
	{"photo list", "photo list"},
	{"photo show", "photo show 5208 -o out.jpg"},
	{"photo mark", "photo mark 5208 --box 2,2,10,10"},
	{"compare", "compare nose -o out.html"},
	{"photo move", "photo move 5208 ear@2026-11-01"},
	{"photo rm", "photo rm 5208"},
	{"photo rebuild", "photo rebuild"},
	{"list", "list"},
	{"show", "show nose"},
	{"timeline", "timeline -o out.csv"},
	{"flags", "flags"},
	{"rules", "rules"},
	{"summary", "summary -o out.txt"},
	{"visit add", "visit add nose --outcome watch --date 2026-11-02"},
	{"visit list", "visit list"},
	{"med add", "med add apixaban --started 2026-01-02"},
	{"med list", "med list"},
	{"med stop", "med stop apixaban"},
	{"profile", "profile"},
	{"profile set", "profile set --birth-date 1980-04-02"},
	{"spot rename", "spot rename ear ear-7"},
	{"spot move", "spot move ear-7 --place lobe"},
	{"spot close", "spot close ear-7"},
	{"spot reopen", "spot reopen ear-7"},
	{"spot merge", "spot merge ear-7 nose-1"},
	{"edit", "edit nose@2026-10-01 --size 4"},
	{"rm", "rm nose@2026-10-01"},
	{"history", "history"},
	{"undo", "undo"},
	{"purge", "purge nose@2026-10-01 --confirm nose-1@2026-10-01"},
	{"export", "export -o out"},
	{"import", "import out"},
	{"backup", "backup out.sqlite"},
	{"restore", "restore out.sqlite --journal restored.sqlite"},
	{"verify", "verify"},
	{"check", "check"},
	{"due", "due"},
	{"demo", "demo demo"},
	{"help", "help"},
	{"completion", "completion bash"},
	{"man", "man"},
	{"version", "version"},
}

// verbs asks the program for its verbs, and for those below them.
func (p *place) verbs() (verbs []string) {
	p.t.Helper()
	for _, m := range regexp.MustCompile(`(?m)^  ([a-z]+) +\S`).FindAllStringSubmatch(p.spotlog("help"), -1) {
		if m[1] == "spotlog" {
			continue // an example
		}
		below := regexp.MustCompile(`\(`+m[1]+` ([a-z]+)[^)]*\)`).FindAllStringSubmatch(p.spotlog("help", m[1], "--quiet"), -1)
		if len(below) == 0 || m[1] == "profile" {
			verbs = append(verbs, m[1])
		}
		for _, sub := range below {
			verbs = append(verbs, m[1]+" "+sub[1])
		}
	}
	return verbs
}

// networkCall is a call in a trace; strace also notes a thread that it lost at its end, as ???.
var networkCall = regexp.MustCompile(`[a-z]\(`)

// No verb opens a socket of any kind, nor asks the network for anything.
func TestNoVerbOpensASocket(t *testing.T) {
	t.Parallel()
	tracer := strace(t)
	p := newPlace(t)
	photos, err := filepath.Glob(filepath.Join(p.photos, "*.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range photos {
		copyFile(t, name, filepath.Join(p.dir, filepath.Base(name)))
	}
	verbs, seen, trace := p.verbs(), map[string]bool{}, filepath.Join(p.dir, "trace")
	for _, each := range everyVerb {
		if !slices.Contains(verbs, each.verb) {
			continue
		}
		seen[each.verb] = true
		done := p.run(tracer, append([]string{"-f", "-qq", "-o", trace, "-e", "trace=%network", "-e", "signal=none", "spotlog"}, strings.Fields(each.line)...)...)
		if done.code != 0 {
			t.Errorf("spotlog %s ended with %d: %s", each.line, done.code, done.talk)
		}
		calls, err := os.ReadFile(trace)
		if err != nil || networkCall.Match(calls) {
			t.Errorf("spotlog %s asks the network: %s (%v)", each.line, calls, err)
		}
	}
	for _, verb := range verbs {
		if !seen[verb] {
			t.Errorf("%s has no line in everyVerb: who knows whether it opens a socket?", verb)
		}
	}
	proved(t, "verbs that open no socket, by strace", len(verbs), len(seen), "")
}
