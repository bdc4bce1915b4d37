package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"runtime/debug"
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"spotlog/internal/archive"
	"spotlog/internal/report"
	"spotlog/store"
)

// A batch is committed when it holds so many photos or bytes: no more than that waits in memory,
// or is lost where the import is interrupted.
const (
	batchPhotos = 20
	batchBytes  = 16 << 20
)

// A folderImport is an import of a folder of photos under way: one act in as many transactions as
// it has batches.
type folderImport struct {
	*app
	root   *os.Root
	dir    string // as typed
	name   string // of the folder itself
	spot   string // all photos are of this one, or ""
	opened *store.Spot
	dates  photoDates
	all    bool
	dry    bool

	db      *store.DB // nil until there is a journal
	act     store.Act
	filer   *archive.Filer
	holders map[string]map[string]bool // the spots that had a photo before, by its SHA-256
	skipped map[string]bool            // photos of no spot, by their SHA-256

	answered map[string]bool // photos that were asked about, by their SHA-256: filed, or of no spot

	batch  []filing
	bytes  int64
	kept   int                  // photos committed
	begun  bool                 // the journal was made for them
	asks   bool                 // a person can be asked
	toDate []archive.FolderFile // photos of a known spot whose date has to be asked for
}

// A filing is a photo and the spot that it goes to.
type filing struct {
	spot  string
	photo archive.FolderPhoto
}

func (a *app) importFolder(c *cli.Context, dir string) error {
	im := &folderImport{app: a, dir: dir, all: c.Bool("all"), dry: c.Bool("dry-run"), act: store.Act{Verb: "import"}, answered: map[string]bool{}}
	defer im.close()
	// Photos are large and few: to collect them sooner costs nothing, and saves their memory.
	defer debug.SetGCPercent(debug.SetGCPercent(50))
	if err := im.prepare(c, dir); err != nil {
		return err
	}
	began := a.Now()
	files, err := archive.ListFolder(im.root)
	if err == nil {
		err = im.onlyJournal(dir, files)
	}
	if err == nil {
		err = im.run(files, began)
	}
	if im.begun {
		im.sayBegan() // now that no progress bar has the terminal
	}
	if err != nil {
		return im.broken(err)
	}
	return im.tell()
}

func (im *folderImport) close() {
	if im.root != nil {
		im.root.Close()
	}
	if im.db != nil {
		im.db.Close()
	}
}

// prepare reads flags, folder and journal.
func (im *folderImport) prepare(c *cli.Context, dir string) (err error) {
	if im.dates, err = im.readPhotoDates(c); err != nil {
		return err
	}
	opened, err := im.readOpened(c)
	if err != nil {
		return err
	}
	whole, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	im.name = filepath.Base(whole)
	if im.root, err = os.OpenRoot(dir); err != nil {
		return err
	}
	j := &store.Journal{}
	if im.db, err = im.openExisting(); err == nil {
		if j, err = im.db.Journal(im.ctx); err == nil {
			im.skipped, err = im.db.Skipped(im.ctx)
		}
	} else if errors.Is(err, store.ErrMissing) {
		if im.db = nil; opened == nil {
			return notFound(`to open the spot that they are of: --spot left-forearm-1 --new --site "left forearm"`, "there is no journal at %s yet", im.path)
		}
		err = nil
	}
	if err != nil {
		return err
	}
	im.filer = archive.NewFiler(j)
	im.filer.Done.DryRun = im.dry
	im.holders = holdersOf(j)
	im.asks = im.InTerminal && !im.noInput && !im.dry && !im.json
	return im.settleSpot(j, c.String("spot"), opened)
}

// readOpened reads the flags of a spot that is to be opened; nil where none is.
func (im *folderImport) readOpened(c *cli.Context) (*loggedEntry, error) {
	l := &loggedEntry{isNew: c.Bool("new"), name: c.String("spot")}
	if l.isNew {
		return l, im.readSpotFlags(c, l)
	}
	for _, name := range photoImportFlags {
		switch name {
		case "spot", "new", "date", "date-from", "all":
		default:
			if c.IsSet(name) {
				return nil, refuse("to open a spot for them, add --new", "--%s belongs to a new spot", name)
			}
		}
	}
	return nil, nil
}

// settleSpot finds or opens the one spot that all photos are of, where there is one.
func (im *folderImport) settleSpot(j *store.Journal, typed string, opened *loggedEntry) error {
	if opened != nil {
		if opened.spot.Name == "" {
			opened.spot.Name = freeName(j, opened.spot.Site)
		}
		if j.Spot(opened.spot.Name) != nil {
			return refuse("leave --new out, or choose another name", "there is a spot %s already", opened.spot.Name)
		}
		s := opened.spot.WithDefaults()
		im.spot, im.opened = s.Name, &s
		j.Spots = append(j.Spots, s)
		return nil
	}
	if typed == "" {
		return nil
	}
	s, err := spotNamed(j, typed)
	if err != nil {
		return unknownSpot(err, typed)
	}
	im.spot = s.Name
	return nil
}

func holdersOf(j *store.Journal) map[string]map[string]bool {
	holders := map[string]map[string]bool{}
	for _, r := range j.Refs() {
		if r.Photo == nil {
			continue
		}
		if holders[r.Photo.SHA256] == nil {
			holders[r.Photo.SHA256] = map[string]bool{}
		}
		if r.Spot != nil {
			holders[r.Photo.SHA256][r.Spot.Name] = true
		}
	}
	return holders
}

// run takes the photos whose spot is clear, then asks about the others.
func (im *folderImport) run(files []archive.FolderFile, began time.Time) error {
	var names []string
	for _, s := range im.filer.Journal.Spots {
		names = append(names, s.Name)
	}
	spots := map[string]string{}
	var clear, unclear []archive.FolderFile
	for _, f := range files {
		if f.Kind != archive.FilePhoto {
			im.leave(f, string(f.Kind), "")
			continue
		}
		if spots[f.Path] = im.spot; im.spot == "" {
			spots[f.Path] = archive.SpotOf(path.Join(im.name, f.Path), names)
		}
		if spots[f.Path] == "" {
			unclear = append(unclear, f)
		} else {
			clear = append(clear, f)
		}
	}
	if err := im.takeClear(clear, spots); err != nil {
		return err
	}
	if im.asks && len(names) > 0 {
		return im.askAbout(im.toDate, unclear, spots, began)
	}
	return im.countUnclear(unclear, leftUnclear)
}

// takeClear files photos whose spot is known.
func (im *folderImport) takeClear(files []archive.FolderFile, spots map[string]string) error {
	var known func(archive.FolderFile, string) bool
	if len(im.holders) > 0 {
		known = func(f archive.FolderFile, sha256 string) bool { return im.holders[sha256][spots[f.Path]] }
	}
	reader := im.reader(known)
	bar := im.progress(len(files))
	defer bar.stop()
	for p := range reader.Read(im.ctx, files) {
		if err := im.take(spots[p.File.Path], p); err != nil {
			return err
		}
		bar.step()
	}
	if err := im.ctx.Err(); err != nil {
		return err
	}
	return im.commit()
}

func (im *folderImport) reader(known func(archive.FolderFile, string) bool) *archive.FolderReader {
	return &archive.FolderReader{Root: im.root, Limits: im.limits, Known: known}
}

// take puts a photo into the batch, or says why it is left out.
func (im *folderImport) take(spot string, p archive.FolderPhoto) error {
	switch {
	case p.Known:
		im.filer.Done.Unchanged++
		return nil
	case p.Err != nil:
		im.leave(p.File, leftRefused, p.Err.Error())
		return nil
	}
	im.dates.settle(&p.Photo, p.File.Modified)
	switch {
	case p.Photo.Taken.IsZero() && im.asks:
		im.toDate = append(im.toDate, p.File)
		return nil
	case p.Photo.Taken.IsZero():
		im.leave(p.File, leftUndated, "")
		return nil
	case p.Photo.Taken.FirstDay() > im.asOf:
		im.leave(p.File, leftFuture, "says it was taken on "+report.LongDate(p.Photo.Taken)+", which has not come")
		return nil
	}
	if p.Warning != "" {
		im.filer.Done.Warnings = append(im.filer.Done.Warnings, p.File.Path+": "+p.Warning)
	}
	im.batch = append(im.batch, filing{spot, p})
	im.bytes += p.Picture.Bytes
	if len(im.batch) < batchPhotos && im.bytes < batchBytes {
		return nil
	}
	return im.commit()
}

// commit files the batch: all of it lands or none.
func (im *folderImport) commit() (err error) {
	if len(im.batch) == 0 {
		return nil
	}
	slices.SortStableFunc(im.batch, func(x, y filing) int { return x.photo.Photo.Taken.Compare(y.photo.Photo.Taken) })
	for i := range im.batch {
		if err := im.filer.NoteNear(im.ctx, im.batch[i].spot, &im.batch[i].photo, im.thumbnail); err != nil {
			return err
		}
	}
	switch {
	case im.dry:
		err = im.file(nil)
	case im.db == nil:
		if im.act, err = store.Create(im.ctx, im.path, im.env(), im.act.Verb, im.file); err == nil {
			im.begun = true
			im.db, err = im.openExisting()
		}
	default:
		im.act, err = im.db.Continue(im.ctx, im.act, im.file)
	}
	if err != nil {
		return err
	}
	im.batch, im.bytes = nil, 0
	if im.dry {
		return nil
	}
	im.kept = im.filer.Done.Added.Photos
	if im.verbose {
		im.say("%s in the journal so far", report.Plural(im.kept, "photo"))
	}
	return nil
}

func (im *folderImport) thumbnail(ctx context.Context, sha256 string) ([]byte, error) {
	if im.db == nil {
		return nil, store.ErrNoRecord
	}
	return im.db.Thumbnail(ctx, sha256)
}

// file writes the batch. Where another command has changed the journal since it was read, it is
// read again first.
func (im *folderImport) file(tx *store.Tx) error {
	if tx != nil && !tx.Resumed() {
		j, err := tx.Journal()
		if err != nil {
			return err
		}
		im.filer.Journal = j
	}
	if err := im.open(tx); err != nil {
		return err
	}
	for i := range im.batch {
		if err := im.filer.File(tx, im.batch[i].spot, &im.batch[i].photo); err != nil {
			return err
		}
	}
	return nil
}

// open puts the new spot into the journal, with the first photos that go to it.
func (im *folderImport) open(tx *store.Tx) error {
	if im.opened == nil || im.filer.Done.Added.Spots > 0 {
		return nil
	}
	im.filer.Done.Added.Spots = 1
	if tx == nil {
		return nil
	}
	id, err := tx.PutSpot(*im.opened)
	s := *im.opened
	s.ID = id
	im.filer.Journal.Spots = append(im.filer.Journal.Spots, s)
	return err
}

// broken says what an import that stopped has kept.
func (im *folderImport) broken(err error) error {
	if im.kept == 0 {
		return err
	}
	if errors.Is(err, context.Canceled) {
		stopped := &refusal{exitCodeOf(im.ctx), fmt.Sprintf("interrupted; %s in the journal", are(im.kept, "photo")), "the same command takes the rest"}
		if im.opened != nil { // which cannot be opened twice
			stopped.hint = "for the rest: spotlog import " + shellQuoted(im.dir) + " --spot " + im.spot
		}
		return stopped
	}
	return fmt.Errorf("%w; %s in the journal", err, are(im.kept, "photo"))
}

func are(n int, noun string) string {
	if n == 1 {
		return "1 " + noun + " is"
	}
	return report.Plural(n, noun) + " are"
}
