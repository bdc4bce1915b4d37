package libheif

import (
	"context"
	"image"

	"github.com/tetratelabs/wazero/api"
)

// A run is one picture being decoded. The first failure ends it: what follows does nothing.
type run struct {
	ctx    context.Context
	module api.Module
	failed bool
}

// call calls a function of the module; they all have one result at most.
func (r *run) call(name string, parameters ...uint64) uint32 {
	if r.failed {
		return 0
	}
	results, err := r.module.ExportedFunction(name).Call(r.ctx, parameters...)
	if err != nil || len(results) != 1 || results[0] == 0 {
		r.failed = true
		return 0
	}
	return uint32(results[0])
}

func (r *run) decode(data []byte, pixels int64) (image.Image, error) {
	in := r.call("malloc", uint64(len(data)))
	told := r.call("malloc", 4*5)
	if r.failed || !r.module.Memory().Write(in, data) {
		return nil, ErrDecode
	}
	at := uint64(told)
	ask := []uint64{uint64(in), uint64(len(data)), 1, at, at + 4, at + 8, at + 12, at + 16, 0}
	r.call("decode", ask...)
	h, ok := r.header(told)
	if !ok || h.width == 0 || h.height == 0 || int64(h.width)*int64(h.height) > pixels {
		return nil, ErrDecode
	}
	picture, planes := h.picture()
	if picture == nil {
		return nil, ErrDecode
	}
	size := 0
	for _, p := range planes {
		size += len(p)
	}
	out := r.call("malloc", uint64(size))
	ask[2], ask[8] = 0, uint64(out)
	r.call("decode", ask...)
	for _, p := range planes {
		pix, ok := r.module.Memory().Read(out, uint32(len(p)))
		if r.failed || !ok {
			return nil, ErrDecode
		}
		copy(p, pix)
		out += uint32(len(p))
	}
	return picture, nil
}

func (r *run) header(at uint32) (header, bool) {
	var words [5]uint32
	for i := range words {
		word, ok := r.module.Memory().ReadUint32Le(at + 4*uint32(i))
		if r.failed || !ok {
			return header{}, false
		}
		words[i] = word
	}
	return header{words[0], words[1], words[2], words[3], words[4]}, true
}

// picture makes room for a picture, and gives its planes in the order libheif writes them.
func (h header) picture() (image.Image, [][]byte) {
	width, height := int(h.width), int(h.height)
	bounds := image.Rect(0, 0, width, height)
	switch h.space {
	case spaceYCbCr:
		ratio, ok := samplings[h.chroma]
		if !ok {
			return nil, nil
		}
		chroma, lines := width, height
		if ratio != image.YCbCrSubsampleRatio444 {
			chroma = (width + 1) / 2
		}
		if ratio == image.YCbCrSubsampleRatio420 {
			lines = (height + 1) / 2
		}
		p := &image.YCbCr{YStride: stride(width), CStride: stride(chroma), SubsampleRatio: ratio, Rect: bounds}
		p.Y, p.Cb, p.Cr = make([]byte, p.YStride*height), make([]byte, p.CStride*lines), make([]byte, p.CStride*lines)
		return p, [][]byte{p.Y, p.Cb, p.Cr}
	case spaceGrey:
		p := &image.Gray{Stride: stride(width), Rect: bounds}
		p.Pix = make([]byte, p.Stride*height)
		return p, [][]byte{p.Pix}
	case spaceRGB:
		pix, line := make([]byte, 4*stride(width)*height), 4*stride(width)
		if h.premultiplied == 1 {
			return &image.RGBA{Pix: pix, Stride: line, Rect: bounds}, [][]byte{pix}
		}
		return &image.NRGBA{Pix: pix, Stride: line, Rect: bounds}, [][]byte{pix}
	}
	return nil, nil
}

// stride is the bytes libheif 1.18 sets aside for a line of one-byte samples: an even number of
// them, 64 at least, in steps of 16 (HeifPixelImage::ImagePlane::alloc).
func stride(samples int) int {
	return (max(64, (samples+1)&^1) + 15) &^ 15
}
