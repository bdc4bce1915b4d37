package report

import (
	"html/template"
	"io"
)

// comparePage is what pages/compare.html shows.
type comparePage struct {
	Title, Scale, Posture string
	Sides                 [2]comparePageSide
}

type comparePageSide struct {
	Name                         string // earlier or later
	Date, Caption, Taken, Scale  string
	Spot, Whole                  template.URL // Whole is empty where the view shows all
	SpotSide, WholeWide, WholeHi int          // pixels
}

// WriteHTML writes both sides as a page with a slider that lays one over the other.
func (c *Comparison) WriteHTML(w io.Writer, views Views) (err error) {
	p := comparePage{Title: c.Title(), Scale: c.ScaleWords(), Posture: Posture}
	for i := range c.Sides {
		s := &c.Sides[i]
		side := comparePageSide{
			Name: [2]string{"earlier", "later"}[i], Date: LongDate(s.Date), Caption: Plain(s.Caption()),
			Taken: Plain(s.Taken), Scale: s.ScaleWords(), SpotSide: viewSide,
		}
		if side.Spot, err = dataURL(views[i].Spot); err != nil {
			return err
		}
		if whole := views[i].Whole; whole != nil {
			side.WholeWide, side.WholeHi = whole.Rect.Dx(), whole.Rect.Dy()
			if side.Whole, err = dataURL(whole); err != nil {
				return err
			}
		}
		p.Sides[i] = side
	}
	return writePage(w, "compare", p)
}
