package cli

import (
	"io"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/internal/archive"
	"spotlog/internal/report"
	"spotlog/store"
)

func (a *app) summaryCommand() *cli.Command {
	return &cli.Command{
		Name: "summary", Usage: "the visit summary: what stands out, what changed, history, questions", Category: clinic, Action: a.summary,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "since", Usage: "look back to this `DATE`; to the last visit unless given"},
			&cli.StringSliceFlag{Name: "ask", Usage: "a question for the visit (`TEXT`), kept until it is answered"},
			&cli.BoolFlag{Name: "include-intimate", Usage: "spots on intimate sites too"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to `FILE`.txt or .json"},
		},
	}
}

// summaryWriters write a summary in the form that a file's ending names.
var summaryWriters = map[string]func(*report.Summary, io.Writer) error{
	".json": func(s *report.Summary, w io.Writer) error { return archive.WriteJSON(w, s) },
	".txt":  func(s *report.Summary, w io.Writer) error { return s.WriteText(w, 80) },
}

func (a *app) summary(c *cli.Context) error {
	if _, err := arguments(c, 0, 0, "spotlog summary -o summary.txt"); err != nil {
		return err
	}
	file := c.String("output")
	write, known := summaryWriters[strings.ToLower(filepath.Ext(file))]
	if file != "" && !known {
		return refuse("spotlog summary -o summary.txt", "%s does not end in .txt or .json", report.Plain(file))
	}
	within, err := a.rangeOf(c)
	if err != nil {
		return err
	}
	if err := a.keepQuestions(c.StringSlice("ask")); err != nil {
		return err
	}
	j, err := a.read()
	if err != nil {
		return err
	}
	s := report.NewSummary(j, a.judge(j), within.Since, a.asOf, c.Bool("include-intimate"))
	switch {
	case file != "":
		if err := archive.WriteFile(file, func(w io.Writer) error { return write(s, w) }); err != nil {
			return err
		}
		a.say("wrote %s", report.Plain(file))
		return nil
	case a.json:
		return a.writeJSON(s)
	}
	return s.WriteText(a.Out, min(a.Width, 80))
}

// keepQuestions records questions for the next visit.
func (a *app) keepQuestions(texts []string) error {
	if len(texts) == 0 {
		return nil
	}
	_, err := a.act("summary", func(tx *store.Tx) error {
		for _, text := range texts {
			if _, err := tx.PutQuestion(store.Question{Date: a.asOf.Date(), Text: text}); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}
