package cli

import (
	_ "embed"
	"strings"
	"text/template"

	"github.com/urfave/cli/v2"

	"spotlog/internal/report"
)

//go:embed man.roff
var manTemplate string

func (a *app) manCommand() *cli.Command {
	return &cli.Command{Name: "man", Usage: "the manual page: spotlog man | man -l -", Category: other, Action: a.man}
}

// A manual is what the page is made of, besides the help pages.
type manual struct {
	Date, Version, Posture string
	Groups                 []manualGroup
	Everywhere             []manualFlag
	Topics                 []string
}

type manualGroup struct {
	Name  string
	Verbs []manualVerb
}

type manualVerb struct {
	Synopsis, Usage string
	Flags           []manualFlag
}

type manualFlag struct{ Name, Usage string }

// man writes the manual page in the man macros of roff.
func (a *app) man(c *cli.Context) error {
	if _, err := arguments(c, 0, 0, "spotlog man"); err != nil {
		return err
	}
	m := manual{Date: versionDate, Version: version, Posture: report.Posture, Everywhere: manualFlags(globalFlags()), Topics: topics()}
	for _, c := range a.commands() {
		if n := len(m.Groups); n == 0 || m.Groups[n-1].Name != c.Category {
			m.Groups = append(m.Groups, manualGroup{Name: c.Category})
		}
		g := &m.Groups[len(m.Groups)-1]
		g.Verbs = append(g.Verbs, manualVerbs(nil, c)...)
	}
	page := template.Must(template.New("man").Funcs(template.FuncMap{"roff": roff, "page": helpText}).Parse(manTemplate))
	var text strings.Builder
	if err := page.Execute(&text, m); err != nil {
		return err
	}
	return a.tellText("spotlog.man.v1", text.String())
}

// manualVerbs are a verb, if it does anything by itself, and its sub-verbs.
func manualVerbs(path []string, c *cli.Command) []manualVerb {
	path = append(path[:len(path):len(path)], c.Name)
	var verbs []manualVerb
	if c.Action != nil {
		verbs = append(verbs, manualVerb{strings.TrimSpace(join(path) + " " + c.ArgsUsage), c.Usage, manualFlags(c.Flags)})
	}
	for _, sub := range c.Subcommands {
		verbs = append(verbs, manualVerbs(path, sub)...)
	}
	return verbs
}

func manualFlags(flags []cli.Flag) (list []manualFlag) {
	for _, f := range flags {
		name, usage := flagWords(f)
		list = append(list, manualFlag{name, usage})
	}
	return list
}

// roff writes a text so that roff takes no character of it for a request.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`).Replace(strings.TrimRight(text, "\n"))
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}
