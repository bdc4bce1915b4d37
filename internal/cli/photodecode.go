package cli

import (
	"fmt"
	"os"

	"spotlog/internal/photo"
)

// decodeVerb is what spotlog calls itself with to decode a HEIC in a process of its own. It is no
// verb for a person: it takes the photo on standard input and opens no journal.
const decodeVerb = "decode-photo"

// isDecodeChild says whether this process was started to decode a photo.
func isDecodeChild(args []string) bool { return len(args) == 1 && args[0] == decodeVerb }

func decodeChild() int {
	if err := photo.DecodeChild(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitFailed
	}
	return exitDone
}

// useDecodeChild has photos decoded by this very program; where it does not know its own path, by none.
func useDecodeChild() {
	if program, err := os.Executable(); err == nil {
		photo.Child = []string{program, decodeVerb}
	}
}
