package report

import (
	"image"
	"image/color"
	"image/draw"
	"strings"

	"github.com/disintegration/imaging"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Sizes of the sheet, in pixels.
const (
	sheetMargin = 32
	lineHeight  = 34
	textSize    = 24
)

// sheet draws title, captions and pictures: the two views first, the whole pictures under them.
func (c *Comparison) sheet(views Views) *image.NRGBA {
	width := 2*viewSide + 3*sheetMargin
	text := [2][]string{c.Sides[0].lines(), c.Sides[1].lines()}
	rows := max(len(text[0]), len(text[1]))
	foot := wrapped(newPen(image.NewNRGBA(image.Rectangle{}), regular, textSize, color.Black), c.ScaleWords()+" "+Posture, width-2*sheetMargin)
	top := sheetMargin + lineHeight + 16 + rows*lineHeight
	below := top + viewSide
	for _, v := range views {
		if v.Whole != nil {
			below = max(below, top+viewSide+16+v.Whole.Rect.Dy())
		}
	}
	img := imaging.New(width, below+24+len(foot)*lineHeight+sheetMargin/2, color.White)
	newPen(img, bold, 30, color.Black).write(fitted(newPen(img, bold, 30, color.Black), c.Title(), width-2*sheetMargin), sheetMargin, sheetMargin+lineHeight-8)
	for i, v := range views {
		x := sheetMargin + i*(viewSide+sheetMargin)
		for n, line := range text[i] {
			pen := newPen(img, regular, textSize, color.Gray{60})
			if n == 0 {
				pen = newPen(img, bold, textSize, color.Black)
			}
			pen.write(line, x, sheetMargin+lineHeight+16+n*lineHeight+textSize)
		}
		draw.Draw(img, v.Spot.Rect.Add(image.Pt(x, top)), v.Spot, image.Point{}, draw.Src)
		if v.Whole != nil {
			draw.Draw(img, v.Whole.Rect.Add(image.Pt(x, top+viewSide+16)), v.Whole, image.Point{}, draw.Src)
		}
	}
	for n, line := range foot {
		newPen(img, regular, textSize, color.Black).write(line, sheetMargin, below+24+n*lineHeight+textSize)
	}
	return img
}

// lines are a side's captions, cut to the width of its view.
func (s *Side) lines() (lines []string) {
	none := image.NewNRGBA(image.Rectangle{})
	lines = wrapped(newPen(none, bold, textSize, color.Black), s.Caption(), viewSide)
	return append(lines, wrapped(newPen(none, regular, textSize, color.Black), s.Taken+" · "+s.ScaleWords(), viewSide)...)
}

// The Go fonts (golang.org/x/image/font/gofont).
var regular, bold = parsed(goregular.TTF), parsed(gobold.TTF)

func parsed(ttf []byte) *opentype.Font {
	f, err := opentype.Parse(ttf)
	if err != nil {
		panic("report: a Go font cannot be read: " + err.Error())
	}
	return f
}

// A pen writes in one font and size.
type pen struct {
	drawer font.Drawer
	font   *opentype.Font
}

func newPen(img draw.Image, f *opentype.Font, size float64, ink color.Color) *pen {
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		panic("report: a Go font has no face: " + err.Error())
	}
	return &pen{font.Drawer{Dst: img, Src: image.NewUniform(ink), Face: face}, f}
}

// write writes a line from x with its base line at y.
func (p *pen) write(line string, x, y int) {
	p.drawer.Dot = fixed.P(x, y)
	p.drawer.DrawString(p.writable(line))
}

func (p *pen) width(line string) int { return p.drawer.MeasureString(p.writable(line)).Ceil() }

// lacking stands for a character that the Go fonts do not have, so that it is seen to be missing.
const lacking = '□'

func (p *pen) writable(line string) string {
	var buffer sfnt.Buffer
	return strings.Map(func(r rune) rune {
		if i, err := p.font.GlyphIndex(&buffer, r); err != nil || i == 0 {
			return lacking
		}
		return r
	}, Plain(line))
}

// wrapped breaks a text between words into lines of at most width pixels.
func wrapped(p *pen, text string, width int) (lines []string) {
	line := ""
	for _, word := range strings.Fields(text) {
		if longer := strings.TrimSpace(line + " " + word); p.width(longer) <= width {
			line = longer
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		line = fitted(p, word, width)
	}
	return append(lines, line)
}

// fitted cuts a line that is wider than width pixels.
func fitted(p *pen, line string, width int) string {
	letters := []rune(line)
	for n := len(letters); n > 0; n-- {
		if cut := string(letters[:n]); n == len(letters) && p.width(cut) <= width || p.width(cut+"…") <= width {
			if n < len(letters) {
				cut += "…"
			}
			return cut
		}
	}
	return ""
}
