package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"spotlog/internal/archive"
	"spotlog/internal/report"
)

// A shownPage is a page that a verb writes to be looked at once: it lies beside the journal under a
// name of its own, holds photos in the clear, and goes with the next run of its verb.
type shownPage struct{ verb, ending string }

var (
	markPageFile     = shownPage{"photo mark", ".mark.html"}
	timelinePageFile = shownPage{"timeline", ".timeline.html"}
)

// removePage takes away the page of the last run.
func (a *app) removePage(p shownPage) error {
	if err := os.Remove(a.path + p.ending); err != nil && !errors.Is(err, fs.ErrNotExist) && a.path != "" {
		return err
	}
	return nil
}

// openPage writes a page and opens it where there is a browser to be seen.
func (a *app) openPage(p shownPage, write func(io.Writer) error) error {
	path, err := filepath.Abs(a.path + p.ending)
	if err != nil {
		return err
	}
	if err := archive.WriteFile(path, write); err != nil {
		return err
	}
	if a.json {
		return a.writeJSON(didDocument{"spotlog.done.v1", p.verb, path})
	}
	if a.openInBrowser(path) {
		a.say("opened in the browser; it holds photos, and the next %s takes it away:", p.verb)
	} else {
		a.say("open this page in a browser; it holds photos, and the next %s takes it away:", p.verb)
	}
	_, err = fmt.Fprintln(a.Out, report.Plain(path))
	return err
}

// openInBrowser asks the desktop to show a file; it answers false where there is no desktop.
func (a *app) openInBrowser(path string) bool {
	opener := "xdg-open"
	if runtime.GOOS == "darwin" {
		opener = "open"
	} else if a.Getenv("DISPLAY") == "" && a.Getenv("WAYLAND_DISPLAY") == "" {
		return false
	}
	program, err := exec.LookPath(opener)
	if err != nil || !a.OutTerminal {
		return false
	}
	command := exec.Command(program, path)
	command.Stdout, command.Stderr = io.Discard, io.Discard
	return command.Start() == nil
}
