package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/internal/report"
	"spotlog/internal/rules"
	"spotlog/store"
)

func (a *app) flagsCommand() *cli.Command {
	return &cli.Command{
		Name: "flags", Usage: "what changed, how fast, and what the documents advise", ArgsUsage: "[SPOT...]", Category: look,
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "exit-code", Usage: "end with 10 where something is flagged"},
			&cli.StringFlag{Name: "at-least", Usage: "the `TIER` from which --exit-code counts: " + strings.Join(tierWords(), ", "), Value: string(rules.Visit)},
		},
		Action: a.flags,
	}
}

// tierWords are the tiers, most urgent first.
func tierWords() (words []string) {
	for _, t := range rules.Tiers() {
		words = append(words, string(t))
	}
	return words
}

func (a *app) flags(c *cli.Context) error {
	least := rules.Tier(spelled(c.String("at-least")))
	if least.Urgency() == 0 {
		hint := "use one of: " + strings.Join(tierWords(), ", ")
		if near := store.Nearest(string(least), tierWords()); near != "" {
			hint = "did you mean --at-least " + near + "?"
		}
		return refuse(hint, "%q is no tier", c.String("at-least"))
	}
	j, err := a.read()
	if err != nil {
		return err
	}
	spots, err := a.spotsThere(j, c.Args().Slice())
	if err != nil {
		return err
	}
	answer, about := a.judge(j), wholeAnswer
	if c.Args().Present() {
		about = keepSpots(&answer, spots)
	}
	if a.json {
		err = a.writeJSON(answer)
	} else {
		err = a.printAnswer(answer, about)
	}
	flagged := slices.ContainsFunc(answer.Flags, func(f rules.Flag) bool { return f.Tier.Urgency() >= least.Urgency() })
	if err == nil && flagged && c.Bool("exit-code") {
		return errFlagged
	}
	return err
}

// An extent says what part of an answer is shown.
type extent struct {
	spots     []*store.Spot // nil for all
	elsewhere []string      // the other spots that have flags
}

// wholeAnswer shows all of it.
var wholeAnswer = extent{}

// keepSpots leaves the answer about some spots, and about the person: an alarm is never hidden by
// asking about something else.
func keepSpots(answer *rules.Answer, spots []*store.Spot) extent {
	about := extent{spots: spots}
	other := func(name string) bool {
		return name != "" && !slices.ContainsFunc(spots, func(s *store.Spot) bool { return s.Name == name })
	}
	for _, f := range answer.Flags {
		if other(f.Spot) && !slices.Contains(about.elsewhere, f.Spot) {
			about.elsewhere = append(about.elsewhere, f.Spot)
		}
	}
	answer.Flags = slices.DeleteFunc(answer.Flags, func(f rules.Flag) bool { return other(f.Spot) })
	answer.NotAssessed = slices.DeleteFunc(answer.NotAssessed, func(u rules.Unassessed) bool { return other(u.Spot) })
	answer.Steady = slices.DeleteFunc(answer.Steady, func(s rules.Steady) bool { return other(s.Spot) })
	return about
}

// unflagged says that no flag stands in what is shown, and whether any stands beside it.
func (x extent) unflagged() string {
	of := ""
	switch n := len(x.spots); {
	case n == 1:
		of = " of " + x.spots[0].Name
	case n > 1:
		of = fmt.Sprintf(" of these %d spots", n)
	}
	says := strings.Replace(report.NoFlag, "No logged change", "No logged change"+of, 1)
	if n := len(x.elsewhere); n > 0 {
		says += " Flags stand for " + report.Plural(n, "other spot") + ": spotlog flags."
	}
	return says
}

// urgentAsks heads what would be for today, or now, if one more look said so.
const urgentAsks = "one look could make this urgent"

func (a *app) printAnswer(answer rules.Answer, about extent) error {
	if len(answer.Flags) == 0 {
		a.paragraph("", about.unflagged())
		fmt.Fprintln(a.Out)
	}
	urgent, later := splitAsks(answer.ToLog())
	a.printTiers(answer.Flags, urgent)
	if len(answer.Steady) > 0 {
		fmt.Fprintf(a.Out, "%s\n", a.bold("compared"))
		for _, s := range answer.Steady {
			a.paragraph("  ", s.Spot+": "+s.Says)
		}
		fmt.Fprintln(a.Out)
	}
	a.printAsks("to settle what is open", later)
	a.paragraph("", a.dim(report.Posture))
	return nil
}

// printTiers prints flags under their tiers. What one look could raise to today stands above what
// can wait.
func (a *app) printTiers(flags []rules.Flag, urgent []rules.Unassessed) {
	for _, tier := range rules.Tiers() {
		if tier == rules.Soon {
			a.printAsks(urgentAsks, urgent)
		}
		a.printTier(tier, flags)
	}
}

// printTier prints the flags of one tier under its name, and nothing where there are none.
func (a *app) printTier(tier rules.Tier, flags []rules.Flag) {
	headed := false
	for _, f := range flags {
		if f.Tier != tier {
			continue
		}
		if !headed {
			a.paragraph("", a.tier(tier)+"  "+report.TierAsks(tier))
			headed = true
		}
		a.printFlag(f)
	}
	if headed {
		fmt.Fprintln(a.Out)
	}
}

// splitAsks parts what could be for today or now from what can wait.
func splitAsks(asks []rules.Unassessed) (urgent, later []rules.Unassessed) {
	for _, u := range asks {
		if u.Tier.Urgency() >= rules.Today.Urgency() {
			urgent = append(urgent, u)
		} else {
			later = append(later, u)
		}
	}
	return urgent, later
}

// printAsks prints what to log next; spots that lack the same stand together.
func (a *app) printAsks(heading string, asks []rules.Unassessed) {
	if len(asks) == 0 {
		return
	}
	fmt.Fprintf(a.Out, "%s\n", a.bold(heading))
	for _, line := range byNeeds(asks) {
		a.paragraph("  ", line)
	}
	fmt.Fprintln(a.Out)
}

func byNeeds(asks []rules.Unassessed) []string {
	var needs []string
	spots := map[string][]string{}
	for _, u := range asks {
		if spots[u.Needs] == nil {
			needs = append(needs, u.Needs)
		}
		spots[u.Needs] = append(spots[u.Needs], whom(u.Spot))
	}
	for i, need := range needs {
		needs[i] = strings.Join(spots[need], ", ") + ": " + need
	}
	return needs
}

// whom is the spot a line is about, or the person.
func whom(spot string) string {
	if spot == "" {
		return "you"
	}
	return spot
}

func (a *app) printFlag(f rules.Flag) {
	a.paragraph("  ", a.bold(whom(f.Spot))+": "+report.Plain(f.Title))
	for _, fact := range f.Because {
		a.paragraph("    · ", report.Plain(report.Readable(fact)))
	}
	if pace := report.PaceSays(f.Pace); pace != "" {
		a.paragraph("    pace: ", pace)
	}
	a.paragraph("    → ", report.Plain(f.Advice))
	var documents []string
	for _, s := range f.Sources {
		documents = append(documents, s.Document)
	}
	a.paragraph("    from ", strings.Join(documents, "; "))
	why := "what they say: spotlog rules " + f.Code
	if len(f.Also) > 0 {
		why += "; the same facts also meet " + strings.Join(f.Also, ", ")
	}
	a.paragraph("    ", a.dim(why))
}

// printRaised tells the flags right after the entry that raised them; those of one advice share it.
func (a *app) printRaised(raised []rules.Flag) {
	for i, f := range raised {
		a.paragraph("  ", a.tier(f.Tier)+" · "+report.Plain(f.Title))
		if i+1 == len(raised) || raised[i+1].Advice != f.Advice {
			a.paragraph("    → ", report.Plain(f.Advice))
		}
	}
}
