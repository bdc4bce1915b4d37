// Package icc turns the colours of a picture into those of sRGB, in which a picture without a colour
// profile is shown. It reads the profiles of cameras, phones and screens (ICC.1:2022 §8.3.3,
// "three-component matrix-based"): a curve for each of red, green and blue, and where the three lie.
package icc

import "math"

// levels is how finely light is counted, from none to all; an 8-bit level of sRGB is at least four
// of them wide.
const levels = 1 << 14

// A Transform turns colours of 8 bits into those of sRGB.
type Transform struct {
	light  [3][256]int32 // of each level of red, green and blue, 0 to levels
	matrix [3][3]int32   // from that light to the light of sRGB's red, green and blue, in 1/levels
}

// ToSRGB reads a profile. It is nil for one that needs nothing done, and for one that is no matrix of
// red, green and blue, or is damaged: its picture is shown as if it had none.
func ToSRGB(profile []byte) *Transform {
	p, ok := parse(profile)
	if !ok {
		return nil
	}
	var t Transform
	for channel, c := range p.curves {
		for level := range t.light[channel] {
			t.light[channel][level] = int32(math.Round(levels * min(1, max(0, c.light(float64(level)/255)))))
		}
	}
	for row := range t.matrix {
		for column := range t.matrix[row] {
			sum := 0.0
			for i := range 3 {
				sum += fromXYZ[row][i] * p.colorants[i][column]
			}
			if math.Abs(sum) > 8 { // of real primaries none goes beyond 3
				return nil
			}
			t.matrix[row][column] = int32(math.Round(levels * sum))
		}
	}
	if t.changesNothing() {
		return nil
	}
	return &t
}

// fromXYZ turns XYZ as profiles count it, under D50, into the light of sRGB's red, green and blue: the
// inverse of the colorants of sRGB (IEC 61966-2-1, adapted to D50 by the Bradford transform).
var fromXYZ = [3][3]float64{
	{3.1341864, -1.6172090, -0.4906941},
	{-0.9787485, 1.9161301, 0.0334334},
	{0.0719639, -0.2289939, 1.4057537},
}

// Apply turns the pixels of a picture, four bytes each (red, green, blue and an alpha that stays).
// What sRGB cannot show becomes the nearest that it can, each of the three by itself. A nil Transform
// leaves them all.
func (t *Transform) Apply(pix []uint8) {
	if t == nil {
		return
	}
	for ; len(pix) >= 4; pix = pix[4:] {
		r, g, b := t.color(pix[0], pix[1], pix[2])
		pix[0], pix[1], pix[2] = r, g, b
	}
}

func (t *Transform) color(r, g, b uint8) (uint8, uint8, uint8) {
	red, green, blue := t.light[0][r], t.light[1][g], t.light[2][b]
	of := func(row *[3]int32) uint8 {
		sum := int64(row[0])*int64(red) + int64(row[1])*int64(green) + int64(row[2])*int64(blue)
		return encoded[min(levels, max(0, (sum+levels/2)/levels))]
	}
	return of(&t.matrix[0]), of(&t.matrix[1]), of(&t.matrix[2])
}

// changesNothing asks a grid of colours whether any moves by more than a level, which nobody sees.
func (t *Transform) changesNothing() bool {
	near := func(a, b uint8) bool { return max(a, b)-min(a, b) <= 1 }
	for r := 0; r < 256; r += 17 {
		for g := 0; g < 256; g += 17 {
			for b := 0; b < 256; b += 17 {
				toR, toG, toB := t.color(uint8(r), uint8(g), uint8(b))
				if !near(toR, uint8(r)) || !near(toG, uint8(g)) || !near(toB, uint8(b)) {
					return false
				}
			}
		}
	}
	return true
}

// encoded is sRGB's level for an amount of light (IEC 61966-2-1 §5.2).
var encoded = func() (table [levels + 1]uint8) {
	for i := range table {
		light := float64(i) / levels
		level := 12.92 * light
		if light > 0.0031308 {
			level = 1.055*math.Pow(light, 1/2.4) - 0.055
		}
		table[i] = uint8(math.Round(255 * level))
	}
	return table
}()
