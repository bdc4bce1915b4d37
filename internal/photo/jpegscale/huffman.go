package jpegscale

// The classes of Huffman tables (B.2.4.2).
const (
	classDC = 0
	classAC = 1
)

// A code is a Huffman code as DHT gives it (annex C): the codes of one length are consecutive
// numbers, and follow on those of the length below.
type code struct {
	class   byte
	counts  [17]int // how many codes have a length in bits, 1 to 16
	symbols []byte  // in the order of the codes
	table   *table  // once a scan has asked for it
}

// newCode reads sixteen counts and the symbols, and says how many bytes they took. It gives nil
// where they are cut short, or are more than fit; no code is made of 1 bits only (C.2).
func newCode(class byte, data []byte) (*code, int) {
	if len(data) < 16 {
		return nil, 0
	}
	c := &code{class: class}
	total, next := 0, 0
	for length := 1; length <= 16; length++ {
		count := int(data[length-1])
		c.counts[length] = count
		total += count
		next = 2*next + count
		if next >= 1<<length {
			return nil, 0
		}
	}
	if total == 0 || total > 256 || len(data) < 16+total {
		return nil, 0
	}
	c.symbols = data[16 : 16+total]
	return c, 16 + total
}

// A symbol is what a code word stands for (F.1.2.1.1, F.1.2.2.1).
type symbol struct {
	length int // of the code word in bits, 0 for none
	run    int // coefficients of 0 before that of the value
	size   int // bits of the value, which follow the code word
	end    bool
}

// find reads the code word at the head of 16 bits: the procedure DECODE of F.2.2.3. It gives a
// length of 0 where there is none, or one that 8-bit samples have no use for: values of more bits
// than tables F.1 and F.2 list for them, and the runs of blocks of progressive pictures.
func (c *code) find(bits int) symbol {
	first, index := 0, 0
	for length := 1; length <= 16; length++ {
		if at := bits>>(16-length) - first; at < c.counts[length] {
			return c.symbol(c.symbols[index+at], length)
		}
		index += c.counts[length]
		first = (first + c.counts[length]) << 1
	}
	return symbol{}
}

func (c *code) symbol(b byte, length int) symbol {
	run, size := int(b>>4), int(b&15)
	switch {
	case c.class == classDC && b <= 11:
		return symbol{length: length, size: size}
	case c.class == classAC && b == 0:
		return symbol{length: length, end: true}
	case c.class == classAC && (size > 0 && size <= 10 || b == 0xf0):
		return symbol{length: length, run: run, size: size}
	}
	return symbol{}
}

// value turns the bits after a code word into a number, from the left-most bit of bits on: the
// procedures RECEIVE and EXTEND of F.2.2.1.
func (s symbol) value(bits uint64) int {
	if s.size == 0 {
		return 0
	}
	v := int(bits >> (64 - s.size))
	if v < 1<<(s.size-1) {
		v += 1 - 1<<s.size
	}
	return v
}

// advance is how far a symbol moves on the place in the block.
func (s symbol) advance() int {
	if s.end {
		return endOfBlock
	}
	return s.run + 1
}

// How far a symbol moves on the place in the block, when not by coefficients.
const (
	endOfBlock = 128 // EOB: added to a place, it stays tellable from one
	unlisted   = 255 // more bits than were looked up decide, or there is no code word
)

// lookBits is how many of the next bits a table is looked up by. With 12 it is no faster, with 13
// slower, and the tables are to leave room in the nearest cache.
const lookBits = 11

// A table looks up code words together with the bits of the values that follow them.
type table struct {
	code *code
	one  [1 << lookBits]oneEntry
	many [1 << lookBits]manyEntry // of AC only
}

// A oneEntry is a symbol and its value: the length in bits, of both together, in the lowest byte,
// how far the place in the block moves on in the next, the value in the upper two. 0 is no code
// word.
type oneEntry uint32

func (e oneEntry) length() uint       { return uint(e) & 63 }
func (e oneEntry) advance() int       { return int(e >> 8 & 0xff) }
func (e oneEntry) value() int32       { return int32(e) >> 16 }
func (e oneEntry) symbols() manyEntry { return manyEntry{uint8(e.length()), uint8(e.advance())} }

// A manyEntry is as many symbols as the bits looked up hold, where their values are not wanted: the
// length of all in bits, and how far the place moves on.
type manyEntry struct{ length, advance uint8 }

// lookup gives the table of a code, made when first asked for.
func (c *code) lookup() *table {
	if c.table != nil {
		return c.table
	}
	t := &table{code: c}
	c.table = t
	var heads [1 << lookBits]symbol
	for i := range heads {
		// The bits not looked up are taken as 0, which is of no matter to a code word as short.
		if s := c.find(i << (16 - lookBits)); s.length <= lookBits {
			heads[i] = s
		}
		t.one[i] = unlisted << 8
		if s := heads[i]; s.length > 0 && s.length+s.size <= lookBits {
			t.one[i] = s.with(uint64(i) << (64 - lookBits))
		}
	}
	if c.class == classAC {
		for i := range t.many {
			t.many[i] = collect(&heads, i)
		}
	}
	return t
}

// ask reads a symbol that is not listed; 0 is no code word.
func (t *table) ask(bits uint64) oneEntry {
	s := t.code.find(int(bits >> 48))
	if s.length == 0 {
		return 0
	}
	return s.with(bits)
}

// with puts the value into a symbol that the bits begin with.
func (s symbol) with(bits uint64) oneEntry {
	value := s.value(bits << s.length)
	return oneEntry(value)<<16 | oneEntry(s.advance())<<8 | oneEntry(s.length+s.size)
}

// collect follows the symbols as long as their code words, if not all of their values, are within
// the bits, and the place stays in a block.
func collect(heads *[1 << lookBits]symbol, bits int) manyEntry {
	length, advance := 0, 0
	for length < lookBits && advance < endOfBlock {
		s := heads[bits<<length&(1<<lookBits-1)]
		if s.length == 0 || length+s.length > lookBits || !s.end && advance+s.advance() > 63 {
			break
		}
		length += s.length + s.size
		advance += s.advance()
	}
	if length == 0 {
		return manyEntry{advance: unlisted}
	}
	return manyEntry{uint8(length), uint8(advance)}
}
