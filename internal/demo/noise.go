package demo

import "math"

// hash mixes two lattice coordinates and a seed into 32 bits.
func hash(x, y int32, seed uint32) uint32 {
	h := uint32(x)*0x9E3779B1 ^ uint32(y)*0x85EBCA77 ^ seed*0xC2B2AE3D
	h = (h ^ h>>15) * 0x2C1B3C6D
	h = (h ^ h>>12) * 0x297A2D39
	return h ^ h>>15
}

// unit turns a hash into a number from 0 up to 1.
func unit(h uint32) float32 { return float32(h>>8) / (1 << 24) }

// noise is gradient noise (Perlin 1985), about -1 to 1, that varies over about one unit of x and y.
func noise(x, y float32, seed uint32) float32 {
	fx, fy := floor(x), floor(y)
	tx, ty := x-fx, y-fy
	ix, iy := int32(fx), int32(fy)
	sx, sy := ease(tx), ease(ty)
	top := mix(slope(hash(ix, iy, seed), tx, ty), slope(hash(ix+1, iy, seed), tx-1, ty), sx)
	low := mix(slope(hash(ix, iy+1, seed), tx, ty-1), slope(hash(ix+1, iy+1, seed), tx-1, ty-1), sx)
	return 1.5 * mix(top, low, sy)
}

// slopes are eight planes through the origin, each by its rise to the right and downwards.
var slopes = [8][2]float32{{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {.7, .7}, {-.7, .7}, {.7, -.7}, {-.7, -.7}}

func slope(h uint32, x, y float32) float32 {
	g := &slopes[h&7]
	return x*g[0] + y*g[1]
}

// cloud sums octaves of noise, each half as large and half as strong as the one before, and turned
// so that their lattices do not show.
func cloud(x, y float32, seed uint32, octaves int) float32 {
	sum, strength := float32(0), float32(0.55)
	for i := range octaves {
		sum += strength * noise(x, y, seed+uint32(i))
		x, y, strength = 1.6*x-1.2*y, 1.2*x+1.6*y, strength/2
	}
	return sum
}

func floor(x float32) float32 { return float32(math.Floor(float64(x))) }

func root(x float32) float32 { return float32(math.Sqrt(float64(x))) }

func hypot(x, y float32) float32 { return root(x*x + y*y) }

func mix(a, b, t float32) float32 { return a + (b-a)*t }

// ease is the smooth step from 0 to 1 for t from 0 to 1.
func ease(t float32) float32 { return t * t * (3 - 2*t) }

// rise goes smoothly from 0 at low to 1 at high.
func rise(low, high, x float32) float32 {
	return ease(min(max((x-low)/(high-low), 0), 1))
}
