package photo

import (
	"encoding/binary"
	"image"
	"iter"
	"slices"

	"github.com/disintegration/imaging"
)

// A container is what the boxes of a HEIF file say of its pictures (ISO/IEC 14496-12 §8.11,
// ISO/IEC 23008-12). It holds no coded picture.
type container struct {
	primary    uint32 // the item that is the picture
	primaryAt  int    // where the file says so, and in how many bytes
	primaryLen int
	previews   []uint32         // the items that are smaller pictures of the primary one (thmb)
	tiles      []uint32         // the items that the primary one is put together from (dimg)
	properties map[uint32][]box // of each item, in the order that they apply
	flagsAt    map[uint32]int   // where the file says of an item, by the lowest bit, whether it is hidden
	end        uint64           // where the data of the items end in a file that is whole, 0 where not said
}

// A box is one part of an ISO media file.
type box struct {
	kind    string
	at      int // of its content, from the beginning of what boxes was given
	content []byte
}

// boxes walks over the boxes that fill some bytes, and ends early where one is cut short.
func boxes(data []byte) iter.Seq[box] {
	return func(yield func(box) bool) {
		for at := 0; len(data)-at >= 8; {
			length, head := uint64(binary.BigEndian.Uint32(data[at:])), 8
			switch {
			case length == 0: // up to the end
				length = uint64(len(data) - at)
			case length == 1 && len(data)-at >= 16:
				length, head = binary.BigEndian.Uint64(data[at+8:]), 16
			}
			if length < uint64(head) || length > uint64(len(data)-at) {
				return
			}
			end := at + int(length)
			if !yield(box{string(data[at+4 : at+8]), at + head, data[at+head : end]}) {
				return
			}
			at = end
		}
	}
}

// find gives the first box of a kind.
func find(data []byte, kind string) (box, bool) {
	for b := range boxes(data) {
		if b.kind == kind {
			return b, true
		}
	}
	return box{}, false
}

// fields reads numbers off a box. Past its end all are 0 and short is set.
type fields struct {
	data  []byte
	short bool
}

func (f *fields) number(bytes int) uint32 {
	if len(f.data) < bytes {
		f.data, f.short = nil, true
		return 0
	}
	var n uint32
	for _, b := range f.data[:bytes] {
		n = n<<8 | uint32(b)
	}
	f.data = f.data[bytes:]
	return n
}

// wide reads a number of up to eight bytes.
func (f *fields) wide(bytes int) uint64 {
	return uint64(f.number(max(0, bytes-4)))<<32 | uint64(f.number(min(4, bytes)))
}

// full reads the version and flags that most boxes begin with (ISO/IEC 14496-12 §4.2).
func (f *fields) full() (version, flags uint32) { return f.number(1), f.number(3) }

// idLength is how many bytes an item's number takes in a box of a version.
func idLength(version uint32) int {
	if version == 0 {
		return 2
	}
	return 4
}

// readContainer reads the boxes; false where they name no primary picture.
func readContainer(data []byte) (c container, ok bool) {
	meta, ok := find(data, "meta")
	if !ok || len(meta.content) < 4 {
		return c, false
	}
	inner := meta.content[4:]
	pitm, ok := find(inner, "pitm")
	if !ok {
		return c, false
	}
	f := fields{data: pitm.content}
	version, _ := f.full()
	c.primaryLen = idLength(version)
	c.primaryAt = meta.at + 4 + pitm.at + 4
	c.primary = f.number(c.primaryLen)
	if iinf, found := find(inner, "iinf"); found {
		c.readItems(iinf, meta.at+4)
	}
	if iref, found := find(inner, "iref"); found {
		c.readReferences(iref.content)
	}
	if iprp, found := find(inner, "iprp"); found {
		c.readProperties(iprp.content)
	}
	if iloc, found := find(inner, "iloc"); found {
		c.readPlaces(iloc.content)
	}
	return c, !f.short
}

// readItems reads where the flags of each item stand (infe, §8.11.6); what iinf lies in begins at an
// offset of the file.
func (c *container) readItems(iinf box, offset int) {
	f := fields{data: iinf.content}
	version, _ := f.full()
	f.number(idLength(version))
	offset += iinf.at + len(iinf.content) - len(f.data)
	c.flagsAt = map[uint32]int{}
	for infe := range boxes(f.data) {
		g := fields{data: infe.content}
		version, _ := g.full()
		if item := g.number(idLength(max(version, 2) - 2)); !g.short {
			c.flagsAt[item] = offset + infe.at + 3
		}
	}
}

// readPlaces reads where the data of the items lie (§8.11.3), of those that lie in the file itself.
func (c *container) readPlaces(iloc []byte) {
	f := fields{data: iloc}
	version, _ := f.full()
	sizes := f.number(2)
	offsets, lengths, bases, indices := int(sizes>>12), int(sizes>>8&15), int(sizes>>4&15), int(sizes&15)
	if lengths == 0 {
		return // each is the rest of the file; and thousands of them would take no bytes
	}
	for count := f.number(idLength(version / 2)); count > 0 && !f.short; count-- {
		f.number(idLength(version / 2))
		method := uint32(0)
		if version > 0 {
			method = f.number(2) & 15
		}
		f.number(2)
		base := f.wide(bases)
		for extents := f.number(2); extents > 0 && !f.short; extents-- {
			if version > 0 {
				f.wide(indices)
			}
			end := base + f.wide(offsets) + f.wide(lengths)
			if method == 0 && !f.short {
				c.end = max(c.end, end)
			}
		}
	}
}

// readReferences reads the item references (§8.11.12): a preview points at what it is a preview of, and
// a grid at its tiles.
func (c *container) readReferences(iref []byte) {
	f := fields{data: iref}
	version, _ := f.full()
	id := idLength(version)
	for reference := range boxes(f.data) {
		g := fields{data: reference.content}
		from := g.number(id)
		for count := g.number(2); count > 0 && !g.short; count-- {
			switch to := g.number(id); {
			case g.short:
			case reference.kind == "thmb" && to == c.primary:
				c.previews = append(c.previews, from)
			case reference.kind == "dimg" && from == c.primary:
				c.tiles = append(c.tiles, to)
			}
		}
	}
}

// readProperties reads which properties each item has (ISO/IEC 23008-12 §9.3).
func (c *container) readProperties(iprp []byte) {
	ipco, _ := find(iprp, "ipco")
	all := slices.Collect(boxes(ipco.content))
	c.properties = map[uint32][]box{}
	for ipma := range boxes(iprp) {
		if ipma.kind != "ipma" {
			continue
		}
		f := fields{data: ipma.content}
		version, flags := f.full()
		wide := 1 + int(flags&1)
		for count := f.number(4); count > 0 && !f.short; count-- {
			item := f.number(idLength(version))
			for n := f.number(1); n > 0 && !f.short; n-- {
				// The highest bit marks what a reader must know.
				index := int(f.number(wide)) &^ (1 << (8*wide - 1))
				if 1 <= index && index <= len(all) {
					c.properties[item] = append(c.properties[item], all[index-1])
				}
			}
		}
	}
}

// size gives the width and height of an item as it is coded, in pixels (ispe); 0 where not said.
func (c *container) size(item uint32) (width, height int) {
	for _, p := range c.properties[item] {
		if p.kind == "ispe" && len(p.content) >= 12 {
			return int(binary.BigEndian.Uint32(p.content[4:])), int(binary.BigEndian.Uint32(p.content[8:]))
		}
	}
	return 0, 0
}

// profile gives the colour profile of the primary picture (colr, ISO/IEC 14496-12 §12.1.5), which some
// phones write beside its tiles alone; nil where there is none.
func (c *container) profile() []byte {
	for _, item := range append([]uint32{c.primary}, c.tiles[:min(1, len(c.tiles))]...) {
		for _, p := range c.properties[item] {
			if p.kind == "colr" && len(p.content) > 4 && (string(p.content[:4]) == "prof" || string(p.content[:4]) == "rICC") {
				return p.content[4:]
			}
		}
	}
	return nil
}

// turns gives the properties that turn an item upright: irot and imir (§6.5.10, §6.5.12).
func (c *container) turns(item uint32) (turns []box) {
	for _, p := range c.properties[item] {
		if (p.kind == "irot" || p.kind == "imir") && len(p.content) >= 1 {
			turns = append(turns, p)
		}
	}
	return turns
}

// turned says whether the container itself tells what is upright.
func (c *container) turned() bool { return len(c.turns(c.primary)) > 0 }

// uprightSize gives the size of the primary picture once it is turned.
func (c *container) uprightSize() (width, height int) {
	width, height = c.size(c.primary)
	for _, t := range c.turns(c.primary) {
		if t.kind == "irot" && t.content[0]&1 == 1 {
			width, height = height, width
		}
	}
	return width, height
}

// turn applies turns to a small picture: irot counts quarters against the clock; imir exchanges top
// and bottom for 0, left and right for 1.
func turn(picture *image.NRGBA, turns []box) *image.NRGBA {
	quarters := [4]func(image.Image) *image.NRGBA{nil, imaging.Rotate90, imaging.Rotate180, imaging.Rotate270}
	mirrors := [2]func(image.Image) *image.NRGBA{imaging.FlipV, imaging.FlipH}
	for _, t := range turns {
		apply := mirrors[t.content[0]&1]
		if t.kind == "irot" {
			apply = quarters[t.content[0]&3]
		}
		if apply != nil {
			picture = apply(picture)
		}
	}
	return picture
}

// withPrimary copies a file in which another item is the primary picture.
func (c *container) withPrimary(data []byte, item uint32) []byte {
	out := slices.Clone(data)
	for i := range c.primaryLen {
		out[c.primaryAt+i] = byte(item >> (8 * (c.primaryLen - 1 - i)))
	}
	return out
}

// largestPreview picks the preview with the longest side that is at most limit pixels a side.
func (c *container) largestPreview(limit int) (item uint32, side int) {
	for _, id := range c.previews {
		width, height := c.size(id)
		if longer := max(width, height); longer > side && longer <= limit && (c.primaryLen == 4 || id < 1<<16) {
			item, side = id, longer
		}
	}
	return item, side
}
