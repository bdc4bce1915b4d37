package store

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestNearest(t *testing.T) {
	colors, surfaces := WordList("colors"), WordList("surface")
	cases := []struct {
		typed string
		among []string
		want  string
	}{
		{"red", colors, "red"}, {"RED", colors, "red"},
		{"rde", colors, "red"}, // an adjacent swap counts one
		{"bron", colors, "brown"}, {"pruple", colors, "purple"}, {"gray", colors, "grey"},
		{"smo", surfaces, "smooth"}, {"cru", surfaces, "crusted"}, // the beginning of a word
		{"scally", surfaces, "scaly"}, {"sore!", surfaces, "sore"},
		{"turquoise", colors, ""}, {"xyz", colors, ""}, {"", colors, ""}, {"r", colors, ""}, {"red", nil, ""},
		{"ελλαδ", []string{"ελλαδα", "ελβετια"}, "ελλαδα"},
	}
	for _, c := range cases {
		if got := Nearest(c.typed, c.among); got != c.want {
			t.Errorf("Nearest(%q) = %q, want %q", c.typed, got, c.want)
		}
	}
}

func TestCheckWord(t *testing.T) {
	cases := []struct{ field, value, hint string }{
		{"colors", "", ""}, {"colors", "brown", ""}, {"method", "ruler", ""},
		{"colors", "bron", `did you mean "brown"? legal are: skin, pink, red`},
		{"colors", "Brown", `did you mean "brown"?`},
		{"method", "telescope", "use one of: ruler, photo, card, eye"},
		{"colors", "none", "use one of: skin, pink"},
	}
	for _, c := range cases {
		err := CheckWord(c.field, c.value)
		var invalid *InvalidError
		switch {
		case c.hint == "" && err != nil:
			t.Errorf("%s %q: %v", c.field, c.value, err)
		case c.hint != "" && (!errors.As(err, &invalid) || invalid.Field != c.field || invalid.Value != c.value || !strings.HasPrefix(invalid.Hint, c.hint)):
			t.Errorf("%s %q: %#v, want the hint %q", c.field, c.value, err, c.hint)
		}
	}
}

func TestCheckName(t *testing.T) {
	for _, name := range []string{"a", "7", "left-forearm-1", "rücken", "спина-2", "背中", "ελιά", "e\u0301paule", strings.Repeat("ä", maxName)} {
		if err := CheckName(name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, name := range []string{
		"", "-", "-a", "a-", "a--b", "A", "Left", "a b", "a_b", "a.b", "a/b", "../a", "a\n", "a\x00", "a\x1b[31m", "a,b", "a@2026",
		"\xff", "a\u200bb", "a\u202eb", "☂", "Ä", "ǅ", strings.Repeat("ä", maxName+1),
	} {
		var invalid *InvalidError
		if err := CheckName(name); !errors.As(err, &invalid) || invalid.Field != "name" || invalid.Value != name || invalid.Hint == "" {
			t.Errorf("%q: %v, want a refusal with a hint", name, err)
		}
	}
}

// FuzzCheckName: a name that is taken is safe in a path, a list with commas and a terminal.
func FuzzCheckName(f *testing.F) {
	for _, seed := range []string{"left-forearm-1", "a--b", "../a", "e\u0301", "\xff", "a\u202eb", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if CheckName(name) != nil {
			return
		}
		if !utf8.ValidString(name) || strings.ContainsAny(name, "/\\,.@ \"'\t\r\n\x00\x1b\u202e") || strings.HasPrefix(name, "-") || len(name) > 4*maxName {
			t.Fatalf("%q was taken", name)
		}
	})
}

// A word is legal where words.tsv has it for the field, and nowhere else.
func FuzzCheckWord(f *testing.F) {
	for _, field := range Fields() {
		f.Add(field, WordList(field)[0])
		f.Add(field, "none")
	}
	f.Fuzz(func(t *testing.T, field, value string) {
		legal := value == "" || slices.Contains(WordList(field), value)
		if err := CheckWord(field, value); (err == nil) != legal {
			t.Errorf("%s %q: %v, legal %v", field, value, err, legal)
		}
	})
}
