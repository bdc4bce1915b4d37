package jpegscale

import (
	"bytes"
	"errors"
	"runtime"
	"testing"
)

func wantRefused(t *testing.T, name string, data []byte) {
	t.Helper()
	for _, scale := range scales {
		if picture, err := Decode(data, scale); !errors.Is(err, ErrUnsupported) || picture != nil {
			t.Errorf("%s at 1/%d: error %v", name, scale, err)
		}
	}
}

func TestRefusesOtherKinds(t *testing.T) {
	for name, data := range kept(t, "refused") {
		wantRefused(t, name, data)
	}
}

func TestRefusesDoubtful(t *testing.T) {
	files := kept(t, "")
	plain, restarts, grey := files["420"], files["420-restart"], files["grey"]
	at := func(data []byte, marker byte) int { return bytes.Index(data, []byte{0xff, marker}) }
	set := func(data []byte, at int, bytes_ ...byte) []byte {
		return append(append(bytes.Clone(data[:at]), bytes_...), data[at+len(bytes_):]...)
	}
	sof, sos, dqt, dht := at(plain, markerSOF0), at(plain, markerSOS), at(plain, markerDQT), at(plain, markerDHT)
	end := len(plain) - 2
	segment := func(at int) int { return 2 + int(plain[at+2])<<8 + int(plain[at+3]) }
	cmyk := append([]byte{0xff, markerSOF0, 0, 20, 8, 0, 53, 0, 75, 4}, "\x01\x11\x00\x02\x11\x00\x03\x11\x00\x04\x11\x00"...)

	for name, data := range map[string][]byte{
		"nothing":                        nil,
		"another format":                 []byte("\x89PNG\r\n\x1a\n"),
		"a start and nothing more":       {0xff, markerSOI},
		"12-bit samples":                 set(plain, sof+4, 12),
		"no height":                      set(plain, sof+5, 0, 0),
		"no width":                       set(plain, sof+7, 0, 0),
		"a side beyond 65500":            set(plain, sof+7, 0xff, 0xdd),
		"larger than its data can hold":  set(plain, sof+5, 0xff, 0xdc, 0xff, 0xdc),
		"a little taller than its data":  set(plain, sof+5, 0, 80),
		"less tall than its data":        set(plain, sof+5, 0, 20),
		"four components":                insert(append(bytes.Clone(plain[:sof]), plain[sof+segment(sof):]...), sof, cmyk...),
		"two frames":                     insert(plain, sof, plain[sof:sof+segment(sof)]...),
		"grey of sampling factors of 0":  set(grey, at(grey, markerSOF0)+11, 0),
		"sampling factors of 0":          set(plain, sof+14, 0x00),
		"unlike chroma":                  set(plain, sof+14, 0x21),
		"a quantiser of 0":               set(plain, dqt+5+63, 0),
		"a quantisation table too many":  set(plain, dqt+4, 4),
		"no quantisation table":          append(bytes.Clone(plain[:dqt]), plain[dqt+segment(dqt):]...),
		"no Huffman table":               append(bytes.Clone(plain[:dht]), plain[dht+segment(dht):]...),
		"more codes than fit":            set(plain, dht+5, 3),
		"a code of 1 bits only":          set(plain, dht+5, 2),
		"an endless table of codes":      set(plain, dht+5+15, 255),
		"a third table in baseline":      insert(plain, sos, 0xff, markerDHT, 0, 20, 0x02, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5),
		"a spectral selection":           set(plain, sos+segment(sos)-2, 5),
		"a successive approximation":     set(plain, sos+segment(sos)-1, 1),
		"a scan of another component":    set(plain, sos+5, 9),
		"a scan without a frame":         append(bytes.Clone(plain[:sof]), plain[sof+segment(sof):]...),
		"Adobe says RGB":                 insert(plain, sof, adobe(0)...),
		"components named RGB":           set(set(set(plain, sof+10, 'R'), sof+13, 'G'), sof+16, 'B'),
		"a segment longer than the file": set(plain, 4, 0xff, 0xff),
		"a segment shorter than nothing": set(plain, 4, 0, 1),
		"a stray byte before a segment":  insert(plain, sof, 0),
		"a stray byte before the end":    insert(plain, end, 0),
		"a restart marker at the end":    insert(plain, end, 0xff, markerRST0),
		"a restart marker out of turn":   set(restarts, at(restarts, markerRST0), 0xff, markerRST0+1),
		"a restart marker too early":     insert(restarts, at(restarts, markerRST0), 0xff, markerRST0),
		"an unlooked-for restart marker": insert(plain, sos+segment(sos)+40, 0xff, markerRST0),
		"fill bytes before a stuffed 0":  insert(plain, sos+segment(sos)+40, 0xff, 0xff, 0),
	} {
		wantRefused(t, name, data)
	}
}

func TestRefusesWhatIsCutShort(t *testing.T) {
	for _, name := range []string{"420-17x33", "grey-17x33", "444-restart"} {
		data := kept(t, "")[name]
		for length := range data {
			if _, err := Decode(data[:length], 4); !errors.Is(err, ErrUnsupported) {
				t.Fatalf("%s: %d of %d bytes: error %v", name, length, len(data), err)
			}
		}
	}
}

// DC differences may not add up to what no samples have: twice 2047, in the code words of table K.3.
func TestRefusesTooLargeDC(t *testing.T) {
	data := kept(t, "")["grey"]
	sof, sos := bytes.Index(data, []byte{0xff, markerSOF0}), bytes.Index(data, []byte{0xff, markerSOS})
	// 111111110, eleven 1 bits, 1010 for EOB, once or twice; the rest is padding.
	for width, scan := range map[byte]string{8: "\xff\x00\x7f\xfa", 16: "\xff\x00\x7f\xfa\xff\x00\x7f\xfa"} {
		picture := append(bytes.Clone(data[:sos+10]), scan+"\xff\xd9"...)
		copy(picture[sof+5:], []byte{0, 8, 0, width})
		_, err := Decode(picture, 8)
		if refused := errors.Is(err, ErrUnsupported); refused != (width == 16) {
			t.Errorf("%d pixels: error %v", width, err)
		}
	}
}

// A file that claims to be large makes no room for what it cannot hold.
func TestClaimsTakeNoMemory(t *testing.T) {
	data := bytes.Clone(kept(t, "")["420"])
	sof := bytes.Index(data, []byte{0xff, markerSOF0})
	copy(data[sof+5:], "\xff\xdc\xff\xdc")
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	wantRefused(t, "a claim of 65500 × 65500", data)
	runtime.ReadMemStats(&after)
	if taken := after.TotalAlloc - before.TotalAlloc; taken > 1<<20 {
		t.Errorf("took %d bytes", taken)
	}
}
