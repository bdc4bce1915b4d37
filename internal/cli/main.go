package cli

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/urfave/cli/v2"

	"spotlog/internal/photo"
	"spotlog/internal/rules"
	"spotlog/store"
)

// Main runs the command that the process was started with and returns its exit code.
func Main() int {
	if isDecodeChild(os.Args[1:]) {
		return decodeChild()
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	next := func() os.Signal {
		for {
			if s := <-signals; s != os.Interrupt || !editing.Load() {
				return s
			}
		}
	}
	go func() {
		cancel(signalError{next()})
		next() // asked twice: stop at once; SQLite rolls back what was under way
		os.Exit(exitInterrupted)
	}()
	return Run(ctx, theSystem())
}

// A signalError is why a context ended.
type signalError struct{ os.Signal }

func (e signalError) Error() string { return "stopped by " + e.String() }

func exitCodeOf(ctx context.Context) int {
	var stopped signalError
	if errors.As(context.Cause(ctx), &stopped) && stopped.Signal != os.Interrupt {
		return exitTerminated
	}
	return exitInterrupted
}

// Run runs one command in a System and returns its exit code.
func Run(ctx context.Context, system System) int {
	out := &answerWriter{Writer: system.Out}
	system.Out = out
	a := &app{System: system, ctx: ctx, lines: bufio.NewReader(system.In)}
	a.decodePhotos()
	err := a.run()
	if err == nil || err == errFlagged || errors.Is(err, out.err) {
		err = cmp.Or(out.failed(), err)
	}
	if err == nil {
		return exitDone
	}
	r := asRefusal(err, exitCodeOf(ctx))
	r.tell(a.Err, a.json)
	return r.code
}

// An app is one command under way.
type app struct {
	System
	ctx   context.Context
	lines *bufio.Reader // of what is typed: one, so that no answer is lost between two questions

	path    string // of the journal
	json    bool
	quiet   bool
	verbose bool
	noInput bool
	color   bool
	asOf    store.Day
	asOfSet bool         // by --as-of, not by the clock
	limits  photo.Limits // on photos taken in
}

func (a *app) run() error {
	if len(a.Args) > 0 && a.Args[0] == completeVerb {
		a.complete(a.Args[1:])
		return nil
	}
	commands := a.commands()
	arranged, err := arrange(a.Args, commands, globalFlags())
	a.json = arranged.json // an error in the arguments is told as JSON too
	if err != nil {
		return err
	}
	for _, each := range commands {
		prepare(each, a)
	}
	program := &cli.App{
		Name: "spotlog", Commands: commands, Action: a.begin, Flags: globalFlags(), Before: a.readGlobals,
		HideHelp: true, HideVersion: true, DisableSliceFlagSeparator: true,
		Writer: a.Out, ErrWriter: io.Discard, ExitErrHandler: func(*cli.Context, error) {},
		OnUsageError: keepUsageError,
	}
	return program.RunContext(a.ctx, append([]string{"spotlog"}, arranged.args...))
}

// prepare gives a command what urfave/cli does not hand down: the global flags, and our own
// handling of its errors and help.
func prepare(command *cli.Command, a *app) {
	command.HideHelp = true
	command.OnUsageError = keepUsageError
	if len(command.Subcommands) == 0 || command.Action != nil {
		command.Flags = append(command.Flags, globalFlags()...)
		command.Before = a.readGlobals
	}
	for _, sub := range command.Subcommands {
		prepare(sub, a)
	}
}

func keepUsageError(_ *cli.Context, err error, _ bool) error {
	return refuse("spotlog help", "%v", err)
}

func globalFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "journal", Aliases: []string{"j"}, Usage: "the journal `FILE` (or SPOTLOG_JOURNAL)"},
		&cli.BoolFlag{Name: "json", Usage: "answer as JSON"},
		&cli.StringFlag{Name: "as-of", Usage: "answer as if today were `DATE`"},
		&cli.BoolFlag{Name: "no-input", Usage: "never ask"},
		&cli.BoolFlag{Name: "no-color", Usage: "no colours (or NO_COLOR)"},
		&cli.BoolFlag{Name: "quiet", Usage: "answers only, no talk"},
		&cli.BoolFlag{Name: "verbose", Usage: "say more"},
	}
}

// readGlobals takes the global flags, wherever they stood.
func (a *app) readGlobals(c *cli.Context) error {
	var err error
	if a.limits, err = limitsOf(c); err != nil {
		return err
	}
	a.json = a.json || c.Bool("json")
	a.quiet = a.quiet || c.Bool("quiet")
	a.verbose = a.verbose || c.Bool("verbose")
	a.noInput = a.noInput || c.Bool("no-input")
	a.color = a.OutTerminal && !c.Bool("no-color") && a.Getenv("NO_COLOR") == "" && a.Getenv("TERM") != "dumb"
	if path := c.String("journal"); path != "" {
		a.path = path
	}
	if a.path == "" {
		a.path = defaultJournal(a.Getenv)
	}
	if !a.asOfSet {
		a.asOf = store.DateOn(a.Now(), store.PrecisionDay, false).FirstDay()
	}
	if text := c.String("as-of"); text != "" {
		day, err := parseDate(text, a.present())
		if err != nil {
			return err
		}
		a.asOf, a.asOfSet = day.LastDay(), true
	}
	return nil
}

// judge answers for the journal as of the day asked for.
func (a *app) judge(j *store.Journal) rules.Answer { return rules.Judge(j, a.asOf) }

// say prints talk: what is worth knowing but no answer.
func (a *app) say(format string, args ...any) {
	if !a.quiet && !a.json {
		fmt.Fprintf(a.Err, format+"\n", args...)
	}
}
