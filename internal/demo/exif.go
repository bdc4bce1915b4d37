package demo

import (
	"encoding/binary"

	"spotlog/store"
)

// Tags and types of Exif 2.31 (CIPA DC-008), the first that knows offsets from UTC.
const (
	tagDescription      = 0x010E
	tagOrientation      = 0x0112
	tagSoftware         = 0x0131
	tagExifIFD          = 0x8769
	tagExifVersion      = 0x9000
	tagDateTimeOriginal = 0x9003
	tagOffsetOriginal   = 0x9011

	typeASCII     = 2
	typeShort     = 3
	typeLong      = 4
	typeUndefined = 7
)

// A field is one entry of an image file directory; the values that fit stand in it, others behind.
type field struct {
	tag, kind uint16
	count     uint32
	value     []byte
}

// withExif puts an Exif segment behind the start marker of a JPEG: when it was taken, upright,
// and that it was drawn. A date without an offset leaves the offset out, as older phones do.
func withExif(jpeg []byte, taken store.Date) []byte {
	body := append([]byte("Exif\x00\x00"), tiff(taken)...)
	segment := binary.BigEndian.AppendUint16([]byte{0xFF, 0xE1}, uint16(len(body)+2))
	out := append(make([]byte, 0, len(jpeg)+len(segment)+len(body)), jpeg[:2]...)
	return append(append(append(out, segment...), body...), jpeg[2:]...)
}

func tiff(taken store.Date) []byte {
	const header = 8
	main := []field{
		text(tagDescription, "drawn by spotlog demo, no real person"),
		{tagOrientation, typeShort, 1, []byte{1, 0, 0, 0}},
		text(tagSoftware, "spotlog demo"),
		{tagExifIFD, typeLong, 1, make([]byte, 4)},
	}
	exif := []field{
		{tagExifVersion, typeUndefined, 4, []byte("0231")},
		text(tagDateTimeOriginal, taken.Wall().Format("2006:01:02 15:04:05")),
	}
	if iso := taken.String(); hasOffset(taken) {
		exif = append(exif, text(tagOffsetOriginal, iso[len(iso)-len("+01:00"):]))
	}
	binary.LittleEndian.PutUint32(main[3].value, uint32(header+len(directory(main, 0))))
	out := []byte{'I', 'I', 42, 0, header, 0, 0, 0}
	out = append(out, directory(main, len(out))...)
	return append(out, directory(exif, len(out))...)
}

func text(tag uint16, s string) field {
	return field{tag, typeASCII, uint32(len(s) + 1), append([]byte(s), 0)}
}

// directory writes an image file directory that stands at an offset in the file, and the values
// behind it.
func directory(fields []field, at int) []byte {
	le := binary.LittleEndian
	values := at + 2 + 12*len(fields) + 4
	out := le.AppendUint16(nil, uint16(len(fields)))
	var behind []byte
	for _, f := range fields {
		out = le.AppendUint32(le.AppendUint16(le.AppendUint16(out, f.tag), f.kind), f.count)
		if len(f.value) <= 4 {
			out = append(out, f.value...)
			continue
		}
		out = le.AppendUint32(out, uint32(values+len(behind)))
		behind = append(behind, f.value...)
		if len(behind)%2 == 1 { // values start on even bytes (TIFF 6.0)
			behind = append(behind, 0)
		}
	}
	return append(le.AppendUint32(out, 0), behind...)
}
