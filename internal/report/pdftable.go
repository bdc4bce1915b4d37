package report

// A printedColumn is a column of a printed table: its name and how wide it is, in mm.
type printedColumn struct {
	name  string
	width float64
}

// The white between two columns and between two rows, in mm.
const (
	tableGap = 3
	rowGap   = 0.9
)

// table sets rows under the names of their columns, which stand again on every page. A row that is
// longer than a few lines flows on over pages.
func (p *paper) table(columns []printedColumn, rows [][]string) {
	const together = 6 // lines that are not torn apart
	line := faceSmall.line()
	p.need(4 * line)
	p.tableHead(columns)
	for _, row := range rows {
		cells, high := p.tableCells(columns, row)
		if p.room() < float64(min(high, together))*line+rowGap {
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
		p.y += rowGap / 2
		p.rule(InkFaint)
		p.y += rowGap / 2
	}
}

// tableCells breaks the cells of a row into lines, and says how many the highest has.
func (p *paper) tableCells(columns []printedColumn, row []string) (cells [][]string, high int) {
	for i, c := range columns {
		cells = append(cells, p.lines(faceSmall, c.width-tableGap, row[i]))
		high = max(high, len(cells[i]))
	}
	return cells, high
}

// tableHeight is how high a table will be that stays on its page, in mm.
func (p *paper) tableHeight(columns []printedColumn, rows [][]string) float64 {
	high := faceLabel.line() + 1
	for _, row := range rows {
		_, lines := p.tableCells(columns, row)
		high += float64(lines)*faceSmall.line() + rowGap
	}
	return high
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
