package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"spotlog/internal/archive"
	"spotlog/internal/photo"
	"spotlog/store"
)

// pictureSizes are a journal's mix: most from a phone's camera, lying and upright, some cropped,
// some from a messenger.
var pictureSizes = []image.Point{{4032, 3024}, {4032, 3024}, {3024, 4032}, {2048, 1536}, {1200, 1600}}

// skinJPEGs are photos of grained skin with a dark spot in the middle, one of each size.
func skinJPEGs(b *testing.B) (photos [][]byte) {
	b.Helper()
	for i, size := range pictureSizes {
		noise := rand.New(rand.NewPCG(uint64(i), 7))
		img := image.NewYCbCr(image.Rectangle{Max: size}, image.YCbCrSubsampleRatio420)
		radius := size.X / 20
		for y := range size.Y {
			for x := range size.X {
				shade := 150 + x*40/size.X + int(noise.Uint32()&7)
				if dx, dy := x-size.X/2, y-size.Y/2; dx*dx+dy*dy < radius*radius {
					shade /= 2
				}
				img.Y[y*img.YStride+x] = uint8(shade)
			}
		}
		for n := range img.Cb {
			img.Cb[n], img.Cr[n] = 112, 150
		}
		var out bytes.Buffer
		if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 90}); err != nil {
			b.Fatal(err)
		}
		photos = append(photos, out.Bytes())
	}
	return photos
}

// writeGrowing makes a journal of spots that all grow, so that each has pages of its own, with so
// many photos in all.
func writeGrowing(b *testing.B, spots, photos int) (path string) {
	b.Helper()
	bases := skinJPEGs(b)
	path = filepath.Join(b.TempDir(), "journal.sqlite")
	env := store.Env{Now: time.Now, Random: rand.NewChaCha8([32]byte{7})}
	_, err := store.Create(context.Background(), path, env, "import", func(tx *store.Tx) error {
		for s := range spots {
			id, err := tx.PutSpot(store.Spot{Name: fmt.Sprintf("arm-%d", s), Site: "left forearm", Onset: store.OnsetGradual})
			if err != nil {
				return err
			}
			months := photos / spots
			for m := range months {
				base := (s + m) % len(bases)
				if err := putGrown(tx, id, m, another(bases[base], s, m), pictureSizes[base]); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return path
}

// another makes of a JPEG one that is another picture too, by two steps of its first quantiser
// (ITU-T T.81 §B.2.4.1), without encoding twelve megapixels again.
func another(data []byte, s, m int) []byte {
	data = bytes.Clone(data)
	at := bytes.Index(data, []byte{0xff, 0xdb}) + 5
	data[at+1] += byte(s)
	data[at+2] += byte(m)
	return data
}

func putGrown(tx *store.Tx, spot store.ID, month int, data []byte, size image.Point) error {
	date := store.DateOn(time.Date(2026, time.January, 5, 20, 0, 0, 0, time.UTC).AddDate(0, month, 0), store.PrecisionMinute, true)
	entry, err := tx.PutEntry(spot, store.Entry{Date: date, LengthMM: 4 + float64(month)/2, WidthMM: 3, Method: store.MethodRuler, Colors: []store.Color{store.ColorBrown}})
	if err != nil {
		return err
	}
	picture, _, _, err := archive.Picture(data, photo.Default)
	if err != nil {
		return err
	}
	if _, err := tx.AddPicture(picture); err != nil {
		return err
	}
	side := size.X / 10
	mark := &store.Box{X: size.X/2 - side/2, Y: size.Y/2 - side/2, W: side, H: side}
	_, err = tx.PutPhoto(store.Owner{Entry: entry}, store.Photo{SHA256: picture.SHA256, Taken: date, TakenFrom: store.FromExif, Mark: mark})
	return err
}

// BenchmarkTimelinePDF prints 20 growing spots with 100 and with 200 photos, by the built program,
// and says how much memory that took at most.
func BenchmarkTimelinePDF(b *testing.B) {
	program := filepath.Join(b.TempDir(), "spotlog")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	for _, photos := range []int{100, 200} {
		path := writeGrowing(b, 20, photos)
		b.Run(fmt.Sprintf("photos=%d", photos), func(b *testing.B) {
			file := filepath.Join(b.TempDir(), "timeline.pdf")
			peak := int64(0)
			for b.Loop() {
				cmd := exec.Command(program, "timeline", "-o", file, "--journal", path, "--as-of", "2026-11-21")
				if out, err := cmd.CombinedOutput(); err != nil {
					b.Fatalf("%v\n%s", err, out)
				}
				if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok && runtime.GOOS == "linux" {
					peak = max(peak, usage.Maxrss<<10)
				}
			}
			info, err := os.Stat(file)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(peak)/1e6, "MB-peak")
			b.ReportMetric(float64(info.Size())/1e6, "MB-file")
		})
	}
}
