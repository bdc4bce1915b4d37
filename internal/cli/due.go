package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/internal/archive"
	"spotlog/internal/bodymap"
	"spotlog/internal/report"
	"spotlog/internal/rules"
	"spotlog/internal/schedule"
	"spotlog/store"
)

func (a *app) dueCommand() *cli.Command {
	return &cli.Command{
		Name: "due", Usage: "what to look at now; --ics writes it as a calendar", Category: eachMonth,
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "exit-code", Usage: "end with 10 where something is due that cannot wait for the next check"},
			&cli.StringFlag{Name: "ics", Usage: "write the monthly check and the recheck dates as a calendar: `FILE`.ics, or - for standard output"},
			&cli.BoolFlag{Name: "explicit", Usage: "with --ics: name the skin and the spots in the titles"},
		},
		Action: a.due,
	}
}

func (a *app) due(c *cli.Context) error {
	if _, err := arguments(c, 0, 0, "spotlog due"); err != nil {
		return err
	}
	file := c.String("ics")
	switch {
	case file != "" && file != "-" && !strings.EqualFold(filepath.Ext(file), ".ics"):
		return refuse("spotlog due --ics spotlog.ics", "%s does not end in .ics", report.Plain(file))
	case file == "-" && a.json:
		return refuse("spotlog due --ics spotlog.ics --json", "--ics - writes the calendar where --json answers")
	case file == "" && c.Bool("explicit"):
		return refuse("spotlog due --ics spotlog.ics --explicit", "--explicit is about the calendar of --ics")
	}
	var plan schedule.Plan
	var calendar schedule.Calendar
	err := a.withJournal(func(db *store.DB, j *store.Journal) (err error) {
		if plan, err = a.plan(db, j, a.judge(j)); err != nil || file == "" {
			return err
		}
		calendar, err = a.calendar(db, c.Bool("explicit"))
		return err
	})
	switch {
	case err != nil:
	case file != "":
		err = a.writeCalendar(plan, calendar, file)
	case a.json:
		err = a.writeJSON(plan)
	default:
		a.printDue(plan)
	}
	if err == nil && c.Bool("exit-code") && plan.Calls() {
		return errFlagged
	}
	return err
}

// plan is what is due on the day asked for.
func (a *app) plan(db *store.DB, j *store.Journal, answer rules.Answer) (schedule.Plan, error) {
	at, ok, err := db.LastBackup(a.ctx)
	if err != nil {
		return schedule.Plan{}, err
	}
	var backup store.Day
	if ok {
		backup = store.DateOn(at, store.PrecisionDay, false).FirstDay()
	}
	return schedule.New(j, answer, backup, a.asOf), nil
}

// calendar is what the file of a calendar needs from the journal beside the plan.
func (a *app) calendar(db *store.DB, explicit bool) (schedule.Calendar, error) {
	calendar := schedule.Calendar{Stamp: a.Now(), Explicit: explicit}
	var err error
	if calendar.Journal, err = db.ID(a.ctx); err != nil {
		return calendar, err
	}
	revisions, err := db.History(a.ctx)
	if err != nil {
		return calendar, err
	}
	for _, r := range revisions {
		if r.Noun != store.NounVisit || r.Body == nil {
			continue
		}
		visit := store.Visit{ID: r.Record}
		if err := json.Unmarshal(r.Body, &visit); err != nil {
			return calendar, fmt.Errorf("%w: revision of visit %s: %w", store.ErrDamaged, r.Record, err)
		}
		calendar.Former = append(calendar.Former, visit)
	}
	return calendar, nil
}

func (a *app) writeCalendar(plan schedule.Plan, calendar schedule.Calendar, file string) error {
	write := func(w io.Writer) error { return plan.WriteCalendar(w, calendar) }
	if file == "-" {
		return write(a.Out)
	}
	if err := archive.WriteFile(file, write); err != nil {
		return err
	}
	return a.wroteFile(file, nil, "import it again whenever dates have changed: nothing doubles")
}

// printDue prints what is due: what cannot wait, then the longest due.
func (a *app) printDue(plan schedule.Plan) {
	for _, g := range grouped(plan.Due(), a.asOf) {
		a.printDueGroup("", g)
	}
	a.printNotDue(plan)
}

// A dueGroup is all that is due of one spot, or one thing about the person.
type dueGroup struct {
	spot       string
	says, hows []string
}

// grouped puts together what is due of one spot; the longest due leads.
func grouped(due []schedule.Item, today store.Day) (groups []dueGroup) {
	for _, item := range due {
		i := slices.IndexFunc(groups, func(g dueGroup) bool { return item.Spot != "" && g.spot == item.Spot })
		if i < 0 {
			i = len(groups)
			groups = append(groups, dueGroup{spot: item.Spot})
		}
		g := &groups[i]
		g.says = append(g.says, dueWords(item, today))
		if !slices.Contains(g.hows, item.How) {
			g.hows = append(g.hows, item.How)
		}
	}
	return groups
}

func (a *app) printDueGroup(lead string, g dueGroup) {
	says := strings.Join(g.says, "; ")
	if g.spot != "" {
		says = a.bold(g.spot) + ": " + says
	}
	a.paragraph(lead, says)
	for _, how := range g.hows {
		fmt.Fprintf(a.Out, "%s  → %s\n", lead, how) // in one line, to be copied
	}
}

// dueWords says what is due, and when that was done last.
func dueWords(item schedule.Item, today store.Day) string {
	says := item.Says
	if len(item.Area) > 0 {
		says = areaWords(item.Area) + ": " + says
	}
	if item.Tier != "" {
		says = string(item.Tier) + " · " + says
	}
	if !item.Last.IsZero() {
		says += " (" + lastWords[item.Kind] + " " + report.Ago(item.Last.FirstDay(), today) + ")"
	}
	return report.Plain(says)
}

// lastWords say of what kind the day was that is told with an item.
var lastWords = map[schedule.Kind]string{
	schedule.Flag: "logged", schedule.Recheck: "seen", schedule.Result: "seen", schedule.Again: "logged", schedule.Sore: "logged",
	schedule.Check: "last", schedule.Entry: "last", schedule.Area: "last", schedule.Photo: "last", schedule.Backup: "last",
}

func areaWords(areas []bodymap.Region) string {
	words := make([]string, len(areas))
	for i, area := range areas {
		words[i] = strings.ReplaceAll(string(area), "-", " ")
	}
	return strings.Join(words, ", ")
}

// printNotDue says from when on something is due again, and nothing that could pass for comfort.
func (a *app) printNotDue(plan schedule.Plan) {
	next, ok := plan.Next()
	switch {
	case len(plan.Due()) == 0 && ok:
		fmt.Fprintf(a.Out, "nothing is due until %s\n", report.LongDate(next.Date()))
	case ok:
		a.say("\nnext after these: %s", report.LongDate(next.Date()))
	}
}
