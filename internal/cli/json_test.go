package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/urfave/cli/v2"
)

// jsonLines are what is typed, verb by verb; {photo} is a photo, and the folder has two spots in its
// journal, with what jsonBefore did.
var jsonLines = map[string][]string{
	"check":         {"check --quick", "check --print", "check --print -o s.txt", "check --print -o s.pdf"},
	"log":           {"log left-shin-1 --size 4", "log --new --site chin", "log --from evening.csv"},
	"photo add":     {"photo add nose-1 {photo}", "photo add left-shin-1 {photo}"},
	"photo list":    {"photo list", "photo list left-shin-1"},
	"photo show":    {"photo show 5208"},
	"photo mark":    {"photo mark 5208 --box 1,1,4,4", "photo mark 5208 --open"},
	"photo move":    {"photo move 5208 left-shin-1"},
	"photo rm":      {"photo rm 5208"},
	"photo rebuild": {"photo rebuild"},
	"due":           {"due", "due --ics x.ics", "due --as-of 2025-01-01"},
	"list":          {"list", "list --areas"},
	"show":          {"show nose-1"},
	"timeline":      {"timeline", "timeline --until 2020", "timeline -o t.txt", "timeline -o t.pdf", "timeline -o t.json", "timeline --open"},
	"compare":       {"compare nose-1", "compare nose-1 -o pair.jpg"},
	"flags":         {"flags", "flags nose-1"},
	"rules":         {"rules", "rules size-growing"},
	"summary":       {"summary", "summary -o s.txt", "summary --photos p", "summary --photos p -o s.pdf", "summary --ask why?"},
	"visit add":     {"visit add nose-1 --outcome watch"},
	"visit list":    {"visit list"},
	"med add":       {"med add apixaban"},
	"med list":      {"med list"},
	"med stop":      {"med stop ibuprofen"},
	"profile":       {"profile"},
	"profile set":   {"profile set --name Ada", "profile set --name Eve"},
	"spot rename":   {"spot rename nose-1 tip", "spot rename nose-1 nose-1"},
	"spot merge":    {"spot merge nose-1 left-shin-1"},
	"spot move":     {"spot move nose-1 --site chin", "spot move nose-1 --site nose", "spot move nose-1@2026-11-01 left-shin-1"},
	"spot close":    {"spot close nose-1"},
	"spot reopen":   {"spot reopen nose-1"},
	"edit":          {"edit nose-1 --place tip", "edit nose-1@2026-11-20 --size 3mm"},
	"rm":            {"rm left-shin-1"},
	"history":       {"history"},
	"undo":          {"undo"},
	"purge":         {"purge nose-1 --confirm nose-1", "purge --removed"},
	"export":        {"export", "export -o e", "export --deidentify", "export --deidentify -o d"},
	"import":        {"import evening.csv", "import evening.csv --dry-run", "import photos --spot nose-1", "import photos --spot nose-1 --dry-run"},
	"backup":        {"backup b.sqlite", "backup old.sqlite --update", "backup kept --keep 2"},
	"restore":       {"restore old.sqlite -j new.sqlite", "restore old.sqlite --dry-run"},
	"verify":        {"verify", "verify --since-last", "verify --repair"},
	"demo":          {}, // draws for seconds: testdata/script/demo.txtar
	"completion":    {"completion bash"},
	"man":           {"man"},
	"help":          {"help", "help log", "help tonight", "help words", "log --help"},
	"version":       {"version", "--version"},
}

// jsonBefore is what was done to the journal that jsonLines are typed at.
var jsonBefore = []string{
	"log --new --site nose --size 2 --date 2026-11-01 --photo {photo}", "log nose-1 --size 3 --date 2026-11-20 --photo {other}",
	"log --new --site left-shin --date 2026-11-02", "med add ibuprofen --started 2026-11-01", "profile set --name Ada", "backup old.sqlite",
}

// Every verb of the table answers with --json in one document, whatever there is to say.
func TestEveryVerbAnswersInOneDocument(t *testing.T) {
	photos, err := filepath.Abs(filepath.Join("..", "..", "testdata", "photos"))
	if err != nil {
		t.Fatal(err)
	}
	begun := t.TempDir()
	run := func(line string) (answer *bytes.Buffer, talk string, code int) {
		args := strings.Fields(line)
		for i, word := range args {
			args[i] = strings.NewReplacer("{photo}", filepath.Join(photos, "november.jpg"), "{other}", filepath.Join(photos, "october.jpg")).Replace(word)
		}
		var said bytes.Buffer
		answer = &bytes.Buffer{}
		code = Run(context.Background(), System{
			Args: args, In: strings.NewReader(""), Out: answer, Err: &said, Random: rand.Reader, Width: 80,
			Now:    func() time.Time { return time.Date(2026, time.November, 21, 20, 0, 0, 0, time.UTC) },
			Getenv: func(name string) string { return map[string]string{"SPOTLOG_JOURNAL": "journal.sqlite"}[name] },
		})
		return answer, said.String(), code
	}
	t.Chdir(begun)
	for _, line := range jsonBefore {
		if _, talk, code := run(line); code != exitDone {
			t.Fatalf("spotlog %s: %s", line, talk)
		}
	}
	for _, verb := range actingVerbs((&app{}).commands(), nil) {
		if jsonLines[verb] == nil {
			t.Errorf("%s: there is no line of this verb", verb)
		}
		for _, line := range jsonLines[verb] {
			t.Run(line, func(t *testing.T) {
				folder := t.TempDir()
				if err := os.CopyFS(folder, os.DirFS(begun)); err != nil {
					t.Fatal(err)
				}
				t.Chdir(folder)
				writeText(t, "evening.csv", "spot,date,length_mm\nleft-shin-1,2026-11-10,4\n")
				if err := os.CopyFS("photos", os.DirFS(photos)); err != nil {
					t.Fatal(err)
				}
				answer, talk, code := run(line + " --json")
				if code != exitDone {
					t.Fatalf("ended with %d: %s", code, talk)
				}
				decoder := json.NewDecoder(answer)
				var document struct{ Schema string }
				if err := decoder.Decode(&document); err != nil || !strings.HasPrefix(document.Schema, "spotlog.") {
					t.Errorf("%v, schema %q", err, document.Schema)
				}
				if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
					t.Errorf("more follows the document (%v)", err)
				}
			})
		}
	}
}

func writeText(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// actingVerbs are the commands that do something, by their words.
func actingVerbs(commands []*cli.Command, path []string) (verbs []string) {
	for _, c := range commands {
		words := append(slices.Clone(path), c.Name)
		if c.Action != nil {
			verbs = append(verbs, join(words))
		}
		verbs = append(verbs, actingVerbs(c.Subcommands, words)...)
	}
	return verbs
}
