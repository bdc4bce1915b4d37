package demo

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"strconv"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"spotlog/store"
)

// A paper ruler, as it is printed: rulerPx pixels per mm, rulerMM long from zero, with margins.
const (
	rulerPx     = 32
	rulerMM     = 80
	rulerMargin = 5 // mm of paper before zero and after the last tick
	rulerDeep   = 22
)

// newRuler prints the ruler: black is 0. Its ticks stand on the upper edge: one a mm, longer at 5 and
// 10, numbered every 10.
func newRuler() *image.Gray {
	img := image.NewGray(image.Rect(0, 0, (rulerMM+2*rulerMargin)*rulerPx, rulerDeep*rulerPx))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	for mm := range rulerMM + 1 {
		long, half := 2.6, 2
		switch {
		case mm%10 == 0:
			long, half = 5, 3
		case mm%5 == 0:
			long = 3.8
		}
		x := (rulerMargin + mm) * rulerPx
		tick := image.Rect(x-half, 0, x+half, int(long*rulerPx))
		draw.Draw(img, tick, image.NewUniform(color.Gray{40}), image.Point{}, draw.Src)
	}
	numbers(img)
	return img
}

func numbers(img *image.Gray) {
	parsed, err := opentype.Parse(goregular.TTF)
	if err != nil {
		panic("demo: the Go font cannot be read: " + err.Error())
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: 2.9 * rulerPx, DPI: 72})
	if err != nil {
		panic("demo: the Go font has no face: " + err.Error())
	}
	pen := font.Drawer{Dst: img, Src: image.NewUniform(color.Gray{40}), Face: face}
	for mm := 0; mm <= rulerMM; mm += 10 {
		label := strconv.Itoa(mm)
		if mm == 0 {
			label = "0 mm"
		}
		x := (rulerMargin+mm)*rulerPx - pen.MeasureString(strconv.Itoa(mm)).Round()/2
		pen.Dot = fixed.P(x, 8*rulerPx)
		pen.DrawString(label)
	}
}

// A rulerAt is a ruler laid on the skin: its zero on the upper edge in mm, and the way it runs.
type rulerAt struct{ x, y, cos, sin float32 }

// layRuler lays the paper ruler below the spot, draws it with its shadow, and returns where its
// ticks are, in frame pixels.
func (s *scene) layRuler(paper *image.Gray, below float32) *store.Ruler {
	turn := 0.05 * float64(2*s.rng.Float32()-1)
	r := rulerAt{
		x: -(10 + 22*s.rng.Float32()), y: below,
		cos: float32(math.Cos(turn)), sin: float32(math.Sin(turn)),
	}
	r.y += r.x * r.sin
	s.drawRuler(paper, r)
	return s.ticks(r)
}

// onRuler gives the place on the ruler, in mm from its zero, of a place on the skin.
func (r rulerAt) onRuler(x, y float32) (along, down float32) {
	x, y = x-r.x, y-r.y
	return x*r.cos + y*r.sin, y*r.cos - x*r.sin
}

// shadowMM is how far the paper's shadow reaches over the skin.
const shadowMM = 1.2

func (s *scene) drawRuler(paper *image.Gray, r rulerAt) {
	_, left := s.inFrame(r.onSkin(-rulerMargin))
	_, right := s.inFrame(r.onSkin(rulerMM + rulerMargin))
	top := max(int(min(left, right)-shadowMM*s.pxPerMM), 0)
	for j := top; j < frameHeight; j++ {
		for i := range frameWidth {
			x, y := s.onSkin(float32(i), float32(j))
			along, down := r.onRuler(x, y)
			off := max(-down, -rulerMargin-along, along-rulerMM-rulerMargin)
			if off > 0 && off < shadowMM {
				near := rise(shadowMM, 0, off)
				dark := 1 - 0.42*near*near
				s.ink(i, j, ink{factor: rgb{dark, dark, dark}})
			}
			if off < 0.02 {
				s.paper(i, j, gray(paper, (along+rulerMargin)*rulerPx, down*rulerPx), rise(0.02, -0.02, off))
			}
		}
	}
}

// paper puts one pixel of the ruler into the frame: print is 0 (black) to 255, cover its share.
func (s *scene) paper(i, j int, print, cover float32) {
	fx, fy := float32(i)/frameWidth-0.5, float32(j)/frameHeight-0.5
	fibre := 0.012 * unit(hash(int32(i/2), int32(j/2), 5))
	light := 0.97 * s.exposure * (1 - 0.22*(fx*fx+fy*fy) - fibre) * print / 255
	p := s.img.Pix[j*s.img.Stride+4*i:]
	p[0] = level(mix(float32(p[0])/255, 0.985*(1+s.warmth)*light, cover))
	p[1] = level(mix(float32(p[1])/255, 0.965*light, cover))
	p[2] = level(mix(float32(p[2])/255, 0.925*(1-s.warmth)*light, cover))
}

// gray reads a picture between its pixels; outside it is white.
func gray(img *image.Gray, x, y float32) float32 {
	i, j := int(floor(x)), int(floor(y))
	if i < 0 || j < 0 || i+1 >= img.Rect.Dx() || j+1 >= img.Rect.Dy() {
		return 255
	}
	tx, ty := x-float32(i), y-float32(j)
	p := img.Pix[j*img.Stride+i:]
	top := mix(float32(p[0]), float32(p[1]), tx)
	low := mix(float32(p[img.Stride]), float32(p[img.Stride+1]), tx)
	return mix(top, low, ty)
}

// ticks gives two ticks ten mm apart or more, both well inside the frame.
func (s *scene) ticks(r rulerAt) *store.Ruler {
	first, last := -1, -1
	for mm := 0; mm <= rulerMM; mm += 10 {
		px, _ := s.inFrame(r.onSkin(float32(mm)))
		if px > 20 && px < frameWidth-20 {
			if first < 0 {
				first = mm
			}
			last = mm
		}
	}
	x1, y1 := s.inFrame(r.onSkin(float32(first)))
	x2, y2 := s.inFrame(r.onSkin(float32(last)))
	return &store.Ruler{X1: tenth(x1), Y1: tenth(y1), X2: tenth(x2), Y2: tenth(y2), MM: float64(last - first)}
}

// onSkin gives the place on the skin of a tick's foot, in mm.
func (r rulerAt) onSkin(along float32) (x, y float32) {
	return r.x + along*r.cos, r.y + along*r.sin
}

func tenth(x float32) float64 { return math.Round(float64(x)*10) / 10 }
