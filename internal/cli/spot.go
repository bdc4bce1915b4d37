package cli

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/internal/bodymap"
	"spotlog/internal/report"
	"spotlog/store"
)

func (a *app) spotCommand() *cli.Command {
	dateFlag := &cli.StringFlag{Name: "date", Usage: "since when (`DATE`); today unless given"}
	return &cli.Command{
		Name: "spot", Usage: "correct a spot: rename, merge, move, close, reopen", Category: correct,
		Subcommands: []*cli.Command{
			{Name: "rename", Usage: "give a spot another name", ArgsUsage: "SPOT NAME", Action: a.spotRename},
			{Name: "merge", Usage: "two spots are one: all of the first goes to the second", ArgsUsage: "SPOT INTO", Action: a.spotMerge},
			{
				Name: "move", Usage: "a spot to another site, or an entry to another spot", ArgsUsage: "SPOT --site SITE | SPOT@DATE OTHER",
				Flags: flagsOf(spotFieldsNamed("site", "place")), Action: a.spotMove,
			},
			{
				Name: "close", Usage: "it went away, or was removed", ArgsUsage: "SPOT",
				Flags: []cli.Flag{
					&cli.StringFlag{Name: "status", Usage: "resolved (went away), removed", Value: string(store.StatusResolved)},
					dateFlag,
				}, Action: a.spotClose,
			},
			{Name: "reopen", Usage: "it is there again, or still", ArgsUsage: "SPOT", Flags: []cli.Flag{dateFlag}, Action: a.spotReopen},
		},
	}
}

func spotFieldsNamed(names ...string) []field[store.Spot] {
	var fields []field[store.Spot]
	for _, f := range spotFields {
		for _, name := range names {
			if f.flag == name {
				fields = append(fields, f)
			}
		}
	}
	return fields
}

// onSpot runs one act on the spot that the first word names, and says what it did.
func (a *app) onSpot(verb, typed string, do func(*store.Tx, *store.Journal, *store.Spot) (did string, err error)) error {
	return a.correct("spot "+verb, func(tx *store.Tx, j *store.Journal) (string, error) {
		s, err := spotNamed(j, typed)
		if err != nil {
			return "", err
		}
		return do(tx, j, s)
	})
}

func (a *app) spotRename(c *cli.Context) error {
	words, err := arguments(c, 2, 2, "spotlog spot rename left-forearm-1 left-elbow")
	if err != nil {
		return err
	}
	return a.onSpot("rename", words[0], func(tx *store.Tx, _ *store.Journal, s *store.Spot) (string, error) {
		old, name := s.Name, bodymap.Slug(words[1])
		s.Name = name
		_, err := tx.PutSpot(*s)
		return fmt.Sprintf("%s is now %s", old, name), err
	})
}

func (a *app) spotMerge(c *cli.Context) error {
	words, err := arguments(c, 2, 2, "spotlog spot merge left-forearm-2 left-forearm-1")
	if err != nil {
		return err
	}
	return a.onSpot("merge", words[0], func(tx *store.Tx, j *store.Journal, s *store.Spot) (string, error) {
		into, err := spotNamed(j, words[1])
		if err != nil {
			return "", err
		}
		if into.ID == s.ID {
			return "", refuse("name two spots", "%s cannot be merged into itself", s.Name)
		}
		did := fmt.Sprintf("%s went into %s with its %s", s.Name, into.Name, entries(len(s.Entries)))
		return did, tx.MergeSpots(s.ID, into.ID)
	})
}

func (a *app) spotMove(c *cli.Context) error {
	words, err := arguments(c, 1, 2, `spotlog spot move left-forearm-1 --site "left upper arm"`)
	if err != nil {
		return err
	}
	if name, date, ok := strings.Cut(words[0], "@"); ok && len(words) == 2 {
		return a.moveEntry(name, date, words[1])
	}
	if len(words) == 2 {
		return refuse(`spotlog spot move left-forearm-1 --site "left upper arm"`, "an entry is named SPOT@DATE, a site goes behind --site")
	}
	return a.onSpot("move", words[0], func(tx *store.Tx, _ *store.Journal, s *store.Spot) (string, error) {
		given, err := setFields(c, spotFieldsNamed("site", "place"), s)
		if err != nil {
			return "", err
		}
		if !given {
			return "", refuse(`add --site "left upper arm"`, "where to?")
		}
		_, err = tx.PutSpot(*s)
		return fmt.Sprintf("%s is now on: %s", s.Name, strings.TrimSpace(s.Site+" "+s.Place)), err
	})
}

func (a *app) moveEntry(name, date, other string) error {
	return a.onSpot("move", name, func(tx *store.Tx, j *store.Journal, s *store.Spot) (string, error) {
		ref, err := a.entryNamed(j, s.Name, date)
		if err != nil {
			return "", err
		}
		to, err := spotNamed(j, other)
		if err != nil {
			return "", err
		}
		return fmt.Sprintf("the %s is now one of %s", describe(ref), to.Name), tx.MoveEntry(ref.ID, to.ID)
	})
}

func (a *app) spotClose(c *cli.Context) error {
	words, err := arguments(c, 1, 1, "spotlog spot close left-forearm-1")
	if err != nil {
		return err
	}
	status := store.Status(spelled(c.String("status")))
	if status == store.StatusActive {
		return refuse("spotlog spot reopen "+words[0], "closing is for resolved or removed")
	}
	return a.setStatus("close", words[0], status, c.String("date"))
}

func (a *app) spotReopen(c *cli.Context) error {
	words, err := arguments(c, 1, 1, "spotlog spot reopen left-forearm-1")
	if err != nil {
		return err
	}
	return a.setStatus("reopen", words[0], store.StatusActive, c.String("date"))
}

// checkReopen keeps a closing on record once something was logged after it: that a spot came back
// is what the flags must tell.
func checkReopen(s *store.Spot) error {
	e := s.Newest()
	if s.Status == store.StatusActive || s.StatusSince.IsZero() || e == nil || e.Date.FirstDay() <= s.StatusSince.LastDay() {
		return nil
	}
	return refuse("spotlog flags "+s.Name, "%s counts as there again since its entry of %s; that it was %s stays on record", s.Name, report.LongDate(e.Date), s.Status)
}

func (a *app) setStatus(verb, typed string, status store.Status, typedDate string) error {
	since := a.asOf.Date()
	if typedDate != "" {
		var err error
		if since, err = a.pastDate("date", typedDate); err != nil {
			return err
		}
	}
	return a.onSpot(verb, typed, func(tx *store.Tx, _ *store.Journal, s *store.Spot) (string, error) {
		if status == store.StatusActive {
			if err := checkReopen(s); err != nil {
				return "", err
			}
		}
		s.Status, s.StatusSince = status, since
		_, err := tx.PutSpot(*s)
		return fmt.Sprintf("%s is %s since %s", s.Name, status, since), err
	})
}
