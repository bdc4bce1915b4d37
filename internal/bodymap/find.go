package bodymap

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A Side is the half of the body a site lies on, as the person has it: their own left.
type Side string

// The sides. Centre is the midline, so only head, neck and trunk have one; "" is not said.
const (
	Left   Side = "left"
	Right  Side = "right"
	Centre Side = "centre"
	Both   Side = "both"
)

var sideWords = map[Side][]string{
	Left:   {"left", "l", "lt", "lhs"},
	Right:  {"right", "r", "rt", "rhs"},
	Centre: {"centre", "center", "central", "middle", "mid", "midline"},
	Both:   {"both", "bilateral", "bilaterally", "each", "either", "two side", "two sided"},
}

// joinWords stand between two places, as commas and slashes do.
var joinWords = []string{"and", "or", "plus"}

// nearWords make what follows a landmark: "forearm near the elbow" is a forearm. Where nothing
// stands before them, the landmark is the place: "behind the ear".
var nearWords = []string{"above", "against", "around", "behind", "below", "beneath", "beside", "between", "but", "by",
	"except", "from", "near", "next", "not", "over", "round", "toward", "towards", "under", "underneath"}

// A Site is what a typed site says of the map: its regions, in the order of Regions, and its side.
// A region is left out where a finer one within it is named as well.
type Site struct {
	Regions []Region
	Side    Side
}

// Find reads a site as people type it. Case, accents, punctuation, plurals and the order of words
// make no difference. Regions is empty where nothing is recognised; Find never guesses at spelling.
func Find(site string) Site {
	a := body()
	var found Site
	for _, place := range a.places(site) {
		found.Regions = append(found.Regions, a.regions(place)...)
		for _, p := range a.longest(place) {
			found.Side = found.Side.with(p.side)
		}
	}
	found.Regions = a.finest(found.Regions)
	if found.Side == Centre && found.In("arm", "leg") {
		found.Side = "" // "middle of the thigh" is not the midline
	}
	return found
}

// Known says whether the site lies on the map; rules on place are otherwise not assessed.
func (s Site) Known() bool { return len(s.Regions) > 0 }

// In says whether any region of the site is, or lies in, any of the parents.
func (s Site) In(parents ...Region) bool {
	for _, r := range s.Regions {
		for _, parent := range parents {
			if Within(r, parent) {
				return true
			}
		}
	}
	return false
}

// Intimate says whether any region of the site is intimate.
func (s Site) Intimate() bool { return slices.ContainsFunc(s.Regions, Intimate) }

// with adds a second word for the side: left and right are both, and either outdoes the centre.
func (s Side) with(other Side) Side {
	switch {
	case other == "" || other == s:
		return s
	case s == "" || s == Centre:
		return other
	case other == Centre:
		return s
	}
	return Both
}

// places cuts a site where commas, slashes and joining words do, into the words the map knows.
// A part that names no region of its own belongs to its neighbour: "upper and lower back", "forearm, left".
func (a *atlas) places(site string) (places [][]string) {
	for _, part := range a.parts(site) {
		last := len(places) - 1
		if last >= 0 && (len(a.regions(part)) == 0 || len(a.regions(places[last])) == 0) {
			places[last] = union(places[last], part)
		} else {
			places = append(places, part)
		}
	}
	return places
}

func (a *atlas) parts(site string) (parts [][]string) {
	for clause := range strings.FieldsFuncSeq(fold(site), joins) {
		words := strings.FieldsFunc(clause, separates)
		var part []string
		for i, word := range words {
			form, known := a.forms[word]
			switch {
			case slices.Contains(joinWords, word):
				parts, part = append(parts, part), nil
			case known && !handSide(words, i):
				part = union(part, []string{form})
			}
		}
		parts = append(parts, part)
	}
	return parts
}

// handSide says whether words[i] is the hand of "left-hand side", which is no hand.
func handSide(words []string, i int) bool {
	return words[i] == "hand" && i > 0 && i+1 < len(words) && words[i+1] == "side" &&
		(words[i-1] == "left" || words[i-1] == "right")
}

// regions names the regions of one place: of the words before its landmark, else of all.
func (a *atlas) regions(words []string) []Region {
	landmark := slices.IndexFunc(words, func(w string) bool { return slices.Contains(nearWords, w) })
	if landmark > 0 {
		if found := regionsOf(a.longest(words[:landmark])); len(found) > 0 {
			return found
		}
	}
	return regionsOf(a.longest(words))
}

// regionsOf takes the regions of phrases that give way only where there are no others.
func regionsOf(phrases []*phrase) (firm []Region) {
	var yielding []Region
	for _, p := range phrases {
		if p.yields {
			yielding = append(yielding, p.regions...)
		} else {
			firm = append(firm, p.regions...)
		}
	}
	if len(firm) == 0 {
		return yielding
	}
	return firm
}

// longest returns the phrases among the words that are not part of a longer one.
func (a *atlas) longest(words []string) []*phrase {
	var found []*phrase
	for _, word := range words {
		for _, p := range a.phrases[word] {
			if subset(p.words, words) {
				found = append(found, p)
			}
		}
	}
	longest := found[:0:0]
	for _, p := range found {
		longer := func(q *phrase) bool { return len(q.words) > len(p.words) && subset(p.words, q.words) }
		if !slices.ContainsFunc(found, longer) {
			longest = append(longest, p)
		}
	}
	return longest
}

// finest puts regions in the order of the map, each once, without those that hold another of them.
func (a *atlas) finest(regions []Region) []Region {
	var finest []Region
	for _, r := range a.order {
		holds := func(other Region) bool { return other != r && slices.Contains(a.within[other], r) }
		if slices.Contains(regions, r) && !slices.ContainsFunc(regions, holds) {
			finest = append(finest, r)
		}
	}
	return finest
}

func subset(part, whole []string) bool {
	for _, word := range part {
		if !slices.Contains(whole, word) {
			return false
		}
	}
	return true
}

func union(words, more []string) []string {
	for _, word := range more {
		if !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return words
}

var apostrophes = strings.NewReplacer("'", "", "’", "")

// fold takes case, accents and apostrophes away.
func fold(site string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsMark(r) {
			return -1
		}
		return r
	}, norm.NFKD.String(apostrophes.Replace(strings.ToLower(site))))
}

func joins(r rune) bool { return strings.ContainsRune(",;/&+|\n", r) }

func separates(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
