package jpegscale

import (
	"math/rand/v2"
	"testing"
)

// The tables of a file of testdata, AC luma: all of table K.5.
func codeK5(t *testing.T) *code {
	t.Helper()
	f, err := readFrame(kept(t, "")["420"])
	if err != nil {
		t.Fatal(err)
	}
	return f.codes[classAC][0]
}

// The code words that table K.5 prints.
func TestFind(t *testing.T) {
	for _, c := range []struct {
		bits string
		want symbol
	}{
		{"1010", symbol{length: 4, end: true}},
		{"00", symbol{length: 2, run: 0, size: 1}},
		{"1111111110000010", symbol{length: 16, run: 0, size: 9}},
		{"11111111001", symbol{length: 11, run: 15, size: 0}},
		{"1111111111111110", symbol{length: 16, run: 15, size: 10}},
		{"1111111111111111", symbol{}},
	} {
		bits := 0
		for i := range 16 {
			bits <<= 1
			if i < len(c.bits) && c.bits[i] == '1' {
				bits |= 1
			}
		}
		if got := codeK5(t).find(bits); got != c.want {
			t.Errorf("%s is %+v, want %+v", c.bits, got, c.want)
		}
	}
}

func TestNewCode(t *testing.T) {
	for _, c := range []struct {
		name   string
		counts []byte // of 1 bit and up
		ok     bool
	}{
		{"one code word", []byte{1}, true},
		{"0, 10, 110", []byte{1, 1, 1}, true},
		{"none", nil, false},
		{"two of 1 bit, one of them a 1", []byte{2}, false},
		{"0, 10, 11", []byte{1, 2}, false},
		{"three of 1 bit", []byte{3}, false},
		{"more than there are symbols", []byte{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 2}, false},
	} {
		data := make([]byte, 16+300)
		copy(data, c.counts)
		if got, _ := newCode(classAC, data); (got != nil) != c.ok {
			t.Errorf("%s: taken is %v, want %v", c.name, got != nil, c.ok)
		}
	}
}

// Tables F.1 and F.2 end where values of 8-bit samples do; blocks in runs are of other pictures.
func TestSymbolsWithoutUse(t *testing.T) {
	for _, c := range []struct {
		class, symbol byte
		ok            bool
	}{
		{classDC, 0, true}, {classDC, 11, true}, {classDC, 12, false}, {classDC, 0x11, false},
		{classAC, 0x00, true}, {classAC, 0x0a, true}, {classAC, 0x0b, false}, {classAC, 0xfa, true},
		{classAC, 0xff, false}, {classAC, 0xf0, true}, {classAC, 0x10, false}, {classAC, 0xe0, false},
	} {
		code, _ := newCode(c.class, append([]byte{0, 1, 15: 0}, c.symbol))
		if got := code.find(0); (got.length == 2) != c.ok {
			t.Errorf("class %d, symbol %#x: %+v", c.class, c.symbol, got)
		}
		if got := code.lookup().ask(0); (got != 0) != c.ok {
			t.Errorf("class %d, symbol %#x: entry %#x", c.class, c.symbol, got)
		}
	}
}

// Table F.1 and the procedure EXTEND.
func TestValue(t *testing.T) {
	for _, c := range []struct {
		size int
		bits uint64
		want int
	}{{0, 0, 0}, {1, 0, -1}, {1, 1, 1}, {3, 0b000, -7}, {3, 0b011, -4}, {3, 0b100, 4}, {10, 0, -1023}, {10, 1023, 1023}} {
		if got := (symbol{size: c.size}).value(c.bits << (64 - max(1, c.size))); got != c.want {
			t.Errorf("%d bits %b are %d, want %d", c.size, c.bits, got, c.want)
		}
	}
}

// What the tables list is what the code says, one symbol at a time.
func TestTablesAgreeWithTheCode(t *testing.T) {
	c := codeK5(t)
	table := c.lookup()
	random := rand.New(rand.NewPCG(7, 8))
	for range 100_000 {
		bits := random.Uint64()
		if one := table.one[bits>>(64-lookBits)]; one.advance() != unlisted {
			if want := table.ask(bits); one != want {
				t.Fatalf("bits %064b: %x, want %x", bits, one, want)
			}
		}
		many := table.many[bits>>(64-lookBits)]
		if int(many.advance) == unlisted {
			continue
		}
		length, advance := uint(0), 0
		for length < uint(many.length) {
			s := c.find(int(bits << length >> 48))
			length += uint(s.length + s.size)
			advance += s.advance()
		}
		if length != uint(many.length) || advance != int(many.advance) {
			t.Fatalf("bits %064b: %d bits to %d, want %d to %d", bits, uint(many.length), int(many.advance), length, advance)
		}
	}
}
