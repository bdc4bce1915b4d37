package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/internal/archive"
	"spotlog/internal/report"
	"spotlog/store"
)

func (a *app) timelineCommand() *cli.Command {
	return &cli.Command{
		Name: "timeline", Usage: "what happened when", ArgsUsage: "[SPOT...]", Category: look,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "since", Usage: "from this `DATE` on"},
			&cli.StringFlag{Name: "until", Usage: "up to this `DATE`"},
			&cli.BoolFlag{Name: "include-intimate", Usage: "with -o: spots on intimate sites, and all photos, too"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to `FILE`.csv, .json or .txt"},
		},
		Action: a.timeline,
	}
}

// timelineWriters write a timeline in the form that a file's ending names.
var timelineWriters = map[string]func(*report.Document, io.Writer) error{
	".csv":  func(d *report.Document, w io.Writer) error { return d.WriteCSV(w) },
	".json": func(d *report.Document, w io.Writer) error { return archive.WriteJSON(w, d) },
	".txt":  func(d *report.Document, w io.Writer) error { return writeTimelineText(d, w, 80) },
}

func (a *app) timeline(c *cli.Context) error {
	within, err := a.rangeOf(c)
	if err != nil {
		return err
	}
	file := c.String("output")
	write, known := timelineWriters[strings.ToLower(filepath.Ext(file))]
	if file != "" && !known {
		return refuse("spotlog timeline -o timeline.csv", "%s does not end in .csv, .json or .txt", report.Plain(file))
	}
	return a.withJournal(func(db *store.DB, j *store.Journal) error {
		d, err := a.document(db, j, c.Args().Slice(), within, file != "" && !c.Bool("include-intimate"))
		switch {
		case err != nil:
			return err
		case file != "":
			if err := archive.WriteFile(file, func(w io.Writer) error { return write(d, w) }); err != nil {
				return err
			}
			a.say("wrote %s", report.Plain(file))
			if left := d.Withheld.Says(); left != "" {
				a.say("%s", left)
			}
			return nil
		case a.json:
			return a.writeJSON(d)
		case len(d.Rows) == 0:
			a.say("nothing is logged in that time")
			return nil
		}
		return writeTimelineText(d, a.Out, a.Width)
	})
}

// document tells the named spots, or all; what is made for others leaves out what ForOthers does.
func (a *app) document(db *store.DB, j *store.Journal, names []string, within report.Range, forOthers bool) (*report.Document, error) {
	cut(j, a.asOf)
	spots, err := spotsNamed(j, names)
	if err != nil {
		return nil, err
	}
	pictures, err := db.Pictures(a.ctx)
	if err != nil {
		return nil, err
	}
	answer := a.judge(j)
	var withheld report.Withheld
	if forOthers {
		j, withheld = report.ForOthers(j)
		if spots = kept(spots, j); len(spots) == 0 && len(names) > 0 {
			return nil, refuse("to take it in all the same: --include-intimate", "a file is made for others, and the site of %s is intimate", strings.Join(names, ", "))
		}
	}
	d := report.NewDocument(j, answer, pictures, report.Choice{Spots: spots, Whole: len(names) == 0, Within: within, AsOf: a.asOf})
	d.Withheld = withheld
	return d, nil
}

// kept gives those of the spots that a journal still holds, as it holds them.
func kept(spots []*store.Spot, j *store.Journal) (there []*store.Spot) {
	for _, s := range spots {
		if s := j.Spot(s.Name); s != nil {
			there = append(there, s)
		}
	}
	return there
}

// writeTimelineText ends with the one line that every print carries.
func writeTimelineText(t *report.Document, w io.Writer, width int) error {
	if err := t.WriteText(w, width); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\n%s\n", report.Wrap(report.Posture, width))
	return err
}

func (a *app) rangeOf(c *cli.Context) (r report.Range, err error) {
	if text := c.String("since"); text != "" {
		if r.Since, err = parseDate(text, a.asOf); err != nil {
			return r, err
		}
	}
	if text := c.String("until"); text != "" {
		if r.Until, err = parseDate(text, a.asOf); err != nil {
			return r, err
		}
	}
	if !r.Since.IsZero() && !r.Until.IsZero() && r.Until.LastDay() < r.Since.FirstDay() {
		return r, refuse("swap them", "--until %s lies before --since %s", r.Until, r.Since)
	}
	return r, nil
}
