package photo

import (
	"image"

	"spotlog/internal/photo/jpegscale"
)

// Cut is Decode and Crop where the part is to be at most maxSide pixels a side: a JPEG is decoded no
// finer than that takes. The region is in pixels of the upright picture of that size.
func Cut(data []byte, limits Limits, size image.Point, region image.Rectangle, maxSide int) (*image.NRGBA, error) {
	if d, ok := decodeScaled(data, limits, max(region.Dx(), region.Dy())/max(maxSide, 1)); ok {
		return d.Crop(size, region, maxSide)
	}
	d, err := Decode(data, limits)
	if err != nil {
		return nil, err
	}
	return d.Crop(size, region, maxSide)
}

// decodeScaled decodes a JPEG at the smallest scale that is at most this many times smaller; false
// where Decode has to do it.
func decodeScaled(data []byte, limits Limits, smaller int) (*Decoded, bool) {
	format, ok := codecOf(data)
	if !ok || format.format != JPEG || smaller < 2 {
		return nil, false
	}
	config, err := configOf(data, format)
	if err != nil || checkPixels(config, limits) != nil {
		return nil, false
	}
	scale := 2
	for scale < 8 && 2*scale <= smaller {
		scale *= 2
	}
	var picture image.Image
	err = guarded(func() (err error) {
		picture, err = jpegscale.Decode(data, scale)
		return err
	})
	if err != nil {
		return nil, false
	}
	return &Decoded{picture, readMetadata(data, format.metadata).orientation()}, true
}
