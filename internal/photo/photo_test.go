package photo

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadAPhonePhoto(t *testing.T) {
	camera := exif{orientation: 6, original: "2026:11:01 08:58:12", offsetOriginal: "+01:00", position: []uint32{47, 8}}
	data := withSegments(asJPEG(t, scene(800, 600)), exifSegment(camera.tiff()))
	got := mustRead(t, data)
	thumbnailOf(t, got)
	got.Thumbnail = nil
	want := Facts{
		Format: JPEG, Width: 600, Height: 800, Orientation: 6,
		Taken: "2026-11-01T08:58:12+01:00", TakenFrom: "exif", Position: true,
		ThumbWidth: 378, ThumbHeight: 504,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestReadRefusesWhatIsNoPicture(t *testing.T) {
	for _, data := range []string{"", "\xff\xd8", "left arm, itches", "%PDF-1.7 \xff\xd8\xff"} {
		_, err := Read([]byte(data), Default)
		if err == nil || err.Error() != "the file is not a picture in a format that spotlog knows" {
			t.Errorf("%q: %v", data, err)
		}
	}
}

// The original is the record: whatever ails it, the facts come, with a warning for the picture.
func TestWhatCannotBeShownIsKept(t *testing.T) {
	whole := asJPEG(t, scene(400, 300))
	date := exifSegment(exif{original: "2026:11:01 08:58:12"}.tiff())
	for _, c := range []struct {
		what          string
		data          []byte
		width, height int
		warning       string
	}{
		{"a JPEG cut short", withSegments(whole, date)[:len(whole)/2], 400, 300, "the photo is damaged or cut short"},
		{"a JPEG of three bytes", []byte("\xff\xd8\xff"), 0, 0, "the photo is damaged or cut short"},
		{"a PNG cut short", asPNG(t, scene(90, 60))[:200], 90, 60, "the photo is damaged or cut short"},
		{"a PNG without its end", withoutEnd(asPNG(t, scene(90, 60))), 90, 60, "the photo is damaged or cut short"},
		{"a JPEG over the limit", claiming(whole, 12000, 9000), 12000, 9000, "the photo is 12000 × 9000 pixels, over the limit of 100 megapixels"},
		{"a PNG over the limit", pngClaiming(20000, 20000), 20000, 20000, "the photo is 20000 × 20000 pixels, over the limit of 100 megapixels"},
		{"a PNG past every limit", pngClaiming(1<<31-1, 1<<31-1), 0, 0, "the photo is damaged or cut short"},
		{"a line of a PNG", pngClaiming(90_000_000, 1), 90_000_000, 1, "the photo is 90000000 × 1 pixels, over the limit of 65535 pixels a side"},
		{"a PNG of 16 bits that decodes to 480 MB", pngOf(10000, 6000, 16, 6), 10000, 6000, "the photo takes 458 MB of memory to decode, over the limit of 240 MB"},
		{"a progressive JPEG that decodes to 675 MB", progressive(claiming(whole, 10000, 9000)), 10000, 9000, "the photo takes 644 MB of memory to decode, over the limit of 240 MB"},
		{"a HEIC of nothing", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), 0, 0, "the photo is damaged or cut short"},
		{"a GIF cut short", []byte("GIF89a\x01\x00\x01\x00"), 0, 0, "the photo is damaged or cut short"},
		{"an AVIF", []byte("\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif"), 0, 0, "the photo is of the format AVIF, which spotlog cannot show"},
		{"a raw photo", []byte("II*\x00\x10\x00\x00\x00CR\x02\x00"), 0, 0, "the photo is of the format RAW, which spotlog cannot show"},
	} {
		got := mustRead(t, c.data)
		if want := c.warning + "; it is kept as it came, without a small picture"; got.Warning != want {
			t.Errorf("%s: warning %q; want %q", c.what, got.Warning, want)
		}
		if got.Thumbnail != nil || got.ThumbWidth != 0 || got.ThumbHeight != 0 {
			t.Errorf("%s: a thumbnail of %d × %d", c.what, got.ThumbWidth, got.ThumbHeight)
		}
		if got.Width != c.width || got.Height != c.height {
			t.Errorf("%s: %+v", c.what, got)
		}
	}
}

func TestADamagedPictureKeepsItsDate(t *testing.T) {
	data := withSegments(asJPEG(t, scene(400, 300)), exifSegment(exif{original: "2026:11:01 08:58:12", orientation: 8}.tiff()))
	got := mustRead(t, data[:2000])
	if got.Warning == "" || got.Taken != "2026-11-01T08:58:12" || got.Width != 300 {
		t.Errorf("%+v", got)
	}
}

// What the camera wrote is read of formats that cannot be shown yet as well.
func TestMetadataOfATIFF(t *testing.T) {
	got := mustRead(t, exif{orientation: 3, original: "2026:11:01 08:58:12", position: []uint32{47, 8}}.tiff())
	if got.Format != TIFF || got.Orientation != 3 || got.Taken != "2026-11-01T08:58:12" || !got.Position {
		t.Errorf("%+v", got)
	}
}

func TestPosition(t *testing.T) {
	plain := asJPEG(t, scene(8, 8))
	for _, c := range []struct {
		what    string
		segment []byte
		want    bool
	}{
		{"EXIF", exifSegment(exif{position: []uint32{47, 8}}.tiff()), true},
		{"on the equator", exifSegment(exif{position: []uint32{0, 8}}.tiff()), true},
		{"an empty EXIF position", exifSegment(exif{position: []uint32{0, 0}}.tiff()), false},
		{"no EXIF position", exifSegment(exif{orientation: 1}.tiff()), false},
		{"XMP", xmpWith(`exif:GPSLatitude="47,22.5N" exif:GPSLongitude="8,33.1E"`), true},
		{"half of XMP", xmpWith(`exif:GPSLatitude="47,22.5N"`), false},
		{"XMP that is no number", xmpWith(`exif:GPSLatitude="north" exif:GPSLongitude="east"`), false},
	} {
		if got := mustRead(t, withSegments(plain, c.segment)); got.Position != c.want {
			t.Errorf("%s: position %v", c.what, got.Position)
		}
	}
}

func TestADecoderThatPanicsCostsThePictureOnly(t *testing.T) {
	size := image.Config{Width: 1, Height: 1}
	broken := codec{decode: func(io.Reader) (image.Image, error) { panic("index out of range") }}
	if _, err := decode(nil, broken, size, Default); err != errDamaged {
		t.Error(err)
	}
	empty := codec{decode: func(io.Reader) (image.Image, error) { return image.NewGray(image.Rectangle{}), nil }}
	if _, err := decode(nil, empty, size, Default); err != errDamaged {
		t.Error(err)
	}
	unread := codec{config: func(io.Reader) (image.Config, error) { panic("index out of range") }}
	if _, err := configOf(nil, unread); err != errDamaged {
		t.Error(err)
	}
}

func TestLimitsAreTheCallers(t *testing.T) {
	data := asJPEG(t, scene(40, 30))
	for _, c := range []struct {
		pixels int64
		shown  bool
	}{{1200, true}, {1199, false}} {
		got, err := Read(data, Limits{Bytes: 1, Pixels: c.pixels})
		if err != nil || (got.Thumbnail != nil) != c.shown {
			t.Errorf("%d pixels: %v, %q", c.pixels, err, got.Warning)
		}
	}
}

// claiming rewrites the size in the frame header of a JPEG.
func claiming(jpeg []byte, width, height uint16) []byte {
	out := bytes.Clone(jpeg)
	frame := bytes.Index(out, []byte{0xff, 0xc0})
	binary.BigEndian.PutUint16(out[frame+5:], height)
	binary.BigEndian.PutUint16(out[frame+7:], width)
	return out
}

// progressive calls the frame of a JPEG progressive.
func progressive(jpeg []byte) []byte {
	return bytes.Replace(jpeg, []byte{0xff, 0xc0}, []byte{0xff, 0xc2}, 1)
}

// pngClaiming is the header of a grey PNG and nothing after it.
func pngClaiming(width, height uint32) []byte { return pngOf(width, height, 8, 0) }

func pngOf(width, height uint32, bits, colour byte) []byte {
	header := binary.BigEndian.AppendUint32([]byte("IHDR"), width)
	header = append(binary.BigEndian.AppendUint32(header, height), bits, colour, 0, 0, 0)
	out := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), header...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(header))
}

func withoutEnd(png []byte) []byte {
	end := strings.LastIndex(string(png), "IEND")
	return png[:end-4]
}
