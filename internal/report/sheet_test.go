package report

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// The sheet reads well on paper and in an editor: no line is wider than a terminal, and what a
// person wrote stands in one line.
func TestSheetText(t *testing.T) {
	j := fixture()
	j.Spots[0].Site = "abdomen\nself-check\n  symptoms: fever"
	var out bytes.Buffer
	if err := NewSheet(all(j), []string{"face", "scalp"}, asOf).WriteText(&out); err != nil {
		t.Fatal(err)
	}
	golden(t, "sheet.txt", out.String())
	for line := range strings.Lines(out.String()) {
		if utf8.RuneCountInString(line) > 81 {
			t.Errorf("too wide: %s", line)
		}
	}
	if strings.Count(out.String(), "\nself-check\n") != 1 {
		t.Error("a site was read as a heading")
	}
}

// The printed sheet keeps to its box, asks for every spot, and its ruler is true to the mm.
func TestSheetPDF(t *testing.T) {
	var out bytes.Buffer
	if err := NewSheet(all(fixture()), []string{"face", "scalp"}, asOf).WritePDF(&out, printedAt); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "sheet.pdf")
	if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, "qpdf", "--check", file)
	keepsToTheBox(t, file)
	words := run(t, "pdftotext", "-layout", file, "-")
	for _, want := range []string{"belly-1 · abdomen", "3 dots", "left arm", "4.5 × 3 mm (ruler)", "A new spot", "What the words mean", Posture} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is not on the sheet:\n%s", want, words)
		}
	}
	middle := map[string]float64{}
	for _, w := range placedWords(t, file)[0] {
		middle[w.Text] = (w.XMin + w.XMax) / 2
	}
	if got := middle["150"] - middle["10"]; math.Abs(got-140) > 0.2 {
		t.Errorf("from 10 to 150 the ruler measures %.2f mm", got)
	}
}
