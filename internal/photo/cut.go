package photo

import (
	"image"

	"spotlog/internal/photo/jpegscale"
)

// Cut is Decode and Crop where the part is to be at most maxSide pixels a side: of a JPEG it decodes
// no more than the region, and that no finer than it takes; of a HEIC no more than the tiles of the
// region. The region is in pixels of the upright picture of that size.
func Cut(data []byte, limits Limits, size image.Point, region image.Rectangle, maxSide int) (*image.NRGBA, error) {
	if d, ok := decodePart(data, limits, size, region, maxSide); ok {
		return d.Crop(size, region, maxSide)
	}
	d, err := Decode(data, limits)
	if err != nil {
		return nil, err
	}
	return d.Crop(size, region, maxSide)
}

// decodePart decodes the region of a JPEG or a HEIC; false where Decode has to do it.
func decodePart(data []byte, limits Limits, size image.Point, region image.Rectangle, maxSide int) (*Decoded, bool) {
	format, ok := codecOf(data)
	switch {
	case ok && format.format == HEIC:
		return decodeTiles(data, limits, size, region)
	case !ok || format.format != JPEG:
		return nil, false
	}
	config, err := configOf(data, format)
	if err != nil || checkPixels(config, limits) != nil {
		return nil, false
	}
	d := &Decoded{orientation: readMetadata(data, format.metadata).orientation(), colors: toSRGB(data, JPEG)}
	upright := image.Pt(uprightSize(config.Width, config.Height, d.orientation))
	region = scaled(region, size, upright)
	scale := 1
	for maxSide > 0 && scale < 8 && max(region.Dx(), region.Dy()) >= 2*scale*maxSide {
		scale *= 2
	}
	d.whole = image.Rect(0, 0, (config.Width+scale-1)/scale, (config.Height+scale-1)/scale)
	// The edge of the region at this scale may lie farther out by the rounding.
	region = asStored(region.Inset(-2*scale).Intersect(image.Rectangle{Max: upright}), upright, d.orientation)
	err = guarded(func() (err error) {
		d.picture, err = jpegscale.DecodePart(data, scale, region)
		return err
	})
	return d, err == nil
}
