package report

import (
	"image"
	"slices"
)

// drawView sets a photo into a frame: the square round its mark, or where nothing is marked the
// whole photo, at most so wide and as high as that square.
func (t *timelinePaper) drawView(v *view, x, y, square, alone float64) (width, height float64) {
	if v.across == 0 {
		width, height = fitting(v.part.size, alone, square)
		t.photo(v.part.name(), t.album.data[v.part.name()], x, y, width, height)
		return width, height
	}
	t.fill(InkFaint)
	t.pdf.Rect(x, y, square, square, "F") // where the photo ends
	t.inSquare(v, v.part.name(), v.part.region, x, y, square)
	t.frame(x, y, square, square)
	if v.barMM > 0 {
		t.drawBar(x+1.5, y+square-1.5, v.barMM*v.side.PxPerMM*square/v.across, MM(v.barMM)+" mm")
	}
	return square, square
}

// drawWhole sets the whole photo from its thumbnail, with a frame where the spot is marked.
func (t *timelinePaper) drawWhole(v *view, x, y, width, height float64) {
	name := v.shot.Photo.SHA256
	t.photo(name, t.album.data[name], x, y, width, height)
	mark := v.side.mark
	if mark.Empty() {
		return
	}
	scale := width / float64(v.part.size.X)
	left, top := x+float64(mark.Min.X)*scale, y+float64(mark.Min.Y)*scale
	wide, high := float64(mark.Dx())*scale, float64(mark.Dy())*scale
	t.ink(InkPaper)
	t.pdf.SetLineWidth(0.9)
	t.pdf.Rect(left, top, wide, high, "D")
	t.frame(left, top, wide, high)
}

// drawPart shows the square round a mark: cut out, or the thumbnail of which the rest is clipped away.
func (t *timelinePaper) drawPart(v *view, x, y, square float64) {
	name, r := v.shot.Photo.SHA256, image.Rectangle{Max: v.part.size}
	if t.album.data[v.part.name()] != nil {
		name, r = v.part.name(), v.part.region
	}
	t.fill(InkFaint)
	t.pdf.Rect(x, y, square, square, "F")
	t.pdf.ClipRect(x, y, square, square, false)
	t.inSquare(v, name, r, x, y, square)
	t.pdf.ClipEnd()
	t.frame(x, y, square, square)
}

// inSquare places a picture of a region of a photo as it lies in the square round the mark.
func (t *timelinePaper) inSquare(v *view, name string, r image.Rectangle, x, y, square float64) {
	scale := square / v.across
	t.photo(name, t.album.data[name], x+(float64(r.Min.X)-v.left)*scale, y+(float64(r.Min.Y)-v.top)*scale, float64(r.Dx())*scale, float64(r.Dy())*scale)
}

// photo places a picture; one that cannot be decoded is seen to be missing.
func (t *timelinePaper) photo(name string, data []byte, x, y, width, height float64) {
	if data == nil {
		t.frame(x, y, width, height)
		for i, line := range t.lines(faceSmall, width-2, "This photo cannot be shown.") {
			t.write(faceSmall, x+1, y+1+float64(i)*faceSmall.line(), line)
		}
		return
	}
	t.jpeg(name, data, x, y, width, height)
}

func (t *timelinePaper) frame(x, y, width, height float64) {
	t.ink(InkText)
	t.pdf.SetLineWidth(0.25)
	t.pdf.Rect(x, y, width, height, "D")
}

// drawBar lays a bar of a length, with its name, on a white ground whose lower left corner is given.
func (p *paper) drawBar(x, foot, length float64, label string) {
	wide := max(length, p.wide(faceLabel, label)) + 2
	high := faceLabel.line() + 2.2
	p.fill(InkPaper)
	p.pdf.Rect(x, foot-high, wide, high, "F")
	p.write(faceLabel, x+1, foot-high+0.2, label)
	y := foot - 1.2
	p.line(InkText, 0.5, x+1, y, x+1+length, y)
	p.line(InkText, 0.3, x+1, y-0.8, x+1, y+0.8)
	p.line(InkText, 0.3, x+1+length, y-0.8, x+1+length, y+0.8)
}

// drawPair sets the first and the newest photo side by side, each round its mark in a square of so
// many mm with the whole photo beside it, over its caption.
func (t *timelinePaper) drawPair(p *storyPhotos, square float64) {
	t.need(t.pairHeight(p, square))
	t.paragraph(faceStrong, "Photos")
	t.y += 0.5
	for i := range p.pair {
		v, x := &p.pair[i], boxLeft+float64(i)*(boxWidth-cellWidth)
		width, _ := t.drawView(v, x, t.y, square, aloneMM)
		if v.across > 0 {
			wide, high := fitting(v.part.size, min(cellWidth-square-photoGap, betweenMM), square)
			t.drawWhole(v, x+width+photoGap, t.y, wide, high)
		}
		t.write(faceLabel, x, t.y+square+1, t.cut(faceLabel, cellWidth, pairNames[len(p.pair)][i]+v.shot.Caption))
	}
	t.y += square + 1 + faceLabel.line()
	t.paragraph(faceSmall, p.scale)
	t.gap(2)
}

// pairHeight is how high drawPair will be, in mm.
func (t *timelinePaper) pairHeight(p *storyPhotos, square float64) float64 {
	scale := float64(len(t.lines(faceSmall, boxWidth, p.scale)))
	return faceStrong.line() + square + faceLabel.line() + scale*faceSmall.line() + 3.5
}

// pairNames stand before the captions of one or of two photos.
var pairNames = map[int][]string{1: {""}, 2: {"First: ", "Newest: "}}

// inSmallRow is how many of the other photos stand in a row.
const inSmallRow = 4

// drawBetween sets the other photos in rows of four, oldest first.
func (t *timelinePaper) drawBetween(p *storyPhotos) {
	shown := p.kept(t.album.level.kept)
	for row := range slices.Chunk(shown, inSmallRow) {
		high := t.rowHeight(row)
		if &row[0] == &shown[0] {
			t.need(faceStrong.line() + 0.5 + high + t.rowFoot(row))
			t.paragraph(faceStrong, "All other photos, oldest first")
			t.y += 0.5
		}
		t.need(high + t.rowFoot(row))
		for i := range row {
			t.drawSmall(&row[i], boxLeft+float64(i)*boxWidth/inSmallRow, high)
		}
		t.y += high + t.rowFoot(row)
	}
	if lost := len(p.between) - len(shown); lost > 0 {
		t.paragraph(faceSmall, Plural(lost, "more photo")+" left out, so that this file stays small enough to send (--max-size).")
	}
	t.gap(1)
}

// rowFoot is what captions, of a line or two, and white take under a row of small photos, in mm.
func (t *timelinePaper) rowFoot(row []view) float64 {
	two := slices.ContainsFunc(row, func(v view) bool { return len(t.lines(faceSmall, betweenMM, v.shot.Caption)) > 1 })
	if two {
		return 2 + 2*faceSmall.line()
	}
	return 2 + faceSmall.line()
}

func (t *timelinePaper) rowHeight(row []view) (high float64) {
	for i := range row {
		_, whole, _ := t.smallSizes(&row[i])
		high = max(high, whole)
	}
	return high
}

// photosHeight is how high drawPair and drawBetween will be together, in mm.
func (t *timelinePaper) photosHeight(p *storyPhotos, square float64) float64 {
	if len(p.pair) == 0 {
		return 0
	}
	shown := p.kept(t.album.level.kept)
	high := t.pairHeight(p, square) + 1
	if len(shown) > 0 {
		high += faceStrong.line() + 0.5
	}
	for row := range slices.Chunk(shown, inSmallRow) {
		high += t.rowHeight(row) + t.rowFoot(row)
	}
	if len(shown) < len(p.between) {
		high += faceSmall.line()
	}
	return high
}

// smallSizes are the width and height of a whole photo from its thumbnail, and the side of the square
// round its mark beside it, which is as high as far as both fit; 0 where there is none to show.
func (t *timelinePaper) smallSizes(v *view) (width, height, square float64) {
	size := v.part.size
	if v.across == 0 || v.part.pixelsAt(t.album.level.thumbSide) < smallest && t.album.data[v.part.name()] == nil {
		width, height = fitting(size, betweenMM, betweenHigh)
		return width, height, 0
	}
	proportion := float64(size.X) / float64(size.Y)
	height = min(betweenHigh, (betweenMM-smallGap)/(proportion+1))
	return height * proportion, height, height
}

const smallGap = 1.0

// drawSmall sets one photo into a row so high.
func (t *timelinePaper) drawSmall(v *view, x, high float64) {
	width, height, square := t.smallSizes(v)
	t.drawWhole(v, x, t.y, width, height)
	if square > 0 {
		t.drawPart(v, x+width+smallGap, t.y, square)
	}
	caption := t.lines(faceSmall, betweenMM, v.shot.Caption)
	for i, line := range caption[:min(2, len(caption))] {
		t.write(faceSmall, x, t.y+high+0.5+float64(i)*faceSmall.line(), line)
	}
}

// drawSteady sets the first and the newest photo of a steady spot, smaller, and gives the height.
func (t *timelinePaper) drawSteady(p *storyPhotos, x, y float64) {
	for i := range p.pair {
		v, left := &p.pair[i], x+float64(i)*(steadyMM+photoGap)
		t.drawView(v, left, y, steadyMM, steadyMM)
		t.write(faceSmall, left, y+steadyMM+0.5, t.cut(faceSmall, steadyMM, LongDate(v.shot.Entry.Date)))
		t.write(faceSmall, left, y+steadyMM+0.5+faceSmall.line(), t.cut(faceSmall, steadyMM, sizeFact(v.shot.Entry)))
	}
}

// plan lists the pictures that the stories need at a level.
func (t *timelinePaper) plan(l level) needs {
	n := needs{map[cut]float64{}, map[cut]float64{}, map[string]bool{}}
	for i := range t.stories {
		s := &t.stories[i]
		square, alone := float64(viewSideMM), float64(aloneMM)
		if !s.Changed {
			square, alone = steadyMM, steadyMM
		}
		for k := range s.photos.pair {
			v := &s.photos.pair[k]
			n.cuts[v.part] = max(n.cuts[v.part], v.onPaper(square, alone))
			if s.Changed && v.across > 0 {
				n.thumbs[v.part.sha256] = true
			}
		}
		if !s.Changed {
			continue
		}
		for _, v := range s.photos.kept(l.kept) {
			n.thumbs[v.part.sha256] = true
			if v.across > 0 && v.part.pixelsAt(l.thumbSide) < smallest {
				n.parts[v.part] = max(n.parts[v.part], partMM)
			}
		}
	}
	return n
}
