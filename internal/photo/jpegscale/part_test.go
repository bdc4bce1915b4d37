package jpegscale

import (
	"errors"
	"image"
	"image/color"
	"testing"

	"pgregory.net/rapid"
)

// worstIn gives how far two pictures differ at most within a region, in one colour of a pixel as
// both store it.
func worstIn(a, b image.Image, region image.Rectangle) (worst int) {
	off := func(x, y uint8) { worst = max(worst, int(x)-int(y), int(y)-int(x)) }
	for y := region.Min.Y; y < region.Max.Y; y++ {
		for x := region.Min.X; x < region.Max.X; x++ {
			switch p := a.At(x, y).(type) {
			case color.Gray:
				off(p.Y, b.At(x, y).(color.Gray).Y)
			case color.YCbCr:
				q := b.At(x, y).(color.YCbCr)
				off(p.Y, q.Y)
				off(p.Cb, q.Cb)
				off(p.Cr, q.Cr)
			}
		}
	}
	return worst
}

func anyRegion(t *rapid.T, size image.Point) image.Rectangle {
	x, y := rapid.IntRange(0, size.X-1).Draw(t, "x"), rapid.IntRange(0, size.Y-1).Draw(t, "y")
	return image.Rect(x, y, rapid.IntRange(x+1, size.X).Draw(t, "right"), rapid.IntRange(y+1, size.Y).Draw(t, "foot"))
}

// A part has the pixels of the whole: at full size those of image/jpeg, but for rounding.
func TestPartIsThatOfTheWhole(t *testing.T) {
	for name, data := range kept(t, "") {
		full := standard(t, data)
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				region := anyRegion(t, full.Bounds().Size())
				scale := rapid.SampledFrom([]int{1, 2, 4, 8}).Draw(t, "scale")
				part, err := DecodePart(data, scale, region)
				if err != nil {
					t.Fatal(err)
				}
				whole, allowed := full, 1
				if scale > 1 {
					allowed = 0
					if whole, err = Decode(data, scale); err != nil {
						t.Fatal(err)
					}
				}
				small := image.Rect(region.Min.X/scale, region.Min.Y/scale, (region.Max.X+scale-1)/scale, (region.Max.Y+scale-1)/scale)
				if !small.In(part.Bounds()) || !part.Bounds().In(whole.Bounds()) {
					t.Fatalf("%v at 1/%d is %v of %v", region, scale, part.Bounds(), whole.Bounds())
				}
				if worst := worstIn(part, whole, part.Bounds()); worst > allowed {
					t.Fatalf("%v at 1/%d is off by %d", region, scale, worst)
				}
			})
		})
	}
}

func TestPartRefuses(t *testing.T) {
	data := asJPEG(t, skin(64, 48, 5), 80)
	for name, damaged := range map[string][]byte{"cut short": data[:len(data)-200], "no JPEG": []byte("hello")} {
		if part, err := DecodePart(damaged, 1, image.Rect(0, 0, 64, 48)); !errors.Is(err, ErrUnsupported) || part != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := DecodePart(data, 2, image.Rect(64, 0, 90, 48)); !errors.Is(err, ErrUnsupported) {
		t.Errorf("beside the picture: %v", err)
	}
	if _, err := DecodePart(data, 3, image.Rect(0, 0, 64, 48)); err == nil {
		t.Error("a third")
	}
}

func BenchmarkPart12MP(b *testing.B) {
	data := asJPEG(b, skin(4000, 3000, 12), 90)
	for b.Loop() {
		if _, err := DecodePart(data, 1, image.Rect(1600, 1200, 2400, 2000)); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzPart(f *testing.F) {
	for _, folder := range []string{"", "refused"} {
		for _, data := range kept(f, folder) {
			f.Add(data, uint8(0), uint16(3), uint16(2), uint16(20), uint16(20))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, which uint8, x, y, right, foot uint16) {
		scale := []int{1, 2, 4, 8}[which%4]
		part, err := DecodePart(data, scale, image.Rect(int(x), int(y), int(right), int(foot)))
		if err != nil && (part != nil || !errors.Is(err, ErrUnsupported)) {
			t.Fatal(part, err)
		}
		whole, err := Decode(data, max(scale, 2))
		if err != nil || part == nil || scale == 1 {
			return
		}
		if worst := worstIn(part, whole, part.Bounds()); worst > 0 {
			t.Fatalf("off by %d", worst)
		}
	})
}
