package jpegscale

import (
	"math"
	"math/rand/v2"
	"testing"
)

// inverseDCT is the formula of A.3.3, with nothing left out.
func inverseDCT(f *[64]float64) (samples [64]float64) {
	c := func(k int) float64 {
		if k == 0 {
			return math.Sqrt2 / 2
		}
		return 1
	}
	for i := range samples {
		for place, value := range f {
			u, v := place%8, place/8
			samples[i] += c(u) * c(v) * value / 4 *
				math.Cos(float64((2*(i%8)+1)*u)*math.Pi/16) * math.Cos(float64((2*(i/8)+1)*v)*math.Pi/16)
		}
	}
	return samples
}

func TestReductionIsTheMeanOfTheDCT(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		var values [64]int64
		var quant [64]uint16
		var natural [64]float64
		for i, place := range zigzag {
			quant[i] = uint16(1 + random.IntN(40))
			values[i] = random.Int64N(2*40/int64(quant[i])+1) - 40/int64(quant[i])
			natural[place] = float64(values[i] * int64(quant[i]))
		}
		samples := inverseDCT(&natural)
		for _, wide := range []int{1, 2, 4, 8} {
			for _, high := range []int{1, 2, 4, 8} {
				checkReduction(t, newReduction(&quant, wide, high), &values, &samples)
			}
		}
	}
}

func checkReduction(t *testing.T, r *reduction, values *[64]int64, samples *[64]float64) {
	t.Helper()
	var block reduced
	for i, value := range values[:r.last+1] {
		block[r.target[i]] += value * r.weight[i]
	}
	var pixels [64]uint8
	r.draw(pixels[:], 8, &block)
	for y := range r.high {
		for x := range r.wide {
			mean := 0.0
			for i, s := range samples {
				if i%8*r.wide/8 == x && i/8*r.high/8 == y {
					mean += s * float64(r.wide*r.high) / 64
				}
			}
			want := min(max(mean+128, 0), 255)
			if got := float64(pixels[8*y+x]); math.Abs(got-want) > 0.52 {
				t.Fatalf("%d × %d pixels: pixel %d,%d is %v, want %.2f", r.wide, r.high, x, y, got, want)
			}
		}
	}
}
