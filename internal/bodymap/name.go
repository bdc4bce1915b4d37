package bodymap

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/xrash/smetrics"
	"golang.org/x/text/unicode/norm"
)

// slugLength leaves room for "-1" and more in a spot's name, which holds 64 letters.
const slugLength = 48

// Slug makes of a site the stem of a spot's name: "Left forearm" gives "left-forearm". It keeps the
// letters, vowel signs and digits of any script, in lower case, with single hyphens between. A long
// site is cut after a word that fits. Slug is empty only where the site has neither letter nor digit.
func Slug(site string) string {
	text := norm.NFC.String(strings.ToLower(apostrophes.Replace(site)))
	var slug []rune
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return separates(r) && !unicode.IsMark(r) }) {
		letters := []rune(strings.TrimLeftFunc(word, unicode.IsMark)) // a sign needs a letter to stand on
		if len(letters) == 0 {
			continue
		}
		if len(slug) > 0 {
			if len(slug)+1+len(letters) > slugLength {
				break
			}
			slug = append(slug, '-')
		}
		slug = append(slug, letters...)
	}
	return string(slug[:min(len(slug), slugLength)])
}

// Two words of hintLength letters or more pass for one misspelt above this Jaro-Winkler similarity
// (Winkler 1990, with his boost above 0.7 for the first 4 letters). Shorter ones are all too alike: lip, hip.
const (
	alike      = 0.9
	hintLength = 4
)

// Suggest offers the site with its misspelt words put right, in lower case: "left forarm" gives
// "left forearm". It answers false where Find knows the site, or no word comes near. For a hint only.
func Suggest(site string) (string, bool) {
	if Find(site).Known() {
		return "", false
	}
	a := body()
	candidates := slices.Compact(slices.Sorted(maps.Values(a.forms))) // singular, and in an order that stays
	words := strings.FieldsFunc(fold(site), separates)
	for i, word := range words {
		if _, known := a.forms[word]; !known {
			words[i] = nearest(word, candidates)
		}
	}
	suggestion := strings.Join(words, " ")
	if !Find(suggestion).Known() {
		return "", false
	}
	return suggestion, true
}

// SuggestSide offers a site that Find knows, but without a side, with a misspelt left, right, centre or both put
// right: "lft forearm" gives "left forearm". For a hint only.
func SuggestSide(site string) (string, bool) {
	if found := Find(site); !found.Known() || found.Side != "" {
		return "", false
	}
	words := strings.FieldsFunc(fold(site), separates)
	for i, word := range words {
		if _, known := body().forms[word]; known || len(word) < 3 {
			continue
		}
		for _, side := range []Side{Left, Right, Centre, Both} {
			near := string(side)
			if word[0] == near[0] && smetrics.JaroWinkler(word, near, 0.7, 4) > alike { // bright is not right
				words[i] = near
			}
		}
	}
	suggestion := strings.Join(words, " ")
	if Find(suggestion).Side == "" {
		return "", false
	}
	return suggestion, true
}

// nearest returns the candidate most like a word, or the word itself where none is like it.
func nearest(word string, candidates []string) string {
	nearest, best := word, alike
	for _, candidate := range candidates {
		if min(len(word), len(candidate)) < hintLength {
			continue
		}
		if likeness := smetrics.JaroWinkler(word, candidate, 0.7, 4); likeness > best {
			nearest, best = candidate, likeness
		}
	}
	return nearest
}
