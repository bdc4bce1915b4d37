package report

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"html/template"
	"io"
	"math"
	"strconv"
	"strings"
)

// A Drawing is lines, discs and words that every writer of a document draws alike. Lengths are in
// mm from the upper left.
type Drawing struct {
	Width, Height float64
	Title         string  // what it shows, in words, for who does not see it
	Caption       string  // how to read it, to stand under it; may be empty
	Shapes        []Shape // the later ones lie over the earlier
}

// A Shape is a line of text where Text is there, a disc where Radius is, and otherwise a path.
type Shape struct {
	Points []Point // of a path its corners; of a disc its middle; of a text its place on the base line
	Curved bool    // the points after the first come in threes: two that steer a cubic Bézier curve, and its end
	Closed bool    // the path returns to its first point
	Radius float64 // mm
	Text   string
	Size   float64 // of the text: the em of its font, mm (a point is 0.353)
	Align  Align
	Bold   bool

	Fill Ink     // within the shape; of a text its letters; none where empty
	Ink  Ink     // of the line round it; none where empty
	Line float64 // width of that line, mm
	Dash float64 // length of its dashes and of the gaps between, mm; 0 is a whole line
}

// A Point is a place in a drawing, mm to the right and down.
type Point struct{ X, Y float64 }

// An Ink is a shade by what it is for, so that a page can turn it round in the dark.
type Ink string

// The inks, from the darkest to the lightest. All are greys: what a drawing says, it says in black and white.
const (
	InkText  Ink = "ink"
	InkSoft  Ink = "soft"
	InkFaint Ink = "faint"
	InkBody  Ink = "body" // the ground of a figure
	InkPaper Ink = "paper"
)

var greys = map[Ink]uint8{InkText: 0x1c, InkSoft: 0x59, InkFaint: 0xc0, InkBody: 0xf1, InkPaper: 0xff}

// Grey is the shade on paper: 0 is black, 255 white.
func (i Ink) Grey() uint8 { return greys[i] }

// An Align says which end of a text lies at its point.
type Align string

// The alignments, as SVG has them (text-anchor).
const (
	AlignStart  Align = "start"
	AlignMiddle Align = "middle"
	AlignEnd    Align = "end"
)

// WriteSVG writes the drawing as SVG for a page: it takes the width it is given, has the greys of
// paper, and carries classes (fill-soft, line-ink) by which the page's style changes them.
func (d *Drawing) WriteSVG(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" class="drawing" role="img" viewBox="0 0 %s %s">`+"\n<title>%s</title>\n",
		short(d.Width), short(d.Height), escaped(d.Title))
	for i := range d.Shapes {
		s := &d.Shapes[i]
		at := s.Points[0]
		switch {
		case s.Text != "":
			fmt.Fprintf(out, `<text x="%s" y="%s" font-size="%s" text-anchor="%s"`, short(at.X), short(at.Y), short(s.Size), s.Align)
			if s.Bold {
				out.WriteString(` font-weight="bold"`)
			}
			fmt.Fprintf(out, "%s>%s</text>\n", s.paint(), escaped(s.Text))
		case s.Radius > 0:
			fmt.Fprintf(out, `<circle cx="%s" cy="%s" r="%s"%s/>`+"\n", short(at.X), short(at.Y), short(s.Radius), s.paint())
		default:
			fmt.Fprintf(out, `<path d="%s"%s/>`+"\n", s.path(), s.paint())
		}
	}
	out.WriteString("</svg>\n")
	return out.Flush()
}

// SVG is the drawing within a page, which needs no name space and is to hold no address at all.
func (d *Drawing) SVG() template.HTML {
	var b strings.Builder
	_ = d.WriteSVG(&b) // a Builder takes all
	return template.HTML(strings.Replace(b.String(), ` xmlns="http://www.w3.org/2000/svg"`, "", 1))
}

// path gives the path data (SVG 2 §9.3).
func (s *Shape) path() string {
	command, every := " L", 1
	if s.Curved {
		command, every = " C", 3
	}
	var b strings.Builder
	for i, p := range s.Points {
		switch {
		case i == 0:
			b.WriteString("M")
		case (i-1)%every == 0:
			b.WriteString(command)
		default:
			b.WriteString(" ")
		}
		b.WriteString(short(p.X) + "," + short(p.Y))
	}
	if s.Closed {
		b.WriteString(" Z")
	}
	return b.String()
}

// paint gives the attributes of fill and line. A style sheet outdoes them (SVG 2 §6.6).
func (s *Shape) paint() string {
	var classes []string
	shades := ""
	for _, each := range []struct {
		attribute, class string
		ink              Ink
	}{{"fill", "fill", s.Fill}, {"stroke", "line", s.Ink}} {
		if each.ink == "" {
			if each.attribute == "fill" {
				shades += ` fill="none"`
			}
			continue
		}
		classes = append(classes, each.class+"-"+string(each.ink))
		shades += fmt.Sprintf(` %s="#%02[2]x%02[2]x%02[2]x"`, each.attribute, each.ink.Grey())
	}
	if s.Ink != "" {
		shades += ` stroke-width="` + short(s.Line) + `"`
	}
	if s.Dash > 0 {
		shades += ` stroke-dasharray="` + short(s.Dash) + `"`
	}
	return ` class="` + strings.Join(classes, " ") + `"` + shades
}

// short gives a length to a hundredth of a mm, finer than any printer.
func short(mm float64) string {
	return strconv.FormatFloat(math.Round(mm*100)/100+0, 'f', -1, 64)
}

func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(Plain(text))) // a Builder takes all
	return b.String()
}
