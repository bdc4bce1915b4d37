package report

import (
	"image"
	"image/color"
	"image/png"
	"io"
	"math"

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
	return side.drawSquare(c.viewPixels(side), viewSide, c.BarMM, func(region image.Rectangle, _ int) (*image.NRGBA, error) {
		return from.Crop(side.picture, region, 0)
	})
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

// WritePNG writes both sides as one picture with its captions.
func (c *Comparison) WritePNG(w io.Writer, views Views) error { return png.Encode(w, c.sheet(views)) }

// WriteJPEG is WritePNG as a JPEG.
func (c *Comparison) WriteJPEG(w io.Writer, views Views) error {
	data, err := developed(c.sheet(views), photo.CleanQuality)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}
