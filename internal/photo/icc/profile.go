package icc

import (
	"encoding/binary"
	"math"
)

// A profile is what of it says how red, green and blue are meant.
type profile struct {
	curves    [3]curve      // of red, green and blue
	colorants [3][3]float64 // X, Y and Z of red, green and blue, under D50
}

// A curve gives the light of a level, both from 0 to 1.
type curve interface{ light(level float64) float64 }

const (
	headLength = 128 // bytes (ICC.1:2022 §7.2)
	tagLength  = 12  // bytes of a line of the tag table (§7.3)
	mostTags   = 100
)

// parse reads a profile; false where it is no matrix of red, green and blue that XYZ is made with. One
// that has a table too (A2B0) is meant by its table.
func parse(data []byte) (p profile, ok bool) {
	if len(data) < headLength+4 || string(data[16:24]) != "RGB XYZ " || string(data[36:40]) != "acsp" {
		return p, false
	}
	tags := map[string][]byte{}
	count := min(mostTags, int(binary.BigEndian.Uint32(data[headLength:])))
	for line := data[headLength+4:]; count > 0 && len(line) >= tagLength; line, count = line[tagLength:], count-1 {
		at, length := uint64(binary.BigEndian.Uint32(line[4:])), uint64(binary.BigEndian.Uint32(line[8:]))
		if at+length <= uint64(len(data)) {
			tags[string(line[:4])] = data[at : at+length]
		}
	}
	if _, table := tags["A2B0"]; table {
		return p, false
	}
	for channel, name := range [3]string{"r", "g", "b"} {
		xyz := tags[name+"XYZ"]
		p.curves[channel], ok = parseCurve(tags[name+"TRC"])
		if !ok || len(xyz) < 20 || string(xyz[:4]) != "XYZ " {
			return p, false
		}
		for i := range 3 {
			p.colorants[i][channel] = fixed(xyz[8+4*i:])
		}
	}
	return p, true
}

// fixed reads an s15Fixed16Number (§4.6).
func fixed(data []byte) float64 { return float64(int32(binary.BigEndian.Uint32(data))) / (1 << 16) }

// parseCurve reads a curveType or a parametricCurveType (§10.6, §10.18).
func parseCurve(data []byte) (curve, bool) {
	if len(data) < 12 {
		return nil, false
	}
	switch string(data[:4]) {
	case "curv":
		count := int64(binary.BigEndian.Uint32(data[8:]))
		if int64(len(data)-12) < 2*count {
			return nil, false
		}
		samples := make(sampled, count)
		for i := range samples {
			samples[i] = binary.BigEndian.Uint16(data[12+2*i:])
		}
		switch count {
		case 0:
			return parametric{g: 1, a: 1}, true
		case 1:
			return parametric{g: float64(samples[0]) / 256, a: 1}, true
		}
		return samples, true
	case "para":
		return parseParametric(int(binary.BigEndian.Uint16(data[8:])), data[12:])
	}
	return nil, false
}

// A sampled curve has its light at even steps, 65535 for all of it.
type sampled []uint16

func (s sampled) light(level float64) float64 {
	at := level * float64(len(s)-1)
	before := min(int(at), len(s)-2)
	from, to := float64(s[before]), float64(s[before+1])
	return (from + (to-from)*(at-float64(before))) / math.MaxUint16
}

// A parametric curve is (a x + b)^g + e from d on, and c x + f below it.
type parametric struct{ g, a, b, c, d, e, f float64 }

func (p parametric) light(x float64) float64 {
	light := p.c*x + p.f
	if x >= p.d {
		light = math.Pow(max(0, p.a*x+p.b), p.g) + p.e
	}
	if math.IsNaN(light) {
		return 0
	}
	return light
}

// parseParametric reads the numbers of one of the five functions (§10.18, table 68).
func parseParametric(function int, data []byte) (curve, bool) {
	counts := [5]int{1, 3, 4, 5, 7}
	if function >= len(counts) || len(data) < 4*counts[function] {
		return nil, false
	}
	var n [7]float64
	for i := range counts[function] {
		n[i] = fixed(data[4*i:])
	}
	p := parametric{g: n[0], a: n[1], b: n[2], c: n[3], d: n[4], e: n[5], f: n[6]}
	switch function {
	case 0:
		p.a = 1
	case 1, 2: // below where a x + b is 0 it is the number c alone
		if p.a == 0 {
			return nil, false
		}
		p.e, p.f, p.c, p.d = n[3], n[3], 0, -p.b/p.a
	}
	return p, true
}
