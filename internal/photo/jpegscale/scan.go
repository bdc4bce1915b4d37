package jpegscale

var errDamaged = refuse("its picture data is damaged or cut short")

// decodeScan decodes the only scan (E.2.3): MCU after MCU, over the restart intervals.
func (f *frame) decodeScan() error {
	w := &window{source: f.scan}
	var block reduced
	mcu := 0
	for row := range f.rows {
		for column := range f.columns {
			if f.restart > 0 && mcu > 0 && mcu%f.restart == 0 && !f.restartAt(w, mcu/f.restart-1) {
				return errDamaged
			}
			w.fill()
			for i := range f.components {
				if !f.components[i].decodeMCU(w, &block, column, row) {
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
func (c *component) decodeMCU(w *window, block *reduced, column, row int) bool {
	r := c.reduction
	for y := range c.v {
		line := c.plane[(row*c.v+y)*r.high*c.stride:]
		for x := range c.h {
			if !c.decodeBlock(w, block) {
				return false
			}
			r.draw(line[(column*c.h+x)*r.wide:], c.stride, block)
		}
	}
	return true
}

// maxDC bounds the DC coefficient: twice what 8-bit samples can bring about (A.3.3).
const maxDC = 2047

// decodeBlock decodes one block (F.2.2): it folds the coefficients as they come, up to the last one
// wanted, and goes on to the end of the block without looking at values. Nearly all of the time is
// spent here and in skip, so each keeps the bits of the window in registers, and looks the next
// symbol up before it fetches more: those that a lookup needs are always at hand, and nothing waits.
func (c *component) decodeBlock(w *window, block *reduced) bool {
	bits, count, at := w.fetch(w.bits, w.count, w.at)
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
	for ac := c.ac; place <= r.last; {
		one := ac.one[bits>>(64-lookBits)]
		bits, count, at = w.fetch(bits, count, at)
		if one.advance() == unlisted {
			if one = ac.ask(bits); one == 0 {
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
	w.bits, w.count, w.at = bits, count, at
	return w.skip(c.ac, place)
}

// skip reads the AC coefficients from a place on that are not wanted, many at a time, and tells
// whether the block ended as it should. One fetch is enough for two lookups, and for asking.
func (w *window) skip(ac *table, place int) bool {
	bits, count, at := w.bits, w.count, w.at
	for place < 64 {
		many := ac.many[bits>>(64-lookBits)]
		bits, count, at = w.fetch(bits, count, at)
		if next := place + int(many.advance); next < 64 {
			bits <<= many.length & 63
			count -= int(many.length)
			place = next
			many = ac.many[bits>>(64-lookBits)]
		}
		next := place + int(many.advance)
		if next >= 64 && !ended(next) {
			one := ac.ask(bits)
			if one == 0 {
				return false
			}
			many = one.symbols()
			next = place + int(many.advance)
		}
		bits <<= many.length & 63
		count -= int(many.length)
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
