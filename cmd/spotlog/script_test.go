package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	_ "github.com/mattn/go-sqlite3"
	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/term"

	"spotlog/internal/cli"
)

// The transcripts call this test binary under the name spotlog.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"spotlog": spotlog})
}

// spotlog is the program itself; with SPOTLOG_TEST_NOW it lives at that moment, and nobody can ask it
// to stop: so SQLite's calls need no goroutine of their own, and all come from one thread, where a
// tracer can count them. Nothing else about it differs.
func spotlog() {
	moment := os.Getenv("SPOTLOG_TEST_NOW")
	if moment == "" {
		os.Exit(cli.Main())
	}
	clock, err := clockAt(moment, os.Getenv("SPOTLOG_TEST_BEGAN"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(99)
	}
	runtime.LockOSThread()
	width, _, err := term.GetSize(int(os.Stdout.Fd()))
	if err != nil || width == 0 {
		width = 80
	}
	os.Exit(cli.Run(context.Background(), cli.System{
		Args: os.Args[1:], In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv, Now: clock, Random: rand.Reader,
		InTerminal: term.IsTerminal(int(os.Stdin.Fd())), OutTerminal: term.IsTerminal(int(os.Stdout.Fd())), Width: width,
	}))
}

// clockAt runs on from a moment since a transcript began, so that later commands are later, as the
// ids of records need it; but slower and slower, so that however long a machine takes it stays within the
// minute that the transcripts name.
func clockAt(moment, began string) (func() time.Time, error) {
	at, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		return nil, err
	}
	start, err := time.Parse(time.RFC3339Nano, began)
	return func() time.Time {
		since := time.Since(start).Seconds()
		return at.Add(time.Duration(since / (since + 60) * float64(59*time.Second)))
	}, err
}

// TestTranscripts plays testdata/script/*.txtar: what a person types and what they see.
func TestTranscripts(t *testing.T) {
	photos, err := filepath.Abs(filepath.Join("..", "..", "testdata", "photos"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("..", "..", "testdata", "script"),
		Setup: func(env *testscript.Env) error {
			for name, value := range map[string]string{
				"HOME": filepath.Join(env.WorkDir, "home"), "XDG_DATA_HOME": "", "SPOTLOG_JOURNAL": "", "TZ": "UTC", "NO_COLOR": "", "TERM": "xterm",
				"SPOTLOG_TEST_NOW": "2026-11-21T20:00:00+01:00", "SPOTLOG_TEST_BEGAN": time.Now().Format(time.RFC3339Nano), "PHOTOS": photos, "OLD": filepath.Join(photos, "..", "old-journals"),
			} {
				env.Setenv(name, value)
			}
			return os.Mkdir(filepath.Join(env.WorkDir, "home"), 0o755)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "filemode": filemode, "let": let, "interrupt": interrupt, "lock": lock, "screen": screen,
		},
		Condition: func(name string) (bool, error) {
			if name == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("no condition %s", name)
		},
		RequireUniqueNames: true,
		UpdateScripts:      *update,
	})
}

// exits CODE PROGRAM ARGS... runs a program that has to end with this exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGS...")
	}
	if got := exitCode(ts, ts.Exec(args[1], args[2:]...)); strconv.Itoa(got) != args[0] {
		ts.Fatalf("ended with %d", got)
	}
}

func exitCode(ts *testscript.TestScript, err error) int {
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		return ended.ExitCode()
	}
	ts.Check(err)
	return 0
}

// filemode FILE OCTAL compares the permissions of a file or folder.
func filemode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: filemode FILE OCTAL")
	}
	info, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	if got := fmt.Sprintf("%o", info.Mode().Perm()); got != args[1] {
		ts.Fatalf("%s has mode %s", args[0], got)
	}
}

// let NAME PATTERN keeps what the first group of a pattern matched in the last answer.
func let(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: let NAME PATTERN")
	}
	match := regexp.MustCompile(`(?m)` + args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if len(match) != 2 {
		ts.Fatalf("nothing in the answer is like %s", args[1])
	}
	ts.Setenv(args[0], match[1])
}

// screen [-columns N] [-keys FILE] PROGRAM ARGS... runs a program on a terminal of 80 columns or N, where
// it is answered with the lines of a file, and keeps all that it wrote there in the file screen.
func screen(ts *testscript.TestScript, neg bool, args []string) {
	keys, columns := "", uint64(80)
	if len(args) > 2 && args[0] == "-columns" {
		var err error
		columns, err = strconv.ParseUint(args[1], 10, 16)
		ts.Check(err)
		args = args[2:]
	}
	if len(args) > 2 && args[0] == "-keys" {
		keys, args = ts.ReadFile(args[1])+"\x04", args[2:]
	}
	if neg || len(args) == 0 {
		ts.Fatalf("usage: screen [-columns N] [-keys FILE] PROGRAM ARGS...")
	}
	control, terminal, err := pty.Open()
	ts.Check(err)
	defer control.Close()
	ts.Check(pty.Setsize(terminal, &pty.Winsize{Rows: 24, Cols: uint16(columns)}))
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Stdout, cmd.Stderr = terminal, terminal
	if keys != "" {
		cmd.Stdin = terminal
	}
	for _, name := range []string{"PATH", "HOME", "TZ", "TERM", "COLORTERM", "NO_COLOR", "KITTY_WINDOW_ID", "TERM_PROGRAM", "TMUX", "EDITOR", "VISUAL",
		"SPOTLOG_JOURNAL", "SPOTLOG_TEST_NOW", "SPOTLOG_TEST_BEGAN"} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	ts.Check(cmd.Start())
	ts.Check(terminal.Close())
	_, err = io.WriteString(control, keys)
	ts.Check(err)
	shown, err := io.ReadAll(control) // to the end: EIO once the program has closed its side
	if err != nil && !errors.Is(err, syscall.EIO) {
		ts.Fatalf("reading the terminal: %v", err)
	}
	ts.Check(cmd.Wait())
	ts.Check(os.WriteFile(ts.MkAbs("screen"), shown, 0o600))
}

// interrupt [-after PATTERN] SIGNAL CODE PROGRAM ARGS... signals a program, which has to end with this
// exit code: one that has just said a line like the pattern on standard error, or else one that waits
// for more on standard input. It is known to wait when it has read more than a pipe holds.
func interrupt(ts *testscript.TestScript, neg bool, args []string) {
	var after *regexp.Regexp
	if len(args) > 2 && args[0] == "-after" {
		after, args = regexp.MustCompile(args[1]), args[2:]
	}
	signals := map[string]syscall.Signal{"INT": syscall.SIGINT, "TERM": syscall.SIGTERM}
	if neg || len(args) < 3 || signals[args[0]] == 0 {
		ts.Fatalf("usage: interrupt [-after PATTERN] INT|TERM CODE PROGRAM ARGS...")
	}
	cmd := exec.Command(args[2], args[3:]...)
	cmd.Dir = ts.MkAbs(".")
	for _, name := range []string{"PATH", "HOME", "TZ", "SPOTLOG_JOURNAL"} { // the real clock, and so cli.Main, which minds signals
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	var said strings.Builder
	heard, err := cmd.StderrPipe()
	ts.Check(err)
	in, err := cmd.StdinPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	ts.Defer(func() { cmd.Process.Kill() })
	lines := bufio.NewScanner(heard)
	if after == nil {
		_, err = io.WriteString(in, strings.Repeat("a long note ", 1<<20/12))
		ts.Check(err)
		ts.Check(cmd.Process.Signal(signals[args[0]]))
	}
	for lines.Scan() {
		fmt.Fprintln(&said, lines.Text())
		if after != nil && after.MatchString(lines.Text()) {
			after = nil
			ts.Check(cmd.Process.Signal(signals[args[0]]))
		}
	}
	if got := exitCode(ts, cmd.Wait()); strconv.Itoa(got) != args[1] {
		ts.Fatalf("ended with %d: %s", got, said.String())
	}
	fmt.Fprint(ts.Stderr(), said.String())
}

// lock [-exclusive] FILE holds a journal as another program does while it writes, or while it commits,
// until the transcript ends.
func lock(ts *testscript.TestScript, neg bool, args []string) {
	kind := "immediate"
	if len(args) == 2 && args[0] == "-exclusive" {
		kind, args = "exclusive", args[1:]
	}
	if neg || len(args) != 1 {
		ts.Fatalf("usage: lock [-exclusive] FILE")
	}
	name := url.URL{Scheme: "file", Path: ts.MkAbs(args[0]), RawQuery: "_txlock=" + kind}
	db, err := sql.Open("sqlite3", name.String())
	ts.Check(err)
	ts.Defer(func() { db.Close() })
	_, err = db.Begin()
	ts.Check(err)
}
