package cli

import (
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/urfave/cli/v2"

	"spotlog/internal/report"
	"spotlog/store"
)

// medicineFields are the flags of med add.
var medicineFields = []field[store.Medication]{
	{flag: "kind", usage: "where it comes from", words: "medication.kind", set: word(func(m *store.Medication) *store.MedicationKind { return &m.Kind })},
	{flag: "effects", aliases: []string{"effect"}, usage: "what it does that matters to the skin", words: "medication.effects", set: list(func(m *store.Medication) *[]store.Effect { return &m.Effects })},
	{flag: "dose", usage: "as on its label: `\"5 mg twice a day\"`", set: func(m *store.Medication, v string) error { m.Dose = v; return nil }},
	{flag: "note", usage: "anything else (`TEXT`)", set: func(m *store.Medication, v string) error { m.Note = v; return nil }},
}

func (a *app) medCommand() *cli.Command {
	return &cli.Command{
		Name: "med", Usage: "medicines and supplements: add, list, stop", Category: clinic,
		Subcommands: []*cli.Command{
			{
				Name: "add", Usage: "a medicine or supplement; again adds to what is known of it", ArgsUsage: "MEDICINE", Action: a.medAdd,
				Flags: append([]cli.Flag{
					&cli.StringFlag{Name: "started", Usage: "since when (`DATE`)"},
					&cli.StringFlag{Name: "stopped", Usage: "until when (`DATE`)"},
				}, flagsOf(medicineFields)...),
			},
			{Name: "list", Usage: "what is taken, and what was", Action: a.medList},
			{
				Name: "stop", Usage: "it is no longer taken", ArgsUsage: "MEDICINE", Action: a.medStop,
				Flags: []cli.Flag{&cli.StringFlag{Name: "date", Usage: "since when (`DATE`); today unless given"}},
			},
		},
	}
}

func (a *app) medAdd(c *cli.Context) error {
	words, err := arguments(c, 1, -1, "spotlog med add apixaban --started 2026-01-02")
	if err != nil {
		return err
	}
	m := store.Medication{Name: join(words)}
	if _, err := setFields(c, medicineFields, &m); err != nil {
		return err
	}
	if m.Started, err = a.optionalDate(c, "started"); err != nil {
		return err
	}
	if m.Stopped, err = a.optionalDate(c, "stopped"); err != nil {
		return err
	}
	if err := a.suggestEffects(&m); err != nil {
		return err
	}
	act, err := a.actOrCreate("med add", func(tx *store.Tx) error {
		j, err := tx.Journal()
		if err != nil {
			return err
		}
		m = joined(j, m)
		_, err = tx.PutMedication(m)
		return err
	})
	if err != nil {
		return err
	}
	return a.done(act, "med add", "recorded "+medicineSays(m))
}

// joined takes what is added up into the record of the same medicine where it is being taken, so that
// what was left out at first can be given later. Another start is another course.
func joined(j *store.Journal, m store.Medication) store.Medication {
	for _, known := range j.Medications {
		if !strings.EqualFold(known.Name, m.Name) || !known.Stopped.IsZero() || known.Started != m.Started && !known.Started.IsZero() && !m.Started.IsZero() {
			continue
		}
		known.Kind, known.Dose, known.Note = cmp.Or(m.Kind, known.Kind), cmp.Or(m.Dose, known.Dose), cmp.Or(m.Note, known.Note)
		known.Started, known.Stopped = cmp.Or(m.Started, known.Started), m.Stopped
		if m.Effects != nil {
			known.Effects = m.Effects
		}
		return known
	}
	return m
}

// optionalDate reads a flag that holds a date which has come, or nothing.
func (a *app) optionalDate(c *cli.Context, flag string) (store.Date, error) {
	if c.String(flag) == "" {
		return store.Date{}, nil
	}
	return a.pastDate(flag, c.String(flag))
}

//go:embed medicines.tsv
var medicinesTSV string

// commonMedicines are medicines and supplements whose effects on skin and bleeding are commonly
// listed in their product information.
var commonMedicines = sync.OnceValue(func() []store.Medication {
	var known []store.Medication
	for line := range strings.SplitSeq(strings.TrimSpace(medicinesTSV), "\n") {
		cell := strings.Split(line, "\t")
		m := store.Medication{Name: cell[0], Kind: store.MedicationKind(cell[1])}
		for effect := range strings.SplitSeq(cell[2], ",") {
			m.Effects = append(m.Effects, store.Effect(effect))
		}
		known = append(known, m)
	}
	return known[1:]
})

// knownMedicine finds a medicine of the table within a name such as "Aspirin 100 mg".
func knownMedicine(name string) (store.Medication, bool) {
	padded := " " + strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == ' ' || r == ',' || r == '/' }), " ") + " "
	i := slices.IndexFunc(commonMedicines(), func(m store.Medication) bool { return strings.Contains(padded, " "+m.Name+" ") })
	if i < 0 {
		return store.Medication{}, false
	}
	return commonMedicines()[i], true
}

// suggestEffects offers what the table knows of a medicine whose effects were not given. What
// nobody confirmed stays unrecorded, and rules that need it are not assessed.
func (a *app) suggestEffects(m *store.Medication) error {
	if m.Effects != nil {
		return nil
	}
	known, ok := knownMedicine(m.Name)
	if !ok {
		a.say("its effects are not recorded; if it makes bleeding easier, weakens defences or is a steroid, add --effects (none, if asked and none)")
		return nil
	}
	effects := report.Join(known.Effects)
	if !a.InTerminal || a.noInput || a.json {
		a.say("%s is commonly listed as: %s; to record that, add --effects %s", report.Plain(known.Name), effects, strings.ReplaceAll(effects, ", ", ","))
		return nil
	}
	answer, err := a.ask(fmt.Sprintf("%s is commonly listed as: %s. Record that? [Y/n] ", report.Plain(known.Name), effects))
	if errors.Is(err, io.EOF) {
		return nil // no answer is no yes
	}
	if err != nil {
		return err
	}
	if answer = spelled(answer); answer == "" || answer == "y" || answer == "yes" {
		m.Effects = known.Effects
		if m.Kind == "" {
			m.Kind = known.Kind
		}
	}
	return nil
}

func medicineSays(m store.Medication) string {
	says := m.Name
	if m.Dose != "" {
		says += ", " + m.Dose
	}
	if len(m.Effects) > 0 {
		says += " (" + report.Join(m.Effects) + ")"
	}
	if !m.Started.IsZero() {
		says += ", since " + report.LongDate(m.Started)
	}
	if !m.Stopped.IsZero() {
		says += ", until " + report.LongDate(m.Stopped)
	}
	return says
}

type medicationsDocument struct {
	Schema      string             `json:"schema"`
	Medications []store.Medication `json:"medications"`
}

func (a *app) medList(c *cli.Context) error {
	if _, err := arguments(c, 0, 0, "spotlog med list"); err != nil {
		return err
	}
	j, err := a.read()
	if err != nil {
		return err
	}
	medicines := a.medicinesThen(j)
	if a.json {
		return a.writeJSON(medicationsDocument{"spotlog.medications.v1", medicines})
	}
	if len(medicines) == 0 {
		a.say("no medicines yet: spotlog med add apixaban --started 2026-01-02")
		return nil
	}
	t := a.table(2, "MEDICINE", "SINCE", "UNTIL", "EFFECTS", "DOSE", "KIND")
	for _, m := range medicines {
		effects := report.Join(m.Effects)
		if effects == "" {
			effects = a.dim("not recorded")
		}
		t.row(report.Plain(m.Name), report.LongDate(m.Started), report.LongDate(m.Stopped), effects, report.Plain(m.Dose), string(m.Kind))
	}
	return t.print()
}

// medicinesThen are the medicines as they were known on the day of --as-of.
func (a *app) medicinesThen(j *store.Journal) []store.Medication {
	medicines := []store.Medication{}
	for _, m := range j.Medications {
		if !a.hasCome(m.Stopped) {
			m.Stopped = store.Date{}
		}
		if a.hasCome(m.Started) {
			medicines = append(medicines, m)
		}
	}
	return medicines
}

func (a *app) medStop(c *cli.Context) error {
	words, err := arguments(c, 1, -1, "spotlog med stop apixaban")
	if err != nil {
		return err
	}
	stopped := a.asOf.Date()
	if typed := c.String("date"); typed != "" {
		if stopped, err = a.pastDate("date", typed); err != nil {
			return err
		}
	}
	return a.correct("med stop", func(tx *store.Tx, j *store.Journal) (string, error) {
		m, err := medicineNamed(j, join(words))
		if err != nil {
			return "", err
		}
		m.Stopped = stopped
		_, err = tx.PutMedication(m)
		return "stopped " + medicineSays(m), err
	})
}

// medicineNamed finds a medicine that is taken by its name or its id, or a beginning of either that
// only it has; case does not matter.
func medicineNamed(j *store.Journal, typed string) (store.Medication, error) {
	var found, whole []store.Medication
	var names []string
	lower := strings.ToLower(typed)
	for _, m := range j.Medications {
		if !m.Stopped.IsZero() {
			continue
		}
		names = append(names, m.Name)
		if strings.HasPrefix(strings.ToLower(m.Name), lower) || strings.HasPrefix(string(m.ID), lower) {
			found = append(found, m)
		}
		if strings.EqualFold(m.Name, typed) {
			whole = append(whole, m)
		}
	}
	switch {
	case len(whole) == 1:
		return whole[0], nil
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return store.Medication{}, refuse("use its whole name, or its id: spotlog med list --json", "%q may mean more than one medicine", typed)
	}
	if near := store.Nearest(typed, names); near != "" {
		return store.Medication{}, notFound("did you mean "+near+"?", "no medicine %q is being taken", typed)
	}
	return store.Medication{}, notFound("see them: spotlog med list", "no medicine %q is being taken", typed)
}
