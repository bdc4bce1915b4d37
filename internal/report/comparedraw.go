package report

import (
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"io"
	"math"

	"github.com/disintegration/imaging"

	"spotlog/internal/photo"
)

// Sizes of what is drawn, in pixels.
const (
	viewSide  = 800 // of the square view round the spot
	wholeSide = 800 // the longer side of the whole picture at most
)

// Views are the pictures of a comparison. They are pixels only: nothing of what a camera wrote
// beside its picture is in them.
type Views [2]View

// A View is one side drawn: the spot with the skin around it, cut from the original, in a square of
// viewSide pixels, and the whole picture, nil where nothing is marked and the two are the same.
type View struct {
	Spot, Whole *image.NRGBA
}

// surround fills a view where the photo ends.
var surround = color.NRGBA{128, 128, 128, 255}

// Draw draws both sides from their photos, or from smaller pictures of the same.
func (c *Comparison) Draw(photos [2]*photo.Decoded) (views Views, err error) {
	for i := range c.Sides {
		side := &c.Sides[i]
		if views[i].Spot, err = c.drawSpot(side, photos[i]); err != nil {
			return views, err
		}
		if side.mark.Empty() {
			continue
		}
		if views[i].Whole, err = side.drawWhole(photos[i]); err != nil {
			return views, err
		}
	}
	return views, nil
}

// square gives where the square of so many pixels across lies, with the spot in its middle, and what
// of it the picture has.
func (s *Side) square(across float64) (left, top float64, region image.Rectangle) {
	area, _ := s.focus()
	left = float64(area.Min.X+area.Max.X)/2 - across/2
	top = float64(area.Min.Y+area.Max.Y)/2 - across/2
	region = image.Rect(int(math.Floor(left)), int(math.Floor(top)), int(math.Ceil(left+across)), int(math.Ceil(top+across)))
	return left, top, region.Intersect(image.Rectangle{Max: s.picture})
}

// drawSpot draws the square of skin with the spot in its middle.
func (c *Comparison) drawSpot(side *Side, from *photo.Decoded) (*image.NRGBA, error) {
	across := c.viewPixels(side)
	left, top, region := side.square(across)
	part, err := from.Crop(side.picture, region, 0)
	if err != nil {
		return nil, err
	}
	scale := viewSide / across
	onView := func(x, y int) image.Point {
		return image.Pt(int(math.Round((float64(x)-left)*scale)), int(math.Round((float64(y)-top)*scale)))
	}
	at := image.Rectangle{Min: onView(region.Min.X, region.Min.Y), Max: onView(region.Max.X, region.Max.Y)}
	view := imaging.New(viewSide, viewSide, surround)
	drawn := imaging.Resize(part, max(at.Dx(), 1), max(at.Dy(), 1), imaging.CatmullRom)
	draw.Draw(view, at, drawn, image.Point{}, draw.Src)
	if c.SameScale {
		drawBar(view, c.BarMM*side.PxPerMM*scale, MM(c.BarMM)+" mm")
	}
	return view, nil
}

// drawWhole draws the whole picture with a frame where the spot is marked.
func (s *Side) drawWhole(from *photo.Decoded) (*image.NRGBA, error) {
	whole, err := from.Crop(s.picture, image.Rectangle{Max: s.picture}, wholeSide)
	if err != nil {
		return nil, err
	}
	scale := float64(whole.Rect.Dx()) / float64(s.picture.X)
	onWhole := func(v int) int { return int(math.Round(float64(v) * scale)) }
	mark := image.Rect(onWhole(s.mark.Min.X), onWhole(s.mark.Min.Y), onWhole(s.mark.Max.X), onWhole(s.mark.Max.Y))
	outline(whole, mark.Inset(-4), 3, color.NRGBA{0, 0, 0, 255})
	outline(whole, mark.Inset(-3), 1, color.NRGBA{255, 255, 255, 255})
	return whole, nil
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

// WritePNG writes both sides as one picture with its captions.
func (c *Comparison) WritePNG(w io.Writer, views Views) error { return png.Encode(w, c.sheet(views)) }

// WriteJPEG is WritePNG as a JPEG.
func (c *Comparison) WriteJPEG(w io.Writer, views Views) error {
	sheet := c.sheet(views) // opaque NRGBA is RGBA, for which image/jpeg is fast
	return jpeg.Encode(w, &image.RGBA{Pix: sheet.Pix, Stride: sheet.Stride, Rect: sheet.Rect}, &jpeg.Options{Quality: photo.CleanQuality})
}
