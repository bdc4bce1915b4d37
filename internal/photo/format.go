package photo

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"slices"

	"github.com/bep/imagemeta"
	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"
)

// Format is a file format for pictures, by its usual short name.
type Format string

// The formats that are recognised; which of them can be shown, the table formats says.
const (
	JPEG Format = "jpeg"
	PNG  Format = "png"
	WebP Format = "webp"
	TIFF Format = "tiff"
	BMP  Format = "bmp"
	GIF  Format = "gif"
	HEIC Format = "heic"
	AVIF Format = "avif"
	Raw  Format = "raw" // what a sensor recorded, before it is a picture: DNG, CR2, CR3, NEF, ARW, RAF, ORF, RW2
)

// sniffLength is how many bytes Sniff needs at most: an ISO media file may list some dozens of
// brands, each other format is known by its first 18 bytes.
const sniffLength = 512

// A codec is what spotlog can do with a format. Without decode the file is kept but not shown,
// save HEIC, which has a way of its own (heic.go); with a metadata of 0 nothing is read of what the
// camera wrote. decode gives the first picture where a file holds several.
type codec struct {
	format   Format
	is       func(head []byte) bool
	metadata imagemeta.ImageFormat
	config   func(io.Reader) (image.Config, error)
	decode   func(io.Reader) (image.Image, error)
}

// formats is the door for further formats: a row with its functions is all that one needs.
var formats = []codec{
	{JPEG, begins("\xff\xd8\xff"), imagemeta.JPEG, jpeg.DecodeConfig, jpeg.Decode},
	{PNG, begins("\x89PNG\r\n\x1a\n"), imagemeta.PNG, png.DecodeConfig, png.Decode},
	{WebP, begins("RIFF????WEBP"), imagemeta.WebP, webp.DecodeConfig, decodeWebP},
	{Raw, isRaw, imagemeta.TIFF, nil, nil},
	{TIFF, begins("II*\x00", "MM\x00*"), imagemeta.TIFF, tiff.DecodeConfig, tiff.Decode},
	{BMP, isBMP, 0, bmp.DecodeConfig, bmp.Decode},
	{GIF, begins("GIF87a", "GIF89a"), 0, gif.DecodeConfig, gif.Decode},
	{AVIF, hasBrand("avif", "avis"), imagemeta.AVIF, nil, nil},
	{HEIC, hasBrand("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"), imagemeta.HEIF, nil, nil},
}

// Sniff tells the format by the first bytes of a file, never by its name. It answers false where
// they begin no picture that spotlog knows; 512 bytes are enough.
func Sniff(head []byte) (Format, bool) {
	c, ok := codecOf(head)
	return c.format, ok
}

func codecOf(head []byte) (codec, bool) {
	head = head[:min(len(head), sniffLength)]
	for _, c := range formats {
		if c.is(head) {
			return c, true
		}
	}
	return codec{}, false
}

// begins matches any of the patterns at the start; a ? stands for any byte.
func begins(patterns ...string) func([]byte) bool {
	return func(head []byte) bool {
		for _, p := range patterns {
			if matches(head, p) {
				return true
			}
		}
		return false
	}
}

func matches(head []byte, pattern string) bool {
	if len(head) < len(pattern) {
		return false
	}
	for i := range len(pattern) {
		if pattern[i] != '?' && pattern[i] != head[i] {
			return false
		}
	}
	return true
}

// isBMP asks for the size of a known info header as well, since a letter may begin with BM too.
func isBMP(head []byte) bool {
	if len(head) < 18 || !bytes.HasPrefix(head, []byte("BM")) {
		return false
	}
	switch binary.LittleEndian.Uint32(head[14:]) {
	case 12, 40, 52, 56, 64, 108, 124:
		return true
	}
	return false
}

// isRaw knows the raw formats that have a mark of their own, and those that are a TIFF: they call
// their first picture a reduced one (NewSubfileType) or give a DNG version (TIFF 6.0 §8, DNG 1.6).
func isRaw(head []byte) bool {
	if begins("FUJIFILMCCD-RAW", "IIRO", "IIRS", "MMOR", "IIU\x00", "II*\x00????CR")(head) || hasBrand("crx ")(head) {
		return true
	}
	var order binary.ByteOrder = binary.LittleEndian
	if begins("MM\x00*")(head) {
		order = binary.BigEndian
	} else if !begins("II*\x00")(head) {
		return false
	}
	const newSubfileType, dngVersion = 254, 50706
	for at := firstEntry(head, order); at+12 <= uint64(len(head)); at += 12 {
		switch entry := head[at:]; order.Uint16(entry) {
		case newSubfileType:
			if order.Uint32(entry[8:])&1 == 1 {
				return true
			}
		case dngVersion:
			return true
		}
	}
	return false
}

// firstEntry gives where the entries of the first directory of a TIFF begin.
func firstEntry(head []byte, order binary.ByteOrder) uint64 {
	if len(head) < 8 {
		return uint64(len(head))
	}
	return uint64(order.Uint32(head[4:])) + 2
}

// hasBrand looks for one of the four-letter brands in the file type box that begins an ISO media
// file (ISO/IEC 14496-12 §4.3, ISO/IEC 23008-12 §10.2). The version number among them spells none.
func hasBrand(brands ...string) func([]byte) bool {
	return func(head []byte) bool {
		if !matches(head, "????ftyp") {
			return false
		}
		end := min(uint32(len(head)), binary.BigEndian.Uint32(head))
		for at := uint32(8); at+4 <= end; at += 4 {
			if slices.Contains(brands, string(head[at:at+4])) {
				return true
			}
		}
		return false
	}
}
