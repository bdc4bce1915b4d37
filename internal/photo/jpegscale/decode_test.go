package jpegscale

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"testing"
)

var scales = []int{2, 4, 8}

func standard(tb testing.TB, data []byte) image.Image {
	tb.Helper()
	picture, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		tb.Fatal(err)
	}
	return picture
}

func decode(tb testing.TB, data []byte, scale int) image.Image {
	tb.Helper()
	picture, err := Decode(data, scale)
	if err != nil {
		tb.Fatal(err)
	}
	return picture
}

func TestPhotosAgreeWithBoxShrink(t *testing.T) {
	for _, quality := range []int{50, 85, 98} {
		data := asJPEG(t, skin(403, 301, 12), quality)
		full := standard(t, data)
		for _, scale := range scales {
			t.Run(fmt.Sprintf("quality %d at 1/%d", quality, scale), func(t *testing.T) {
				if db := psnr(decode(t, data, scale), box(full, scale)); db < 40 {
					t.Errorf("%.1f dB, want 40 or more", db)
				}
			})
		}
	}
}

// Every pixel is the mean of those of image/jpeg, be the planes subsampled as they may.
func TestPixelsAreMeans(t *testing.T) {
	for name, data := range kept(t, "") {
		full := standard(t, data)
		for _, scale := range scales {
			small := decode(t, data, scale)
			size := full.Bounds().Size()
			want := image.Rect(0, 0, (size.X+scale-1)/scale, (size.Y+scale-1)/scale)
			if small.Bounds() != want {
				t.Errorf("%s at 1/%d: bounds %v, want %v", name, scale, small.Bounds(), want)
			}
			for i, p := range planes(small) {
				if worst, compared := farthest(planes(full)[i], p); worst > rounding || compared == 0 {
					t.Errorf("%s at 1/%d: plane %d is off by %.2f in %d pixels", name, scale, i, worst, compared)
				}
			}
		}
	}
}

func TestChromaIsShrunkLess(t *testing.T) {
	const s444, s422 = image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422
	files := kept(t, "")
	for name, want := range map[string][3]image.YCbCrSubsampleRatio{ // at 1/2, 1/4, 1/8
		"444": {s444, s444, s444},
		"422": {s444, s444, s444},
		"440": {s444, s444, s444},
		"420": {s444, s444, s444},
		"411": {s422, s444, s444},
		"410": {s422, s444, s444},
	} {
		for i, scale := range scales {
			if got := decode(t, files[name], scale).(*image.YCbCr).SubsampleRatio; got != want[i] {
				t.Errorf("%s at 1/%d: %v, want %v", name, scale, got, want[i])
			}
		}
	}
	if _, ok := decode(t, files["grey"], 4).(*image.Gray); !ok {
		t.Error("grey is not grey")
	}
}

// Samples that the DCT leaves below 0 or above 255 do not wrap around.
func TestClamps(t *testing.T) {
	board := image.NewGray(image.Rect(0, 0, 64, 64))
	for i := range board.Pix {
		if (i/4+i/64/4)%2 == 0 {
			board.Pix[i] = 255
		}
	}
	small := decode(t, asJPEG(t, board, 20), 2).(*image.Gray)
	for y := range 32 {
		for x := range 32 {
			want := board.GrayAt(2*x, 2*y).Y
			if got := small.At(x, y).(color.Gray).Y; max(got, want)-min(got, want) > 40 {
				t.Fatalf("pixel %d,%d is %d, drawn as %d", x, y, got, want)
			}
		}
	}
}

// What T.81 allows, and real files have, changes no pixel.
func TestHarmlessBytes(t *testing.T) {
	plain := kept(t, "")["420-restart"]
	want := fmt.Sprint(decode(t, plain, 4))
	sof := bytes.Index(plain, []byte{0xff, markerSOF0})
	for name, data := range map[string][]byte{
		"fill bytes before a segment":        insert(plain, sof, 0xff, 0xff, 0xff),
		"a comment":                          insert(plain, sof, 0xff, markerCOM, 0, 4, 'h', 'i'),
		"Adobe says YCbCr":                   insert(plain, sof, adobe(1)...),
		"fill bytes before a restart marker": insert(plain, bytes.Index(plain, []byte{0xff, markerRST0}), 0xff, 0xff),
		"fill bytes before the end":          insert(plain, len(plain)-2, 0xff, 0xff),
		"another file behind the end":        append(bytes.Clone(plain), plain...),
	} {
		if got := fmt.Sprint(decode(t, data, 4)); got != want {
			t.Errorf("%s: the picture differs", name)
		}
	}
}

func TestOtherScales(t *testing.T) {
	data := kept(t, "")["420"]
	for _, scale := range []int{-2, 0, 1, 3, 16} {
		if _, err := Decode(data, scale); err == nil || errors.Is(err, ErrUnsupported) {
			t.Errorf("scale %d: %v", scale, err)
		}
	}
}

func insert(data []byte, at int, more ...byte) []byte {
	return append(append(bytes.Clone(data[:at]), more...), data[at:]...)
}

// adobe is an APP14 segment with this colour transform.
func adobe(transform byte) []byte {
	return append([]byte{0xff, markerAPP14, 0, 14}, "Adobe\x00\x64\x00\x00\x00\x00"+string([]byte{transform})...)
}
