package main

import (
	"bytes"
	"context"
	"flag"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"spotlog/internal/cli"
)

var update = flag.Bool("update", false, "write what the README's commands answer into it")

func readREADME(t *testing.T) (path, page string) {
	t.Helper()
	path, err := filepath.Abs("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return path, string(data)
}

var consoleBlock = regexp.MustCompile("(?s)```console\n.*?```")

// The README's console blocks are one session in a fresh home on an evening of November 2026:
// each command answers on standard output what stands under it.
func TestREADMESession(t *testing.T) {
	path, page := readREADME(t)
	home := t.TempDir()
	t.Chdir(home)
	run := session(t, home)
	ran := consoleBlock.ReplaceAllStringFunc(page, func(block string) string {
		var b strings.Builder
		b.WriteString("```console\n")
		for line := range strings.SplitSeq(block, "\n") {
			if command, ok := strings.CutPrefix(line, "$ spotlog"); ok {
				b.WriteString(line + "\n" + run(command))
			}
		}
		return b.String() + "```"
	})
	if *update {
		if err := os.WriteFile(path, []byte(ran), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(strings.Split(page, "\n"), strings.Split(ran, "\n")); diff != "" {
		t.Errorf("the README and the program differ (-README +program); go test ./cmd/spotlog -run README -update writes it:\n%s", diff)
	}
}

// session runs command lines one after another and returns what each answers. One that fails
// fails the test, but for a flag that its exit code tells.
func session(t *testing.T, home string) func(command string) string {
	random := rand.NewChaCha8([32]byte{1})
	now := time.Date(2026, time.November, 21, 20, 0, 0, 0, time.FixedZone("", 3600))
	return func(command string) string {
		var args []string
		for _, word := range regexp.MustCompile(`"[^"]*"|\S+`).FindAllString(command, -1) {
			args = append(args, strings.Trim(word, `"`))
		}
		var out, talk bytes.Buffer
		code := cli.Run(context.Background(), cli.System{
			Args: args, Out: &out, Err: &talk, Random: random, Now: func() time.Time { return now }, Width: 80,
			Getenv: func(name string) string { return map[string]string{"HOME": home}[name] },
		})
		if code != 0 && code != 10 {
			t.Errorf("spotlog%s ended with %d: %s", command, code, &talk)
		}
		return out.String()
	}
}

// The README's main command, as it stands there, on the real clock.
func TestREADMEMainCommand(t *testing.T) {
	path, page := readREADME(t)
	command := regexp.MustCompile(`(?m)^go run .*$`).FindString(page)
	if command == "" {
		t.Fatal("the README names no go run command")
	}
	run := exec.Command("sh", "-c", command)
	run.Dir = filepath.Dir(path)
	run.Env = append(os.Environ(), "TMPDIR="+t.TempDir())
	run.Stdin = nil
	var talk bytes.Buffer
	run.Stderr = &talk
	out, err := run.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", command, err, &talk)
	}
	for _, want := range []string{"$ spotlog list", "right-shoulder-1", "$ spotlog flags", "Grew from 4 to 7 mm", "The invented journal is "} {
		if !bytes.Contains(out, []byte(want)) {
			t.Errorf("%s does not print %q", command, want)
		}
	}
}

// The table of simulated lives in the README is what its command prints.
func TestREADMELives(t *testing.T) {
	path, page := readREADME(t)
	run := exec.Command("go", "run", "./internal/change/lives")
	run.Dir = filepath.Dir(path)
	out, err := run.Output()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(page, strings.TrimSpace(string(out))) {
		t.Errorf("the README does not hold what go run ./internal/change/lives prints:\n%s", out)
	}
}
