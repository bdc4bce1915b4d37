package cli

import (
	"fmt"
	"image"
	"testing"

	"pgregory.net/rapid"

	"spotlog/internal/bodymap"
)

// A box is taken just where all of it lies within the picture.
func TestBoxesLieWithinThePicture(t *testing.T) {
	number := rapid.OneOf(rapid.IntRange(-3, 120), rapid.Int())
	rapid.Check(t, func(t *rapid.T) {
		size := image.Pt(rapid.IntRange(1, 100).Draw(t, "width"), rapid.IntRange(1, 100).Draw(t, "height"))
		x, y, w, h := number.Draw(t, "x"), number.Draw(t, "y"), number.Draw(t, "w"), number.Draw(t, "h")
		box, err := parseBox(fmt.Sprintf("%d,%d, %d ,%d", x, y, w, h), size)
		within := x >= 0 && y >= 0 && w > 0 && h > 0 && w <= size.X && h <= size.Y && x <= size.X-w && y <= size.Y-h
		if (err == nil) != within {
			t.Fatalf("%d,%d,%d,%d in %v: %v", x, y, w, h, size, err)
		}
		if err == nil && (box.X != x || box.Y != y || box.W != w || box.H != h) {
			t.Fatalf("%v", box)
		}
	})
}

func TestRulersAreReadAsTyped(t *testing.T) {
	for typed, mm := range map[string]float64{"0,0,100,0=10mm": 10, "0,0,100,50=1 cm": 10, "0.5, 1.5, 99.5, 50=10": 10, "100,50,0,0=2,5mm": 2.5} {
		got, err := parseRuler(typed, image.Pt(100, 50))
		if err != nil || got.MM != mm {
			t.Errorf("%s: %v, %v", typed, got, err)
		}
	}
	for _, typed := range []string{"", "=", "1,2,3=10mm", "1,2,3,4", "1,2,3,4=", "1,2,3,4=0mm", "1,2,3,51=10mm", "-1,2,3,4=10mm", "Inf,2,3,4=10mm", "1,2,3,4,5=10mm"} {
		if got, err := parseRuler(typed, image.Pt(100, 50)); err == nil {
			t.Errorf("%q is taken as %v", typed, got)
		}
	}
}

func TestEveryRegionIsAnArea(t *testing.T) {
	areas := []string{"Upper Back", "left forearm", "feet", "right upper arm", "legs", "hips", "calves", "eyelids", "soles", "middle of the back"}
	for _, region := range bodymap.Regions() {
		areas = append(areas, string(region))
	}
	for _, area := range areas {
		if got, err := areaNamed(area); err != nil {
			t.Errorf("%s: %q, %v", area, got, err)
		}
	}
}
