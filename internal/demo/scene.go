package demo

import (
	"image"
	"math"
	"math/rand/v2"
)

// The pictures' width and height in pixels.
const (
	frameWidth  = 1200
	frameHeight = 900
)

// washPx is the distance in pixels between the points where light and flush are worked out.
const washPx = 20

// sensorNoise is how far the light of neighbouring pixels strays in a phone's camera indoors.
const sensorNoise = 0.026

// A scene is one photograph in the making. Skin is measured in mm from the middle of the spot;
// the frame in pixels from its top left.
type scene struct {
	img            *image.RGBA
	look           look
	seed           uint32  // of what stays the same on this skin
	shotSeed       uint32  // of what differs from photo to photo
	pxPerMM        float32 // scale in the plane of the skin
	cx, cy         float32 // the spot's middle in the frame
	cos, sin       float32 // of the camera's turn
	lightX, lightY float32 // towards the light, on the skin, about 1 long
	exposure       float32
	warmth         float32 // above 0 the light is yellower
	rng            *rand.Rand
}

// newScene sets up the camera. What differs from photo to photo (turn, framing, light) is drawn
// from the photo's own seed.
func newScene(img *image.RGBA, l look, pxPerMM float32, skinSeed uint32, photoSeed uint64) *scene {
	rng := rand.New(rand.NewPCG(photoSeed, uint64(skinSeed)))
	about := func(spread float32) float32 { return spread * (2*rng.Float32() - 1) }
	turn, light := float64(about(0.07)), float64(-2.2+about(0.5))
	return &scene{
		img: img, look: l, seed: skinSeed, shotSeed: rng.Uint32(), pxPerMM: pxPerMM,
		cx: frameWidth/2 + about(55), cy: 0.40*frameHeight + about(28),
		cos: float32(math.Cos(turn)), sin: float32(math.Sin(turn)),
		lightX: float32(math.Cos(light)), lightY: float32(math.Sin(light)),
		exposure: 1 + about(0.05), warmth: about(0.025), rng: rng,
	}
}

// onSkin gives the place on the skin, in mm, of a point in the frame.
func (s *scene) onSkin(px, py float32) (x, y float32) {
	dx, dy := (px-s.cx)/s.pxPerMM, (py-s.cy)/s.pxPerMM
	return dx*s.cos + dy*s.sin, dy*s.cos - dx*s.sin
}

// inFrame gives the point in the frame of a place on the skin in mm.
func (s *scene) inFrame(x, y float32) (px, py float32) {
	return s.cx + s.pxPerMM*(x*s.cos-y*s.sin), s.cy + s.pxPerMM*(y*s.cos+x*s.sin)
}

// wash is the colour of smooth skin in the light at a point of the frame: its base colour,
// mottled and flushed, under a lamp that falls off towards the corners.
func (s *scene) wash(px, py float32) rgb {
	x, y := s.onSkin(px, py)
	flush := 0.042*cloud(x/9, y/9, s.seed+20, 3) + 0.035*cloud(x/1.8, y/1.8, s.seed+30, 2)
	tan := 0.045*cloud(x/16, y/16, s.seed+40, 3) + 0.015*cloud(x/1.1, y/1.1, s.seed+50, 1)
	fx, fy := px/frameWidth-0.5, py/frameHeight-0.5
	bend := (y - 2) / s.look.round
	light := s.exposure * (1 + 0.13*(fx*s.lightX+fy*s.lightY)) * (1 - 0.26*(fx*fx+fy*fy)) * (1 - 0.5*bend*bend)
	return rgb{
		light * s.look.skin[0] * (1 - tan + 0.3*flush) * (1 + s.warmth),
		light * s.look.skin[1] * (1 - 1.3*tan - flush),
		light * s.look.skin[2] * (1 - 1.6*tan - 0.9*flush) * (1 - s.warmth),
	}
}

// drawSkin fills the frame with bare skin.
func (s *scene) drawSkin(tiles []tile) {
	const columns = frameWidth/washPx + 1
	var above, below [columns]rgb
	for i := range below {
		below[i] = s.wash(float32(i*washPx), 0)
	}
	for y := range frameHeight {
		if y%washPx == 0 {
			above = below
			for i := range below {
				below[i] = s.wash(float32(i*washPx), float32(y+washPx))
			}
		}
		var row [columns]rgb
		t := float32(y%washPx) / washPx
		for i := range row {
			row[i] = blend(above[i], below[i], t)
		}
		s.drawSkinRow(tiles, y, row[:])
	}
}

// drawSkinRow lays the relief of the skin over one row of washes.
func (s *scene) drawSkinRow(tiles []tile, y int, washes []rgb) {
	t, scale := s.tileFor(tiles)
	u, v := s.onSkin(0, float32(y))
	u, v = u*scale, v*scale
	du, dv := s.cos*scale/s.pxPerMM, -s.sin*scale/s.pxPerMM
	bump, cavity := 0.0006*s.look.grain, 0.0010*s.look.grain
	line := s.img.Pix[y*s.img.Stride:]
	for x := range frameWidth {
		dx, dy, height := t.at(u, v)
		u, v = u+du, v+dv
		lit := -(dx*s.lightX + dy*s.lightY) * bump
		shade := 1 + lit + cavity*height + sensorNoise*(unit(hash(int32(x), int32(y), s.shotSeed))-0.5)
		sheen := 1.2 * max(lit, 0) * max(lit, 0)
		at := washPx * (x / washPx)
		c := blend(washes[x/washPx], washes[x/washPx+1], float32(x-at)/washPx)
		p := line[4*x : 4*x+4 : 4*x+4]
		p[0] = level(c[0]*shade + sheen)
		p[1] = level(c[1]*(shade+0.3*cavity*height) + sheen)
		p[2] = level(c[2]*(shade+0.4*cavity*height) + sheen)
		p[3] = 255
	}
}

// tileFor picks the tile whose resolution is nearest above the scene's, and its points per mm.
func (s *scene) tileFor(tiles []tile) (tile, float32) {
	scale := tilePx / s.look.plates
	i := 0
	for ; i < len(tiles)-1 && scale > 1.6*s.pxPerMM; i++ {
		scale /= 2
	}
	return tiles[i], scale
}

func blend(a, b rgb, t float32) rgb {
	return rgb{mix(a[0], b[0], t), mix(a[1], b[1], t), mix(a[2], b[2], t)}
}

// level turns 0 to 1 into a byte.
func level(x float32) uint8 {
	n := int32(x*255 + 0.5)
	if uint32(n) <= 255 {
		return uint8(n)
	}
	if n < 0 {
		return 0
	}
	return 255
}

// An ink is what lies on the skin at one point: a factor for its colour and added light.
type ink struct {
	factor rgb
	added  float32
	smooth float32 // how far the relief of the skin is stretched away, 0 to 1
}

// lay puts ink on every pixel within reach mm of a place on the skin; paint gets the point in mm
// from that place. Under is the colour that skin has there without its relief.
func (s *scene) lay(x, y, reach float32, paint func(x, y float32) ink) {
	px, py := s.inFrame(x, y)
	under := s.wash(px, py)
	r := reach * s.pxPerMM
	x0, x1 := max(int(px-r), 0), min(int(px+r)+1, frameWidth)
	y0, y1 := max(int(py-r), 0), min(int(py+r)+1, frameHeight)
	for j := y0; j < y1; j++ {
		for i := x0; i < x1; i++ {
			mx, my := s.onSkin(float32(i), float32(j))
			k := paint(mx-x, my-y)
			if k.smooth > 0 {
				s.smooth(i, j, under, k.smooth)
			}
			s.ink(i, j, k)
		}
	}
}

func (s *scene) ink(i, j int, k ink) {
	p := s.img.Pix[j*s.img.Stride+4*i:]
	for c := range 3 {
		p[c] = level(float32(p[c])/255*k.factor[c] + k.added)
	}
}

func (s *scene) smooth(i, j int, under rgb, share float32) {
	p := s.img.Pix[j*s.img.Stride+4*i:]
	for c := range 3 {
		p[c] = level(mix(float32(p[c])/255, under[c], share))
	}
}
