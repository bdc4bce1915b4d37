package jpegscale

var errDamaged = refuse("its picture data is damaged or cut short")

// decodeScan decodes the only scan (E.2.3): MCU after MCU, over the restart intervals.
func (f *frame) decodeScan() error {
	w := &window{source: f.scan}
	mcu := 0
	for row := range f.rows {
		for column := range f.columns {
			if f.restart > 0 && mcu > 0 && mcu%f.restart == 0 && !f.restartAt(w, mcu/f.restart-1) {
				return errDamaged
			}
			w.fill()
			for i := range f.components {
				if !f.components[i].decodeMCU(w, column, row) {
					return errDamaged
				}
			}
			if w.overrun() {
				return errDamaged
			}
			mcu++
		}
	}
	if !w.finish(markerEOI) {
		return errDamaged
	}
	return nil
}

// restartAt begins a new interval behind restart marker number n, which counts up to 7 and again
// from 0 (B.2.1); predictions go back to 0 (F.2.1.3.1).
func (f *frame) restartAt(w *window, n int) bool {
	if !w.finish(markerRST0 + byte(n%8)) {
		return false
	}
	w.begin()
	for i := range f.components {
		f.components[i].predicted = 0
	}
	return true
}

// decodeMCU decodes the blocks of one component in an MCU (A.2.3), left to right, top to bottom.
func (c *component) decodeMCU(w *window, column, row int) bool {
	var block reduced
	for y := range c.v {
		for x := range c.h {
			if !c.decodeBlock(w, &block) {
				return false
			}
			top, left := (row*c.v+y)*c.reduction.high, (column*c.h+x)*c.reduction.wide
			c.reduction.draw(c.plane[top*c.stride+left:], c.stride, &block)
		}
	}
	return true
}

// maxDC bounds the DC coefficient: twice what 8-bit samples can bring about (A.3.3).
const maxDC = 2047

// decodeBlock decodes one block (F.2.2): it folds the coefficients as they come, up to the last one
// wanted, and goes on to the end of the block without looking at values. Nearly all of the time is
// spent here, so it is one function, and keeps the bits of the window in registers.
func (c *component) decodeBlock(w *window, block *reduced) bool {
	bits, count, at := w.refill(w.bits, w.count, w.at)
	r := c.reduction

	// The DC coefficient is a difference (F.2.2.1).
	one := c.dc.one[bits>>(64-lookBits)]
	if one.advance() == unlisted {
		one = c.dc.ask(bits)
	}
	bits <<= one.length()
	count -= int(one.length())
	c.predicted += one.value()
	if one == 0 || c.predicted > maxDC || c.predicted < -maxDC {
		return false
	}
	clear(block[:8*r.high])
	block[0] = int64(c.predicted) * r.weight[0]

	// The AC coefficients that are wanted (F.2.2.2); place is that of the next one.
	place := 1
	for place <= r.last {
		bits, count, at = w.refill(bits, count, at)
		one := c.ac.one[bits>>(64-lookBits)]
		if one.advance() == unlisted {
			if one = c.ac.ask(bits); one == 0 {
				return false
			}
		}
		bits <<= one.length()
		count -= int(one.length())
		place += one.advance()
		if place > 64 {
			break
		}
		block[r.target[place-1]&63] += int64(one.value()) * r.weight[place-1]
	}

	// Those that are not.
	for place < 64 {
		bits, count, at = w.refill(bits, count, at)
		many := c.ac.many[bits>>(64-lookBits)]
		next := place + many.advance()
		if next >= 64 && !ended(next) {
			one := c.ac.ask(bits)
			if one == 0 {
				return false
			}
			many = one.symbols()
			next = place + many.advance()
		}
		bits <<= many.length()
		count -= int(many.length())
		place = next
	}
	w.bits, w.count, w.at = bits, count, at
	return ended(place)
}

// ended tells whether a block that has come to this place ended there: with its last coefficient
// or, before that, with EOB.
func ended(place int) bool {
	return place == 64 || place > endOfBlock && place < endOfBlock+64
}
