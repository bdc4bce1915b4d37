package demo

import (
	"math"
	"math/rand/v2"
)

// freckles are the small brown marks around a spot: they lie where they lie in every photo.
func (s *scene) freckles() {
	const half, clear = 80, 8 // mm of the square, and of the bare skin round the spot
	const margin = 150        // pixels outside the frame from which a freckle may still reach in
	rng := rand.New(rand.NewPCG(uint64(s.seed), 11))
	tone := rgb{.56 / s.look.skin[0], .37 / s.look.skin[1], .26 / s.look.skin[2]}
	for i := range s.look.freckles {
		x, y := half*(2*rng.Float32()-1), half*(2*rng.Float32()-1)
		size := 0.8 + 2.6*rng.Float32()*rng.Float32()
		faint := s.look
		faint.depth, faint.soft = 0.25+0.5*rng.Float32(), 0.25
		width, angle := size*(0.7+0.3*rng.Float32()), 3*rng.Float32()
		px, py := s.inFrame(x, y)
		if hypot(x, y) < clear || px < -margin || py < -margin || px > frameWidth+margin || py > frameHeight+margin {
			continue
		}
		o := newOutline(size, width, angle, 0.1, s.seed+uint32(i))
		m := mark{outline: o, x: x, y: y, tone: tone, look: faint, seed: s.seed + uint32(i)}
		m.draw(s)
	}
}

// hairs draws fine hairs that lie roughly one way.
func (s *scene) hairs() {
	way := 1.1 + 0.5*unit(hash(1, 2, s.seed))
	for range s.look.hairs {
		px, py := frameWidth*s.rng.Float32(), frameHeight*s.rng.Float32()
		length := (3 + 6*s.rng.Float32()) * s.pxPerMM
		s.hair(px, py, way+0.5*(2*s.rng.Float32()-1), length, 0.8*(2*s.rng.Float32()-1))
	}
}

// hair draws one curved hair from its root: dark there, thin and pale at its tip, and no thinner
// than a camera shows it.
func (s *scene) hair(px, py, way, length, bend float32) {
	const step = 0.5
	thick := max(0.035*s.pxPerMM, 0.45)
	for walked := float32(0); walked < length; walked += step {
		t := walked / length
		a := float64(way + bend*t)
		px, py = px+step*float32(math.Cos(a)), py+step*float32(math.Sin(a))
		s.dab(px, py, thick*(1-0.6*t), 0.30*(1-0.7*t))
	}
}

// dab darkens the pixels within a radius of a point, softly.
func (s *scene) dab(px, py, radius, strength float32) {
	reach := radius + 1
	for j := int(py - reach); j <= int(py+reach)+1; j++ {
		for i := int(px - reach); i <= int(px+reach)+1; i++ {
			if i < 0 || j < 0 || i >= frameWidth || j >= frameHeight {
				continue
			}
			dark := strength * rise(radius+0.7, radius-0.7, hypot(float32(i)-px, float32(j)-py))
			s.ink(i, j, ink{factor: rgb{1 - 0.62*dark, 1 - 0.80*dark, 1 - 0.88*dark}})
		}
	}
}
