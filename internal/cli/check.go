package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/urfave/cli/v2"

	"spotlog/internal/bodymap"
	"spotlog/internal/report"
	"spotlog/internal/rules"
	"spotlog/internal/schedule"
	"spotlog/store"
)

func (a *app) checkCommand() *cli.Command {
	return &cli.Command{
		Name: "check", Usage: "the monthly self-check, step by step; goes on where it stopped", Category: eachMonth,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "areas", Usage: "only these `AREAS`: \"scalp, back\""},
			&cli.StringFlag{Name: "spots", Usage: "`due`: only spots that are due, such as those not logged for a month"},
			&cli.BoolFlag{Name: "quick", Usage: "only how you are, and the spots; no areas"},
			&cli.BoolFlag{Name: "print", Usage: "write a sheet to fill in on paper or in an editor, and ask nothing"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "with --print: write to `FILE`.pdf or .txt"},
		},
		Action: a.check,
	}
}

func (a *app) check(c *cli.Context) error {
	options, err := readCheckOptions(c)
	if err != nil {
		return err
	}
	switch {
	case c.Bool("print"):
		return a.printCheck(c, options)
	case c.IsSet("output"):
		return refuse("spotlog check --print -o sheet.pdf", "-o goes with --print")
	case a.noInput:
		return refuse("spotlog log left-forearm-1 --changed none", "check asks questions, which --no-input forbids")
	}
	j, err := a.read()
	if err != nil && asRefusal(err, 0).code == exitMissing {
		j, err = &store.Journal{}, nil // begun with the first answer that is kept
	}
	if err != nil {
		return err
	}
	answers := a.Out
	if a.json {
		a.Out = a.Err // what is told on the way is talk; the document is the answer
	}
	s := newCheckup(a, j, options)
	err = s.run()
	a.Out = answers
	if s.newJournal {
		defer s.sayBegan()
	}
	switch {
	case errors.Is(err, context.Canceled):
		return s.interrupted()
	case err != nil:
		return err
	}
	return s.tell()
}

// interrupted says what was kept, as no error: who presses Ctrl-C knows what was asked for. For programs it is one.
func (s *checkup) interrupted() error {
	if s.json {
		return &refusal{exitCodeOf(s.ctx), "interrupted; what was kept up to here stays", "to go on: spotlog check"}
	}
	kept := prefixed(": ", counted(len(s.left().done), len(s.made)))
	s.tellPerson("", "Stopped; all that was kept stays"+kept+". To go on: spotlog check")
	return &refusal{code: exitCodeOf(s.ctx)}
}

func readCheckOptions(c *cli.Context) (o checkOptions, err error) {
	if _, err := arguments(c, 0, 0, "spotlog check; one spot alone: spotlog log left-forearm-1 --changed none"); err != nil {
		return o, err
	}
	o.quick = c.Bool("quick")
	switch spots := spelled(c.String("spots")); spots {
	case "", "all":
	case "due":
		o.due = true
	default:
		return o, refuse("spotlog check --spots due", "--spots is due or all, not %q", spots)
	}
	if c.IsSet("areas") {
		o.areas, err = checkAreasNamed(c.String("areas"))
	}
	return o, err
}

// checkAreasNamed finds the areas of a check that hold the places named, in the order of a check.
func checkAreasNamed(typed string) (found []*checkArea, err error) {
	wanted := map[string]bool{}
	for part := range strings.SplitSeq(typed, ",") {
		name, err := areaNamed(part)
		if err != nil {
			r := asRefusal(err, 0)
			return nil, refuse(strings.Replace(r.hint, "--area ", "--areas ", 1), "%s", r.message)
		}
		site := bodymap.Find(name)
		for i := range checkAreas() {
			area := &checkAreas()[i]
			for _, r := range area.regions {
				if (bodymap.Site{Regions: []bodymap.Region{r}}).In(site.Regions...) {
					wanted[area.name] = true
				}
			}
		}
	}
	for i := range checkAreas() {
		if area := &checkAreas()[i]; wanted[area.name] {
			found = append(found, area)
		}
	}
	return found, nil
}

// A checkup is a check under way.
type checkup struct {
	*app
	options checkOptions
	j       *store.Journal // as it stands

	plan     checkPlan
	due      map[string][]schedule.Item // when it began, by spot
	began    store.Date
	goesOn   bool     // it was begun by an earlier command
	record   store.ID // of the store.Check that is written to, "" until something is kept
	groups   [][]store.Symptom
	bleeding *loggedEntry // that does not stop
	last     loggedEntry  // as it was kept
	unknown  string       // a site that was refused

	made       map[store.ID]store.ID // the entry that each spot got, by spot
	stood      map[string]bool       // the flags before the first question
	told       map[string]bool       // the urgent flags that were told
	newJournal bool                  // begun by this check, which is told at its end: an urgent flag comes before it
	cut        bool                  // stopped before its end
	alarm      bool                  // stopped at an urgent flag, which then has the last word
}

func newCheckup(a *app, j *store.Journal, options checkOptions) *checkup {
	s := &checkup{app: a, options: options, j: j, groups: make([][]store.Symptom, len(alarmGroups())),
		made: map[store.ID]store.ID{}, stood: map[string]bool{}, told: map[string]bool{}}
	now := s.now()
	s.began = begunCheck(j, now)
	if s.goesOn = !s.began.IsZero(); s.goesOn {
		for _, c := range j.Checks {
			if !before(c.Date, s.began) {
				s.record = c.ID
			}
		}
	}
	answer := a.judge(j)
	for _, f := range answer.Flags {
		s.stood[flagKey(f)] = true
	}
	s.due = map[string][]schedule.Item{}
	toLook := map[string]bool{}
	for _, item := range schedule.New(j, answer, 0, a.asOf).Due() {
		s.due[item.Spot] = append(s.due[item.Spot], item)
		toLook[item.Spot] = toLook[item.Spot] || !slices.Contains(besides, item.Kind)
	}
	s.plan = planCheck(j, s.began, toLook, options)
	if !s.goesOn {
		s.began = now
	}
	return s
}

// besides are the kinds of what can be due of a spot without a look at it being due.
var besides = []schedule.Kind{schedule.Flag, schedule.Photo, schedule.Recheck, schedule.Result}

// now is the moment an answer is given, and makes its day today: a check may pass midnight.
func (s *checkup) now() store.Date {
	now, _, err := s.entryDate("")
	if err != nil {
		panic(err) // nothing was typed that could be wrong
	}
	s.asOf = now.FirstDay()
	return now
}

func flagKey(f rules.Flag) string { return strings.Join([]string{string(f.Tier), f.Code, f.Spot}, " ") }

// run asks everything, or until the person stops.
func (s *checkup) run() error {
	steps, err := s.greet()
	if err == nil {
		err = s.walk(steps)
	}
	if errors.Is(err, errStop) {
		s.cut, err = true, nil
	}
	return err
}

// greet says what is to come, and first of all what already needs help now. It gives the steps.
func (s *checkup) greet() ([]checkStep, error) {
	s.showUrgent(s.judge(s.j).Flags)
	todo := counted(s.plan.areas, s.plan.spots)
	const keys = "Each entry is kept once it is complete; ? explains, b goes back, q stops, and the next check goes on from there."
	switch {
	case s.goesOn && todo == "":
		s.tellPerson("", fmt.Sprintf("The check of %s has been through all of it. For one more look at a spot: spotlog log; at an area: spotlog check --areas face.", report.LongMoment(s.began)))
	case s.goesOn:
		text := fmt.Sprintf("Going on with the check of %s.", report.LongMoment(s.began))
		if done := counted(len(s.plan.done), s.plan.logged); done != "" {
			text += " Done: " + done + "."
		}
		s.tellPerson("", text+" To go: "+todo+". "+keys)
	case todo == "":
		s.tellPerson("", "First how you are. "+keys)
	default:
		s.tellPerson("", "First how you are, then "+todo+". "+keys)
	}
	return s.plan.steps, s.askSince()
}

// counted counts areas and spots, and leaves out what there is none of.
func counted(areas, spots int) string {
	var parts []string
	if areas > 0 {
		parts = append(parts, report.Plural(areas, "area"))
	}
	if spots > 0 {
		parts = append(parts, report.Plural(spots, "spot"))
	}
	return strings.Join(parts, " and ")
}

// askSince asks about the person again only where something changed since it was asked.
func (s *checkup) askSince() error {
	if s.plan.symptoms == nil {
		return nil
	}
	again := true
	if s.plan.symptoms[0] == store.SymptomNone {
		typed, err := s.put("Since then, has anything changed in how you are, does a spot bleed, or did spots come within hours or days?", []string{"y be asked again", "Enter no"},
			"With y, the questions that come first in a check are asked again.", yesNo)
		if err != nil && !errors.Is(err, errBack) {
			return err
		}
		again, _ = isYes(typed)
	} else {
		s.tellPerson("", "You answered before: "+strings.Join(answeredBefore(s.plan.symptoms), "; ")+". How is it now?")
	}
	if again {
		s.record = "" // a later answer stands beside the earlier one
		return nil
	}
	for len(s.plan.steps) > 0 && s.plan.steps[0].area == nil {
		s.plan.steps = s.plan.steps[1:]
	}
	return nil
}

var (
	errBack  = errors.New("back to the question before")
	errAgain = errors.New("ask this once more")
	errLeave = errors.New("leave this area out")
)

// walk takes the steps one after another, back where the person wants to.
func (s *checkup) walk(steps []checkStep) error {
	for i := 0; i < len(steps); {
		err := s.take(steps[i])
		switch {
		case err == nil:
			i++
		case errors.Is(err, errBack):
			if i == 0 {
				s.tellPerson("  ", "This is the first question.")
			}
			i = max(i-1, 0)
		case errors.Is(err, errAgain):
		case errors.Is(err, errLeave):
			for area := steps[i].area; i < len(steps) && steps[i].area == area; i++ {
			}
		default:
			return err
		}
	}
	return nil
}

func (s *checkup) take(step checkStep) error {
	if step.opens && !s.options.quick {
		s.openArea(step.area)
	}
	switch step.kind {
	case askAlarms:
		return s.askAlarm(step.group)
	case askBleeding:
		return s.askBleedingNow()
	case askSudden:
		return s.askSudden()
	case askGate:
		return s.askGate(step.area)
	case askSpot:
		return s.askSpot(step)
	}
	return s.askArea(step.area)
}

// tellPerson prints what belongs to the questions: it is there with --quiet and --json too.
func (s *checkup) tellPerson(lead, text string) {
	s.paragraphTo(s.Err, lead, text)
}

// put asks one question and gives the first answer that accept takes; nil takes any. ? is explained
// here, b is errBack, q and the end of the input errStop.
func (s *checkup) put(question string, keys []string, explain string, accept func(string) error) (string, error) {
	s.tellPerson("", question)
	s.tellKeys(keys)
	for {
		typed, err := s.ask("> ")
		if !s.InTerminal || errors.Is(err, io.EOF) {
			fmt.Fprintln(s.Err, report.Plain(typed)) // what nobody typed here is shown
		}
		switch {
		case errors.Is(err, io.EOF):
			return "", errStop
		case err != nil:
			return "", err
		}
		switch strings.ToLower(typed) {
		case keyStop:
			return "", errStop
		case keyBack:
			return "", errBack
		case keyExplain:
			s.tellPerson("  ", explain)
			continue
		}
		if accept != nil {
			if err := accept(typed); err != nil {
				s.refused(err)
				continue
			}
		}
		return typed, nil
	}
}

// oneOf accepts some keys alone.
func oneOf(keys ...string) func(string) error {
	return func(typed string) error {
		if slices.Contains(keys, strings.ToLower(typed)) {
			return nil
		}
		return refuse("? says what can be answered here", "%q is no answer here", typed)
	}
}

// tellKeys lists what may be answered, as many to a line as fit without parting one.
func (s *checkup) tellKeys(keys []string) {
	line := ""
	for _, key := range keys {
		if longer := line + " · " + key; line != "" && text.StringWidthWithoutEscSequences(longer)+2 <= s.measure() {
			line = longer
			continue
		}
		if line != "" {
			s.tellPerson("  ", s.dim(line))
		}
		line = key
	}
	s.tellPerson("  ", s.dim(line))
}

// refused says why an answer cannot be taken, without the dashes of the command line.
func (s *checkup) refused(err error) {
	r := asRefusal(err, 0)
	hint := r.hint
	if _, value, ok := strings.Cut(hint, " "); ok && strings.HasPrefix(hint, "--") {
		hint = "such as " + value
	}
	hint = strings.ReplaceAll(hint, " --", " the ")
	s.tellPerson("  ", report.Plain(strings.TrimSuffix(r.message+"; "+hint, "; ")))
}
