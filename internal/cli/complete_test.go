package cli

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"

	"spotlog/store"
)

func completing(t testing.TB, typed string, before ...string) string {
	t.Helper()
	var out bytes.Buffer
	a := &app{System: System{Out: &out, Getenv: func(string) string { return "" }}, ctx: context.Background()}
	a.complete(append([]string{"=" + typed}, before...))
	return out.String()
}

// eachCommand gives every verb and sub-verb with its words.
func eachCommand(do func(path []string, c *cli.Command)) {
	var walk func(path []string, list []*cli.Command)
	walk = func(path []string, list []*cli.Command) {
		for _, c := range list {
			here := append(path[:len(path):len(path)], c.Name)
			do(here, c)
			walk(here, c.Subcommands)
		}
	}
	walk(nil, (&app{}).commands())
}

// Whatever words a flag's help lists, completion offers.
func TestCompletionOffersTheWordsOfHelp(t *testing.T) {
	lists := 0
	eachCommand(func(path []string, c *cli.Command) {
		for _, f := range c.Flags {
			_, usage := flagWords(f)
			at := strings.LastIndex(usage, ": ")
			words := strings.Split(usage[at+1:], ", ")
			if !takesValue(f) || at < 0 || len(words) < 3 {
				continue
			}
			lists++
			offered := completing(t, "", append(path, "--"+f.Names()[0])...)
			for _, w := range words {
				if w = strings.TrimSpace(w); !strings.Contains("\n"+offered, "\n"+w+"\t") && placeholder(f.(cli.DocGenerationFlag).GetUsage()) == "" {
					t.Errorf("spotlog %s --%s: %q is not offered", strings.Join(path, " "), f.Names()[0], w)
				}
			}
		}
	})
	if lists < 12 {
		t.Errorf("only %d flags list words", lists)
	}
}

func TestCompletionOffersEveryVerb(t *testing.T) {
	eachCommand(func(path []string, c *cli.Command) {
		last := len(path) - 1
		if offered := completing(t, path[last], path[:last]...); !strings.Contains(offered, path[last]+"\t"+c.Usage) {
			t.Errorf("%v is not offered: %q", path, offered)
		}
	})
}

// Whatever stands in the line, completion answers whole lines that begin with the word, or nothing.
func FuzzComplete(f *testing.F) {
	for _, seed := range []string{"", "lo", "log --color red,b", "photo add --area ", "-j x show n", "--", "log -- -", "log --color=", "-= -", "help x y"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		words := strings.Split(line, " ")
		last := len(words) - 1
		for answer := range strings.Lines(completing(t, words[last], words[:last]...)) {
			if answer != files+"\n" && (!strings.HasPrefix(answer, words[last]) || strings.Count(answer, "\t") != 1) {
				t.Errorf("%q is answered by %q", line, answer)
			}
		}
	})
}

func TestNamesAreOfNoOtherFile(t *testing.T) {
	if names, _, err := store.Names(t.Context(), t.TempDir(), store.NounSpot); err == nil || len(names) > 0 {
		t.Errorf("a folder has the spots %v", names)
	}
}
