package cli

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/urfave/cli/v2"
)

func manualPage(t *testing.T) string {
	t.Helper()
	var out, talk bytes.Buffer
	code := Run(context.Background(), System{Args: []string{"man"}, Out: &out, Err: &talk, Getenv: func(string) string { return "" }, Now: time.Now, Width: 80})
	if code != exitDone || talk.Len() > 0 {
		t.Fatalf("ended with %d: %s", code, &talk)
	}
	return out.String()
}

func TestManualHasEveryVerbAndFlag(t *testing.T) {
	page := "\n" + manualPage(t)
	eachCommand(func(path []string, c *cli.Command) {
		if c.Action == nil {
			return
		}
		_, part, found := strings.Cut(page, "\n.B "+roff(strings.TrimSpace(join(path)+" "+c.ArgsUsage))+"\n")
		if !found {
			t.Errorf("no %v", path)
		}
		part, _, _ = strings.Cut(part, ".RE\n")
		for _, f := range c.Flags {
			if name, usage := flagWords(f); !strings.Contains(part, "\n.B "+roff(name)+"\n"+roff(usage)+"\n") {
				t.Errorf("no %s of %v", name, path)
			}
		}
	})
	for _, f := range globalFlags() {
		if name, _ := flagWords(f); !strings.Contains(page, "\n.B "+roff(name)+"\n") {
			t.Errorf("no %s", name)
		}
	}
	for _, section := range []string{"NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "FILES", "ENVIRONMENT", "EXIT STATUS", "EXAMPLES", "PRIVACY"} {
		if !strings.Contains(page, "\n.SH "+section+"\n") {
			t.Errorf("no section %s", section)
		}
	}
}

// groff, which shows the page, which a machine for checks must have, finds nothing to warn of.
func TestManualSetsWithoutWarnings(t *testing.T) {
	groff, err := exec.LookPath("groff")
	if err != nil && os.Getenv("CI") != "" {
		t.Fatal("groff is missing: without it nobody checks the manual page")
	}
	if err != nil {
		t.Skip("needs groff")
	}
	run := exec.Command(groff, "-man", "-ww", "-Tutf8", "-Kutf8")
	run.Stdin = strings.NewReader(manualPage(t))
	var talk bytes.Buffer
	run.Stderr = &talk
	shown, err := run.Output()
	if err != nil || talk.Len() > 0 {
		t.Fatalf("%v: %s", err, &talk)
	}
	if !bytes.Contains(shown, []byte("when it was seen")) {
		t.Errorf("shows %.300s", shown)
	}
}

func TestRoffTakesNoTextForARequest(t *testing.T) {
	for text, want := range map[string]string{
		".SH x":        `\&.SH x`,
		"'it\n.br":     `\(aqit` + "\n" + `\&.br`,
		`C:\n -o ~/x`:  `C:\en \-o \(ti/x`,
		"two\nlines\n": "two\nlines",
	} {
		if got := roff(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
