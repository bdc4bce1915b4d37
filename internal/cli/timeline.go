package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/internal/archive"
	"spotlog/internal/report"
)

func (a *app) timelineCommand() *cli.Command {
	return &cli.Command{
		Name: "timeline", Usage: "what happened when", ArgsUsage: "[SPOT...]", Category: look,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "since", Usage: "from this `DATE` on"},
			&cli.StringFlag{Name: "until", Usage: "up to this `DATE`"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to `FILE`.csv, .json or .txt"},
		},
		Action: a.timeline,
	}
}

// timelineWriters write a timeline in the form that a file's ending names.
var timelineWriters = map[string]func(*report.Timeline, io.Writer) error{
	".csv":  (*report.Timeline).WriteCSV,
	".json": func(t *report.Timeline, w io.Writer) error { return archive.WriteJSON(w, t) },
	".txt":  func(t *report.Timeline, w io.Writer) error { return writeTimelineText(t, w, 80) },
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
	j, err := a.read()
	if err != nil {
		return err
	}
	names := c.Args().Slice()
	spots, err := spotsNamed(j, names)
	if err != nil {
		return err
	}
	t := report.NewTimeline(j, spots, len(names) == 0, within, a.asOf)
	switch {
	case file != "":
		if err := archive.WriteFile(file, func(w io.Writer) error { return write(t, w) }); err != nil {
			return err
		}
		a.say("wrote %s", report.Plain(file))
		return nil
	case a.json:
		return a.writeJSON(t)
	case len(t.Rows) == 0:
		a.say("nothing is logged in that time")
		return nil
	}
	return writeTimelineText(t, a.Out, a.Width)
}

// writeTimelineText ends with the one line that every print carries.
func writeTimelineText(t *report.Timeline, w io.Writer, width int) error {
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
