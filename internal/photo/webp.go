package photo

import (
	"bytes"
	"encoding/binary"
	"image"
	"io"

	"golang.org/x/image/webp"
)

// decodeWebP decodes a WebP. Its lossy kind keeps luma in 16 to 235 and chroma in 16 to 240 (RFC 6386
// §9.2, ITU-R BT.601), which x/image hands on as it is, while image.YCbCr means 0 to 255.
func decodeWebP(r io.Reader) (image.Image, error) {
	picture, err := webp.Decode(r)
	if err != nil {
		return nil, err
	}
	switch p := picture.(type) {
	case *image.YCbCr:
		widen(p)
	case *image.NYCbCrA:
		widen(&p.YCbCr)
	}
	return picture, nil
}

// widen stretches studio range to full range, in place.
func widen(p *image.YCbCr) {
	stretch(p.Y, 16, 219, 0)
	stretch(p.Cb, 128, 224, 128)
	stretch(p.Cr, 128, 224, 128)
}

// stretch makes 255 steps of some steps around a middle, which it moves to another place.
func stretch(plane []uint8, middle, steps, to int) {
	var table [256]uint8
	for v := range table {
		table[v] = uint8(min(255, max(0, to+((v-middle)*255*2+steps)/(2*steps))))
	}
	for i, v := range plane {
		plane[i] = table[v]
	}
}

// exifOfWebP gives the EXIF of a WebP as the TIFF it is, nil where there is none. Many programs leave
// before it the Exif\0\0 that has its place in a JPEG.
func exifOfWebP(data []byte) []byte {
	return bytes.TrimPrefix(chunkOfWebP(data, "EXIF"), []byte("Exif\x00\x00"))
}

// chunkOfWebP gives the content of the first chunk of a name, nil where there is none (RFC 9649 §2.3).
// Chunks are padded to even lengths.
func chunkOfWebP(data []byte, name string) []byte {
	for rest := data[min(12, len(data)):]; len(rest) >= 8; {
		found, length := string(rest[:4]), uint64(binary.LittleEndian.Uint32(rest[4:]))
		rest = rest[8:]
		if length > uint64(len(rest)) {
			return nil
		}
		if found == name {
			return rest[:length]
		}
		rest = rest[min(length+length&1, uint64(len(rest))):]
	}
	return nil
}
