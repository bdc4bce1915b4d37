package photo

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/draw"
	"image/jpeg"
	"iter"
	"math"
)

// CleanQuality is of a JPEG that Clean has to encode anew, 1 to 100: high enough that colour and
// border survive, since such a picture is made to be looked at closely.
const CleanQuality = 92

// Clean makes of a photo a JPEG to hand to others: the upright picture, of a JPEG its colour profile
// too, and nothing of what a camera or a program wrote beside it (position, serial, owner, dates,
// embedded thumbnail, comments, a film behind the picture). A JPEG that is stored upright keeps its
// coded picture byte for byte. Any other photo is decoded, laid over white where it is transparent,
// turned, and encoded with CleanQuality. One that cannot be decoded, or is over limits.Pixels, is an error.
func Clean(data []byte, limits Limits) ([]byte, error) {
	picture, format, err := open(data, limits)
	if err != nil {
		return nil, err
	}
	orientation := readMetadata(data, format.metadata).orientation()
	if format.format == JPEG && orientation == 1 {
		return withoutMetadata(data), nil
	}
	return cleanJPEG(turned(picture, orientation), profileOf(data, format, picture))
}

func cleanJPEG(picture image.Image, profile []byte) ([]byte, error) {
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: CleanQuality}); err != nil {
		return nil, err
	}
	start := out.Next(2) // SOI; the profile may stand anywhere behind it
	return bytes.Join([][]byte{start, profile, out.Bytes()}, nil), nil
}

// CleanWithin is Clean for a place that takes no file over so many bytes: a larger picture is shrunk
// until it fits.
func CleanWithin(data []byte, limits Limits, most int) ([]byte, error) {
	clean, err := Clean(data, limits)
	if err != nil || len(clean) <= most {
		return clean, err
	}
	whole, err := Decode(clean, limits)
	if err != nil {
		return nil, err
	}
	size, profile := whole.picture.Bounds().Size(), profileOf(clean, codecFor(JPEG), whole.picture)
	side := float64(max(size.X, size.Y))
	for len(clean) > most && side > 1 {
		side *= min(0.95, math.Sqrt(float64(most)/float64(len(clean))))
		small, err := whole.Crop(size, image.Rectangle{Max: size}, int(side))
		if err != nil {
			return nil, err
		}
		if clean, err = cleanJPEG(&image.RGBA{Pix: small.Pix, Stride: small.Stride, Rect: small.Rect}, profile); err != nil {
			return nil, err
		}
	}
	return clean, nil
}

// turned lays a picture over white and turns it upright. Opaque RGBA and NRGBA are the same bytes.
func turned(picture image.Image, orientation int) image.Image {
	size := image.Rectangle{Max: picture.Bounds().Size()}
	flat := image.NewRGBA(size)
	draw.Draw(flat, size, image.White, image.Point{}, draw.Src)
	draw.Draw(flat, size, picture, picture.Bounds().Min, draw.Over)
	up := upright(&image.NRGBA{Pix: flat.Pix, Stride: flat.Stride, Rect: size}, orientation)
	return &image.RGBA{Pix: up.Pix, Stride: up.Stride, Rect: up.Rect}
}

// profileOf gives the colour profile of a JPEG as segments, where it fits the three colours that a
// picture is encoded in: a profile of greys or inks says nothing about those.
func profileOf(data []byte, format codec, picture image.Image) (profile []byte) {
	switch picture.(type) {
	case *image.YCbCr, *image.RGBA:
	default:
		return nil
	}
	if format.format != JPEG {
		return nil
	}
	for marker, content := range segments(data) {
		if marker == markerAPP2 {
			profile = appendSegment(profile, marker, kept(marker, content))
		}
	}
	return profile
}

// The markers that the filter asks for (ITU-T T.81, table B.1).
const (
	markerSOF0  = 0xc0 // to 0xcf: frame headers, Huffman tables, arithmetic conditioning
	markerSOI   = 0xd8
	markerEOI   = 0xd9
	markerSOS   = 0xda // to 0xdd: scan header, quantization tables, number of lines, restart interval
	markerDRI   = 0xdd
	markerAPP0  = 0xe0
	markerAPP2  = 0xe2
	markerAPP14 = 0xee
)

// withoutMetadata copies of a JPEG that decodes what its picture needs, and ends with the first end
// of image. What a coder hid within the coded picture itself, no filter of segments sees.
func withoutMetadata(data []byte) []byte {
	out := append(make([]byte, 0, len(data)), 0xff, markerSOI)
	for marker, content := range segments(data) {
		out = appendSegment(out, marker, kept(marker, content))
	}
	return append(out, 0xff, markerEOI)
}

func appendSegment(out []byte, marker byte, content []byte) []byte {
	if content == nil {
		return out
	}
	return append(append(out, 0xff, marker), content...)
}

// kept gives what stays of a segment, or nil. Of JFIF (ITU-T T.871) the density stays without its
// thumbnail, of Adobe (Adobe Technical Note 5116 §18) the coding of colours. A colour profile
// (ICC.1 annex B) stays whole, unless it is that of one screen: Apple's tag mmod holds its serial number.
func kept(marker byte, content []byte) []byte {
	payload := content[2:]
	switch {
	case marker&0xf0 == markerSOF0, markerSOS <= marker && marker <= markerDRI:
		return content
	case marker == markerAPP0 && bytes.HasPrefix(payload, []byte("JFIF\x00")) && len(payload) >= 14:
		return append(append([]byte{0, 16}, payload[:12]...), 0, 0)
	case marker == markerAPP14 && bytes.HasPrefix(payload, []byte("Adobe")) && len(payload) >= 12:
		return append([]byte{0, 14}, payload[:12]...)
	case marker == markerAPP2 && bytes.HasPrefix(payload, []byte("ICC_PROFILE\x00")) && !bytes.Contains(payload, []byte("mmod")):
		return content
	}
	return nil
}

// segments walks over a JPEG up to its end of image (ITU-T T.81 §B.1.1): each marker with all that
// stands behind it, which is its length and payload, and after a scan header the coded picture.
// Bytes between segments belong to none. The walk ends early where a segment is cut short.
func segments(data []byte) iter.Seq2[byte, []byte] {
	return func(yield func(byte, []byte) bool) {
		for at := nextMarker(data, 2); at+4 <= len(data) && data[at+1] != markerEOI; {
			marker, length := data[at+1], int(binary.BigEndian.Uint16(data[at+2:]))
			end := at + 2 + length
			if marker == markerSOS {
				end = nextMarker(data, end)
			}
			if length < 2 || end > len(data) || !yield(marker, data[at+2:end]) {
				return
			}
			at = nextMarker(data, end)
		}
	}
}

// nextMarker finds the next marker from an offset on, or the end of the data. Within a coded
// picture 0xFF 0x00 stands for the byte 0xFF, restart markers (0xD0 to 0xD7) are part of it, and
// before any marker 0xFF may be repeated (ITU-T T.81 §B.1.1.2, §B.1.1.5).
func nextMarker(data []byte, from int) int {
	for at := from; at+1 < len(data); at++ {
		if next := data[at+1]; data[at] == 0xff && next != 0 && next != 0xff && next&0xf8 != 0xd0 {
			return at
		}
	}
	return max(from, len(data))
}
