package photo

import (
	"errors"
	"image"
)

// Facts are what the bytes of one photo say.
type Facts struct {
	Format        Format
	Width, Height int    // of the upright picture, in pixels; 0 where not known
	Orientation   int    // EXIF 1 to 8 as found; 1 where none is written
	Taken         string // wall time in ISO 8601 in the precision known, with an offset only where written; "" where unknown
	TakenFrom     string // "exif" where the file itself says when it was taken (EXIF, XMP or IPTC), else ""
	Position      bool   // the file says where it was taken

	// The thumbnail: an upright JPEG of at most ThumbnailSide pixels a side without any metadata,
	// nil where none could be made. Its size is in pixels.
	Thumbnail               []byte
	ThumbWidth, ThumbHeight int

	// Why there is no thumbnail, or one of what can be read alone, in a sentence to the person; else "".
	Warning string

	// Makeshift is a thumbnail of a small preview, where a converter that this machine lacks would give
	// a better one.
	Makeshift bool
}

// Read gives the facts of a photo. Only bytes that are no picture at all are an error; one that is
// damaged, over limits.Pixels or of a format that cannot be shown has a Warning instead of a
// thumbnail. limits.Bytes is for Load to keep. The thumbnail of a HEIC is made of the preview in it
// where that is large enough, else by Child, else by a converter of the machine; where that is
// not all that the file should hold, there is a Warning too.
func Read(data []byte, limits Limits) (Facts, error) {
	format, ok := codecOf(data)
	if !ok {
		return Facts{}, errors.New("the file " + notAPicture)
	}
	written := readMetadata(data, format.metadata)
	facts := Facts{
		Format:      format.format,
		Orientation: written.orientation(),
		Taken:       written.taken(),
		Position:    written.hasPosition(),
	}
	if facts.Taken != "" {
		facts.TakenFrom = "exif"
	}
	if err := facts.show(data, format, limits); err != nil {
		facts.Warning = err.Error() + keptWithoutPicture
	}
	return facts, nil
}

const keptWithoutPicture = "; it is kept as it came, without a small picture"

// show finds the size and makes the thumbnail.
func (f *Facts) show(data []byte, format codec, limits Limits) error {
	small, err := f.small(data, format, limits)
	if err != nil {
		return err
	}
	if f.Thumbnail, err = encode(small, ThumbnailQuality); err != nil {
		return err
	}
	f.ThumbWidth, f.ThumbHeight = small.Bounds().Dx(), small.Bounds().Dy()
	return nil
}

// small finds the size, and makes the upright picture of the thumbnail.
func (f *Facts) small(data []byte, format codec, limits Limits) (image.Image, error) {
	if format.format == HEIC {
		return f.smallHEIC(data, limits)
	}
	config, err := configOf(data, format)
	if err != nil {
		return nil, err
	}
	f.Width, f.Height = uprightSize(config.Width, config.Height, f.Orientation)
	if err := checkPixels(config, limits); err != nil {
		return nil, err
	}
	width, height := thumbnailSize(config.Width, config.Height)
	colors := toSRGB(data, format.format)
	if picture, ok := scaledJPEG(data, format, config); ok {
		if small, ok := picture.(*image.YCbCr); ok && colors == nil && small.SubsampleRatio == image.YCbCrSubsampleRatio444 && small.Rect.Size() == image.Pt(width, height) {
			return uprightYCbCr(small, f.Orientation), nil
		}
		return upright(recolored(shrink(picture, width, height), colors), f.Orientation), nil
	}
	picture, err := decode(data, format, config, limits)
	if err != nil {
		return nil, err
	}
	return upright(recolored(shrink(picture, width, height), colors), f.Orientation), nil
}
