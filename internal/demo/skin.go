package demo

import (
	"sync"
)

// tileSize is the width and height in pixels of a skin tile, and tilePx its pixels per mm: the
// tile repeats every 34 mm.
const (
	tileSize = 1024
	tilePx   = 30
)

// A relief is the shape of the skin at one point of a tile: its slope to the right and downwards,
// and how far it lies below (-) or above (+) the mean, each in arbitrary units from -127 to 127.
type relief struct{ dx, dy, height int8 }

// A tile is a square of skin relief that repeats without seams; size is a power of two.
type tile struct {
	size   int
	points []relief
}

// newTiles draws a tile and its halvings: tiles[n] has 2^n times fewer pixels per mm.
func newTiles(n int) []tile {
	tiles := []tile{newTile()}
	for len(tiles) < n {
		tiles = append(tiles, tiles[len(tiles)-1].halve())
	}
	return tiles
}

func newTile() tile {
	heights := make([]float32, tileSize*tileSize)
	rows(tileSize, func(y int) {
		for x := range tileSize {
			heights[y*tileSize+x] = skinHeight(float32(x), float32(y))
		}
	})
	t := tile{tileSize, make([]relief, len(heights))}
	rows(tileSize, func(y int) {
		above, here, below := heights[wrapTile(y-1)*tileSize:], heights[y*tileSize:], heights[wrapTile(y+1)*tileSize:]
		for x := range tileSize {
			left, right := wrapTile(x-1), wrapTile(x+1)
			dx := here[right] - here[left] + 0.5*(above[right]-above[left]+below[right]-below[left])
			dy := below[x] - above[x] + 0.5*(below[right]-above[right]+below[left]-above[left])
			t.points[y*tileSize+x] = relief{small(240 * dx), small(240 * dy), small(100 * (here[x] - 0.55))}
		}
	})
	return t
}

// rows calls draw for every row, on two goroutines.
func rows(n int, draw func(y int)) {
	var wg sync.WaitGroup
	for half := range 2 {
		wg.Go(func() {
			for y := half; y < n; y += 2 {
				draw(y)
			}
		})
	}
	wg.Wait()
}

func wrapTile(i int) int { return i & (tileSize - 1) }

func small(x float32) int8 { return int8(min(max(x, -127), 127)) }

// skinHeight is the height of the skin at a pixel of the tile, about 0 to 1: the field of plates
// between primary furrows a millimetre apart, finer furrows inside them, and grain.
func skinHeight(x, y float32) float32 {
	const coarse, fine = 52, 118 // plates across the tile
	u, v := x/tileSize, y/tileSize
	wx := u + 0.012*wrapped(u, v, 14, 1) + 0.003*wrapped(u, v, 60, 2)
	wy := v + 0.012*wrapped(u, v, 14, 3) + 0.003*wrapped(u, v, 60, 4)
	primary := rise(-0.05, 0.34, furrow(wx, wy, coarse, 5))
	secondary := rise(-0.05, 0.45, furrow(wx, wy, fine, 6))
	grain := wrapped(u, v, 128, 7) + 0.7*wrapped(u, v, 300, 8)
	return 0.30*primary + 0.17*secondary + 0.035*grain + 0.16*wrapped(u, v, 40, 9) + 0.26
}

// wrapped is noise with n cells across the tile that repeats at its edges.
func wrapped(u, v float32, n int32, seed uint32) float32 {
	x, y := u*float32(n), v*float32(n)
	fx, fy := floor(x), floor(y)
	tx, ty := ease(x-fx), ease(y-fy)
	x0, y0 := wrap(int32(fx), n), wrap(int32(fy), n)
	x1, y1 := wrap(x0+1, n), wrap(y0+1, n)
	top := mix(unit(hash(x0, y0, seed)), unit(hash(x1, y0, seed)), tx)
	low := mix(unit(hash(x0, y1, seed)), unit(hash(x1, y1, seed)), tx)
	return 2*mix(top, low, ty) - 1
}

// furrow is the distance to the nearest border between n by n scattered plates: the second
// nearest centre less the nearest (Worley noise), in widths of a plate.
func furrow(u, v float32, n int32, seed uint32) float32 {
	x, y := u*float32(n), v*float32(n)
	cx, cy := int32(floor(x)), int32(floor(y))
	first, second := float32(9), float32(9)
	for j := cy - 1; j <= cy+1; j++ {
		for i := cx - 1; i <= cx+1; i++ {
			h := hash(wrap(i, n), wrap(j, n), seed)
			dx := float32(i) + float32(h&0xffff)/0x10000 - x
			dy := float32(j) + float32(h>>16)/0x10000 - y
			if d := dx*dx + dy*dy; d < first {
				first, second = d, first
			} else if d < second {
				second = d
			}
		}
	}
	return root(second) - root(first)
}

func wrap(i, n int32) int32 { return (i%n + n) % n }

// halve returns the tile at half the pixels per mm.
func (t tile) halve() tile {
	half := tile{t.size / 2, make([]relief, t.size*t.size/4)}
	for y := range half.size {
		for x := range half.size {
			var dx, dy, height int
			for _, i := range [4]int{0, 1, t.size, t.size + 1} {
				p := t.points[2*y*t.size+2*x+i]
				dx, dy, height = dx+int(p.dx), dy+int(p.dy), height+int(p.height)
			}
			half.points[y*half.size+x] = relief{int8(dx / 4), int8(dy / 4), int8(height / 4)}
		}
	}
	return half
}

// at reads the relief at pixel (x, y), between the four points around it.
func (t tile) at(x, y float32) (dx, dy, height float32) {
	fx, fy := floor(x), floor(y)
	tx, ty := x-fx, y-fy
	mask := t.size - 1
	x0, y0 := int(fx)&mask, int(fy)&mask
	x1, y1 := (x0+1)&mask, (y0+1)&mask
	a, b := t.points[y0*t.size+x0], t.points[y0*t.size+x1]
	c, d := t.points[y1*t.size+x0], t.points[y1*t.size+x1]
	wa, wb, wc, wd := (1-tx)*(1-ty), tx*(1-ty), (1-tx)*ty, tx*ty
	return wa*float32(a.dx) + wb*float32(b.dx) + wc*float32(c.dx) + wd*float32(d.dx),
		wa*float32(a.dy) + wb*float32(b.dy) + wc*float32(c.dy) + wd*float32(d.dy),
		wa*float32(a.height) + wb*float32(b.height) + wc*float32(c.height) + wd*float32(d.height)
}
