package jpegscale

import "math"

// A reduction turns the 8 × 8 coefficients of a block into wide × high pixels. Either is 1, 2, 4 or,
// for chroma that the stream has shrunk already, 8. A pixel is the mean of the samples in its place
// that the inverse DCT of A.3.3 gives:
//
//	f(x,y) = 1/4 ΣΣ C(u) C(v) F(u,v) cos((2x+1)uπ/16) cos((2y+1)vπ/16)
//
// It comes without computing the samples. Let b(n,k,x) = cos((2x+1)kπ/2n) be the waves of a DCT of
// n points. The mean of b(n,k,2x) and b(n,k,2x+1) is cos(kπ/2n) b(n/2,k,x): the same wave of half
// the points, somewhat lower. Of those waves only the first n/2 differ: b(n/2,n/2,x) is 0, and
// b(n/2,k,x) is -b(n/2,n-k,x) for k above. So each coefficient, times a weight, is added to one of
// the low ones (folding), and an inverse DCT of so many points does the rest. libjpeg-turbo shrinks
// alike (jidctred.c). Folding one by one, the coefficients of 0, which are most, cost nothing.
type reduction struct {
	wide, high int
	weight     [64]int64 // of a coefficient in zig-zag order, with the quantiser in it; fixed point
	target     [64]uint8 // what it is added to
	last       int       // the last one with a weight
}

// A reduced holds folded coefficients in fixed point, then pixels before their shift: eight to a
// line, of which a reduction uses the first wide and high.
type reduced [64]int64

const fraction = 12 // bits behind the point of the fixed-point numbers

// zigzag gives the place in its block, eight to a line, of each coefficient (figure A.6).
var zigzag = [64]int{
	0, 1, 8, 16, 9, 2, 3, 10,
	17, 24, 32, 25, 18, 11, 4, 5,
	12, 19, 26, 33, 40, 48, 41, 34,
	27, 20, 13, 6, 7, 14, 21, 28,
	35, 42, 49, 56, 57, 50, 43, 36,
	29, 22, 15, 23, 30, 37, 44, 51,
	58, 59, 52, 45, 38, 31, 39, 46,
	53, 60, 61, 54, 47, 55, 62, 63,
}

func newReduction(quant *[64]uint16, wide, high int) *reduction {
	r := &reduction{wide: wide, high: high}
	for i, place := range zigzag {
		u, across := fold(place%8, wide)
		v, down := fold(place/8, high)
		r.weight[i] = int64(math.Round(float64(quant[i]) * across * down * (1 << fraction)))
		r.target[i] = uint8(8*v + u)
		if across*down != 0 {
			r.last = i
		}
	}
	return r
}

// fold gives the wave of size points that wave k of eight becomes, and its weight.
func fold(k, size int) (int, float64) {
	weight := 1.0
	for n := 8; n > size; n /= 2 {
		if k == n/2 {
			return 0, 0
		}
		weight *= math.Cos(float64(k) * math.Pi / float64(2*n))
		if k > n/2 {
			k, weight = n-k, -weight
		}
	}
	return k, weight
}

// draw does the inverse DCT and writes the pixels. The factor of A.3.3 is left to sample; what C(0)
// is less than the others is in the cosines.
func (r *reduction) draw(plane []uint8, stride int, b *reduced) {
	switch {
	case r.last == 0: // one pixel
		plane[0] = sample(b[0])
	case r.wide == 2 && r.high == 2:
		four(plane, plane[stride:], b)
	default:
		r.columns(b)
		for y := range r.high {
			r.line(plane[y*stride:][:r.wide], (*[8]int64)(b[8*y:]))
		}
	}
}

// four is the inverse DCT of 2 × 2 points, which most of the blocks of a photo become.
func four(upper, lower []uint8, b *reduced) {
	left, right := b[0]+b[1], b[0]-b[1]
	leftOdd, rightOdd := b[8]+b[9], b[8]-b[9]
	upper[0], upper[1] = sample(left+leftOdd), sample(right+rightOdd)
	lower[0], lower[1] = sample(left-leftOdd), sample(right-rightOdd)
}

func (r *reduction) columns(b *reduced) {
	switch r.high {
	case 2:
		for x := range r.wide {
			b[x], b[8+x] = b[x]+b[8+x], b[x]-b[8+x]
		}
	case 4:
		for x := range r.wide {
			b[x], b[8+x], b[16+x], b[24+x] = fourPoints(b[x], b[8+x], b[16+x], b[24+x])
		}
	case 8:
		for x := range r.wide {
			c := (*[57]int64)(b[x:])
			c[0], c[8], c[16], c[24], c[32], c[40], c[48], c[56] =
				eightPoints(c[0], c[8], c[16], c[24], c[32], c[40], c[48], c[56])
		}
	}
}

func (r *reduction) line(pixels []uint8, f *[8]int64) {
	switch r.wide {
	case 2:
		f[0], f[1] = f[0]+f[1], f[0]-f[1]
	case 4:
		f[0], f[1], f[2], f[3] = fourPoints(f[0], f[1], f[2], f[3])
	case 8:
		f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7] =
			eightPoints(f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7])
	}
	for x := range pixels {
		pixels[x] = sample(f[x&7])
	}
}

// cos1 to cos7 are √2 cos(kπ/16) in fixed point; for k of 4 that is 1.
const (
	cos1 = 5681
	cos2 = 5352
	cos3 = 4816
	cos5 = 3218
	cos6 = 2217
	cos7 = 1130
)

func fourPoints(f0, f1, f2, f3 int64) (int64, int64, int64, int64) {
	outer, inner := f0+f2, f0-f2
	outerOdd := (f1*cos2 + f3*cos6) >> fraction
	innerOdd := (f1*cos6 - f3*cos2) >> fraction
	return outer + outerOdd, inner + innerOdd, inner - innerOdd, outer - outerOdd
}

// eightPoints has its even waves from four points, and the odd ones, which change sign at the
// middle, as the formula is. The wave of 0 is all that most columns have.
func eightPoints(f0, f1, f2, f3, f4, f5, f6, f7 int64) (p0, p1, p2, p3, p4, p5, p6, p7 int64) {
	if f1|f2|f3|f4|f5|f6|f7 == 0 {
		return f0, f0, f0, f0, f0, f0, f0, f0
	}
	e0, e1, e2, e3 := fourPoints(f0, f2, f4, f6)
	o0 := (f1*cos1 + f3*cos3 + f5*cos5 + f7*cos7) >> fraction
	o1 := (f1*cos3 - f3*cos7 - f5*cos1 - f7*cos5) >> fraction
	o2 := (f1*cos5 - f3*cos1 + f5*cos7 + f7*cos3) >> fraction
	o3 := (f1*cos7 - f3*cos5 + f5*cos3 - f7*cos1) >> fraction
	return e0 + o0, e1 + o1, e2 + o2, e3 + o3, e3 - o3, e2 - o2, e1 - o1, e0 - o0
}

// sample divides by 8, shifts the level (A.3.1), rounds and clamps.
func sample(v int64) uint8 {
	const half = 1 << (fraction + 2)
	return uint8(min(max((v+half)>>(fraction+3)+128, 0), 255))
}
