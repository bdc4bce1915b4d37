package main

import (
	"flag"
	"fmt"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

var (
	benchPhotos = flag.Int("photos", 20, "how many photos of 12 megapixels BenchmarkImport takes in")
	photosInto  = flag.String("photos-into", "", "TestPhonePhotos writes as many such photos into this folder, and nothing else")
)

// phonePhotos writes photos of 4032 × 3024 pixels as phones do, about 4 MB each and all different:
// skin-like shades with grain, 4:2:0.
func phonePhotos(t testing.TB, dir string, n int) {
	t.Helper()
	var workers sync.WaitGroup
	for worker := range 2 {
		workers.Go(func() {
			for i := worker; i < n; i += 2 {
				if err := phonePhoto(filepath.Join(dir, fmt.Sprintf("IMG_202611%02d_%06d.jpg", 1+i%20, i/20)), uint64(i)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	workers.Wait()
}

func phonePhoto(path string, seed uint64) error {
	const width, height = 4032, 3024
	noise := rand.New(rand.NewPCG(seed, 12))
	img := image.NewYCbCr(image.Rect(0, 0, width, height), image.YCbCrSubsampleRatio420)
	for i := range img.Y {
		x, y := i%width, i/width
		grain := noise.Uint32()
		shade := 130 + (x*40/width + y*30/height + int(seed)%16)
		img.Y[i] = uint8(shade + int(grain&15) + int(grain>>8&15) - 15)
	}
	for i := range img.Cb {
		img.Cb[i], img.Cr[i] = uint8(112+i%3), uint8(148+i/997%5)
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	return jpeg.Encode(file, img, &jpeg.Options{Quality: 92})
}

// TestPhonePhotos makes the photos that .ci/bench-import measures with.
func TestPhonePhotos(t *testing.T) {
	if *photosInto == "" {
		t.Skip("for .ci/bench-import: -photos 100 -photos-into FOLDER")
	}
	phonePhotos(t, *photosInto, *benchPhotos)
}

// BenchmarkImport takes a folder of 12-megapixel photos into a new journal.
func BenchmarkImport(b *testing.B) {
	dir := b.TempDir()
	phonePhotos(b, dir, *benchPhotos)
	for b.Loop() {
		path := filepath.Join(b.TempDir(), "journal.sqlite")
		runSpotlog(b, path, "import", dir, "--spot", "arm-1", "--new", "--site", "left arm", "--quiet")
	}
	b.ReportMetric(float64(*benchPhotos)*float64(b.N)/b.Elapsed().Seconds(), "photos/s")
}
