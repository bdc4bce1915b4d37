package report

import (
	"html/template"
	"image"
	"io"

	"spotlog/store"
)

// MarkPageSide is the longest side in pixels that a picture to be marked needs: its page is zoomed,
// and measures in pixels of the original all the same.
const MarkPageSide = 2400

// A MarkPage is a page on which the spot and the ruler in a photo are drawn, and which gives the
// command that records them.
type MarkPage struct {
	Title   string
	Command string // up to the flags, as it is typed
	Size    image.Point
	Photo   store.Photo // with what is marked already
	Picture *image.NRGBA
	Kinds   []string
}

type markPage struct {
	MarkPage
	Source  template.URL
	Posture string
}

// Write writes the page as HTML.
func (m MarkPage) Write(w io.Writer) error {
	source, err := dataURL(m.Picture)
	if err != nil {
		return err
	}
	m.Title = Plain(m.Title)
	return writePage(w, "mark", markPage{m, source, Posture})
}
