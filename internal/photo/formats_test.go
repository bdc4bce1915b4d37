package photo

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/gif"
	"image/jpeg"
	"io"
	"slices"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
)

func encoded(tb testing.TB, encode func(io.Writer) error) []byte {
	tb.Helper()
	var out bytes.Buffer
	if err := encode(&out); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

func asTIFF(tb testing.TB, picture image.Image) []byte {
	return encoded(tb, func(w io.Writer) error { return tiff.Encode(w, picture, &tiff.Options{Compression: tiff.Deflate}) })
}

// The files in testdata are the scene as libvips, cjpeg and heif-enc write it.
func TestEveryFormatIsShown(t *testing.T) {
	withChild(t, "decode")
	picture := scene(720, 480)
	for _, c := range []struct {
		what   string
		data   []byte
		format Format
		width  int // of the thumbnail
		off    float64
	}{
		{"JPEG", asJPEG(t, picture), JPEG, 504, 3},
		{"JPEG of a phone's size", asJPEG(t, scene(4032, 2688)), JPEG, 504, 3},
		{"progressive JPEG", fixture(t, "progressive.jpg"), JPEG, 504, 3},
		{"PNG", asPNG(t, picture), PNG, 504, 3},
		{"WebP", fixture(t, "lossy.webp"), WebP, 504, 4},
		{"lossless WebP", fixture(t, "lossless.webp"), WebP, 504, 3},
		{"TIFF", asTIFF(t, picture), TIFF, 504, 3},
		{"BMP", encoded(t, func(w io.Writer) error { return bmp.Encode(w, picture) }), BMP, 504, 3},
		{"GIF", encoded(t, func(w io.Writer) error { return gif.Encode(w, picture, nil) }), GIF, 504, 12},
		{"HEIC", fixture(t, "plain.heic"), HEIC, 360, 5},
	} {
		facts := mustRead(t, c.data)
		if facts.Format != c.format {
			t.Errorf("%s is taken for %s", c.what, facts.Format)
		}
		if off := difference(thumbnailOf(t, facts), scene(c.width, c.width*2/3)); off > c.off {
			t.Errorf("%s: the thumbnail differs by %.1f levels", c.what, off)
		}
		if off := difference(decoded(t, mustClean(t, c.data)), scene(facts.Width, facts.Height)); off > c.off {
			t.Errorf("%s: the clean picture differs by %.1f levels", c.what, off)
		}
	}
}

func TestGreyAndCMYKJPEG(t *testing.T) {
	grey := image.NewGray(image.Rect(0, 0, 2400, 1600))
	for i := range grey.Pix {
		grey.Pix[i] = uint8(i % 2400 / 10)
	}
	thumb := thumbnailOf(t, mustRead(t, asJPEG(t, grey)))
	if at, _, _, _ := thumb.At(252, 100).RGBA(); at>>8 < 116 || at>>8 > 124 {
		t.Errorf("the middle is %d", at>>8)
	}
	// The colours of inks come out near, not exactly: no profile is applied.
	if off := difference(thumbnailOf(t, mustRead(t, fixture(t, "cmyk.jpg"))), scene(90, 60)); off > 60 {
		t.Errorf("CMYK differs by %.1f levels", off)
	}
}

func TestOnlyTheFirstFrameOfAGIF(t *testing.T) {
	first := image.NewPaletted(image.Rect(0, 0, 40, 30), paletteOf(scene(40, 30)))
	for i := range first.Pix {
		first.Pix[i] = 1
	}
	film := &gif.GIF{Image: []*image.Paletted{first, image.NewPaletted(first.Rect, first.Palette)}, Delay: []int{1, 1}}
	data := encoded(t, func(w io.Writer) error { return gif.EncodeAll(w, film) })
	if off := difference(thumbnailOf(t, mustRead(t, data)), first); off > 3 {
		t.Errorf("the thumbnail differs by %.1f levels", off)
	}
}

// TIFF and WebP say in EXIF how the camera lay, as JPEG and PNG do.
func TestOrientationOfTIFFAndWebP(t *testing.T) {
	picture, want := scene(720, 480), scene(504, 336)
	for orientation := 1; orientation <= 8; orientation++ {
		tiff := withTIFFOrientation(t, asTIFF(t, stored(picture, orientation)), orientation)
		facts := mustRead(t, tiff)
		if off := difference(thumbnailOf(t, facts), want); off > 3 || facts.Width != 720 || facts.Orientation != orientation {
			t.Errorf("TIFF in orientation %d: %d wide, differs by %.1f levels", orientation, facts.Width, off)
		}
		for _, prefix := range []string{"", "Exif\x00\x00"} { // as libwebp and as libvips write it
			block := append([]byte(prefix), exif{orientation: uint16(orientation)}.tiff()...)
			facts = mustRead(t, withWebPEXIF(fixture(t, "lossless.webp"), 720, 480, block))
			if off := difference(stored(thumbnailOf(t, facts), orientation), want); off > 3 || facts.Orientation != orientation {
				t.Errorf("WebP in orientation %d behind %q: read as %d, differs by %.1f levels", orientation, prefix, facts.Orientation, off)
			}
		}
	}
}

// What looks like the frame header of a JPEG is none in a WebP, and says nothing of the memory it takes.
func TestWebPThatHoldsTheBytesOfAJPEGHeader(t *testing.T) {
	header := append([]byte("\xff\xc2\x03\x05\x08\x01\xe0\x02\xd0\xff"), bytes.Repeat([]byte("\x01\x11\x00"), 255)...)
	webp := withWebPEXIF(fixture(t, "lossless.webp"), 720, 480, nil)
	const afterVP8X = 12 + 8 + 10
	facts := mustRead(t, riffChunk("RIFF", slices.Concat(webp[8:afterVP8X], riffChunk("JUNK", header), webp[afterVP8X:])))
	if facts.Warning != "" || facts.Thumbnail == nil {
		t.Errorf("not shown: %s", facts.Warning)
	}
}

// A file that is right in a coding that cannot be shown is not called damaged.
func TestACodingThatNobodyHereHas(t *testing.T) {
	arithmetic := asJPEG(t, scene(64, 48))
	arithmetic[bytes.Index(arithmetic, []byte{0xff, 0xc0})+1] = 0xc9
	tiff := asTIFF(t, scene(64, 48))
	at := int(binary.LittleEndian.Uint32(tiff[4:])) + 2
	for ; binary.LittleEndian.Uint16(tiff[at:]) != 259; at += 12 {
	}
	binary.LittleEndian.PutUint16(tiff[at+8:], 7) // JPEG
	for what, data := range map[string][]byte{"an arithmetic JPEG": arithmetic, "a TIFF of a JPEG": tiff} {
		facts := mustRead(t, data)
		if want := errUnusual.Error() + keptWithoutPicture; facts.Warning != want {
			t.Errorf("%s: %q, want %q", what, facts.Warning, want)
		}
	}
}

// withTIFFOrientation turns the entry for the samples a pixel, which nothing needs, into one for
// the orientation.
func withTIFFOrientation(t *testing.T, tiff []byte, orientation int) []byte {
	t.Helper()
	out := bytes.Clone(tiff)
	at := int(binary.LittleEndian.Uint32(out[4:])) + 2
	for ; binary.LittleEndian.Uint16(out[at:]) != 277; at += 12 {
	}
	binary.LittleEndian.PutUint16(out[at:], 274)
	binary.LittleEndian.PutUint32(out[at+8:], uint32(orientation))
	return out
}

// withWebPEXIF puts a picture into the extended format, with an EXIF chunk behind it.
func withWebPEXIF(webp []byte, width, height uint32, tiff []byte) []byte {
	header := []byte{8, 0, 0, 0}
	for _, side := range []uint32{width - 1, height - 1} {
		header = append(header, byte(side), byte(side>>8), byte(side>>16))
	}
	body := append([]byte("WEBP"), riffChunk("VP8X", header)...)
	picture := webp[bytes.Index(webp, []byte("VP8L")):]
	picture = picture[:8+(binary.LittleEndian.Uint32(picture[4:])+1)&^1]
	body = append(append(body, picture...), riffChunk("EXIF", tiff)...)
	return riffChunk("RIFF", body)
}

func riffChunk(name string, content []byte) []byte {
	out := binary.LittleEndian.AppendUint32([]byte(name), uint32(len(content)))
	return append(append(out, content...), make([]byte, len(content)&1)...)
}

// A phone photo goes through the scaled decoder, and has to look as the whole picture would.
func TestScaledThumbnailIsThatOfTheWholePicture(t *testing.T) {
	for _, size := range []image.Point{{4000, 3000}, {4080, 3072}, {5000, 4000}, {1080, 1920}} {
		data := phoneJPEG(t, size.X, size.Y)
		whole, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		config := image.Config{Width: size.X, Height: size.Y}
		scaled, ok := scaledJPEG(data, codecFor(JPEG), config)
		width, height := thumbnailSize(size.X, size.Y)
		if !ok || scaled.Bounds().Size() != image.Pt(width, height) && max(scaled.Bounds().Dx(), scaled.Bounds().Dy()) < minScaled {
			t.Fatalf("%v: the scaled decoder did not take it", size)
		}
		if off := difference(shrink(scaled, width, height), shrink(whole, width, height)); off > 1 {
			t.Errorf("%v: differs by %.2f levels", size, off)
		}
	}
}

func TestSniffRaw(t *testing.T) {
	le := func(tag uint16, value uint32) string {
		entry := binary.LittleEndian.AppendUint16(nil, tag)
		entry = binary.LittleEndian.AppendUint32(append(entry, 4, 0), 1)
		return string(binary.LittleEndian.AppendUint32(entry, value))
	}
	const head = "II*\x00\x08\x00\x00\x00\x01\x00"
	for _, c := range []struct {
		what, head string
		want       Format
	}{
		{"CR2", "II*\x00\x10\x00\x00\x00CR\x02\x00", Raw},
		{"CR3", "\x00\x00\x00\x18ftypcrx \x00\x00\x00\x01crx isom", Raw},
		{"RAF", "FUJIFILMCCD-RAW 0201", Raw},
		{"NEF, ARW", head + le(254, 1), Raw},
		{"DNG", head + le(50706, 0x0401), Raw},
		{"TIFF", head + le(254, 0), TIFF},
		{"TIFF cut short", head + le(254, 1)[:11], TIFF},
		{"TIFF whose directory is far off", "II*\x00\xff\xff\xff\xff\x00\x00", TIFF},
	} {
		if got, _ := Sniff([]byte(c.head)); got != c.want {
			t.Errorf("%s is taken for %q", c.what, got)
		}
	}
}
