package photo

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"strings"
)

// Facts are what the bytes of one photo say.
type Facts struct {
	SHA256        string // of all bytes, in lower-case hex
	Format        Format
	Bytes         int64
	Width, Height int    // of the upright picture, in pixels; 0 where not known
	Orientation   int    // EXIF 1 to 8 as found; 1 where none is written
	Taken         string // wall time in ISO 8601 in the precision known, with an offset only where written; "" where unknown
	TakenFrom     string // "exif" where the file itself says when it was taken (EXIF, XMP or IPTC), else ""
	Position      bool   // the file says where it was taken

	// The thumbnail: an upright JPEG of at most ThumbnailSide pixels a side without any metadata,
	// nil where none could be made. Its size is in pixels.
	Thumbnail               []byte
	ThumbWidth, ThumbHeight int

	Warning string // why there is no thumbnail, in a sentence to the person; "" where there is one
}

// Read gives the facts of a photo. Only bytes that are no picture at all are an error; one that is
// damaged, over limits.Pixels or of a format that cannot be shown yet has a Warning instead of a
// thumbnail. limits.Bytes is for Load to keep.
func Read(data []byte, limits Limits) (Facts, error) {
	format, ok := codecOf(data)
	if !ok {
		return Facts{}, errors.New("the file " + notAPicture)
	}
	digest := sha256.Sum256(data)
	written := readMetadata(data, format.metadata)
	facts := Facts{
		SHA256:      hex.EncodeToString(digest[:]),
		Format:      format.format,
		Bytes:       int64(len(data)),
		Orientation: written.orientation(),
		Taken:       written.taken(),
		Position:    written.hasPosition(),
	}
	if facts.Taken != "" {
		facts.TakenFrom = "exif"
	}
	if err := facts.show(data, format, limits); err != nil {
		facts.Warning = err.Error() + "; it is kept as it came, without a small picture"
	}
	return facts, nil
}

// show finds the size and makes the thumbnail.
func (f *Facts) show(data []byte, format codec, limits Limits) error {
	if format.decode == nil {
		return fmt.Errorf("the photo is of the format %s, which spotlog cannot show yet", strings.ToUpper(string(f.Format)))
	}
	config, err := format.config(bytes.NewReader(data))
	if err != nil {
		return errDamaged
	}
	f.Width, f.Height = uprightSize(config.Width, config.Height, f.Orientation)
	if err := checkPixels(config, limits); err != nil {
		return err
	}
	picture, err := decode(data, format)
	if err != nil {
		return errDamaged
	}
	thumb := upright(shrink(picture), f.Orientation)
	if f.Thumbnail, err = encode(thumb); err != nil {
		return err
	}
	f.ThumbWidth, f.ThumbHeight = thumb.Rect.Dx(), thumb.Rect.Dy()
	return nil
}

var errDamaged = errors.New("the photo is damaged or cut short")

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

// decode takes a panic in a decoder for damage: it must cost the thumbnail, not the journal entry.
func decode(data []byte, format codec) (picture image.Image, err error) {
	defer func() {
		if recover() != nil {
			err = errDamaged
		}
	}()
	picture, err = format.decode(bytes.NewReader(data))
	if err == nil && picture.Bounds().Empty() {
		err = errDamaged
	}
	return picture, err
}
