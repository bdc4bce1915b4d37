package cli

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/internal/report"
	"spotlog/internal/rules"
	"spotlog/store"
)

func (a *app) showCommand() *cli.Command {
	return &cli.Command{Name: "show", Usage: "one spot, whole, with its photos where the terminal can draw them", ArgsUsage: "SPOT", Category: look, Action: a.show}
}

type showDocument struct {
	Schema string         `json:"schema"`
	AsOf   string         `json:"as_of"`
	Spot   *store.Spot    `json:"spot"`
	Flags  []rules.Flag   `json:"flags"`
	Steady []rules.Steady `json:"steady"`
}

func (a *app) show(c *cli.Context) error {
	words, err := arguments(c, 1, 1, "spotlog show left-forearm-1; see your spots: spotlog list")
	if err != nil {
		return err
	}
	name, _, _ := strings.Cut(words[0], "@")
	return a.withJournal(func(db *store.DB, j *store.Journal) error { return a.showSpot(db, j, name) })
}

func (a *app) showSpot(db *store.DB, j *store.Journal, name string) error {
	s, err := a.spotThere(j, name)
	if err != nil {
		return err
	}
	cut(j, a.asOf)
	answer := a.judge(j)
	about := keepSpots(&answer, []*store.Spot{s})
	if a.json {
		return a.writeJSON(showDocument{"spotlog.show.v1", a.asOf.String(), s, answer.Flags, answer.Steady})
	}
	a.printSpot(s)
	pictures, err := db.Pictures(a.ctx)
	if err != nil {
		return err
	}
	if err := a.drawPhotos(db, firstAndNewest(s, pictures), min(a.Width-1, 110)); err != nil {
		return err
	}
	if err := a.printEntries(j, s); err != nil {
		return err
	}
	fmt.Fprintln(a.Out)
	return a.printAnswer(answer, about)
}

func (a *app) printSpot(s *store.Spot) {
	facts := []string{report.Plain(s.Site)}
	if s.Kind == store.KindCrop {
		facts = append(facts, "a crop of dots")
	}
	if s.Place != "" {
		facts = append(facts, report.Plain(s.Place))
	}
	if s.Onset == store.OnsetGradual || s.Onset == store.OnsetSudden {
		facts = append(facts, "came "+map[store.Onset]string{store.OnsetGradual: "gradually", store.OnsetSudden: "suddenly"}[s.Onset])
	}
	if !s.FirstSeen.IsZero() {
		facts = append(facts, "first seen "+report.LongDate(s.FirstSeen))
	}
	for _, w := range s.Where {
		facts = append(facts, "on: "+string(w))
	}
	if s.Status != store.StatusActive {
		facts = append(facts, strings.TrimSpace(string(s.Status)+" "+report.LongDate(s.StatusSince)))
	}
	fmt.Fprintf(a.Out, "%s  %s\n", a.bold(s.Name), report.Sparkline(report.Diameters(s), 24))
	a.paragraph("", strings.Join(facts, " · "))
	fmt.Fprintln(a.Out)
}

// firstAndNewest picks the photos that show the most of what changed: of the first and the newest
// entry that have any, the best; of one entry alone, its first and last.
func firstAndNewest(s *store.Spot, pictures map[string]store.Picture) []shownPhoto {
	var photos, best []shownPhoto
	for i := range s.Entries {
		e := &s.Entries[i]
		caption := report.LongDate(e.Date) + prefixed(" · ", report.Size(e))
		for _, p := range e.Photos {
			photos = append(photos, shownPhoto{p, caption})
		}
		if shot := report.BestShot(s, e, pictures); shot != nil {
			best = append(best, shownPhoto{shot.Photo, caption})
		}
	}
	if len(best) > 1 {
		photos = best
	}
	if len(photos) > 2 {
		return []shownPhoto{photos[0], photos[len(photos)-1]}
	}
	return photos
}

func (a *app) printEntries(j *store.Journal, s *store.Spot) error {
	short := shortIDs(j)
	for i := range s.Entries {
		e := &s.Entries[i]
		a.paragraph(fmt.Sprintf("%-13s", report.LongDate(e.Date)), report.EntrySays(e))
		if e.Note != "" {
			a.paragraph(strings.Repeat(" ", 13), "“"+report.Plain(e.Note)+"”")
		}
		if a.verbose {
			a.paragraph(strings.Repeat(" ", 13), a.dim("id "+short[e.ID]))
		}
	}
	if len(s.Entries) == 0 {
		a.say("no entries yet: spotlog log %s --size 4mm", s.Name)
	}
	return nil
}
