package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// A shell typed into by the tests: how to start it, and what to say to it before the first line.
type testedShell struct {
	name   string
	args   []string
	before string
}

// stub prints what a completed line would run, and lets completion through to the program.
const stub = `spotlog() { case $1 in __complete) command spotlog "$@" ;; *) printf '<%s>' "$@"; echo " ran" ;; esac; }
`

var typedShells = []testedShell{
	{"bash", []string{"--norc", "--noprofile", "-i"}, "bind 'set enable-bracketed-paste off'\n" + stub + "source <(command spotlog completion bash)\n"},
	{"zsh", []string{"-f", "-i"}, "unsetopt zle_bracketed_paste prompt_sp; autoload -U compinit; compinit -u -D; setopt no_list_ambiguous\n" + stub + "source <(command spotlog completion zsh)\n"},
}

// What is typed, with a tab where completion is asked for, and the words that then run.
var typedLines = []struct{ typed, runs string }{
	{"spotlog li\t", "<list>"},
	{"spotlog photo mo\t", "<photo><move>"},
	{"spotlog show no\t", "<show><nose-1>"},
	{"spotlog log nose-1 --col\tred", "<log><nose-1><--color><red>"},
	{"spotlog log nose-1 --color red,bro\t", "<log><nose-1><--color><red,brown>"},
	{"spotlog log nose-1 --color=red,bro\t", "<log><nose-1><--color=red,brown>"},
	{"spotlog flags --at-least em\t", "<flags><--at-least><emergency>"},
	{"spotlog help ton\t", "<help><tonight>"},
	{"spotlog edit nose-1@2026-1\t", "<edit><nose-1@2026-11-01>"},
	{"spotlog edit nose-1@\t", "<edit><nose-1@2026-11-01>"},
	{"spotlog rm left\t", "<rm><left-forearm-1>"},
	{"spotlog med stop ap\t", "<med><stop><apixaban>"},
	{"spotlog med stop vit\t", "<med><stop><vitamin d>"},
	{"spotlog med stop dev\t", "<med><stop><devil's-claw>"},
	{"spotlog rules size-gr\t", "<rules><size-growing>"},
	{"spotlog completion fi\t", "<completion><fish>"},
	{"spotlog log nose-1 --photo my\t", "<log><nose-1><--photo><my photo.jpg>"},
	{"spotlog -j other.sqlite show ch\t", "<-j><other.sqlite><show><chin-1>"},
	{"spotlog show ch\t --journal other.sqlite", "<show><ch><--journal><other.sqlite>"}, // not known yet where the cursor stands
	{"spotlog -j none.sqlite show ch\t", "<-j><none.sqlite><show><ch>"},
	{"spotlog frobnicate --si\t", "<frobnicate><--si>"},
}

// completionHome is a home with two journals and a photo.
func completionHome(t *testing.T) (home string, env []string) {
	t.Helper()
	home = t.TempDir()
	env = append(os.Environ(), "HOME="+home, "XDG_DATA_HOME=", "XDG_CONFIG_HOME=", "SPOTLOG_JOURNAL=", "TERM=xterm", "PS1=ready> ", "PROMPT=ready> ", "LC_ALL=C.UTF-8")
	for _, args := range [][]string{{"log", "--new", "--site", "nose", "--date", "2026-11-01"}, {"med", "add", "apixaban"}, {"med", "add", "vitamin d"}, {"med", "add", "devil's-claw"}, {"log", "--new", "--site", "left forearm"}, {"-j", "other.sqlite", "log", "--new", "--site", "chin"}} {
		run := exec.Command("spotlog", append(args, "--quiet")...)
		run.Dir, run.Env = home, env
		if out, err := run.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v: %s", args, err, out)
		}
	}
	if err := os.WriteFile(filepath.Join(home, "my photo.jpg"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return home, env
}

// shellNamed finds a shell; a machine for checks must have all three.
func shellNamed(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil && os.Getenv("CI") != "" {
		t.Fatalf("%s is missing: without it nobody checks its completion", name)
	}
	if err != nil {
		t.Skipf("needs %s", name)
	}
	return path
}

func TestCompletionInBashAndZsh(t *testing.T) {
	for _, shell := range typedShells {
		t.Run(shell.name, func(t *testing.T) {
			cmd := exec.Command(shellNamed(t, shell.name), shell.args...)
			cmd.Dir, cmd.Env = completionHome(t)
			terminal, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 50, Cols: 200})
			if err != nil {
				t.Fatal(err)
			}
			defer terminal.Close()
			s := &typing{t, terminal, readAlong(terminal), nil}
			s.line(shell.before + "PS1='ready> '; printf 'set %s\\n' up")
			s.until("set up\r\n")
			for _, l := range typedLines {
				s.until("ready> ")
				s.line(l.typed)
				if shown := s.until(" ran\r\n"); !strings.Contains(shown, l.runs+" ran") || strings.Contains(shown, "error") {
					t.Errorf("%q ran %q, want %s", l.typed, shown, l.runs)
				}
			}
			s.until("ready> ")
			s.line("exit")
			if err := cmd.Wait(); err != nil {
				t.Error(err)
			}
		})
	}
}

// A typing is a terminal with a shell on it.
type typing struct {
	*testing.T
	terminal io.Writer
	output   <-chan []byte
	shown    []byte // and not yet looked at
}

// readAlong keeps reading what a terminal shows.
func readAlong(terminal io.Reader) <-chan []byte {
	output := make(chan []byte)
	go func() {
		defer close(output)
		for {
			part := make([]byte, 4096)
			n, err := terminal.Read(part)
			if err != nil {
				return
			}
			output <- part[:n]
		}
	}()
	return output
}

func (s *typing) line(text string) {
	s.Helper()
	if _, err := fmt.Fprint(s.terminal, text, "\n"); err != nil {
		s.Fatal(err)
	}
}

// until waits for what the shell shows to hold a text, and takes what came up to it.
func (s *typing) until(text string) string {
	s.Helper()
	for late := time.After(5 * time.Minute); ; {
		if at := bytes.Index(s.shown, []byte(text)); at >= 0 {
			seen := string(s.shown[:at+len(text)])
			s.shown = s.shown[at+len(text):]
			return seen
		}
		select {
		case part, open := <-s.output:
			if !open {
				s.Fatalf("the shell ended before %q: %q", text, s.shown)
			}
			s.shown = append(s.shown, part...)
		case <-late:
			s.Fatalf("no %q in %q", text, s.shown)
		}
	}
}

// fish is asked by its own means, which answer as a tab does.
func TestCompletionInFish(t *testing.T) {
	fish := shellNamed(t, "fish")
	home, env := completionHome(t)
	for typed, want := range map[string]string{
		"li":                                "list",
		"photo mo":                          "move",
		"show no":                           "nose-1",
		"show ":                             "left-forearm-1 nose-1",
		"log nose-1 --odd":                  "--odd-one-out",
		"log nose-1 --color red,b":          "red,black red,blue red,brown",
		"log nose-1 --color=red,bro":        "--color=red,brown",
		"flags --at-least e":                "emergency",
		"help ton":                          "tonight",
		"edit nose-1@":                      "nose-1@2026-11-01",
		"med stop ":                         "apixaban devil's-claw vitamin d",
		"rules size-gr":                     "size-growing",
		"completion ":                       "bash fish powershell zsh",
		"log nose-1 --photo my":             "my photo.jpg",
		"log nose-1 --photo=my":             "--photo=my photo.jpg",
		"-j other.sqlite show ch":           "chin-1",
		"-j ~/other.sqlite show ch":         "chin-1",
		"-j none.sqlite show n":             "",
		"show ch --journal other.sqlite --": "--as-of --journal --json --no-color --no-input --quiet --verbose",
	} {
		run := exec.Command(fish, "--no-config", "-c", "spotlog completion fish | source; complete -C $argv[1]", "spotlog "+typed)
		run.Dir, run.Env = home, env
		out, err := run.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		var words []string
		for line := range strings.Lines(string(out)) {
			word, _, _ := strings.Cut(strings.TrimSpace(line), "\t")
			words = append(words, word)
		}
		if got := strings.Join(words, " "); got != want {
			t.Errorf("fish completes %q to %q, want %q", typed, got, want)
		}
	}
}
