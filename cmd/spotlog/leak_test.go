package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"spotlog/internal/cli"
)

// What a camera writes beside a picture, and what lies on an intimate site, as it would be found in a
// file that is handed on.
var planted = map[string][]byte{
	"the GPS latitude":     latitude,
	"the GPS longitude":    longitude,
	"the position in XMP":  []byte("47,22.5285N"),
	"the serial number":    []byte("BODY-4711-SERIAL"),
	"the owner":            []byte("Erika Eigentum"),
	"the thumbnail":        []byte("EMBEDDED-THUMBNAIL"),
	"the comment":          []byte("drawn-comment"),
	"what lies behind it":  []byte("BEHIND-THE-PICTURE"),
	"an intimate note":     []byte("a note for nobody"),
	"an intimate site":     []byte("groin"),
	"an intimate question": []byte("said of the groin"),
}

var (
	latitude  = rationals(47, 1, 22, 1, 3171, 100)
	longitude = rationals(8, 1, 33, 1, 2713, 100)
)

func rationals(n ...uint32) (b []byte) {
	for _, each := range n {
		b = binary.BigEndian.AppendUint32(b, each)
	}
	return b
}

// A tag is an entry of an image file directory (EXIF 2.32 §4.6.2).
type tag struct {
	id, kind uint16
	count    uint32
	value    []byte
}

// ifd writes a directory that stands at an offset in the file, the values behind it, and where the
// next directory lies.
func ifd(at int, next uint32, tags ...tag) []byte {
	out := binary.BigEndian.AppendUint16(nil, uint16(len(tags)))
	behind := at + 2 + 12*len(tags) + 4
	var values []byte
	for _, t := range tags {
		out = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(out, t.id), t.kind)
		out = binary.BigEndian.AppendUint32(out, t.count)
		if len(t.value) <= 4 {
			out = append(out, append(t.value, make([]byte, 4-len(t.value))...)...)
			continue
		}
		out = binary.BigEndian.AppendUint32(out, uint32(behind+len(values)))
		values = append(values, t.value...)
	}
	return append(binary.BigEndian.AppendUint32(out, next), values...)
}

func ascii(id uint16, s string) tag { return tag{id, 2, uint32(len(s) + 1), append([]byte(s), 0)} }

func pointer(id uint16, at int) tag {
	return tag{id, 4, 1, binary.BigEndian.AppendUint32(nil, uint32(at))}
}

// tellingPhoto draws a photo, of which a camera told all that is planted. It is stored on its side.
func tellingPhoto(t *testing.T, taken string, shade uint8) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 900, 700))
	for i := range 900 * 700 {
		img.Set(i%900, i/900, color.RGBA{200 - shade, uint8(150 + i%7), 140, 255})
	}
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, img, nil); err != nil {
		t.Fatal(err)
	}
	// Where each directory lies is known once those before it are written.
	const head = 8
	first := func(exif, gps, second int) []byte {
		return ifd(head, uint32(second), tag{0x0112, 3, 1, []byte{0, 6}}, pointer(0x8769, exif), pointer(0x8825, gps))
	}
	exifAt := head + len(first(0, 0, 0))
	exif := ifd(exifAt, 0, ascii(0x9003, taken), ascii(0xa430, "Erika Eigentum"), ascii(0xa431, "BODY-4711-SERIAL"))
	gpsAt := exifAt + len(exif)
	gps := ifd(gpsAt, 0, ascii(1, "N"), tag{2, 5, 3, latitude}, ascii(3, "E"), tag{4, 5, 3, longitude})
	secondAt := gpsAt + len(gps)
	thumbnail := []byte("\xff\xd8\xff\xe0EMBEDDED-THUMBNAIL\xff\xd9")
	second := ifd(secondAt, 0, pointer(0x0201, secondAt+2+12*2+4), tag{0x0202, 4, 1, binary.BigEndian.AppendUint32(nil, uint32(len(thumbnail)))})
	tiff := slices.Concat([]byte("MM\x00*\x00\x00\x00\x08"), first(exifAt, gpsAt, secondAt), exif, gps, second, thumbnail)
	xmp := "http://ns.adobe.com/xap/1.0/\x00" + `<x:xmpmeta xmlns:x="adobe:ns:meta/" xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="47,22.5285N"/>`
	told := append([]byte{}, plain.Bytes()[:2]...)
	for _, s := range []struct {
		marker byte
		body   string
	}{{0xe1, "Exif\x00\x00" + string(tiff)}, {0xe1, xmp}, {0xfe, "drawn-comment"}} {
		told = append(binary.BigEndian.AppendUint16(append(told, 0xff, s.marker), uint16(len(s.body)+2)), s.body...)
	}
	return append(append(told, plain.Bytes()[2:]...), "BEHIND-THE-PICTURE"...)
}

// outsider runs spotlog in a home of its own and gives what it answers and what it says.
func outsider(t *testing.T, home string) func(args ...string) (answer, talk string, code int) {
	random := rand.NewChaCha8([32]byte{5})
	began := time.Now()
	return func(args ...string) (string, string, int) {
		var out, talk bytes.Buffer
		code := cli.Run(context.Background(), cli.System{
			Args: args, Out: &out, Err: &talk, Random: random, Width: 80, Getenv: func(name string) string { return map[string]string{"HOME": home}[name] },
			Now: func() time.Time {
				return time.Date(2026, time.November, 21, 20, 0, 0, 0, time.UTC).Add(time.Since(began))
			},
		})
		return out.String(), talk.String(), code
	}
}

// Verbs that write a file: for others, or for the person's own use: the whole copy,
// what is saved of a damaged journal, the sheet to fill in.
var (
	madeForOthers = map[string][]string{
		"timeline": {"timeline"}, "summary": {"summary"}, "compare": {"compare", "arm-1"},
	}
	forOwnUse = []string{"check", "export", "verify"}
)

var endings = regexp.MustCompile(`\.([a-z]+)\b`)

// What a camera wrote, and what is intimate, is in no file that is made for others, in whatever form
// a verb can write; the person's own export keeps every photo byte for byte.
func TestNothingLeaks(t *testing.T) {
	home := t.TempDir()
	t.Chdir(home)
	spotlog := outsider(t, home)
	must := func(args ...string) string {
		answer, talk, code := spotlog(args...)
		if code != 0 {
			t.Fatalf("spotlog %v ended with %d: %s", args, code, talk)
		}
		return answer + talk
	}
	photos := map[string][]byte{
		"june.jpg": tellingPhoto(t, "2026:06:20 20:00:00", 10), "november.jpg": tellingPhoto(t, "2026:11:20 20:00:00", 40), "private.jpg": tellingPhoto(t, "2026:11:20 20:05:00", 70),
	}
	for name, content := range photos {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
		for what, bytes := range planted {
			if !strings.HasPrefix(what, "an intimate") && !strings.Contains(string(content), string(bytes)) {
				t.Fatalf("the test plants no %s in %s", what, name)
			}
		}
	}
	must("log", "arm-1", "--new", "--site", "left forearm", "--size", "4mm", "--method", "ruler", "--color", "brown", "--date", "2026-06-20", "--photo", "june.jpg")
	must("log", "arm-1", "--size", "8mm", "--method", "ruler", "--color", "brown,black", "--date", "2026-11-20", "--photo", "november.jpg")
	must("log", "private-1", "--new", "--site", "groin", "--size", "8mm", "--bleeding", "unprovoked", "--note", "a note for nobody", "--date", "2026-11-20", "--photo", "private.jpg")
	must("visit", "add", "private-1", "--date", "2026-11-20", "--diagnosis", "said of the groin")

	t.Run("own copy", func(t *testing.T) {
		if said := must("export", "-o", "own"); !strings.Contains(said, "photos that hold where they were taken: 3") {
			t.Errorf("export does not see the positions: %s", said)
		}
		kept := 0
		for _, content := range filesUnder(t, "own") {
			for _, original := range photos {
				if bytes.Equal(content, original) {
					kept++
				}
			}
		}
		if kept != len(photos) {
			t.Errorf("export keeps %d of %d originals", kept, len(photos))
		}
	})
	for verb, command := range madeForOthers {
		_, talk, _ := spotlog(append(command, "-o", "x.none")...)
		_, list, _ := strings.Cut(talk, "does not end in ")
		list, _, _ = strings.Cut(list, "\n")
		forms := endings.FindAllString(list, -1)
		if len(forms) < 3 {
			t.Fatalf("%s does not tell its forms: %s", verb, talk)
		}
		for _, form := range forms {
			t.Run(verb+form, func(t *testing.T) {
				file := "handed-" + verb + form
				must(append(command, "-o", file)...)
				content, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				leaks(t, file, content)
			})
		}
	}
	for name, command := range map[string][]string{
		"photos": {"summary", "--photos", "portal", "--quiet"}, "deidentified": {"export", "--deidentify", "-o", "bare"},
	} {
		t.Run(name, func(t *testing.T) {
			must(command...)
			files := filesUnder(t, command[slices.IndexFunc(command, func(s string) bool { return s == "portal" || s == "bare" })])
			if len(files) < 2 {
				t.Fatalf("only %d files", len(files))
			}
			for file, content := range files {
				leaks(t, file, content)
			}
		})
	}
}

// A verb that learns to write a file stands in one of the two lists, so that the test above sees it.
func TestEveryVerbThatWritesIsSearched(t *testing.T) {
	spotlog := outsider(t, t.TempDir())
	overview, _, _ := spotlog("help")
	known := 0
	for _, verb := range regexp.MustCompile(`(?m)^\s+([a-z]+) `).FindAllStringSubmatch(overview, -1) {
		page, _, code := spotlog("help", verb[1])
		if code != 0 || !strings.Contains(page, "--output") {
			continue
		}
		known++
		if madeForOthers[verb[1]] == nil && !slices.Contains(forOwnUse, verb[1]) {
			t.Errorf("%s writes a file that nobody searches for what a camera wrote", verb[1])
		}
	}
	if known < len(madeForOthers)+len(forOwnUse) {
		t.Errorf("only %d verbs were found to write", known)
	}
}

func filesUnder(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files[path], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

var dataURLs = regexp.MustCompile(`data:[a-z/]+;base64,([A-Za-z0-9+/=]+)`)

// leaks fails where a file, or what is packed within it, holds what was planted.
func leaks(t *testing.T, file string, content []byte) {
	t.Helper()
	parts := map[string][]byte{file: content}
	for i, url := range dataURLs.FindAllSubmatch(content, -1) {
		picture, err := base64.StdEncoding.DecodeString(string(url[1]))
		if err != nil {
			t.Fatal(err)
		}
		parts[file+": picture "+string(rune('1'+i))] = picture
	}
	if filepath.Ext(file) == ".pdf" {
		for name, part := range unpackedPDF(t, file) {
			parts[name] = part
		}
	}
	for name, part := range parts {
		for what, bytes := range planted {
			if strings.Contains(string(part), string(bytes)) {
				t.Errorf("%s holds %s", name, what)
			}
		}
		if strings.Contains(string(part), "Exif\x00") {
			t.Errorf("%s holds what a camera wrote", name)
		}
	}
}

// unpackedPDF gives a PDF with its streams decompressed, its text, and the pictures in it.
func unpackedPDF(t *testing.T, file string) map[string][]byte {
	t.Helper()
	folder := t.TempDir()
	for _, command := range [][]string{
		{"qpdf", "--qdf", "--object-streams=disable", file, filepath.Join(folder, "plain.pdf")},
		{"pdftotext", file, filepath.Join(folder, "text.txt")},
		{"pdfimages", "-all", file, filepath.Join(folder, "picture")},
	} {
		if _, err := exec.LookPath(command[0]); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatalf("%s is missing: .ci/run installs it", command[0])
			}
			t.Skipf("%s is not on this machine", command[0])
		}
		if out, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", command, err, out)
		}
	}
	files := filesUnder(t, folder)
	if len(files) < 4 {
		t.Errorf("%s holds no two pictures", file)
	}
	return files
}
