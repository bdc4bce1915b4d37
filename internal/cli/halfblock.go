package cli

import (
	"fmt"
	"image"
	"image/color"
	"io"
	"strings"

	"github.com/disintegration/imaging"
	"github.com/jedib0t/go-pretty/v6/text"

	"spotlog/internal/photo"
	"spotlog/store"
)

const (
	pictureRows = 18 // of text, the most one picture takes
	pictureGap  = 2  // columns between two pictures
)

// A shownPhoto is a photo to be drawn, with the line above it.
type shownPhoto struct{ sha256, caption string }

// drawPhotos draws thumbnails side by side within columns, on a terminal with colours, and
// nothing elsewhere.
func (a *app) drawPhotos(db *store.DB, photos []shownPhoto, columns int) error {
	if !a.color || len(photos) == 0 {
		return nil
	}
	each := max((columns-pictureGap*(len(photos)-1))/len(photos), 8)
	var pictures []*image.NRGBA
	var captions strings.Builder
	for _, p := range photos {
		data, err := db.Thumbnail(a.ctx, p.sha256)
		if err != nil {
			a.say("%s: no picture could be made of this photo", p.caption)
			continue
		}
		thumb, err := photo.DecodeThumbnail(data)
		if err != nil {
			return err
		}
		picture := imaging.Fit(thumb, each, 2*pictureRows, imaging.Box)
		pictures = append(pictures, picture)
		captions.WriteString(text.AlignLeft.Apply(text.Trim(p.caption, picture.Rect.Dx()), picture.Rect.Dx()+pictureGap))
	}
	fmt.Fprintln(a.Out, strings.TrimRight(captions.String(), " "))
	if err := halfBlocks(a.Out, pictures, a.trueColor()); err != nil {
		return err
	}
	_, err := fmt.Fprintln(a.Out)
	return err
}

func (a *app) trueColor() bool {
	depth := a.Getenv("COLORTERM")
	return depth == "truecolor" || depth == "24bit"
}

// halfBlocks draws pictures side by side with two pixels a character: the upper half block's
// colour above, its background below.
func halfBlocks(w io.Writer, pictures []*image.NRGBA, trueColor bool) error {
	rows := 0
	for _, p := range pictures {
		rows = max(rows, (p.Rect.Dy()+1)/2)
	}
	var b strings.Builder
	for row := range rows {
		for i, p := range pictures {
			if i > 0 {
				b.WriteString(strings.Repeat(" ", pictureGap))
			}
			halfBlockRow(&b, p, 2*row, trueColor)
		}
		b.WriteString("\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func halfBlockRow(b *strings.Builder, p *image.NRGBA, y int, trueColor bool) {
	if y >= p.Rect.Dy() {
		b.WriteString(strings.Repeat(" ", p.Rect.Dx()))
		return
	}
	for x := range p.Rect.Dx() {
		upper := p.NRGBAAt(x, y)
		lower := p.NRGBAAt(x, min(y+1, p.Rect.Dy()-1))
		b.WriteString(escape(38, upper, trueColor) + escape(48, lower, trueColor) + "▀")
	}
	b.WriteString("\x1b[0m")
}

// escape sets the foreground (38) or background (48): 24-bit colour, or the 6×6×6 cube of the
// 256 colours (ECMA-48 SGR; xterm's ctlseqs).
func escape(layer int, c color.NRGBA, trueColor bool) string {
	if trueColor {
		return fmt.Sprintf("\x1b[%d;2;%d;%d;%dm", layer, c.R, c.G, c.B)
	}
	cube := func(v uint8) int { return (int(v)*5 + 127) / 255 }
	return fmt.Sprintf("\x1b[%d;5;%dm", layer, 16+36*cube(c.R)+6*cube(c.G)+cube(c.B))
}
