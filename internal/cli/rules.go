package cli

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/internal/report"
	"spotlog/internal/rules"
	"spotlog/store"
)

func (a *app) rulesCommand() *cli.Command {
	return &cli.Command{Name: "rules", Usage: "the rules behind the flags, with their sources", ArgsUsage: "[CODE]", Category: look, Action: a.rules}
}

type rulesDocument struct {
	Schema string       `json:"schema"`
	Rules  []rules.Rule `json:"rules"`
}

func (a *app) rules(c *cli.Context) error {
	words, err := arguments(c, 0, 1, "spotlog rules size-growing")
	if err != nil {
		return err
	}
	all := rules.Rules()
	if len(words) == 1 {
		rule, ok := rules.Find(spelled(words[0]))
		if !ok {
			return unknownRule(words[0], all)
		}
		all = []rules.Rule{rule}
	}
	switch {
	case a.json:
		return a.writeJSON(rulesDocument{"spotlog.rules.v1", all})
	case len(words) == 1:
		a.printRule(all[0])
	default:
		a.printRules(all)
	}
	return nil
}

func unknownRule(code string, all []rules.Rule) error {
	var codes []string
	for _, r := range all {
		codes = append(codes, r.Code)
	}
	if near := store.Nearest(code, codes); near != "" {
		return notFound("spotlog rules "+near, "there is no rule %q; did you mean %s?", code, near)
	}
	return notFound("spotlog rules", "there is no rule %q", code)
}

func (a *app) printRules(all []rules.Rule) {
	var tier rules.Tier
	for _, r := range all {
		if r.Tier != tier {
			if tier != "" {
				fmt.Fprintln(a.Out)
			}
			tier = r.Tier
			fmt.Fprintf(a.Out, "%s  %s\n", a.tier(tier), report.TierAsks(tier))
		}
		a.paragraph(fmt.Sprintf("  %-32s", r.Code), r.Title)
	}
	a.say("\nwhat fires one, what it needs and where it comes from: spotlog rules CODE")
}

func (a *app) printRule(r rules.Rule) {
	fmt.Fprintf(a.Out, "%s  %s\n", a.bold(r.Code), a.tier(r.Tier))
	a.paragraph("  ", r.Title)
	fmt.Fprintln(a.Out)
	a.paragraph("fires when  ", r.When)
	a.paragraph("needs       ", strings.Join(r.Needs, "; "))
	a.paragraph("advises     ", r.Advice)
	for _, s := range r.Sources {
		a.paragraph("source      ", s.Document+": "+s.Says)
	}
}
