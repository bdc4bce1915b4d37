package cli

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"io"
	"strings"

	"github.com/disintegration/imaging"
)

// A pictureWriter draws one picture over so many columns and rows of a terminal, from where the
// cursor is, and leaves the cursor below it.
type pictureWriter func(w io.Writer, picture *image.NRGBA, columns, rows int) error

// A cell of a terminal is about twice as high as wide; so many pixels of a picture go into one.
const (
	cellWidth  = 10
	cellHeight = 20
)

// pictureProtocol gives how the terminal takes pictures, by what it says of itself, or nil where it
// says nothing. Within tmux and screen the words of the terminal outside are inherited, but its
// pictures do not get through.
func (a *app) pictureProtocol() pictureWriter {
	term, program := a.Getenv("TERM"), a.Getenv("TERM_PROGRAM")
	switch {
	case a.Getenv("TMUX") != "" || a.Getenv("STY") != "" || strings.HasPrefix(term, "screen") || strings.HasPrefix(term, "tmux"):
		return nil
	case a.Getenv("KITTY_WINDOW_ID") != "" || term == "xterm-kitty":
		return kittyPicture
	case program == "iTerm.app" || program == "WezTerm":
		return itermPicture
	case strings.Contains(term, "sixel") || term == "foot" || strings.HasPrefix(term, "foot-") || strings.HasPrefix(term, "mlterm"):
		return sixelPicture
	}
	return nil
}

// strip lays pictures side by side, each as wide as its columns, with the gap of half blocks
// between them.
func strip(pictures []*image.NRGBA, columns []int, rows int) *image.NRGBA {
	width := -pictureGap
	for _, c := range columns {
		width += c + pictureGap
	}
	out := image.NewNRGBA(image.Rect(0, 0, width*cellWidth, rows*cellHeight))
	x := 0
	for i, p := range pictures {
		draw.Draw(out, p.Rect.Add(image.Pt(x, 0)), p, image.Point{}, draw.Src)
		x += (columns[i] + pictureGap) * cellWidth
	}
	return out
}

// fittedPictures shrinks each picture to at most so many columns, and gives the columns that each
// takes and the rows that the highest does.
func fittedPictures(pictures []*image.NRGBA, most int) (fitted []*image.NRGBA, columns []int, rows int) {
	for _, p := range pictures {
		f := filling(p, most*cellWidth, pictureRows*cellHeight)
		fitted = append(fitted, f)
		columns = append(columns, (f.Rect.Dx()+cellWidth-1)/cellWidth)
		rows = max(rows, (f.Rect.Dy()+cellHeight-1)/cellHeight)
	}
	return fitted, columns, rows
}

// filling fits a picture into a width and height in pixels, enlarged where it is smaller: a crop of
// a small spot has few pixels.
func filling(p *image.NRGBA, width, height int) *image.NRGBA {
	scale := min(float64(width)/float64(p.Rect.Dx()), float64(height)/float64(p.Rect.Dy()))
	side := func(n int) int { return max(1, int(float64(n)*scale+0.5)) }
	return imaging.Resize(p, side(p.Rect.Dx()), side(p.Rect.Dy()), imaging.CatmullRom)
}

// kittyChunk is the most base64 that one escape of kitty's may hold.
const kittyChunk = 4096

// kittyPicture is kitty's graphics protocol: a PNG in base64, shown at once (a=T) over c columns and
// r rows, without an answer (q=2), which would land in the shell.
func kittyPicture(w io.Writer, picture *image.NRGBA, columns, rows int) error {
	data, err := inBase64(picture)
	if err != nil {
		return err
	}
	var b strings.Builder
	control := fmt.Sprintf("a=T,f=100,q=2,c=%d,r=%d,", columns, rows)
	for data != "" {
		chunk := data[:min(kittyChunk, len(data))]
		data = data[len(chunk):]
		more := 0
		if data != "" {
			more = 1
		}
		fmt.Fprintf(&b, "\x1b_G%sm=%d;%s\x1b\\", control, more, chunk)
		control = ""
	}
	_, err = fmt.Fprintln(w, b.String())
	return err
}

// itermPicture is iTerm2's inline image, which WezTerm takes too: a PNG in base64.
func itermPicture(w io.Writer, picture *image.NRGBA, columns, rows int) error {
	data, err := inBase64(picture)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "\x1b]1337;File=inline=1;size=%d;width=%d;height=%d;preserveAspectRatio=1:%s\a\n",
		base64.StdEncoding.DecodedLen(len(data))-strings.Count(data, "="), columns, rows, data)
	return err
}

func inBase64(picture *image.NRGBA) (string, error) {
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(out.Bytes()), nil
}
