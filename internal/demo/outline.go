package demo

import (
	"math"
	"slices"
)

// outlineSteps is how many radii an outline has.
const outlineSteps = 192

// An outline is the edge of a spot: an ellipse of about length by width mm that wavers, as large as
// makes its longest extent in any direction, which is what a ruler reads, exactly length.
type outline struct {
	radii         [outlineSteps + 1]float32 // of a figure about 1 in radius; the last repeats the first
	sx, sy        float32                   // figure units per mm
	ox, oy        float32                   // middle of the figure's extent, in figure units
	cos, sin      float32                   // of the angle of the length
	length, width float32
}

// newOutline makes the edge of a spot of length by width mm whose length lies at an angle in
// radians. Waver is how far the radius strays from the ellipse, as a share of it.
func newOutline(length, width, angle, waver float32, seed uint32) outline {
	o := outline{length: length, width: width}
	sin, cos := math.Sincos(float64(angle))
	o.sin, o.cos = float32(sin), float32(cos)
	var xs, ys [outlineSteps]float32
	for i := range outlineSteps {
		a := 2 * math.Pi * float64(i) / outlineSteps
		r := 1 + waver*wavering(a, seed)
		o.radii[i] = r
		xs[i], ys[i] = r*float32(math.Cos(a)), r*float32(math.Sin(a))
	}
	o.radii[outlineSteps] = o.radii[0]
	left, right, top, low := slices.Min(xs[:]), slices.Max(xs[:]), slices.Min(ys[:]), slices.Max(ys[:])
	o.ox, o.oy = (right+left)/2, (low+top)/2
	o.sx, o.sy = (right-left)/length, (low-top)/width
	for i := range outlineSteps {
		xs[i], ys[i] = xs[i]/o.sx, ys[i]/o.sy
	}
	over := longestExtent(xs[:], ys[:]) / length
	o.sx, o.sy = o.sx*over, o.sy*over
	return o
}

// longestExtent is how far some points reach in the direction in which they reach farthest.
func longestExtent(xs, ys []float32) float32 {
	const directions = 48
	longest := float32(0)
	for k := range directions {
		sin, cos := math.Sincos(math.Pi * float64(k) / directions)
		low, high := float32(math.MaxFloat32), float32(-math.MaxFloat32)
		for i := range xs {
			along := xs[i]*float32(cos) + ys[i]*float32(sin)
			low, high = min(low, along), max(high, along)
		}
		longest = max(longest, high-low)
	}
	return longest
}

// wavering is a sum of waves round the edge, about -1 to 1.
func wavering(angle float64, seed uint32) float32 {
	sum := 0.0
	for k := 2; k <= 7; k++ {
		phase := 2 * math.Pi * float64(unit(hash(int32(k), 0, seed)))
		strength := 0.3 + float64(unit(hash(int32(k), 1, seed)))
		sum += 1.7 * strength * math.Sin(float64(k)*angle+phase) / math.Pow(float64(k), 1.6)
	}
	return float32(sum)
}

// inside measures a point in mm from the middle of the spot: depth is the mm to the edge (below 0
// outside), and share how far out the point lies (0 in the middle, 1 on the edge).
func (o *outline) inside(x, y float32) (depth, share float32) {
	u := (x*o.cos+y*o.sin)*o.sx + o.ox
	v := (y*o.cos-x*o.sin)*o.sy + o.oy
	r := hypot(u, v)
	if r == 0 {
		return o.width / 2, 0
	}
	turn := float32(math.Atan2(float64(v), float64(u))/(2*math.Pi)) * outlineSteps
	if turn < 0 {
		turn += outlineSteps
	}
	i := min(int(turn), outlineSteps-1)
	edge := mix(o.radii[i], o.radii[i+1], turn-float32(i))
	share = r / edge
	return hypot(x, y) * (edge/r - 1), share
}

// reach is half the longest extent of the outline in mm.
func (o *outline) reach() float32 { return max(o.length, o.width) / 2 }
