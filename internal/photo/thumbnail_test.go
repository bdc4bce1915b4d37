package photo

import (
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// sides says, for each EXIF orientation, on which side of the upright picture its stored first row
// and first column lie (EXIF 2.32 §4.6.4, tag 274).
var sides = map[int]struct{ row, column string }{
	1: {"top", "left"}, 2: {"top", "right"}, 3: {"bottom", "right"}, 4: {"bottom", "left"},
	5: {"left", "top"}, 6: {"right", "top"}, 7: {"right", "bottom"}, 8: {"left", "bottom"},
}

// stored lays an upright picture down as a camera held in an orientation stores it.
func stored(upright image.Image, orientation int) *image.RGBA {
	bounds := upright.Bounds()
	width, height := bounds.Dx(), bounds.Dy()
	if orientation >= 5 {
		width, height = height, width
	}
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			var at image.Point
			for side, distance := range map[string]int{sides[orientation].row: y, sides[orientation].column: x} {
				switch side {
				case "top":
					at.Y = distance
				case "bottom":
					at.Y = bounds.Dy() - 1 - distance
				case "left":
					at.X = distance
				case "right":
					at.X = bounds.Dx() - 1 - distance
				}
			}
			out.Set(x, y, upright.At(at.X, at.Y))
		}
	}
	return out
}

// A half of 1008 pixels is the thumbnail itself, and goes from the decoder to the encoder without
// becoming red, green and blue; a half of 1080 has to be shrunk once more.
func TestEveryOrientationComesOutUpright(t *testing.T) {
	want := scene(504, 336)
	// A program that edits a photo may put XMP before the EXIF block.
	xmp := xmpWith(`xmp:Rating="3"`)
	for _, width := range []int{1080, 1008} {
		picture := scene(width, width*2/3)
		for orientation := 1; orientation <= 8; orientation++ {
			lying := stored(picture, orientation)
			big := exif{orientation: uint16(orientation)}.tiff()
			little := exif{orientation: uint16(orientation), order: binary.LittleEndian}.tiff()
			for what, data := range map[string][]byte{
				"JPEG":               withSegments(asJPEG(t, lying), exifSegment(big)),
				"JPEG little endian": withSegments(asJPEG(t, lying), exifSegment(little)),
				"JPEG XMP first":     withSegments(asJPEG(t, lying), xmp, exifSegment(big)),
				"PNG":                withEXIFChunk(asPNG(t, lying), big),
			} {
				facts := mustRead(t, data)
				name := fmt.Sprintf("%s of %d pixels in orientation %d", what, width, orientation)
				if facts.Orientation != orientation || facts.Width != width || facts.Height != width*2/3 {
					t.Errorf("%s: orientation %d, %d × %d", name, facts.Orientation, facts.Width, facts.Height)
				}
				if off := difference(thumbnailOf(t, facts), want); off > 3 {
					t.Errorf("%s: the thumbnail differs by %.1f levels", name, off)
				}
			}
		}
	}
}

func TestOrientationThatIsNone(t *testing.T) {
	for _, n := range []uint16{0, 9, 65535} {
		data := withSegments(asJPEG(t, scene(60, 40)), exifSegment(exif{orientation: n}.tiff()))
		if facts := mustRead(t, data); facts.Orientation != 1 || facts.Width != 60 {
			t.Errorf("%d: orientation %d, %d wide", n, facts.Orientation, facts.Width)
		}
	}
}

func TestThumbnailOfEveryColourModel(t *testing.T) {
	want := scene(504, 252)
	picture := scene(2040, 1020)
	grey := image.NewGray(want.Rect)
	draw.Draw(grey, grey.Rect, want, image.Point{}, draw.Src)
	for _, c := range []struct {
		what  string
		into  draw.Image
		holed bool // one pixel transparent, so that the file keeps its alpha channel
		want  image.Image
	}{
		{"RGB", image.NewRGBA(picture.Rect), false, want},
		{"with transparency", image.NewNRGBA(picture.Rect), true, want},
		{"16 bits a channel", image.NewRGBA64(picture.Rect), false, want},
		{"16 bits and transparency", image.NewNRGBA64(picture.Rect), true, want},
		{"grey", image.NewGray(picture.Rect), false, grey},
		{"grey of 16 bits", image.NewGray16(picture.Rect), false, grey},
		{"palette", image.NewPaletted(picture.Rect, paletteOf(picture)), false, want},
	} {
		draw.Draw(c.into, c.into.Bounds(), picture, image.Point{}, draw.Src)
		if c.holed {
			c.into.Set(900, 500, color.Transparent)
		}
		if off := difference(thumbnailOf(t, mustRead(t, asPNG(t, c.into))), c.want); off > 4 {
			t.Errorf("%s: the thumbnail differs by %.1f levels", c.what, off)
		}
	}
}

// CMYK comes from print shops and scanners; image/jpeg decodes it but cannot write it.
func TestShrinkCMYK(t *testing.T) {
	picture := scene(2040, 1020)
	cmyk := image.NewCMYK(picture.Rect)
	for y := range 1020 {
		for x := range 2040 {
			cmyk.Set(x, y, picture.At(x, y))
		}
	}
	if off := difference(shrink(cmyk, 504, 252), scene(504, 252)); off > 3 {
		t.Errorf("differs by %.1f levels", off)
	}
}

func TestTransparencyBecomesWhite(t *testing.T) {
	for _, side := range []int{20, 1500} {
		clear := image.NewNRGBA(image.Rect(0, 0, side, side))
		half := image.NewNRGBA(clear.Rect)
		draw.Draw(half, half.Rect, image.NewUniform(color.NRGBA{200, 0, 0, 128}), image.Point{}, draw.Src)
		for _, c := range []struct {
			picture image.Image
			want    color.Color
		}{{clear, color.White}, {half, color.NRGBA{227, 127, 127, 255}}} {
			thumb := thumbnailOf(t, mustRead(t, asPNG(t, c.picture)))
			if off := difference(thumb, image.NewUniform(c.want)); off > 2 {
				t.Errorf("%d pixels: %v, %.1f levels from %v", side, thumb.At(5, 5), off, c.want)
			}
		}
	}
}

func TestThumbnailSizes(t *testing.T) {
	for _, c := range []struct{ width, height, wantWidth, wantHeight int }{
		{4000, 3000, 500, 375},
		{3000, 4000, 375, 500},
		{4032, 3024, 504, 378},
		{4080, 3072, 510, 384},
		{4104, 3000, 504, 368},
		{1000, 1000, 504, 504},
		{504, 100, 504, 100},
		{505, 100, 504, 100},
		{30, 20, 30, 20},
		{1, 1, 1, 1},
		{20000, 3, 504, 1},
		{2, 9000, 1, 504},
	} {
		facts := mustRead(t, asPNG(t, image.NewGray(image.Rect(0, 0, c.width, c.height))))
		thumb := thumbnailOf(t, facts)
		if got := thumb.Bounds().Size(); got != image.Pt(c.wantWidth, c.wantHeight) {
			t.Errorf("%d × %d: thumbnail %v, want %d × %d", c.width, c.height, got, c.wantWidth, c.wantHeight)
		}
	}
}

// Averaging spreads a side over its blocks without a gap, an overlap or a block far from the rest.
func TestEdgesCoverTheSide(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		side, block := rapid.IntRange(1, maxSide).Draw(t, "side"), rapid.IntRange(1, 70).Draw(t, "block")
		at := edges(side, block)
		if at[0] != 0 || at[len(at)-1] != side {
			t.Fatalf("from %d to %d", at[0], at[len(at)-1])
		}
		for i := range len(at) - 1 {
			if wide := at[i+1] - at[i]; wide < min(side, block) || wide >= 2*block {
				t.Fatalf("block %d is %d wide", i, wide)
			}
		}
	})
}

func TestAverageRoundsToTheNearest(t *testing.T) {
	picture := &image.Gray{Rect: image.Rect(0, 0, 5, 2), Stride: 5, Pix: []uint8{
		0, 0, 100, 101, 200,
		1, 1, 103, 104, 203,
	}}
	small := average(picture, 2)
	var got []uint8
	for x := range small.Rect.Dx() {
		got = append(got, small.RGBAAt(x, 0).R)
	}
	// Two columns for five pixels: the second takes three of them.
	if want := []uint8{1, 135}; !slices.Equal(got, want) {
		t.Errorf("%v; want %v", got, want)
	}
}

// A plain area stays exactly the colour it was, whatever the size.
func TestShrinkKeepsColour(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width, height := rapid.IntRange(1, 3000).Draw(t, "width"), rapid.IntRange(1, 60).Draw(t, "height")
		grey := rapid.Byte().Draw(t, "grey")
		picture := image.NewGray(image.Rect(0, 0, width, height))
		for i := range picture.Pix {
			picture.Pix[i] = grey
		}
		small := shrink(picture, width, height)
		for i, v := range small.Pix {
			if i%4 == 3 && v != 255 || i%4 != 3 && v != grey {
				t.Fatalf("byte %d is %d, not %d", i, v, grey)
			}
		}
	})
}

// The thumbnail goes to others: it must tell nothing that the picture does not show.
func TestThumbnailCarriesNoMetadata(t *testing.T) {
	told := exif{orientation: 6, original: "2026:11:01 08:58:12", position: []uint32{47, 8}}
	facts := mustRead(t, withSegments(asJPEG(t, scene(600, 400)), exifSegment(told.tiff()), xmpWith(`exif:GPSLatitude="47,0N"`), segment(0xfe, "a comment")))
	if !facts.Position {
		t.Fatal("the original holds no position to begin with")
	}
	for at := 2; facts.Thumbnail[at+1] != 0xda; {
		if marker := facts.Thumbnail[at+1]; marker >= 0xe0 && marker != 0xe0 {
			t.Errorf("segment %#x", marker)
		}
		at += 2 + int(binary.BigEndian.Uint16(facts.Thumbnail[at+2:]))
	}
}

func TestDecodeThumbnailRefuses(t *testing.T) {
	for what, data := range map[string][]byte{
		"nothing":         nil,
		"a text":          []byte("thumbnail"),
		"a PNG":           asPNG(t, scene(4, 4)),
		"a whole picture": asJPEG(t, scene(513, 20)),
		"half a JPEG":     asJPEG(t, scene(40, 40))[:400],
	} {
		if _, err := DecodeThumbnail(data); err == nil {
			t.Errorf("%s was taken", what)
		}
	}
}

func mustRead(t *testing.T, data []byte) Facts {
	t.Helper()
	facts, err := Read(data, Default)
	if err != nil {
		t.Fatal(err)
	}
	return facts
}

// thumbnailOf decodes the thumbnail and holds it against what the facts and the package promise.
func thumbnailOf(t *testing.T, facts Facts) image.Image {
	t.Helper()
	if facts.Warning != "" {
		t.Fatal(facts.Warning)
	}
	thumb, err := DecodeThumbnail(facts.Thumbnail)
	if err != nil {
		t.Fatal(err)
	}
	if size := thumb.Bounds().Size(); size != image.Pt(facts.ThumbWidth, facts.ThumbHeight) {
		t.Errorf("thumbnail of %v, said to be %d × %d", size, facts.ThumbWidth, facts.ThumbHeight)
	}
	return thumb
}

// difference is the mean distance of two pictures, in levels of 0 to 255 a channel, at the size of a.
func difference(a, b image.Image) float64 {
	if _, plain := b.(*image.Uniform); !plain && a.Bounds() != b.Bounds() {
		return 255
	}
	var sum, count float64
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			r1, g1, b1, _ := a.At(x, y).RGBA()
			r2, g2, b2, _ := b.At(x, y).RGBA()
			for _, d := range []int{int(r1) - int(r2), int(g1) - int(g2), int(b1) - int(b2)} {
				sum += float64(max(d, -d)) / 257
				count++
			}
		}
	}
	return sum / count
}

func paletteOf(picture image.Image) color.Palette {
	seen := map[color.Color]bool{}
	var palette color.Palette
	for y := 0; y < picture.Bounds().Dy(); y += 3 {
		for x := 0; x < picture.Bounds().Dx(); x += 3 {
			r, g, b, _ := picture.At(x, y).RGBA()
			c := color.RGBA{uint8(r>>8) &^ 7, uint8(g>>8) &^ 7, uint8(b>>8) &^ 7, 255}
			if !seen[c] && len(palette) < 256 {
				seen[c] = true
				palette = append(palette, c)
			}
		}
	}
	return palette
}
