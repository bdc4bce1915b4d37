package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/internal/archive"
	"spotlog/internal/photo"
	"spotlog/internal/report"
	"spotlog/store"
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
	db, err := a.open()
	if err != nil {
		return err
	}
	defer db.Close()
	if to == "" {
		j, err := db.Journal(a.ctx)
		if err != nil {
			return err
		}
		return a.writeJSON(j)
	}
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
	db, err := a.open()
	if err != nil {
		return err
	}
	defer db.Close()
	if to == "" {
		j, err := db.Journal(a.ctx)
		if err != nil {
			return err
		}
		document, leftOut := archive.Deidentify(j, withIntimate)
		a.tellLeftOut(leftOut)
		return a.writeJSON(document)
	}
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
	fmt.Fprintf(a.Out, "wrote %s: %s, %s, %s\n", report.Plain(done.To), counted(done.Spots, "spot"), entries2(done.Entries), counted(done.Photos, "photo"))
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
			parts = append(parts, counted(p.n, p.noun)+" "+p.why)
		}
	}
	if len(parts) > 0 {
		a.tell("left out: %s; to take them in: --include-intimate", strings.Join(parts, ", "))
	}
	if n.UnreadablePhotos > 0 {
		a.tell("left out: %s that cannot be decoded, so nobody can tell what it holds", counted(n.UnreadablePhotos, "photo"))
	}
}

// tell prints talk beside JSON as well.
func (a *app) tell(format string, args ...any) {
	if !a.quiet {
		fmt.Fprintf(a.Err, format+"\n", args...)
	}
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func entries2(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return fmt.Sprintf("%d entries", n)
}

func (a *app) importCommand() *cli.Command {
	return &cli.Command{
		Name: "import", Usage: "a journal that export wrote; again without doubling anything", ArgsUsage: "FILE|DIR", Category: keep,
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "dry-run", Usage: "say what would be done, and change nothing"},
			&cli.BoolFlag{Name: "update", Usage: "where a record is there with other content, take the file's"},
		},
		Action: a.importJournal,
	}
}

// errDryRun takes back an import that was only tried.
var errDryRun = errors.New("dry run")

func (a *app) importJournal(c *cli.Context) error {
	words, err := arguments(c, 1, 1, "spotlog import spotlog-export")
	if err != nil {
		return err
	}
	document, err := a.readDocument(words[0])
	if err != nil {
		return err
	}
	var done archive.Imported
	act := a.actOrCreate
	_, err = act("import", func(tx *store.Tx) error {
		done, err = document.Import(a.ctx, tx, c.Bool("update"), photo.Default)
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
	parts := []string{entries2(done.Added.Entries)}
	for _, k := range kinds {
		if k.n > 0 {
			parts = append(parts, counted(k.n, k.name))
		}
	}
	fmt.Fprintf(a.Out, "%s %s; %d updated, %d there already\n", verb, strings.Join(parts, ", "), done.Updated, done.Unchanged)
	for _, w := range done.Warnings {
		a.say("%s", report.Plain(w))
	}
	if done.NoBytes > 0 {
		a.say("%s listed without a file and left out", counted(done.NoBytes, "photo"))
	}
	if later := laterThan(j, a.asOf); later > 0 {
		a.say("%s dated after today: they are not seen until then", entries2(later))
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
