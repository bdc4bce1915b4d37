package cli

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"spotlog/store"
)

// editing is true while an editor has the terminal: then Ctrl-C is the editor's, not ours.
var editing atomic.Bool

// editor is the command of the editor that the person chose, or "".
func (a *app) editor() string { return cmp.Or(a.Getenv("VISUAL"), a.Getenv("EDITOR")) }

// inEditor lets the person edit a text in a private file in the journal's folder.
func (a *app) inEditor(name string, content []byte) ([]byte, error) {
	editor := cmp.Or(a.editor(), "vi")
	unfinished, err := store.NewUnfinished(filepath.Dir(a.path))
	if err != nil {
		return nil, err
	}
	defer unfinished.Remove() // with what the editor laid beside it
	file := unfinished.File(name)
	if err := os.WriteFile(file, content, 0o600); err != nil {
		return nil, err
	}
	words := append(strings.Fields(editor), file)
	run := exec.CommandContext(a.ctx, words[0], words[1:]...)
	run.Cancel = func() error { return run.Process.Signal(syscall.SIGTERM) } // so that it leaves the terminal as it was
	run.WaitDelay = 2 * time.Second
	run.Stdin, run.Stdout, run.Stderr = os.Stdin, os.Stdout, os.Stderr
	run.ExtraFiles = []*os.File{unfinished.Lock} // the editor may outlive this process
	editing.Store(true)
	err = run.Run()
	editing.Store(false)
	switch {
	case a.ctx.Err() != nil:
		return nil, a.ctx.Err()
	case err != nil:
		return nil, fmt.Errorf("the editor %s ended with %w; nothing changed", editor, err)
	}
	return os.ReadFile(file)
}

// noteInEditor lets the person write a note where the shell does not keep it.
func (a *app) noteInEditor() (string, error) {
	text, err := a.inEditor("note.txt", nil)
	if err == nil && strings.TrimSpace(string(text)) == "" {
		return "", refuse("save a note in the editor, or leave --note out", "the note is empty; nothing was logged")
	}
	return string(text), err
}
