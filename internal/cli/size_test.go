package cli

import (
	"errors"
	"strings"
	"testing"
)

func TestParseSize(t *testing.T) {
	cases := []struct {
		typed         string
		length, width float64
	}{
		{"4", 4, 0}, {"4mm", 4, 0}, {"4.5 mm", 4.5, 0}, {"4,5mm", 4.5, 0}, {"0.4cm", 4, 0}, {"4x3", 4, 3},
		{"4 × 3 mm", 4, 3}, {"4X3MM", 4, 3}, {"4mm x 3mm", 4, 3}, {"4mmx0.3cm", 4, 3}, {"0.4x0.3cm", 4, 3}, {"1/8in", 3.175, 0},
		{"1/8 inch", 3.175, 0}, {`1/4"`, 6.35, 0}, {"4*3", 4, 3}, {"3 by 4", 3, 4}, {"3x4", 3, 4}, {" 12 mm ", 12, 0}, {"500", 500, 0},
	}
	for _, c := range cases {
		length, width, err := parseSize(c.typed)
		if err != nil || length != c.length || width != c.width {
			t.Errorf("%q = %v × %v, %v; want %v × %v", c.typed, length, width, err, c.length, c.width)
		}
	}
}

func TestParseSizeRefuses(t *testing.T) {
	for _, typed := range []string{"", "mm", "four", "4x", "x4", "4x3x2", "-4", "+4", "0", "0mm", "501", "51cm", "1/0in", "4kg", "4..5", "1e3", "NaN", "4x0"} {
		_, _, err := parseSize(typed)
		var r *refusal
		if !errors.As(err, &r) || r.code != exitUsage || r.hint == "" || !strings.Contains(r.message, typed) {
			t.Errorf("%q: %v, want a refusal that names it and hints", typed, err)
		}
	}
}

func FuzzParseSize(f *testing.F) {
	for _, seed := range []string{"4x3mm", "4,5 mm", "1/8in", "0.4x0.3cm", "×", "9999999999999999999999x1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		length, width, err := parseSize(typed)
		if err == nil && !(length > 0 && length <= 500 && width >= 0 && width <= 500) {
			t.Errorf("%q = %v × %v, which no journal takes", typed, length, width)
		}
	})
}
