package report

import (
	"strings"

	"codeberg.org/go-fonts/dejavu/dejavusanscondensed"
	"codeberg.org/go-fonts/dejavu/dejavusanscondensedbold"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
)

// A typeface is a font of printed pages with the widths of its characters. It holds Latin, Greek,
// Cyrillic, Hebrew, Arabic and most signs, but neither Chinese nor most emoji.
type typeface struct {
	style  string // as fpdf names it
	ttf    []byte
	font   *opentype.Font
	buffer sfnt.Buffer
	widths map[rune]float64 // in ems; negative where the font lacks the character
}

// newTypefaces reads the two fonts that pages are set in (DejaVu Sans Condensed).
func newTypefaces() (plain, bold *typeface) {
	return &typeface{style: "", ttf: dejavusanscondensed.TTF, font: parsed(dejavusanscondensed.TTF), widths: map[rune]float64{}},
		&typeface{style: "B", ttf: dejavusanscondensedbold.TTF, font: parsed(dejavusanscondensedbold.TTF), widths: map[rune]float64{}}
}

// advance is how wide a character is, in ems; ok is false where the font has none for it.
func (t *typeface) advance(r rune) (ems float64, ok bool) {
	ems, known := t.widths[r]
	if !known {
		ems = t.measure(r)
		t.widths[r] = ems
	}
	return max(ems, 0), ems >= 0
}

func (t *typeface) measure(r rune) float64 {
	glyph, err := t.font.GlyphIndex(&t.buffer, r)
	if err != nil || glyph == 0 || r > 0xffff { // fpdf writes 16 bits a character
		return -1
	}
	const ppem = 1000
	wide, err := t.font.GlyphAdvance(&t.buffer, glyph, fixed.I(ppem), font.HintingNone)
	if err != nil {
		return -1
	}
	return float64(wide) / 64 / ppem
}

// A face is a style of type: bold or not, and its size in points.
type face struct {
	bold bool
	size float64
}

// The faces of printed pages. None is below 8 points.
var (
	faceTitle   = face{true, 17}
	faceHeading = face{true, 13}
	faceStrong  = face{true, 9}
	faceBody    = face{false, 9}
	faceLabel   = face{true, 8}
	faceSmall   = face{false, 8}
)

const mmPerPoint = 25.4 / 72

// em is the size of the type in mm.
func (f face) em() float64 { return f.size * mmPerPoint }

// line is how far a line lies below the one above, in mm.
func (f face) line() float64 { return f.em() * 1.3 }

// printable makes a text fit to be set: in one line, accents joined to their letters, Arabic letters
// to each other, and a box for every character that the font lacks, so that none is lost unseen.
func (t *typeface) printable(text string) (line string, lacks bool) {
	line = strings.Map(func(r rune) rune {
		if joins(r) {
			return -1
		}
		if _, ok := t.advance(r); ok {
			return r
		}
		lacks = true
		return lacking
	}, t.joinArabic(norm.NFC.String(Plain(text))))
	return line, lacks
}

// joins says whether a character only tells how its neighbours are joined or drawn.
func joins(r rune) bool {
	return r >= 0x200b && r <= 0x200f || r == 0x2060 || r == 0xfeff || r >= 0xfe00 && r <= 0xfe0f || r >= 0xe0100 && r <= 0xe01ef
}
