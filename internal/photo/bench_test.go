package photo

import "testing"

// All of what logging one phone photo asks of this package.
func BenchmarkRead12MP(b *testing.B) {
	data := phoneJPEG(b, 4000, 3000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if facts, err := Read(data, Default); err != nil || facts.Warning != "" {
			b.Fatal(err, facts.Warning)
		}
	}
}

// The picture alone: decode, shrink, turn, encode.
func BenchmarkThumbnail12MP(b *testing.B) {
	data := phoneJPEG(b, 4000, 3000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		facts := Facts{Orientation: 6}
		if err := facts.show(data, codecFor(JPEG), Default); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMetadata(b *testing.B) {
	data := withSegments(phoneJPEG(b, 400, 300), xmpWith(""), exifSegment(exif{orientation: 6, original: "2026:11:01 08:58:12"}.tiff()))
	b.ReportAllocs()
	for b.Loop() {
		if m := readMetadata(data, formats[0].metadata); m.orientation() != 6 {
			b.Fatal(m)
		}
	}
}
