package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// ask prints a question and reads one line of an answer, or until the command is interrupted. It
// fails with io.EOF where nothing more is typed.
func (a *app) ask(question string) (string, error) {
	fmt.Fprint(a.Err, question)
	line, err := a.readLine()
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(a.Err) // behind the question
	}
	answer := strings.TrimSpace(line)
	if answer != "" && errors.Is(err, io.EOF) {
		err = nil
	}
	return answer, err
}

func (a *app) readLine() (string, error) {
	return waitFor(a, func() (string, error) { return a.lines.ReadString('\n') })
}

// readAll reads to the end, or until the command is interrupted.
func (a *app) readAll(r io.Reader) ([]byte, error) {
	return waitFor(a, func() ([]byte, error) { return io.ReadAll(io.LimitReader(r, 64<<20)) })
}

// waitFor waits for what is typed, or until the command is interrupted: a read of a terminal cannot
// be broken off, and is left behind then.
func waitFor[T any](a *app, read func() (T, error)) (T, error) {
	type result struct {
		typed T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		typed, err := read()
		done <- result{typed, err}
	}()
	select {
	case <-a.ctx.Done():
		var none T
		return none, a.ctx.Err()
	case got := <-done:
		return got.typed, got.err
	}
}
