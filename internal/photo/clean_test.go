package photo

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// secrets stand in a photo where cameras and programs write about its owner.
var secrets = []string{
	"2026:11:01 08:58:12", "\x00\x00\x00\x2f\x00\x00\x00\x01", // 47 degrees, as EXIF has them
	"BODY-4711", "Ann Owner", "THUMBNAIL", "XMP-PLACE", "IPTC-CITY", "a comment", "JFIF-SMALL", "JFXX-SMALL",
	"MPF-INDEX", "PRINTER", "SCREEN-0815", "LATE-SEGMENT", "BETWEEN", "SECOND-PICTURE",
}

const plainProfile = "ICC_PROFILE\x00\x01\x01Display P3"

// toldJPEG dresses a JPEG in every secret, and in a JFIF, an Adobe and a colour profile segment.
func toldJPEG(plain []byte, orientation uint16) []byte {
	owner := directory(binary.BigEndian, 8, []field{
		{0xa430, 2, 10, []byte("Ann Owner\x00")}, {0xa431, 2, 10, []byte("BODY-4711\x00")},
	})
	told := withSegments(plain,
		segment(0xe0, "JFIF\x00\x01\x02\x01\x00\x48\x00\x48\x02\x02JFIF-SMALL.."),
		segment(0xe0, "JFXX\x00\x10JFXX-SMALL"),
		exifSegment(append(exif{orientation: orientation, original: "2026:11:01 08:58:12", position: []uint32{47, 8}}.tiff(),
			"\xff\xd8\xff\xe0THUMBNAIL\xff\xd9"...)),
		segment(0xe1, "Exif\x00\x00MM\x00*\x00\x00\x00\x08"+string(owner)),
		xmpWith(`photoshop:City="XMP-PLACE"`), segment(0xed, "Photoshop 3.0\x00IPTC-CITY"), segment(0xfe, "a comment"),
		segment(0xe2, "MPF\x00MPF-INDEX"), segment(0xe5, "PRINTER"), segment(0xe2, "ICC_PROFILE\x00\x01\x01..mmod..SCREEN-0815"),
		segment(0xe2, plainProfile), []byte("BETWEEN"), segment(0xee, "Adobe\x00\x64\x00\x00\x00\x00\x01PRINTER"),
	)
	scan := bytes.Index(told, []byte("\xff\xda"))
	told = bytes.Join([][]byte{told[:scan], segment(0xe3, "LATE-SEGMENT"), told[scan:]}, nil)
	return append(append(told, plain...), "SECOND-PICTURE"...)
}

func TestCleanKeepsNoSecret(t *testing.T) {
	for _, orientation := range []uint16{1, 3, 6} {
		told := toldJPEG(asJPEG(t, stored(scene(96, 64), int(orientation))), orientation)
		clean := mustClean(t, told)
		for _, secret := range secrets {
			if !bytes.Contains(told, []byte(secret)) {
				t.Fatalf("the test plants no %q", secret)
			}
			if bytes.Contains(clean, []byte(secret)) {
				t.Errorf("orientation %d: the clean photo holds %q", orientation, secret)
			}
		}
		if facts := mustRead(t, clean); facts.Position || facts.Taken != "" || facts.Orientation != 1 {
			t.Errorf("orientation %d: %+v", orientation, facts)
		}
		if kept := bytes.Contains(clean, []byte(plainProfile)); kept != (orientation == 1) {
			t.Errorf("orientation %d: the colour profile is there: %t", orientation, kept)
		}
		if off := difference(decoded(t, clean), scene(96, 64)); off > 4 {
			t.Errorf("orientation %d: differs by %.1f levels", orientation, off)
		}
	}
}

func TestCleanWithinShrinksWhatIsTooLarge(t *testing.T) {
	told := toldJPEG(asJPEG(t, stored(scene(960, 640), 6)), 6)
	whole := mustClean(t, told)
	for _, most := range []int{len(whole), len(whole) - 1, len(whole) / 4} {
		clean, err := CleanWithin(told, Default, most)
		if err != nil || len(clean) > most {
			t.Fatalf("at most %d bytes: %d, %v", most, len(clean), err)
		}
		if bytes.Equal(clean, whole) != (most == len(whole)) {
			t.Errorf("at most %d bytes: a picture that fits stays as it is, and no other", most)
		}
		for _, secret := range secrets {
			if bytes.Contains(clean, []byte(secret)) {
				t.Errorf("at most %d bytes: it holds %q", most, secret)
			}
		}
		if size := decoded(t, clean).Bounds(); size.Dx() <= size.Dy() {
			t.Errorf("at most %d bytes: %v, without its shape", most, size)
		}
	}
}

// Of the segments beside the picture, what stays is known to the byte.
func TestCleanOfAnUprightJPEG(t *testing.T) {
	plain := asJPEG(t, scene(96, 64))
	want := withSegments(plain, segment(0xe0, "JFIF\x00\x01\x02\x01\x00\x48\x00\x48\x00\x00"),
		segment(0xe2, plainProfile), segment(0xee, "Adobe\x00\x64\x00\x00\x00\x00\x01"))
	if clean := mustClean(t, toldJPEG(plain, 1)); !bytes.Equal(clean, want) {
		t.Errorf("%d bytes, want %d", len(clean), len(want))
	}
	if clean := mustClean(t, plain); !bytes.Equal(clean, plain) {
		t.Error("a JPEG without metadata changed")
	}
}

func TestCleanTurnsEveryPhotoUpright(t *testing.T) {
	picture := scene(90, 60)
	for orientation := 1; orientation <= 8; orientation++ {
		tiff := exif{orientation: uint16(orientation)}.tiff()
		lying := stored(picture, orientation)
		for what, data := range map[string][]byte{
			"JPEG": withSegments(asJPEG(t, lying), exifSegment(tiff)), "PNG": withEXIFChunk(asPNG(t, lying), tiff),
		} {
			if off := difference(decoded(t, mustClean(t, data)), picture); off > 4 {
				t.Errorf("%s in orientation %d: differs by %.1f levels", what, orientation, off)
			}
		}
	}
}

func TestCleanLaysTransparencyOverWhite(t *testing.T) {
	picture := image.NewNRGBA(image.Rect(0, 0, 32, 16))
	draw.Draw(picture, image.Rect(0, 0, 16, 16), image.NewUniform(color.NRGBA{110, 70, 50, 255}), image.Point{}, draw.Src)
	want := image.NewRGBA(picture.Rect)
	draw.Draw(want, want.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(want, want.Rect, picture, image.Point{}, draw.Over)
	if off := difference(decoded(t, mustClean(t, asPNG(t, picture))), want); off > 2 {
		t.Errorf("differs by %.1f levels", off)
	}
}

// A profile of other colours beside a picture that is now of sRGB's would turn them.
func TestCleanDropsAProfileThatNoLongerFits(t *testing.T) {
	grey := image.NewGray(image.Rect(0, 0, 24, 16))
	data := withSegments(asJPEG(t, grey), segment(0xe2, plainProfile), exifSegment(exif{orientation: 6}.tiff()))
	if clean := mustClean(t, data); bytes.Contains(clean, []byte("ICC_PROFILE")) {
		t.Error("the profile of greys is still there")
	}
	upright := withSegments(asJPEG(t, grey), segment(0xe2, plainProfile))
	if clean := mustClean(t, upright); !bytes.Equal(clean, upright) {
		t.Error("a grey picture that was not touched lost its profile")
	}
}

func TestCleanRefuses(t *testing.T) {
	whole := asJPEG(t, scene(400, 300))
	for _, c := range []struct{ what, data, want string }{
		{"a letter", "left arm, itches", "the file is not a picture in a format that spotlog knows"},
		{"a JPEG cut short", string(whole[:len(whole)/2]), "the photo is damaged or cut short"},
		{"a JPEG of three bytes", "\xff\xd8\xff", "the photo is damaged or cut short"},
		{"a PNG past the limit", string(pngClaiming(20000, 20000)), "the photo is 20000 × 20000 pixels, over the limit of 100 megapixels"},
		{"a GIF cut short", "GIF89a\x01\x00\x01\x00", "the photo is damaged or cut short"},
		{"an AVIF", "\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif", "the photo is of the format AVIF, which spotlog cannot show"},
	} {
		if clean, err := Clean([]byte(c.data), Default); err == nil || err.Error() != c.want || clean != nil {
			t.Errorf("%s: %d bytes, %v; want %s", c.what, len(clean), err, c.want)
		}
	}
}

// Whatever a program put beside it, an upright JPEG keeps each pixel, and cleaning again changes nothing.
func TestCleanKeepsPixels(t *testing.T) {
	small := [][]byte{asJPEG(t, scene(1, 1)), asJPEG(t, scene(40, 7)), asJPEG(t, image.NewGray(image.Rect(0, 0, 9, 30)))}
	rapid.Check(t, func(t *rapid.T) {
		plain := small[rapid.IntRange(0, len(small)-1).Draw(t, "picture")]
		var beside [][]byte
		for range rapid.IntRange(0, 5).Draw(t, "segments") {
			marker := rapid.SampledFrom([]byte{0xe1, 0xe2, 0xe3, 0xed, 0xef, 0xfe}).Draw(t, "marker")
			payload := rapid.SliceOfN(rapid.Byte(), 0, 60).Draw(t, "payload")
			beside = append(beside, segment(marker, string(payload)), bytes.Repeat([]byte{0xff}, rapid.IntRange(0, 3).Draw(t, "fill")))
		}
		data := withSegments(plain, beside...)
		clean, err := Clean(data, Default)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(clean, plain) {
			t.Fatalf("%d bytes, want %d", len(clean), len(plain))
		}
		if again, err := Clean(clean, Default); err != nil || !bytes.Equal(again, clean) {
			t.Fatalf("cleaned again: %v", err)
		}
	})
}

// Restart markers and the scans of a progressive JPEG belong to the picture; what stands between
// the scans does not. Both pictures are grey squares of 8 pixels, written by hand: each Huffman
// table has one code, the bit 0, for "as before" or "end of block".
func TestCleanOfSeveralScans(t *testing.T) {
	table := func(class string) []byte { return segment(0xc4, class+"\x01"+strings.Repeat("\x00", 16)) }
	frame := func(marker byte, width string) []byte {
		return segment(marker, "\x08\x00\x08\x00"+width+"\x01\x01\x11\x00")
	}
	scan := func(coefficients, coded string) []byte {
		return append(segment(0xda, "\x01\x01\x00"+coefficients+"\x00"), coded...)
	}
	quantization := segment(0xdb, "\x00"+strings.Repeat("\x01", 64))
	restarts := [][]byte{quantization, frame(0xc0, "\x18"), table("\x00"), table("\x10"), segment(0xdd, "\x00\x01"),
		nil, scan("\x00\x3f", "\x3f\xff\xd0\x3f\xff\xd1\x3f")}
	progressive := [][]byte{quantization, frame(0xc2, "\x08"), table("\x00"), scan("\x00\x00", "\x7f"),
		nil, table("\x10"), scan("\x01\x3f", "\x7f")}
	for what, parts := range map[string][][]byte{"restarts": restarts, "progressive": progressive} {
		want := withSegments([]byte("\xff\xd8\xff\xd9"), parts...)
		parts[slices.IndexFunc(parts, func(p []byte) bool { return p == nil })] = segment(0xfe, "a comment")
		got := mustClean(t, withSegments([]byte("\xff\xd8\xff\xd9"), parts...))
		if !bytes.Equal(got, want) {
			t.Errorf("%s: %x, want %x", what, got, want)
		}
		decoded(t, got)
	}
}

// Whatever the bytes: what can be shown can be cleaned, and holds nothing but picture afterwards.
func FuzzClean(f *testing.F) {
	small := asJPEG(f, scene(24, 16))
	f.Add(small)
	f.Add(small[:len(small)-2])
	f.Add(toldJPEG(small, 1))
	f.Add(toldJPEG(small, 6))
	f.Add(withEXIFChunk(asPNG(f, scene(12, 8)), exif{orientation: 3}.tiff()))
	limits := Limits{Bytes: 1 << 20, Pixels: 1 << 16}
	f.Fuzz(func(t *testing.T, data []byte) {
		withoutMetadata(data) // holds without a decoder that looked first
		clean, err := Clean(data, limits)
		facts, _ := Read(data, limits)
		if shown := facts.Thumbnail != nil; shown != (err == nil) {
			t.Fatalf("shown: %v, cleaned: %v", shown, err)
		}
		if err != nil {
			return
		}
		if size := decoded(t, clean).Bounds().Size(); size != image.Pt(facts.Width, facts.Height) {
			t.Fatalf("%v, want %d × %d", size, facts.Width, facts.Height)
		}
		for marker, content := range segments(clean) {
			if marker == 0xe1 || marker == 0xed || marker == 0xfe || kept(marker, content) == nil {
				t.Fatalf("a segment %#x: %q", marker, content)
			}
		}
		if !bytes.HasSuffix(clean, []byte{0xff, markerEOI}) {
			t.Fatal("it goes on after its end")
		}
	})
}

func BenchmarkClean12MP(b *testing.B) {
	plain := phoneJPEG(b, 4000, 3000)
	for what, orientation := range map[string]uint16{"upright": 1, "turned": 6} {
		data := withSegments(plain, exifSegment(exif{orientation: orientation}.tiff()))
		b.Run(what, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Clean(data, Default); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("filter", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			withoutMetadata(plain)
		}
	})
}

func mustClean(t *testing.T, data []byte) []byte {
	t.Helper()
	clean, err := Clean(data, Default)
	if err != nil {
		t.Fatal(err)
	}
	return clean
}

func decoded(t *testing.T, data []byte) image.Image {
	t.Helper()
	picture, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return picture
}
