package cli

import (
	"cmp"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/internal/report"
	"spotlog/store"
)

// arrangement is a command line put into the one order that urfave/cli reads: verb, flags as
// --name=value, --, arguments.
type arrangement struct {
	args []string
	json bool
}

// arrange lets flags stand anywhere, as people type them, and names what is wrong with the ones
// it does not know. It runs before urfave/cli, which would drop a flag after an argument in silence.
func arrange(args []string, commands []*cli.Command, global []cli.Flag) (arrangement, error) {
	line := commandLine{rest: args, commands: commands, global: global}
	result := arrangement{json: slices.Contains(args, "--json")}
	for len(line.rest) > 0 {
		if err := line.next(); err != nil {
			return result, err
		}
	}
	if line.help {
		result.args = append([]string{"help", "--"}, line.path...)
		return result, nil
	}
	if line.command != nil && len(line.command.Subcommands) > 0 && line.command.Action == nil {
		return result, line.unknownCommand("")
	}
	for _, flag := range line.unplaced {
		if line.find(flagName(flag)) == nil {
			return result, line.unknownFlag(flag)
		}
	}
	result.args = append(append(line.path, line.flags...), "--")
	result.args = append(result.args, line.arguments...)
	if line.command == nil {
		result.args = line.flags
	}
	return result, nil
}

type commandLine struct {
	rest     []string
	commands []*cli.Command
	global   []cli.Flag

	command   *cli.Command
	path      []string // verb and sub-verb
	flags     []string // --name=value
	unplaced  []string // flags, as typed, that came before their verb
	arguments []string
	help      bool
	ended     bool // by --
}

func (l *commandLine) next() error {
	word := l.rest[0]
	l.rest = l.rest[1:]
	switch {
	case !l.ended && word == "--":
		l.ended = true
	case !l.ended && len(word) > 1 && word[0] == '-':
		return l.flag(word)
	case l.takesVerb():
		return l.verb(word)
	case strings.TrimSpace(word) == "":
		return refuse(l.helpHint(), "%s was given an empty word", join(append([]string{"spotlog"}, l.path...)))
	default:
		l.arguments = append(l.arguments, word)
	}
	return nil
}

// takesVerb says whether the next plain word names a command rather than an argument.
func (l *commandLine) takesVerb() bool {
	return !l.ended && (l.command == nil || len(l.command.Subcommands) > 0 && len(l.arguments) == 0)
}

func (l *commandLine) verb(word string) error {
	choices := l.commands
	if l.command != nil {
		choices = l.command.Subcommands
	}
	for _, c := range choices {
		if c.Name == word {
			l.command = c
			l.path = append(l.path, word)
			return nil
		}
	}
	return l.unknownCommand(word)
}

func (l *commandLine) unknownCommand(word string) error {
	choices, before := l.commands, "spotlog"
	if l.command != nil {
		choices, before = l.command.Subcommands, "spotlog "+strings.Join(l.path, " ")
	}
	var names []string
	for _, c := range choices {
		names = append(names, c.Name)
	}
	if word == "" {
		return refuse(before+" "+names[0], "%s needs one of: %s", before, strings.Join(names, ", "))
	}
	if near := store.Nearest(word, names); near != "" {
		return refuse(before+" "+near, "there is no command %q; did you mean %s?", word, near)
	}
	return refuse(l.helpHint(), "there is no command %q", word)
}

// flag takes --name, --name=value or --name value.
func (l *commandLine) flag(word string) error {
	name, value, hasValue := strings.Cut(strings.TrimLeft(word, "-"), "=")
	if name == "help" || name == "h" {
		l.help = true
		return nil
	}
	if name == "version" && l.command == nil {
		l.rest = append([]string{"version"}, l.rest...)
		return nil
	}
	found := l.find(name)
	if found == nil && l.command == nil {
		found = l.findAnywhere(name)
		l.unplaced = append(l.unplaced, word)
	}
	if found == nil {
		return l.unknownFlag(word)
	}
	long := "--" + found.Names()[0]
	if !takesValue(found) {
		if hasValue {
			return refuse("leave the value out: "+long, "%s takes no value", long)
		}
		l.flags = append(l.flags, long)
		return nil
	}
	if !hasValue {
		if len(l.rest) == 0 || l.isFlag(l.rest[0]) {
			return refuse(l.helpHint(), "%s needs a value", long)
		}
		value, l.rest = l.rest[0], l.rest[1:]
	}
	if strings.TrimSpace(value) == "" {
		return refuse(l.helpHint(), "%s needs a value, and was given an empty one", long)
	}
	l.flags = append(l.flags, long+"="+value)
	return nil
}

func (l *commandLine) isFlag(word string) bool {
	return len(word) > 1 && word[0] == '-' && (word == "--" || l.find(flagName(word)) != nil)
}

// flagName is the name in --name=value.
func flagName(word string) string {
	name, _, _ := strings.Cut(strings.TrimLeft(word, "-"), "=")
	return name
}

func (l *commandLine) find(name string) cli.Flag {
	if l.command != nil {
		if f := flagNamed(l.command.Flags, name); f != nil {
			return f
		}
	}
	return flagNamed(l.global, name)
}

// findAnywhere looks a flag up in every command, for one that stands before its verb.
func (l *commandLine) findAnywhere(name string) cli.Flag {
	for _, c := range l.commands {
		if f := flagNamed(c.Flags, name); f != nil {
			return f
		}
		for _, sub := range c.Subcommands {
			if f := flagNamed(sub.Flags, name); f != nil {
				return f
			}
		}
	}
	return nil
}

// unknownFlag refuses a flag, and names the one that is near to what was typed. A value that clings to
// the letter of its flag is not guessed at: -json is --json, and not the journal "son".
func (l *commandLine) unknownFlag(word string) error {
	verb := "spotlog"
	known := slices.Clone(l.global)
	if l.command != nil {
		verb += " " + strings.Join(l.path, " ")
		known = append(known, l.command.Flags...)
	}
	typed, _, _ := strings.Cut(word, "=")
	name, short := flagName(word), !strings.HasPrefix(word, "--")
	near := store.Nearest(name, flagNames(known))
	if short && len(name) == 1 {
		near = cmp.Or(beginningWith(name, flagNames(l.global)), beginningWith(name, flagNames(known)))
	}
	if near != "" {
		return refuse("--"+near, "%s has no flag %s; did you mean --%s?", verb, typed, near)
	}
	if f := flagNamed(known, name[:min(1, len(name))]); short && f != nil && takesValue(f) {
		return refuse(word[:2]+" "+shellQuoted(word[2:]), "%s has no flag %s; a space goes before a value", verb, typed)
	}
	return refuse(l.helpHint(), "%s has no flag %s", verb, typed)
}

func flagNames(flags []cli.Flag) (names []string) {
	for _, f := range flags {
		names = append(names, f.Names()...)
	}
	return names
}

// beginningWith gives the one name that begins with a letter, "" where there are more.
func beginningWith(letter string, names []string) (found string) {
	for _, name := range names {
		switch {
		case !strings.HasPrefix(name, letter):
		case found != "":
			return ""
		default:
			found = name
		}
	}
	return found
}

func (l *commandLine) helpHint() string {
	return strings.TrimSpace("spotlog help " + strings.Join(l.path, " "))
}

func flagNamed(flags []cli.Flag, name string) cli.Flag {
	for _, f := range flags {
		if slices.Contains(f.Names(), name) {
			return f
		}
	}
	return nil
}

func takesValue(f cli.Flag) bool {
	d, ok := f.(cli.DocGenerationFlag)
	return ok && d.TakesValue()
}

// arguments returns the plain words of a command, or refuses a number of them that it cannot take.
func arguments(c *cli.Context, least, most int, usage string) ([]string, error) {
	words := c.Args().Slice()
	if len(words) < least || most >= 0 && len(words) > most {
		if len(words) < least {
			return nil, refuse(usage, "%s needs %s more", c.Command.HelpName, report.Plural(least-len(words), "word"))
		}
		return nil, refuse(usage, "%s does not know what to do with %q", c.Command.HelpName, words[most])
	}
	return words, nil
}
