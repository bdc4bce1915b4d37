package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/internal/archive"
	"spotlog/internal/report"
	"spotlog/store"
)

func (a *app) photoCommand() *cli.Command {
	return &cli.Command{
		Name: "photo", Usage: "photos of spots: add, mark, list, show, move, rm, rebuild", Category: eachMonth,
		Subcommands: []*cli.Command{
			{
				Name: "add", Usage: "photos for the newest entry, or with --each for entries by photo date", ArgsUsage: "SPOT FILE...",
				Flags: append(limitFlags(),
					&cli.BoolFlag{Name: "each", Usage: "file each photo under the day it was taken, making entries where there are none"},
					&cli.StringFlag{Name: "date", Usage: "when photos without a date of their own were taken (`DATE`)"},
					dateFromFlag,
					&cli.StringFlag{Name: "area", Usage: "file photos of a part of the body (`AREA`), not of one spot, under that day's check; then name no SPOT"},
					&cli.StringFlag{Name: "kind", Usage: "how much the photo shows: " + strings.Join(store.WordList("photo.kind"), ", ")},
				), Action: a.photoAdd,
			},
			a.photoMarkCommand(),
			{Name: "list", Usage: "the photos, a line each", ArgsUsage: "[SPOT...]", Action: a.photoList},
			{
				Name: "show", Usage: "one photo, drawn where the terminal can", ArgsUsage: "PHOTO",
				Flags:  []cli.Flag{&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write the photo as it came to `FILE`"}},
				Action: a.photoShow,
			},
			{Name: "move", Usage: "file a photo under another spot or entry", ArgsUsage: "PHOTO SPOT|SPOT@DATE", Action: a.photoMove},
			{Name: "rm", Usage: "take a photo out (undo brings it back)", ArgsUsage: "PHOTO", Action: a.photoRemove},
			a.photoRebuildCommand(),
		},
	}
}

type photosDocument struct {
	Schema string      `json:"schema"`
	Photos []photoLine `json:"photos"`
}

// A photoLine is a photo and where it is filed.
type photoLine struct {
	Spot  string      `json:"spot,omitempty"`
	Date  store.Date  `json:"date"` // of its entry or check
	Photo store.Photo `json:"photo"`
}

// takenWords says when a photo was taken and, where the camera did not say so, who did.
func takenWords(p store.Photo) string {
	if p.Taken.IsZero() {
		return "date unknown"
	}
	return "taken " + report.LongMoment(p.Taken) + report.TakenFrom(p)
}

func (a *app) photoList(c *cli.Context) error {
	return a.withJournal(func(db *store.DB, j *store.Journal) error { return a.listPhotos(db, j, c.Args().Slice()) })
}

func (a *app) listPhotos(db *store.DB, j *store.Journal, names []string) error {
	if _, err := a.spotsThere(j, names); err != nil {
		return err
	}
	lines, err := photoLines(j, names)
	if err != nil {
		return err
	}
	lines = slices.DeleteFunc(lines, func(l photoLine) bool { return !a.hasCome(l.Date) })
	if a.json {
		return a.writeJSON(photosDocument{"spotlog.photos.v1", lines})
	}
	if len(lines) == 0 {
		a.say("no photos yet: spotlog photo add SPOT FILE")
		return nil
	}
	pictures, err := db.Pictures(a.ctx)
	if err != nil {
		return err
	}
	handles := photoHandles(lines)
	t := a.table(3, "PHOTO", "SPOT", "TAKEN", "NAME", "ENTRY", "PIXELS", "SIZE")
	for _, l := range lines {
		p := pictures[l.Photo.SHA256]
		t.row(handles[l.Photo.ID], l.place(), strings.TrimPrefix(takenWords(l.Photo), "taken "), report.Plain(l.Photo.Name),
			report.LongDate(l.Date), pixels(p), megabytes(p.Bytes))
	}
	return t.print()
}

// photoHandles gives each photo what names it at the terminal: the beginning of its SHA-256, or of
// its id where one picture serves several.
func photoHandles(lines []photoLine) map[store.ID]string {
	var hashes, ids []store.ID
	uses := map[string]int{}
	for _, l := range lines {
		hashes, ids = append(hashes, store.ID(l.Photo.SHA256)), append(ids, l.Photo.ID)
		uses[l.Photo.SHA256]++
	}
	byHash, byID := shortest(hashes), shortest(ids)
	handles := map[store.ID]string{}
	for _, l := range lines {
		handles[l.Photo.ID] = byHash[store.ID(l.Photo.SHA256)]
		if uses[l.Photo.SHA256] > 1 {
			handles[l.Photo.ID] = byID[l.Photo.ID]
		}
	}
	return handles
}

func (l photoLine) place() string {
	if l.Spot == "" {
		return "check, " + l.Photo.Area
	}
	return l.Spot
}

func pixels(p store.Picture) string {
	if p.Width == 0 {
		return p.Format + ", no picture"
	}
	return fmt.Sprintf("%d×%d", p.Width, p.Height)
}

func megabytes(n int64) string {
	if n < 100_000 {
		return fmt.Sprintf("%d kB", (n+999)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}

// photoLines lists the photos of some spots, or of the whole journal with its checks.
func photoLines(j *store.Journal, names []string) ([]photoLine, error) {
	spots, err := spotsNamed(j, names)
	if err != nil {
		return nil, err
	}
	lines := []photoLine{}
	for _, s := range spots {
		for _, e := range s.Entries {
			for _, p := range e.Photos {
				lines = append(lines, photoLine{s.Name, e.Date, p})
			}
		}
	}
	for _, check := range j.Checks {
		for _, p := range check.Photos {
			if len(names) == 0 {
				lines = append(lines, photoLine{"", check.Date, p})
			}
		}
	}
	return lines, nil
}

// photoNamed finds a photo by the beginning of its id, or of its SHA-256.
func (a *app) photoNamed(j *store.Journal, typed string) (store.Ref, error) {
	var found []store.Ref
	for _, r := range j.Refs() {
		typed := strings.ToLower(typed)
		if r.Photo != nil && len(typed) >= 4 && (strings.HasPrefix(string(r.ID), typed) || strings.HasPrefix(r.Photo.SHA256, typed)) {
			found = append(found, r)
		}
	}
	switch len(found) {
	case 0:
		return store.Ref{}, notFound("see your photos: spotlog photo list", "there is no photo %q", typed)
	case 1:
		return found[0], nil
	}
	return store.Ref{}, ambiguous(typed, found)
}

// pictureNamed is photoNamed for looking: where one picture serves several photos, any will do.
func (a *app) pictureNamed(j *store.Journal, typed string) (store.Ref, error) {
	var same []store.Ref
	for _, r := range j.Refs() {
		if r.Photo != nil && len(typed) >= 4 && strings.HasPrefix(r.Photo.SHA256, strings.ToLower(typed)) {
			same = append(same, r)
		}
	}
	for _, r := range same {
		if r.Photo.SHA256 != same[0].Photo.SHA256 {
			return a.photoNamed(j, typed)
		}
	}
	if len(same) > 0 {
		return same[0], nil
	}
	return a.photoNamed(j, typed)
}

func (a *app) photoShow(c *cli.Context) error {
	words, err := arguments(c, 1, 1, "spotlog photo show PHOTO; see their ids: spotlog photo list")
	if err != nil {
		return err
	}
	return a.withJournal(func(db *store.DB, j *store.Journal) error {
		ref, err := a.pictureNamed(j, words[0])
		if err != nil {
			return err
		}
		if file := c.String("output"); file != "" {
			return a.writeOriginal(db, ref, file)
		}
		return a.showPhoto(db, ref)
	})
}

func (a *app) showPhoto(db *store.DB, ref store.Ref) error {
	line, of := photoLine{Photo: *ref.Photo}, "entry of "
	if ref.Entry != nil {
		line.Spot, line.Date = ref.Spot.Name, ref.Entry.Date
	} else {
		line.Date, of = ref.Check.Date, ""
	}
	if a.json {
		return a.writeJSON(photosDocument{"spotlog.photos.v1", []photoLine{line}})
	}
	pictures, err := db.Pictures(a.ctx)
	if err != nil {
		return err
	}
	p := pictures[ref.Photo.SHA256]
	fmt.Fprintf(a.Out, "%s · %s%s · %s · %s · %s · %s\n", line.place(), of, report.LongDate(line.Date), takenWords(*ref.Photo), pixels(p), megabytes(p.Bytes), report.Plain(ref.Photo.Name))
	return a.drawPhotos(db, []shownPhoto{{*ref.Photo, report.LongDate(line.Date)}}, min(a.Width-1, 78))
}

func (a *app) writeOriginal(db *store.DB, ref store.Ref, file string) error {
	original, err := db.Original(a.ctx, ref.Photo.SHA256)
	if err != nil {
		return err
	}
	if err := archive.WriteFile(file, func(w io.Writer) error { _, err := w.Write(original); return err }); err != nil {
		return err
	}
	a.say("wrote %s, byte for byte as it came", report.Plain(file))
	return nil
}

func (a *app) photoMove(c *cli.Context) error {
	words, err := arguments(c, 2, 2, "spotlog photo move PHOTO left-forearm-1@2026-11-01")
	if err != nil {
		return err
	}
	return a.correct("photo move", func(tx *store.Tx, j *store.Journal) (string, error) {
		ref, err := a.photoNamed(j, words[0])
		if err != nil {
			return "", err
		}
		to, err := a.entryForPhoto(j, words[1], ref.Photo)
		if err != nil {
			return "", err
		}
		did := fmt.Sprintf("%s is now a %s", describe(ref), strings.Replace(describe(to), "entry", "photo of the entry", 1))
		_, err = tx.PutPhoto(store.Owner{Entry: to.ID}, *ref.Photo)
		return did, err
	})
}

// entryForPhoto finds SPOT@DATE, or for a bare SPOT the entry of the day the photo was taken, or
// else the newest.
func (a *app) entryForPhoto(j *store.Journal, typed string, p *store.Photo) (store.Ref, error) {
	ref, err := a.recordNamed(j, typed)
	if err != nil || ref.Noun == store.NounEntry {
		return ref, err
	}
	if ref.Spot == nil || ref.Spot.Newest() == nil {
		return ref, notFound("log one first: spotlog log "+typed, "%s is no spot with an entry", typed)
	}
	entry := ref.Spot.Newest()
	for i := range ref.Spot.Entries {
		if !p.Taken.IsZero() && ref.Spot.Entries[i].Date.FirstDay() == p.Taken.FirstDay() {
			entry = &ref.Spot.Entries[i]
		}
	}
	return store.Ref{Noun: store.NounEntry, ID: entry.ID, Spot: ref.Spot, Entry: entry}, nil
}

func (a *app) photoRemove(c *cli.Context) error {
	words, err := arguments(c, 1, 1, "spotlog photo rm PHOTO; see their ids: spotlog photo list")
	if err != nil {
		return err
	}
	return a.correct("photo rm", func(tx *store.Tx, j *store.Journal) (string, error) {
		ref, err := a.photoNamed(j, words[0])
		if err != nil {
			return "", err
		}
		return "took out the " + describe(ref), tx.Remove(store.NounPhoto, ref.ID)
	})
}
