package cli

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"time"

	"spotlog/internal/bodymap"
	"spotlog/store"
)

//go:embed checkareas.tsv
var checkAreasTSV string

// A checkArea is a part of the body that is looked at in one go.
type checkArea struct {
	name     string
	records  []string         // what a check keeps where it was looked at
	regions  []bodymap.Region // whose spots are asked about here
	intimate bool
	site     string // of a new spot, unless the person says it more exactly
	look     string // how to look, and what is easily missed
}

// elsewhere holds the spots that lie all over, or at no place that the body map knows.
var elsewhere = checkArea{name: "other places"}

// checkAreas are the areas in the order of a self-check.
var checkAreas = sync.OnceValue(func() []checkArea {
	var areas []checkArea
	for _, cell := range tableRows(checkAreasTSV) {
		area := checkArea{name: cell[0], records: strings.Split(cell[1], ", "), intimate: cell[3] == "yes", site: cell[4], look: cell[5]}
		for region := range strings.SplitSeq(cell[2], ", ") {
			area.regions = append(area.regions, bodymap.Region(region))
		}
		areas = append(areas, area)
	}
	return areas
})

// tableRows splits an embedded table into its cells, without comments and heading.
func tableRows(tsv string) (rows [][]string) {
	for line := range strings.Lines(tsv) {
		if !strings.HasPrefix(line, "#") {
			rows = append(rows, strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
		}
	}
	return rows[1:]
}

// areaOf gives the area that a spot is asked about in: the first that holds one of its regions.
func areaOf(s *store.Spot) *checkArea {
	regions := bodymap.Find(s.Site).Regions
	for i, area := range checkAreas() {
		if slices.ContainsFunc(area.regions, func(r bodymap.Region) bool { return slices.Contains(regions, r) }) {
			return &checkAreas()[i]
		}
	}
	return &elsewhere
}

// A stepKind is what one step of a check asks about.
type stepKind int

const (
	askAlarms   stepKind = iota // a group of symptoms
	askBleeding                 // a spot that does not stop
	askSudden                   // what came within hours or days
	askGate                     // whether to go through an intimate area at all
	askSpot
	askArea // whether all of it was looked at, and anything new
)

// A checkStep is one question of a check, or one spot with all of its questions.
type checkStep struct {
	kind   stepKind
	group  int        // of symptoms, from 0
	area   *checkArea // of a gate, a spot or an area
	opens  bool       // the first step in its area
	spot   store.ID
	number int // of the spot, from 1
}

// A checkPlan is what is to be asked, and what was asked before, where a check goes on.
type checkPlan struct {
	steps    []checkStep
	spots    int      // to be asked about
	areas    int      // to be asked about
	done     []string // names of the areas that were looked at before
	logged   int      // spots that have their entry already
	symptoms []store.Symptom
}

// checkOptions narrow a check down.
type checkOptions struct {
	areas []*checkArea // only these; nil for all
	due   bool         // only spots that are due to be looked at
	quick bool         // no areas, only red flags and spots
}

// planCheck lists the steps of a check that was begun at a moment, or is about to begin: how the
// person is, then area by area. What was looked at or logged since it began is not asked again,
// but for areas that are asked for by name. due names the spots that are due, for a check of only those.
func planCheck(j *store.Journal, began store.Date, due map[string]bool, options checkOptions) checkPlan {
	p := checkPlan{}
	covered := map[string]bool{}
	for i := range j.Checks {
		if c := &j.Checks[i]; !began.IsZero() && !before(c.Date, began) {
			for _, area := range c.Areas {
				covered[area] = true
			}
			if len(c.Symptoms) > 0 {
				p.symptoms = c.Symptoms
			}
		}
	}
	for group := range alarmGroups() {
		p.steps = append(p.steps, checkStep{kind: askAlarms, group: group})
	}
	p.steps = append(p.steps, checkStep{kind: askBleeding}, checkStep{kind: askSudden})
	areas := options.areas
	if areas == nil {
		for i := range checkAreas() {
			areas = append(areas, &checkAreas()[i])
		}
		areas = append(areas, &elsewhere)
	}
	for _, area := range areas {
		looked := len(area.records) > 0 && !slices.ContainsFunc(area.records, func(r string) bool { return !covered[r] })
		if looked {
			p.done = append(p.done, area.name)
		}
		p.plan(area, j, began, due, options, looked && options.areas == nil)
	}
	return p
}

// plan adds the steps of one area.
func (p *checkPlan) plan(area *checkArea, j *store.Journal, began store.Date, due map[string]bool, options checkOptions, looked bool) {
	var steps []checkStep
	for i := range j.Spots {
		s := &j.Spots[i]
		if s.Status != store.StatusActive || areaOf(s) != area {
			continue
		}
		e := s.Newest()
		switch {
		case e != nil && !began.IsZero() && !before(e.Date, began):
			p.logged++
		case options.due && !due[s.Name]:
		default:
			p.spots++
			steps = append(steps, checkStep{kind: askSpot, area: area, spot: s.ID, number: p.spots})
		}
	}
	if area.intimate && len(steps) > 0 && !options.quick {
		steps = slices.Insert(steps, 0, checkStep{kind: askGate, area: area})
	}
	if !options.quick && !looked && area != &elsewhere {
		p.areas++
		steps = append(steps, checkStep{kind: askArea, area: area})
	}
	if len(steps) > 0 {
		steps[0].opens = true
	}
	p.steps = append(p.steps, steps...)
}

// before says whether a record is of an earlier moment than the check began; one that knows its day
// alone is of the check where the day is.
func before(d, began store.Date) bool {
	if d.HasTime() && began.HasTime() {
		return d.Wall().Before(began.Wall())
	}
	return d.FirstDay() < began.FirstDay()
}

// checkGoesOn is how long after it began a check is still the same one when midnight came between.
const checkGoesOn = 6 * time.Hour

// begunCheck gives when the check began that is to go on: the first of today, or else the first of
// the last hours before midnight; the absent date where none was begun.
func begunCheck(j *store.Journal, now store.Date) store.Date {
	var began store.Date
	for i := range j.Checks {
		d := j.Checks[i].Date
		late := d.HasTime() && now.HasTime() && now.Wall().Sub(d.Wall()) < checkGoesOn
		if d.Precision() < store.PrecisionDay || d.FirstDay() > now.FirstDay() || d.FirstDay() != now.FirstDay() && !late {
			continue
		}
		if began.IsZero() || d.Compare(began) < 0 {
			began = d
		}
	}
	return began
}

// symptomsOf sums up what was answered about the person: what is there, or none only where every
// group was asked. A nil group was not asked.
func symptomsOf(groups [][]store.Symptom) []store.Symptom {
	var all []store.Symptom
	asked := 0
	for _, group := range groups {
		if group != nil {
			asked++
		}
		for _, s := range group {
			if s != store.SymptomNone {
				all = append(all, s)
			}
		}
	}
	if len(all) == 0 && asked == len(groups) {
		return []store.Symptom{store.SymptomNone}
	}
	return all
}
