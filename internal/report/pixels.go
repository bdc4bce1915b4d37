package report

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math"

	"github.com/disintegration/imaging"
)

// surround fills a square where the photo ends.
var surround = color.NRGBA{128, 128, 128, 255}

// drawSquare draws the square of so many pixels across, with the spot in its middle, as a picture of
// so many pixels a side, grey where the photo ends, and with a bar of so many mm, 0 for none. What of
// the square the photo has comes from cut, which is told how many pixels of it are drawn at most; it
// may give nil, and so does this then.
func (s *Side) drawSquare(across float64, pixels int, barMM float64, cut func(region image.Rectangle, maxSide int) (*image.NRGBA, error)) (*image.NRGBA, error) {
	left, top, region := s.square(across)
	scale := float64(pixels) / across
	on := func(x, y int) image.Point {
		return image.Pt(int(math.Round((float64(x)-left)*scale)), int(math.Round((float64(y)-top)*scale)))
	}
	at := image.Rectangle{Min: on(region.Min.X, region.Min.Y), Max: on(region.Max.X, region.Max.Y)}
	part, err := cut(region, max(at.Dx(), at.Dy(), 1))
	if err != nil || part == nil {
		return nil, err
	}
	view := imaging.New(pixels, pixels, surround)
	draw.Draw(view, at, imaging.Resize(part, max(at.Dx(), 1), max(at.Dy(), 1), imaging.CatmullRom), image.Point{}, draw.Src)
	if barMM > 0 {
		drawBar(view, barMM*s.PxPerMM*scale, MM(barMM)+" mm")
	}
	return view, nil
}

// outline draws the edge of a box inwards.
func outline(img draw.Image, box image.Rectangle, width int, ink color.Color) {
	for _, edge := range []image.Rectangle{
		{box.Min, image.Pt(box.Max.X, box.Min.Y+width)}, {image.Pt(box.Min.X, box.Max.Y-width), box.Max},
		{box.Min, image.Pt(box.Min.X+width, box.Max.Y)}, {image.Pt(box.Max.X-width, box.Min.Y), box.Max},
	} {
		draw.Draw(img, edge.Intersect(img.Bounds()), image.NewUniform(ink), image.Point{}, draw.Src)
	}
}

// drawBar lays a bar of a length in pixels, with its name, on a white ground into the lower left.
func drawBar(view *image.NRGBA, length float64, label string) {
	words := newPen(view, bold, 34, color.Black)
	bar := int(math.Round(length))
	foot := view.Rect.Max.Y
	ground := image.Rect(14, foot-80, 14+max(bar, words.width(label))+24, foot-14)
	draw.Draw(view, ground, image.White, image.Point{}, draw.Src)
	words.write(label, ground.Min.X+12, ground.Min.Y+36)
	line := image.Rect(ground.Min.X+12, ground.Max.Y-16, ground.Min.X+12+bar, ground.Max.Y-11)
	draw.Draw(view, line, image.Black, image.Point{}, draw.Src)
	for _, x := range []int{line.Min.X, line.Max.X - 2} {
		draw.Draw(view, image.Rect(x, line.Min.Y-4, x+2, line.Max.Y+4), image.Black, image.Point{}, draw.Src)
	}
}

// developed writes an opaque picture as a JPEG in a quality from 1 to 100; nil stays nil.
func developed(picture *image.NRGBA, quality int) ([]byte, error) {
	if picture == nil {
		return nil, nil
	}
	var b bytes.Buffer
	rgba := &image.RGBA{Pix: picture.Pix, Stride: picture.Stride, Rect: picture.Rect} // the same where opaque, and image/jpeg is fast for it
	err := jpeg.Encode(&b, rgba, &jpeg.Options{Quality: quality})
	return b.Bytes(), err
}
