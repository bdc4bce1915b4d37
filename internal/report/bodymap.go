package report

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"spotlog/internal/bodymap"
	"spotlog/internal/rules"
	"spotlog/store"
)

// Sizes on a body map, in mm.
const (
	discRadius  = 2.1
	discApart   = 0.4 // between two discs at least
	mapText     = 2.8
	mapFoot     = 9 // under the figures, for the words
	figuresGap  = 4
	placeRadius = 0.55
)

// A place is where a story lies on the drawing, and where its disc was put.
type place struct {
	story    *Story
	at, disc Point
}

// BodyMap draws the body from the front and from behind, in a picture of so many mm, with the number
// of each story where its spot lies: full where it is flagged above watch. Numbers that would hide
// each other are moved apart and tied to their place by a line. Those without a place are named
// below.
func BodyMap(stories []Story, width, height float64) *Drawing {
	m := newBodyMap(width, height)
	var places []place
	var nowhere, told []string
	for i := range stories {
		s := &stories[i]
		spots := m.placesOf(s.Spot)
		for _, at := range spots {
			places = append(places, place{story: s, at: at})
		}
		number := strconv.Itoa(s.Number)
		if len(spots) == 0 {
			nowhere = append(nowhere, number)
		}
		told = append(told, number+" "+Plain(s.Site))
	}
	m.Title = "Body map, front and back"
	if len(told) > 0 {
		m.Title += ": " + strings.Join(told, "; ")
	}
	m.drawFigures()
	m.spread(places)
	m.drawPlaces(places)
	if len(nowhere) > 0 {
		m.word("No side or no region known, so not drawn: "+strings.Join(nowhere, ", "), m.Width/2, m.Height-0.8, mapText)
	}
	return m.Drawing
}

// A bodyMap is a drawing with the two figures side by side.
type bodyMap struct {
	*Drawing
	scale float64                  // mm for a length of the figure
	left  map[bodymap.View]float64 // where each figure's picture begins
	taken []Point                  // discs so far
}

func newBodyMap(width, height float64) *bodyMap {
	scale := min((height-mapFoot)/bodymap.FigureHeight, (width-figuresGap)/2/bodymap.FigureWidth)
	wide := scale * bodymap.FigureWidth
	start := (width - 2*wide - figuresGap) / 2
	return &bodyMap{Drawing: &Drawing{Width: width, Height: height}, scale: scale,
		left: map[bodymap.View]float64{bodymap.Front: start, bodymap.Back: start + wide + figuresGap}}
}

func (m *bodyMap) on(view bodymap.View, p bodymap.Point) Point {
	return Point{m.left[view] + p.X*m.scale, p.Y * m.scale}
}

// placesOf gives where a spot lies: as the person marked it, or else by its site.
func (m *bodyMap) placesOf(s *store.Spot) (places []Point) {
	if s.At != nil {
		return []Point{m.on(bodymap.View(s.At.View), bodymap.Point{X: s.At.X * bodymap.FigureWidth, Y: s.At.Y * bodymap.FigureHeight})}
	}
	for _, p := range bodymap.Places(s.Site) {
		places = append(places, m.on(p.View, p.Point))
	}
	return places
}

func (m *bodyMap) drawFigures() {
	for _, view := range []bodymap.View{bodymap.Front, bodymap.Back} {
		for _, stroke := range bodymap.Figure(view) {
			s := Shape{Curved: true, Ink: InkFaint, Line: 0.2}
			if stroke.Outline {
				s.Closed, s.Fill, s.Ink, s.Line = true, InkBody, InkSoft, 0.25
			}
			for _, p := range stroke.Points {
				s.Points = append(s.Points, m.on(view, p))
			}
			m.Shapes = append(m.Shapes, s)
		}
		sides := [2]string{"right", "left"} // the person's, as the viewer sees them
		if view == bodymap.Back {
			sides = [2]string{"left", "right"}
		}
		foot := bodymap.FigureHeight*m.scale + mapText
		for _, word := range []struct {
			says string
			x    float64
		}{{sides[0], 0.12}, {string(view), 0.5}, {sides[1], 0.88}} {
			at := m.on(view, bodymap.Point{X: word.x * bodymap.FigureWidth})
			m.word(word.says, at.X, foot, mapText)
		}
	}
}

func (m *bodyMap) word(text string, x, y, size float64) {
	m.Shapes = append(m.Shapes, Shape{Points: []Point{{x, y}}, Text: text, Size: size, Align: AlignMiddle, Fill: InkSoft})
}

// spread puts each number on its place where nothing is near, and then the others as close to theirs
// as it goes without lying over another number or another place.
func (m *bodyMap) spread(places []place) {
	var crowded []int
	for i := range places {
		near := func(q place) bool { return distance(q.at, places[i].at) < 2*discRadius+discApart }
		if slices.ContainsFunc(places[:i], near) || slices.ContainsFunc(places[i+1:], near) {
			crowded = append(crowded, i)
			continue
		}
		places[i].disc = places[i].at
		m.taken = append(m.taken, places[i].disc)
	}
	for _, i := range crowded {
		p := &places[i]
		p.disc = p.at // where hundreds leave no room at all
		for try := range 1000 {
			if disc := m.aside(p.at, try); m.free(places, disc) {
				p.disc = disc
				break
			}
		}
		m.taken = append(m.taken, p.disc)
	}
}

// aside gives a place to try beside a point: round it, and further out with each round.
func (m *bodyMap) aside(at Point, try int) Point {
	const directions = 16
	round, step := try/directions, try%directions
	away := 2*discRadius + discApart + float64(round)*discRadius
	// Outwards first, away from the midline of its figure, then alternately to either hand of that.
	turn := float64((step+1)/2) * 2 * math.Pi / directions
	if step%2 == 1 {
		turn = -turn
	}
	if m.leftOfMidline(at) {
		turn = math.Pi - turn
	}
	return Point{at.X + away*math.Cos(turn), at.Y + away*math.Sin(turn)}
}

func (m *bodyMap) leftOfMidline(at Point) bool {
	half := bodymap.FigureWidth / 2 * m.scale
	if start := m.left[bodymap.Back]; at.X >= start {
		return at.X < start+half
	}
	return at.X < m.left[bodymap.Front]+half
}

// free says whether a disc lies within the drawing, and on no other disc and no place.
func (m *bodyMap) free(places []place, disc Point) bool {
	if disc.X < discRadius || disc.X > m.Width-discRadius || disc.Y < discRadius || disc.Y > m.Height-mapFoot-discRadius {
		return false
	}
	return !slices.ContainsFunc(m.taken, func(d Point) bool { return distance(disc, d) < 2*discRadius+discApart }) &&
		!slices.ContainsFunc(places, func(q place) bool { return distance(disc, q.at) < discRadius+placeRadius+discApart })
}

func distance(a, b Point) float64 { return math.Hypot(a.X-b.X, a.Y-b.Y) }

func (m *bodyMap) drawPlaces(places []place) {
	for _, p := range places {
		if p.disc != p.at {
			m.Shapes = append(m.Shapes, Shape{Points: []Point{p.at, p.disc}, Ink: InkText, Line: 0.2},
				Shape{Points: []Point{p.at}, Radius: placeRadius, Fill: InkText})
		}
	}
	for _, p := range places {
		disc := Shape{Points: []Point{p.disc}, Radius: discRadius, Fill: InkPaper, Ink: InkText, Line: 0.3}
		number := Shape{Points: []Point{{p.disc.X, p.disc.Y + mapText*0.35}}, Text: fmt.Sprint(p.story.Number), Size: mapText, Align: AlignMiddle, Bold: true, Fill: InkText}
		if p.story.urgent() {
			disc.Fill, number.Fill = InkText, InkPaper
		}
		m.Shapes = append(m.Shapes, disc, number)
	}
}

// urgent says whether a story is flagged above watch.
func (s *Story) urgent() bool { return s.Tier.Urgency() > rules.Watch.Urgency() }
