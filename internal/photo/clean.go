package photo

import (
	"bytes"
	"encoding/binary"
	"image"
	"iter"
	"math"
)

// CleanQuality is of a JPEG that Clean has to encode anew, 1 to 100: high enough that colour and
// border survive, since such a picture is made to be looked at closely.
const CleanQuality = 92

// Clean makes of a photo a JPEG to hand to others: the upright picture, and nothing of what a camera
// or a program wrote beside it (position, serial, owner, dates, embedded thumbnail, comments, a film
// behind the picture). A JPEG that is stored upright keeps its coded picture byte for byte, and its
// colour profile. Any other photo is decoded, laid over white where it is transparent, turned, and
// encoded with CleanQuality in the colours of sRGB. One that cannot be decoded, or is over
// limits.Pixels, is an error.
func Clean(data []byte, limits Limits) ([]byte, error) {
	whole, format, err := open(data, limits)
	if err != nil {
		return nil, err
	}
	if format == JPEG && whole.orientation == 1 {
		return withoutMetadata(data), nil
	}
	return whole.encode(0)
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
	side := float64(max(whole.whole.Dx(), whole.whole.Dy()))
	for len(clean) > most && side > 1 {
		side *= min(0.95, math.Sqrt(float64(most)/float64(len(clean))))
		if clean, err = whole.encode(int(side)); err != nil {
			return nil, err
		}
	}
	return clean, nil
}

// encode writes the whole picture upright, at most so many pixels a side (0 is any).
func (d *Decoded) encode(maxSide int) ([]byte, error) {
	size := image.Pt(uprightSize(d.whole.Dx(), d.whole.Dy(), d.orientation))
	picture, err := d.Crop(size, image.Rectangle{Max: size}, maxSide)
	if err != nil {
		return nil, err
	}
	return encode(picture, CleanQuality)
}

// The markers that the filter asks for (ITU-T T.81, table B.1).
const (
	markerSOF0  = 0xc0 // to 0xcf: frame headers, Huffman tables, arithmetic conditioning
	markerDHT   = 0xc4
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
