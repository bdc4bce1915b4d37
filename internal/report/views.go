package report

import (
	"fmt"
	"image"
	"image/draw"
	"math"

	"github.com/disintegration/imaging"

	"spotlog/internal/photo"
	"spotlog/store"
)

// A storyPhotos is what is shown of a story's photos: the first and the newest large, side by side
// and at the same scale where that is known, the others small.
type storyPhotos struct {
	pair    []view // the first and the newest, or the only one
	between []view
	scale   string // in words
}

// A view is what is shown of a photo: round its mark, where it has one, or whole.
type view struct {
	shot      *Shot
	side      Side
	across    float64 // pixels of the original across the square round the mark; 0 where it is not marked
	left, top float64 // of that square, in pixels; it may reach beyond the picture
	part      cut     // what of the square the picture has, or the whole picture
	barMM     float64 // length of the bar in it, 0 where the scale is not known
}

// A cut is a part of an original.
type cut struct {
	sha256 string
	size   image.Point // of the upright original
	region image.Rectangle
}

func (c cut) name() string { return fmt.Sprint(c.sha256, c.region) }

// pixelsAt is how many pixels the longer side of the cut has in a picture of the whole so long.
func (c cut) pixelsAt(side int) float64 {
	return float64(max(c.region.Dx(), c.region.Dy())) * float64(side) / float64(max(c.size.X, c.size.Y))
}

// smallest is how many pixels a mark's square has at least where it is worth showing.
const smallest = 60

// photosOf picks and frames what is shown of a story's photos.
func photosOf(s *Story) (p storyPhotos) {
	if len(s.Shots) == 0 {
		return p
	}
	first := best(s.Shots, s.Shots[0].Entry)
	newest := best(s.Shots, s.Shots[len(s.Shots)-1].Entry)
	sides := [2]Side{first.side(s.Spot), newest.side(s.Spot)}
	switch comparison := NewComparison(s.Spot, sides[0], sides[1]); {
	case first == newest:
		p.pair = []view{newView(newest, sides[1], nil)}
		p.scale = sides[1].ScaleWords() + "."
	default:
		p.pair = []view{newView(first, sides[0], comparison), newView(newest, sides[1], comparison)}
		p.scale = comparison.ScaleWords()
	}
	for i := range s.Shots {
		if shot := &s.Shots[i]; shot != first && shot != newest {
			p.between = append(p.between, newView(shot, shot.side(s.Spot), nil))
		}
	}
	return p
}

func (s *Shot) side(spot *store.Spot) Side { return NewSide(spot, s.Entry, s.Photo, s.Size) }

// newView frames a photo: in a comparison as that has it.
func newView(shot *Shot, side Side, c *Comparison) view {
	v := view{shot: shot, side: side, part: cut{shot.Photo.SHA256, shot.Size, image.Rectangle{Max: shot.Size}}}
	if side.mark.Empty() {
		return v
	}
	_, v.across = side.focus()
	switch {
	case c != nil && c.SameScale:
		v.across, v.barMM = c.viewPixels(&side), c.BarMM
	case c == nil && side.PxPerMM > 0:
		v.barMM = barLength(v.across / side.PxPerMM)
	}
	v.left, v.top, v.part.region = side.square(v.across)
	return v
}

// draw draws what is shown of a photo at most side pixels a side, and at least, where it has them, so
// many as least: what lies between is left to what decodes fastest. Round a mark it is a square, grey
// where the photo ends. It gives nil where the photo cannot be decoded.
func (v *view) draw(pictures Pictures, side, least int) (*image.NRGBA, error) {
	part, err := v.cut(pictures, side, least)
	if err != nil || part == nil || v.across == 0 {
		return part, err
	}
	scale := float64(part.Rect.Dx()) / float64(v.part.region.Dx())
	square := imaging.New(int(math.Round(v.across*scale)), int(math.Round(v.across*scale)), surround)
	at := image.Pt(int(math.Round((float64(v.part.region.Min.X)-v.left)*scale)), int(math.Round((float64(v.part.region.Min.Y)-v.top)*scale)))
	draw.Draw(square, part.Rect.Add(at), part, image.Point{}, draw.Src)
	return square, nil
}

// cut takes the thumbnail where that has pixels enough, as it has of a whole photo drawn small, or
// else the original.
func (v *view) cut(pictures Pictures, side, least int) (*image.NRGBA, error) {
	region, size := v.part.region, v.part.size
	longest := max(region.Dx(), region.Dy())
	if photo.ThumbnailSide*longest/max(size.X, size.Y) >= min(longest, side) {
		small, err := pictures.Thumbnail(v.part.sha256)
		if err != nil {
			return nil, err
		}
		if part, err := photo.Cut(small, photo.Default, size, region, side); err == nil {
			return part, nil
		}
	}
	// A JPEG decoded at half its size takes a third of the time.
	for scale := 8; scale > 1; scale /= 2 {
		if longest/scale >= least {
			side = min(side, longest/scale)
			break
		}
	}
	return pictures.Cut(v.part.sha256, size, region, side)
}
