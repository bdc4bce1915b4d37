package cli

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"io"
	"strings"
)

// cubePalette is transparent, and then the 216 colours of a 6×6×6 cube.
var cubePalette = func() color.Palette {
	palette := color.Palette{color.Transparent}
	for i := range 216 {
		level := func(n int) uint8 { return uint8(n % 6 * 51) }
		palette = append(palette, color.NRGBA{level(i / 36), level(i / 6), level(i), 255})
	}
	return palette
}()

// sixelPicture writes DEC sixels (VT330/VT340 Programmer Reference Manual, chapter 14) in the 216
// colours of a 6×6×6 cube, dithered: bands of six rows, each colour of a band drawn over the last.
func sixelPicture(w io.Writer, picture *image.NRGBA, _, _ int) error {
	paletted := image.NewPaletted(picture.Rect, cubePalette)
	draw.FloydSteinberg.Draw(paletted, paletted.Rect, picture, image.Point{})
	var b strings.Builder
	size := picture.Rect.Size()
	fmt.Fprintf(&b, "\x1bP0;1q\"1;1;%d;%d", size.X, size.Y)
	for i := 1; i < len(cubePalette); i++ {
		level := func(n int) int { return n % 6 * 20 }
		fmt.Fprintf(&b, "#%d;2;%d;%d;%d", i, level((i-1)/36), level((i-1)/6), level(i-1))
	}
	for top := 0; top < size.Y; top += 6 {
		sixelBand(&b, paletted, top)
		b.WriteByte('-')
	}
	b.WriteString("\x1b\\\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// sixelBand draws six rows, colour by colour. Index 0 is transparent: nothing is drawn.
func sixelBand(b *strings.Builder, p *image.Paletted, top int) {
	width := p.Rect.Dx()
	bits := map[uint8][]byte{}
	for y := top; y < min(top+6, p.Rect.Dy()); y++ {
		for x, index := range p.Pix[y*p.Stride : y*p.Stride+width] {
			if index == 0 {
				continue
			}
			if bits[index] == nil {
				bits[index] = make([]byte, width)
			}
			bits[index][x] |= 1 << (y - top)
		}
	}
	for index := range len(cubePalette) {
		if row := bits[uint8(index)]; row != nil {
			fmt.Fprintf(b, "#%d", index)
			for x := 0; x < width; {
				run := x
				for run < width && row[run] == row[x] {
					run++
				}
				fmt.Fprintf(b, "!%d%c", run-x, '?'+row[x])
				x = run
			}
			b.WriteByte('$')
		}
	}
}
