package report

import (
	"image"

	"spotlog/store"
)

// Sizes of photos on paper, in mm.
const (
	viewSideMM  = 56 // the square round a mark, and the height of a photo that is not marked
	aloneMM     = 80 // width of a photo that is not marked, at most
	steadyMM    = 40 // the square of a steady spot
	betweenMM   = 42 // width of what is made of a thumbnail, at most
	betweenHigh = 30
	photoGap    = 3
)

// A storyPhotos is what is printed of a story's photos: the first and the newest large, side by
// side and at the same scale where that is known, the others small.
type storyPhotos struct {
	pair    []view // the first and the newest, or the only one
	between []view
	scale   string // in words
}

// A view is a photo on paper: round its mark, where it has one, or whole.
type view struct {
	shot      *Shot
	side      Side
	across    float64 // pixels of the original across the square round the mark; 0 where it is not marked
	left, top float64 // of that square, in pixels; it may reach beyond the picture
	part      cut     // what of the square the picture has, or the whole picture
	barMM     float64 // length of the bar in it, 0 where the scale is not known
}

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

// fitting gives the size of a picture within a frame, in mm, in its own proportions.
func fitting(size image.Point, width, height float64) (float64, float64) {
	scale := min(width/float64(size.X), height/float64(size.Y))
	return float64(size.X) * scale, float64(size.Y) * scale
}

// onPaper is the longer side of what is cut from the original, in mm.
func (v *view) onPaper(square, alone float64) float64 {
	if v.across > 0 {
		size := v.part.region.Size()
		return square * float64(max(size.X, size.Y)) / v.across
	}
	width, height := fitting(v.part.size, alone, square)
	return max(width, height)
}

// kept is the share of the photos in between that is shown, spread over the whole time.
func (p *storyPhotos) kept(share float64) (shown []view) {
	for i, v := range p.between {
		if int(float64(i+1)*share+1e-9) > int(float64(i)*share+1e-9) {
			shown = append(shown, v)
		}
	}
	return shown
}
