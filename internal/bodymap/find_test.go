package bodymap

import (
	_ "embed"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

//go:embed testdata/sites.tsv
var sitesTSV string

func TestFind(t *testing.T) {
	for _, row := range rows(sitesTSV) {
		want := Site{Side: Side(strings.Trim(row[2], "-"))}
		if row[1] != "-" {
			for r := range strings.SplitSeq(row[1], "+") {
				want.Regions = append(want.Regions, Region(r))
			}
		}
		if diff := cmp.Diff(want, Find(row[0])); diff != "" {
			t.Errorf("%q (-want +got):\n%s", row[0], diff)
		}
	}
}

func TestSiteIn(t *testing.T) {
	for _, c := range []struct {
		site    string
		parents []Region
		want    bool
	}{
		{"left nostril", []Region{"face"}, true},
		{"left nostril", []Region{"leg", "head"}, true},
		{"face", []Region{"nose"}, false},
		{"right big toenail", []Region{"nail", "palm", "sole"}, true},
		{"right big toenail", []Region{"hand"}, false},
		{"fingernail", []Region{"hand"}, true},
		{"scalp and neck", []Region{"neck"}, true},
		{"buttocks", []Region{"leg"}, true},
		{"breast", []Region{"chest"}, false},
		{"left side", []Region{"trunk"}, false},
		{"left arm", nil, false},
		{"left arm", []Region{"wing"}, false},
	} {
		if got := Find(c.site).In(c.parents...); got != c.want {
			t.Errorf("%q in %v: %v", c.site, c.parents, got)
		}
	}
}

func TestSiteIntimate(t *testing.T) {
	for site, want := range map[string]bool{"left nipple": true, "bikini line": true, "perineum": true, "bum": true,
		"face and under the breasts": true, "breastbone": false, "thigh": false, "somewhere": false} {
		if got := Find(site).Intimate(); got != want {
			t.Errorf("%q: %v", site, got)
		}
	}
}

// Every phrase of the map, in the singular.
var phrases = func() (all [][]string) {
	for _, row := range rows(regionsTSV) {
		for _, words := range list(row[3]) {
			all = append(all, strings.Fields(strings.TrimPrefix(words, "~")))
		}
	}
	return all
}()

func TestOrderOfWordsMakesNoDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := slices.Clone(rapid.SampledFrom(phrases).Draw(t, "phrase"))
		if slices.ContainsFunc(words, func(w string) bool { return slices.Contains(nearWords, w) }) {
			t.Skip("what stands before a landmark matters")
		}
		words = append(words, rapid.SampledFrom([]string{"left", "rt", "both", "middle", "my", "mole"}).Draw(t, "more"))
		shuffled := rapid.Permutation(words).Draw(t, "shuffled")
		same(t, strings.Join(words, " "), strings.Join(shuffled, " "))
	})
}

func TestWritingMakesNoDifference(t *testing.T) {
	between := rapid.SampledFrom([]string{" ", "-", "_", "  ", ". ", " the ", " (my) "})
	write := rapid.SampledFrom([]func(string) string{strings.ToUpper, plural, accented})
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SampledFrom(phrases).Draw(t, "phrase")
		var typed strings.Builder
		for _, word := range words {
			typed.WriteString(write.Draw(t, "write")(word) + between.Draw(t, "between"))
		}
		same(t, strings.Join(words, " "), typed.String())
	})
}

func accented(word string) string {
	return strings.NewReplacer("e", "é", "a", "a\u0308", "o", "ô", "i", "ï").Replace(word)
}

func same(t *rapid.T, plain, typed string) {
	if diff := cmp.Diff(Find(plain), Find(typed)); diff != "" {
		t.Fatalf("%q and %q differ:\n%s", plain, typed, diff)
	}
}

func FuzzFind(f *testing.F) {
	for _, row := range rows(sitesTSV) {
		f.Add(row[0])
	}
	f.Fuzz(func(t *testing.T, text string) {
		site := Find(text)
		if !slices.Contains([]Side{"", Left, Right, Centre, Both}, site.Side) {
			t.Errorf("side %q", site.Side)
		}
		rest := Regions()
		for _, r := range site.Regions {
			at := slices.Index(rest, r)
			if at < 0 {
				t.Fatalf("%v: %q is unknown, out of order or there twice", site.Regions, r)
			}
			rest = rest[at+1:]
		}
		checkSlug(t, text)
		if hint, ok := Suggest(text); ok && (site.Known() || !Find(hint).Known()) {
			t.Errorf("hint %q for %q", hint, text)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	for _, site := range []string{"left forearm", "back of the left knee", "Décolleté", "somewhere else"} {
		b.Run(site, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Find(site)
			}
		})
	}
}
