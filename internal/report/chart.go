package report

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"spotlog/internal/change"
	"spotlog/store"
)

// Sizes within a chart, in mm.
const (
	chartText   = 2.8 // 8 points
	chartHair   = 0.15
	chartLine   = 0.25
	chartMarker = 0.85 // radius
	chartRow    = 3.4  // from one line of words to the next
)

// barSD is how far the bar through a size reaches up and down, in standard deviations of one
// reading: 19 of 20 readings of a spot that does not change lie this near to its size.
const barSD = 1.96

// A mark is one value in a chart.
type mark struct {
	first, last store.Day // the days its date may mean
	value       float64
	noise       float64 // of the bar, up and down; 0 where it is not known
	method      store.Method
}

func (m mark) day() float64 { return float64(m.first+m.last) / 2 }

// A series is what a chart shows: sizes, or of a crop without them its extent or its dots.
type series struct {
	name, unit string
	marks      []mark
}

// A chart is a drawing with a true time axis to the right and values from zero upwards.
type chart struct {
	*Drawing
	left, right, top, foot float64 // of the field, mm
	from, to               float64 // days
	high                   float64 // value at the top
}

// SizeChart draws the sizes of a spot over time, as known on a day, in a picture of so many mm:
// each with the bar of its measuring noise, its method as the marker, what was bled at the foot and
// visits that named the spot as upright lines. A crop without sizes shows its extent, or else its
// dots. It is nil where there is none of these.
func SizeChart(s *store.Spot, visits []store.Visit, asOf store.Day, width, height float64) *Drawing {
	shown := seriesOf(s, asOf)
	if len(shown.marks) == 0 {
		return nil
	}
	bleeds, seen := bledIn(s, asOf), visitsOf(s, visits, asOf)
	c := &chart{Drawing: &Drawing{Width: width, Height: height, Title: chartWords(s, shown, bleeds, seen)}, left: 7.5, right: width - 2}
	c.foot = height - 7.5
	if len(bleeds) > 0 {
		c.foot -= 3.2
	}
	c.span(shown.marks, bleeds, seen)
	c.top = chartText
	c.drawLegend(shown, bleeds)
	labels := c.placeVisits(seen)
	c.top += 2.2
	c.drawValues(shown)
	c.drawDays()
	c.drawVisits(seen, labels)
	c.drawMarks(shown.marks)
	c.drawBleeds(bleeds)
	if shown.marks[0].noise > 0 {
		c.Caption = "The bar through a size is ± 1.96 standard deviations of one reading by its method: 19 of 20 readings of an unchanged spot lie that near."
	}
	return c.Drawing
}

func seriesOf(s *store.Spot, asOf store.Day) series {
	choices := []series{{name: "Size", unit: "mm"}, {name: "Extent", unit: "mm across"}, {name: "Number of dots", unit: "dots"}}
	for i := range s.Entries {
		e := &s.Entries[i]
		if e.Date.FirstDay() > asOf {
			continue
		}
		for n, value := range []float64{e.DiameterMM(), e.ExtentMM, float64(e.Count)} {
			m := mark{first: e.Date.FirstDay(), last: e.Date.LastDay(), value: value, method: e.Method}
			if n == 0 {
				m.noise = barSD * change.SD(change.Method(e.Method), value)
			}
			if value > 0 {
				choices[n].marks = append(choices[n].marks, m)
			}
		}
	}
	for _, each := range choices {
		if len(each.marks) > 0 {
			return each
		}
	}
	return series{}
}

// A bleed is an entry that logs one.
type bleed struct {
	date    store.Date
	handled bool // after a knock or a touch
}

func bledIn(s *store.Spot, asOf store.Day) (bleeds []bleed) {
	for i := range s.Entries {
		e := &s.Entries[i]
		bled := e.Bleeding != "" && e.Bleeding != store.BleedingNone || e.Bleeds != nil && *e.Bleeds > 0
		if bled && e.Date.FirstDay() <= asOf {
			bleeds = append(bleeds, bleed{e.Date, e.Bleeding == store.BleedingBumped || e.Bleeding == store.BleedingTouched})
		}
	}
	return bleeds
}

// A seen is a visit that named the spot.
type seen struct {
	date store.Date
	says string
}

func visitsOf(s *store.Spot, visits []store.Visit, asOf store.Day) (list []seen) {
	for _, v := range visits {
		for _, line := range v.Spots {
			if line.Spot == s.Name && v.Date.FirstDay() <= asOf {
				list = append(list, seen{v.Date, strings.TrimSuffix("visit: "+string(line.Outcome), ": ")})
			}
		}
	}
	return list
}

// span chooses the days and values that the field covers.
func (c *chart) span(marks []mark, bleeds []bleed, visits []seen) {
	c.from, c.to = math.Inf(1), math.Inf(-1)
	hold := func(first, last store.Day) {
		c.from, c.to = min(c.from, float64(first)), max(c.to, float64(last))
	}
	for _, m := range marks {
		hold(m.first, m.last)
		c.high = max(c.high, m.value+m.noise)
	}
	for _, b := range bleeds {
		hold(b.date.FirstDay(), b.date.LastDay())
	}
	for _, v := range visits {
		hold(v.date.FirstDay(), v.date.LastDay())
	}
	margin := max((c.to-c.from)*0.03, 1.5)
	c.from, c.to = c.from-margin, c.to+margin
}

func (c *chart) x(day float64) float64 {
	return c.left + (day-c.from)/(c.to-c.from)*(c.right-c.left)
}

func (c *chart) y(value float64) float64 {
	return c.foot - min(max(value/c.high, 0), 1)*(c.foot-c.top)
}

func (c *chart) add(s Shape) { c.Shapes = append(c.Shapes, s) }

func (c *chart) line(ink Ink, width float64, points ...Point) {
	c.add(Shape{Points: points, Ink: ink, Line: width})
}

func (c *chart) word(text string, x, y float64, align Align) {
	c.add(Shape{Points: []Point{{x, y}}, Text: text, Size: chartText, Align: align, Fill: InkText})
}

// textWidth is about how wide a line of text is, in mm: plain type takes half its size a letter.
func textWidth(text string, size float64) float64 {
	return 0.53 * size * float64(utf8.RuneCountInString(text))
}

// drawValues draws the axis of values with a thin line across at each tick.
func (c *chart) drawValues(shown series) {
	step := valueStep(c.high, (c.foot-c.top)/5.5)
	c.high = math.Ceil(c.high/step-1e-9) * step
	for n := 0.0; n*step <= c.high+1e-9; n++ {
		y := c.y(n * step)
		if n > 0 {
			c.line(InkFaint, chartHair, Point{c.left, y}, Point{c.right, y})
		}
		c.word(MM(n*step), c.left-1, y+chartText*0.36, AlignEnd)
	}
	c.line(InkText, chartLine, Point{c.left, c.top}, Point{c.left, c.foot}, Point{c.right, c.foot})
}

// valueStep is the least round step that needs at most so many of them.
func valueStep(high, most float64) float64 {
	for scale := 1.0; ; scale *= 10 {
		for _, step := range []float64{1, 2, 5} {
			if high <= step*scale*math.Floor(most) {
				return step * scale
			}
		}
	}
}

// drawMarks draws the values over a thin line that joins them.
func (c *chart) drawMarks(marks []mark) {
	var line []Point
	for _, m := range marks {
		line = append(line, Point{c.x(m.day()), c.y(m.value)})
	}
	if len(line) > 1 {
		c.line(InkSoft, chartHair, line...)
	}
	for i, m := range marks {
		if m.noise > 0 {
			c.bar(line[i].X, c.y(m.value-m.noise), c.y(m.value+m.noise))
		}
		if m.first != m.last { // the day is not known: anywhere along this line
			c.line(InkText, chartLine, Point{c.x(float64(m.first)), line[i].Y}, Point{c.x(float64(m.last)), line[i].Y})
		}
		c.marker(m.method, line[i])
	}
}

func (c *chart) bar(x, low, high float64) {
	const cap = 0.5
	c.line(InkSoft, chartLine, Point{x, low}, Point{x, high})
	c.line(InkSoft, chartLine, Point{x - cap, high}, Point{x + cap, high})
	c.line(InkSoft, chartLine, Point{x - cap, low}, Point{x + cap, low})
}

// marker draws what was measured full and what was judged hollow: a disc for ruler and eye, a
// square for card and photo.
func (c *chart) marker(method store.Method, at Point) {
	s := Shape{Points: []Point{at}, Radius: chartMarker, Fill: InkPaper, Ink: InkText, Line: chartLine}
	if method == store.MethodRuler || method == store.MethodCard {
		s.Fill = InkText
	}
	if method == store.MethodCard || method == store.MethodPhoto {
		const r = chartMarker * 0.9
		s.Points = []Point{{at.X - r, at.Y - r}, {at.X + r, at.Y - r}, {at.X + r, at.Y + r}, {at.X - r, at.Y + r}}
		s.Radius, s.Closed = 0, true
	}
	c.add(s)
}

// placeVisits finds a line for the words of each visit, like a flag at its pole and beside all
// others, and makes room for these lines at the top. Words that three lines do not hold are left
// to the chart's title.
func (c *chart) placeVisits(visits []seen) (labels []Point) {
	const gap, most = 0.6, 3
	var free []float64 // where each line of words ends
	for i, v := range visits {
		wide := textWidth(v.says, chartText)
		x := c.x(middle(v.date)) + gap
		if x+wide > c.right {
			x -= wide + 2*gap
		}
		row := slices.IndexFunc(free, func(end float64) bool { return end <= x })
		switch {
		case row < 0 && len(free) == most:
			visits[i].says, row = "", most-1
		case row < 0:
			row = len(free)
			free = append(free, x+wide+gap)
		default:
			free[row] = x + wide + gap
		}
		labels = append(labels, Point{x, c.top + float64(row+1)*chartRow})
	}
	c.top += float64(len(free)) * chartRow
	return labels
}

// drawVisits draws an upright line at each visit, from its words down.
func (c *chart) drawVisits(visits []seen, labels []Point) {
	for i, v := range visits {
		x := c.x(middle(v.date))
		c.add(Shape{Points: []Point{{x, labels[i].Y - chartText*0.8}, {x, c.foot}}, Ink: InkText, Line: chartLine, Dash: 0.9})
	}
	for i, v := range visits {
		if v.says == "" {
			continue
		}
		at, wide := labels[i], textWidth(v.says, chartText)
		c.add(Shape{Points: []Point{{at.X, at.Y - chartText*0.8}, {at.X + wide, at.Y - chartText*0.8}, {at.X + wide, at.Y + 0.6}, {at.X, at.Y + 0.6}}, Closed: true, Fill: InkPaper})
		c.word(v.says, at.X, at.Y, AlignStart)
	}
}

func middle(d store.Date) float64 { return float64(d.FirstDay()+d.LastDay()) / 2 }

func (c *chart) drawBleeds(bleeds []bleed) {
	for _, b := range bleeds {
		c.drop(Point{c.x(middle(b.date)), c.foot + 2}, b.handled)
	}
}

// drop draws a drop about its middle: full, or hollow where the skin was knocked or touched.
func (c *chart) drop(at Point, hollow bool) {
	on := func(x, y float64) Point { return Point{at.X + x, at.Y + y} }
	s := Shape{Curved: true, Closed: true, Fill: InkText, Ink: InkText, Line: chartLine,
		Points: []Point{on(0, -1.4), on(0.2, -0.7), on(0.9, -0.1), on(0.9, 0.5), on(0.9, 1), on(0.5, 1.3), on(0, 1.3),
			on(-0.5, 1.3), on(-0.9, 1), on(-0.9, 0.5), on(-0.9, -0.1), on(-0.2, -0.7), on(0, -1.4)}}
	if hollow {
		s.Fill = InkPaper
	}
	c.add(s)
}

// methodWords say how a size was read.
var methodWords = map[store.Method]string{
	store.MethodRuler: "ruler", store.MethodCard: "card", store.MethodPhoto: "photo", store.MethodEye: "by eye", "": "method unknown",
}

// drawLegend names the markers that are there, and makes room at the top where they need a second line.
func (c *chart) drawLegend(shown series, bleeds []bleed) {
	const before, between = 3, 2.2 // mm for the marker, and to the next name
	x := textWidth(shown.unit, chartText) + before + between
	name := func(says string, draw func(at Point)) {
		wide := before + textWidth(says, chartText)
		if x+wide > c.right {
			x = c.left
			c.top += chartRow
		}
		draw(Point{x + before/2, c.top - chartText*0.36})
		c.word(says, x+before, c.top, AlignStart)
		x += wide + between
	}
	c.word(shown.unit, 0, c.top, AlignStart)
	for _, method := range []store.Method{store.MethodRuler, store.MethodCard, store.MethodPhoto, store.MethodEye, ""} {
		is := func(m mark) bool { return m.method == method }
		if shown.unit != "dots" && slices.ContainsFunc(shown.marks, is) {
			name(methodWords[method], func(at Point) { c.marker(method, at) })
		}
	}
	for _, handled := range []bool{false, true} {
		if slices.ContainsFunc(bleeds, func(b bleed) bool { return b.handled == handled }) {
			name(map[bool]string{false: "bled", true: "bled on contact"}[handled], func(at Point) { c.drop(at, handled) })
		}
	}
}

// chartWords tell what a chart shows to who cannot see it.
func chartWords(s *store.Spot, shown series, bleeds []bleed, visits []seen) string {
	says := func(m mark) string {
		day := LongDate(m.first.Date())
		if m.first != m.last {
			day = "between " + day + " and " + LongDate(m.last.Date())
		} else {
			day = "on " + day
		}
		if shown.unit == "dots" {
			return MM(m.value) + " " + day
		}
		return MM(m.value) + " mm (" + methodWords[m.method] + ") " + day
	}
	first, newest := shown.marks[0], shown.marks[len(shown.marks)-1]
	words := fmt.Sprintf("%s of %s over time, %s: first %s", shown.name, Plain(s.Name), Plural(len(shown.marks), "reading"), says(first))
	if len(shown.marks) > 1 {
		low, high := first, first
		for _, m := range shown.marks {
			if m.value < low.value {
				low = m
			}
			if m.value > high.value {
				high = m
			}
		}
		words += fmt.Sprintf(", newest %s; smallest %s, largest %s", says(newest), says(low), says(high))
	}
	var days, seenOn []string
	for _, b := range bleeds {
		days = append(days, LongDate(b.date))
	}
	for _, v := range visits {
		seenOn = append(seenOn, v.says+" on "+LongDate(v.date))
	}
	if len(days) > 0 {
		words += "; bled: " + strings.Join(days, ", ")
	}
	if len(seenOn) > 0 {
		words += "; " + strings.Join(seenOn, ", ")
	}
	return words
}
