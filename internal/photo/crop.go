package photo

import (
	"errors"
	"image"
	"image/draw"
	"math"

	"github.com/disintegration/imaging"

	"spotlog/internal/photo/icc"
)

// cropMargin is how much skin Around leaves on each side of a box, as a share of its longer side:
// a border is judged against what lies around it.
const cropMargin = 0.4

var errBeside = errors.New("the region lies beside the picture")

// Around gives the region of an upright picture that shows a marked box with some skin around it,
// within the picture. It is empty where the box lies beside the picture.
func Around(box image.Rectangle, picture image.Point) image.Rectangle {
	whole := image.Rectangle{Max: picture}
	box = box.Intersect(whole)
	if box.Empty() {
		return image.Rectangle{}
	}
	margin := int(math.Round(cropMargin * float64(max(box.Dx(), box.Dy()))))
	return box.Inset(-margin).Intersect(whole)
}

// Decoded is a photo's picture, decoded in full, from which parts can be cut.
type Decoded struct {
	picture     image.Image
	whole       image.Rectangle // of the picture; Cut decodes only a part of it
	orientation int             // EXIF 1 to 8, as it is stored
	colors      *icc.Transform
}

// Decode decodes a photo. One that cannot be decoded, or is over limits.Pixels, is an error.
func Decode(data []byte, limits Limits) (*Decoded, error) {
	d, _, err := open(data, limits)
	return d, err
}

// Crop cuts a region out at full resolution: upright, over white where the photo is transparent, in
// the colours of sRGB, nothing but pixels, and shrunk where a side is longer than maxSide pixels (0 is
// any). The region is in pixels of the upright picture of that size; where the picture decoded is a
// smaller one of the same view, as a thumbnail is, the region is scaled to it. A region beside the
// picture is an error.
func (d *Decoded) Crop(size image.Point, region image.Rectangle, maxSide int) (*image.NRGBA, error) {
	upSize := image.Pt(uprightSize(d.whole.Dx(), d.whole.Dy(), d.orientation))
	region = scaled(region, size, upSize)
	if region.Empty() {
		return nil, errBeside
	}
	part := upright(flat(d.picture, asStored(region, upSize, d.orientation).Add(d.whole.Min)), d.orientation)
	if maxSide > 0 && max(part.Rect.Dx(), part.Rect.Dy()) > maxSide {
		part = imaging.Fit(part, maxSide, maxSide, imaging.Lanczos)
	}
	return recolored(part, d.colors), nil
}

// scaled carries a region of one picture over to another size of it, outwards to whole pixels.
func scaled(region image.Rectangle, from, to image.Point) image.Rectangle {
	region = region.Intersect(image.Rectangle{Max: from})
	if region.Empty() || from == to {
		return region
	}
	down := func(at, from, to int) int { return int(int64(at) * int64(to) / int64(from)) }
	up := func(at, from, to int) int { return int((int64(at)*int64(to) + int64(from) - 1) / int64(from)) }
	return image.Rect(down(region.Min.X, from.X, to.X), down(region.Min.Y, from.Y, to.Y), up(region.Max.X, from.X, to.X), up(region.Max.Y, from.Y, to.Y))
}

// asStored gives where a region of the upright picture of a size lies in the picture as it is
// stored in an EXIF orientation (EXIF 2.32 §4.6.4, tag 274).
func asStored(r image.Rectangle, size image.Point, orientation int) image.Rectangle {
	right, below := size.X-r.Max.X, size.Y-r.Max.Y
	at := image.Pt(r.Min.X, r.Min.Y)
	switch orientation {
	case 2:
		at = image.Pt(right, r.Min.Y)
	case 3:
		at = image.Pt(right, below)
	case 4:
		at = image.Pt(r.Min.X, below)
	case 5:
		at = image.Pt(r.Min.Y, r.Min.X)
	case 6:
		at = image.Pt(r.Min.Y, right)
	case 7:
		at = image.Pt(below, right)
	case 8:
		at = image.Pt(below, r.Min.X)
	}
	width, height := uprightSize(r.Dx(), r.Dy(), orientation)
	return image.Rectangle{Min: at, Max: at.Add(image.Pt(width, height))}
}

// flat copies a region over white. Opaque RGBA and NRGBA are the same bytes.
func flat(picture image.Image, region image.Rectangle) *image.NRGBA {
	part := image.NewRGBA(image.Rectangle{Max: region.Size()})
	draw.Draw(part, part.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(part, part.Rect, picture, region.Min, draw.Over)
	return &image.NRGBA{Pix: part.Pix, Stride: part.Stride, Rect: part.Rect}
}
