package photo

import (
	"image/gif"
	"io"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/bmp"
)

func FuzzSniff(f *testing.F) {
	f.Add([]byte("\xff\xd8\xff"))
	f.Add([]byte("\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1avif"))
	f.Add([]byte("\xff\xff\xff\xffftypmif1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		format, ok := Sniff(data)
		known := slices.ContainsFunc(formats, func(c codec) bool { return c.format == format })
		if ok != known {
			t.Fatalf("%q, %v", format, ok)
		}
		if again, _ := Sniff(data[:min(len(data), sniffLength)]); again != format {
			t.Fatalf("%q of the head, %q of all", again, format)
		}
	})
}

// What a camera wrote is read of any bytes, as of any format that has a reader: an orientation that
// there is, and a date in ISO 8601 or none.
func FuzzMetadata(f *testing.F) {
	var readers []codec
	for _, c := range formats {
		if c.metadata != 0 {
			readers = append(readers, c)
		}
	}
	camera := exif{orientation: 6, original: "2026:11:01 08:58:12", milliOriginal: "123", offsetOriginal: "+01:00", position: []uint32{47, 8}}
	small := asJPEG(f, scene(8, 8))
	seeds := map[Format][]byte{
		JPEG: withSegments(small, xmpWith(`exif:DateTimeOriginal="2026-11-01T08:58:12.310+01:00"`), exifSegment(camera.tiff()), iptcSegment("20261101", "085812-0400")),
		PNG:  withEXIFChunk(asPNG(f, scene(4, 4)), camera.tiff()),
		WebP: fixture(f, "lossy.webp"),
		Raw:  exif{original: "0000:00:00 00:00:00"}.tiff(),
		TIFF: camera.tiff(),
		AVIF: fixture(f, "exif.heic"),
		HEIC: fixture(f, "exif.heic"),
	}
	for i, c := range readers {
		f.Add(seeds[c.format], uint8(i))
	}
	f.Fuzz(func(t *testing.T, data []byte, which uint8) {
		written := readMetadata(data, readers[int(which)%len(readers)].metadata)
		if n := written.orientation(); n < 1 || n > 8 {
			t.Fatalf("orientation %d", n)
		}
		written.hasPosition()
		if iso := written.taken(); iso != "" && isoDate(iso, "", "") != iso {
			t.Fatalf("taken %q, which reads as %q", iso, isoDate(iso, "", ""))
		}
	})
}

// Whatever the bytes, Read comes back with either a thumbnail that decodes or a reason.
func FuzzRead(f *testing.F) {
	small := asJPEG(f, scene(24, 16))
	camera := exif{orientation: 6, original: "2026:11:01 08:58:12", milliOriginal: "123", offsetOriginal: "+01:00", position: []uint32{47, 8}}
	f.Add(small)
	f.Add(withSegments(small, xmpWith(`exif:DateTimeOriginal="2026-11-01T08:58:12.310+01:00"`), exifSegment(camera.tiff()), iptcSegment("20261101", "085812-0400")))
	f.Add(withEXIFChunk(asPNG(f, scene(12, 8)), camera.tiff()))
	f.Add(camera.tiff())
	withChild(f, "")
	f.Add(asTIFF(f, scene(12, 8)))
	f.Add(encoded(f, func(w io.Writer) error { return bmp.Encode(w, scene(12, 8)) }))
	f.Add(encoded(f, func(w io.Writer) error { return gif.Encode(w, scene(12, 8), nil) }))
	for _, name := range []string{"small.heic", "lossy.webp", "lossless.webp"} {
		f.Add(fixture(f, name))
	}
	limits := Limits{Bytes: 1 << 20, Pixels: 1 << 16}
	f.Fuzz(func(t *testing.T, data []byte) {
		facts, err := Read(data, limits)
		if _, picture := Sniff(data); picture != (err == nil) {
			t.Fatalf("a picture: %v, yet %v", picture, err)
		}
		if err != nil {
			return
		}
		if shown := facts.Warning == "" || strings.HasSuffix(facts.Warning, " is shown"); shown != (facts.Thumbnail != nil) {
			t.Fatalf("%d bytes of thumbnail, warning %q", len(facts.Thumbnail), facts.Warning)
		}
		if facts.Thumbnail != nil {
			facts.Warning = ""
			thumbnailOf(t, facts)
		}
		if facts.Orientation < 1 || facts.Orientation > 8 || (facts.Taken == "") != (facts.TakenFrom == "") {
			t.Fatalf("%+v", facts)
		}
	})
}
