package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// tool finds a program that judges what was written. Where the gate runs it has to be there.
func tool(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is missing: .ci/run installs it", name)
		}
		t.Skipf("%s is not on this machine", name)
	}
	return path
}

func run(t testing.TB, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(tool(t, name), args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// printedAt is the moment that test pages say they were made at.
var printedAt = time.Date(2026, time.November, 21, 20, 0, 0, 0, time.UTC)

// printed writes a paper to a file that qpdf finds sound, and gives the file.
func printed(t testing.TB, draw func(*paper)) string {
	t.Helper()
	p := newPaper("a test (of \\ all)", "as of 21 Nov 2026", printedAt)
	p.newPage()
	draw(p)
	var b bytes.Buffer
	if err := p.finish(&b); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, "qpdf", "--check", file)
	return file
}

// What a person writes comes out of the page as it went in, or is seen to be lacking.
func TestPaperSetsWhatANoteHolds(t *testing.T) {
	long := strings.Repeat("Donaudampfschiff", 40)
	cases := []struct{ note, want string }{
		{"άλλαξε λίγο, ῥᾴων", "άλλαξε λίγο, ῥᾴων"},
		{"стало темнее — ёж", "стало темнее — ёж"},
		{"naïve Größe, łódź, Žofín, ệ", "naïve Größe, łódź, Žofín, ệ"},
		{"e\u0301te\u0301", "été"}, // accents are joined to their letters
		{"left (arm) \\ 50 % \\( ((", "left (arm) \\ 50 % \\( (("},
		{"bell\a and \x1b[31m red\r\nnext", "bell\uFFFD and \uFFFD[31m red\uFFFD next"},
		{"漢字 and 🙂 here", "□□ and □ here"},
		{"family 👩\u200d👧 \ufe0f.", "family □□ ."},
		{"\xff\xfe broken", "\uFFFD\uFFFD broken"},
		{"שלום עולם", "שלום עולם"},
		{"سلام", "\ufeb3\ufefc\ufee1"},
		{"4 × 3 mm ± 0.5 – “quoted” … ≥ 7 °C ½ €", "4 × 3 mm ± 0.5 – “quoted” … ≥ 7 °C ½ €"},
		{long, long},
	}
	for _, c := range cases {
		file := printed(t, func(p *paper) { p.paragraph(faceBody, c.note) })
		got := run(t, "pdftotext", "-layout", file, "-")
		if c.note == long {
			got = strings.ReplaceAll(got, "\n", "")
		}
		if !strings.Contains(got, c.want) {
			t.Errorf("%q is printed as:\n%s", c.note, got)
		}
		if lacks := strings.Contains(got, "stands for a character"); lacks != strings.Contains(c.want, string(lacking)) {
			t.Errorf("%q: that a character is lacking is told: %v", c.note, lacks)
		}
	}
}

// A word of a page as pdftotext finds it, in mm from the upper left.
type placedWord struct {
	XMin float64 `xml:"xMin,attr"`
	YMin float64 `xml:"yMin,attr"`
	XMax float64 `xml:"xMax,attr"`
	YMax float64 `xml:"yMax,attr"`
	Text string  `xml:",chardata"`
}

// placedWords reads where each word of each page stands.
func placedWords(t testing.TB, file string) (pages [][]placedWord) {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader(run(t, "pdftotext", "-bbox", file, "-")))
	decoder.Strict = false
	decoder.Entity = xml.HTMLEntity
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return pages
		}
		if err != nil {
			t.Fatal(err)
		}
		start, ok := token.(xml.StartElement)
		switch {
		case ok && start.Name.Local == "page":
			pages = append(pages, nil)
		case ok && start.Name.Local == "word":
			var w placedWord
			if err := decoder.DecodeElement(&w, &start); err != nil {
				t.Fatal(err)
			}
			for _, edge := range []*float64{&w.XMin, &w.YMin, &w.XMax, &w.YMax} {
				*edge *= mmPerPoint
			}
			pages[len(pages)-1] = append(pages[len(pages)-1], w)
		}
	}
}

// keepsToTheBox fails where a word, or any ink at all, lies outside what both A4 and Letter print.
func keepsToTheBox(t testing.TB, file string) {
	t.Helper()
	const slack = 0.4 // mm: half a line's width, and the resolution below
	for n, words := range placedWords(t, file) {
		for _, w := range words {
			if w.XMin < boxLeft-slack || w.XMax > boxRight+slack || w.YMin < boxTop-slack || w.YMax > boxFoot+slack {
				t.Errorf("page %d: %q lies outside the box, at %.1f,%.1f to %.1f,%.1f mm", n+1, w.Text, w.XMin, w.YMin, w.XMax, w.YMax)
			}
		}
	}
	folder := t.TempDir()
	run(t, "pdftoppm", "-r", "72", "-gray", file, filepath.Join(folder, "page"))
	pages, err := filepath.Glob(filepath.Join(folder, "*.pgm"))
	if err != nil || len(pages) == 0 {
		t.Fatalf("no page was drawn: %v", err)
	}
	for _, page := range pages {
		inked := inkOf(t, page)
		pixels := func(mm float64) int { return int(mm / mmPerPoint) } // 72 to the inch
		box := image.Rect(pixels(boxLeft-slack), pixels(boxTop-slack), pixels(boxRight+slack)+1, pixels(boxFoot+slack)+1)
		if !inked.In(box) {
			t.Errorf("%s has ink in %v, the box is %v", filepath.Base(page), inked, box)
		}
	}
}

// inkOf gives the part of a drawn page, a binary PGM, that is not white.
func inkOf(t testing.TB, file string) (inked image.Rectangle) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var width, height, white int
	if _, err := fmt.Sscanf(string(data[:min(len(data), 40)]), "P5\n%d %d\n%d\n", &width, &height, &white); err != nil {
		t.Fatal(err)
	}
	pixels := data[len(data)-width*height:]
	for i, shade := range pixels {
		if int(shade) < white-8 {
			at := image.Pt(i%width, i/width)
			inked = inked.Union(image.Rectangle{Min: at, Max: at.Add(image.Pt(1, 1))})
		}
	}
	return inked
}

// Whatever is set, nothing leaves the box and nothing is lost: a long note flows over pages.
func TestPaperKeepsToItsBox(t *testing.T) {
	drawing := SizeChart(&fixture().Spots[1], fixture().Visits, asOf, 90, 45)
	var dot bytes.Buffer
	if err := jpeg.Encode(&dot, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	file := printed(t, func(p *paper) {
		p.outline(0, "One (and \\ only)")
		p.heading(faceHeading, strings.Repeat("A long title ", 20))
		p.tag(faceStrong, boxRight-p.tagWidth(faceStrong, "soon"), p.y, "soon")
		p.gap(3)
		p.draw(drawing, p.left, p.y)
		p.scaleBar(boxRight-95, p.y+20)
		p.y += drawing.Height
		for _, x := range []float64{boxLeft, boxRight - 30} {
			p.jpeg("once", dot.Bytes(), x, p.y, 30, 30)
		}
		p.column(boxLeft+100, 60)
		p.hanging(faceBody, "–", strings.Repeat("one fact after the other ", 30))
		p.column(boxLeft, boxWidth)
		p.table([]printedColumn{{"Date", 25}, {"What", 165}}, [][]string{
			{"1 Nov 2026", strings.Repeat("word ", 1000) + "end-of-the-note"},
			{"2 Nov 2026", strings.Repeat("Q", 5000)},
			{"3 Nov 2026", p.cut(faceSmall, 60, strings.Repeat("cut short ", 20))},
		})
	})
	keepsToTheBox(t, file)
	words := run(t, "pdftotext", "-layout", file, "-")
	if got := strings.Count(words, "word"); got != 1000 || !strings.Contains(words, "end-of-the-note") {
		t.Errorf("of a note of 1000 words %d are printed", got)
	}
	if got := strings.Count(words, "Q"); got != 5000 {
		t.Errorf("of a word of 5000 letters %d are printed", got)
	}
	for n := range 3 {
		if !strings.Contains(words, fmt.Sprintf("page %d / 3", n+1)) {
			t.Errorf("no page %d / 3:\n%s", n+1, words)
		}
	}
	if got := strings.Count(run(t, "pdfimages", "-list", file), "jpeg"); got != 2 {
		t.Errorf("the picture, placed twice, is shown %d times", got)
	}
	if got := strings.Count(run(t, "qpdf", "--qdf", "--object-streams=disable", file, "-"), "/Subtype /Image"); got != 1 {
		t.Errorf("the picture, placed twice, is in the file %d times", got)
	}
}

// Arabic letters are joined as they are written, and what runs from the right is turned, numbers not.
func TestScriptsFromTheRight(t *testing.T) {
	plain, bold := newTypefaces()
	for _, c := range []struct{ text, joined string }{
		{"بيت", "\ufe91\ufef4\ufe96"},                     // beginning, middle, end
		{"دار", "\ufea9\ufe8d\ufead"},                     // none joins what follows
		{"سلام", "\ufeb3\ufefc\ufee1"},                    // lam and alef are one
		{"بَت", "\ufe91\u064e\ufe96"},                     // a vowel sign parts nothing
		{"می\u200cرود", "\ufee3\ufbfd\ufead\ufeed\ufea9"}, // Persian, with what keeps two apart
		{"بـ ب", "\ufe91ـ \ufe8f"},
		{"naïve, ёж, שלום", "naïve, ёж, שלום"},
	} {
		for _, face := range []*typeface{plain, bold} {
			got, lacks := face.printable(c.text)
			if again, _ := face.printable(got); got != c.joined || again != got || lacks {
				t.Errorf("%q is joined as %+q, and again as %+q; want %+q", c.text, got, again, c.joined)
			}
		}
	}
	for _, c := range []struct{ line, shown string }{
		{"אבג", "גבא"},
		{"אב 12 גד", "דג 12 בא"},
		{"“אב” 4 mm", "“בא” 4 mm"},
		{"was “אב (4 mm) גד” 5", "was “דג (mm 4) בא” 5"},
		{"on אב 12 גד and", "on דג 12 בא and"},
		{"4 × אב", "בא × 4"},
		{"size · “אב”", "size · “בא”"},
		{"(אב) x (גד)", "(דג) x (בא)"},
		{"left 4 mm", "left 4 mm"},
	} {
		if got := visual(c.line); got != c.shown {
			t.Errorf("%q is shown as %q, want %q", c.line, got, c.shown)
		}
	}
}
