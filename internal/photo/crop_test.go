package photo

import (
	"bytes"
	"image"
	"image/color"
	"testing"

	"pgregory.net/rapid"
)

func cropOf(data []byte, size image.Point, region image.Rectangle, maxSide int, limits Limits) (*image.NRGBA, error) {
	d, err := Decode(data, limits)
	if err != nil {
		return nil, err
	}
	return d.Crop(size, region, maxSide)
}

func TestCropCutsTheUprightPictureInEveryOrientation(t *testing.T) {
	up := image.NewNRGBA(image.Rect(0, 0, 60, 40))
	for i := range 60 * 40 {
		up.SetNRGBA(i%60, i/60, color.NRGBA{uint8(4 * (i % 60)), uint8(6 * (i / 60)), 90, 255})
	}
	region := image.Rect(7, 3, 30, 24)
	for orientation := 1; orientation <= 8; orientation++ {
		png := withEXIFChunk(asPNG(t, stored(up, orientation)), exif{orientation: uint16(orientation)}.tiff())
		got, err := cropOf(png, up.Rect.Max, region, 0, Default)
		if err != nil {
			t.Fatal(err)
		}
		if got.Rect.Size() != region.Size() {
			t.Fatalf("orientation %d: %v of %v", orientation, got.Rect, region)
		}
		for y := range region.Dy() {
			for x := range region.Dx() {
				if want := up.NRGBAAt(region.Min.X+x, region.Min.Y+y); got.NRGBAAt(x, y) != want {
					t.Fatalf("orientation %d at %d,%d: %v, not %v", orientation, x, y, got.NRGBAAt(x, y), want)
				}
			}
		}
	}
}

func TestCropOfASmallerPictureOfTheSameView(t *testing.T) {
	png := asPNG(t, scene(100, 50))
	got, err := cropOf(png, image.Pt(400, 200), image.Rect(41, 40, 120, 120), 0, Default)
	if err != nil || got.Rect.Size() != image.Pt(20, 20) {
		t.Errorf("%v, %v", got.Rect, err)
	}
	if _, err := cropOf(png, image.Pt(400, 200), image.Rect(500, 0, 600, 10), 0, Default); err == nil {
		t.Error("a region beside the picture was cut")
	}
}

func TestCropShrinksToTheLongestSide(t *testing.T) {
	got, err := cropOf(phoneJPEG(t, 400, 300), image.Pt(400, 300), image.Rect(0, 0, 400, 300), 100, Default)
	if err != nil || got.Rect.Size() != image.Pt(100, 75) {
		t.Errorf("%v, %v", got.Rect, err)
	}
}

func TestCropRefusesWhatItMustNotDecode(t *testing.T) {
	big := asPNG(t, scene(40, 30))
	if _, err := cropOf(big, image.Pt(40, 30), image.Rect(0, 0, 5, 5), 0, Limits{Bytes: 1 << 20, Pixels: 100}); err == nil {
		t.Error("a picture over the limit was decoded")
	}
	if _, err := cropOf(bytes.Repeat([]byte("x"), 600), image.Pt(40, 30), image.Rect(0, 0, 5, 5), 0, Default); err == nil {
		t.Error("what is no picture was decoded")
	}
}

func TestAroundStaysWithinThePicture(t *testing.T) {
	side := rapid.IntRange(-3000, 6000)
	rapid.Check(t, func(t *rapid.T) {
		picture := image.Pt(rapid.IntRange(1, 4000).Draw(t, "width"), rapid.IntRange(1, 4000).Draw(t, "height"))
		box := image.Rect(side.Draw(t, "x"), side.Draw(t, "y"), side.Draw(t, "x2"), side.Draw(t, "y2"))
		got := Around(box, picture)
		whole := image.Rectangle{Max: picture}
		seen := box.Intersect(whole)
		switch {
		case !got.In(whole):
			t.Fatalf("%v is not within %v", got, whole)
		case !seen.In(got):
			t.Fatalf("%v does not hold %v", got, seen)
		case got.Empty() != seen.Empty():
			t.Fatalf("%v of %v", got, seen)
		}
	})
}

func TestCutShrinksWhileItDecodes(t *testing.T) {
	data, size := phoneJPEG(t, 800, 600), image.Pt(800, 600)
	for _, c := range []struct {
		region image.Rectangle
		most   int
		want   image.Point
	}{
		{image.Rect(0, 0, 800, 600), 100, image.Pt(100, 75)},
		{image.Rect(0, 0, 800, 600), 300, image.Pt(300, 225)},
		{image.Rect(400, 300, 800, 600), 200, image.Pt(200, 150)},
		{image.Rect(400, 300, 420, 320), 100, image.Pt(20, 20)},
	} {
		got, err := Cut(data, Default, size, c.region, c.most)
		if err != nil || got.Rect.Max != c.want {
			t.Errorf("%v at most %d: %v, %v", c.region, c.most, got.Rect, err)
			continue
		}
		whole, err := cropOf(data, size, c.region, c.most, Default)
		if err != nil {
			t.Fatal(err)
		}
		if off := difference(got, whole); off > 2 {
			t.Errorf("%v at most %d: differs by %.1f levels", c.region, c.most, off)
		}
	}
	if _, err := Cut(data, Limits{Bytes: 1 << 20, Pixels: 100}, size, image.Rect(0, 0, 800, 600), 100); err == nil {
		t.Error("a picture over the limit was decoded")
	}
}
