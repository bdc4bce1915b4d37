package demo

import (
	"math"
	"math/rand/v2"
	"slices"

	"spotlog/store"
)

// A mark is one spot as it is drawn, with its middle at (x, y) mm on the skin.
type mark struct {
	outline
	x, y           float32
	tone           rgb  // of the spot, as a factor of the skin's colour
	patch          *rgb // a second colour over part of it
	look           look
	raised         bool
	crusted, scaly bool
	lightX, lightY float32
	seed           uint32
}

// newMark draws up a spot from what an entry says of it.
func (s *scene) newMark(e *store.Entry) mark {
	m := mark{
		outline: newOutline(float32(e.LengthMM), float32(e.WidthMM), s.look.angle, s.look.waver, s.seed),
		look:    s.look, lightX: s.lightX, lightY: s.lightY, seed: s.seed,
		tone:    s.toneOf(e.Colors[0]),
		raised:  slices.Contains(e.Surface, store.SurfaceRaised),
		crusted: slices.Contains(e.Surface, store.SurfaceCrusted),
		scaly:   slices.Contains(e.Surface, store.SurfaceScaly),
	}
	if len(e.Colors) > 1 {
		patch := s.toneOf(e.Colors[1])
		m.patch = &patch
	}
	return m
}

// toneOf gives a named colour as a factor of this skin's colour.
func (s *scene) toneOf(c store.Color) rgb {
	p := pigments[c]
	return rgb{p[0] / s.look.skin[0], p[1] / s.look.skin[1], p[2] / s.look.skin[2]}
}

// haloShare is how far out a mark still tells on the skin around it, in shares of its radius.
const haloShare = 1.5

// draw lays the mark on the skin.
func (m *mark) draw(s *scene) {
	s.lay(m.x, m.y, haloShare*m.reach()+m.look.soft, m.at)
}

// at is the ink of the mark at a point in mm from its middle.
func (m *mark) at(x, y float32) ink {
	depth, share := m.inside(x, y)
	if share > haloShare && depth < -2*m.look.soft {
		return ink{factor: rgb{1, 1, 1}}
	}
	ragged := depth + 0.35*m.look.soft*cloud(x*1.8, y*1.8, m.seed+60, 3)
	cover := rise(-m.look.soft, m.look.soft, ragged)
	k := ink{factor: rgb{1, 1, 1}}
	k.pigment(m, x, y, share, cover)
	if m.raised {
		k.dome(m, x, y, share, cover)
	}
	if m.scaly {
		k.scales(m, x, y, cover)
	}
	if m.crusted {
		k.crust(m, x, y, share)
	}
	return k
}

// pigment colours the skin: denser inside, mottled, with the second colour off the middle.
func (k *ink) pigment(m *mark, x, y, share, cover float32) {
	halo := 0.03 * rise(haloShare, 1, share) * (1 - cover)
	k.factor[1] *= 1 - halo
	k.factor[2] *= 1 - halo
	if cover == 0 {
		return
	}
	mottle := 0.17*cloud(x*1.1, y*1.1, m.seed+70, 4) + 0.06*noise(x*6, y*6, m.seed+71)
	dense := min(cover*m.look.depth*(1.02-0.10*share*share+mottle), 1)
	k.factor = blend(k.factor, m.tone, dense)
	if m.patch != nil {
		px, py := x-0.16*m.length, y+0.10*m.width
		r := hypot(px, py)/(0.30*m.length) + 0.55*cloud(x*0.9, y*0.9, m.seed+80, 4)
		k.factor = blend(k.factor, *m.patch, cover*0.86*rise(1.25, 0.6, r))
	}
}

// dome shades a raised spot: bright towards the light, dark away from it, a shadow on the skin
// behind it, and a broken highlight.
func (k *ink) dome(m *mark, x, y, share, cover float32) {
	half := m.width / 2
	k.smooth = 0.85 * cover * min(m.look.height, 1)
	slope := 2 * m.look.height / half * share * share
	toward := (x*m.lightX + y*m.lightY) / max(hypot(x, y), 0.01)
	lumpy := 0.25 * cloud(x*1.6, y*1.6, m.seed+90, 2)
	shade := 1 + cover*0.22*(slope*toward+lumpy*m.look.height)
	if share > 1 {
		shade -= 0.30 * min(m.look.height, 1) * max(-toward, 0) * rise(1.45, 1, share) * (1 - cover)
	}
	for c := range k.factor {
		k.factor[c] *= shade
	}
	off := hypot(x-0.42*half*m.lightX, y-0.42*half*m.lightY)
	spark := rise(0.30*half, 0.04*half, off+0.22*half*cloud(x*4, y*4, m.seed+91, 2))
	k.added += cover * m.look.gloss * (0.34*spark + 0.05*rise(0.9*half, 0, off))
}

// lit is how bright a rough surface stands at a point, from its slope towards the light, about
// -1 to 1; per is the bumps per mm.
func (m *mark) lit(x, y, per float32, seed uint32) float32 {
	const step = 0.35
	here := cloud(x*per, y*per, seed, 3)
	return here - cloud(x*per+step*m.lightX, y*per+step*m.lightY, seed, 3)
}

// scales roughens a spot into small pale plates.
func (k *ink) scales(m *mark, x, y, cover float32) {
	split := furrow((x+40)/40+0.004*noise(x*3, y*3, m.seed+100), (y+40)/40, 52, m.seed+101)
	shade := 1 + cover*(0.6*m.lit(x, y, 2.2, m.seed+102)-0.16*rise(0.26, 0.0, split))
	for c := range k.factor {
		k.factor[c] *= shade
	}
	k.added += cover * 0.10 * rise(0.12, 0.4, cloud(x*2.1, y*2.1, m.seed+103, 3))
}

// crust covers the middle with a dark, dry scab with a paler rim.
func (k *ink) crust(m *mark, x, y, share float32) {
	edge := share + 0.45*cloud(x*0.9, y*0.9, m.seed+110, 3)
	cover := rise(0.74, 0.60, edge)
	if cover == 0 {
		return
	}
	scab := blend(rgb{.36, .19, .17}, rgb{.58, .32, .24}, rise(0.30, 0.72, edge))
	rough := 1 + 0.8*m.lit(x, y, 3.2, m.seed+111)
	for c := range scab {
		scab[c] *= rough
	}
	k.factor = blend(k.factor, scab, 0.93*cover)
	k.added *= 1 - 0.8*cover
}

// drawSpot draws what an entry saw and returns how far it reaches from its middle in mm.
func (s *scene) drawSpot(from shot) (reachX, reachY float32) {
	if from.spot.Kind == store.KindCrop {
		dots := s.newCrop(from.entry)
		for i := range dots {
			dots[i].draw(s)
		}
		return float32(from.entry.ExtentMM) / 2, cropFlat * float32(from.entry.ExtentMM) / 2
	}
	m := s.newMark(from.entry)
	m.draw(s)
	return m.reach(), m.reach()
}

// cropFlat is the width of a crop as a share of its extent.
const cropFlat = 0.6

// newCrop scatters the dots of a crop, each a millimetre or two wide. The first two lie at its ends.
func (s *scene) newCrop(e *store.Entry) []mark {
	rng := rand.New(rand.NewPCG(uint64(s.seed), 12))
	half := float32(e.ExtentMM) / 2
	dots := make([]mark, e.Count)
	for i := range dots {
		size := 1.2 + 0.9*rng.Float32()
		one := *e
		one.LengthMM, one.WidthMM = float64(size), float64(size*(0.8+0.2*rng.Float32()))
		m := s.newMark(&one)
		far, turn := float64(root(rng.Float32())), 2*math.Pi*rng.Float64()
		if i < 2 {
			far, turn = 1, float64(i)*math.Pi
		}
		m.x = (half - size/2) * float32(far*math.Cos(turn))
		m.y = (half*cropFlat - size/2) * float32(far*math.Sin(turn))
		m.seed += uint32(i)
		m.look.depth *= 0.75 + 0.4*rng.Float32()
		dots[i] = m
	}
	return dots
}

// box is the box a person draws round a spot, half a millimetre wider, in frame pixels.
func (s *scene) box(reachX, reachY float32) *store.Box {
	x, y := reachX*s.pxPerMM, reachY*s.pxPerMM
	margin := 0.5 * s.pxPerMM
	left, top := max(s.cx-x-margin, 0), max(s.cy-y-margin, 0)
	return &store.Box{X: int(left), Y: int(top), W: int(min(2*(x+margin), frameWidth-left)), H: int(min(2*(y+margin), frameHeight-top))}
}
