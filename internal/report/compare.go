package report

import (
	"fmt"
	"image"
	"math"

	"spotlog/store"
)

// CompareSchema names the JSON document of a comparison.
const CompareSchema = "spotlog.compare.v1"

// A Comparison is two photos of one spot, the earlier first.
type Comparison struct {
	Schema    string  `json:"schema"`
	Spot      string  `json:"spot"`
	Site      string  `json:"site"`
	SameScale bool    `json:"same_scale"`       // both are drawn at equal pixels a mm
	BarMM     float64 `json:"bar_mm,omitempty"` // length of the bar that is drawn into both, in mm
	Sides     [2]Side `json:"sides"`
}

// A Side is one photo of a comparison and the entry it belongs to.
type Side struct {
	Date      store.Date  `json:"date"`
	Size      string      `json:"size,omitempty"` // as logged
	Photo     store.Photo `json:"photo"`
	Taken     string      `json:"taken"`                // in words
	ScaleFrom ScaleFrom   `json:"scale_from,omitempty"` // "" where the scale is not known
	PxPerMM   float64     `json:"px_per_mm,omitempty"`  // of the original, 0 where not known

	picture image.Point     // size of the upright original
	mark    image.Rectangle // of the spot, empty where it is not marked
}

// ScaleFrom says what gives a photo its scale.
type ScaleFrom string

// A ruler in the photo measures; a mark with a logged size only carries over what was logged.
const (
	FromRuler ScaleFrom = "ruler"
	FromSize  ScaleFrom = "size"
)

// reach is how much of the skin round a mark is shown: the side of the square, as a multiple of the
// mark's longer side. It is the margin of photo.Around on both sides.
const reach = 1.8

// NewSide takes up an entry's photo, whose upright original has this size in pixels.
func NewSide(s *store.Spot, e *store.Entry, p store.Photo, picture image.Point) Side {
	side := Side{Date: e.Date, Size: sizeFact(e), Photo: p, picture: picture, mark: MarkedBox(p, picture)}
	side.ScaleFrom, side.PxPerMM = scaleOf(p, side.mark, loggedMM(s, e))
	return side
}

// NewComparison sets two sides beside each other.
func NewComparison(s *store.Spot, earlier, later Side) *Comparison {
	c := &Comparison{Schema: CompareSchema, Spot: s.Name, Site: s.Site, Sides: [2]Side{earlier, later}}
	c.SameScale = earlier.PxPerMM > 0 && later.PxPerMM > 0
	if c.SameScale {
		c.BarMM = barLength(c.viewMM())
	}
	return c
}

// MarkedBox gives the box of a photo's mark within its picture, in upright pixels; empty where
// there is none, or none within the picture.
func MarkedBox(p store.Photo, picture image.Point) image.Rectangle {
	if p.Mark == nil {
		return image.Rectangle{}
	}
	x, y := min(p.Mark.X, picture.X), min(p.Mark.Y, picture.Y)
	return image.Rect(x, y, x+min(p.Mark.W, picture.X-x), y+min(p.Mark.H, picture.Y-y))
}

// loggedMM is the length that a box round the spot spans: of a crop its extent, not that of a dot.
func loggedMM(s *store.Spot, e *store.Entry) float64 {
	if s.Kind == store.KindCrop {
		return e.ExtentMM
	}
	return e.DiameterMM()
}

// scaleOf gives the pixels a mm of a photo, by its ruler, or else by its mark and the logged size.
func scaleOf(p store.Photo, mark image.Rectangle, loggedMM float64) (ScaleFrom, float64) {
	switch {
	case p.Ruler != nil:
		return FromRuler, math.Hypot(p.Ruler.X2-p.Ruler.X1, p.Ruler.Y2-p.Ruler.Y1) / p.Ruler.MM
	case !mark.Empty() && loggedMM > 0:
		return FromSize, float64(max(mark.Dx(), mark.Dy())) / loggedMM
	}
	return "", 0
}

// focus is what the view of a side has in its middle: the mark, or the whole picture.
func (s *Side) focus() (area image.Rectangle, longest float64) {
	if s.mark.Empty() {
		return image.Rectangle{Max: s.picture}, float64(max(s.picture.X, s.picture.Y))
	}
	return s.mark, reach * float64(max(s.mark.Dx(), s.mark.Dy()))
}

// viewMM is the side of the square of skin that both views show at the same scale, in mm.
func (c *Comparison) viewMM() (mm float64) {
	for i := range c.Sides {
		_, longest := c.Sides[i].focus()
		mm = max(mm, longest/c.Sides[i].PxPerMM)
	}
	return mm
}

// viewPixels is the side of the square that a view shows, in pixels of the original.
func (c *Comparison) viewPixels(side *Side) float64 {
	if c.SameScale {
		return c.viewMM() * side.PxPerMM
	}
	_, longest := side.focus()
	return longest
}

// barLengths are what a bar may measure, in mm.
var barLengths = []float64{0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500}

// barLength picks the longest that is at most a third of the view.
func barLength(viewMM float64) float64 {
	best := barLengths[0]
	for _, mm := range barLengths {
		if mm <= viewMM/3 {
			best = mm
		}
	}
	return best
}

// Caption is a side's date and the size that was logged.
func (s *Side) Caption() string {
	if s.Size == "" {
		return LongDate(s.Date) + " · size not recorded"
	}
	return LongDate(s.Date) + " · logged " + s.Size
}

// ScaleWords says where a side's scale is from.
func (s *Side) ScaleWords() string {
	switch s.ScaleFrom {
	case FromRuler:
		return "scale from the ruler in the photo"
	case FromSize:
		return "scale from the logged size, so it shows no more than was logged"
	}
	return "no scale: neither a ruler nor a mark with a logged size"
}

// ScaleWords says whether the two may be compared by eye in size.
func (c *Comparison) ScaleWords() string {
	if c.SameScale {
		return fmt.Sprintf("Both at the same scale; the bar is %s mm. A scale from one photo may be off by a tenth.", MM(c.BarMM))
	}
	return "Not to scale: the two cannot be compared in size."
}

// Title names the spot and its site.
func (c *Comparison) Title() string { return Plain(c.Spot) + " · " + Plain(c.Site) }
