package icc

import (
	"bytes"
	"encoding/binary"
	"math"
	"testing"
)

// The colorants of red, green and blue under D50: of Display P3 as a phone writes them, of Adobe RGB
// (1998) and of sRGB.
var (
	displayP3 = [3][3]float64{{0.51512, 0.2412, -0.00105}, {0.29198, 0.69225, 0.04189}, {0.1571, 0.06657, 0.78407}}
	adobeRGB  = [3][3]float64{{0.60974, 0.31111, 0.01947}, {0.20528, 0.62567, 0.06087}, {0.14919, 0.06322, 0.74457}}
	sRGB      = [3][3]float64{{0.43604, 0.22249, 0.01392}, {0.38512, 0.71690, 0.09706}, {0.14305, 0.06061, 0.71391}}
)

// build writes a profile: a header, the table of tags, a curve for all three and their colorants.
func build(curve []byte, colorants [3][3]float64, more ...string) []byte {
	head := make([]byte, headLength)
	head[8] = 4 // the version
	copy(head[12:], "mntrRGB XYZ ")
	copy(head[36:], "acsp")
	copy(head[68:], "\x00\x00\xf6\xd6\x00\x01\x00\x00\x00\x00\xd3\x2d") // D50
	names := append([]string{"rTRC", "gTRC", "bTRC", "rXYZ", "gXYZ", "bXYZ"}, more...)
	table := binary.BigEndian.AppendUint32(nil, uint32(len(names)))
	var data []byte
	for i, name := range names {
		content := curve
		if i >= 3 {
			content = []byte("XYZ \x00\x00\x00\x00")
			for _, v := range colorants[i%3] {
				content = appendFixed(content, v)
			}
		}
		table = append(table, name...)
		table = binary.BigEndian.AppendUint32(table, uint32(headLength+4+tagLength*len(names)+len(data)))
		table = binary.BigEndian.AppendUint32(table, uint32(len(content)))
		data = append(data, content...)
	}
	profile := append(append(head, table...), data...)
	binary.BigEndian.PutUint32(profile, uint32(len(profile)))
	return profile
}

func appendFixed(data []byte, v float64) []byte {
	return binary.BigEndian.AppendUint32(data, uint32(int32(math.Round(v*(1<<16)))))
}

func paraCurve(function byte, numbers ...float64) []byte {
	data := []byte{'p', 'a', 'r', 'a', 0, 0, 0, 0, 0, function, 0, 0}
	for _, n := range numbers {
		data = appendFixed(data, n)
	}
	return data
}

// ofSRGB is the curve of sRGB, which Display P3 has too.
var ofSRGB = paraCurve(3, 2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045)

func sampledCurve(samples ...uint16) []byte {
	data := append([]byte("curv\x00\x00\x00\x00"), 0, 0, 0, 0)
	binary.BigEndian.PutUint32(data[8:], uint32(len(samples)))
	for _, s := range samples {
		data = binary.BigEndian.AppendUint16(data, s)
	}
	return data
}

// What comes out is what LittleCMS 2.14 gives for the same profiles (transicc -t 1 -n), to a level.
func TestToSRGB(t *testing.T) {
	fine := make([]uint16, 1024)
	for i := range fine {
		fine[i] = uint16(math.Round(math.MaxUint16 * parametric{2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045, 0, 0}.light(float64(i)/1023)))
	}
	p3 := [][2][3]uint8{
		{{200, 80, 80}, {216, 69, 75}}, {{181, 142, 120}, {188, 140, 116}}, {{90, 60, 45}, {95, 58, 42}}, {{222, 184, 165}, {229, 182, 162}},
		{{12, 10, 9}, {12, 10, 9}}, {{128, 128, 128}, {128, 128, 128}}, {{255, 0, 0}, {255, 0, 0}}, {{0, 255, 0}, {0, 255, 0}},
	}
	adobe := [][2][3]uint8{{{200, 80, 80}, {230, 79, 79}}, {{181, 142, 120}, {195, 143, 120}}, {{12, 200, 40}, {0, 201, 0}}, {{128, 128, 128}, {129, 129, 129}}, {{255, 255, 255}, {255, 255, 255}}}
	for name, of := range map[string]struct {
		profile []byte
		colors  [][2][3]uint8
	}{
		"Display P3":                    {build(ofSRGB, displayP3), p3},
		"Display P3, its curve sampled": {build(sampledCurve(fine...), displayP3), p3},
		"Adobe RGB (1998)":              {build(sampledCurve(0x0233), adobeRGB), adobe},
		"Adobe RGB, its gamma a number": {build(paraCurve(0, 563.0/256), adobeRGB), adobe},
	} {
		transform := ToSRGB(of.profile)
		if transform == nil {
			t.Errorf("%s: not read", name)
			continue
		}
		for _, c := range of.colors {
			got := []byte{c[0][0], c[0][1], c[0][2], 77}
			transform.Apply(got)
			for i := range 3 {
				if d := int(got[i]) - int(c[1][i]); d < -1 || d > 1 {
					t.Errorf("%s: %v became %v, want %v", name, c[0], got[:3], c[1])
					break
				}
			}
			if got[3] != 77 {
				t.Errorf("%s: alpha became %d", name, got[3])
			}
		}
	}
}

// Grey has no colour in any of them: a ruler or a white card stays as it was.
func TestGreyStaysGrey(t *testing.T) {
	transform := ToSRGB(build(ofSRGB, displayP3))
	for level := range 256 {
		pix := bytes.Repeat([]byte{uint8(level)}, 3)
		r, g, b := transform.color(pix[0], pix[1], pix[2])
		for _, c := range []uint8{r, g, b} {
			if d := int(c) - level; d < -1 || d > 1 {
				t.Fatalf("grey %d became %d %d %d", level, r, g, b)
			}
		}
	}
}

func TestWhatIsLeftAsItIs(t *testing.T) {
	p3 := build(ofSRGB, displayP3)
	grey, other, long := bytes.Clone(p3), bytes.Clone(p3), bytes.Clone(p3)
	copy(grey[16:], "GRAY")
	copy(other[20:], "Lab ")
	copy(long[headLength+4+4:], "\xff\xff\xff\xf0")
	for name, profile := range map[string][]byte{
		"of sRGB":                  build(ofSRGB, sRGB),
		"none":                     nil,
		"of grey":                  grey,
		"of Lab":                   other,
		"with a table":             build(ofSRGB, displayP3, "A2B0"),
		"a curve beyond the end":   long,
		"no known curve":           build([]byte("text\x00\x00\x00\x00\x00\x00\x00\x00"), displayP3),
		"a curve with no such law": build(paraCurve(5, 1, 1, 1, 1, 1, 1, 1), displayP3),
		"a curve cut short":        build(sampledCurve(1, 2, 3)[:15], displayP3),
		"impossible colorants":     build(ofSRGB, [3][3]float64{{3000, 0, 0}, {0, 3000, 0}, {0, 0, 3000}}),
	} {
		if ToSRGB(profile) != nil {
			t.Errorf("a profile %s was read", name)
		}
	}
	for n := range p3 {
		ToSRGB(p3[:n])
	}
}

// FuzzToSRGB: whatever a profile says, colours come out, and the alpha stays.
func FuzzToSRGB(f *testing.F) {
	f.Add(build(ofSRGB, displayP3))
	f.Add(build(sampledCurve(0, 9, 65535), adobeRGB))
	for function, numbers := range [][]float64{{2.2}, {2.2, 0.9, 0.1}, {2.2, 0.9, 0.1, 0.01}, {2.4, 0.95, 0.05, 0.08, 0.04}, {2.4, 0.95, 0.05, 0.08, 0.04, 0.01, 0.01}} {
		f.Add(build(paraCurve(byte(function), numbers...), displayP3))
	}
	f.Fuzz(func(t *testing.T, profile []byte) {
		transform := ToSRGB(profile)
		if transform == nil {
			return
		}
		pix := []byte{0, 0, 0, 1, 255, 255, 255, 2, 255, 0, 128, 3}
		transform.Apply(pix)
		if pix[3] != 1 || pix[7] != 2 || pix[11] != 3 {
			t.Errorf("alpha became %d %d %d", pix[3], pix[7], pix[11])
		}
	})
}

func BenchmarkApply(b *testing.B) {
	transform := ToSRGB(build(ofSRGB, displayP3))
	pix := make([]byte, 4*512*384)
	for i := range pix {
		pix[i] = uint8(i * 7)
	}
	b.SetBytes(int64(len(pix)))
	for b.Loop() {
		transform.Apply(pix)
	}
}

func BenchmarkToSRGB(b *testing.B) {
	profile := build(ofSRGB, displayP3)
	for b.Loop() {
		ToSRGB(profile)
	}
}
