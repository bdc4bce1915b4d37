package photo

import (
	"image"
	"math/bits"

	"github.com/disintegration/imaging"

	"spotlog/internal/photo/jpegscale"
)

// DHash is the difference hash of a picture (N. Krawetz, "Kind of Like That", 2013): it is shrunk to 9 × 8
// grey pixels, and each bit says whether a pixel is brighter than its left neighbour. Copies that
// were scaled or compressed again differ in few bits.
func DHash(picture image.Image) uint64 {
	small := imaging.Grayscale(imaging.Resize(picture, 9, 8, imaging.Box))
	var hash uint64
	for y := range 8 {
		row := small.Pix[y*small.Stride:]
		for x := range 8 {
			hash <<= 1
			if row[4*(x+1)] > row[4*x] {
				hash |= 1
			}
		}
	}
	return hash
}

// HashThumbnail gives the difference hash of a thumbnail that Read has made, of an eighth of it where
// that is more than the hash looks at.
func HashThumbnail(data []byte) (uint64, error) {
	const most = 8
	if small, err := jpegscale.Decode(data, most); err == nil && min(small.Bounds().Dx(), small.Bounds().Dy()) >= minHashed {
		return DHash(small), nil
	}
	thumbnail, err := DecodeThumbnail(data)
	if err != nil {
		return 0, err
	}
	return DHash(thumbnail), nil
}

// minHashed is the shorter side, in pixels, that gives each pixel of the hash several to be the mean of.
const minHashed = 32

// nearBits is in how many of the 64 bits two hashes of near duplicates differ at most.
const nearBits = 5

// NearDuplicates says whether two difference hashes are of what looks like one picture.
func NearDuplicates(a, b uint64) bool { return bits.OnesCount64(a^b) <= nearBits }
