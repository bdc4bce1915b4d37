package report

import "codeberg.org/go-pdf/fpdf"

// draw sets a drawing with its upper left corner at x, y, in the greys of paper.
func (p *paper) draw(d *Drawing, x, y float64) {
	for i := range d.Shapes {
		s := &d.Shapes[i]
		at := s.Points[0]
		switch {
		case s.Text != "":
			p.drawWords(s, x+at.X, y+at.Y)
		case s.Radius > 0:
			p.shade(s)
			p.pdf.Circle(x+at.X, y+at.Y, s.Radius, s.operation())
		default:
			p.shade(s)
			p.trace(s, x, y)
		}
		if s.Dash > 0 {
			p.pdf.SetDashPattern(nil, 0)
		}
	}
}

func (p *paper) drawWords(s *Shape, x, base float64) {
	f := face{s.Bold, s.Size / mmPerPoint}
	switch wide := p.wide(f, p.printable(f, s.Text)); s.Align {
	case AlignMiddle:
		x -= wide / 2
	case AlignEnd:
		x -= wide
	}
	grey := int(s.Fill.Grey())
	p.pdf.SetTextColor(grey, grey, grey)
	p.write(f, x, base-f.em(), s.Text)
	p.pdf.SetTextColor(0, 0, 0)
}

// shade takes up the inks, the line and its dashes.
func (p *paper) shade(s *Shape) {
	if s.Fill != "" {
		p.fill(s.Fill)
	}
	if s.Ink != "" {
		p.ink(s.Ink)
		p.pdf.SetLineWidth(s.Line)
	}
	if s.Dash > 0 {
		p.pdf.SetDashPattern([]float64{s.Dash}, 0)
	}
}

// operation says in fpdf's letters what is done with a shape.
func (s *Shape) operation() string {
	switch {
	case s.Fill == "":
		return "D"
	case s.Ink == "":
		return "F"
	}
	return "FD"
}

func (p *paper) trace(s *Shape, x, y float64) {
	on := func(i int) fpdf.PointType { return fpdf.PointType{X: x + s.Points[i].X, Y: y + s.Points[i].Y} }
	p.pdf.MoveTo(on(0).X, on(0).Y)
	for i := 1; i < len(s.Points); i++ {
		if !s.Curved {
			p.pdf.LineTo(on(i).X, on(i).Y)
			continue
		}
		if i+2 < len(s.Points) {
			p.pdf.CurveBezierCubicTo(on(i).X, on(i).Y, on(i+1).X, on(i+1).Y, on(i+2).X, on(i+2).Y)
		}
		i += 2
	}
	if s.Closed {
		p.pdf.ClosePath()
	}
	p.pdf.DrawPath(s.operation())
}
