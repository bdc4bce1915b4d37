package photo

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"testing"

	"github.com/disintegration/imaging"
)

// waves draws stripes that run one way or the other.
func waves(width, height int, across bool) image.Image {
	img := image.NewGray(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			at := x * 6 / width
			if across {
				at = (x + y) * 5 / height
			}
			img.SetGray(x, y, color.Gray{uint8(40 + at*37%170)})
		}
	}
	return img
}

// A copy that was made smaller and compressed hard is near; another picture is not.
func TestDHash(t *testing.T) {
	picture := waves(504, 378, false)
	var copied bytes.Buffer
	if err := jpeg.Encode(&copied, imaging.Resize(picture, 320, 0, imaging.Lanczos), &jpeg.Options{Quality: 40}); err != nil {
		t.Fatal(err)
	}
	again, err := jpeg.Decode(&copied)
	if err != nil {
		t.Fatal(err)
	}
	if !NearDuplicates(DHash(picture), DHash(again)) {
		t.Errorf("a copy: %064b and %064b", DHash(picture), DHash(again))
	}
	if other := waves(504, 378, true); NearDuplicates(DHash(picture), DHash(other)) {
		t.Errorf("another picture: %064b and %064b", DHash(picture), DHash(other))
	}
}

// The hash of a thumbnail is near that of the picture, whether an eighth of it is enough or not.
func TestHashThumbnail(t *testing.T) {
	for _, width := range []int{504, 200} {
		picture := waves(width, width*3/4, false)
		var file bytes.Buffer
		if err := jpeg.Encode(&file, picture, &jpeg.Options{Quality: ThumbnailQuality}); err != nil {
			t.Fatal(err)
		}
		hash, err := HashThumbnail(file.Bytes())
		if err != nil || !NearDuplicates(hash, DHash(picture)) {
			t.Errorf("%d pixels: %064b, %v; the picture has %064b", width, hash, err, DHash(picture))
		}
	}
	if _, err := HashThumbnail([]byte("none")); err == nil {
		t.Error("words have a hash")
	}
}
