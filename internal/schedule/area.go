package schedule

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"spotlog/internal/bodymap"
	"spotlog/store"
)

//go:embed areas.tsv
var areasTSV string

// An area is a part of the body that a self-check looks at as one.
type area struct {
	region bodymap.Region
	parts  []bodymap.Region
}

var areas = sync.OnceValue(func() []area {
	var list []area
	for line := range strings.Lines(areasTSV) {
		name, parts, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || name == "area" {
			continue
		}
		a := area{region: bodymap.Region(name)}
		for part := range strings.FieldsSeq(parts) {
			a.parts = append(a.parts, bodymap.Region(part))
		}
		list = append(list, a)
	}
	return list
})

// Areas returns the areas of a self-check in its order, by the words of the body map: "upper-back".
func Areas() []bodymap.Region {
	var list []bodymap.Region
	for _, a := range areas() {
		list = append(list, a.region)
	}
	return list
}

// Coverage is when an area was last checked.
type Coverage struct {
	Area bodymap.Region `json:"area"`
	Last store.Date     `json:"last,omitzero"` // the day; absent where no check looked at it
}

// Covered says of every area, in the order of the self-check, when a check last looked at it, as known
// on a day. An entry is of its spot alone: it is no check of the area round it.
func Covered(j *store.Journal, asOf store.Day) []Coverage {
	last := map[bodymap.Region]store.Day{}
	for i := range j.Checks {
		c := &j.Checks[i]
		if c.Date.FirstDay() > asOf {
			continue
		}
		for _, region := range regionsOf(c) {
			last[region] = max(last[region], c.Date.FirstDay())
		}
	}
	list := []Coverage{}
	for _, a := range areas() {
		covered := Coverage{Area: a.region}
		if day := a.last(last); day > 0 {
			covered.Last = day.Date()
		}
		list = append(list, covered)
	}
	return list
}

// regionsOf are the regions that a check looked at on both sides.
func regionsOf(c *store.Check) (regions []bodymap.Region) {
	other := map[bodymap.Side]bodymap.Side{bodymap.Left: bodymap.Right, bodymap.Right: bodymap.Left}
	half := map[bodymap.Side][]bodymap.Region{}
	for _, named := range c.Areas {
		site := bodymap.Find(named)
		for _, region := range site.Regions {
			if other[site.Side] == "" || slices.Contains(half[other[site.Side]], region) {
				regions = append(regions, region)
			} else {
				half[site.Side] = append(half[site.Side], region)
			}
		}
	}
	return regions
}

// last is the newest day that looked at all of an area, 0 where none did. A check of the leg says nothing
// of the foot, which is an area of its own.
func (a area) last(regions map[bodymap.Region]store.Day) store.Day {
	looked := func(part bodymap.Region) store.Day {
		day := store.Day(0)
		for region, when := range regions {
			if bodymap.Within(part, region) && (bodymap.Within(region, a.region) || !slices.Contains(Areas(), region)) {
				day = max(day, when)
			}
		}
		return day
	}
	all := looked(a.parts[0])
	for _, part := range a.parts[1:] {
		all = min(all, looked(part))
	}
	return max(all, looked(a.region))
}
