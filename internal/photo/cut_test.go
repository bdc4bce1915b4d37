package photo

import (
	"image"
	"testing"

	"pgregory.net/rapid"
)

// What is cut is what Decode and Crop give, whichever way the photo lies and however much smaller it
// is wanted.
func TestCutIsDecodeAndCrop(t *testing.T) {
	up := scene(637, 479)
	photos := map[int][]byte{}
	for orientation := 1; orientation <= 8; orientation++ {
		photos[orientation] = toldJPEG(asJPEG(t, stored(up, orientation)), uint16(orientation))
	}
	rapid.Check(t, func(t *rapid.T) {
		data := photos[rapid.IntRange(1, 8).Draw(t, "orientation")]
		x, y := rapid.IntRange(0, 600).Draw(t, "x"), rapid.IntRange(0, 440).Draw(t, "y")
		region := image.Rect(x, y, rapid.IntRange(x+1, 637).Draw(t, "right"), rapid.IntRange(y+1, 479).Draw(t, "foot"))
		side := rapid.IntRange(20, 640).Draw(t, "side")
		want, err := cropOf(data, up.Rect.Max, region, side, Default)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Cut(data, Default, up.Rect.Max, region, side)
		if err != nil {
			t.Fatal(err)
		}
		// Where it was decoded smaller, its sides may be a pixel off, and its edges lie between others.
		if off := got.Rect.Size().Sub(want.Rect.Size()); off.X*off.X > 1 || off.Y*off.Y > 1 {
			t.Fatalf("%v within %d is %v, not %v", region, side, got.Rect, want.Rect)
		}
		if got.Rect == want.Rect {
			if off := difference(got, want); off > 6 {
				t.Fatalf("%v within %d is off by %.1f", region, side, off)
			}
		}
	})
}

func TestCutOfWhatIsNoJPEG(t *testing.T) {
	png := asPNG(t, scene(100, 50))
	if got, err := Cut(png, Default, image.Pt(400, 200), image.Rect(40, 40, 120, 120), 10); err != nil || got.Rect.Size() != image.Pt(10, 10) {
		t.Errorf("%v, %v", got.Rect, err)
	}
	if _, err := Cut(phoneJPEG(t, 80, 60), Default, image.Pt(80, 60), image.Rect(90, 0, 99, 9), 10); err == nil {
		t.Error("a region beside the picture was cut")
	}
	if _, err := Cut(phoneJPEG(t, 80, 60), Limits{Bytes: 1 << 20, Pixels: 100}, image.Pt(80, 60), image.Rect(0, 0, 9, 9), 10); err == nil {
		t.Error("a picture over the limit was decoded")
	}
}
