package change

import "math"

// window is the first point of the twelve months that end with point i.
func (h history) window(i int) int {
	first := i
	for first > 0 && h[i].Day-h[first-1].Day <= trendDays {
		first--
	}
	return first
}

// climbs says whether the trend of the twelve months up to point i counts as growth: five days or more, the last
// two above the reference, the newest by an amount that counts, and a slope that no single reading carries.
func (h history) climbs(i int) bool {
	first := h.window(i)
	if i+1-first < trendReadings || h[i-1].MM <= h[0].MM || !amounts(h[0].MM, h[i].MM) {
		return false
	}
	all, spared := h[first : i+1].slopeZ()
	return all >= levelTrend && spared >= levelSpared
}

// slopeZ is the slope over time in standard deviations of that slope: of all points, and the least of all that
// leave one point out.
func (h history) slopeZ() (all, spared float64) {
	var s sums
	newest := h[len(h)-1].Day // days before it: small numbers, the same wherever the history lies
	for _, p := range h {
		s.add(p, newest, 1)
	}
	all, spared = s.z(), math.Inf(1)
	for _, p := range h {
		rest := s
		rest.add(p, newest, -1)
		spared = min(spared, rest.z())
	}
	return all, spared
}

// sums are those of weighted least squares, the weight of a point being 1/sd².
type sums struct{ w, x, y, xx, xy float64 }

func (s *sums) add(p point, day0 int, sign float64) {
	x, w := float64(p.Day-day0), sign/(p.sd*p.sd)
	s.w += w
	s.x += w * x
	s.y += w * p.MM
	s.xx += w * x * x
	s.xy += w * x * p.MM
}

// z is slope / SD(slope), with known noise: slope = Sxy/Sxx and SD(slope) = 1/√Sxx, where Sxx = Σw(x−x̄)² and
// Sxy = Σw(x−x̄)(y−ȳ). Source: any text on weighted least squares, e.g. Bevington and Robinson, chapter 6.
func (s sums) z() float64 {
	return (s.xy - s.x*s.y/s.w) / math.Sqrt(s.xx-s.x*s.x/s.w)
}
