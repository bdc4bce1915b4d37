package photo

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"
)

// scene draws skin with a brown spot left of and above the middle, and a differing colour in each
// corner, so that no two of the eight orientations look alike.
func scene(width, height int) *image.RGBA {
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			picture.SetRGBA(x, y, sceneAt(float64(x)/float64(width), float64(y)/float64(height)))
		}
	}
	return picture
}

func sceneAt(x, y float64) color.RGBA {
	switch {
	case (x-0.35)*(x-0.35)+(y-0.4)*(y-0.4) < 0.02:
		return color.RGBA{110, 70, 50, 255}
	case x < 0.25 && y < 0.25:
		return color.RGBA{200, 60, 60, 255}
	case x > 0.75 && y < 0.25:
		return color.RGBA{60, 160, 60, 255}
	case x > 0.75 && y > 0.75:
		return color.RGBA{60, 60, 200, 255}
	}
	return color.RGBA{uint8(200 + 40*x), uint8(160 + 40*y), 150, 255}
}

// phoneJPEG draws a picture with the grain of a camera, so that it compresses like a real photo.
func phoneJPEG(tb testing.TB, width, height int) []byte {
	tb.Helper()
	picture := scene(width, height)
	random := rand.New(rand.NewPCG(1, 2))
	for i := range picture.Pix {
		if i%4 != 3 {
			picture.Pix[i] = uint8(min(255, int(picture.Pix[i])+random.IntN(30)))
		}
	}
	return asJPEG(tb, picture)
}

func asJPEG(tb testing.TB, picture image.Image) []byte {
	tb.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: 92}); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

func asPNG(tb testing.TB, picture image.Image) []byte {
	tb.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// withSegments puts application segments behind the start of a JPEG.
func withSegments(jpeg []byte, segments ...[]byte) []byte {
	out := bytes.Clone(jpeg[:2])
	for _, s := range segments {
		out = append(out, s...)
	}
	return append(out, jpeg[2:]...)
}

func segment(marker byte, payload string) []byte {
	return append([]byte{0xff, marker, byte((len(payload) + 2) >> 8), byte(len(payload) + 2)}, payload...)
}

func exifSegment(tiff []byte) []byte { return segment(0xe1, "Exif\x00\x00"+string(tiff)) }

func xmpSegment(xml string) []byte { return segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+xml) }

// xmpWith writes an XMP packet with these attributes.
func xmpWith(attributes string) []byte {
	return xmpSegment(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" ` +
		attributes + `/></rdf:RDF></x:xmpmeta>`)
}

// iptcSegment writes IPTC application records, number to text, as Photoshop stores them.
func iptcSegment(date, clock string) []byte {
	var records string
	for number, text := range map[byte]string{55: date, 60: clock} {
		if text != "" {
			records += "\x1c\x02" + string([]byte{number, 0, byte(len(text))}) + text
		}
	}
	return segment(0xed, "Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00"+string([]byte{byte(len(records))})+records)
}

// withEXIFChunk puts an eXIf chunk behind the header of a PNG.
func withEXIFChunk(png []byte, tiff []byte) []byte {
	const afterHeader = 8 + 25
	chunk := append([]byte("eXIf"), tiff...)
	out := bytes.Clone(png[:afterHeader])
	out = binary.BigEndian.AppendUint32(out, uint32(len(tiff)))
	out = append(out, chunk...)
	out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk))
	return append(out, png[afterHeader:]...)
}

// exif is what a test wants a camera to have written; empty fields are left out.
type exif struct {
	order             binary.AppendByteOrder // nil is big endian
	orientation       uint16
	modified          string
	original, created string
	offset            string // of modified
	offsetOriginal    string
	offsetCreated     string
	milliOriginal     string
	position          []uint32 // degrees of latitude and longitude
}

// A field is one entry of an EXIF directory.
type field struct {
	tag, kind uint16
	count     uint32
	value     []byte
}

// tiff writes the EXIF block: three directories, each followed by the values too long for it.
func (e exif) tiff() []byte {
	order := e.order
	if order == nil {
		order = binary.BigEndian
	}
	long := func(n uint32) []byte { return order.AppendUint32(nil, n) }
	text := func(tag uint16, s string) field {
		return field{tag, 2, uint32(len(s) + 1), append([]byte(s), 0)}
	}
	degrees := func(tag uint16, n uint32) field {
		value := append(long(n), long(1)...)
		value = append(append(value, long(0)...), long(1)...)
		return field{tag, 5, 3, append(append(value, long(0)...), long(1)...)}
	}

	main := []field{text(0x0132, e.modified)}
	if e.orientation != 0 {
		main = append(main, field{0x0112, 3, 1, order.AppendUint16(nil, e.orientation)})
	}
	camera := []field{
		text(0x9003, e.original), text(0x9004, e.created), text(0x9010, e.offset),
		text(0x9011, e.offsetOriginal), text(0x9012, e.offsetCreated), text(0x9291, e.milliOriginal),
	}
	var place []field
	if e.position != nil {
		place = []field{text(1, "N"), degrees(2, e.position[0]), text(3, "E"), degrees(4, e.position[1])}
	}

	// The pointers have their final length from the start, so the offsets can be counted ahead.
	pointers := func(cameraAt, placeAt int) []field {
		return append(main, field{0x8769, 4, 1, long(uint32(cameraAt))}, field{0x8825, 4, 1, long(uint32(placeAt))})
	}
	const mainAt = 8
	cameraAt := mainAt + len(directory(order, mainAt, pointers(0, 0)))
	placeAt := cameraAt + len(directory(order, cameraAt, camera))
	out := []byte("MM")
	if order == binary.AppendByteOrder(binary.LittleEndian) {
		out = []byte("II")
	}
	out = order.AppendUint32(order.AppendUint16(out, 42), mainAt)
	out = append(out, directory(order, mainAt, pointers(cameraAt, placeAt))...)
	out = append(out, directory(order, cameraAt, camera)...)
	return append(out, directory(order, placeAt, place)...)
}

// directory writes one EXIF directory that stands at an offset; empty texts are left out.
func directory(order binary.AppendByteOrder, at int, fields []field) []byte {
	var kept []field
	for _, f := range fields {
		if f.kind != 2 || f.count > 1 {
			kept = append(kept, f)
		}
	}
	out := order.AppendUint16(nil, uint16(len(kept)))
	var values []byte
	valuesAt := at + 2 + 12*len(kept) + 4
	for _, f := range kept {
		out = order.AppendUint32(order.AppendUint16(order.AppendUint16(out, f.tag), f.kind), f.count)
		if len(f.value) <= 4 {
			out = append(out, append(f.value, 0, 0, 0, 0)[:4]...)
		} else {
			out = order.AppendUint32(out, uint32(valuesAt+len(values)))
			values = append(values, f.value...)
		}
	}
	return append(append(out, 0, 0, 0, 0), values...)
}
