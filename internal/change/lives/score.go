package main

import (
	"math"
	"math/rand/v2"
	"slices"

	"spotlog/internal/change"
)

// A statistic says of the readings known so far, in order of time, whether it flags the spot.
type statistic struct {
	name  string
	flags func(known []change.Reading) bool
}

// statistics are our rules, and the two that come to mind first.
var statistics = []statistic{
	{"our rules", func(known []change.Reading) bool { return change.Judge(known, 0).Grew }},
	{"any difference from the first", anyDifference},
	{"20 % from the first", aFifth},
}

func anyDifference(known []change.Reading) bool {
	return known[len(known)-1].MM != known[0].MM
}

func aFifth(known []change.Reading) bool {
	const roundoff = 1e-9
	first, newest := known[0].MM, known[len(known)-1].MM
	return math.Abs(newest-first) >= 0.2*first-roundoff
}

// A score is what a statistic did over many lives of one truth.
type score struct {
	falseAYear float64 // turns from silent to flagged while nothing grew, a spot-year
	median     int     // months from the start of growth to the first flag, or never
}

// score watches n lives month by month. All statistics watch the same lives.
func (t truth) score(s statistic, n int) score {
	r := rand.New(rand.NewPCG(1, 2))
	turns, quietMonths := 0, 0
	waits := make([]int, 0, n)
	for range n {
		l := t.live(r)
		lifeTurns, wait := s.watch(l)
		turns += lifeTurns
		quietMonths += min(l.onset, months)
		waits = append(waits, wait)
	}
	slices.Sort(waits)
	return score{12 * float64(turns) / float64(max(quietMonths, 1)), waits[n/2]}
}

// watch follows one life: the turns from silent to flagged before it grew, and the months until flagged after.
func (s statistic) watch(l life) (turns, wait int) {
	wait = never
	fired := false
	for i, m := range l.month {
		before := fired
		fired = s.flags(l.readings[:i+1])
		if m < l.onset && fired && !before {
			turns++
		}
		if m >= l.onset && fired {
			return turns, m - l.onset
		}
	}
	return turns, wait
}
