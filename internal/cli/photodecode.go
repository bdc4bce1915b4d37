package cli

import (
	"fmt"
	"os"
	"path/filepath"

	"spotlog/internal/photo"
	"spotlog/store"
)

// decodeVerb is what spotlog calls itself with to decode a HEIC in a process of its own. It is no
// verb for a person: it takes the photo on standard input and opens no journal.
const decodeVerb = "decode-photo"

// isDecodeChild says whether this process was started to decode a photo.
func isDecodeChild(args []string) bool { return len(args) > 0 && args[0] == decodeVerb }

func decodeChild() int {
	if err := photo.DecodeChild(os.Args[2:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitFailed
	}
	return exitDone
}

// decodePhotos has photos decoded by this very program (where it does not know its own path, by none), and
// converters work in the journal's folder.
func (a *app) decodePhotos() {
	if program, err := os.Executable(); err == nil {
		photo.Child = []string{program, decodeVerb}
	}
	photo.NewWorkplace = a.workplace
}

// workplace is where a converter works: beside the journal, where the next command removes what a killed
// one left, or, while there is no such folder to write to, among the temporary files.
func (a *app) workplace() (photo.Workplace, error) {
	unfinished, err := store.NewUnfinished(filepath.Dir(a.path))
	if err != nil {
		unfinished, err = store.NewUnfinished(os.TempDir())
	}
	if err != nil {
		return photo.Workplace{}, err
	}
	return photo.Workplace{Folder: unfinished.Folder, Lock: unfinished.Lock, Remove: unfinished.Remove}, nil
}
