package cli

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"spotlog/internal/report"
	"spotlog/store"
)

func (a *app) historyCommand() *cli.Command {
	return &cli.Command{Name: "history", Usage: "what was recorded, corrected and taken out, and when", ArgsUsage: "[SPOT|SPOT@DATE|ID]", Category: correct, Action: a.history}
}

func (a *app) undoCommand() *cli.Command {
	return &cli.Command{Name: "undo", Usage: "take back the newest act that stands, or the one named", ArgsUsage: "[ACT]", Category: correct, Action: a.undo}
}

type historyDocument struct {
	Schema    string           `json:"schema"`
	Revisions []store.Revision `json:"revisions"`
}

func (a *app) history(c *cli.Context) error {
	words, err := arguments(c, 0, 1, "spotlog history left-forearm-1")
	if err != nil {
		return err
	}
	return a.withJournal(func(db *store.DB, j *store.Journal) error { return a.showHistory(db, j, words) })
}

func (a *app) showHistory(db *store.DB, j *store.Journal, words []string) error {
	var ids []store.ID
	if len(words) == 1 {
		ref, err := a.recordNamed(j, words[0])
		if err != nil {
			return err
		}
		ids = append(ids, ref.ID)
	}
	revisions, err := db.History(a.ctx, ids...)
	if err != nil {
		return err
	}
	if a.json {
		return a.writeJSON(historyDocument{"spotlog.history.v1", append([]store.Revision{}, revisions...)})
	}
	acts, _, err := db.Acts(a.ctx)
	if err != nil {
		return err
	}
	a.printHistory(revisions, shortActs(acts))
	return nil
}

// printHistory prints an act a line, and under it what it did to each record.
func (a *app) printHistory(revisions []store.Revision, short map[store.ID]string) {
	names := spotNames(revisions)
	before := map[store.ID]json.RawMessage{}
	var act store.ID
	for _, r := range revisions {
		if r.Act.ID != act {
			act = r.Act.ID
			fmt.Fprintf(a.Out, "%s  %s  %s%s\n", a.dim(short[act]), recorded(r.Act), a.bold(r.Act.Verb), undoneWords(r, short))
		}
		a.paragraph("    ", revisionSays(r, before[r.Record], names))
		before[r.Record] = r.Body
	}
	if len(revisions) > 0 {
		a.say("to take back the newest: spotlog undo; another: spotlog undo ACT, by the digits in front")
	}
}

func recorded(act store.Act) string {
	t, err := time.Parse(time.RFC3339, act.RecordedAt)
	if err != nil {
		return act.RecordedAt
	}
	return t.Format("2 Jan 2006 15:04")
}

func undoneWords(r store.Revision, short map[store.ID]string) string {
	words := ""
	if r.Act.Undoes != "" {
		words = " of " + short[r.Act.Undoes]
	}
	if r.Undone {
		words += ", undone"
	}
	return words
}

// shortActs gives each act the shortest beginning of its id that no other act has.
func shortActs(acts []store.Act) map[store.ID]string {
	var ids []store.ID
	for _, act := range acts {
		ids = append(ids, act.ID)
	}
	return shortest(ids)
}

// spotNames gives the newest name each spot had.
func spotNames(revisions []store.Revision) map[store.ID]string {
	names := map[store.ID]string{}
	for _, r := range revisions {
		var spot store.Spot
		if r.Noun == store.NounSpot && r.Body != nil && json.Unmarshal(r.Body, &spot) == nil {
			names[r.Record] = spot.Name
		}
	}
	return names
}

// revisionSays tells in a line what became of a record: recorded, corrected field by field, or
// taken out.
func revisionSays(r store.Revision, before json.RawMessage, names map[store.ID]string) string {
	what := string(r.Noun)
	shown := r.Body
	if shown == nil {
		shown = before
	}
	var record struct {
		Spot json.RawMessage `json:"spot"`
		Name string          `json:"name"`
		Date string          `json:"date"`
	}
	if json.Unmarshal(shown, &record) == nil {
		var spot store.ID
		if json.Unmarshal(record.Spot, &spot) == nil && names[spot] != "" {
			record.Name = names[spot]
		}
		what = strings.TrimSpace(what + " " + report.Plain(strings.TrimSpace(record.Name+" "+record.Date)))
	}
	switch {
	case r.Act.Verb == store.VerbPurge:
		return "purged " + what
	case r.Body == nil:
		return "took out " + what
	case before == nil:
		return "recorded " + what
	}
	return "corrected " + what + ": " + differences(before, r.Body, names)
}

// differences lists the fields of a record that changed, as they were and as they are.
func differences(before, after json.RawMessage, names map[store.ID]string) string {
	var old, now map[string]json.RawMessage
	if json.Unmarshal(before, &old) != nil || json.Unmarshal(after, &now) != nil {
		return "all of it"
	}
	fields := map[string]bool{}
	for f := range old {
		fields[f] = true
	}
	for f := range now {
		fields[f] = true
	}
	var list []string
	for f := range fields {
		if string(old[f]) != string(now[f]) {
			list = append(list, fmt.Sprintf("%s %s → %s", f, fieldValue(old[f], names), fieldValue(now[f], names)))
		}
	}
	slices.Sort(list)
	return strings.Join(list, "; ")
}

func fieldValue(raw json.RawMessage, names map[store.ID]string) string {
	if raw == nil {
		return "not recorded"
	}
	var text string
	if json.Unmarshal(raw, &text) == nil {
		if name := names[store.ID(text)]; name != "" {
			return name
		}
		return report.Plain(text)
	}
	return report.Plain(string(raw))
}

type undoDocument struct {
	Schema string    `json:"schema"`
	Undid  store.Act `json:"undid"`
	By     store.Act `json:"by"`
}

func (a *app) undo(c *cli.Context) error {
	words, err := arguments(c, 0, 1, "spotlog undo; see what was done: spotlog history")
	if err != nil {
		return err
	}
	db, err := a.open()
	if err != nil {
		return err
	}
	defer db.Close()
	acts, _, err := db.Acts(a.ctx)
	if err != nil {
		return err
	}
	var id store.ID
	if len(words) == 1 {
		if id, err = actNamed(acts, words[0]); err != nil {
			return err
		}
	}
	undid, by, err := db.Undo(a.ctx, id)
	if err != nil {
		return err
	}
	if a.json {
		return a.writeJSON(undoDocument{"spotlog.undo.v1", undid, by})
	}
	fmt.Fprintf(a.Out, "undid %s of %s\n", undid.Verb, recorded(undid))
	a.say("to put it back: spotlog undo %s", by.ID)
	return nil
}

func actNamed(acts []store.Act, typed string) (store.ID, error) {
	var found []store.ID
	for _, act := range acts {
		if len(typed) >= 4 && strings.HasPrefix(string(act.ID), strings.ToLower(typed)) {
			found = append(found, act.ID)
		}
	}
	switch len(found) {
	case 0:
		return "", notFound("see what was done: spotlog history", "there is no act %q", typed)
	case 1:
		return found[0], nil
	}
	return "", refuse("use more of its digits", "%q may mean %d acts", typed, len(found))
}
