package libheif

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"testing"
)

// The embedded file is the one that doc.go names, byte for byte.
func TestTheModuleIsTheOneNamed(t *testing.T) {
	sum := sha256.Sum256(compressed)
	if got := hex.EncodeToString(sum[:]); got != "3634a6447ea3915633667f39e01ff540a60f4e2f837a8391d044d76dfd8a0435" {
		t.Errorf("heif.wasm.gz has the SHA-256 %s", got)
	}
}

func TestDecode(t *testing.T) {
	decoder, err := New(96<<20, true)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("../testdata/plain.heic")
	if err != nil {
		t.Fatal(err)
	}
	picture, err := decoder.Decode(context.Background(), data, 1_000_000)
	if err != nil || picture.Bounds().Empty() {
		t.Errorf("a HEIC: %v", err)
	}
	for name, bad := range map[string][]byte{"cut short": data[:len(data)/2], "no HEIC": []byte("Dear diary"), "nothing": nil} {
		if _, err := decoder.Decode(context.Background(), bad, 1_000_000); !errors.Is(err, ErrDecode) {
			t.Errorf("%s: %v, want ErrDecode", name, err)
		}
	}
	if _, err := decoder.Decode(context.Background(), data, 100); !errors.Is(err, ErrDecode) {
		t.Errorf("more pixels than allowed: %v, want ErrDecode", err)
	}
}
