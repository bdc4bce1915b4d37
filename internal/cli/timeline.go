package cli

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/internal/archive"
	"spotlog/internal/report"
	"spotlog/store"
)

func (a *app) timelineCommand() *cli.Command {
	return &cli.Command{
		Name: "timeline", Usage: "what happened when; -o writes .pdf, .html, .csv, .json or .txt", ArgsUsage: "[SPOT...]", Category: look,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "since", Usage: "from this `DATE` on"},
			&cli.StringFlag{Name: "until", Usage: "up to this `DATE`"},
			&cli.BoolFlag{Name: "include-intimate", Usage: "with -o: spots on intimate sites, and all photos, too"},
			&cli.BoolFlag{Name: "changed", Usage: "only spots that are flagged above watch or changed to the eye"},
			&cli.StringFlag{Name: "max-size", Usage: "of a .pdf file, 4.5MB unless given: photos shrink, then drop out, to keep to this `SIZE`", Value: "4.5MB"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to `FILE`.pdf, .html, .csv, .json or .txt"},
			&cli.BoolFlag{Name: "open", Usage: "show it in the browser; without -o as a page of your own, which holds everything"},
		},
		Action: a.timeline,
	}
}

// timelineWriters write a timeline in the form that a file's ending names.
var timelineWriters = map[string]func(*report.Document, io.Writer, report.Pictures, report.Printing) error{
	".csv": func(d *report.Document, w io.Writer, _ report.Pictures, _ report.Printing) error {
		return d.WriteCSV(w)
	},
	".html": func(d *report.Document, w io.Writer, p report.Pictures, _ report.Printing) error {
		return d.WriteHTML(w, p)
	},
	".json": func(d *report.Document, w io.Writer, _ report.Pictures, _ report.Printing) error {
		return archive.WriteJSON(w, d)
	},
	".pdf": (*report.Document).WritePDF,
	".txt": func(d *report.Document, w io.Writer, _ report.Pictures, _ report.Printing) error {
		return writeTimelineText(d, w, 80)
	},
}

func (a *app) timeline(c *cli.Context) error {
	if err := a.removePage(timelinePageFile); err != nil {
		return err
	}
	within, err := a.within(c, "since", "until")
	if err != nil {
		return err
	}
	file := c.String("output")
	write, err := writerFor(timelineWriters, file, ".pdf, .html, .csv, .json or .txt", "spotlog timeline -o timeline.pdf")
	if err != nil {
		return err
	}
	most, err := parseBytes(c.String("max-size"))
	if err != nil {
		return err
	}
	return a.withJournal(func(db *store.DB, j *store.Journal) error {
		d, err := a.document(db, j, c.Args().Slice(), within, file != "" && !c.Bool("include-intimate"), c.Bool("changed"))
		if err != nil {
			return err
		}
		if file == "" {
			return a.tellTimeline(c, db, d)
		}
		err = archive.WriteFile(file, func(w io.Writer) error {
			return write(d, w, a.pictures(db), report.Printing{Now: a.Now(), MaxBytes: most})
		})
		if errors.Is(err, report.ErrTooLarge) {
			return refuse("a larger --max-size, or fewer spots: spotlog timeline SPOT -o "+shellQuoted(file), "--max-size %s: %v", c.String("max-size"), err)
		}
		if err != nil {
			return err
		}
		if c.Bool("open") && !a.openInBrowser(file) {
			a.say("there is no browser to show it in from here")
		}
		return a.wroteFile(file, &d.Withheld, d.SteadySays())
	})
}

// tellTimeline tells it to the person, on the terminal or as a page.
func (a *app) tellTimeline(c *cli.Context, db *store.DB, d *report.Document) error {
	if says := d.SteadySays(); says != "" {
		a.say("%s", asTalk(says))
	}
	switch {
	case c.Bool("open"):
		return a.openPage(timelinePageFile, func(w io.Writer) error { return d.WriteHTML(w, a.pictures(db)) })
	case a.json:
		return a.writeJSON(d)
	case len(d.Rows) == 0:
		a.say("nothing is logged in that time")
		return nil
	}
	return writeTimelineText(d, a.Out, a.Width)
}

// parseBytes reads how large a file may be: 4.5MB, 900kB.
func parseBytes(typed string) (int64, error) {
	number, unit := strings.TrimSpace(typed), int64(0)
	for suffix, bytes := range map[string]int64{"kb": 1e3, "mb": 1e6} {
		if rest, ok := strings.CutSuffix(strings.ToLower(number), suffix); ok {
			number, unit = strings.TrimSpace(rest), bytes
			break
		}
	}
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || unit == 0 || !(n > 0 && n < 1e6) {
		return 0, refuse("--max-size 4.5MB, or 900kB", "%q is no size of a file", report.Plain(typed))
	}
	return int64(n * float64(unit)), nil
}

// document tells the named spots, or all, or of these the changed ones; what is made for others
// leaves out what ForOthers does.
func (a *app) document(db *store.DB, j *store.Journal, names []string, within report.Range, forOthers, changed bool) (*report.Document, error) {
	spots, err := a.spotsThere(j, names)
	if err != nil {
		return nil, err
	}
	cut(j, a.asOf)
	pictures, err := db.Pictures(a.ctx)
	if err != nil {
		return nil, err
	}
	answer := a.judge(j)
	var withheld report.Withheld
	if forOthers {
		whole := j
		j, withheld = report.ForOthers(whole)
		answer = report.AnswerForOthers(answer, whole, j)
		if spots = kept(spots, j); len(spots) == 0 && len(names) > 0 {
			return nil, refuse("to take it in all the same: --include-intimate", "a file is made for others, and the site of %s is intimate", strings.Join(names, ", "))
		}
	}
	d := report.NewDocument(j, answer, pictures, report.Choice{Spots: spots, Whole: len(names) == 0, Within: within, AsOf: a.asOf, Changed: changed})
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
