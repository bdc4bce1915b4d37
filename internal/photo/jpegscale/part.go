package jpegscale

import (
	"fmt"
	"image"
)

// DecodePart decodes what a region needs of a JPEG, at 1/scale; the scale may be 1 too. The region is
// in pixels of the whole picture as it is stored. The bounds of what it gives lie as in the whole
// picture at that scale, and reach outwards to whole MCUs (A.2.4). Below the region it looks at
// nothing, so that damage there goes unseen. In all else it is as Decode; a region beside the
// picture is an error.
func DecodePart(data []byte, scale int, region image.Rectangle) (image.Image, error) {
	if scale != 1 && scale != 2 && scale != 4 && scale != 8 {
		return nil, fmt.Errorf("a part of a JPEG is decoded at 1/1, 1/2, 1/4 or 1/8 of its size, not at 1/%d", scale)
	}
	f, err := readFrame(data)
	if err != nil {
		return nil, err
	}
	region = region.Intersect(image.Rect(0, 0, f.width, f.height))
	if region.Empty() {
		return nil, refuse("the region lies beside the picture")
	}
	wide, high := 8*f.components[0].h, 8*f.components[0].v
	mcus := image.Rect(region.Min.X/wide, region.Min.Y/high, (region.Max.X+wide-1)/wide, (region.Max.Y+high-1)/high)
	picture := f.newPicture(scale, mcus)
	if err := f.decodePart(mcus); err != nil {
		return nil, err
	}
	return picture, nil
}

// decodePart decodes the scan down to the last of some MCUs, and draws those alone.
func (f *frame) decodePart(mcus image.Rectangle) error {
	w := &window{source: f.scan}
	var block reduced
	var drawn, passed []*reduction
	for i := range f.components {
		c := &f.components[i]
		drawn, passed = append(drawn, c.reduction), append(passed, newReduction(c.quant, 1, 1))
	}
	mcu := 0
	for row := range mcus.Max.Y {
		for column := range f.columns {
			if f.restart > 0 && mcu > 0 && mcu%f.restart == 0 && !f.restartAt(w, mcu/f.restart-1) {
				return errDamaged
			}
			w.fill()
			within := image.Pt(column, row).In(mcus)
			for i := range f.components {
				c := &f.components[i]
				if c.reduction = passed[i]; within {
					c.reduction = drawn[i]
				}
				if within && !c.decodeMCU(w, &block, column-mcus.Min.X, row-mcus.Min.Y) || !within && !c.passMCU(w, &block) {
					return errDamaged
				}
			}
			if w.overrun() {
				return errDamaged
			}
			mcu++
		}
	}
	return nil
}

// passMCU goes over the blocks of one component in an MCU, of which only the predictions are kept.
func (c *component) passMCU(w *window, block *reduced) bool {
	for range c.h * c.v {
		if !c.decodeBlock(w, block) {
			return false
		}
	}
	return true
}
