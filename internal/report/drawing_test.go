package report

import (
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// golden holds what was drawn or written against testdata/NAME, or with -update writes it there.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-golden +got):\n%s", name, diff)
	}
}

func svgOf(t *testing.T, d *Drawing) string {
	t.Helper()
	var b strings.Builder
	if err := d.WriteSVG(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestDrawingGolden(t *testing.T) {
	golden(t, "drawing.svg", svgOf(t, &Drawing{Width: 40, Height: 20, Title: "one of each, <&> quoted", Shapes: []Shape{
		{Points: []Point{{0, 0}, {40, 0}, {40, 20}}, Closed: true, Fill: InkBody},
		{Points: []Point{{1, 10}, {5, 0}, {10, 20}, {20, 10}, {25, 5.004}, {30, -0.001}, {39, 10}}, Curved: true, Ink: InkSoft, Line: 0.3, Dash: 1},
		{Points: []Point{{20, 10}}, Radius: 3, Fill: InkPaper, Ink: InkText, Line: 0.25},
		{Points: []Point{{20, 11}}, Text: "<7>", Size: 2.8, Align: AlignMiddle, Bold: true, Fill: InkText},
	}}))
}

// Whatever a drawing is called and says, it is one well-formed picture.
func TestDrawingIsWellFormed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		says := rapid.String().Draw(t, "text")
		d := Drawing{Width: 10, Height: 10, Title: says, Shapes: []Shape{{Points: []Point{{1, 1}}, Text: "x" + says, Size: 2, Fill: InkText}}}
		var b strings.Builder
		if err := d.WriteSVG(&b); err != nil {
			t.Fatal(err)
		}
		elements := 0
		for in := xml.NewDecoder(strings.NewReader(b.String())); ; {
			token, err := in.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%q: %v in %s", says, err, b.String())
			}
			if _, ok := token.(xml.StartElement); ok {
				elements++
			}
		}
		if elements != 3 {
			t.Fatalf("%q drew %d elements: %s", says, elements, b.String())
		}
	})
}
