package cli

import (
	"fmt"
	"io"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"spotlog/internal/archive"
	"spotlog/internal/photo"
	"spotlog/internal/report"
	"spotlog/store"
)

func (a *app) summaryCommand() *cli.Command {
	return &cli.Command{
		Name: "summary", Usage: "the visit summary: flags, changes, history, questions", Category: clinic, Action: a.summary,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "since", Usage: "look back to this `DATE`; to the last visit unless given"},
			&cli.StringSliceFlag{Name: "ask", Usage: "a question for the visit (`TEXT`), kept until it is answered"},
			&cli.BoolFlag{Name: "include-intimate", Usage: "spots on intimate sites too"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to `FILE`.pdf (two pages at most), .html, .txt, .json or .csv (section, spot, site, date, tier, what, says)"},
			&cli.StringFlag{Name: "photos", Usage: "the photos that matter, five at most, as JPEGs in a new folder `DIR`, for a portal that takes no other file"},
		},
	}
}

// summaryWriters write a summary in the form that a file's ending names.
var summaryWriters = map[string]func(*report.Summary, io.Writer, report.Pictures) error{
	".csv":  func(s *report.Summary, w io.Writer, _ report.Pictures) error { return s.WriteCSV(w) },
	".html": (*report.Summary).WriteHTML,
	".json": func(s *report.Summary, w io.Writer, _ report.Pictures) error { return archive.WriteJSON(w, s) },
	".pdf":  (*report.Summary).WritePDF,
	".txt":  func(s *report.Summary, w io.Writer, _ report.Pictures) error { return s.WriteText(w, 80) },
}

func (a *app) summary(c *cli.Context) error {
	if _, err := arguments(c, 0, 0, "spotlog summary -o summary.pdf"); err != nil {
		return err
	}
	file, folder := c.String("output"), c.String("photos")
	write, err := writerFor(summaryWriters, file, ".pdf, .html, .txt, .json or .csv", "spotlog summary -o summary.pdf")
	if err != nil {
		return err
	}
	if folder != "" {
		if err := newOrEmpty(folder, "name a new folder: spotlog summary --photos for-the-portal"); err != nil {
			return err
		}
	}
	within, err := a.within(c, "since", "until")
	if err != nil {
		return err
	}
	if err := a.keepQuestions(c.StringSlice("ask")); err != nil {
		return err
	}
	return a.withJournal(func(db *store.DB, j *store.Journal) error {
		d, err := a.document(db, j, nil, report.Range{}, !c.Bool("include-intimate"), false)
		if err != nil {
			return err
		}
		s := report.NewSummary(d, j, within.Since)
		if folder != "" {
			if err := a.writePhotos(db, s, folder); err != nil {
				return err
			}
		}
		if file == "" {
			return a.tellSummary(j, s)
		}
		if err := archive.WriteFile(file, func(w io.Writer) error { return write(s, w, a.pictures(db)) }); err != nil {
			return err
		}
		return a.wroteFile(file, &s.Withheld)
	})
}

func (a *app) tellSummary(j *store.Journal, s *report.Summary) error {
	if a.json {
		return a.writeJSON(s)
	}
	if err := s.WriteText(a.Out, min(a.Width, 80)); err != nil {
		return err
	}
	a.sayAboutQuestions(j, s.Questions)
	return nil
}

// sayAboutQuestions says how a question is answered or taken away.
func (a *app) sayAboutQuestions(j *store.Journal, open []store.Question) {
	if len(open) > 0 {
		a.say(`after the visit: spotlog visit add --answer "1 what was said"; to take question 1 away: spotlog rm %s`, shortIDs(j)[open[0].ID])
	}
}

// writePhotos writes the photos that matter into a new folder, and notes their names in the summary.
func (a *app) writePhotos(db *store.DB, s *report.Summary, folder string) error {
	if len(s.Photos) == 0 {
		a.say("no photo to write: no spot that is flagged, changed or new has one")
		return nil
	}
	var said []string
	err := archive.NewFolder(folder, func(temp string) error {
		for i := range s.Photos {
			p := &s.Photos[i]
			content, err := a.portalPhoto(db, p.Shot.Photo.SHA256)
			if err != nil {
				return err
			}
			if content == nil {
				said = append(said, fmt.Sprintf("left out, since it cannot be decoded: %s, %s", p.Spot, p.Caption))
				continue
			}
			p.File = p.Name()
			said = append(said, fmt.Sprintf("%s: %s, %s, %s", p.File, p.Spot, p.Caption, megabytes(int64(len(content)))))
			if err := archive.WriteFile(filepath.Join(temp, p.File), func(w io.Writer) error { _, err := w.Write(content); return err }); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	a.say("wrote to %s:", report.Plain(folder))
	for _, line := range said {
		a.say("  %s", report.Plain(line))
	}
	a.say("photographs of skin can still show who someone is: look at each before you pass it on")
	return nil
}

// portalBytes is the most that a file for a portal holds: 5 MB for NHS e-RS, less than the others take.
const portalBytes = 5_000_000

// portalPhoto is a photo as portals take it: clean, and of a size; where the original cannot be
// decoded its thumbnail, nil where there is none.
func (a *app) portalPhoto(db *store.DB, sha256 string) ([]byte, error) {
	original, err := db.Original(a.ctx, sha256)
	if err != nil {
		return nil, err
	}
	if clean, err := photo.CleanWithin(original, photo.Default, portalBytes); err == nil {
		return clean, nil
	}
	return a.pictures(db).Thumbnail(sha256)
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
