package jpegscale

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// skin draws soft shading, a darker spot with an edge, and the grain of a camera, which is
// coarser than a pixel. No channel comes near 0 or 255.
func skin(width, height int, grain float64) *image.RGBA {
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	random := rand.New(rand.NewPCG(1, 2))
	noise := make([]float64, width)
	for y := range height {
		across := 0.0
		for x := range width {
			across = 0.5*across + random.NormFloat64()
			noise[x] = 0.5*noise[x] + 0.5*across
			fx, fy := float64(x)/float64(width), float64(y)/float64(height)
			light := 150 + 25*math.Sin(9*fx+5*math.Cos(7*fy)) + 10*math.Sin(90*fx*fy+30*fx) + grain*noise[x]
			if (fx-0.4)*(fx-0.4)+(fy-0.5)*(fy-0.5) < 0.03 {
				light *= 0.6
			}
			channel := func(part float64) uint8 { return uint8(min(max(light*part, 10), 245)) }
			picture.SetRGBA(x, y, color.RGBA{channel(1.2 - 0.2*fy), channel(0.9 + 0.1*fx), channel(0.7 + 0.2*fx*fy), 255})
		}
	}
	return picture
}

func asJPEG(tb testing.TB, picture image.Image, quality int) []byte {
	tb.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: quality}); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// kept reads the files of a folder below testdata, by name without extension. Each was encoded by
// cjpeg of libjpeg-turbo 2.1.5 from a drawn picture, with the option that its name tells.
func kept(tb testing.TB, folder string) map[string][]byte {
	tb.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", folder, "*.jpg"))
	if err != nil || len(paths) == 0 {
		tb.Fatal("no files", err)
	}
	files := map[string][]byte{}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			tb.Fatal(err)
		}
		files[strings.TrimSuffix(filepath.Base(path), ".jpg")] = data
	}
	return files
}

// A plane is one colour of a decoded picture, with what lies beyond the bounds.
type plane struct {
	pix    []uint8
	stride int
}

func planes(picture image.Image) []plane {
	switch p := picture.(type) {
	case *image.Gray:
		return []plane{{p.Pix, p.Stride}}
	case *image.YCbCr:
		return []plane{{p.Y, p.YStride}, {p.Cb, p.CStride}, {p.Cr, p.CStride}}
	}
	return nil
}

// clamped tells whether the block at a pixel holds a 0 or a 255, where the mean of what was
// clamped is not the clamped mean.
func (p plane) clamped(x, y int) bool {
	x, y = x&^7, y&^7
	for v := y; v < y+8; v++ {
		for _, s := range p.pix[v*p.stride+x : v*p.stride+x+8] {
			if s == 0 || s == 255 {
				return true
			}
		}
	}
	return false
}

func (p plane) mean(x, y, width, height int) float64 {
	sum := 0
	for v := y; v < y+height; v++ {
		for _, s := range p.pix[v*p.stride+x : v*p.stride+x+width] {
			sum += int(s)
		}
	}
	return float64(sum) / float64(width*height)
}

// farthest gives how far a pixel of the small plane is at most from the mean of its place in the
// full one, and how many pixels could be compared.
func farthest(full, small plane) (float64, int) {
	width := full.stride / small.stride
	height := len(full.pix) / full.stride / (len(small.pix) / small.stride)
	worst, compared := 0.0, 0
	for i, s := range small.pix {
		x, y := i%small.stride*width, i/small.stride*height
		if s == 0 || s == 255 || full.clamped(x, y) {
			continue
		}
		compared++
		worst = max(worst, math.Abs(float64(s)-full.mean(x, y, width, height)))
	}
	return worst, compared
}

// box shrinks a picture by the plain mean of scale × scale pixels, fewer at the far edges.
func box(picture image.Image, scale int) *image.RGBA {
	bounds := picture.Bounds()
	small := image.NewRGBA(image.Rect(0, 0, (bounds.Dx()+scale-1)/scale, (bounds.Dy()+scale-1)/scale))
	for y := range small.Rect.Dy() {
		for x := range small.Rect.Dx() {
			var sum [3]int
			part := image.Rect(x*scale, y*scale, (x+1)*scale, (y+1)*scale).Intersect(bounds)
			for v := part.Min.Y; v < part.Max.Y; v++ {
				for u := part.Min.X; u < part.Max.X; u++ {
					c := color.RGBAModel.Convert(picture.At(u, v)).(color.RGBA)
					sum[0], sum[1], sum[2] = sum[0]+int(c.R), sum[1]+int(c.G), sum[2]+int(c.B)
				}
			}
			area := part.Dx() * part.Dy()
			mean := func(i int) uint8 { return uint8((sum[i] + area/2) / area) }
			small.SetRGBA(x, y, color.RGBA{mean(0), mean(1), mean(2), 255})
		}
	}
	return small
}

// psnr gives the peak signal-to-noise ratio in dB over red, green and blue.
func psnr(a, b image.Image) float64 {
	size := a.Bounds().Size()
	sum := 0
	for y := range size.Y {
		for x := range size.X {
			p := color.RGBAModel.Convert(a.At(x, y)).(color.RGBA)
			q := color.RGBAModel.Convert(b.At(x, y)).(color.RGBA)
			for _, d := range []int{int(p.R) - int(q.R), int(p.G) - int(q.G), int(p.B) - int(q.B)} {
				sum += d * d
			}
		}
	}
	return 10 * math.Log10(255*255*3*float64(size.X*size.Y)/float64(sum))
}
