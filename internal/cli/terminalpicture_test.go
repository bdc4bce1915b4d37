package cli

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// disc is a brown disc on pale skin with a transparent last column, 40 by 25 pixels.
func disc() *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, 40, 25))
	for y := range 25 {
		for x := range 39 {
			img.SetNRGBA(x, y, color.NRGBA{204, 153, 153, 255})
			if (x-20)*(x-20)+(y-12)*(y-12) < 64 {
				img.SetNRGBA(x, y, color.NRGBA{102, 51, 51, 255})
			}
		}
	}
	return img
}

// undoSixels reads back what sixelPicture writes: colours, runs, carriage returns and new bands.
func undoSixels(t *testing.T, said string) map[image.Point]int {
	t.Helper()
	body, ok := strings.CutPrefix(said, "\x1bP0;1q")
	body, ended := strings.CutSuffix(body, "\x1b\\\n")
	if !ok || !ended {
		t.Fatalf("no sixels: %.40q", said)
	}
	pixels := map[image.Point]int{}
	x, top, ink := 0, 0, 0
	for _, m := range regexp.MustCompile(`"[\d;]+|#(\d+)(;[\d;]+)?|!(\d+)(.)|\$|-`).FindAllStringSubmatch(body, -1) {
		switch {
		case m[0] == "$":
			x = 0
		case m[0] == "-":
			x, top = 0, top+6
		case m[1] != "" && m[2] == "":
			ink, _ = strconv.Atoi(m[1])
		case m[3] != "":
			run, _ := strconv.Atoi(m[3])
			for range run {
				for bit := range 6 {
					if (m[4][0]-'?')>>bit&1 == 1 {
						pixels[image.Pt(x, top+bit)] = ink
					}
				}
				x++
			}
		}
	}
	return pixels
}

func TestSixelsDrawEveryPixelOnce(t *testing.T) {
	var out bytes.Buffer
	picture := disc()
	if err := sixelPicture(&out, picture, 4, 2); err != nil {
		t.Fatal(err)
	}
	pixels := undoSixels(t, out.String())
	for y := range 25 {
		for x := range 40 {
			ink, drawn := pixels[image.Pt(x, y)]
			switch {
			case x == 39 && drawn:
				t.Fatalf("the transparent pixel %d,%d is drawn", x, y)
			case x < 39 && !drawn:
				t.Fatalf("the pixel %d,%d is not drawn", x, y)
			case x < 39 && cubePalette[ink] != picture.NRGBAAt(x, y):
				t.Fatalf("the pixel %d,%d is %v, not %v", x, y, cubePalette[ink], picture.NRGBAAt(x, y))
			}
		}
	}
	if len(pixels) != 39*25 {
		t.Errorf("%d pixels drawn", len(pixels))
	}
}

func TestKittyChunksHoldThePicture(t *testing.T) {
	big := image.NewNRGBA(image.Rect(0, 0, 200, 200))
	noise := rand.New(rand.NewPCG(1, 2)) // compresses badly, so that there are several chunks
	for i := range big.Pix {
		big.Pix[i] = uint8(noise.Uint32())
	}
	var out bytes.Buffer
	if err := kittyPicture(&out, big, 20, 10); err != nil {
		t.Fatal(err)
	}
	escapes := regexp.MustCompile(`\x1b_G([^;]*);([^\x1b]*)\x1b\\`).FindAllStringSubmatch(out.String(), -1)
	if len(escapes) < 3 {
		t.Fatalf("%d chunks", len(escapes))
	}
	var data string
	for i, e := range escapes {
		wantMore := "m=1"
		if i == len(escapes)-1 {
			wantMore = "m=0"
		}
		if !strings.HasSuffix(e[1], wantMore) || len(e[2]) > kittyChunk || strings.Contains(e[1], "c=20,r=10") != (i == 0) {
			t.Errorf("chunk %d: %s and %d bytes", i, e[1], len(e[2]))
		}
		// Of all but the last, whole groups of base64; of all but the first, nothing but m.
		if i < len(escapes)-1 && len(e[2])%4 != 0 || i > 0 && e[1] != wantMore {
			t.Errorf("chunk %d: %s and %d bytes", i, e[1], len(e[2]))
		}
		data += e[2]
	}
	inPNG(t, data, big.Rect)
}

func TestITermHoldsThePictureAndItsLength(t *testing.T) {
	var out bytes.Buffer
	if err := itermPicture(&out, disc(), 4, 2); err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`^\x1b\]1337;File=inline=1;size=(\d+);width=4;height=2;preserveAspectRatio=1:([^\x07]*)\x07\n$`).FindStringSubmatch(out.String())
	if m == nil {
		t.Fatalf("%.80q", out.String())
	}
	if n := inPNG(t, m[2], disc().Rect); strconv.Itoa(n) != m[1] {
		t.Errorf("%d bytes, and it says %s", n, m[1])
	}
}

func inPNG(t *testing.T, data string, want image.Rectangle) int {
	t.Helper()
	file, err := base64.StdEncoding.DecodeString(data)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(file))
	if err != nil || picture.Bounds() != want {
		t.Fatalf("%v, %v", picture, err)
	}
	return len(file)
}

func TestPicturesAreLaidSideBySide(t *testing.T) {
	fitted, columns, rows := fittedPictures([]*image.NRGBA{disc(), disc()}, 20)
	if columns[0] != 20 || rows != (125+cellHeight-1)/cellHeight {
		t.Fatalf("%v columns, %d rows", columns, rows)
	}
	joined := strip(fitted, columns, rows)
	if joined.Rect.Dx() != (20+pictureGap+20)*cellWidth || joined.Rect.Dy() != rows*cellHeight {
		t.Fatalf("%v", joined.Rect)
	}
	if gap := joined.NRGBAAt(20*cellWidth+cellWidth/2, 5); gap.A != 0 {
		t.Errorf("the gap is %v", gap)
	}
	if second := joined.NRGBAAt((20+pictureGap+10)*cellWidth, 60); second.R > 150 {
		t.Errorf("the middle of the second picture is %v", second)
	}
}
