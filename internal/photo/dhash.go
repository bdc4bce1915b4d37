package photo

import (
	"image"
	"math/bits"

	"github.com/disintegration/imaging"
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

// nearBits is in how many of the 64 bits two hashes of near duplicates differ at most.
const nearBits = 5

// NearDuplicates says whether two difference hashes are of what looks like one picture.
func NearDuplicates(a, b uint64) bool { return bits.OnesCount64(a^b) <= nearBits }
