package libheif

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"errors"
	"image"
	"io"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

//go:embed heif.wasm.gz
var compressed []byte

// ErrDecode is what comes of every file that libheif refuses or fails on.
var ErrDecode = errors.New("the HEIC cannot be decoded")

// pageBytes is the size of a page of WebAssembly memory.
const pageBytes = 64 << 10

// A Decoder is libheif ready to run. It may be used from several goroutines at once: each picture
// is decoded in memory of its own.
type Decoder struct {
	runtime wazero.Runtime
	module  wazero.CompiledModule
}

// New makes a decoder in some 0.3 s; memory is the most that one picture may take inside it, in
// bytes. A patient decoder cannot be stopped before it is done, and is for a process that can be
// killed; any other one looks at the context all the time, which makes it some seven times slower.
func New(memory int64, patient bool) (*Decoder, error) {
	ctx := context.Background()
	unpacked, err := gzip.NewReader(bytes.NewReader(compressed))
	if err != nil {
		return nil, err
	}
	code, err := io.ReadAll(unpacked)
	if err != nil {
		return nil, err
	}
	// A patient decoder works on large pictures: its memory is set aside at once, which costs only
	// what is touched, where growing it would copy it each time.
	config := wazero.NewRuntimeConfig().WithMemoryLimitPages(uint32(memory / pageBytes)).
		WithCloseOnContextDone(!patient).WithMemoryCapacityFromMax(patient)
	d := &Decoder{runtime: wazero.NewRuntimeWithConfig(ctx, config)}
	if d.module, err = d.runtime.CompileModule(ctx, code); err != nil {
		return nil, err
	}
	_, err = wasi_snapshot_preview1.Instantiate(ctx, d.runtime)
	return d, err
}

// The colour spaces and samplings that libheif names (heif_colorspace, heif_chroma in heif.h).
const (
	spaceYCbCr = 0
	spaceRGB   = 1
	spaceGrey  = 2
)

var samplings = map[uint32]image.YCbCrSubsampleRatio{
	1: image.YCbCrSubsampleRatio420, 2: image.YCbCrSubsampleRatio422, 3: image.YCbCrSubsampleRatio444,
}

// A header is what libheif says of a picture before it decodes it.
type header struct {
	width, height, space, chroma, premultiplied uint32
}

// Decode decodes the primary picture of a HEIF file, with the rotation, mirroring and cropping that
// the file asks for (irot, imir, clap) applied. It gives an *image.YCbCr, an *image.Gray or an RGBA
// of either kind, of 8 bits. A picture of more than pixels pixels, one that needs too much memory
// and one that outlives ctx are ErrDecode.
func (d *Decoder) Decode(ctx context.Context, data []byte, pixels int64) (image.Image, error) {
	module, err := d.runtime.InstantiateModule(ctx, d.module, wazero.NewModuleConfig().WithName(""))
	if err != nil {
		return nil, errors.Join(ErrDecode, err)
	}
	defer module.Close(context.Background())
	r := run{ctx: ctx, module: module}
	return r.decode(data, pixels)
}
