package main

import (
	"math"
	"math/rand/v2"

	"spotlog/internal/change"
)

const (
	months    = 36 // a life: a first reading, and one each month for three years
	monthDays = 365.25 / 12
	never     = math.MaxInt
)

// A life is one drawn spot.
type life struct {
	readings []change.Reading
	month    []int // of each reading
	onset    int   // the month from which it grows, or never
}

// live draws a life.
func (t truth) live(r *rand.Rand) life {
	start := t.from + (t.to-t.from)*r.Float64()
	l := life{onset: never}
	switch {
	case t.leap > 0:
		l.onset = 6 + r.IntN(12)
	case t.perYear > 0:
		l.onset = 0
	}
	for m := 0; m <= months; m++ {
		if m > 0 && r.Float64() < t.missed {
			continue
		}
		mm := start + t.perYear*float64(m)/12
		if m >= l.onset {
			mm += t.leap
		}
		l.readings = append(l.readings, t.measure(r, max(1, mm), int(math.Round(float64(m)*monthDays))))
		l.month = append(l.month, m)
	}
	return l
}

// measure reads a spot of mm: the method's normal noise, now and then a gross error, rounded to the step.
func (t truth) measure(r *rand.Rand, mm float64, day int) change.Reading {
	method := t.methods[r.IntN(len(t.methods))]
	mm += r.NormFloat64() * change.SD(method, mm)
	if r.Float64() < t.gross {
		mm += []float64{-2, 2}[r.IntN(2)]
	}
	return change.Reading{Day: day, MM: max(t.step, t.step*math.Round(mm/t.step)), Method: method}
}
