package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/internal/archive"
	"spotlog/internal/report"
	"spotlog/store"
)

func (a *app) verifyCommand() *cli.Command {
	return &cli.Command{
		Name: "verify", Usage: "whether each word and photo is as it was stored; names what is not", Category: keep,
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "since-last", Usage: "of the photos, only those that came after the last full verification"},
			&cli.BoolFlag{Name: "repair", Usage: "save all that can be read into a new file; the damaged one stays as it is"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "with --repair: the new `FILE`; journal-repaired.sqlite beside the journal unless given"},
		},
		Action: a.verify,
	}
}

type verifyDocument struct {
	Schema    string        `json:"schema"`
	Journal   string        `json:"journal"`
	Photos    int           `json:"photos"` // read
	SinceLast string        `json:"since_last,omitempty"`
	Damage    []namedDamage `json:"damage"`
}

// A namedDamage says in words what is damaged: "photo of nose-1, 2026-11-01".
type namedDamage struct {
	What string `json:"what"`
	store.Damage
}

func (a *app) verify(c *cli.Context) error {
	if _, err := arguments(c, 0, 0, "spotlog verify"); err != nil {
		return err
	}
	switch repair := c.Bool("repair"); {
	case repair && c.Bool("since-last"):
		return refuse("spotlog verify --repair", "a repair reads everything, and --since-last does not")
	case !repair && c.IsSet("output"):
		return refuse("spotlog verify --repair -o journal-repaired.sqlite", "--output goes with --repair")
	}
	if c.Bool("repair") && store.OpeningChanges(a.path) {
		return a.repair(c, nil) // to verify it would be to open it, and a damaged file stays as it is
	}
	db, err := a.open()
	switch {
	case errors.Is(err, store.ErrDamaged) && c.Bool("repair"):
		return a.repair(c, nil)
	case errors.Is(err, store.ErrDamaged):
		return &refusal{exitDamaged, err.Error(), "copy the file away before anything else; then save what can be read: spotlog verify --repair"}
	case err != nil:
		return err
	}
	defer db.Close()
	bar := a.stages()
	keeper := &archive.Keeper{DB: db, Env: a.env(), Progress: bar.at}
	done, err := keeper.Verify(a.ctx, c.Bool("since-last"))
	bar.stop()
	if err != nil {
		return err
	}
	if c.Bool("repair") && len(done.Damage) > 0 {
		return a.repair(c, db)
	}
	return a.echoVerified(db, done)
}

func (a *app) echoVerified(db *store.DB, done archive.Verified) error {
	document := verifyDocument{Schema: "spotlog.verify.v1", Journal: db.Path(), Photos: done.Photos, Damage: a.nameDamage(db, done.Damage)}
	if !done.SinceLast.IsZero() {
		document.SinceLast = done.SinceLast.Format("2006-01-02T15:04:05Z07:00")
	}
	if a.json {
		if err := a.writeJSON(document); err != nil {
			return err
		}
	} else {
		a.printVerified(document, done)
	}
	if len(done.Damage) > 0 {
		return &refusal{code: exitDamaged}
	}
	return nil
}

func (a *app) printVerified(document verifyDocument, done archive.Verified) {
	if len(document.Damage) == 0 {
		scope := "every photo (" + fmt.Sprint(document.Photos) + ")"
		if document.SinceLast != "" {
			scope = report.Plural(document.Photos, "photo") + " since " + done.SinceLast.Format("2 Jan 2006")
		}
		a.paragraph("", fmt.Sprintf("no damage was found: every record and %s, each is as it was stored", scope))
		if done.Forgotten != nil {
			a.say("the journal could not note this: %s", report.Plain(done.Forgotten.Error()))
		}
		return
	}
	fmt.Fprintf(a.Out, "damaged in %s:\n", report.Plural(len(document.Damage), "place"))
	repairable := true
	for _, d := range document.Damage {
		a.paragraph("  ", report.Plain(d.What+": "+d.Problem))
		repairable = repairable && d.Part == store.PartThumbnail
	}
	if repairable {
		a.talk("only small pictures are damaged; make these again: spotlog photo rebuild")
		return
	}
	a.talk("copy the file away before anything else, onto another disk")
	a.talk("then restore a backup beside it, or save what can be read into a new file: spotlog verify --repair")
}

// partWords name what is damaged where no record or photo has a name.
var partWords = map[store.Part]string{
	store.PartFile: "the file", store.PartSchema: "the tables", store.PartRecord: "a record", store.PartRevision: "an earlier state",
	store.PartAct: "an act", store.PartPicture: "what is known of a photo", store.PartOriginal: "a photo", store.PartThumbnail: "the small picture of a photo",
}

// nameDamage finds the words that a person knows a record or photo by, as far as the journal can still
// be read.
func (a *app) nameDamage(db *store.DB, found []store.Damage) []namedDamage {
	named := []namedDamage{}
	if len(found) == 0 {
		return named
	}
	records, pictures := map[store.ID]string{}, map[string][]string{}
	if j := readable(a.ctx, db); j != nil {
		for _, r := range j.Refs() {
			records[r.ID] = describe(r)
			if r.Photo != nil {
				pictures[r.Photo.SHA256] = append(pictures[r.Photo.SHA256], strings.TrimPrefix(describe(r), "photo of ")+photoNameWords(r.Photo))
			}
		}
	}
	for _, d := range found {
		what := partWords[d.Part]
		switch {
		case d.SHA256 != "" && len(pictures[d.SHA256]) > 0:
			what += " of " + strings.Join(pictures[d.SHA256], " and of ")
		case d.SHA256 != "":
			what += fmt.Sprintf(" %.8s, which no record holds now", d.SHA256)
		case d.Noun == store.NounProfile:
			what += ": the profile"
		case records[d.ID] != "":
			what += ": " + records[d.ID]
		case d.ID != "":
			what += fmt.Sprintf(" (%s %s)", d.Noun, d.ID)
		case d.Noun != "":
			what += fmt.Sprintf(" (%s)", d.Noun)
		}
		named = append(named, namedDamage{what, d})
	}
	return named
}

// readable gives the journal where it can be read at all, or nil.
func readable(ctx context.Context, db *store.DB) *store.Journal {
	j, err := db.Journal(ctx)
	if err != nil {
		return nil
	}
	return j
}

func photoNameWords(p *store.Photo) string {
	if p.Name == "" {
		return ""
	}
	return " (" + p.Name + ")"
}
