package photo

import (
	"bytes"
	"image"
	"testing"

	"github.com/disintegration/imaging"
)

// testdata/grid.heic is the scene in four tiles of 384 × 256 pixels by heif-enc, put together as
// phones do: the tiles are hidden, and reach over the picture's right and lower edge.
func TestCutOfAGrid(t *testing.T) {
	withChild(t, "decode")
	plain := fixture(t, "grid.heic")
	want := flat(scene(720, 480), image.Rect(0, 0, 720, 480))
	if off := difference(decoded(t, mustClean(t, plain)), want); off > 5 {
		t.Fatalf("the whole differs by %.1f levels", off)
	}
	for name, c := range map[string]struct {
		heic        []byte
		orientation int
	}{
		"not turned": {plain, 1}, "by nothing": {turnedBy(plain, "irot", 0), 1}, "to the left": {turnedBy(plain, "irot", 1), 8},
		"round": {turnedBy(plain, "irot", 2), 3}, "to the right": {turnedBy(plain, "irot", 3), 6},
	} {
		up := upright(want, c.orientation)
		size := up.Rect.Size()
		for _, stored := range []image.Rectangle{image.Rect(20, 30, 200, 250), image.Rect(390, 10, 715, 130), image.Rect(300, 300, 500, 470), image.Rect(10, 200, 300, 300)} {
			region := stored // where that lies once it is turned: the turn back from there is the inverse one
			if inverse := map[int]int{1: 1, 3: 3, 6: 8, 8: 6}[c.orientation]; inverse != 1 {
				region = asStored(stored, want.Rect.Size(), inverse)
			}
			d, ok := decodeTiles(c.heic, Default, size, region)
			if !ok || d.picture.Bounds().Dx()*d.picture.Bounds().Dy() > 2*384*256 {
				t.Errorf("%s, %v: %t, not the tiles alone", name, stored, ok)
				continue
			}
			part, err := d.Crop(size, region, 0)
			if err != nil || part.Rect.Size() != region.Size() {
				t.Errorf("%s, %v: %v", name, stored, err)
				continue
			}
			if off := difference(part, flat(up, region)); off > 5 {
				t.Errorf("%s, %v: differs by %.1f levels", name, stored, off)
			}
		}
	}
}

// A part of a HEIC is what its whole has there.
func TestCutOfAHEIC(t *testing.T) {
	withChild(t, "decode")
	heic, size := turnedBy(fixture(t, "grid.heic"), "irot", 3), image.Pt(480, 720)
	want := upright(flat(scene(720, 480), image.Rect(0, 0, 720, 480)), 6)
	for _, region := range []image.Rectangle{image.Rect(300, 40, 420, 200), image.Rect(30, 40, 420, 600)} { // of one tile, of all
		part, err := Cut(heic, Default, size, region, 60)
		if err != nil || max(part.Rect.Dx(), part.Rect.Dy()) != 60 {
			t.Fatalf("%v: %v", region, err)
		}
		whole, err := cropOf(heic, size, region, 60, Default)
		if err != nil {
			t.Fatal(err)
		}
		if off := difference(part, whole); off > 3 {
			t.Errorf("%v: differs by %.1f levels", region, off)
		}
		if off := difference(part, imaging.Fit(flat(want, region), 60, 60, imaging.Lanczos)); off > 6 {
			t.Errorf("%v: differs from the scene by %.1f levels", region, off)
		}
	}
}

// The child has the memory for many tiles, one after the other; and gives none that are not there.
// testdata/mosaic.heic is the upper part of the scene in 48 tiles of 64 pixels a side.
func TestTilesOfAGrid(t *testing.T) {
	withChild(t, "decode")
	grid := fixture(t, "grid.heic")
	all, err := byChild(grid, "0", "0", "2", "2")
	if err != nil {
		t.Fatal(err)
	}
	if off := difference(flat(decoded(t, all), image.Rect(0, 0, 720, 480)), scene(720, 480)); off > 5 {
		t.Errorf("differs by %.1f levels", off)
	}
	mosaic, err := byChild(fixture(t, "mosaic.heic"), "0", "0", "8", "6")
	if err != nil {
		t.Fatal(err)
	}
	if off := difference(decoded(t, mosaic), flat(scene(512, 512), image.Rect(0, 0, 512, 384))); off > 5 {
		t.Errorf("48 tiles: differ by %.1f levels", off)
	}
	for _, cells := range [][]string{{"0", "0", "3", "1"}, {"-1", "0", "1", "1"}, {"1", "1", "1", "1"}, {"a", "b", "c", "d"}} {
		if out, err := byChild(grid, cells...); err == nil {
			t.Errorf("tiles %v became %d bytes", cells, len(out))
		}
	}
}

// What takes more than half of the tiles, or is no plain grid, is decoded as a whole.
func TestAGridThatIsDecodedWhole(t *testing.T) {
	withChild(t, "decode")
	grid, size := fixture(t, "grid.heic"), image.Pt(720, 480)
	small := image.Rect(20, 30, 200, 250)
	for name, c := range map[string]struct {
		heic   []byte
		region image.Rectangle
	}{
		"three quarters":   {grid, image.Rect(300, 200, 500, 300)},
		"mirrored":         {turnedBy(grid, "imir", 1), small},
		"a tile too few":   {bytes.Replace(grid, []byte("dimg\x00\x09\x00\x04"), []byte("dimg\x00\x09\x00\x03"), 1), small},
		"no grid":          {fixture(t, "preview.heic"), small},
		"beside the photo": {grid, image.Rect(800, 30, 900, 50)},
	} {
		if _, ok := decodeTiles(c.heic, Default, size, c.region); ok {
			t.Errorf("%s: a part was decoded", name)
		}
	}
	if _, ok := decodeTiles(grid, Limits{Bytes: 1 << 20, Pixels: 1000}, size, small); ok {
		t.Error("over the limit: a part was decoded")
	}
	withChild(t, "")
	if _, ok := decodeTiles(grid, Default, size, small); ok {
		t.Error("without a child: a part was decoded")
	}
}
