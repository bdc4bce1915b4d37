package report

import "image"

// Sizes of photos on paper, in mm.
const (
	viewSideMM  = 56 // the square round a mark, and the height of a photo that is not marked
	aloneMM     = 80 // width of a photo that is not marked, at most
	steadyMM    = 40 // the square of a steady spot
	betweenMM   = 42 // width of what is made of a thumbnail, at most
	betweenHigh = 30
	partMM      = 20 // the square round a mark beside that, about
	photoGap    = 3
)

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
