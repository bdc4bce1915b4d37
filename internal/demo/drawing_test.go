package demo

import (
	"bytes"
	"image"
	"image/jpeg"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"spotlog/store"
)

// decoded opens a picture again, from its bytes.
func decoded(t *testing.T, p Picture) image.Image {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(p.JPEG))
	if err != nil {
		t.Fatalf("%s: %v", p.Name, err)
	}
	return img
}

// pxPerMM is a photo's scale by the two ruler ticks the journal holds.
func pxPerMM(r *store.Ruler) float64 { return math.Hypot(r.X2-r.X1, r.Y2-r.Y1) / r.MM }

func TestRulerTicksAreWhereTheJournalSays(t *testing.T) {
	j, pictures := sample()
	for _, s := range photos(j) {
		r := s.photo.Ruler
		if (r != nil) != (s.photo.Kind == store.PhotoCloseUp) {
			t.Fatalf("%s: ruler %v in a %s", s.photo.Name, r, s.photo.Kind)
		}
		if r == nil {
			continue
		}
		if got, want := pxPerMM(r), float64(scale(s)); math.Abs(got/want-1) > 0.002 {
			t.Errorf("%s: %v px per mm, want %v", s.photo.Name, got, want)
		}
		img := decoded(t, pictures[s.photo.SHA256])
		for mm := 0.0; mm <= r.MM; mm++ {
			if on, beside := brightness(img, r, mm), brightness(img, r, mm+0.5); mm < r.MM && on > beside-60 {
				t.Errorf("%s: no tick at %v mm (%v beside %v)", s.photo.Name, mm, on, beside)
			}
		}
	}
}

// brightness is the lightness, 0 to 255, of the ruler's paper at a mm between its two points, one
// mm below the edge.
func brightness(img image.Image, r *store.Ruler, mm float64) float64 {
	ux, uy := (r.X2-r.X1)/r.MM, (r.Y2-r.Y1)/r.MM
	red, green, blue, _ := img.At(int(math.Round(r.X1+mm*ux-uy)), int(math.Round(r.Y1+mm*uy+ux))).RGBA()
	return float64(red+green+blue) / 3 / 257
}

// The spot in a photo is as long as its entry says, to less than a ruler can tell.
func TestDrawnSizeIsLoggedSize(t *testing.T) {
	j, pictures := sample()
	worst, measured := 0.0, 0
	for _, s := range photos(j) {
		if s.photo.Mark == nil || s.spot.Kind == store.KindCrop {
			continue
		}
		points := silhouette(decoded(t, pictures[s.photo.SHA256]), s.photo.Mark)
		got := longest(points) / pxPerMM(s.photo.Ruler)
		worst = max(worst, math.Abs(got-s.entry.LengthMM))
		if math.Abs(got-s.entry.LengthMM) > 0.25 {
			t.Errorf("%s: %s is %.2f mm long, logged as %v", s.photo.Name, s.spot.Name, got, s.entry.LengthMM)
		}
		measured++
	}
	t.Logf("%d spots, at most %.2f mm off", measured, worst)
	if measured < 25 {
		t.Errorf("only %d spots measured", measured)
	}
}

// silhouette finds the spot in the box around it: the pixels whose colour lies nearer to that of
// the box's middle than to that of its rim, without what is as thin as a hair, as far
// as they hang together with the middle.
func silhouette(img image.Image, box *store.Box) []image.Point {
	at := func(x, y int) [3]float64 {
		r, g, b, _ := img.At(box.X+x, box.Y+y).RGBA()
		return [3]float64{float64(r) / 257, float64(g) / 257, float64(b) / 257}
	}
	var rim, core [][3]float64
	for i := range box.W {
		rim = append(rim, at(i, 0), at(i, box.H-1))
	}
	for i := -box.W / 6; i <= box.W/6; i++ {
		core = append(core, at(box.W/2+i, box.H/2), at(box.W/2, box.H/2+i))
	}
	skin, spot := medians(rim), medians(core)
	near := make([][]bool, box.H)
	for y := range near {
		near[y] = make([]bool, box.W)
		for x := range near[y] {
			near[y][x] = nearer(at(x, y), spot, skin)
		}
	}
	return flood(withoutHairs(near), image.Pt(box.W/2, box.H/2))
}

// nearer says whether a colour lies more than half way from skin to spot.
func nearer(c, spot, skin [3]float64) bool {
	along, whole := 0.0, 0.0
	for k := range c {
		d := spot[k] - skin[k]
		along, whole = along+(c[k]-skin[k])*d, whole+d*d
	}
	return along > whole/2
}

// withoutHairs keeps the pixels that have more than half of the 9 by 9 around them.
func withoutHairs(near [][]bool) [][]bool {
	solid := make([][]bool, len(near))
	for y := range near {
		solid[y] = make([]bool, len(near[y]))
		for x := range near[y] {
			n := 0
			for j := max(y-4, 0); j <= min(y+4, len(near)-1); j++ {
				for i := max(x-4, 0); i <= min(x+4, len(near[y])-1); i++ {
					if near[j][i] {
						n++
					}
				}
			}
			solid[y][x] = n > 40
		}
	}
	return solid
}

func medians(colours [][3]float64) (m [3]float64) {
	for k := range m {
		var values []float64
		for _, c := range colours {
			values = append(values, c[k])
		}
		slices.Sort(values)
		m[k] = values[len(values)/2]
	}
	return m
}

func flood(solid [][]bool, from image.Point) (found []image.Point) {
	todo := []image.Point{from}
	for len(todo) > 0 {
		p := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if p.Y < 0 || p.X < 0 || p.Y >= len(solid) || p.X >= len(solid[0]) || !solid[p.Y][p.X] {
			continue
		}
		solid[p.Y][p.X] = false
		found = append(found, p)
		todo = append(todo, p.Add(image.Pt(1, 0)), p.Add(image.Pt(-1, 0)), p.Add(image.Pt(0, 1)), p.Add(image.Pt(0, -1)))
	}
	return found
}

// longest is the longest extent of some pixels in any direction, as a caliper would read it.
func longest(points []image.Point) float64 {
	most := 0.0
	for degree := range 180 {
		sin, cos := math.Sincos(float64(degree) * math.Pi / 180)
		low, high := math.Inf(1), math.Inf(-1)
		for _, p := range points {
			along := float64(p.X)*cos + float64(p.Y)*sin
			low, high = min(low, along), max(high, along)
		}
		most = max(most, high-low+1)
	}
	return most
}

// The red dots of a crop lie over the extent that its entry says, and there are as many.
func TestDrawnCropIsLoggedCrop(t *testing.T) {
	j, _ := sample()
	crops := 0
	for _, s := range photos(j) {
		if s.spot.Kind != store.KindCrop {
			continue
		}
		sc := newScene(newFrame(), lookOf(s.spot.Name), cropPx, seed(s.spot.Name), 1)
		left, right := math.Inf(1), math.Inf(-1)
		dots := sc.newCrop(s.entry)
		for _, d := range dots {
			left, right = min(left, float64(d.x-d.reach())), max(right, float64(d.x+d.reach()))
		}
		if len(dots) != s.entry.Count || math.Abs(right-left-s.entry.ExtentMM) > 0.5 {
			t.Errorf("%v: %d dots over %.1f mm", s.entry.Date, len(dots), right-left)
		}
		crops++
	}
	if crops == 0 {
		t.Error("no crop was photographed")
	}
}

func TestOutlineIsAsLongAsItSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.Float32Range(0.5, 20).Draw(t, "width")
		length := width * rapid.Float32Range(1, 2).Draw(t, "ratio")
		angle := rapid.Float32Range(-3, 3).Draw(t, "angle")
		o := newOutline(length, width, angle, rapid.Float32Range(0, 0.12).Draw(t, "waver"), rapid.Uint32().Draw(t, "seed"))
		const px = 90 // along the length
		var inside []image.Point
		for y := -px; y < px; y++ {
			for x := -px; x < px; x++ {
				if depth, _ := o.inside(float32(x)*length/px, float32(y)*length/px); depth >= 0 {
					inside = append(inside, image.Pt(x, y))
				}
			}
		}
		if got := longest(inside); math.Abs(got-px) > 2 {
			t.Fatalf("an outline %v mm long reaches %v mm", length, got*float64(length)/px)
		}
	})
}

func TestTileHasNoSeam(t *testing.T) {
	tile := newTile()
	for _, line := range []struct {
		name string
		at   func(i, across int) relief
	}{
		{"down", func(i, across int) relief { return tile.points[i*tileSize+across] }},
		{"across", func(i, across int) relief { return tile.points[across*tileSize+i] }},
	} {
		inside, seam := 0.0, 0.0
		for i := range tileSize {
			inside += math.Abs(float64(line.at(i, 500).height) - float64(line.at(i, 501).height))
			seam += math.Abs(float64(line.at(i, tileSize-1).height) - float64(line.at(i, 0).height))
		}
		if seam > 1.5*inside {
			t.Errorf("%s the edge heights jump by %v, inside by %v", line.name, seam/tileSize, inside/tileSize)
		}
	}
}

func BenchmarkCloseUp(b *testing.B) {
	j := read()
	st, img := newStudio(), newFrame()
	s := j.Spot("right-shoulder-1")
	e := s.Newest()
	for b.Loop() {
		st.take(img, shot{&e.Photos[len(e.Photos)-1], s, e})
	}
}
