package bodymap

import (
	_ "embed"
	"math"
	"strconv"
	"strings"
	"sync"
)

// The size of the picture of a figure, in its own lengths: points on it go from 0 to these.
const (
	FigureWidth  = 100.0
	FigureHeight = 206.0
)

const (
	midline = FigureWidth / 2
	crown   = 3.0 // how far below the picture's upper edge the head begins
)

// A View is a side from which the body is seen.
type View string

// The views. In front the person's left lies at the viewer's right.
const (
	Front View = "front"
	Back  View = "back"
)

// A Point is a place on the picture of a figure, from its upper left.
type Point struct{ X, Y float64 }

// A Stroke is a line of a figure in cubic Bézier curves: its first point, and then for each curve
// the two points that steer it and its end.
type Stroke struct {
	Points  []Point
	Outline bool // the closed contour of the body
}

//go:embed figure.tsv
var figureTSV string

var figures = sync.OnceValue(func() map[View][]Stroke {
	figures := map[View][]Stroke{}
	for _, row := range rows(figureTSV) {
		for _, view := range []View{Front, Back} {
			if row[0] == string(view) || row[0] == "both" {
				figures[view] = append(figures[view], strokes(row[1], knotsOf(row[2]))...)
			}
		}
	}
	return figures
})

// Figure gives the lines of the body seen from a side, the contour first.
func Figure(v View) []Stroke { return figures()[v] }

// A knot is a point that a curve goes through, smoothly or with a corner.
type knot struct {
	Point
	corner bool
}

func knotsOf(column string) (knots []knot) {
	for pair := range strings.FieldsSeq(column) {
		pair, corner := strings.CutSuffix(pair, "!")
		x, y, _ := strings.Cut(pair, ",")
		knots = append(knots, knot{onPicture(number(x), number(y)), corner})
	}
	return knots
}

func onPicture(x, y float64) Point { return Point{midline + x, crown + y} }

// number reads a length of the embedded tables, which the tests hold to be well formed.
func number(text string) float64 {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		panic("bodymap: " + err.Error())
	}
	return n
}

func strokes(kind string, knots []knot) []Stroke {
	switch kind {
	case "outline":
		for i := len(knots) - 2; i > 0; i-- {
			knots = append(knots, knots[i].mirrored())
		}
		return []Stroke{{curve(knots, true), true}}
	case "pair":
		other := make([]knot, len(knots))
		for i, k := range knots {
			other[i] = k.mirrored()
		}
		return []Stroke{{curve(knots, false), false}, {curve(other, false), false}}
	}
	return []Stroke{{curve(knots, false), false}}
}

func (k knot) mirrored() knot { return knot{Point{2*midline - k.X, k.Y}, k.corner} }

// curve draws Bézier curves through knots. Each leaves its knot along the line between the knots on
// either side, steered by a third of its own length, so that it never swings beyond its ends.
func curve(knots []knot, closed bool) []Point {
	n := len(knots)
	at := func(i int) knot { return knots[(i+n)%n] }
	// direction is the heading at a knot: none at a corner or at the end of an open line.
	direction := func(i int) (x, y float64) {
		if at(i).corner || !closed && (i == 0 || i == n-1) {
			return 0, 0
		}
		x, y = at(i+1).X-at(i-1).X, at(i+1).Y-at(i-1).Y
		long := math.Hypot(x, y)
		return x / long, y / long
	}
	pieces := n - 1
	if closed {
		pieces = n
	}
	points := []Point{knots[0].Point}
	for i := range pieces {
		a, b := at(i), at(i+1)
		third := math.Hypot(b.X-a.X, b.Y-a.Y) / 3
		ax, ay := direction(i)
		bx, by := direction((i + 1) % n)
		points = append(points, Point{a.X + ax*third, a.Y + ay*third}, Point{b.X - bx*third, b.Y - by*third}, b.Point)
	}
	return points
}
