package bodymap

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The regions that the contract names in its row "site".
const contractRegions = `scalp face forehead nose cheek lip chin ear eyelid eye-white mouth neck nape shoulder chest breast
	abdomen upper-back lower-back flank buttock groin genitals upper-arm elbow forearm wrist hand palm finger nail thigh knee
	shin calf ankle foot sole toe toenail underarm widespread head trunk back arm leg`

func TestRegionsAreThoseOfTheContract(t *testing.T) {
	want := strings.Fields(contractRegions)
	var got []string
	for _, r := range Regions() {
		got = append(got, string(r))
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSelfCheckOrder(t *testing.T) {
	order := Regions()
	for _, r := range order {
		for _, parent := range body().within[r] {
			if at := slices.Index(order, parent); at < 0 || at > slices.Index(order, r) {
				t.Errorf("%s does not stand before %s", parent, r)
			}
		}
	}
	steps := []Region{"face", "ear", "mouth", "scalp", "hand", "nail", "elbow", "upper-arm", "underarm", "neck", "chest", "breast",
		"nape", "shoulder", "upper-back", "lower-back", "buttock", "calf", "genitals", "thigh", "shin", "foot", "sole", "toe"}
	if !slices.IsSortedFunc(steps, func(a, b Region) int { return slices.Index(order, a) - slices.Index(order, b) }) {
		t.Errorf("not in the order of a self-examination: %v", order)
	}
}

func TestWithin(t *testing.T) {
	for parent, children := range map[Region]string{
		"face":  "face forehead nose cheek lip chin eyelid",
		"head":  "head face forehead nose cheek lip chin eyelid eye-white ear mouth scalp",
		"neck":  "neck nape",
		"trunk": "trunk chest breast abdomen flank back upper-back lower-back underarm buttock groin genitals",
		"arm":   "arm shoulder upper-arm elbow forearm wrist hand palm finger underarm",
		"leg":   "leg buttock thigh knee shin calf ankle foot sole toe toenail",
		"foot":  "foot sole toe toenail",
		"nail":  "nail toenail",
		"wing":  "",
	} {
		for _, r := range Regions() {
			if want := slices.Contains(strings.Fields(children), string(r)); Within(r, parent) != want {
				t.Errorf("%s within %s: %v", r, parent, !want)
			}
		}
	}
	if Within("wing", "wing") || Intimate("wing") {
		t.Error("the wing is on the map")
	}
}

func TestIntimate(t *testing.T) {
	for _, r := range Regions() {
		if want := slices.Contains([]Region{"breast", "buttock", "groin", "genitals"}, r); Intimate(r) != want {
			t.Errorf("%s: %v", r, !want)
		}
	}
}

func TestCallersCannotChangeTheMap(t *testing.T) {
	Regions()[0] = "wing"
	if Regions()[0] != "head" {
		t.Error("the map changed")
	}
}

func TestEveryWordNamesItsRegion(t *testing.T) {
	want := map[string][]Region{}
	for _, row := range rows(regionsTSV) {
		if got := Find(row[0]).Regions; !slices.Equal(got, []Region{Region(row[0])}) {
			t.Errorf("%s names %v", row[0], got)
		}
		for _, words := range list(row[3]) {
			words = strings.TrimPrefix(words, "~")
			want[words] = append(want[words], Region(row[0]))
		}
	}
	for words, regions := range want {
		if diff := cmp.Diff(regions, Find(words).Regions); diff != "" {
			t.Errorf("%q (-want +got):\n%s", words, diff)
		}
	}
}

// A word that is also the plural of another, or no plain lower-case word, could never be found.
func TestWordsAreSingularAndPlain(t *testing.T) {
	for _, words := range phrases {
		for _, word := range words {
			if body().forms[word] != word || fold(word) != word {
				t.Errorf("%q", word)
			}
		}
	}
}

// Two phrases of the same words in another order would be one phrase in two places.
func TestPhrasesAreListedInOneOrder(t *testing.T) {
	seen := map[string]string{}
	for _, words := range phrases {
		sorted := strings.Join(slices.Sorted(slices.Values(words)), " ")
		text := strings.Join(words, " ")
		if other, ok := seen[sorted]; ok && other != text {
			t.Errorf("%q and %q", text, other)
		}
		seen[sorted] = text
	}
}

func BenchmarkReadAtlas(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		readAtlas(regionsTSV)
	}
}
