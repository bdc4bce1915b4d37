package cli

import (
	"fmt"
	"io"
	"slices"

	"github.com/urfave/cli/v2"

	"spotlog/internal/archive"
	"spotlog/internal/bodymap"
	"spotlog/internal/photo"
	"spotlog/internal/report"
	"spotlog/store"
)

func (a *app) compareCommand() *cli.Command {
	return &cli.Command{
		Name: "compare", Usage: "two photos side by side; -o writes .jpg, .png or .html", ArgsUsage: "SPOT", Category: look,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "from", Usage: "the first photo from this `DATE` on"},
			&cli.StringFlag{Name: "to", Usage: "the last photo up to this `DATE`"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to `FILE`.jpg, .png or .html"},
			&cli.BoolFlag{Name: "include-intimate", Usage: "with -o: a spot on an intimate or unknown site too"},
		},
		Action: a.compare,
	}
}

// compareWriters write a comparison in the form that a file's ending names.
var compareWriters = map[string]func(*report.Comparison, io.Writer, report.Views) error{
	".jpg": (*report.Comparison).WriteJPEG, ".jpeg": (*report.Comparison).WriteJPEG,
	".png": (*report.Comparison).WritePNG, ".html": (*report.Comparison).WriteHTML,
}

func (a *app) compare(c *cli.Context) error {
	words, err := arguments(c, 1, 1, "spotlog compare left-forearm-1 -o pair.jpg")
	if err != nil {
		return err
	}
	within, err := a.within(c, "from", "to")
	if err != nil {
		return err
	}
	file := c.String("output")
	write, err := writerFor(compareWriters, file, ".jpg, .png or .html", "spotlog compare "+shellQuoted(words[0])+" -o pair.jpg")
	if err != nil {
		return err
	}
	return a.withJournal(func(db *store.DB, j *store.Journal) error {
		comparison, err := a.comparison(db, j, words[0], within)
		switch {
		case err != nil:
			return err
		case file == "":
			return a.showComparison(db, comparison)
		case !c.Bool("include-intimate"):
			if err := mayBeHandedOn(j, comparison); err != nil {
				return err
			}
		}
		views, err := a.drawComparison(db, comparison)
		if err != nil {
			return err
		}
		if err := archive.WriteFile(file, func(w io.Writer) error { return write(comparison, w, views) }); err != nil {
			return err
		}
		return a.saidComparison(comparison, file)
	})
}

// comparison takes the first and the last entry within a time that have a picture to show.
func (a *app) comparison(db *store.DB, j *store.Journal, name string, within report.Range) (*report.Comparison, error) {
	s, err := a.spotThere(j, name)
	if err != nil {
		return nil, err
	}
	cut(j, a.asOf)
	pictures, err := db.Pictures(a.ctx)
	if err != nil {
		return nil, err
	}
	var sides []report.Side
	for i := range s.Entries {
		e := &s.Entries[i]
		shot := report.BestShot(s, e, pictures)
		if shot == nil || !within.Holds(e.Date, a.asOf) {
			continue
		}
		side := report.NewSide(s, e, shot.Photo, shot.Size)
		side.Taken = takenWords(shot.Photo)
		sides = append(sides, side)
	}
	hint := "add one: spotlog photo add " + s.Name + " FILE; see what there is: spotlog photo list " + s.Name
	switch len(sides) {
	case 0:
		return nil, notFound(hint, "%s has no photo to show in that time", s.Name)
	case 1:
		return nil, notFound(hint, "%s has photos of only one entry in that time, of %s", s.Name, report.LongDate(sides[0].Date))
	}
	return report.NewComparison(s, sides[0], sides[len(sides)-1]), nil
}

// mayBeHandedOn refuses a comparison that would show others an intimate site, or one of which
// nobody can tell: of the spot, or of what else a photo of it serves.
func mayBeHandedOn(j *store.Journal, c *report.Comparison) error {
	const hint = "to take it in all the same: --include-intimate; on your own terminal: spotlog compare without -o"
	sites := []string{c.Site}
	for _, r := range j.Refs() {
		if r.Photo == nil || r.Photo.SHA256 != c.Sides[0].Photo.SHA256 && r.Photo.SHA256 != c.Sides[1].Photo.SHA256 {
			continue
		}
		if r.Spot != nil {
			sites = append(sites, r.Spot.Site)
		} else {
			sites = append(sites, r.Photo.Area)
		}
	}
	for _, site := range slices.Compact(sites) {
		switch found := bodymap.Find(site); {
		case !found.Known():
			return refuse(hint, "a comparison is made for others, and spotlog does not know the site %q", report.Plain(site))
		case found.Intimate():
			return refuse(hint, "a comparison is made for others, and the site %q is intimate", report.Plain(site))
		}
	}
	return nil
}

func (a *app) drawComparison(db *store.DB, c *report.Comparison) (report.Views, error) {
	var photos [2]*photo.Decoded
	for i := range c.Sides {
		var err error
		if photos[i], err = a.decoded(db, c.Sides[i].Photo.SHA256); err != nil {
			return report.Views{}, err
		}
	}
	return c.Draw(photos)
}

func (a *app) saidComparison(c *report.Comparison, file string) error {
	if a.json {
		return a.writeJSON(c)
	}
	a.say("wrote %s: %s and %s", report.Plain(file), report.LongDate(c.Sides[0].Date), report.LongDate(c.Sides[1].Date))
	a.say("%s", c.ScaleWords())
	a.say("photographs of skin can still show who someone is: look at it before you pass it on")
	return nil
}

// showComparison draws both on a terminal that can, and says in words what they are.
func (a *app) showComparison(db *store.DB, c *report.Comparison) error {
	if a.json {
		return a.writeJSON(c)
	}
	fmt.Fprintln(a.Out, a.bold(c.Title()))
	for i := range c.Sides {
		s := &c.Sides[i]
		a.paragraph([2]string{"earlier  ", "later    "}[i], s.Caption()+" · "+s.Taken+" · "+s.ScaleWords())
	}
	a.paragraph("", c.ScaleWords())
	if a.color {
		views, err := a.drawComparison(db, c)
		if err != nil {
			return err
		}
		columns := min(a.Width-1, 100)
		if err := a.drawPictures([]captioned{{views[0].Spot, report.LongDate(c.Sides[0].Date)}, {views[1].Spot, report.LongDate(c.Sides[1].Date)}}, columns); err != nil {
			return err
		}
	}
	a.say("to see or hand on: spotlog compare %s -o pair.jpg (or .png, .html with a slider)", c.Spot)
	a.paragraph("", report.Posture)
	return nil
}
