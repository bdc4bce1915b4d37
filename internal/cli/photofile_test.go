package cli

import (
	"bytes"
	"context"
	"image"
	"io"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/image/bmp"

	"spotlog/internal/photo"
)

// However many photos one command takes, by its arguments or by a sheet, the bytes of the first few alone
// wait in memory; the others are read again when they are stored, and refused where they are not the
// same any more.
func TestFewPhotosWaitInMemory(t *testing.T) {
	var paths []string
	for i := range 3 {
		picture := image.NewGray(image.Rect(0, 0, 4096, batchBytes/2/4096+i))
		var data bytes.Buffer
		if err := bmp.Encode(&data, picture); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, filepath.Join(t.TempDir(), "a.bmp"))
		if err := os.WriteFile(paths[i], data.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	a := &app{System: System{Err: io.Discard}, ctx: context.Background(), limits: photo.Default}
	files, err := a.loadPhotos(paths)
	if err != nil {
		t.Fatal(err)
	}
	for i := range files {
		if waits := files[i].picture.Original != nil; waits != (i == 0) {
			t.Errorf("photo %d waits in memory: %v", i, waits)
		}
		if p, err := files[i].stored(); err != nil || int64(len(p.Original)) != p.Bytes {
			t.Errorf("photo %d: %v", i, err)
		}
	}
	s := &sheet{blocks: []sheetBlock{{name: "nose-1"}}}
	for i, path := range paths {
		s.blocks[0].values = append(s.blocks[0].values, sheetValue{line: i, key: sheetPhoto, value: path})
	}
	a.loadSheetPhotos(s)
	for i, v := range s.blocks[0].values {
		if len(v.files) != 1 || (v.files[0].picture.Original != nil) != (i == 0) {
			t.Errorf("photo %d of a sheet waits in memory: %v", i, i > 0)
		}
	}
	if err := os.WriteFile(paths[2], []byte("BM, and other words"), 0o600); err != nil {
		t.Fatal(err)
	}
	if p, err := files[2].stored(); err == nil {
		t.Errorf("a photo that changed was stored: %d bytes", len(p.Original))
	}
}
