package photo

import (
	"context"
	"errors"
	"image"
	"sync"
	"time"

	"spotlog/internal/photo/icc"
	"spotlog/internal/photo/libheif"
)

// errHEIC says how to mend it: what fails today may be decoded by a program installed tomorrow.
var errHEIC = errors.New("the HEIC photo cannot be decoded here (install libheif's heif-dec or heif-convert, then: spotlog photo rebuild)")

// What a photo that cannot be shown as it should is told to be.
const (
	onlyPreview = "; it is kept as it came, and only the small preview in it is shown"
	whatThereIs = "; it is kept as it came, and what can be read of it is shown"
)

// minPreview is the longer side, in pixels, from which a preview will do as a thumbnail.
const minPreview = 256

// smallHEIC makes the picture of the thumbnail: of the preview where it is large enough, else of
// the whole picture, else of a preview however small. Where the container says how to turn the
// picture (be it by nothing), that is the truth: EXIF repeats it on some phones and contradicts it
// on others. Where it says nothing, EXIF counts.
func (f *Facts) smallHEIC(data []byte, limits Limits) (image.Image, error) {
	c, ok := readContainer(data)
	if !ok {
		return nil, errDamaged
	}
	orientation := f.Orientation
	if c.turned() {
		orientation = 1
	}
	width, height := c.uprightSize()
	f.Width, f.Height = uprightSize(width, height, orientation)
	if err := checkPixels(image.Config{Width: f.Width, Height: f.Height}, limits); err != nil {
		return nil, err
	}
	preview, side := c.largestPreview(previewSide)
	cut := c.end > uint64(len(data))
	if side >= minPreview {
		if small, err := c.shrunkPreview(data, preview); err == nil {
			if cut {
				f.Warning = errDamaged.Error() + onlyPreview
			}
			return upright(small, orientation), nil
		}
	}
	whole, err := wholeHEIC(data, limits)
	switch {
	case err == nil && cut:
		f.Warning = errDamaged.Error() + whatThereIs
		fallthrough
	case err == nil:
		return f.smallWhole(whole, orientation, limits)
	case cut:
		err = errDamaged
	}
	if side > 0 {
		if small, failed := c.shrunkPreview(data, preview); failed == nil {
			f.Warning, f.Makeshift = err.Error()+onlyPreview, !cut
			return upright(small, orientation), nil
		}
	}
	return nil, err
}

// smallWhole makes the picture of the thumbnail of the whole picture, which also has the size where
// the container does not say it.
func (f *Facts) smallWhole(whole []byte, orientation int, limits Limits) (image.Image, error) {
	of := Facts{Orientation: orientation}
	small, err := of.small(whole, codecFor(JPEG), limits)
	if f.Width == 0 {
		f.Width, f.Height = of.Width, of.Height
	}
	return small, err
}

// The bounds of decoding a preview, which happens in this process: pixels a side, bytes, time. Real
// ones have 512 pixels at most, take 20 MB and a fraction of a second.
const (
	previewSide   = 1024
	previewMemory = 96 << 20
	previewTime   = 4 * time.Second
)

// previewDecoder is made when the first HEIC comes.
var previewDecoder = sync.OnceValues(func() (*libheif.Decoder, error) { return libheif.New(previewMemory, false) })

// shrunkPreview decodes a preview by calling it the primary picture, and turns it as the primary
// picture is turned where it has no turn of its own, which the decoder has applied.
func (c *container) shrunkPreview(data []byte, item uint32) (small *image.NRGBA, err error) {
	decoder, err := previewDecoder()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), previewTime)
	defer cancel()
	err = guarded(func() error {
		picture, err := decoder.Decode(ctx, c.withPrimary(data, item), previewSide*previewSide)
		if err != nil {
			return err
		}
		width, height := thumbnailSize(picture.Bounds().Dx(), picture.Bounds().Dy())
		small = recolored(shrink(picture, width, height), icc.ToSRGB(c.profile()))
		return nil
	})
	if err == nil && len(c.turns(item)) == 0 {
		small = turn(small, c.turns(c.primary))
	}
	return small, err
}

// wholeHEIC makes of a HEIC a JPEG of its full size, turned as its container says and with its colour
// profile: by Child, else by a converter.
func wholeHEIC(data []byte, limits Limits) ([]byte, error) {
	c, ok := readContainer(data)
	if !ok {
		return nil, errDamaged
	}
	width, height := c.uprightSize()
	if err := checkPixels(image.Config{Width: width, Height: height}, limits); err != nil {
		return nil, err
	}
	inFull := func(data []byte) ([]byte, error) { return byChild(data) }
	for _, way := range []func([]byte) ([]byte, error){inFull, byConverter} {
		whole, err := way(data)
		if err != nil {
			continue
		}
		if config, err := configOf(whole, codecFor(JPEG)); err == nil && checkPixels(config, limits) == nil {
			return withProfile(whole, c.profile()), nil
		}
	}
	return nil, errHEIC
}
