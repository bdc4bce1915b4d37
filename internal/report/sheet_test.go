package report

import (
	"bytes"
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
	if err := NewSheet(all(j), asOf).WriteText(&out); err != nil {
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
