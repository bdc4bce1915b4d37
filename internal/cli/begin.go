package cli

import (
	"errors"
	"fmt"
	"slices"

	"github.com/urfave/cli/v2"

	"spotlog/internal/report"
	"spotlog/internal/rules"
	"spotlog/internal/schedule"
	"spotlog/store"
)

// begin answers spotlog alone: how to begin, or what stands out and what to look at next.
func (a *app) begin(*cli.Context) error {
	db, err := a.openExisting()
	if errors.Is(err, store.ErrMissing) {
		_, err := fmt.Fprint(a.Out, helpText("begin"), "\n", helpText("tonight"))
		return err
	}
	if err != nil {
		return err
	}
	defer db.Close()
	j, err := db.Journal(a.ctx)
	if err != nil {
		return err
	}
	cut(j, a.asOf)
	answer := a.judge(j)
	if a.json {
		return a.writeJSON(answer)
	}
	a.printTopFlags(answer)
	fmt.Fprintln(a.Out)
	urgent, _ := splitAsks(answer.ToLog())
	a.printAsks(urgentAsks, urgent)
	plan, err := a.plan(db, j, answer)
	if err != nil {
		return err
	}
	a.printNext(plan)
	a.paragraph("", a.dim("all of it: spotlog flags · your spots: spotlog list · if you are worried tonight: spotlog help tonight"))
	return nil
}

// printTopFlags prints the three most urgent flags, and every one that cannot wait.
func (a *app) printTopFlags(answer rules.Answer) {
	shown := 0
	for _, f := range answer.Flags {
		if shown >= 3 && f.Tier.Urgency() < rules.Today.Urgency() || f.Tier == rules.Watch {
			break
		}
		a.paragraph("", a.tier(f.Tier)+"  "+a.bold(whom(f.Spot))+": "+report.Plain(f.Title))
		a.paragraph("  → ", report.Plain(f.Advice))
		shown++
	}
	if shown == 0 {
		a.paragraph("", "No logged change was found that asks for a visit. "+report.NotClean)
	} else if rest := len(answer.Flags) - shown; rest > 0 {
		a.say("and %d more: spotlog flags", rest)
	}
}

// printNext names what is due of spots, the longest first; the rest of it is for due to tell.
func (a *app) printNext(plan schedule.Plan) {
	due := slices.DeleteFunc(slices.Clone(plan.Due()), func(item schedule.Item) bool {
		return item.Spot == "" || item.Kind == schedule.Photo || item.Kind == schedule.Answer || item.Kind == schedule.Flag // these stand above
	})
	if len(due) == 0 {
		return
	}
	fmt.Fprintln(a.Out, a.bold("look at next"))
	groups := grouped(due, a.asOf)
	for _, g := range groups[:min(len(groups), 5)] {
		a.printDueGroup("  ", g)
	}
	fmt.Fprintln(a.Out)
}
