package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/internal/archive"
	"spotlog/internal/report"
	"spotlog/store"
)

func (a *app) importCommand() *cli.Command {
	flags := []cli.Flag{
		&cli.BoolFlag{Name: "dry-run", Usage: "say what would be done, and change nothing"},
		&cli.BoolFlag{Name: "update", Usage: "where a record is there with other content, take the file's"},
		&cli.StringFlag{Name: "spot", Usage: "photos: all of them are of this spot (`NAME`)"},
		&cli.BoolFlag{Name: "new", Usage: "photos: open that spot; without --spot one is named after its site"},
		&cli.StringFlag{Name: "date", Usage: "photos: when those without a date of their own were taken (`DATE`)"},
		dateFromFlag,
		&cli.BoolFlag{Name: "all", Usage: "photos: ask also about older ones, and those that you said belong to no spot"},
	}
	flags = append(append(flags, flagsOf(spotFields)...), limitFlags()...)
	return &cli.Command{
		Name: "import", Usage: "an export, a CSV, or a folder of photos; again doubles nothing", ArgsUsage: "FILE|DIR", Category: keep,
		Flags: append(flags, firstSeenFlag), Action: a.importAny,
	}
}

// photoImportFlags are those that only a folder of photos takes.
var photoImportFlags = []string{"spot", "new", "date", "date-from", "all", "site", "kind", "onset", "where", "place", "first-seen"}

// importAny tells by the argument what is to come in.
func (a *app) importAny(c *cli.Context) error {
	words, err := arguments(c, 1, 1, "spotlog import spotlog-export")
	if err != nil {
		return err
	}
	path := words[0]
	if isPhotoFolder(path) {
		if c.IsSet("update") {
			return refuse("spotlog import "+shellQuoted(path), "--update is for a journal or a CSV; photos are only ever added")
		}
		return a.importFolder(c, path)
	}
	for _, name := range photoImportFlags {
		if c.IsSet(name) {
			return refuse("spotlog import "+shellQuoted(path), "--%s is for a folder of photos", name)
		}
	}
	if info, err := os.Stat(path); strings.EqualFold(filepath.Ext(path), ".csv") && (err != nil || !info.IsDir()) {
		return a.importCSV(c, path)
	}
	return a.importJournal(c, path)
}

// isPhotoFolder: a folder with a journal.json is one that export wrote.
func isPhotoFolder(path string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		return false
	}
	_, err = os.Stat(filepath.Join(path, "journal.json"))
	return errors.Is(err, fs.ErrNotExist)
}

// errDryRun takes back an import that was only tried.
var errDryRun = errors.New("dry run")

// importJournal brings a journal document in.
func (a *app) importJournal(c *cli.Context, path string) error {
	if err := wrongDocument(path); err != nil {
		return err
	}
	document, err := a.readDocument(path)
	if err != nil {
		return err
	}
	return a.importDocument(c, func(*store.Journal) (*archive.Document, error) { return document, nil })
}

// importDocument brings in what read makes in view of the journal that is there.
func (a *app) importDocument(c *cli.Context, read func(now *store.Journal) (*archive.Document, error)) error {
	var document *archive.Document
	var done archive.Imported
	_, err := a.actOrCreate("import", func(tx *store.Tx) error {
		now, err := tx.Journal()
		if err != nil {
			return err
		}
		if document, err = read(now); err != nil {
			return err
		}
		done, err = document.Import(a.ctx, tx, c.Bool("update"), a.limits)
		if err == nil && c.Bool("dry-run") {
			done.DryRun = true
			return errDryRun
		}
		return err
	})
	if err != nil && !errors.Is(err, errDryRun) {
		return err
	}
	if a.json {
		return a.writeJSON(done)
	}
	a.printImported(done, document.Journal)
	return nil
}

func (a *app) readDocument(path string) (*archive.Document, error) {
	if path == "-" {
		data, err := a.readAll(a.In)
		if err != nil {
			return nil, err
		}
		return archive.ParseDocument(data, ".")
	}
	document, err := archive.ReadDocument(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, notFound("name a journal.json, or the folder that spotlog export wrote", "there is no journal document at %s", path)
	}
	return document, err
}

func (a *app) printImported(done archive.Imported, j *store.Journal) {
	verb := "imported"
	if done.DryRun {
		verb = "would import"
	}
	kinds := []struct {
		n    int
		name string
	}{
		{done.Added.Spots, "spot"}, {done.Added.Photos, "photo"}, {done.Added.Checks, "check"},
		{done.Added.Visits, "visit"}, {done.Added.Medications, "medicine"}, {done.Added.Questions, "question"},
	}
	parts := []string{report.Plural(done.Added.Entries, "entry")}
	for _, k := range kinds {
		if k.n > 0 {
			parts = append(parts, report.Plural(k.n, k.name))
		}
	}
	fmt.Fprintf(a.Out, "%s %s; %d updated, %d there already\n", verb, strings.Join(parts, ", "), done.Updated, done.Unchanged)
	for _, w := range done.Warnings {
		a.say("%s", report.Plain(w))
	}
	if done.NoBytes > 0 {
		a.say("%s listed without a file and left out", report.Plural(done.NoBytes, "photo"))
	}
	if later := laterThan(j, a.asOf); later > 0 {
		a.say("%s dated after today: they are not seen until then", report.Plural(later, "entry"))
	}
}

func laterThan(j *store.Journal, today store.Day) int {
	n := 0
	for _, s := range j.Spots {
		for _, e := range s.Entries {
			if e.Date.FirstDay() > today {
				n++
			}
		}
	}
	return n
}
