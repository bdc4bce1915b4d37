package jpegscale

import (
	"bytes"
	"fmt"
	"image/jpeg"
	"sync"
	"testing"
)

// A photo of 4000 × 3000 pixels, drawn with so much grain that it takes 4 MB.
var photo12MP = sync.OnceValue(func() []byte {
	var out bytes.Buffer
	if err := jpeg.Encode(&out, skin(4000, 3000, 25), &jpeg.Options{Quality: 85}); err != nil {
		panic(err)
	}
	return out.Bytes()
})

func BenchmarkDecode12MP(b *testing.B) {
	data := photo12MP()
	for _, scale := range scales {
		b.Run(fmt.Sprintf("1of%d", scale), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Decode(data, scale); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// What it replaces, without the shrinking that then follows.
func BenchmarkStd12MP(b *testing.B) {
	data := photo12MP()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := jpeg.Decode(bytes.NewReader(data)); err != nil {
			b.Fatal(err)
		}
	}
}
