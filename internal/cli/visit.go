package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/internal/report"
	"spotlog/store"
)

// visitSpotFields are the flags of visit add that speak of its spots.
var visitSpotFields = []field[store.VisitSpot]{
	{flag: "outcome", usage: "what was decided", words: "outcome", set: word(func(v *store.VisitSpot) *store.Outcome { return &v.Outcome })},
	{flag: "diagnosis", usage: "what it is, as the clinician said it (`TEXT`)", set: func(v *store.VisitSpot, s string) error { v.Diagnosis = s; return nil }},
	{flag: "spot-note", usage: "anything else about the spot (`TEXT`)", set: func(v *store.VisitSpot, s string) error { v.Note = s; return nil }},
}

func (a *app) visitCommand() *cli.Command {
	return &cli.Command{
		Name: "visit", Usage: "what the clinician said, spot by spot: add, list", Category: clinic,
		Subcommands: []*cli.Command{
			{
				Name: "add", Usage: "a visit; again on the same day joins it", ArgsUsage: "[SPOT...]", Action: a.visitAdd,
				Flags: append([]cli.Flag{
					&cli.StringFlag{Name: "date", Usage: "when (`DATE`); today unless given"},
					&cli.StringFlag{Name: "with", Usage: "whom you saw (`NAME`)"},
					&cli.StringFlag{Name: "recheck", Usage: "when to be seen again (`DATE`)"},
					&cli.StringFlag{Name: "note", Usage: "anything else (`TEXT`)"},
					&cli.StringSliceFlag{Name: "answer", Usage: "to question N of the summary (`\"N TEXT\"`)"},
				}, flagsOf(visitSpotFields)...),
			},
			{Name: "list", Usage: "the visits, a line a spot", Action: a.visitList},
		},
	}
}

func (a *app) visitAdd(c *cli.Context) error {
	visit := store.Visit{Date: a.asOf.Date(), With: c.String("with"), Note: c.String("note")}
	var line store.VisitSpot
	aboutSpots, err := setFields(c, visitSpotFields, &line)
	if err != nil {
		return err
	}
	if typed := c.String("date"); typed != "" {
		if visit.Date, err = a.pastDate("date", typed); err != nil {
			return err
		}
	}
	if typed := c.String("recheck"); typed != "" {
		aboutSpots = true
		if line.Recheck, err = parseDate(typed, a.present()); err != nil {
			return err
		}
		if line.Recheck.LastDay() < visit.Date.FirstDay() {
			return refuse("a recheck is a date to come", "recheck %s lies before the visit of %s", line.Recheck, visit.Date)
		}
	}
	if aboutSpots && c.NArg() == 0 {
		return refuse("spotlog visit add left-forearm-1 --outcome watch", "outcome, diagnosis and recheck belong to a spot: which?")
	}
	var says string
	act, err := a.actOrCreate("visit add", func(tx *store.Tx) error {
		visit, err := a.commitVisit(tx, visit, line, c.Args().Slice())
		says = "recorded " + report.LongDate(visit.Date) + ": " + report.VisitSays(&visit)
		if err != nil {
			return err
		}
		return a.answerQuestions(tx, c.StringSlice("answer"))
	})
	if err != nil {
		return err
	}
	return a.done(act, "visit add", says)
}

// commitVisit writes a visit, joining the one of the same day with the same person.
func (a *app) commitVisit(tx *store.Tx, visit store.Visit, line store.VisitSpot, names []string) (store.Visit, error) {
	j, err := tx.Journal()
	if err != nil {
		return visit, err
	}
	for _, v := range j.Visits {
		if v.Date.FirstDay() == visit.Date.FirstDay() && (v.With == visit.With || visit.With == "") {
			note := strings.Trim(v.Note+"\n"+visit.Note, "\n")
			visit = v
			visit.Note = note
		}
	}
	for _, name := range names {
		s, err := spotNamed(j, name)
		if err != nil {
			return visit, err
		}
		line.Spot = s.Name
		visit.Spots = replaceLine(visit.Spots, line)
	}
	return visit, putVisit(tx, j, visit)
}

// answerQuestions keeps what was answered to the questions that the summary numbers. The number may
// be left out where one question is open.
func (a *app) answerQuestions(tx *store.Tx, answers []string) error {
	if len(answers) == 0 {
		return nil
	}
	j, err := tx.Journal()
	if err != nil {
		return err
	}
	open := report.OpenQuestions(j, a.asOf)
	for _, typed := range answers {
		number, text, _ := strings.Cut(strings.TrimSpace(typed), " ")
		n, err := strconv.Atoi(strings.TrimRight(number, ".:"))
		if err != nil && len(open) == 1 {
			n, text, err = 1, typed, nil
		}
		if err != nil || n < 1 || n > len(open) || strings.TrimSpace(text) == "" {
			return refuse(`see them: spotlog summary; then --answer "1 what was said"`, "--answer %q is no answer to one of %s", typed, report.Plural(len(open), "open question"))
		}
		q := open[n-1]
		q.Answer = strings.TrimSpace(text)
		if _, err := tx.PutQuestion(q); err != nil {
			return err
		}
	}
	return nil
}

// replaceLine puts a spot's line into a visit, in place of an earlier one of the same spot.
func replaceLine(lines []store.VisitSpot, line store.VisitSpot) []store.VisitSpot {
	out := []store.VisitSpot{}
	for _, l := range lines {
		if l.Spot != line.Spot {
			out = append(out, l)
		}
	}
	return append(out, line)
}

type visitsDocument struct {
	Schema    string           `json:"schema"`
	Visits    []store.Visit    `json:"visits"`
	Questions []store.Question `json:"questions"` // that were answered
}

func (a *app) visitList(c *cli.Context) error {
	if _, err := arguments(c, 0, 0, "spotlog visit list"); err != nil {
		return err
	}
	j, err := a.read()
	if err != nil {
		return err
	}
	visits := slices.DeleteFunc(append([]store.Visit{}, j.Visits...), func(v store.Visit) bool { return !a.hasCome(v.Date) })
	answered := slices.DeleteFunc(append([]store.Question{}, j.Questions...), func(q store.Question) bool { return q.Answer == "" || !a.hasCome(q.Date) })
	if a.json {
		return a.writeJSON(visitsDocument{"spotlog.visits.v1", visits, answered})
	}
	if len(visits) == 0 {
		a.say("no visits yet: spotlog visit add left-forearm-1 --outcome watch")
		return nil
	}
	t := a.table(2, "VISIT", "SPOT", "OUTCOME", "RECHECK", "DIAGNOSIS", "WITH")
	for _, v := range visits {
		if len(v.Spots) == 0 {
			t.row(report.LongDate(v.Date), "", "", "", "", report.Plain(v.With))
		}
		for _, s := range v.Spots {
			t.row(report.LongDate(v.Date), s.Spot, string(s.Outcome), report.LongDate(s.Recheck), report.Plain(s.Diagnosis), report.Plain(v.With))
		}
	}
	if err := t.print(); err != nil {
		return err
	}
	for _, note := range visitNotes(visits) {
		fmt.Fprintln(a.Out)
		a.paragraph("noted     ", report.Plain(note))
	}
	for _, q := range answered {
		fmt.Fprintln(a.Out)
		a.paragraph("asked     ", report.Plain(q.Text))
		a.paragraph("answered  ", report.Plain(q.Answer))
	}
	return nil
}

// visitNotes are what was noted of visits and of the spots they named.
func visitNotes(visits []store.Visit) (notes []string) {
	for _, v := range visits {
		if v.Note != "" {
			notes = append(notes, report.LongDate(v.Date)+": "+v.Note)
		}
		for _, s := range v.Spots {
			if s.Note != "" {
				notes = append(notes, report.LongDate(v.Date)+", "+s.Spot+": "+s.Note)
			}
		}
	}
	return notes
}
