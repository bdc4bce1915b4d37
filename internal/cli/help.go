package cli

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/internal/report"
	"spotlog/store"
)

//go:embed help/*.txt
var helpPages embed.FS

func (a *app) helpCommand() *cli.Command {
	return &cli.Command{Name: "help", Usage: "this page, a verb, or a topic: " + join(topics()), ArgsUsage: "[VERB|TOPIC]", Category: other, Action: a.help}
}

// topics are the help pages a person can ask for.
func topics() []string {
	files, err := fs.Glob(helpPages, "help/*.txt")
	if err != nil {
		panic(err) // the pattern is ours
	}
	names := []string{"words"}
	for _, f := range files {
		if name := strings.TrimSuffix(strings.TrimPrefix(f, "help/"), ".txt"); name != "begin" && name != "overview" && name != "words-head" && !isVerbPage(name) {
			names = append(names, name)
		}
	}
	return names
}

// isVerbPage says whether a page stands under the flags of the verb of its name.
func isVerbPage(name string) bool { return name == "check" || name == "import" }

func helpText(topic string) string {
	text, err := helpPages.ReadFile("help/" + topic + ".txt")
	if err != nil {
		panic(err) // embedded; asked for by names that are there
	}
	return string(text)
}

// help prints a page, or hands it over as JSON.
func (a *app) help(c *cli.Context) error {
	if !a.json {
		return a.printHelp(c.Args().Slice())
	}
	answer, page := a.Out, &strings.Builder{}
	a.Out = page
	if err := a.printHelp(c.Args().Slice()); err != nil {
		return err
	}
	a.Out = answer
	return a.tellText("spotlog.help.v1", page.String())
}

func (a *app) printHelp(words []string) error {
	if len(words) == 0 {
		a.overview()
		return nil
	}
	commands := a.commands()
	var path []string
	for i, word := range words {
		command := commandNamed(commands, word)
		if command == nil {
			return a.helpTopic(path, words[i], commands)
		}
		path = append(path, word)
		if i == len(words)-1 {
			a.helpVerb(path, command)
			return nil
		}
		commands = command.Subcommands
	}
	return nil
}

func commandNamed(commands []*cli.Command, name string) *cli.Command {
	for _, c := range commands {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// helpTopic prints a page; below a verb there are none, only its sub-verbs.
func (a *app) helpTopic(path []string, topic string, commands []*cli.Command) error {
	var known []string
	if len(path) == 0 {
		known = topics()
	}
	for _, name := range known {
		switch {
		case name != topic:
		case name == "words":
			a.helpWords()
			return nil
		default:
			_, err := fmt.Fprint(a.Out, helpText(name))
			return err
		}
	}
	for _, c := range commands {
		known = append(known, c.Name)
	}
	ask := strings.TrimSpace("spotlog help " + join(path))
	if near := store.Nearest(topic, known); near != "" {
		return refuse(ask+" "+near, "there is no help on %q; did you mean %s?", topic, near)
	}
	return refuse(ask, "there is no help on %q", topic)
}

// overview lists the verbs by the moment they are for.
func (a *app) overview() {
	fmt.Fprint(a.Out, helpText("overview"))
	category := ""
	for _, c := range a.commands() {
		if c.Category != category {
			category = c.Category
			fmt.Fprintf(a.Out, "\n%s\n", a.bold(category))
		}
		a.paragraph(fmt.Sprintf("  %-11s", c.Name), c.Usage)
	}
	fmt.Fprintf(a.Out, "\n%s\n", a.bold("EVERYWHERE"))
	a.helpFlags(globalFlags())
	fmt.Fprintln(a.Out)
	a.paragraph("", report.Posture)
}

func (a *app) helpVerb(path []string, c *cli.Command) {
	fmt.Fprintf(a.Out, "%s\n\n", c.Usage)
	if len(c.Subcommands) == 0 {
		fmt.Fprintf(a.Out, "  spotlog %s %s\n", join(path), strings.TrimSpace(c.ArgsUsage+" [flags]"))
	}
	for _, sub := range c.Subcommands {
		a.paragraph(fmt.Sprintf("  %-8s", sub.Name), sub.Usage+" ("+strings.TrimSpace(join(path)+" "+sub.Name+" "+sub.ArgsUsage)+")")
	}
	if len(c.Flags) > 0 {
		fmt.Fprintln(a.Out)
		a.helpFlags(c.Flags)
	}
	if isVerbPage(join(path)) {
		fmt.Fprint(a.Out, "\n", helpText(join(path)))
	}
	a.say("\nflags may stand anywhere; the ones that every verb takes: spotlog help")
}

func (a *app) helpFlags(flags []cli.Flag) {
	for _, f := range flags {
		name, usage := flagWords(f)
		a.paragraph(fmt.Sprintf("  %-26s ", name), usage)
	}
}

// flagWords gives a flag as it is written, "-o, --output FILE", and what it does.
func flagWords(f cli.Flag) (name, usage string) {
	d, ok := f.(cli.DocGenerationFlag)
	if !ok {
		panic("a flag without words: " + f.Names()[0]) // every kind of flag in use has them
	}
	name, usage = "--"+f.Names()[0], d.GetUsage()
	if value := placeholder(usage); value != "" {
		name += " " + value
		usage = strings.ReplaceAll(strings.ReplaceAll(usage, " (`"+value+"`)", ""), "`", "")
	} else if d.TakesValue() {
		name += " WORD"
	}
	for _, alias := range f.Names()[1:] {
		if len(alias) == 1 {
			name = "-" + alias + ", " + name
		}
	}
	return name, usage
}

// placeholder is the word that stands for a flag's value in its usage: FILE, DATE.
func placeholder(usage string) string {
	_, rest, _ := strings.Cut(usage, "`")
	value, _, _ := strings.Cut(rest, "`")
	return value
}

// helpWords prints every vocabulary with what its words mean.
func (a *app) helpWords() {
	fmt.Fprint(a.Out, helpText("words-head"))
	for _, field := range store.Fields() {
		fmt.Fprintf(a.Out, "\n%s\n", a.bold(field))
		for _, w := range store.Words(field) {
			a.paragraph(fmt.Sprintf("  %-19s", w.Word), w.Meaning)
		}
	}
}
