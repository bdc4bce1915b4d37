package cli

import (
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/internal/report"
	"spotlog/internal/schedule"
)

type areasDocument struct {
	Schema string              `json:"schema"`
	AsOf   string              `json:"as_of"`
	Areas  []schedule.Coverage `json:"areas"`
}

// listAreas tells when each area was last checked, in the order of the self-check.
func (a *app) listAreas(c *cli.Context) error {
	if _, err := arguments(c, 0, 0, "spotlog list --areas"); err != nil {
		return err
	}
	j, err := a.read()
	if err != nil {
		return err
	}
	covered := schedule.Covered(j, a.asOf)
	if a.json {
		return a.writeJSON(areasDocument{"spotlog.areas.v1", a.asOf.String(), covered})
	}
	t := a.table(0, "AREA", "LAST CHECKED", "")
	for _, area := range covered {
		last, ago := "never", ""
		if !area.Last.IsZero() {
			last, ago = report.LongDate(area.Last), report.Ago(area.Last.FirstDay(), a.asOf)
		}
		t.row(strings.ReplaceAll(string(area.Area), "-", " "), last, ago)
	}
	if err := t.print(); err != nil {
		return err
	}
	a.say("\nan area counts from a check of all of it, both sides; the entry of a spot is no check of the area round it")
	return nil
}
