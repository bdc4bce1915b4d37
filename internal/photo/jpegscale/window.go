package jpegscale

import (
	"bytes"
	"encoding/binary"
)

const (
	maxBlocks = 10 // of an MCU (B.2.3)
	// mcuBytes is more than one MCU can take: 64 symbols a block, each of a code word of 16 bits
	// and a value of 11, and the bytes read ahead.
	mcuBytes    = maxBlocks*64*(16+11)/8 + 16
	windowBytes = 16 << 10
)

// A window holds the next bytes of an entropy-coded segment, freed of the zero bytes stuffed behind
// each 0xff (B.1.1.5, F.1.2.3), so that the decoder reads eight at a time and asks nothing. Only
// between two MCUs does fill look whether enough are there for the next one.
type window struct {
	source []byte // what was not brought into the window yet
	marker byte   // that ended the segment; 0 while it goes on, or where the data ends without one
	ended  bool
	buffer [windowBytes + 8]byte // eight to spare, so that reading at any place needs no check
	end    int                   // of the bytes of the segment; mcuBytes of 0 follow where it has ended

	// The bits next to be read stand left in bits, count of them; at is the place of the byte that
	// follows them. What stands below the count agrees with that byte.
	bits  uint64
	count int
	at    int
}

// begin starts a segment: where the scan begins, and behind each restart marker.
func (w *window) begin() {
	w.bits, w.count, w.at, w.end = 0, 0, 0, 0
	w.marker, w.ended = 0, false
}

// fill makes sure that an MCU can be read without looking for the end.
func (w *window) fill() {
	if w.ended || w.end-w.at >= mcuBytes {
		return
	}
	w.end = copy(w.buffer[:], w.buffer[w.at:w.end])
	w.at = 0
	for room := w.buffer[:windowBytes-mcuBytes]; w.end < len(room) && !w.ended; {
		run := w.source[:min(len(w.source), len(room)-w.end)]
		if i := bytes.IndexByte(run, 0xff); i >= 0 {
			run = run[:i]
		}
		w.end += copy(room[w.end:], run)
		w.source = w.source[len(run):]
		if w.end < len(room) {
			w.unstuff()
		}
	}
	if w.ended {
		clear(w.buffer[w.end : w.end+mcuBytes])
	}
}

// unstuff takes the 0xff that the source stands at, or its end.
func (w *window) unstuff() {
	if len(w.source) >= 2 && w.source[1] == 0 {
		w.buffer[w.end] = 0xff
		w.end++
		w.source = w.source[2:]
		return
	}
	w.ended = true
	for len(w.source) > 0 && w.source[0] == 0xff {
		w.source = w.source[1:]
	}
	if len(w.source) > 0 {
		w.marker = w.source[0]
		w.source = w.source[1:]
	}
}

// overrun tells whether more bits were read than the segment has.
func (w *window) overrun() bool { return w.ended && 8*w.at-w.count > 8*w.end }

// finish tells whether the segment ends here, with less than a byte of padding, at this marker.
func (w *window) finish(marker byte) bool {
	w.fill()
	left := 8*w.end - (8*w.at - w.count)
	return w.ended && w.marker == marker && left >= 0 && left < 8
}

// fetch adds whole bytes, up to 56 bits or more, of eight read at once. All 64 bits agree with the
// stream then, so that lookBits of them still do after two symbols and their values.
func (w *window) fetch(bits uint64, count, at int) (uint64, int, int) {
	bits |= binary.BigEndian.Uint64(w.buffer[at&(windowBytes-1):]) >> (count & 63)
	return bits, count | 56, at + (63-count)>>3
}
