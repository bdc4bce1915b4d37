package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/creack/pty"
	"github.com/google/go-cmp/cmp"

	"spotlog/internal/cli"
)

// A sitting is a check on a terminal of its own, typed at line by line.
type sitting struct {
	t      *testing.T
	cmd    *exec.Cmd
	screen *os.File
	shown  bytes.Buffer
}

func sitDown(t *testing.T, journal string, args ...string) *sitting {
	t.Helper()
	s := &sitting{t: t, cmd: exec.Command("spotlog", append(args, "--journal", journal)...)}
	s.cmd.Env = append(os.Environ(), "SPOTLOG_TEST_NOW=", "NO_COLOR=1", "TERM=xterm", "HOME="+t.TempDir())
	var err error
	if s.screen, err = pty.StartWithSize(s.cmd, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.cmd.Process.Kill(); s.screen.Close() })
	return s
}

// until reads the screen until it shows a text, from what was not read yet.
func (s *sitting) until(text string) {
	s.t.Helper()
	chunk := make([]byte, 4096)
	for !bytes.Contains(s.shown.Bytes(), []byte(text)) {
		n, err := s.screen.Read(chunk)
		s.shown.Write(chunk[:n])
		if err != nil {
			s.t.Fatalf("%q never came; it shows:\n%s", text, s.shown.String())
		}
	}
	_, rest, _ := bytes.Cut(s.shown.Bytes(), []byte(text))
	rest = bytes.Clone(rest)
	s.shown.Reset()
	s.shown.Write(rest)
}

// types answers each question as it is asked.
func (s *sitting) types(answers ...string) {
	s.t.Helper()
	for _, answer := range answers {
		s.until("> ")
		if _, err := s.screen.WriteString(answer + "\n"); err != nil {
			s.t.Fatal(err)
		}
	}
}

func (s *sitting) ends() int {
	s.t.Helper()
	for chunk := make([]byte, 4096); ; {
		n, err := s.screen.Read(chunk)
		s.shown.Write(chunk[:n])
		if err != nil {
			break
		}
	}
	var ended *exec.ExitError
	if err := s.cmd.Wait(); errors.As(err, &ended) {
		return ended.ExitCode()
	} else if err != nil {
		s.t.Fatal(err)
	}
	return 0
}

func ran(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command("spotlog", args...)
	cmd.Env = append(os.Environ(), "SPOTLOG_TEST_NOW=")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("spotlog %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// well is a journal with two spots, and the answers up to the first of them.
func well(t *testing.T) (journal string, answers []string) {
	journal = filepath.Join(t.TempDir(), "journal.sqlite")
	for _, site := range []string{"nose", "scalp"} {
		ran(t, "log", "--new", "--site", site, "--size", "4", "--date", "3 weeks ago", "--journal", journal, "--quiet")
	}
	return journal, []string{"n", "n", "n", "n", "n", "n"}
}

// A process that is killed between two answers loses none that it said it had kept, and the next check
// goes on behind it.
func TestCheckKilledBetweenTwoAnswers(t *testing.T) {
	journal, answers := well(t)
	s := sitDown(t, journal, "check")
	s.types(append(answers, "c", "1", "5x4")...)
	s.until("Which colours") // the entry is not complete
	if err := s.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	s.cmd.Wait()
	if got := ran(t, "timeline", "nose-1", "--journal", journal); strings.Contains(got, "5 × 4") {
		t.Errorf("half an entry was kept:\n%s", got)
	}

	s = sitDown(t, journal, "check")
	s.until("Going on with the check of")
	s.types("", "c", "2", "5x4", "", "", "", "", "", "")
	s.until("kept: nose-1 · 5 × 4 mm (ruler)")
	if err := s.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	s.cmd.Wait()
	if got := ran(t, "timeline", "nose-1", "--journal", journal); !strings.Contains(got, "5 × 4 mm (ruler) · changed size") {
		t.Errorf("what was kept is not there:\n%s", got)
	}

	s = sitDown(t, journal, "check")
	s.until("Done: 1 spot.")
	s.types("", "=")
	s.until("scalp-1 · scalp · spot 1 of 1")
	s.types("q")
	if code := s.ends(); code != 0 {
		t.Errorf("ended with %d", code)
	}
}

// Ctrl-C ends the check; what was kept stays, and the answer says so.
func TestCheckInterruptedByControlC(t *testing.T) {
	journal, answers := well(t)
	s := sitDown(t, journal, "check")
	s.types(append(answers, "=")...)
	s.until("kept: nose-1")
	s.until("> ")
	if _, err := s.screen.WriteString("\x03"); err != nil {
		t.Fatal(err)
	}
	if code := s.ends(); code != 130 {
		t.Errorf("ended with %d", code)
	}
	if want := "Stopped; all that was kept stays: 1 spot. To go on: spotlog check"; !strings.Contains(s.shown.String(), want) {
		t.Errorf("it does not say %q:\n%s", want, s.shown.String())
	}
	if strings.Contains(s.shown.String(), "error") {
		t.Errorf("it calls an error what was asked for:\n%s", s.shown.String())
	}
	if got := ran(t, "timeline", "nose-1", "--journal", journal); !strings.Contains(got, "unchanged to the eye") {
		t.Errorf("what was kept is not there:\n%s", got)
	}
}

// A window that is terminated ends with 143.
func TestCheckTerminated(t *testing.T) {
	journal, _ := well(t)
	s := sitDown(t, journal, "check")
	s.until("> ")
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := s.ends(); code != 143 {
		t.Errorf("ended with %d", code)
	}
}

// The whole of a check, as a person reads it: testdata/check holds what is typed and what is shown, in
// a window of 80 columns and of 40. Typed lines stand behind their prompts.
func TestCheckAsItReads(t *testing.T) {
	folder := filepath.Join("..", "..", "testdata", "check")
	typed, err := os.ReadFile(filepath.Join(folder, "answers.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, width := range []int{80, 40} {
		home := t.TempDir()
		run := session(t, home)
		run(" log --new --site nose --size 3x3mm --method ruler --color brown --date 2026-10-20")
		run(" log --new --site \"upper back\" --size 5x4mm --method ruler --color brown --date 2026-10-20")
		var shown bytes.Buffer
		code := cli.Run(context.Background(), cli.System{
			Args: []string{"check"}, In: bytes.NewReader(typed), Out: &shown, Err: &shown, Random: rand.NewChaCha8([32]byte{2}), Width: width,
			Now:    func() time.Time { return time.Date(2026, time.November, 21, 20, 0, 0, 0, time.FixedZone("", 3600)) },
			Getenv: func(name string) string { return map[string]string{"HOME": home}[name] },
		})
		if code != 0 {
			t.Fatalf("ended with %d:\n%s", code, &shown)
		}
		golden := filepath.Join(folder, fmt.Sprintf("shown-%d.txt", width))
		if *update {
			if err := os.WriteFile(golden, shown.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(shown.String(), "\n")); diff != "" {
			t.Errorf("in %d columns (-want +got); go test ./cmd/spotlog -run AsItReads -update writes it:\n%s", width, diff)
		}
		for line := range strings.SplitSeq(shown.String(), "\n") {
			if n := utf8.RuneCountInString(line); n > width {
				t.Errorf("%d columns in a window of %d: %s", n, width, line)
			}
		}
	}
}
