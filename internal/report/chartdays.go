package report

import (
	"fmt"
	"math"
	"time"

	"spotlog/store"
)

// A tickStep is a distance between the ticks of a time axis; one of the three is there.
type tickStep struct{ days, months, years int }

// tickSteps are the distances to choose from, the least first. Months divide a year.
var tickSteps = []tickStep{{days: 1}, {days: 2}, {days: 7}, {days: 14}, {months: 1}, {months: 2}, {months: 3}, {months: 6},
	{years: 1}, {years: 2}, {years: 5}, {years: 10}, {years: 20}, {years: 50}}

// about is the step's length in days.
func (s tickStep) about() float64 {
	return float64(s.days) + 30.44*float64(s.months) + 365.25*float64(s.years)
}

// first is the first day of a tick on or after a day.
func (s tickStep) first(from store.Day) time.Time {
	at := from.Time()
	switch {
	case s.days > 0:
		return at
	case s.months > 0:
		at = time.Date(at.Year(), at.Month()-(at.Month()-1)%time.Month(s.months), 1, 0, 0, 0, 0, time.UTC)
	default:
		at = time.Date(at.Year()-at.Year()%s.years, time.January, 1, 0, 0, 0, 0, time.UTC)
	}
	for dayOf(at) < from {
		at = s.next(at)
	}
	return at
}

func (s tickStep) next(at time.Time) time.Time { return at.AddDate(s.years, s.months, s.days) }

func dayOf(at time.Time) store.Day { return store.DayOf(at.Year(), at.Month(), at.Day()) }

// drawDays draws the ticks of the time axis with as many dates as there is room for: days with
// their month, months, or years. Under the first tick and each January its year stands.
func (c *chart) drawDays() {
	const room = 11 // mm a date
	step := tickSteps[len(tickSteps)-1]
	for i := len(tickSteps) - 1; i >= 0 && (c.to-c.from)/tickSteps[i].about() <= (c.right-c.left)/room; i-- {
		step = tickSteps[i]
	}
	y := c.Height - chartText*1.35
	year := 0
	for at := step.first(store.Day(math.Ceil(c.from))); float64(dayOf(at)) <= c.to; at = step.next(at) {
		x := c.x(float64(dayOf(at)))
		c.line(InkText, chartLine, Point{x, c.foot}, Point{x, c.foot + 0.8})
		label := at.Format("Jan")
		switch {
		case step.years > 0:
			label = fmt.Sprint(at.Year())
		case step.days > 0:
			label = at.Format("2 Jan")
		}
		wide := textWidth(label, chartText)
		c.word(label, min(max(x, c.left+wide/2-4), c.right-wide/2+1.5), y, AlignMiddle)
		if step.years == 0 && at.Year() != year {
			c.word(at.Format("2006"), min(x, c.right-2), y+chartText*1.15, AlignMiddle)
		}
		year = at.Year()
	}
}
