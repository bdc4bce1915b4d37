package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/internal/report"
	"spotlog/internal/rules"
	"spotlog/store"
)

func (a *app) listCommand() *cli.Command {
	return &cli.Command{
		Name: "list", Usage: "the spots, a line each", ArgsUsage: "[SPOT...]", Category: look, Action: a.list,
		Flags: []cli.Flag{&cli.BoolFlag{Name: "areas", Usage: "the areas of the self-check instead, and when each was last checked"}},
	}
}

type listDocument struct {
	Schema string     `json:"schema"`
	AsOf   string     `json:"as_of"`
	Spots  []listLine `json:"spots"`
}

// A listLine sums up one spot.
type listLine struct {
	Name       string       `json:"name"`
	Site       string       `json:"site"`
	Kind       store.Kind   `json:"kind"`
	Status     store.Status `json:"status"`
	Tier       rules.Tier   `json:"tier,omitempty"` // of its most urgent flag
	Entries    int          `json:"entries"`
	Photos     int          `json:"photos"`
	FirstEntry store.Date   `json:"first_entry,omitzero"`
	LastEntry  store.Date   `json:"last_entry,omitzero"`
	LengthMM   float64      `json:"length_mm,omitempty"` // as last measured
	WidthMM    float64      `json:"width_mm,omitempty"`
	ChangeMM   float64      `json:"change_mm,omitempty"` // of the diameter, since the first reading

	spot *store.Spot
	size string
	from store.Day // of the first reading
	to   store.Day // of the newest
}

func (a *app) list(c *cli.Context) error {
	if c.Bool("areas") {
		return a.listAreas(c)
	}
	j, err := a.read()
	if err != nil {
		return err
	}
	spots, err := a.spotsThere(j, c.Args().Slice())
	if err != nil {
		return err
	}
	cut(j, a.asOf)
	tiers := map[string]rules.Tier{}
	for _, f := range a.judge(j).Flags {
		if f.Tier.Urgency() > tiers[f.Spot].Urgency() {
			tiers[f.Spot] = f.Tier
		}
	}
	lines := []listLine{}
	for _, s := range spots {
		lines = append(lines, newListLine(s, tiers[s.Name]))
	}
	// Those that still are come first, the most urgent leading.
	slices.SortStableFunc(lines, func(x, y listLine) int {
		if gone := rank(x.Status) - rank(y.Status); gone != 0 {
			return gone
		}
		return y.Tier.Urgency() - x.Tier.Urgency()
	})
	if a.json {
		return a.writeJSON(listDocument{"spotlog.list.v1", a.asOf.String(), lines})
	}
	return a.printList(lines)
}

func rank(s store.Status) int {
	if s == store.StatusActive {
		return 0
	}
	return 1
}

func newListLine(s *store.Spot, tier rules.Tier) listLine {
	l := listLine{Name: s.Name, Site: s.Site, Kind: s.Kind, Status: s.Status, Tier: tier, Entries: len(s.Entries), spot: s}
	first := 0.0
	for i := range s.Entries {
		e := &s.Entries[i]
		l.Photos += len(e.Photos)
		d := e.DiameterMM()
		if d == 0 {
			continue
		}
		if first == 0 {
			first, l.from = d, e.Date.FirstDay()
		}
		l.LengthMM, l.WidthMM, l.ChangeMM, l.size, l.to = e.LengthMM, e.WidthMM, d-first, report.Size(e), e.Date.FirstDay()
	}
	if len(s.Entries) > 0 {
		l.FirstEntry, l.LastEntry = s.Entries[0].Date, s.Newest().Date
	}
	return l
}

func (a *app) printList(lines []listLine) error {
	if len(lines) == 0 {
		a.say(`no spots yet: spotlog log --new --site "left forearm" --size 4mm`)
		return nil
	}
	t := a.table(3, "", "SPOT", "MM", "SINCE FIRST", "LAST", "OVER TIME", "SITE", "PHOTOS")
	for _, l := range lines {
		state := a.tier(l.Tier)
		if l.Status != store.StatusActive {
			state = a.dim(string(l.Status))
		}
		last := "never"
		if !l.LastEntry.IsZero() {
			last = report.Ago(l.LastEntry.FirstDay(), a.asOf)
		}
		t.row(state, a.bold(l.Name), strings.TrimSuffix(l.size, " mm"), l.change(), last, report.Sparkline(report.Diameters(l.spot), 9),
			report.Plain(l.Site), fmt.Sprint(l.Photos))
	}
	return t.print()
}

// change says by how many mm the diameter differs from the first reading, without a word on what it means.
func (l listLine) change() string {
	switch {
	case l.from == l.to:
		return ""
	case l.ChangeMM == 0:
		return "same, " + report.Span(int(l.to-l.from))
	}
	return fmt.Sprintf("%+.3g, %s", l.ChangeMM, report.Span(int(l.to-l.from)))
}
