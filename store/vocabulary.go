package store

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed words.tsv
var wordsTSV string

// A Word is one legal value of a field and what it means in plain English.
type Word struct{ Field, Word, Meaning string }

var vocabulary = sync.OnceValue(func() map[string][]Word {
	fields := map[string][]Word{}
	lines := strings.Split(strings.TrimSpace(wordsTSV), "\n")
	for _, line := range lines[1:] {
		cell := strings.Split(line, "\t")
		fields[cell[0]] = append(fields[cell[0]], Word{cell[0], cell[1], cell[2]})
	}
	return fields
})

// Words returns the legal words of a field ("colors", "medication.kind") in the order they are
// offered, or nil where the field takes any text.
func Words(field string) []Word { return vocabulary()[field] }

// Fields returns the fields that have a vocabulary, in the order of words.tsv.
func Fields() []string {
	var fields []string
	for line := range strings.SplitSeq(wordsTSV, "\n") {
		field, _, ok := strings.Cut(line, "\t")
		if ok && field != "field" && !slices.Contains(fields, field) {
			fields = append(fields, field)
		}
	}
	return fields
}

// WordList returns the legal words of a field as plain strings, for messages and completion.
func WordList(field string) []string {
	var list []string
	for _, w := range Words(field) {
		list = append(list, w.Word)
	}
	return list
}

// An InvalidError names a field that holds what it may not hold, and says what it may.
type InvalidError struct {
	Field string // as in the JSON: "length_mm"
	Value string // what was given
	Why   string // the rest of the sentence: "is not a colour"
	Hint  string // the legal values, or what to type instead; may be empty
}

// Error gives one sentence without the hint.
func (e *InvalidError) Error() string {
	if e.Value == "" {
		return fmt.Sprintf("%s %s", e.Field, e.Why)
	}
	return fmt.Sprintf("%s %q %s", e.Field, e.Value, e.Why)
}

func invalid(field, value, why, hint string) error {
	return &InvalidError{Field: field, Value: value, Why: why, Hint: hint}
}

// CheckWord refuses a value that is not a word of the field; the empty value means not recorded
// and is always legal.
func CheckWord(field, value string) error {
	if value == "" || slices.ContainsFunc(Words(field), func(w Word) bool { return w.Word == value }) {
		return nil
	}
	legal := WordList(field)
	hint := "use one of: " + strings.Join(legal, ", ")
	if near := Nearest(value, legal); near != "" {
		hint = fmt.Sprintf("did you mean %q? legal are: %s", near, strings.Join(legal, ", "))
	}
	return invalid(field, value, "is not a word that spotlog knows", hint)
}

func checkWords[T ~string](field string, values []T) error {
	for i, v := range values {
		if v == "" {
			return invalid(field, "", "holds an empty word", "use some of: "+strings.Join(WordList(field), ", "))
		}
		if err := CheckWord(field, string(v)); err != nil {
			return err
		}
		if slices.Contains(values[:i], v) {
			return invalid(field, string(v), "is there twice", "name each word once")
		}
	}
	if len(values) > 1 && slices.Contains(values, "none") {
		return invalid(field, "none", "cannot stand beside other words", `"none" means asked, and there was none`)
	}
	return nil
}

// Nearest returns the candidate closest to what was typed, or "" where none is near: it begins
// with it, or lies within a third of its letters by edit distance (Damerau, adjacent swaps count one).
func Nearest(typed string, candidates []string) string {
	typed = strings.ToLower(typed)
	if len(typed) < 2 {
		return "" // one letter is near to everything
	}
	best, least := "", max(1, len([]rune(typed))/3)+1
	for _, c := range candidates {
		d := editDistance(typed, strings.ToLower(c))
		if len(typed) >= 3 && strings.HasPrefix(c, typed) {
			d = min(d, 1)
		}
		if d < least {
			best, least = c, d
		}
	}
	return best
}

func editDistance(a, b string) int {
	s, t := []rune(a), []rune(b)
	rows := make([][]int, len(s)+1)
	for i := range rows {
		rows[i] = make([]int, len(t)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(s); i++ {
		for j := 1; j <= len(t); j++ {
			cost := 1
			if s[i-1] == t[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(s)][len(t)]
}
