package bodymap

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:embed regions.tsv
var regionsTSV string

// A phrase is a few words that together name regions or a side, in the singular.
type phrase struct {
	words   []string
	regions []Region
	side    Side
	yields  bool // to the regions of any other phrase beside it
}

// An atlas is regions.tsv and the words of the sides, read for looking up.
type atlas struct {
	order    []Region
	within   map[Region][]Region // the region itself and all it lies in
	intimate map[Region]bool
	forms    map[string]string    // a word as typed, singular or plural: the word as a phrase has it
	phrases  map[string][]*phrase // by their first word
}

var body = sync.OnceValue(func() *atlas { return readAtlas(regionsTSV) })

func readAtlas(tsv string) *atlas {
	a := &atlas{within: map[Region][]Region{}, intimate: map[Region]bool{},
		forms: map[string]string{}, phrases: map[string][]*phrase{}}
	for _, row := range rows(tsv) {
		a.addRegion(row)
	}
	for side, names := range sideWords {
		for _, name := range names {
			a.phrase(strings.Fields(name)).side = side
		}
	}
	for _, word := range nearWords {
		a.forms[word] = word
	}
	return a
}

// rows splits the table into columns, without comments and heading.
func rows(tsv string) (table [][]string) {
	for line := range strings.Lines(tsv) {
		if !strings.HasPrefix(line, "#") {
			table = append(table, strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
		}
	}
	return table[1:]
}

func (a *atlas) addRegion(row []string) {
	region := Region(row[0])
	a.order = append(a.order, region)
	a.within[region] = []Region{region}
	for _, parent := range list(row[1]) {
		a.within[region] = append(a.within[region], a.within[Region(parent)]...)
	}
	a.intimate[region] = row[2] == "yes"
	for _, words := range list(row[3]) {
		words, yields := strings.CutPrefix(words, "~")
		p := a.phrase(strings.Fields(words))
		p.regions = append(p.regions, region)
		p.yields = yields
	}
}

func list(column string) []string {
	if column == "" {
		return nil
	}
	return strings.Split(column, ", ")
}

// phrase returns the phrase of these words, a new one where there is none yet.
func (a *atlas) phrase(words []string) *phrase {
	for _, p := range a.phrases[words[0]] {
		if slices.Equal(p.words, words) {
			return p
		}
	}
	for _, word := range words {
		a.forms[word] = word
		a.forms[plural(word)] = word
	}
	p := &phrase{words: words}
	a.phrases[words[0]] = append(a.phrases[words[0]], p)
	return p
}

// plurals are those that no ending makes.
var plurals = map[string]string{"foot": "feet", "tooth": "teeth", "calf": "calves"}

func plural(word string) string {
	if irregular, ok := plurals[word]; ok {
		return irregular
	}
	if stem, ok := strings.CutSuffix(word, "y"); ok && !strings.ContainsAny(word[len(word)-2:], "aeiou") {
		return stem + "ies"
	}
	for _, ending := range []string{"s", "x", "ch", "sh"} {
		if strings.HasSuffix(word, ending) {
			return word + "es"
		}
	}
	return word + "s"
}
