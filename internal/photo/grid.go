package photo

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"slices"

	"spotlog/internal/photo/icc"
	"spotlog/internal/photo/libheif"
)

// A grid is a picture that is put together from tiles of one size, as phones store it (ISO/IEC
// 23008-12 §6.6.2.3). A part of it takes no more than the tiles that the part lies in.
type grid struct {
	size, tile image.Point // in pixels, as stored
	columns    int
	tiles      []uint32 // the items, line by line
}

// grid gives the grid of the primary picture; false where that is no plain one.
func (c *container) grid() (g grid, ok bool) {
	if len(c.tiles) == 0 || c.has(c.primary, "clap") || c.has(c.tiles[0], "irot", "imir", "clap") {
		return g, false
	}
	g.tiles = c.tiles
	g.size.X, g.size.Y = c.size(c.primary)
	g.tile.X, g.tile.Y = c.size(c.tiles[0])
	if min(g.size.X, g.size.Y, g.tile.X, g.tile.Y) <= 0 || max(g.size.X, g.size.Y, g.tile.X, g.tile.Y) > maxSide {
		return g, false
	}
	g.columns = (g.size.X + g.tile.X - 1) / g.tile.X
	rows := (g.size.Y + g.tile.Y - 1) / g.tile.Y
	return g, len(g.tiles) == g.columns*rows
}

func (c *container) has(item uint32, kinds ...string) bool {
	return slices.ContainsFunc(c.properties[item], func(p box) bool { return slices.Contains(kinds, p.kind) })
}

// cells gives the columns and rows of the tiles that a region lies in.
func (g grid) cells(region image.Rectangle) image.Rectangle {
	up := func(at, of int) int { return (at + of - 1) / of }
	return image.Rect(region.Min.X/g.tile.X, region.Min.Y/g.tile.Y, up(region.Max.X, g.tile.X), up(region.Max.Y, g.tile.Y))
}

// orientation gives the EXIF orientation that turns the primary picture upright as its container says;
// false where that says nothing, or mirrors too, as no camera does.
func (c *container) orientation() (int, bool) {
	turns := c.turns(c.primary)
	if len(turns) != 1 || turns[0].kind != "irot" {
		return 0, false
	}
	return [4]int{1, 8, 3, 6}[turns[0].content[0]&3], true
}

// withTile copies a file in which a tile is the primary picture, and one to be shown.
func (c *container) withTile(data []byte, item uint32) []byte {
	out := c.withPrimary(data, item)
	if at := c.flagsAt[item]; at > 0 {
		out[at] &^= 1
	}
	return out
}

// decodeTiles decodes the part of a HEIC that a region of the upright picture of a size lies in; false
// where Decode has to do it, which is no slower where it takes half the tiles.
func decodeTiles(data []byte, limits Limits, size image.Point, region image.Rectangle) (*Decoded, bool) {
	c, ok := readContainer(data)
	if !ok {
		return nil, false
	}
	g, ok := c.grid()
	if !ok || checkPixels(image.Config{Width: g.size.X, Height: g.size.Y}, limits) != nil {
		return nil, false
	}
	orientation, ok := c.orientation()
	if !ok {
		if c.turned() {
			return nil, false
		}
		orientation = readMetadata(data, codecFor(HEIC).metadata).orientation()
	}
	upright := image.Pt(uprightSize(g.size.X, g.size.Y, orientation))
	cells := g.cells(asStored(scaled(region, size, upright), upright, orientation))
	if cells.Empty() || 2*cells.Dx()*cells.Dy() > len(g.tiles) {
		return nil, false
	}
	part, err := byChild(data, fmt.Sprint(cells.Min.X), fmt.Sprint(cells.Min.Y), fmt.Sprint(cells.Max.X), fmt.Sprint(cells.Max.Y))
	if err != nil {
		return nil, false
	}
	format := codecFor(JPEG)
	config, err := configOf(part, format)
	if err != nil || image.Pt(config.Width, config.Height) != image.Pt(cells.Dx()*g.tile.X, cells.Dy()*g.tile.Y) {
		return nil, false
	}
	picture, err := decode(part, format, config, limits)
	// The whole begins before the part, by so much.
	whole := image.Rectangle{Max: g.size}.Sub(image.Pt(cells.Min.X*g.tile.X, cells.Min.Y*g.tile.Y))
	return &Decoded{picture, whole, orientation, icc.ToSRGB(c.profile())}, err == nil
}

// decodeCells puts the tiles of some columns and rows together.
func decodeCells(decoder *libheif.Decoder, data []byte, cells image.Rectangle) (image.Image, error) {
	c, _ := readContainer(data)
	g, ok := c.grid()
	if !ok || cells.Empty() || !cells.In(g.cells(image.Rectangle{Max: g.size})) {
		return nil, errors.New("there are no such tiles")
	}
	part := image.NewRGBA(image.Rect(0, 0, cells.Dx()*g.tile.X, cells.Dy()*g.tile.Y))
	for y := cells.Min.Y; y < cells.Max.Y; y++ {
		for x := cells.Min.X; x < cells.Max.X; x++ {
			tile, err := decoder.Decode(context.Background(), c.withTile(data, g.tiles[y*g.columns+x]), int64(g.tile.X)*int64(g.tile.Y))
			if err != nil {
				return nil, err
			}
			at := image.Pt((x-cells.Min.X)*g.tile.X, (y-cells.Min.Y)*g.tile.Y)
			draw.Draw(part, image.Rectangle{Min: at, Max: at.Add(g.tile)}, tile, tile.Bounds().Min, draw.Src)
		}
	}
	return part, nil
}
