package cli

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"spotlog/store"
)

func (a *app) rmCommand() *cli.Command {
	return &cli.Command{Name: "rm", Usage: "take out a spot, an entry or any record (undo brings it back)", ArgsUsage: "ID|SPOT|SPOT@DATE", Category: correct, Action: a.rm}
}

func (a *app) rm(c *cli.Context) error {
	words, err := arguments(c, 1, 1, "spotlog rm left-forearm-1@2026-11-01")
	if err != nil {
		return err
	}
	return a.correct("rm", func(tx *store.Tx, j *store.Journal) (string, error) {
		ref, err := a.recordNamed(j, words[0])
		if err != nil {
			return "", err
		}
		did := "took out the " + describe(ref)
		if n := entriesOf(ref); n > 0 {
			did += fmt.Sprintf(" with its %s", entries(n))
		}
		return did, tx.Remove(ref.Noun, ref.ID)
	})
}

func entriesOf(ref store.Ref) int {
	if ref.Noun != store.NounSpot {
		return 0
	}
	return len(ref.Spot.Entries)
}

func entries(n int) string {
	if n == 1 {
		return "entry"
	}
	return fmt.Sprintf("%d entries", n)
}
