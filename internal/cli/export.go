package cli

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/internal/archive"
	"spotlog/internal/report"
)

func (a *app) exportCommand() *cli.Command {
	return &cli.Command{
		Name: "export", Usage: "everything, as JSON with the photos beside it", Category: keep,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "a new folder, or a `FILE`.json with photos/ beside it"},
			&cli.BoolFlag{Name: "no-photos", Usage: "words only"},
			&cli.BoolFlag{Name: "deidentify", Usage: "for others: no names, notes, dates, or what cameras write"},
			&cli.BoolFlag{Name: "include-intimate", Usage: "with --deidentify: intimate and unknown sites too"},
		},
		Action: a.export,
	}
}

func (a *app) export(c *cli.Context) error {
	if _, err := arguments(c, 0, 0, "spotlog export -o spotlog-export"); err != nil {
		return err
	}
	to := c.String("output")
	switch {
	case c.Bool("deidentify"):
		return a.exportDeidentified(to, !c.Bool("no-photos"), c.Bool("include-intimate"))
	case c.Bool("include-intimate"):
		return refuse("spotlog export --deidentify --include-intimate -o spotlog-deidentified", "--include-intimate goes with --deidentify; plain export holds every site")
	case to == "" && !a.json:
		return refuse("spotlog export -o spotlog-export", "say where to: a new folder, or --json for the words on standard output")
	}
	if to == "" {
		j, err := a.read()
		if err != nil {
			return err
		}
		return a.writeJSON(j)
	}
	db, err := a.open()
	if err != nil {
		return err
	}
	defer db.Close()
	write := archive.Export
	if strings.EqualFold(filepath.Ext(to), ".json") {
		write = archive.ExportFile
	}
	done, err := write(a.ctx, db, to, !c.Bool("no-photos"))
	if err != nil {
		return err
	}
	if a.json {
		return a.writeJSON(done)
	}
	a.wrote(done)
	if done.Positions > 0 {
		a.say("photos that hold where they were taken: %d; this is your own whole copy, do not pass it on as it is", done.Positions)
	}
	a.say("this is the journal as it now stands; what was corrected and undone stays in the journal file")
	return nil
}

// exportDeidentified writes what can be handed to others. What is left out is said even beside JSON
// on standard output, which has no place for it.
func (a *app) exportDeidentified(to string, withPhotos, withIntimate bool) error {
	const example = "spotlog export --deidentify -o spotlog-deidentified"
	switch {
	case to == "" && !a.json:
		return refuse(example, "say where to: a new folder, or --json for the words on standard output")
	case strings.EqualFold(filepath.Ext(to), ".json"):
		return refuse(example, "a de-identified export goes into a new folder, so that its photos do not mix with others")
	}
	if to == "" {
		j, err := a.read()
		if err != nil {
			return err
		}
		document, leftOut := archive.Deidentify(j, withIntimate)
		a.tellLeftOut(leftOut)
		return a.writeJSON(document)
	}
	db, err := a.open()
	if err != nil {
		return err
	}
	defer db.Close()
	done, err := archive.ExportDeidentified(a.ctx, db, to, withPhotos, withIntimate)
	if err != nil {
		return err
	}
	a.tellLeftOut(*done.LeftOut)
	if done.Photos > 0 {
		a.tell("photographs of skin can still show who someone is: look at each before you pass it on")
	}
	if a.json {
		return a.writeJSON(done)
	}
	a.wrote(done)
	return nil
}

func (a *app) wrote(done archive.Exported) {
	fmt.Fprintf(a.Out, "wrote %s: %s, %s, %s\n", report.Plain(done.To), report.Plural(done.Spots, "spot"), report.Plural(done.Entries, "entry"), report.Plural(done.Photos, "photo"))
}

// tellLeftOut says what a de-identified export does not hold.
func (a *app) tellLeftOut(n archive.LeftOut) {
	var parts []string
	for _, p := range []struct {
		n    int
		noun string
		why  string
	}{
		{n.IntimateSpots, "spot", "on an intimate site"},
		{n.UnknownSpots, "spot", "on a site that spotlog does not know"},
		{n.Photos, "photo", "that may show such a site"},
	} {
		if p.n > 0 {
			parts = append(parts, report.Plural(p.n, p.noun)+" "+p.why)
		}
	}
	if len(parts) > 0 {
		a.tell("left out: %s; to take them in: --include-intimate", strings.Join(parts, ", "))
	}
	if n.UnreadablePhotos > 0 {
		a.tell("left out: %s that cannot be decoded, so nobody can tell what it holds", report.Plural(n.UnreadablePhotos, "photo"))
	}
}

// tell prints talk beside JSON as well.
func (a *app) tell(format string, args ...any) {
	if !a.quiet {
		fmt.Fprintf(a.Err, format+"\n", args...)
	}
}
