package cli

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"spotlog/store"
)

//go:embed checkquestions.tsv
var checkQuestionsTSV string

// The answers that every question takes.
const (
	keyExplain    = "?"
	keyNotChecked = "-"
	keyBack       = "b"
	keyStop       = "q"
	keyNone       = "n" // where a choice has it: none of these
)

// A question is one row of checkquestions.tsv.
type question struct {
	part    string   // you, bleeding, sudden, new, spot
	field   string   // the flag of log that it fills
	words   []string // the choice, without none; empty for free text
	none    bool     // "none" is a word of its field
	several bool     // more than one may be named
	ask     string
	explain string
}

// severalWords are the fields that are lists.
var severalWords = []string{"symptom", "changed", "color", "surface", "feel", "after"}

var checkQuestions = sync.OnceValue(func() []question {
	var questions []question
	for _, cell := range tableRows(checkQuestionsTSV) {
		q := question{part: cell[0], field: cell[1], ask: cell[3], explain: cell[4], several: slices.Contains(severalWords, cell[1])}
		vocabulary := store.WordList(vocabularyOf(q.field))
		q.none = slices.Contains(vocabulary, "none") // never numbered, so that no slip of a finger says it
		if cell[2] != "" {
			vocabulary = strings.Split(cell[2], ", ")
		}
		q.words = slices.DeleteFunc(vocabulary, func(w string) bool { return w == "none" })
		questions = append(questions, q)
	}
	return questions
})

// questionsOf gives the questions of some parts, in their order.
func questionsOf(parts ...string) []question {
	var of []question
	for _, q := range checkQuestions() {
		if slices.Contains(parts, q.part) {
			of = append(of, q)
		}
	}
	return of
}

// alarmGroups are the questions about the person; together they ask for every symptom.
func alarmGroups() []question { return questionsOf("you") }

// answeredBefore gives symptoms in the words of the questions that ask for them.
func answeredBefore(symptoms []store.Symptom) []string {
	var list []string
	for _, q := range alarmGroups() {
		for i, says := range q.plainly() {
			if slices.Contains(symptoms, store.Symptom(q.words[i])) {
				list = append(list, says)
			}
		}
	}
	return list
}

// vocabularyOf names the vocabulary of a field of log.
func vocabularyOf(flag string) string {
	if f, ok := fieldNamed(entryFields, flag); ok {
		return f.words
	}
	f, _ := fieldNamed(spotFields, flag)
	return f.words
}

// questionsAbout gives the question of one field.
func questionsAbout(field string) []question {
	return slices.DeleteFunc(slices.Clone(checkQuestions()), func(q question) bool { return q.field != field })
}

// plainly gives the words of the choice as the question shows them.
func (q question) plainly() []string {
	meanings := map[string]string{}
	for _, w := range store.Words(vocabularyOf(q.field)) {
		meanings[w.Word] = w.Meaning
	}
	lead := meanings[q.words[0]]
	for _, word := range q.words {
		for !strings.HasPrefix(meanings[word], lead) {
			lead = lead[:len(lead)-1]
		}
	}
	lead = lead[:strings.LastIndex(lead, ", ")+1] // what all of them begin with, the question has said
	list := make([]string, len(q.words))
	for i, word := range q.words {
		list[i] = strings.TrimSpace(strings.TrimPrefix(meanings[word], lead))
	}
	return list
}

// choices lists what may be answered, in plain words, by number.
func (q question) choices() []string {
	var list []string
	for i, word := range q.plainly() {
		list = append(list, fmt.Sprintf("%d %s", i+1, word))
	}
	switch {
	case q.none && q.several:
		list = append(list, keyNone+" none of these")
	case q.none:
		list = append(list, keyNone+" no")
	}
	return list
}

// read gives the words that an answer names, by number, word or how a word begins: "1 3",
// "red, brown", "bro". None stands
// alone; Enter and - name nothing.
func (q question) read(typed string) ([]string, error) {
	given := splitWords(typed)
	if len(given) == 0 || typed == keyNotChecked {
		return nil, nil
	}
	if q.none && len(given) == 1 && (given[0] == keyNone || given[0] == "none" || given[0] == "no") {
		return []string{"none"}, nil
	}
	var words []string
	for _, g := range given {
		word, err := q.word(g)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	if len(words) > 1 && !q.several {
		return nil, refuse("name one", "%q is more than one answer", typed)
	}
	return words, nil
}

func (q question) word(typed string) (string, error) {
	if n, err := strconv.Atoi(typed); err == nil {
		if n < 1 || n > len(q.words) {
			return "", refuse(fmt.Sprintf("a number from 1 to %d, or ? for what is meant", len(q.words)), "there is no answer %d", n)
		}
		return q.words[n-1], nil
	}
	if slices.Contains(q.words, typed) {
		return typed, nil
	}
	var begin []string
	for _, w := range q.words {
		if len(typed) > 1 && strings.HasPrefix(w, typed) {
			begin = append(begin, w)
		}
	}
	switch near := store.Nearest(typed, q.words); {
	case len(begin) == 1:
		return begin[0], nil
	case len(begin) > 1:
		return "", refuse("use one of: "+strings.Join(begin, ", "), "%q may mean more than one", typed)
	case near != "":
		return "", refuse("did you mean "+near+"?", "%q is no answer here", typed)
	}
	return "", refuse("its number, or one of: "+strings.Join(q.words, ", "), "%q is no answer here", typed)
}

// yesNo accepts y, n or Enter.
func yesNo(typed string) error {
	if typed == "" {
		return nil
	}
	_, err := isYes(typed)
	return err
}

// isYes reads y or n.
func isYes(typed string) (bool, error) {
	switch strings.ToLower(typed) {
	case "y", "yes":
		return true, nil
	case "n", "no":
		return false, nil
	}
	return false, refuse("y for yes, n for no, or Enter to go on", "%q is neither yes nor no", typed)
}

// sizeWithMethod parts "4x3 eye" into the size and how it was read: by ruler unless it says else.
func sizeWithMethod(typed string) (size, method string) {
	words := strings.Fields(typed)
	if n := len(words); n > 1 && slices.Contains(store.WordList("method"), strings.ToLower(words[n-1])) {
		return strings.Join(words[:n-1], " "), strings.ToLower(words[n-1])
	}
	return typed, string(store.MethodRuler)
}

// droppedPaths reads paths as a terminal types them when files are dropped into it: in quotes, or
// with a backslash before what a shell would take for its own. One path with plain spaces is one.
func droppedPaths(typed, home string) []string {
	if whole := atHome(typed, home); isThere(whole) {
		return []string{whole}
	}
	var paths []string
	var path strings.Builder
	var quote rune
	begun, escaped := false, false
	for _, r := range typed {
		switch {
		case escaped:
			path.WriteRune(r)
			escaped = false
		case r == '\\' && quote != '\'':
			begun, escaped = true, true
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '\'' || r == '"'):
			begun, quote = true, r
		case quote == 0 && r == ' ':
			if begun {
				paths = append(paths, atHome(path.String(), home))
			}
			path.Reset()
			begun = false
		default:
			path.WriteRune(r)
			begun = true
		}
	}
	if begun {
		paths = append(paths, atHome(path.String(), home))
	}
	return paths
}

func atHome(path, home string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok && home != "" {
		return filepath.Join(home, rest)
	}
	return path
}

func isThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
