package jpegscale

import (
	"errors"
	"fmt"
	"image"
)

// ErrUnsupported is wrapped by every error about the data: the stream is of a kind that this
// decoder does not take (progressive, arithmetic, lossless, 12 bit, RGB, CMYK, several scans, rare
// sampling), or it is damaged or doubtful. Decode it with image/jpeg, which may know better.
var ErrUnsupported = errors.New("the scaled decoder does not take this JPEG")

// refuse says why a stream is left to image/jpeg.
func refuse(why string) error { return fmt.Errorf("%w: %s", ErrUnsupported, why) }

// maxSide is the longest side in pixels, that of libjpeg (JPEG_MAX_DIMENSION).
const maxSide = 65500

// subsamplings are the ratios of luma to chroma sampling, horizontal and vertical (A.1.1), that
// image.YCbCr has a name for.
var subsamplings = map[[2]int]image.YCbCrSubsampleRatio{
	{1, 1}: image.YCbCrSubsampleRatio444,
	{1, 2}: image.YCbCrSubsampleRatio440,
	{2, 1}: image.YCbCrSubsampleRatio422,
	{2, 2}: image.YCbCrSubsampleRatio420,
	{4, 1}: image.YCbCrSubsampleRatio411,
	{4, 2}: image.YCbCrSubsampleRatio410,
}

// Decode decodes a JPEG at 1/scale of its width and height in pixels, each rounded up. The scale
// is 2, 4 or 8. It gives an *image.Gray or an *image.YCbCr, and neither reads nor applies an
// orientation. What follows the end of the picture is ignored.
//
// A pixel is the mean of those of image/jpeg in its place, but for rounding, for values that had to
// be clamped, and for the last column and row, which may take in what the encoder put beyond the
// edge. Chroma that the stream has less of than luma is shrunk less, so the picture is 4:4:4 save at
// 1/2 of 4:1:1 and 4:1:0.
//
// Besides the pixels it needs about 100 kB. It refuses a picture that the data is too short to
// hold before it makes room for it, so that the pixels take at most 64 bytes per byte of data.
func Decode(data []byte, scale int) (image.Image, error) {
	if scale != 2 && scale != 4 && scale != 8 {
		return nil, fmt.Errorf("a JPEG is decoded at 1/2, 1/4 or 1/8 of its size, not at 1/%d", scale)
	}
	f, err := readFrame(data)
	if err != nil {
		return nil, err
	}
	picture := f.newPicture(scale, image.Rect(0, 0, f.columns, f.rows))
	if err := f.decodeScan(); err != nil {
		return nil, err
	}
	return picture, nil
}

// newPicture makes the picture of some MCUs, and has the components reduce their blocks to it. Its
// planes hold whole MCUs (A.2.4); the bounds cut it to size.
func (f *frame) newPicture(scale int, mcus image.Rectangle) image.Image {
	bounds := image.Rect(0, 0, (f.width+scale-1)/scale, (f.height+scale-1)/scale)
	side := 8 / scale
	luma := &f.components[0]
	luma.reduction = newReduction(luma.quant, side, side)
	whole := image.Rect(mcus.Min.X*luma.h*side, mcus.Min.Y*luma.v*side, mcus.Max.X*luma.h*side, mcus.Max.Y*luma.v*side)
	if len(f.components) == 1 {
		grey := image.NewGray(whole)
		luma.plane, luma.stride = grey.Pix, grey.Stride
		return grey.SubImage(bounds)
	}

	// Chroma blocks that stand for more pixels than those of luma become larger, as far as they can.
	ratio := f.subsampling()
	wide, high := min(8, side*ratio[0]), min(8, side*ratio[1])
	left := [2]int{side * ratio[0] / wide, side * ratio[1] / high}
	picture := image.NewYCbCr(whole, subsamplings[left])
	luma.plane, luma.stride = picture.Y, picture.YStride
	for i, plane := range [][]uint8{picture.Cb, picture.Cr} {
		chroma := &f.components[1+i]
		chroma.reduction = newReduction(chroma.quant, wide, high)
		chroma.plane, chroma.stride = plane, picture.CStride
	}
	return picture.SubImage(bounds)
}
