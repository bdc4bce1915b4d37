package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"syscall"

	"spotlog/internal/archive"
	"spotlog/internal/report"
	"spotlog/store"
)

// Exit codes (contract).
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitMissing     = 3
	exitBusy        = 4
	exitDamaged     = 5
	exitFlagged     = 10
	exitInterrupted = 130
	exitTerminated  = 143
)

// A refusal is an error with its exit code and one hint that works when pasted.
type refusal struct {
	code    int
	message string
	hint    string
}

func (r *refusal) Error() string { return r.message }

// refuse is for wrong usage and input that cannot be taken.
func refuse(hint, format string, args ...any) error {
	return &refusal{exitUsage, fmt.Sprintf(format, args...), hint}
}

// notFound is for a journal, spot, entry or photo that is not there.
func notFound(hint, format string, args ...any) error {
	return &refusal{exitMissing, fmt.Sprintf(format, args...), hint}
}

// errFlagged ends a command that did its work and has something to tell by its exit code.
var errFlagged = &refusal{code: exitFlagged}

// knownErrors says what an error of the rooms below means to a person.
var knownErrors = []struct {
	err  error
	code int
	hint string
}{
	{store.ErrForeign, exitUsage, "name your journal with --journal FILE, or a new file with log --new"},
	{store.ErrNewer, exitDamaged, "use the newer spotlog; nothing in the file was changed"},
	{store.ErrBusy, exitBusy, "wait until the other command is done, then try again"},
	{store.ErrDamaged, exitDamaged, "copy the file away before anything else; a backup or an export can replace it"},
	{store.ErrFull, exitFailed, "make room on the disk, then try again; the journal is as it was"},
	{store.ErrReadOnly, exitFailed, "choose a place you may write to: spotlog --journal ~/journal.sqlite …"},
	{store.ErrExists, exitUsage, "name another file with --journal FILE"},
	{store.ErrNothingToUndo, exitMissing, "see what was done: spotlog history"},
	{store.ErrOverlaid, exitUsage, "undo the later change first: spotlog undo"},
	{store.ErrPurged, exitUsage, "to take back what was done before it, name the act by its digits: spotlog history"},
	{archive.ErrTaken, exitUsage, "name a new folder: spotlog export -o spotlog-export"},
	{archive.ErrWrongKey, exitUsage, "try again; nothing was changed"},
	{store.ErrNoRecord, exitMissing, "see what there is: spotlog list"},
}

// asRefusal gives every error its exit code, its sentence and its hint.
func asRefusal(err error, interruptedBy int) *refusal {
	var r *refusal
	var invalid *store.InvalidError
	var placed *archive.PlaceError
	var conflict *archive.ConflictError
	var damaged *archive.DamagedError
	switch {
	case errors.As(err, &r):
		if r.message != "" {
			return &refusal{r.code, err.Error(), r.hint}
		}
		return r
	case errors.As(err, &invalid):
		return &refusal{exitUsage, err.Error(), invalid.Hint}
	case errors.As(err, &placed):
		return &refusal{exitUsage, err.Error(), placed.Hint}
	case errors.As(err, &conflict):
		return &refusal{exitUsage, err.Error(), "to take the file's content for them, add --update; nothing was changed"}
	case errors.As(err, &damaged):
		return &refusal{exitDamaged, err.Error(), damaged.Hint()}
	case errors.Is(err, context.Canceled):
		return &refusal{interruptedBy, "interrupted; the journal is as it was", ""}
	}
	for _, s := range knownErrors {
		if errors.Is(err, s.err) {
			return &refusal{s.code, err.Error(), s.hint}
		}
	}
	for _, full := range []error{syscall.ENOSPC, syscall.EDQUOT} { // where anything is written: the name is often a temporary one
		if errors.Is(err, full) {
			return asRefusal(fmt.Errorf("%w (%w)", store.ErrFull, full), interruptedBy)
		}
	}
	return &refusal{exitFailed, err.Error(), ""}
}

type errorDocument struct {
	Schema string `json:"schema"`
	Code   int    `json:"code"`
	Error  string `json:"error"`
	Hint   string `json:"hint,omitempty"`
}

// tell writes a refusal to standard error, as sentences or as JSON.
func (r *refusal) tell(w io.Writer, asJSON bool) {
	if r.message == "" {
		return
	}
	if asJSON {
		json.NewEncoder(w).Encode(errorDocument{"spotlog.error.v1", r.code, r.message, r.hint})
		return
	}
	fmt.Fprintf(w, "spotlog: error: %s\n", report.Plain(r.message))
	if r.hint != "" {
		fmt.Fprintf(w, "spotlog: hint: %s\n", report.Plain(r.hint))
	}
}
