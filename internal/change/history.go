package change

import (
	"cmp"
	"math"
	"slices"
)

// A point is one day of a history: its reading, and the standard deviation it is judged with.
type point struct {
	Reading
	sd float64
}

// A history is the days with a reading, in order, from the reference on; history[0] is the reference.
type history []point

// newHistory sorts the readings from a day on and lets each day stand as one point.
func newHistory(readings []Reading, from int, scale float64) history {
	sorted := make([]Reading, 0, len(readings))
	for _, r := range readings {
		if r.Day >= from {
			sorted = append(sorted, r)
		}
	}
	slices.SortFunc(sorted, func(a, b Reading) int { // a total order, so that the order handed in leaves no trace
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(exactness(a.Method), exactness(b.Method)),
			cmp.Compare(a.MM, b.MM), cmp.Compare(a.Method, b.Method))
	})
	h := make(history, 0, len(sorted))
	for len(sorted) > 0 {
		n := 1
		for n < len(sorted) && sorted[n].Day == sorted[0].Day {
			n++
		}
		r := ofDay(sorted[:n])
		h = append(h, point{r, scale * SD(r.Method, r.MM)})
		sorted = sorted[n:]
	}
	return h
}

// ofDay is the mean of a day's most exact readings, which come first.
func ofDay(day []Reading) Reading {
	r, sum, n := day[0], 0.0, 0
	for _, d := range day {
		if exactness(d.Method) == exactness(r.Method) {
			sum, n = sum+d.MM, n+1
		}
	}
	r.MM = sum / float64(n)
	return r
}

// z is the difference of two points in standard deviations of that difference.
func (h history) z(from, to int) float64 {
	return (h[to].MM - h[from].MM) / math.Hypot(h[from].sd, h[to].sd)
}

// A spell is the present state of a history: growth that counts, or none.
type spell struct {
	by       Way  // how growth last counted, "" where it does not
	since    int  // the point at which it first did
	counted  int  // the newest point at which it did
	wentBack bool // an earlier spell ended, and none has begun since
}

// replay walks the history day by day, knowing no more than was known then. Growth once counted stays until two
// successive points are back at the old size.
func (h history) replay() spell {
	var s spell
	for i := 1; i < len(h); i++ {
		if by := h.way(i); by != "" {
			if s.by == "" {
				s.since = i
			}
			s.by, s.counted, s.wentBack = by, i, false
		} else if s.by != "" && h.old(i-1) && h.old(i) {
			s = spell{wentBack: true}
		}
	}
	return s
}

// way is how growth counts with point i the newest, strongest first, or "".
func (h history) way(i int) Way {
	switch {
	case h.clear(0, i, levelOne):
		return OneFar
	case i > 1 && h.clear(0, i-1, levelTwo) && h.clear(0, i, levelTwo):
		return TwoClear
	case h.climbs(i):
		return Trend
	}
	return ""
}

// clear says whether one point stands at least level above another, by an amount that counts.
func (h history) clear(from, to int, level float64) bool {
	return h.z(from, to) >= level && amounts(h[from].MM, h[to].MM)
}

// old says whether point i is at the reference's size or below: less above it than counts, and within noise. A point
// at which growth counts is never old, so it takes two later ones to go back.
func (h history) old(i int) bool {
	return h[i].MM-h[0].MM < leastMM-roundoff && h.z(0, i) <= levelSeparable
}

// evidence is the readings by which growth counted at point i, the reference first.
func (h history) evidence(by Way, i int) []Reading {
	first := i
	switch by {
	case TwoClear:
		first = i - 1
	case Trend:
		first = max(1, h.window(i))
	}
	readings := []Reading{h[0].Reading}
	for _, p := range h[first : i+1] {
		readings = append(readings, p.Reading)
	}
	return readings
}
