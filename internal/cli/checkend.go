package cli

import (
	"fmt"
	"slices"
	"strings"

	"spotlog/internal/report"
	"spotlog/internal/rules"
	"spotlog/internal/schedule"
	"spotlog/store"
)

type checkDocument struct {
	Schema     string         `json:"schema"`
	AsOf       string         `json:"as_of"`
	Began      store.Date     `json:"began"`
	Complete   bool           `json:"complete"`
	Checks     []store.Check  `json:"checks"`      // of this check: one, or more where it was asked again how the person is
	Logged     []checkedSpot  `json:"logged"`      // by this command
	NotChecked checkRemainder `json:"not_checked"` // of what was asked for
	Flags      []rules.Flag   `json:"flags"`       // that arose
	Next       string         `json:"next"`
}

// A checkedSpot is an entry that a check made.
type checkedSpot struct {
	Spot  string      `json:"spot"`
	Entry store.Entry `json:"entry"`
}

// A checkRemainder is what a check did not come to.
type checkRemainder struct {
	Areas []string `json:"areas"`
	Spots []string `json:"spots"`
}

// tell ends a check: what was checked, what was not, what arose, when next.
func (s *checkup) tell() error {
	s.now()
	answer := s.judge(s.j)
	d := checkDocument{Schema: "spotlog.check.v1", AsOf: s.asOf.String(), Began: s.began, Checks: []store.Check{},
		Logged: s.loggedSpots(), NotChecked: s.remainder(), Flags: s.arisen(answer), Next: s.next().String()}
	d.Complete = !s.cut && len(d.NotChecked.Areas)+len(d.NotChecked.Spots) == 0
	for _, c := range s.j.Checks {
		if !before(c.Date, s.began) {
			d.Checks = append(d.Checks, c)
		}
	}
	switch {
	case s.json:
		return s.writeJSON(d)
	case s.alarm:
		s.paragraph("", "Stopped here; all of it is kept. When there is time for it: spotlog check.")
		s.paragraph("", s.dim(report.Posture))
		return nil
	}
	s.tellCovered(d)
	s.tellArisen(d.Flags, answer)
	return nil
}

// remainder is what was asked for and has neither entry nor mark, in the order of the check.
func (s *checkup) remainder() checkRemainder {
	rest := checkRemainder{Areas: []string{}, Spots: []string{}}
	plan := s.left()
	for _, step := range plan.steps {
		if step.kind == askArea && !slices.Contains(plan.done, step.area.name) {
			rest.Areas = append(rest.Areas, step.area.name)
		}
		if step.kind == askSpot {
			rest.Spots = append(rest.Spots, s.spot(step.spot).Name)
		}
	}
	return rest
}

// left is the plan of what a check that went on now would ask.
func (s *checkup) left() checkPlan {
	due := map[string]bool{}
	for _, step := range s.plan.steps {
		if spot := s.spot(step.spot); spot != nil {
			due[spot.Name] = true
		}
	}
	return planCheck(s.j, s.began, due, s.options)
}

func (s *checkup) loggedSpots() []checkedSpot {
	made := []checkedSpot{}
	for i := range s.j.Spots {
		for _, e := range s.j.Spots[i].Entries {
			if s.made[s.j.Spots[i].ID] == e.ID {
				made = append(made, checkedSpot{s.j.Spots[i].Name, e})
			}
		}
	}
	return made
}

// arisen are the flags that did not stand before, and those that stand on an entry of this check.
// Who just looked need not be told to look.
func (s *checkup) arisen(answer rules.Answer) []rules.Flag {
	arisen := []rules.Flag{}
	for _, f := range answer.Flags {
		fresh := !s.stood[flagKey(f)] || f.Tier.Urgency() >= rules.Today.Urgency() // what cannot wait is told until it is answered
		for _, id := range s.made {
			fresh = fresh || slices.Contains(f.Entries, id)
		}
		if fresh && f.Code != "new-baseline" && f.Code != "stale" {
			arisen = append(arisen, f)
		}
	}
	return arisen
}

func (s *checkup) tellCovered(d checkDocument) {
	fmt.Fprintln(s.Out)
	plan := s.left()
	if len(d.Checks) == 0 && len(d.Logged) == 0 {
		s.paragraph("", "Nothing was recorded.")
	}
	if len(d.Logged) > 0 {
		s.paragraph("logged       ", report.Plural(len(d.Logged), "spot"))
	}
	if len(plan.done) > 0 {
		s.paragraph("looked at    ", strings.Join(plan.done, "; "))
	}
	var rest []string
	if n := len(d.NotChecked.Spots); n > 0 {
		rest = append(rest, report.Plural(n, "spot")+": "+strings.Join(d.NotChecked.Spots, ", "))
	}
	if len(d.NotChecked.Areas) > 0 {
		rest = append(rest, strings.Join(d.NotChecked.Areas, "; "))
	}
	if len(rest) > 0 {
		s.paragraph("not checked  ", strings.Join(rest, " · "))
	}
	if s.cut {
		s.paragraph("to go on     ", "spotlog check")
	}
	s.paragraph("next         ", report.LongDate(s.next().Date()))
	if len(d.Logged) > 0 {
		s.paragraph("to undo      ", "spotlog undo, the newest answer first")
	}
	fmt.Fprintln(s.Out)
}

// tellArisen tells the flags as the verb flags does.
func (s *checkup) tellArisen(arisen []rules.Flag, answer rules.Answer) {
	urgent, _ := splitAsks(answer.ToLog())
	s.printTiers(arisen, urgent)
	if len(arisen) == 0 {
		s.paragraph("", "No flag arose from these answers. "+report.NotClean)
		fmt.Fprintln(s.Out)
	}
	if slices.ContainsFunc(answer.Flags, func(f rules.Flag) bool { return s.stood[flagKey(f)] && !has(arisen, f) }) {
		s.paragraph("", s.dim("what stood before stands: spotlog flags"))
	}
	s.paragraph("", s.dim(report.Posture))
}

func has(flags []rules.Flag, flag rules.Flag) bool {
	return slices.ContainsFunc(flags, func(f rules.Flag) bool { return flagKey(f) == flagKey(flag) })
}

// next is the day of the next check: a month after this one, also where it looked at spots alone.
func (s *checkup) next() store.Day {
	if next := schedule.Next(s.j, s.asOf); next > s.asOf {
		return next
	}
	return schedule.MonthsAfter(s.asOf, 1)
}
