package photo

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"strings"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"spotlog/internal/photo/jpegscale"
)

var errDamaged = errors.New("the photo is damaged or cut short")

// errUnusual is of a file that is right, in a coding that no decoder here has: a JPEG with arithmetic
// coding, a TIFF with a JPEG in it.
var errUnusual = errors.New("the photo is coded in a way that spotlog cannot show")

// open decodes a photo in full, and tells its format.
func open(data []byte, limits Limits) (*Decoded, Format, error) {
	format, ok := codecOf(data)
	if !ok {
		return nil, "", errors.New("the file " + notAPicture)
	}
	came, orientation := format.format, readMetadata(data, format.metadata).orientation()
	if came == HEIC {
		if c, _ := readContainer(data); c.turned() {
			orientation = 1
		}
		whole, err := wholeHEIC(data, limits)
		if err != nil {
			return nil, came, err
		}
		data, format = whole, codecFor(JPEG)
	}
	config, err := configOf(data, format)
	if err != nil {
		return nil, came, err
	}
	if err := checkPixels(config, limits); err != nil {
		return nil, came, err
	}
	picture, err := decode(data, format, config, limits)
	if err != nil {
		return nil, came, err
	}
	return &Decoded{picture, picture.Bounds(), orientation, toSRGB(data, format.format)}, came, nil
}

func codecFor(f Format) codec {
	for _, c := range formats {
		if c.format == f {
			return c
		}
	}
	panic("no format " + f)
}

func configOf(data []byte, format codec) (image.Config, error) {
	if format.config == nil {
		return image.Config{}, fmt.Errorf("the photo is of the format %s, which spotlog cannot show", strings.ToUpper(string(format.format)))
	}
	var config image.Config
	err := guarded(func() (err error) {
		config, err = format.config(bytes.NewReader(data))
		return err
	})
	if err == nil && (config.Width <= 0 || config.Height <= 0) {
		err = errDamaged
	}
	return config, err
}

// guarded takes whatever a decoder fails with, a panic too, for damage, unless it says that it does not
// have that coding: it must cost the thumbnail, not the journal entry.
func guarded(decoder func() error) (err error) {
	defer func() {
		switch {
		case recover() != nil:
			err = errDamaged
		case isUnusual(err):
			err = errUnusual
		case err != nil:
			err = errDamaged
		}
	}()
	return decoder()
}

func isUnusual(err error) bool {
	switch err.(type) {
	case jpeg.UnsupportedError, tiff.UnsupportedError:
		return true
	}
	return errors.Is(err, bmp.ErrUnsupported)
}

// maxSide is the longest side a JPEG can have, in pixels; longer ones belong to no camera.
const maxSide = 65535

func checkPixels(c image.Config, limits Limits) error {
	if int64(c.Width)*int64(c.Height) > limits.Pixels {
		return fmt.Errorf("the photo is %d × %d pixels, over the limit of %.4g megapixels", c.Width, c.Height, float64(limits.Pixels)/1e6)
	}
	if max(c.Width, c.Height) > maxSide {
		return fmt.Errorf("the photo is %d × %d pixels, over the limit of %d pixels a side", c.Width, c.Height, maxSide)
	}
	return nil
}

// decode decodes the picture whose config was read, if the memory that takes is within bounds.
func decode(data []byte, format codec, config image.Config, limits Limits) (picture image.Image, err error) {
	needs := int64(float64(config.Width) * float64(config.Height) * bytesPerPixel(data, format, config))
	if most := limits.decoded(); needs > most {
		return nil, fmt.Errorf("the photo takes %.0f MB of memory to decode, over the limit of %.0f MB", megabytes(needs), megabytes(most))
	}
	err = guarded(func() (err error) {
		picture, err = format.decode(bytes.NewReader(data))
		return err
	})
	if err == nil && picture.Bounds().Empty() {
		err = errDamaged
	}
	return picture, err
}

// decoded is how much memory a decoded picture may take, in bytes: 240 MB, or more where more
// pixels are allowed than by Default. It is less than the largest picture of eight bits needs as
// red, green, blue and alpha, so that no file can take what a small machine does not have.
func (l Limits) decoded() int64 { return max(240<<20, l.Pixels*5/2) }

// bytesPerPixel is what the decoder of a format sets aside for each pixel.
func bytesPerPixel(data []byte, format codec, config image.Config) float64 {
	switch format.format {
	case JPEG:
		if n := jpegBytesPerPixel(data); n > 0 {
			return n
		}
	case WebP:
		return 4 // the extended header does not tell a lossless one from a lossy one
	}
	switch config.ColorModel {
	case color.GrayModel:
		return 1
	case color.Gray16Model:
		return 2
	case color.YCbCrModel:
		return 3
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	}
	if _, ok := config.ColorModel.(color.Palette); ok {
		return 1
	}
	return 4
}

// jpegBytesPerPixel reads it off the frame header (ITU-T T.81 §B.2.2): a byte a sample, four more
// where all coefficients are kept until the last scan, and four a pixel for inks. 0 without one.
func jpegBytesPerPixel(data []byte) float64 {
	for marker, content := range segments(data) {
		isFrame := marker&0xf0 == markerSOF0 && marker != 0xc4 && marker != 0xc8 && marker != 0xcc
		if !isFrame || len(content) < 8 {
			continue
		}
		samples, most := 0, 0
		components := content[8:]
		for ; len(components) >= 3; components = components[3:] {
			n := int(components[1]>>4) * int(components[1]&15)
			samples += n
			most = max(most, n)
		}
		perPixel := float64(samples) / float64(max(1, most))
		if marker == markerSOF0+2 {
			perPixel *= 5
		}
		if content[7] == 4 {
			perPixel += 4
		}
		return perPixel
	}
	return 0
}

// scaledJPEG decodes a JPEG at the smallest size that is at least minScaled; false where image/jpeg
// has to do it. On real photos the thumbnail agrees to 40 dB or better with that of the whole
// picture, and lies no farther from Lanczos over all pixels.
func scaledJPEG(data []byte, format codec, config image.Config) (picture image.Image, ok bool) {
	if format.format != JPEG {
		return nil, false
	}
	for scale := 8; scale > 1; scale /= 2 {
		side := (max(config.Width, config.Height) + scale - 1) / scale
		isThumbnail := scale == 8 && side >= leastEighth && side <= ThumbnailSide
		if side < minScaled && !isThumbnail {
			continue
		}
		err := guarded(func() (err error) {
			picture, err = jpegscale.Decode(data, scale)
			return err
		})
		return picture, err == nil
	}
	return nil, false
}

// minScaled is the longer side, in pixels, that a picture has at least before its last step. Less
// than twice the thumbnail, so that a quarter of 4000 pixels would do; at 1.6 times it shows.
const minScaled = 2 * fittedSide * 15 / 16
