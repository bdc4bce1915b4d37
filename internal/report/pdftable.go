package report

// A printedColumn is a column of a printed table: its name and how wide it is, in mm.
type printedColumn struct {
	name  string
	width float64
}

// tableGap is the white between two columns, in mm.
const tableGap = 3

// table sets rows under the names of their columns, which stand again on every page. A row that is
// longer than a few lines flows on over pages.
func (p *paper) table(columns []printedColumn, rows [][]string) {
	const together = 6 // lines that are not torn apart
	line := faceSmall.line()
	p.need(4 * line)
	p.tableHead(columns)
	for _, row := range rows {
		cells, high := make([][]string, len(columns)), 0
		for i, c := range columns {
			cells[i] = p.lines(faceSmall, c.width-tableGap, row[i])
			high = max(high, len(cells[i]))
		}
		if p.room() < float64(min(high, together))*line+1 {
			p.newPage()
			p.tableHead(columns)
		}
		for n := range high {
			if p.room() < line {
				p.newPage()
				p.tableHead(columns)
			}
			x := p.left
			for i, c := range columns {
				if n < len(cells[i]) {
					p.write(faceSmall, x, p.y, cells[i][n])
				}
				x += c.width
			}
			p.y += line
		}
		p.y += 0.6
		p.rule(InkFaint)
		p.y += 0.4
	}
}

func (p *paper) tableHead(columns []printedColumn) {
	x := p.left
	for _, c := range columns {
		p.write(faceLabel, x, p.y, c.name)
		x += c.width
	}
	p.y += faceLabel.line() + 0.5
	p.rule(InkText)
	p.y += 0.5
}
