package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/urfave/cli/v2"

	"spotlog/internal/archive"
	"spotlog/internal/report"
	"spotlog/store"
)

// importCSV brings in entries in the columns that timeline writes.
func (a *app) importCSV(c *cli.Context, path string) error {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return notFound("look for its name and folder: ls", "there is no CSV at %s", path)
	}
	if err != nil {
		return err
	}
	return a.importDocument(c, func(now *store.Journal) (*archive.Document, error) {
		document, err := archive.ParseCSV(data, now)
		return document, a.tellLines(err, "the columns and what they take: spotlog help import; nothing was imported")
	})
}

// tellLines names every line that cannot be taken: one in the error itself, several above it, a
// line each.
func (a *app) tellLines(err error, hint string) error {
	var wrong *archive.LineErrors
	switch {
	case !errors.As(err, &wrong):
		return err
	case len(wrong.Lines) == 1 || a.json:
		return refuse(hint, "%v", wrong)
	}
	for _, line := range wrong.Lines {
		fmt.Fprintf(a.Err, "spotlog: %s\n", report.Plain(line))
	}
	return refuse(hint, "%d places are wrong", len(wrong.Lines))
}
