package jpegscale

import (
	"bytes"
	"errors"
	"image/jpeg"
	"math/rand/v2"
	"testing"
)

// rounding is how far a pixel may be from the mean of those of image/jpeg: half a step of its own,
// as much of theirs, and something for the cosines.
const rounding = 1.1

// holdAgainstStandard decodes what may be damaged. A refusal is always allowed. A picture that is
// taken has to be one that image/jpeg takes too, of the same size, every pixel the mean of its
// pixels. It tells whether the picture was taken.
func holdAgainstStandard(t *testing.T, data []byte, scale int) bool {
	t.Helper()
	small, err := Decode(data, scale)
	if err != nil {
		if !errors.Is(err, ErrUnsupported) || small != nil {
			t.Fatal(small, err)
		}
		return false
	}
	full, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal("taken, but not by image/jpeg: ", err)
	}
	size, got := full.Bounds().Size(), small.Bounds().Size()
	if got.X != (size.X+scale-1)/scale || got.Y != (size.Y+scale-1)/scale {
		t.Fatalf("%v at 1/%d is %v", size, scale, got)
	}
	for i, p := range planes(small) {
		if worst, _ := farthest(planes(full)[i], p); worst > rounding {
			t.Fatalf("plane %d at 1/%d is off by %.2f", i, scale, worst)
		}
	}
	return true
}

func FuzzDecode(f *testing.F) {
	for _, folder := range []string{"", "refused"} {
		for _, data := range kept(f, folder) {
			for i := range scales {
				f.Add(data, uint8(i))
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, which uint8) {
		holdAgainstStandard(t, data, scales[int(which)%len(scales)])
	})
}

// Damage that leaves a picture, of which chance in the fuzz target finds too little.
func TestDamaged(t *testing.T) {
	tried, taken := 0, 0
	for _, data := range kept(t, "") {
		random := rand.New(rand.NewPCG(9, 10))
		for range 200 {
			damaged := bytes.Clone(data)
			for range 1 + random.IntN(3) {
				damaged[random.IntN(len(data))] ^= 1 << random.IntN(8)
			}
			tried++
			if holdAgainstStandard(t, damaged, scales[random.IntN(len(scales))]) {
				taken++
			}
		}
	}
	if taken < tried/5 {
		t.Errorf("only %d of %d damaged files were taken: too few to tell", taken, tried)
	}
}
