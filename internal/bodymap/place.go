package bodymap

import (
	_ "embed"
	"math"
	"slices"
	"strings"
	"sync"
)

//go:embed anchors.tsv
var anchorsTSV string

// An anchor is where a region lies on the figure.
type anchor struct {
	view    View
	side    float64 // from the midline
	centre  bool    // it has a place on the midline too
	onLine  float64 // that place, from the midline
	crownTo float64 // from the crown down
}

var anchors = sync.OnceValue(func() map[Region][]anchor {
	anchors := map[Region][]anchor{}
	for _, row := range rows(anchorsTSV) {
		a := anchor{view: View(row[1]), side: number(row[2]), centre: row[3] != "", crownTo: number(row[4])}
		if a.centre {
			a.onLine = number(row[3])
		}
		anchors[Region(row[0])] = append(anchors[Region(row[0])], a)
	}
	return anchors
})

// A Place is a point on the figure seen from a side.
type Place struct {
	View View
	Point
}

// near is how far apart two regions of one site lie at least to be shown apart.
const near = 6

// Places gives where the regions of a site lie on the figure: one place a region and side. A region
// of the limbs has no place until its side is known, and what is not on the map has none.
func Places(site string) (places []Place) {
	found := Find(site)
	view := viewOf(site)
	for _, region := range found.Regions {
		for _, p := range anchorOf(region, view).places(found.Side) {
			close := func(q Place) bool { return q.View == p.View && math.Hypot(q.X-p.X, q.Y-p.Y) < near }
			if !slices.ContainsFunc(places, close) {
				places = append(places, p)
			}
		}
	}
	return places
}

// viewWords say from which side a place on a limb or the head is seen.
var viewWords = map[string]View{"back": Back, "behind": Back, "rear": Back, "posterior": Back, "front": Front, "anterior": Front, "inside": Front, "inner": Front}

// viewOf gives the view that a site speaks of, or "" where it speaks of none.
func viewOf(site string) View {
	for word := range strings.FieldsFuncSeq(fold(site), separates) {
		if view := viewWords[word]; view != "" {
			return view
		}
	}
	return ""
}

// anchorOf takes a region's anchor in a view, or else its first one.
func anchorOf(region Region, view View) anchor {
	of := anchors()[region]
	for _, a := range of {
		if a.view == view {
			return a
		}
	}
	return of[0]
}

func (a anchor) places(side Side) []Place {
	left := 1.0 // the person's left is at the viewer's right in front, and at the left behind
	if a.view == Back {
		left = -1
	}
	at := func(x float64) Place { return Place{a.view, onPicture(x, a.crownTo)} }
	switch {
	case side == Left:
		return []Place{at(left * a.side)}
	case side == Right:
		return []Place{at(-left * a.side)}
	case side == Both:
		return []Place{at(left * a.side), at(-left * a.side)}
	case a.centre:
		return []Place{at(a.onLine)}
	}
	return nil
}
