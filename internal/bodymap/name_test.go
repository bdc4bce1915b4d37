package bodymap

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestSlug(t *testing.T) {
	for _, c := range []struct{ site, want string }{
		{"left forearm", "left-forearm"},
		{"  Left -- FOREARM (inner)  ", "left-forearm-inner"},
		{"behind Ann's ear", "behind-anns-ear"},
		{"2nd toe", "2nd-toe"},
		{"E\u0301paule gauche", "épaule-gauche"},
		{"Großer Zeh", "großer-zeh"},
		{"左腕", "左腕"},
		{"बायाँ हाथ", "बायाँ-हाथ"},
		{"", ""},
		{"😀 …", ""},
		{"just under the left shoulder blade, beside the old appendix scar",
			"just-under-the-left-shoulder-blade-beside-the"},
		{strings.Repeat("ä", 60), strings.Repeat("ä", slugLength)},
	} {
		if got := Slug(c.site); got != c.want {
			t.Errorf("%q: %q, want %q", c.site, got, c.want)
		}
	}
}

func TestSlugIsLegalAndStands(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkSlug(t, rapid.String().Draw(t, "site")) })
}

var legalSlug = regexp.MustCompile(`^[\p{L}\p{Nd}][\p{L}\p{Nd}\p{M}]*(-[\p{L}\p{Nd}][\p{L}\p{Nd}\p{M}]*)*$`)

type reporter interface{ Errorf(string, ...any) }

func checkSlug(t reporter, site string) {
	slug := Slug(site)
	hasLetter := strings.ContainsFunc(site, func(r rune) bool { return !separates(r) })
	switch {
	case slug == "" && hasLetter:
		t.Errorf("%q has no slug", site)
	case slug != "" && !legalSlug.MatchString(slug):
		t.Errorf("%q: %q is not legal", site, slug)
	case utf8.RuneCountInString(slug) > slugLength:
		t.Errorf("%q: %q is long", site, slug)
	case strings.ContainsFunc(slug, func(r rune) bool { return unicode.ToLower(r) != r }):
		t.Errorf("%q: %q is not lower case", site, slug)
	case Slug(slug) != slug:
		t.Errorf("%q: %q becomes %q", site, slug, Slug(slug))
	}
}

func TestSuggestSide(t *testing.T) {
	for site, want := range map[string]string{
		"lft forearm":           "left forearm",
		"Rigth ankle":           "right ankle",
		"calves, botth":         "calves both",
		"center chest":          "", // known
		"left forearm":          "",
		"forearm":               "",
		"rigth frm":             "", // no place that is known
		"bright red on forearm": "",
		"lateral thigh":         "",
		"":                      "",
	} {
		if got, ok := SuggestSide(site); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v", site, got, ok)
		}
	}
}

func TestSuggest(t *testing.T) {
	for site, want := range map[string]string{
		"forarm":       "forearm",
		"Left Forarm":  "left forearm",
		"rigth ankel":  "right ankle",
		"sholders":     "shoulder",
		"stomache":     "stomach",
		"uper bakc":    "upper back",
		"left forearm": "", // known
		"left side":    "",
		"mole":         "",
		"bump":         "",
		"somewhere":    "",
		"左腕":           "",
		"":             "",
	} {
		if got, ok := Suggest(site); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v", site, got, ok)
		}
	}
}
