package photo

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"image"
	"io"

	"spotlog/internal/photo/icc"
)

// toSRGB gives what makes the colours of a photo those of sRGB, in which every picture made of it is
// written: phones mean more vivid ones by the same numbers, and red skin came out pale. It is nil
// where nothing needs to be done.
func toSRGB(data []byte, f Format) *icc.Transform { return icc.ToSRGB(profileOf(data, f)) }

// profileOf gives the colour profile that a photo carries (ICC.1:2022), nil where it carries none. That
// of a HEIC its container gives.
func profileOf(data []byte, f Format) []byte {
	switch f {
	case JPEG:
		return profileOfJPEG(data)
	case PNG:
		return profileOfPNG(data)
	case WebP:
		return chunkOfWebP(data, "ICCP")
	case TIFF:
		return profileOfTIFF(data)
	}
	return nil
}

const profileMark = "ICC_PROFILE\x00"

// profileOfJPEG joins the parts of a profile, each numbered (ICC.1:2022 §B.4), as they come before the
// picture. One whose parts are out of order is none.
func profileOfJPEG(data []byte) (profile []byte) {
	parts := byte(0)
	for marker, content := range segments(data) {
		if marker&0xf0 == markerSOF0 && marker != markerDHT {
			break // else the walk would go through the coded picture
		}
		part, ok := bytes.CutPrefix(content[2:], []byte(profileMark))
		if marker != markerAPP2 || !ok || len(part) < 2 {
			continue
		}
		if parts++; part[0] != parts {
			return nil
		}
		profile = append(profile, part[2:]...)
	}
	return profile
}

// mostProfile is how long a profile may be once inflated, in bytes: those of cameras have thousands.
const mostProfile = 4 << 20

// profileOfPNG reads the chunk iCCP, which stands before the picture (PNG, 3rd edition, §11.3.2.3).
func profileOfPNG(data []byte) []byte {
	for at := 8; at+12 <= len(data); {
		length := uint64(binary.BigEndian.Uint32(data[at:]))
		kind := string(data[at+4 : at+8])
		if kind == "IDAT" || length > uint64(len(data)-at-12) {
			return nil
		}
		content := data[at+8 : at+8+int(length)]
		if kind == "iCCP" {
			_, packed, ok := bytes.Cut(content, []byte{0})
			if !ok || len(packed) < 1 {
				return nil
			}
			inflated, err := zlib.NewReader(bytes.NewReader(packed[1:]))
			if err != nil {
				return nil
			}
			profile, _ := io.ReadAll(io.LimitReader(inflated, mostProfile))
			return profile
		}
		at += 12 + int(length)
	}
	return nil
}

// profileOfTIFF reads the field InterColorProfile of the first picture (ICC.1:2022 §B.3).
func profileOfTIFF(data []byte) []byte {
	const interColorProfile = 34675
	var order binary.ByteOrder = binary.LittleEndian
	if begins("MM\x00*")(data) {
		order = binary.BigEndian
	}
	for at := firstEntry(data, order); at+12 <= uint64(len(data)); at += 12 {
		entry := data[at:]
		from, length := uint64(order.Uint32(entry[8:])), uint64(order.Uint32(entry[4:]))
		if order.Uint16(entry) == interColorProfile && from+length <= uint64(len(data)) {
			return data[from : from+length]
		}
	}
	return nil
}

// withProfile puts a profile into a JPEG that has none: a converter may leave it behind.
func withProfile(jpeg, profile []byte) []byte {
	const most = 0xffff - 2 - len(profileMark) - 2
	if len(profile) == 0 || len(profile) > most || len(jpeg) < 2 || profileOfJPEG(jpeg) != nil {
		return jpeg
	}
	segment := append([]byte{0xff, markerAPP2}, binary.BigEndian.AppendUint16(nil, uint16(2+len(profileMark)+2+len(profile)))...)
	segment = append(append(segment, profileMark+"\x01\x01"...), profile...)
	return bytes.Join([][]byte{jpeg[:2], segment, jpeg[2:]}, nil)
}

// recolored is a picture of 8 bits once a transform has been applied to it.
func recolored(picture *image.NRGBA, t *icc.Transform) *image.NRGBA {
	t.Apply(picture.Pix)
	return picture
}
