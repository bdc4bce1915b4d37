package photo

import (
	"bytes"
	"errors"
	"image"
	"image/draw"
	"image/jpeg"
	"math"

	"github.com/disintegration/imaging"
)

// The thumbnail: what is derived of an original can be derived again, so a stored one carries the
// version it was made by. Raise it with every change that alters pixels. A makeshift one has a version
// below all others, so that it is made again where that has become possible.
const (
	ThumbnailVersion = 5
	MakeshiftVersion = 1
	ThumbnailSide    = 512 // pixels, the longer side at most
	fittedSide       = 504 // pixels, the longer side of one that is fitted
	ThumbnailQuality = 80  // of the JPEG, 1 to 100
)

// DecodeThumbnail decodes a thumbnail that Read has made, and refuses what none can be.
func DecodeThumbnail(data []byte) (image.Image, error) {
	config, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil || max(config.Width, config.Height) > ThumbnailSide {
		return nil, errors.New("the small picture of this photo is damaged")
	}
	return jpeg.Decode(bytes.NewReader(data))
}

// uprightSize gives the size of the upright picture; orientations from 5 up lie on their side.
func uprightSize(width, height, orientation int) (int, int) {
	if orientation >= 5 {
		return height, width
	}
	return width, height
}

// leastEighth is the longer side from which an eighth of a picture is a thumbnail as it is.
const leastEighth = 480

// thumbnailSize fits a size into the square of fittedSide; it never enlarges and never gives 0.
// Phones take pictures of 4000, 4032 or 4080 pixels: their thumbnail is an eighth, each of its
// pixels the mean of 64, and needs no last step.
func thumbnailSize(width, height int) (int, int) {
	if eighth := eighthOf(max(width, height)); eighth >= leastEighth && eighth <= ThumbnailSide {
		return eighthOf(width), eighthOf(height)
	}
	scale := min(1, float64(fittedSide)/float64(max(width, height)))
	fit := func(side int) int { return max(1, int(math.Round(float64(side)*scale))) }
	return fit(width), fit(height)
}

func eighthOf(side int) int { return (side + 7) / 8 }

// shrink makes a thumbnail of a size as the picture is stored. Whole blocks are averaged first, down
// to two to four times the side: Lanczos over all of a phone photo takes far longer, and the two
// agree to 43 dB or better on real photos. It also means that imaging, which works in goroutines
// where a panic cannot be caught, gets a small plain picture, never what a decoder left.
func shrink(picture image.Image, width, height int) *image.NRGBA {
	size := picture.Bounds().Size()
	block := max(1, max(size.X, size.Y)/(2*fittedSide))
	return imaging.Resize(average(picture, block), width, height, imaging.Lanczos)
}

// average makes one pixel of each block × block pixels, over white where the picture is
// transparent. Where the blocks do not divide a side, some are a pixel wider.
func average(picture image.Image, block int) *image.RGBA {
	bounds := picture.Bounds()
	columns := edges(bounds.Dx(), block)
	rows := edges(bounds.Dy(), block)
	small := image.NewRGBA(image.Rect(0, 0, len(columns)-1, len(rows)-1))
	line := image.NewRGBA(image.Rect(0, 0, bounds.Dx(), 1))
	sums := make([]uint32, 3*(len(columns)-1))
	whole, ok := picture.(interface{ Opaque() bool })
	opaque := ok && whole.Opaque()
	for row := range len(rows) - 1 {
		clear(sums)
		for y := rows[row]; y < rows[row+1]; y++ {
			if !opaque {
				draw.Draw(line, line.Rect, image.White, image.Point{}, draw.Src)
			}
			draw.Draw(line, line.Rect, picture, bounds.Min.Add(image.Pt(0, y)), draw.Over)
			addBlocks(sums, line.Pix, columns)
		}
		putMeans(small.Pix[row*small.Stride:], sums, columns, rows[row+1]-rows[row])
	}
	return small
}

// edges divides a side into blocks and gives where each begins, and the end.
func edges(side, block int) []int {
	count := max(1, side/block)
	at := make([]int, count+1)
	for i := range at {
		at[i] = i * side / count
	}
	return at
}

// addBlocks adds the red, green and blue of a line of RGBA pixels to the sums of their columns.
func addBlocks(sums []uint32, pix []uint8, columns []int) {
	for c := range len(columns) - 1 {
		var r, g, b uint32
		for block := pix[4*columns[c] : 4*columns[c+1]]; len(block) >= 4; block = block[4:] {
			r += uint32(block[0])
			g += uint32(block[1])
			b += uint32(block[2])
		}
		sums[3*c] += r
		sums[3*c+1] += g
		sums[3*c+2] += b
	}
}

// putMeans writes one line of pixels from the sums over blocks that are height pixels high.
func putMeans(pix []uint8, sums []uint32, columns []int, height int) {
	for c := range len(columns) - 1 {
		area := uint32((columns[c+1] - columns[c]) * height)
		for channel := range 3 {
			pix[4*c+channel] = uint8((sums[3*c+channel] + area/2) / area)
		}
		pix[4*c+3] = 0xff
	}
}

// upright turns a picture that was stored in an EXIF orientation (EXIF 2.32 §4.6.4, tag 274).
func upright(picture *image.NRGBA, orientation int) *image.NRGBA {
	switch orientation {
	case 2:
		return imaging.FlipH(picture)
	case 3:
		return imaging.Rotate180(picture)
	case 4:
		return imaging.FlipV(picture)
	case 5:
		return imaging.Transpose(picture)
	case 6:
		return imaging.Rotate270(picture)
	case 7:
		return imaging.Transverse(picture)
	case 8:
		return imaging.Rotate90(picture)
	}
	return picture
}

// uprightYCbCr turns a picture whose chroma is as fine as its luma.
func uprightYCbCr(picture *image.YCbCr, orientation int) *image.YCbCr {
	if orientation == 1 {
		return picture
	}
	size := picture.Rect.Size()
	width, height := uprightSize(size.X, size.Y, orientation)
	out := image.NewYCbCr(image.Rect(0, 0, width, height), picture.SubsampleRatio)
	turnPlane(out.Y, picture.Y, picture.YStride, size, orientation)
	turnPlane(out.Cb, picture.Cb, picture.CStride, size, orientation)
	turnPlane(out.Cr, picture.Cr, picture.CStride, size, orientation)
	return out
}

// turnPlane writes the samples that make out, line by line, from where they lie in a plane of a size.
func turnPlane(out, plane []uint8, stride int, size image.Point, orientation int) {
	at, right, down := 0, 1, stride
	if orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8 {
		at, right = size.X-1, -1
	}
	if orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7 {
		at, down = at+(size.Y-1)*stride, -stride
	}
	width, height := uprightSize(size.X, size.Y, orientation)
	if orientation >= 5 {
		right, down = down, right
	}
	for y := range height {
		from := at + y*down
		for x := range width {
			out[y*width+x] = plane[from]
			from += right
		}
	}
}

// encode writes the pixels and nothing else. Opaque NRGBA is RGBA, for which image/jpeg is fast.
func encode(picture image.Image, quality int) ([]byte, error) {
	if p, ok := picture.(*image.NRGBA); ok {
		picture = &image.RGBA{Pix: p.Pix, Stride: p.Stride, Rect: p.Rect}
	}
	var out bytes.Buffer
	err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: quality})
	return out.Bytes(), err
}
