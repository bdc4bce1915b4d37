package bodymap

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// contour flattens the outline of a figure into short straight lines.
func contour(t *testing.T, v View) (polygon []Point) {
	t.Helper()
	outline := Figure(v)[0]
	if !outline.Outline || len(outline.Points)%3 != 1 || outline.Points[0] != outline.Points[len(outline.Points)-1] {
		t.Fatalf("%s: the first stroke is no closed curve", v)
	}
	p := outline.Points
	for i := 0; i+3 < len(p); i += 3 {
		for n := range 8 {
			f := float64(n) / 8
			g := 1 - f
			at := func(a, b, c, d float64) float64 { return g*g*g*a + 3*g*g*f*b + 3*g*f*f*c + f*f*f*d }
			polygon = append(polygon, Point{at(p[i].X, p[i+1].X, p[i+2].X, p[i+3].X), at(p[i].Y, p[i+1].Y, p[i+2].Y, p[i+3].Y)})
		}
	}
	return polygon
}

// holds counts how often a line to the right of p crosses the contour.
func holds(polygon []Point, p Point) (inside bool) {
	for i, a := range polygon {
		b := polygon[(i+1)%len(polygon)]
		if (a.Y > p.Y) != (b.Y > p.Y) && p.X < a.X+(p.Y-a.Y)/(b.Y-a.Y)*(b.X-a.X) {
			inside = !inside
		}
	}
	return inside
}

func TestEveryRegionLiesOnTheBody(t *testing.T) {
	contours := map[View][]Point{Front: contour(t, Front), Back: contour(t, Back)}
	for _, region := range Regions() {
		if len(anchors()[region]) == 0 {
			t.Errorf("%s has no anchor", region)
		}
		for _, a := range anchors()[region] {
			for _, side := range []Side{"", Left, Right, Centre, Both} {
				for _, p := range a.places(side) {
					if !holds(contours[p.View], p.Point) {
						t.Errorf("%s, %s, %q lies beside the body at %v", region, a.view, side, p.Point)
					}
				}
			}
		}
	}
	for region := range anchors() {
		if !slices.Contains(Regions(), region) {
			t.Errorf("there is no region %s", region)
		}
	}
}

// The figure stands straight: its right half is its left half, and all of it lies in the picture.
func TestTheFigureIsEven(t *testing.T) {
	for _, v := range []View{Front, Back} {
		polygon := contour(t, v)
		for _, p := range polygon {
			if p.X < 0 || p.X > FigureWidth || p.Y < 0 || p.Y > FigureHeight {
				t.Errorf("%s: %v lies outside the picture", v, p)
			}
			other, nearest := Point{FigureWidth - p.X, p.Y}, math.Inf(1)
			for _, q := range polygon {
				nearest = min(nearest, math.Hypot(q.X-other.X, q.Y-other.Y))
			}
			if nearest > 0.01 {
				t.Errorf("%s: %v has no counterpart", v, p)
			}
		}
	}
}

// l and r are halves of the picture as the viewer sees them, m is the midline.
func TestPlaces(t *testing.T) {
	cases := map[string]string{
		"left forearm": "front r", "right forearm": "front l", "back of the left forearm": "back l", "left calf": "back l", "right hand": "back r",
		"right palm": "front l", "both shins": "front r, front l", "chest": "front m", "middle of the chest": "front m", "upper back, right": "back r",
		"behind the left ear": "back l", "scalp": "front m", "back of the head": "back m", "nape": "back m", "right sole": "back r",
		"left eye": "front r", "mouth": "front m", "widespread": "front m",
		"forearm": "", "left ear lobe": "front r", "moon": "", "": "",
	}
	for site, want := range cases {
		var got []string
		for _, p := range Places(site) {
			half := "m"
			if p.X > FigureWidth/2 {
				half = "r"
			} else if p.X < FigureWidth/2 {
				half = "l"
			}
			got = append(got, string(p.View)+" "+half)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%q: %q, want %q", site, strings.Join(got, ", "), want)
		}
	}
}
