package cli

import (
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"spotlog/internal/archive"
	"spotlog/internal/report"
	"spotlog/internal/schedule"
	"spotlog/store"
)

// sheetWriters write a sheet in the form that a file's ending names.
var sheetWriters = map[string]func(*report.Sheet, io.Writer, time.Time) error{
	".pdf": (*report.Sheet).WritePDF,
	".txt": func(s *report.Sheet, w io.Writer, _ time.Time) error { return s.WriteText(w) },
}

// printCheck writes the sheet of the spots that are due, to fill in on paper or in an editor.
func (a *app) printCheck(c *cli.Context, o checkOptions) error {
	file := c.String("output")
	write, err := writerFor(sheetWriters, file, ".pdf or .txt", "spotlog check --print -o sheet.pdf")
	if err != nil {
		return err
	}
	j := &store.Journal{}
	if there, err := a.read(); err == nil {
		j = there
	} else if asRefusal(err, 0).code != exitMissing { // without a journal the sheet is for the first spots
		return err
	}
	j.Spots = slices.DeleteFunc(j.Spots, func(s store.Spot) bool { return !a.isThere(&s) })
	cut(j, a.asOf)
	sheet := report.NewSheet(a.spotsToPrint(j, o, c.IsSet("spots")), areaNames(o.areas), a.asOf)
	switch {
	case file == "" && a.json:
		return a.writeJSON(sheet)
	case file == "":
		return sheet.WriteText(a.Out)
	}
	if err := archive.WriteFile(file, func(w io.Writer) error { return write(sheet, w, a.Now()) }); err != nil {
		return err
	}
	next := "when it is filled in: spotlog log --from " + shellQuoted(file)
	if strings.EqualFold(filepath.Ext(file), ".pdf") {
		next = "fill it in with a pen, then: spotlog check"
	}
	return a.wroteFile(file, nil, report.Plural(len(sheet.Spots), "spot")+"; "+next)
}

// spotsToPrint are the spots to look at, in the order of a check: those that are due, or where none
// is, all of them.
func (a *app) spotsToPrint(j *store.Journal, o checkOptions, chosen bool) (spots []*store.Spot) {
	due := map[string]bool{}
	for _, item := range schedule.New(j, a.judge(j), 0, a.asOf).Due() {
		due[item.Spot] = due[item.Spot] || !slices.Contains(besides, item.Kind)
	}
	var active, toLook []*store.Spot
	for i := range j.Spots {
		s := &j.Spots[i]
		if s.Status != store.StatusActive || o.areas != nil && !slices.Contains(o.areas, areaOf(s)) {
			continue
		}
		active = append(active, s)
		if due[s.Name] {
			toLook = append(toLook, s)
		}
	}
	spots = toLook
	if chosen && !o.due || !chosen && len(toLook) == 0 {
		spots = active
	}
	slices.SortStableFunc(spots, func(x, y *store.Spot) int { return areaPlace(x) - areaPlace(y) })
	return spots
}

// areaPlace is where the area of a spot comes in a check.
func areaPlace(s *store.Spot) int {
	at := slices.IndexFunc(checkAreas(), func(area checkArea) bool { return area.name == areaOf(s).name })
	if at < 0 {
		return len(checkAreas())
	}
	return at
}

func areaNames(areas []*checkArea) (names []string) {
	if areas == nil {
		for i := range checkAreas() {
			areas = append(areas, &checkAreas()[i])
		}
	}
	for _, area := range areas {
		names = append(names, area.name)
	}
	return names
}
