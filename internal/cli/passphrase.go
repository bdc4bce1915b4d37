package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// askPassphrase reads a passphrase: on a terminal without showing it, else as a line of standard input.
func (a *app) askPassphrase(question string) (string, error) {
	if a.noInput {
		return "", refuse("leave out --no-input", "a passphrase has to be asked for")
	}
	fmt.Fprint(a.Err, question)
	passphrase, err := a.readHidden()
	if errors.Is(err, io.EOF) && passphrase != "" {
		err = nil
	}
	if errors.Is(err, io.EOF) || err == nil && passphrase == "" {
		return "", refuse("type one, or hand it over on standard input, a line each time it is asked for", "a passphrase is needed")
	}
	return passphrase, err
}

func (a *app) readHidden() (string, error) {
	terminal, ok := a.In.(*os.File)
	if !a.InTerminal || !ok {
		line, err := a.readLine()
		return strings.TrimRight(line, "\r\n"), err
	}
	fd := int(terminal.Fd())
	shown, err := term.GetState(fd)
	if err != nil {
		return "", err
	}
	defer fmt.Fprintln(a.Err)
	defer term.Restore(fd, shown) // also where the command is interrupted
	return waitFor(a, func() (string, error) {
		typed, err := term.ReadPassword(fd)
		return string(typed), err
	})
}
