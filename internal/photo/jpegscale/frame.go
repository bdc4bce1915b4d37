package jpegscale

import (
	"encoding/binary"
	"slices"
)

// Markers of table B.1.
const (
	markerSOF0  = 0xc0 // baseline DCT
	markerSOF1  = 0xc1 // extended sequential DCT, Huffman coding
	markerDHT   = 0xc4
	markerRST0  = 0xd0
	markerSOI   = 0xd8
	markerEOI   = 0xd9
	markerSOS   = 0xda
	markerDQT   = 0xdb
	markerDRI   = 0xdd
	markerAPP0  = 0xe0
	markerAPP14 = 0xee
	markerAPP15 = 0xef
	markerCOM   = 0xfe
)

// A frame is what the segments before the entropy-coded data say (B.2).
type frame struct {
	width, height int  // in pixels, 0 until SOF
	extended      bool // SOF1: four Huffman tables of a class, not two
	components    []component
	columns, rows int            // of MCUs
	quants        [4]*[64]uint16 // in zig-zag order, 1 to 65535; nil until defined
	codes         [2][4]*code    // DC and AC; nil until defined
	moreCodes     bool           // a third or fourth of a class
	restart       int            // MCUs between two restart markers, 0 for none
	notYCbCr      bool           // an Adobe segment says so of three components
	scan          []byte         // the entropy-coded data and all that follows
}

// A component is one colour (B.2.2), with what a scan needs to decode it (B.2.3).
type component struct {
	id, quantID byte
	h, v        int // sampling factors, which are the blocks across and down in an MCU
	quant       *[64]uint16
	dc, ac      *table
	predicted   int32 // the DC coefficient of the block before (F.1.1.5.1)
	reduction   *reduction
	plane       []uint8 // that the reduced blocks are drawn into
	stride      int
}

// readFrame reads up to the first scan, which has to hold all components.
func readFrame(data []byte) (*frame, error) {
	if len(data) < 2 || data[0] != 0xff || data[1] != markerSOI {
		return nil, refuse("no start of image")
	}
	f := &frame{}
	rest := data[2:]
	for {
		marker, payload, after, ok := nextSegment(rest)
		if !ok {
			return nil, refuse("the segments are damaged")
		}
		rest = after
		if marker == markerSOS {
			f.scan = rest
			return f, f.readScanHeader(payload)
		}
		if err := f.readSegment(marker, payload); err != nil {
			return nil, err
		}
	}
}

// nextSegment cuts off one marker segment (B.1.1.4); fill bytes may stand before it (B.1.1.2).
func nextSegment(data []byte) (marker byte, payload, after []byte, ok bool) {
	if len(data) == 0 || data[0] != 0xff {
		return 0, nil, nil, false
	}
	for len(data) > 0 && data[0] == 0xff {
		data = data[1:]
	}
	if len(data) < 3 {
		return 0, nil, nil, false
	}
	length := int(binary.BigEndian.Uint16(data[1:]))
	if length < 2 || length > len(data)-1 {
		return 0, nil, nil, false
	}
	return data[0], data[3 : 1+length], data[1+length:], true
}

func (f *frame) readSegment(marker byte, payload []byte) error {
	switch {
	case marker == markerSOF0 || marker == markerSOF1:
		f.extended = marker == markerSOF1
		return f.readFrameHeader(payload)
	case marker == markerDQT:
		return f.readQuants(payload)
	case marker == markerDHT:
		return f.readCodes(payload)
	case marker == markerDRI:
		if len(payload) != 2 {
			return refuse("the restart interval is damaged")
		}
		f.restart = int(binary.BigEndian.Uint16(payload))
		return nil
	case marker == markerAPP14:
		// Adobe technical note 5116, section 18: the twelfth byte is the colour transform.
		if len(payload) >= 12 && string(payload[:5]) == "Adobe" && payload[11] != 1 {
			f.notYCbCr = true
		}
		return nil
	case marker >= markerAPP0 && marker <= markerAPP15, marker == markerCOM:
		return nil
	}
	return refuse("another coding process or a rare segment")
}

// readFrameHeader reads SOF (B.2.2).
func (f *frame) readFrameHeader(payload []byte) error {
	if f.components != nil || len(payload) < 6 || len(payload) != 6+3*int(payload[5]) {
		return refuse("the frame header is damaged")
	}
	f.height = int(binary.BigEndian.Uint16(payload[1:]))
	f.width = int(binary.BigEndian.Uint16(payload[3:]))
	if payload[0] != 8 || min(f.width, f.height) < 1 || max(f.width, f.height) > maxSide {
		return refuse("the samples are not of 8 bits or the size is out of bounds")
	}
	for p := payload[6:]; len(p) > 0; p = p[3:] {
		if h, v := p[1]>>4, p[1]&15; h < 1 || h > 4 || h == 3 || v < 1 || v > 4 || v == 3 {
			return refuse("rare sampling factors")
		}
		f.components = append(f.components, component{id: p[0], h: int(p[1] >> 4), v: int(p[1] & 15), quantID: p[2]})
	}
	switch len(f.components) {
	case 1:
		// One component is not interleaved: its MCU is one block, whatever the factors (A.2.2).
		f.components[0].h, f.components[0].v = 1, 1
	case 3:
		if !f.takesSampling() {
			return refuse("rare sampling factors")
		}
		if string([]byte{f.components[0].id, f.components[1].id, f.components[2].id}) == "RGB" {
			return refuse("the components are red, green and blue")
		}
	default:
		return refuse("neither one nor three components")
	}
	luma := f.components[0]
	f.columns = (f.width + 8*luma.h - 1) / (8 * luma.h)
	f.rows = (f.height + 8*luma.v - 1) / (8 * luma.v)
	return nil
}

// takesSampling wants both chroma components sampled alike, in a ratio to luma that has a name, and
// an MCU of at most ten blocks (B.2.3).
func (f *frame) takesSampling() bool {
	luma, blue, red := f.components[0], f.components[1], f.components[2]
	_, named := subsamplings[f.subsampling()]
	return named && blue.h == red.h && blue.v == red.v && luma.h*luma.v+2*blue.h*blue.v <= maxBlocks
}

func (f *frame) subsampling() [2]int {
	luma, chroma := f.components[0], f.components[1]
	return [2]int{luma.h / chroma.h, luma.v / chroma.v}
}

// readQuants reads DQT (B.2.4.1). Tables of 16 bits are taken with 8-bit samples too: libjpeg
// writes such at a low quality.
func (f *frame) readQuants(payload []byte) error {
	for len(payload) > 0 {
		wide, id := int(payload[0]>>4), payload[0]&15
		size := 64 * (1 + wide)
		if wide > 1 || id > 3 || len(payload) < 1+size {
			return refuse("a quantisation table is damaged")
		}
		quant := new([64]uint16)
		for i := range quant {
			if wide == 1 {
				quant[i] = binary.BigEndian.Uint16(payload[1+2*i:])
			} else {
				quant[i] = uint16(payload[1+i])
			}
		}
		if slices.Contains(quant[:], 0) {
			return refuse("a quantisation table holds 0")
		}
		f.quants[id] = quant
		payload = payload[1+size:]
	}
	return nil
}

// readCodes reads DHT (B.2.4.2).
func (f *frame) readCodes(payload []byte) error {
	for len(payload) > 0 {
		class, id := payload[0]>>4, payload[0]&15
		c, size := newCode(class, payload[1:])
		if class > 1 || id > 3 || c == nil {
			return refuse("a Huffman table is damaged")
		}
		f.codes[class][id] = c
		f.moreCodes = f.moreCodes || id > 1
		payload = payload[1+size:]
	}
	return nil
}

// readScanHeader reads SOS (B.2.3) and finds the tables of every component.
func (f *frame) readScanHeader(payload []byte) error {
	count := len(f.components)
	if count == 0 || len(payload) != 4+2*count || int(payload[0]) != count {
		return refuse("the first scan does not hold all components")
	}
	if count == 3 && f.notYCbCr {
		return refuse("the colours are not YCbCr")
	}
	// A baseline frame has two Huffman tables of a class (table B.5).
	if f.moreCodes && !f.extended {
		return refuse("a baseline picture has more Huffman tables than it may")
	}
	// Spectral selection 0 to 63 and no successive approximation, as table B.3 wants it.
	if string(payload[1+2*count:]) != "\x00\x3f\x00" {
		return refuse("the scan header is not that of a sequential scan")
	}
	// A block takes two bits at least, so data this short cannot hold the picture.
	blocks := 0
	for i := range f.components {
		c := &f.components[i]
		if payload[1+2*i] != c.id {
			return refuse("the components of the scan are not those of the frame")
		}
		if !f.findTables(c, payload[2+2*i]>>4, payload[2+2*i]&15) {
			return refuse("a table is missing")
		}
		blocks += f.columns * f.rows * c.h * c.v
	}
	if blocks > 4*len(f.scan) {
		return refuse("the picture is cut short")
	}
	return nil
}

// findTables finds the tables of a component.
func (f *frame) findTables(c *component, dc, ac byte) bool {
	if max(dc, ac, c.quantID) > 3 {
		return false
	}
	c.quant = f.quants[c.quantID]
	dcCode, acCode := f.codes[classDC][dc], f.codes[classAC][ac]
	if c.quant == nil || dcCode == nil || acCode == nil {
		return false
	}
	c.dc, c.ac = dcCode.lookup(), acCode.lookup()
	return true
}
