package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"filippo.io/age"
)

// fixtures are journals of all kinds, each made in a place of its own.
func fixtures(t *testing.T) map[string]func(*place) {
	t.Helper()
	made := map[string]func(*place){
		"a few entries": (*place).begin,
		"the sample":    func(p *place) { p.spotlog("demo", "demo"); p.journal = filepath.Join(p.dir, "demo", "journal.sqlite") },
		"hostile texts": func(p *place) { p.poison(hostile[10:14]); p.poison(hostile[18:25]) },
		"schema 1": func(p *place) {
			copyFile(p.t, filepath.Join("..", "..", "testdata", "old-journals", "1.sqlite"), p.journal)
		},
		"after undo and rm": func(p *place) {
			p.begin()
			p.spotlog("rm", "nose@2026-11-01")
			p.spotlog("undo")
			p.spotlog("rm", "left")
		},
		"after a purge": func(p *place) { p.begin(); p.spotlog("purge", "nose", "--confirm", "nose-1") },
	}
	for _, name := range []string{"testdata/old-journals/1.json", "internal/rules/testdata/document.json"} {
		made[name] = func(p *place) {
			done := p.run("spotlog", "import", filepath.Join(p.repository(), name))
			if done.code != 0 && done.code != 2 { // a document whose photos are not beside it is refused, and is no fixture
				p.t.Fatal(done.talk)
			}
		}
	}
	text, err := os.ReadFile(filepath.Join("..", "..", "internal", "rules", "testdata", "vignettes.json"))
	if err != nil {
		t.Fatal(err)
	}
	var vignettes []struct{ Journal json.RawMessage }
	if err := json.Unmarshal(text, &vignettes); err != nil {
		t.Fatal(err)
	}
	for i, v := range vignettes {
		made[fmt.Sprintf("vignette %d", i)] = func(p *place) {
			path := filepath.Join(p.dir, "vignette.json")
			if err := os.WriteFile(path, v.Journal, 0o600); err != nil {
				p.t.Fatal(err)
			}
			p.spotlog("import", path)
		}
	}
	return made
}

func (p *place) repository() string { return filepath.Dir(filepath.Dir(p.photos)) }

// What comes back from a backup is the journal, byte for byte of its export and revision for
// revision of its history; from an encrypted one too.
func TestWhatComesBackIsTheJournal(t *testing.T) {
	t.Parallel()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for name, begin := range fixtures(t) {
		p := newPlace(t)
		begin(p)
		if _, err := os.Stat(p.journal); err != nil {
			t.Logf("%s is no journal", name)
			continue
		}
		identity := filepath.Join(p.dir, "key.txt")
		if err := os.WriteFile(identity, []byte(key.String()+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		words, history := p.spotlog("export", "--json"), p.spotlog("history", "--json")
		p.spotlog("backup", "plain.sqlite")
		p.spotlog("backup", "sealed.age", "--recipient", key.Recipient().String())
		for _, line := range [][]string{{"restore", "plain.sqlite"}, {"restore", "sealed.age", "--identity", identity}} {
			p.journal = filepath.Join(p.dir, line[1]+" restored", "journal.sqlite")
			p.spotlog(line...)
			if p.spotlog("export", "--json") != words || p.spotlog("history", "--json") != history {
				t.Errorf("%s: %v gives another journal", name, line)
			}
			p.mustRead()
			count++
		}
	}
	proved(t, "backup, restore, export: equal, plain and encrypted", 40, count, "")
}
