package cli

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/internal/bodymap"
	"spotlog/internal/report"
	"spotlog/internal/rules"
	"spotlog/store"
)

// completeVerb is what the completion scripts run: it is followed by "=" with the word under the cursor,
// and the words before it. It answers a line a candidate, with what it means behind a tab, and :files
// where the shell is to offer file names. It never fails: nobody asked for an error in the prompt.
const completeVerb = "__complete"

const files = ":files"

// A candidate is a word that may stand under the cursor.
type candidate struct{ word, says string }

func (a *app) complete(args []string) {
	if len(args) == 0 {
		return
	}
	typed := strings.TrimPrefix(args[0], "=")
	for _, c := range a.candidates(args[1:], typed) {
		if word := report.Plain(c.word); word == files {
			fmt.Fprintln(a.Out, files)
		} else if strings.HasPrefix(word, typed) {
			fmt.Fprintf(a.Out, "%s\t%s\n", word, report.Plain(c.says))
		}
	}
}

// candidates are the words that may follow; not all of them begin with what is typed.
func (a *app) candidates(before []string, typed string) []candidate {
	commands := a.commands()
	for _, c := range commands {
		prepare(c, a)
	}
	line := &commandLine{rest: before, commands: commands, global: globalFlags()}
	for len(line.rest) > 0 {
		if pending := line.pending(); pending != nil {
			return a.valuesOf(line, pending, "", typed)
		}
		if line.next() != nil {
			return nil
		}
	}
	name, _, isValue := strings.Cut(typed, "=")
	switch flag := line.find(strings.TrimLeft(name, "-")); {
	case line.ended:
		return a.argumentsOf(line, typed)
	case strings.HasPrefix(typed, "--") && isValue && flag != nil:
		return a.valuesOf(line, flag, name+"=", strings.TrimPrefix(typed, name+"="))
	case strings.HasPrefix(typed, "-"):
		return flagsThatBegin(line, typed)
	case line.takesVerb():
		return verbsOf(line)
	}
	list := a.argumentsOf(line, typed)
	if len(list) == 0 && typed == "" {
		return flagsThatBegin(line, "--")
	}
	return list
}

// pending is the flag that the last word before the cursor is, where it still wants its value.
func (l *commandLine) pending() cli.Flag {
	word := l.rest[0]
	if len(l.rest) > 1 || l.ended || !strings.HasPrefix(word, "-") || strings.Contains(word, "=") {
		return nil
	}
	if f := l.find(strings.TrimLeft(word, "-")); f != nil && takesValue(f) {
		return f
	}
	return nil
}

func verbsOf(l *commandLine) (list []candidate) {
	choices := l.commands
	if l.command != nil {
		choices = l.command.Subcommands
	}
	for _, c := range choices {
		list = append(list, candidate{c.Name, c.Usage})
	}
	return list
}

// flagsThatBegin offers the flags by their first names, and by others only where no first one fits.
func flagsThatBegin(l *commandLine, typed string) (list []candidate) {
	known := l.global
	if l.command != nil && (len(l.command.Subcommands) == 0 || l.command.Action != nil) {
		known = l.command.Flags
	}
	for _, first := range []bool{true, false} {
		for _, f := range known {
			_, usage := flagWords(f)
			for i, name := range f.Names() {
				if word := "--" + name; len(name) > 1 && (i == 0) == first && strings.HasPrefix(word, typed) {
					list = append(list, candidate{word, usage})
				}
			}
		}
		if len(list) > 0 {
			return list
		}
	}
	return nil
}

// argumentsOf offers what the verb's usage names in that place: SPOT, FILE, CODE …
func (a *app) argumentsOf(l *commandLine, typed string) []candidate {
	if l.command == nil {
		return nil
	}
	places := strings.Fields(l.command.ArgsUsage)
	at := len(l.arguments)
	if n := len(places); n > 0 && at >= n && strings.Contains(places[n-1], "...") {
		at = n - 1
	}
	if at >= len(places) {
		return nil
	}
	var list []candidate
	for place := range strings.SplitSeq(strings.Trim(places[at], "[]."), "|") {
		list = append(list, a.place(l, strings.Trim(place, "[]."), typed)...)
	}
	return list
}

func (a *app) place(l *commandLine, name, typed string) (list []candidate) {
	switch name {
	case "SPOT", "INTO", "OTHER":
		return a.namesIn(l, store.NounSpot)
	case "SPOT@DATE":
		if strings.Contains(typed, "@") { // of years of entries, only those of the spot that is named
			return a.namesIn(l, store.NounEntry)
		}
	case "PHOTO":
		return a.namesIn(l, store.NounPhoto)
	case "MEDICINE":
		return a.namesIn(l, store.NounMedication)
	case "FILE", "DIR":
		return []candidate{{word: files}}
	case "SHELL":
		return plainly(shells)
	case "CODE":
		for _, r := range rules.Rules() {
			list = append(list, candidate{r.Code, r.Title})
		}
	case "VERB":
		return verbsOf(&commandLine{commands: l.commands})
	case "TOPIC":
		return plainly(topics())
	}
	return list
}

// valuesOf offers what a flag may be given: words of its vocabulary, also behind a comma, and what its
// usage names.
func (a *app) valuesOf(l *commandLine, flag cli.Flag, lead, typed string) (list []candidate) {
	_, usage := flagWords(flag)
	for _, c := range a.flagValues(l, flag, usage) {
		list = append(list, candidate{lead + c.word, c.says})
		if c.word == files {
			return []candidate{{word: files}}
		}
	}
	comma := strings.LastIndex(typed, ",")
	if _, several := flag.(*cli.StringSliceFlag); !several || comma < 0 {
		return list
	}
	given := strings.Split(typed[:comma], ",")
	list = slices.DeleteFunc(list, func(c candidate) bool { return slices.Contains(given, strings.TrimPrefix(c.word, lead)) })
	for i, c := range list {
		list[i].word = lead + typed[:comma+1] + strings.TrimPrefix(c.word, lead)
	}
	return list
}

func (a *app) flagValues(l *commandLine, flag cli.Flag, usage string) []candidate {
	d, _ := flag.(cli.DocGenerationFlag)
	switch name := flag.Names()[0]; {
	case name == "spot":
		return a.namesIn(l, store.NounSpot)
	case name == "site", name == "area", name == "areas":
		var list []candidate
		for _, r := range bodymap.Regions() {
			list = append(list, candidate{string(r), ""})
		}
		return list
	case name == "status": // of closing
		return slices.DeleteFunc(wordCandidates("status"), func(c candidate) bool { return c.word == string(store.StatusActive) })
	case name == "at-least":
		var list []candidate
		for _, t := range rules.Tiers() {
			list = append(list, candidate{string(t), report.TierAsks(t)})
		}
		return list
	case name == "date-from":
		return plainly([]string{placeholder(d.GetUsage())})
	case placeholder(d.GetUsage()) == "FILE":
		return []candidate{{word: files}}
	case placeholder(d.GetUsage()) == "DATE":
		return plainly([]string{"today", "yesterday"})
	}
	for _, field := range store.Fields() {
		if strings.HasSuffix(usage, ": "+strings.Join(store.WordList(field), ", ")) { // as help shows them
			return wordCandidates(field)
		}
	}
	return nil
}

func wordCandidates(field string) (list []candidate) {
	for _, w := range store.Words(field) {
		list = append(list, candidate{w.Word, w.Meaning})
	}
	return list
}

func plainly(words []string) (list []candidate) {
	for _, w := range words {
		list = append(list, candidate{word: w})
	}
	return list
}

// namesIn are the names of records in the journal that the line names, or else in the usual one.
func (a *app) namesIn(l *commandLine, noun store.Noun) (list []candidate) {
	path := defaultJournal(a.Getenv)
	for _, f := range l.flags {
		if named, ok := strings.CutPrefix(f, "--journal="); ok {
			path = named
		}
	}
	if below, ok := strings.CutPrefix(path, "~/"); ok { // which the shell has not read yet
		path = filepath.Join(a.Getenv("HOME"), below)
	}
	names, says, err := store.Names(a.ctx, path, noun)
	if err != nil {
		return nil
	}
	for i, name := range names {
		list = append(list, candidate{name, says[i]})
	}
	return list
}
