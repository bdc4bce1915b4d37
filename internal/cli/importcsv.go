package cli

import (
	"errors"
	"io/fs"
	"os"

	"github.com/urfave/cli/v2"

	"spotlog/internal/archive"
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
		if wrong := (*archive.CSVError)(nil); errors.As(err, &wrong) {
			return nil, refuse("the columns and what they take: spotlog help import; nothing was imported", "%v", wrong)
		}
		return document, err
	})
}
