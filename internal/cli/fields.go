package cli

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"github.com/urfave/cli/v2"

	"spotlog/store"
)

// A field is one flag of log and edit, and what it sets.
type field[T any] struct {
	flag    string
	aliases []string
	usage   string
	words   string // the vocabulary its words come from, "" for free text
	set     func(*T, string) error
	yes     bool // takes no value
}

// entryFields are the flags for what was seen (contract, "log flags").
var entryFields = []field[store.Entry]{
	{flag: "size", usage: "longest diameter, or `LENGTHxWIDTH`: 4mm, 4x3mm, 0.4cm", set: setSize},
	{flag: "method", usage: "how the size was read", words: "method", set: word(func(e *store.Entry) *store.Method { return &e.Method })},
	{flag: "count", usage: "how many dots (`N`)", set: count("count", func(e *store.Entry) *int { return &e.Count })},
	{flag: "extent", usage: "the span of all dots together: `30mm`", set: setExtent},
	{flag: "spread", usage: "how fast the area grows", words: "spread", set: word(func(e *store.Entry) *store.Spread { return &e.Spread })},
	{flag: "color", aliases: []string{"colour", "colors", "colours"}, usage: "colours", words: "colors", set: list(func(e *store.Entry) *[]store.Color { return &e.Colors })},
	{flag: "shape", usage: "outline", words: "shape", set: word(func(e *store.Entry) *store.Shape { return &e.Shape })},
	{flag: "border", usage: "edge", words: "border", set: word(func(e *store.Entry) *store.Border { return &e.Border })},
	{flag: "surface", usage: "surface", words: "surface", set: list(func(e *store.Entry) *[]store.Surface { return &e.Surface })},
	{flag: "blanch", usage: "pressed with a clear glass, the colour …", words: "blanch", set: word(func(e *store.Entry) *store.Blanch { return &e.Blanch })},
	{flag: "bleeding", usage: "did it bleed, and after what", words: "bleeding", set: word(func(e *store.Entry) *store.Bleeding { return &e.Bleeding })},
	{flag: "bleeds", usage: "how often it bled since the last entry (`N`)", set: setBleeds},
	{flag: "restarts", usage: "bleeding started again more than once after it was stopped", yes: true, set: setRestarts},
	{flag: "changed", usage: "to your own eye, against last time", words: "changed", set: list(func(e *store.Entry) *[]store.Changed { return &e.Changed })},
	{flag: "feel", usage: "how it feels", words: "feel", set: list(func(e *store.Entry) *[]store.Feel { return &e.Feel })},
	{flag: "symptom", aliases: []string{"symptoms"}, usage: "how you are", words: "symptoms", set: list(func(e *store.Entry) *[]store.Symptom { return &e.Symptoms })},
	{flag: "after", usage: "what came before it", words: "after", set: list(func(e *store.Entry) *[]store.After { return &e.After })},
	{flag: "odd-one-out", usage: "it looks unlike your other spots", yes: true, set: setOddOneOut},
	{flag: "note", usage: "anything else, or - to read it from standard input (`TEXT`)", set: func(e *store.Entry, v string) error { e.Note = v; return nil }},
}

// spotFields are the flags for what is so of a spot as a whole.
var spotFields = []field[store.Spot]{
	{flag: "site", usage: "where on the body: `\"left forearm\"`", set: func(s *store.Spot, v string) error { s.Site = strings.TrimSpace(v); return nil }},
	{flag: "kind", usage: "one mark, or a crop of dots", words: "kind", set: word(func(s *store.Spot) *store.Kind { return &s.Kind })},
	{flag: "onset", usage: "how it came", words: "onset", set: word(func(s *store.Spot) *store.Onset { return &s.Onset })},
	{flag: "where", usage: "what is special about the place", words: "where", set: list(func(s *store.Spot) *[]store.Where { return &s.Where })},
	{flag: "place", usage: "the exact place in `WORDS`: \"two fingers above the elbow\"", set: func(s *store.Spot, v string) error { s.Place = v; return nil }},
}

// firstSeenFlag needs today, so log and edit read it themselves.
var firstSeenFlag = &cli.StringFlag{Name: "first-seen", Usage: "when it was first seen (`DATE`); if unsure, when you last saw clear skin there"}

// flagsOf makes the command-line flags of fields.
func flagsOf[T any](fields []field[T]) []cli.Flag {
	var flags []cli.Flag
	for _, f := range fields {
		usage := f.usage
		if f.words != "" {
			usage += ": " + strings.Join(store.WordList(f.words), ", ")
		}
		if f.yes {
			flags = append(flags, &cli.BoolFlag{Name: f.flag, Aliases: f.aliases, Usage: usage})
		} else {
			flags = append(flags, &cli.StringSliceFlag{Name: f.flag, Aliases: f.aliases, Usage: usage})
		}
	}
	return flags
}

// setFields applies the flags that were given to a record, and reports whether there were any.
func setFields[T any](c *cli.Context, fields []field[T], into *T) (any bool, err error) {
	for _, f := range fields {
		if !c.IsSet(f.flag) {
			continue
		}
		any = true
		value := strconv.FormatBool(c.Bool(f.flag))
		if !f.yes {
			given := c.StringSlice(f.flag)
			if len(given) > 1 && f.words == "" {
				return any, refuse("give --"+f.flag+" once", "--%s is there %d times", f.flag, len(given))
			}
			value = strings.Join(given, ",")
		}
		if err := f.set(into, value); err != nil {
			return any, err
		}
		if err := f.checkWords(value); err != nil {
			return any, err
		}
	}
	return any, nil
}

// checkWords refuses what is not a word of the flag's vocabulary, by the name of the flag.
func (f field[T]) checkWords(value string) error {
	var invalid *store.InvalidError
	err := f.knownWords(value)
	switch {
	case !errors.As(err, &invalid):
		return err
	case invalid.Value == "":
		return refuse(invalid.Hint, "--%s %s", f.flag, invalid.Why)
	}
	return refuse(invalid.Hint, "--%s %q %s", f.flag, invalid.Value, invalid.Why)
}

// knownWords fails with a *store.InvalidError where a word is not of the field's vocabulary.
func (f field[T]) knownWords(value string) error {
	if f.words == "" {
		return nil
	}
	given := splitWords(value)
	if len(given) == 0 {
		return &store.InvalidError{Field: f.flag, Why: "holds no word", Hint: "use some of: " + strings.Join(store.WordList(f.words), ", ")}
	}
	for _, w := range given {
		if err := store.CheckWord(f.words, w); err != nil {
			return err
		}
	}
	return nil
}

// splitWords takes commas and spaces between words.
func splitWords(value string) []string {
	words := strings.FieldsFunc(value, func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
	for i, w := range words {
		words[i] = spelled(w)
	}
	return words
}

// spellings are other ways to write a word.
var spellings = map[string]string{"gray": "grey", "colour": "color"}

func spelled(v string) string {
	v = strings.ToLower(strings.TrimSpace(v))
	if s, ok := spellings[v]; ok {
		return s
	}
	return v
}

func word[T any, W ~string](at func(*T) *W) func(*T, string) error {
	return func(t *T, v string) error { *at(t) = W(spelled(v)); return nil }
}

func list[T any, W ~string](at func(*T) *[]W) func(*T, string) error {
	return func(t *T, v string) error {
		var words []W
		for _, w := range splitWords(v) {
			words = append(words, W(w))
		}
		*at(t) = words
		return nil
	}
}

func count[T any](name string, at func(*T) *int) func(*T, string) error {
	return func(t *T, v string) error {
		n, err := strconv.Atoi(strings.TrimSpace(v))
		if err != nil || n < 1 {
			return refuse("--"+name+" 3", "%s %q is not a whole number above zero", name, v)
		}
		*at(t) = n
		return nil
	}
}

func setSize(e *store.Entry, v string) (err error) {
	e.LengthMM, e.WidthMM, err = parseSize(v)
	return err
}

func setExtent(e *store.Entry, v string) error {
	length, width, err := parseSize(v)
	if err == nil && width != 0 {
		return refuse("--extent 30mm", "extent %q is two lengths; give the longest span", v)
	}
	e.ExtentMM = length
	return err
}

func setBleeds(e *store.Entry, v string) error {
	n, err := strconv.Atoi(strings.TrimSpace(v))
	if err != nil || n < 0 {
		return refuse("--bleeds 2", "bleeds %q is not a whole number", v)
	}
	e.Bleeds = &n
	return nil
}

func setRestarts(e *store.Entry, v string) error {
	e.Restarts = new(v == "true")
	return nil
}

func setOddOneOut(e *store.Entry, v string) error {
	e.OddOneOut = new(v == "true")
	return nil
}

// readNote takes a note of "-" from the person's editor at a terminal, else from standard input;
// so too where there is no editor, or no folder yet in which its file would be private.
func (a *app) readNote(e *store.Entry) error {
	if e.Note != "-" {
		return nil
	}
	if folder, err := os.Stat(filepath.Dir(a.path)); err == nil && folder.IsDir() && a.InTerminal && !a.noInput && a.editor() != "" {
		text, err := a.noteInEditor()
		e.Note = strings.TrimRight(text, "\r\n")
		return err
	}
	if a.InTerminal {
		a.say("write the note; end it with Ctrl-D on a line of its own")
	}
	text, err := a.readAll(a.In)
	e.Note = strings.TrimRight(string(text), "\r\n")
	return err
}
