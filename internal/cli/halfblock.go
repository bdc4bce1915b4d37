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
	"spotlog/internal/report"
	"spotlog/store"
)

const (
	pictureRows = 18 // of text, the most one picture takes
	pictureGap  = 2  // columns between two pictures
)

// A shownPhoto is a photo to be drawn, with the line above it.
type shownPhoto struct {
	photo   store.Photo
	caption string
}

// A captioned picture has the line that stands above it.
type captioned struct {
	picture *image.NRGBA
	caption string
}

// drawPhotos draws each photo, and beside it what is marked in it, within columns, on a terminal
// with colours, and nothing elsewhere.
func (a *app) drawPhotos(db *store.DB, photos []shownPhoto, columns int) error {
	if !a.color || len(photos) == 0 {
		return nil
	}
	pictures, err := db.Pictures(a.ctx)
	if err != nil {
		return err
	}
	var drawn []captioned
	for _, p := range photos {
		data, err := db.Thumbnail(a.ctx, p.photo.SHA256)
		if err != nil {
			a.say("%s: no picture could be made of this photo", p.caption)
			continue
		}
		thumb, err := photo.DecodeThumbnail(data)
		if err != nil {
			return err
		}
		drawn = append(drawn, captioned{imaging.Clone(thumb), p.caption})
		if crop := a.marked(db, p.photo, pictures[p.photo.SHA256]); crop != nil {
			drawn = append(drawn, captioned{crop, "the spot"})
		}
	}
	return a.drawPictures(drawn, columns)
}

// marked cuts what is marked in a photo out of it; nil where nothing is, or nothing can be cut.
func (a *app) marked(db *store.DB, p store.Photo, picture store.Picture) *image.NRGBA {
	size := image.Pt(picture.Width, picture.Height)
	region := photo.Around(report.MarkedBox(p, size), size)
	if region.Empty() {
		return nil
	}
	whole, err := a.decoded(db, p.SHA256)
	if err != nil {
		return nil
	}
	crop, err := whole.Crop(size, region, photo.ThumbnailSide)
	if err != nil {
		return nil
	}
	return crop
}

// drawPictures draws pictures side by side within columns, in the best way that the terminal says
// it can.
func (a *app) drawPictures(pictures []captioned, columns int) error {
	if len(pictures) == 0 {
		return nil
	}
	most := max((columns-pictureGap*(len(pictures)-1))/len(pictures), 8)
	protocol := a.pictureProtocol()
	var shown []*image.NRGBA
	for _, p := range pictures {
		shown = append(shown, p.picture)
	}
	fitted, widths, rows := fittedPictures(shown, most)
	if protocol == nil {
		for i, p := range shown {
			fitted[i] = filling(p, most, 2*pictureRows)
			widths[i] = fitted[i].Rect.Dx()
		}
	}
	var captions strings.Builder
	for i, p := range pictures {
		captions.WriteString(text.AlignLeft.Apply(text.Trim(p.caption, widths[i]), widths[i]+pictureGap))
	}
	fmt.Fprintln(a.Out, strings.TrimRight(captions.String(), " "))
	if protocol != nil {
		joined := strip(fitted, widths, rows)
		return protocol(a.Out, joined, joined.Rect.Dx()/cellWidth, rows)
	}
	if err := halfBlocks(a.Out, fitted, a.trueColor()); err != nil {
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
