package cli

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/internal/archive"
	"spotlog/internal/report"
	"spotlog/store"
)

type repairDocument struct {
	Schema   string        `json:"schema"`
	Journal  string        `json:"journal"` // damaged
	To       string        `json:"to"`
	Records  int           `json:"records"`
	Pictures int           `json:"photos"`
	Lost     []namedDamage `json:"lost"`
}

// repair saves what can be read of the journal into a new file. db is the damaged journal where it is open;
// else the new one gives the names of what is lost.
func (a *app) repair(c *cli.Context, db *store.DB) error {
	to := c.String("output")
	if to == "" {
		to = strings.TrimSuffix(a.path, filepath.Ext(a.path)) + "-repaired.sqlite"
	}
	bar := a.stages()
	keeper := &archive.Keeper{Env: a.env(), Progress: bar.at}
	saved, err := keeper.Repair(a.ctx, a.path, to)
	bar.stop()
	if err != nil {
		return err
	}
	if db == nil {
		if db, err = store.OpenCopy(a.ctx, to, a.env()); err != nil {
			return err
		}
		defer db.Close()
	}
	document := repairDocument{Schema: "spotlog.repair.v1", Journal: a.path, To: to, Records: saved.Records, Pictures: saved.Pictures, Lost: a.nameDamage(db, saved.Lost)}
	if a.json {
		return a.writeJSON(document)
	}
	a.paragraph("", fmt.Sprintf("saved into %s: %s and %s", report.Plain(to), report.Plural(saved.Records, "record"), report.Plural(saved.Pictures, "photo")))
	for _, d := range document.Lost {
		a.paragraph("  ", report.Plain("not saved: "+d.What+": "+d.Problem))
	}
	a.talk("the file that it comes from stays as it is: " + a.path)
	a.say("look at the new one first: spotlog --journal %s list", shellQuoted(to))
	return nil
}
