package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/internal/report"
	"spotlog/store"
)

func (a *app) purgeCommand() *cli.Command {
	return &cli.Command{
		Name: "purge", Usage: "remove for good what nobody is to read again; no undo", ArgsUsage: "SPOT|SPOT@DATE|ID", Category: correct,
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "removed", Usage: "all that rm and undo took out"},
			&cli.StringFlag{Name: "confirm", Usage: "what would be typed to confirm it: its `NAME`"},
		},
		Action: a.purge,
	}
}

// A purgeable is what purge was asked to remove.
type purgeable struct {
	ids  []store.ID
	what string // in words
	word string // that confirms it
}

const purgeUsage = "spotlog purge left-forearm-1@2026-11-01, or all that was taken out: spotlog purge --removed"

func (a *app) purge(c *cli.Context) error {
	words, err := arguments(c, 0, 1, purgeUsage)
	if err != nil {
		return err
	}
	if (len(words) == 1) == c.Bool("removed") {
		return refuse(purgeUsage, "what is to be purged?")
	}
	return a.withJournal(func(db *store.DB, j *store.Journal) error {
		removed, err := db.Removed(a.ctx)
		if err != nil {
			return err
		}
		p := allRemoved(removed)
		if len(words) == 1 {
			p, err = a.purgeableNamed(j, removed, words[0])
		}
		if err != nil {
			return err
		}
		if len(p.ids) == 0 {
			return a.didNothing("purge", "nothing that was taken out is left")
		}
		if err := a.confirmPurge(p, c.String("confirm")); err != nil {
			return err
		}
		_, done, err := db.Purge(a.ctx, p.ids...)
		if err != nil {
			return err
		}
		for _, page := range []shownPage{markPageFile, timelinePageFile} { // they may show what is to be gone
			if err := a.removePage(page); err != nil {
				return err
			}
		}
		return a.echoPurged(p, done)
	})
}

func allRemoved(removed []store.Revision) purgeable {
	p := purgeable{what: "all that was taken out (" + report.Plural(len(removed), "record") + ")", word: fmt.Sprintf("removed-%d", len(removed))}
	for _, r := range removed {
		p.ids = append(p.ids, r.Record)
	}
	return p
}

// purgeableNamed finds a record that stands, or one that was taken out.
func (a *app) purgeableNamed(j *store.Journal, removed []store.Revision, typed string) (purgeable, error) {
	ref, err := a.recordNamed(j, typed)
	if err == nil {
		return purgeable{[]store.ID{ref.ID}, "the " + describe(ref), confirmWord(j, ref)}, nil
	}
	var found []purgeable
	for _, r := range removed {
		if name := removedName(j, removed, r); typed != "" && typed == name || isIDPrefix(typed) && strings.HasPrefix(string(r.Record), strings.ToLower(typed)) {
			found = append(found, purgeable{[]store.ID{r.Record}, "the " + string(r.Noun) + " " + name + " that was taken out", name})
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return purgeable{}, refuse("name it by its id: spotlog history --json", "%q may mean %d records that were taken out", typed, len(found))
	}
	return purgeable{}, err
}

// confirmWord is what has to be typed to purge a record: its spot's name, with the day where it is
// of one; the beginning of its id where it belongs to no spot.
func confirmWord(j *store.Journal, ref store.Ref) string {
	switch {
	case ref.Entry != nil:
		return ref.Spot.Name + "@" + ref.Entry.Date.FirstDay().String()
	case ref.Spot != nil:
		return ref.Spot.Name
	}
	return shortIDs(j)[ref.ID]
}

// removedName names what was taken out as it could have been named before: by its spot, and by its
// day where it is of one; by the beginning of its id where that is not known.
func removedName(j *store.Journal, removed []store.Revision, r store.Revision) string {
	var body struct {
		Name, Date string
		Spot       json.RawMessage
	}
	json.Unmarshal(r.Body, &body) // what does not fit has no such name
	if r.Noun == store.NounSpot {
		return body.Name
	}
	var spot store.ID
	day, err := store.ParseDate(body.Date)
	if r.Noun != store.NounEntry || err != nil || json.Unmarshal(body.Spot, &spot) != nil {
		return string(r.Record[:13])
	}
	name := ""
	for _, s := range j.Spots {
		if s.ID == spot {
			name = s.Name
		}
	}
	for _, other := range removed {
		if other.Record == spot {
			name = removedName(j, removed, other)
		}
	}
	return name + "@" + day.FirstDay().String()
}

// confirmPurge has the name of what goes typed, letter by letter.
func (a *app) confirmPurge(p purgeable, confirmed string) error {
	missing := refuse(fmt.Sprintf("where nobody can be asked, add --confirm %s", shellQuoted(p.word)), "%s would be gone for good, and nobody confirmed it", report.Plain(p.what))
	if confirmed == "" && a.InTerminal && !a.noInput {
		a.talk("purge removes " + p.what + ", with what belongs to it and every earlier version, for good.")
		a.talk("undo cannot bring it back; to take it out and keep that: spotlog rm")
		a.talk(purgeLimits)
		typed, err := a.ask(fmt.Sprintf("type %s to go on: ", report.Plain(p.word)))
		if errors.Is(err, io.EOF) {
			return missing
		}
		if err != nil {
			return err
		}
		confirmed = typed
	}
	switch confirmed {
	case p.word:
		return nil
	case "":
		return missing
	}
	return refuse("to confirm it, type "+p.word, "%q is not %q; nothing was changed", confirmed, p.word)
}

const purgeLimits = "not reached: backups, exports and pages made before, copies in other folders or clouds, what the file system or " +
	"the disk keeps by itself (snapshots, wear levelling, blocks that were freed before), the history of your shell"

type purgeDocument struct {
	Schema string `json:"schema"`
	What   string `json:"what"`
	store.Purged
	NotReached string `json:"not_reached"`
}

func (a *app) echoPurged(p purgeable, done store.Purged) error {
	if a.json {
		return a.writeJSON(purgeDocument{"spotlog.purge.v1", p.what, done, purgeLimits})
	}
	says := "purged " + report.Plain(p.what) + ": " + report.Plural(done.Records, "record")
	if done.Pictures > 0 {
		says += fmt.Sprintf(", %s (%s)", report.Plural(done.Pictures, "photo"), megabytes(done.Bytes))
	}
	a.paragraph("", says)
	a.talk(purgeLimits)
	return nil
}
