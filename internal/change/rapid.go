package change

// rapid finds the two points between which growth is rapid; of several pairs the one with the greatest pace. It
// looks back no further than to the last two successive points at the old size: what went back is over.
func (h history) rapid() (span Difference, found bool) {
	for to := len(h) - 1; to > 0 && !(h.old(to-1) && h.old(to)); to-- {
		if !h.clear(0, to, levelTwo) { // a leap that only makes up for an earlier dip is not this growth
			continue
		}
		for from := to - 1; from >= 0 && h[to].Day-h[from].Day <= rapidLongDays; from-- {
			if !h.leaps(from, to) {
				continue
			}
			if d := difference(h[from], h[to]); !found || d.PerMonth() > span.PerMonth() {
				span, found = d, true
			}
		}
	}
	return span, found
}

// leaps says whether growth between two points is rapid: it counts and lies within 31 days, or it is separable,
// by half at least, and lies within 92. No odd reading may make it: the point before the earlier one and the point
// after the later one agree, and while there is none after, the later must stand as far as one reading has to.
func (h history) leaps(from, to int) bool {
	month := h[to].Day-h[from].Day <= rapidDays && h.clear(from, to, levelTwo)
	half := h[to].MM >= (1+rapidLongShare)*h[from].MM-roundoff && h.clear(from, to, levelSeparable)
	if !month && !half {
		return false
	}
	if from > 0 && h.z(from-1, to) <= levelSeparable {
		return false
	}
	if to == len(h)-1 {
		return h.clear(from, to, levelOne)
	}
	return h.z(from, to+1) > levelSeparable
}
