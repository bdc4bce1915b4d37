package cli

import (
	"cmp"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"
)

// A System is the outside world as one command sees it; tests hand in their own.
type System struct {
	Args   []string // without the program's name
	In     io.Reader
	Out    io.Writer // answers
	Err    io.Writer // talk
	Getenv func(string) string
	Now    func() time.Time
	Random io.Reader

	InTerminal  bool
	OutTerminal bool
	Width       int // columns of the terminal; 80 where there is none
}

// An answerWriter remembers that an answer was cut short, so that no verb ends well that could not
// say what it had to.
type answerWriter struct {
	io.Writer
	err error
}

func (w *answerWriter) Write(p []byte) (int, error) {
	n, err := w.Writer.Write(p)
	w.err = cmp.Or(w.err, err)
	return n, err
}

func (w *answerWriter) failed() error {
	if w.err == nil {
		return nil
	}
	return &refusal{exitFailed, fmt.Sprintf("the answer could not be written: %v", w.err), "if the command was to change something, that may be done: spotlog history"}
}

// theSystem is the process's own.
func theSystem() System {
	s := System{
		Args: os.Args[1:], In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv, Now: time.Now, Random: rand.Reader,
		InTerminal: term.IsTerminal(int(os.Stdin.Fd())), OutTerminal: term.IsTerminal(int(os.Stdout.Fd())), Width: 80,
	}
	if width, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil && width > 0 {
		s.Width = width
	}
	return s
}
