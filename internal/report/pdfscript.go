package report

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// The characters from which on text may be Arabic, or run from right to left.
const (
	firstArabic = 0x600
	firstHebrew = 0x590
)

const (
	alone, atEnd, atBegin, within = 0, 1, 2, 3 // how an Arabic letter is joined, in the order of Unicode's forms
	lam                           = 'ل'
	kashida                       = "ـ"
)

// arabicForms are the shapes of Arabic letters, and of lam with alef, by how they are joined: two for
// those that do not join what follows, one for those that join nothing.
var arabicForms = sync.OnceValue(func() map[string][]rune {
	forms := map[string][]rune{kashida: {'ـ', 'ـ', 'ـ', 'ـ'}}
	for _, block := range [][2]rune{{0xfe80, 0xfefc}, {0xfb50, 0xfbff}} { // Presentation Forms-B, then what A has besides
		for r := block[0]; r <= block[1]; r++ {
			if letter := norm.NFKC.String(string(r)); letter != string(r) {
				forms[letter] = append(forms[letter], r)
			}
		}
	}
	return forms
})

// joinArabic gives each Arabic letter the shape that it has between its neighbours, as fpdf sets every
// character alone. A letter whose shape the font lacks stays as it is.
func (t *typeface) joinArabic(text string) string {
	if strings.IndexFunc(text, func(r rune) bool { return r >= firstArabic }) < 0 {
		return text
	}
	var b strings.Builder
	letters, joined := []rune(text), false // whether the letter before joins this one
	for i := 0; i < len(letters); i++ {
		letter := string(letters[i])
		if unicode.Is(unicode.Mn, letters[i]) { // a sign over a letter joins nothing and parts nothing
			b.WriteString(letter)
			continue
		}
		if letters[i] == lam && i+1 < len(letters) && len(arabicForms()[letter+string(letters[i+1])]) == 2 {
			i++
			letter += string(letters[i])
		}
		forms := arabicForms()[letter]
		form := alone
		if joined && len(forms) > atEnd {
			form = atEnd
		}
		joined = len(forms) > within && joinsBack(letters[i+1:])
		if joined {
			form += atBegin
		}
		if form < len(forms) {
			if _, ok := t.advance(forms[form]); ok {
				letter = string(forms[form])
			}
		}
		b.WriteString(letter)
	}
	return b.String()
}

// joinsBack says whether the first of these characters is an Arabic letter that joins the one before.
func joinsBack(rest []rune) bool {
	i := slices.IndexFunc(rest, func(r rune) bool { return !unicode.Is(unicode.Mn, r) })
	return i >= 0 && len(arabicForms()[string(rest[i])]) > atEnd
}

// visual turns what runs from right to left, as fpdf sets all from the left. What is quoted runs on
// its own, and so does what stands before and after it.
func visual(line string) string {
	if strings.IndexFunc(line, func(r rune) bool { return r >= firstHebrew }) < 0 {
		return line
	}
	var b strings.Builder
	for {
		part, rest, found := line, "", false
		if i := strings.IndexAny(line, "“”"); i >= 0 {
			part, rest, found = line[:i], line[i:], true
		}
		b.WriteString(inOrder(part))
		if !found {
			return b.String()
		}
		_, size := utf8.DecodeRuneInString(rest)
		b.WriteString(rest[:size])
		line = rest[size:]
	}
}

// inOrder puts the parts of a text in the order in which they are seen. Its first letter says which way
// the whole runs.
func inOrder(text string) string {
	var paragraph bidi.Paragraph
	if _, err := paragraph.SetString(text); err != nil {
		return text
	}
	order, err := paragraph.Order()
	if err != nil {
		return text
	}
	fromRight := runsFromRight(text)
	var seen, turned []string // turned: what runs from the right, and the numbers in it, as they follow each other
	for i := range order.NumRuns() {
		switch run := order.Run(i); {
		case run.Direction() == bidi.RightToLeft:
			turned = append(turned, bidi.ReverseString(run.String()))
		case fromRight || len(turned) > 0 && isNumber(run.String()):
			turned = append(turned, run.String())
		default:
			slices.Reverse(turned)
			seen, turned = append(append(seen, turned...), run.String()), nil
		}
	}
	slices.Reverse(turned)
	return strings.Join(append(seen, turned...), "")
}

// runsFromRight says whether the first letter of a text is one of a script that runs from the right.
func runsFromRight(text string) bool {
	for _, r := range text {
		switch properties, _ := bidi.LookupRune(r); properties.Class() {
		case bidi.L:
			return false
		case bidi.R, bidi.AL:
			return true
		}
	}
	return false
}

// isNumber says whether a text has digits and no letters.
func isNumber(text string) bool {
	return strings.ContainsFunc(text, unicode.IsDigit) && !strings.ContainsFunc(text, unicode.IsLetter)
}
