package photo

import "testing"

func TestSniff(t *testing.T) {
	for _, c := range []struct {
		head string
		want Format
	}{
		{"\xff\xd8\xff\xe0\x00\x10JFIF", JPEG},
		{"\xff\xd8\xff\xe1", JPEG},
		{"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", PNG},
		{"RIFF\x24\x00\x00\x00WEBPVP8 ", WebP},
		{"II*\x00\x08\x00\x00\x00", TIFF},
		{"MM\x00*\x00\x00\x00\x08", TIFF},
		{"BM\x46\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00", BMP},
		{"GIF87a\x01\x00", GIF},
		{"GIF89a\x01\x00", GIF},
		{"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", HEIC},
		{"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic", HEIC},
		{"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1avif", AVIF},
		{"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00mif1miafavif", AVIF},
		// What begins alike and is none.
		{"", ""},
		{"\xff\xd8", ""},
		{"\x89PNG\n\x1a\n", ""}, // a PNG that a mail program took for text
		{"RIFF\x24\x00\x00\x00WAVEfmt ", ""},
		{"BM, the week's list of things", ""},
		{"GIF90a\x01\x00", ""},
		{"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00isommp42", ""},
		{"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00heic", ""}, // the brand stands behind the box
		{"%PDF-1.7", ""},
		{"<svg xmlns=", ""},
	} {
		got, ok := Sniff([]byte(c.head))
		if got != c.want || ok != (c.want != "") {
			t.Errorf("Sniff(%q) = %q, %v; want %q", c.head, got, ok, c.want)
		}
	}
}
