package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"spotlog/internal/bodymap"
	"spotlog/internal/report"
	"spotlog/internal/rules"
	"spotlog/store"
)

func (a *app) logCommand() *cli.Command {
	flags := []cli.Flag{
		&cli.StringFlag{Name: "date", Usage: "when it was seen (`DATE`); now unless given"},
		&cli.StringSliceFlag{Name: "photo", Usage: "a photo `FILE`; give it again for each photo"},
		&cli.StringFlag{Name: "from", Usage: "log many spots at once from a `FILE`: a sheet (spotlog check --print) or a CSV; - for standard input"},
		&cli.BoolFlag{Name: "new", Usage: "open the spot; without a name one is made from the site"},
	}
	flags = append(flags, flagsOf(entryFields)...)
	flags = append(flags, flagsOf(spotFields)...)
	flags = append(flags, limitFlags()...)
	return &cli.Command{
		Name: "log", Usage: "one entry for a spot; --new opens the spot, --from reads a sheet", ArgsUsage: "SPOT", Category: eachMonth,
		Flags: append(flags, firstSeenFlag), Action: a.log,
	}
}

// A logged entry is what log made of its flags before it touches the journal.
type loggedEntry struct {
	name  string
	isNew bool
	spot  store.Spot // the fields of a new spot
	entry store.Entry
	files []photoFile
}

func (a *app) log(c *cli.Context) error {
	if c.IsSet("from") {
		return a.logFrom(c)
	}
	l, err := a.readLogged(c)
	if err != nil {
		return err
	}
	var j *store.Journal
	var filed *store.Spot
	act := a.act
	if l.isNew {
		act = a.actOrCreate
	}
	if _, err := act("log", func(tx *store.Tx) error {
		if j, err = tx.Journal(); err == nil {
			filed, err = l.commit(tx, j)
		}
		return err
	}); err != nil {
		return err
	}
	a.sayWarnings(l.files)
	return a.echoLogged(j, filed, &l.entry, l.isNew)
}

// readLogged reads flags, note and photos, and refuses what cannot be taken.
func (a *app) readLogged(c *cli.Context) (*loggedEntry, error) {
	l := &loggedEntry{isNew: c.Bool("new")}
	words, err := arguments(c, 0, 1, "spotlog log left-forearm-1 --size 4mm")
	if err != nil {
		return nil, err
	}
	if len(words) == 1 {
		l.name = words[0]
	}
	said, err := setFields(c, entryFields, &l.entry)
	if err != nil {
		return nil, err
	}
	if err := a.readNote(&l.entry); err != nil {
		return nil, err
	}
	if err := a.readSpotFlags(c, l); err != nil {
		return nil, err
	}
	if l.entry.Date, l.entry.DateFrom, err = a.entryDate(c.String("date")); err != nil {
		return nil, err
	}
	if l.files, err = a.loadPhotos(c.StringSlice("photo")); err != nil {
		return nil, err
	}
	if !said && len(l.files) == 0 && !l.isNew {
		return nil, refuse("spotlog log "+l.name+" --changed none", "there is nothing to log: say what you saw")
	}
	return l, l.entry.Validate()
}

func (a *app) readSpotFlags(c *cli.Context, l *loggedEntry) error {
	about, err := setFields(c, spotFields, &l.spot)
	if err != nil {
		return err
	}
	if text := c.String("first-seen"); text != "" {
		about = true
		if l.spot.FirstSeen, err = a.pastDate("first-seen", text); err != nil {
			return err
		}
	}
	switch {
	case !l.isNew && l.name == "":
		return refuse("spotlog log left-forearm-1 --size 4mm; see your spots: spotlog list", "which spot?")
	case !l.isNew && about:
		return refuse("for a new spot add --new; to correct a spot: spotlog edit "+l.name+" --site …", "site, kind, onset, place, where and first-seen belong to the spot, not to an entry")
	case !l.isNew:
		return nil
	}
	if l.spot.Site == "" {
		return refuse(`add --site "left forearm"`, "a new spot needs its site")
	}
	if l.name == "" {
		return nil
	}
	l.spot.Name = bodymap.Slug(l.name)
	return l.spot.Validate()
}

// entryDate is the date of an entry: typed, the day of --as-of, or now.
func (a *app) entryDate(typed string) (store.Date, store.DateFrom, error) {
	if typed != "" {
		d, err := a.pastDate("date", typed)
		return d, store.FromTyped, err
	}
	if a.asOfSet {
		return a.asOf.Date(), store.FromTyped, nil
	}
	return store.DateOn(a.Now(), store.PrecisionSecond, true), store.FromClock, nil
}

// pastDate reads a typed date and refuses one that has not come.
func (a *app) pastDate(what, typed string) (store.Date, error) {
	d, err := parseDate(typed, a.present())
	if err != nil {
		return d, err
	}
	now := store.DateOn(a.Now().Add(time.Minute), store.PrecisionMinute, false)
	if d.FirstDay() > a.asOf || !a.asOfSet && d.HasTime() && d.Wall().After(now.Wall()) {
		hint := "leave --" + what + " out for now"
		if d.HasTime() && d.FirstDay() == a.asOf {
			hint += ", or name the day: yesterday " + d.Clock()
		}
		return d, refuse(hint, "%s %s is in the future", what, d)
	}
	return d, nil
}

// commit writes the entry, with the spot where it is new, and its photos, and adds them to the
// journal that was read, which then is as it stands.
func (l *loggedEntry) commit(tx *store.Tx, j *store.Journal) (*store.Spot, error) {
	spot, err := l.fileUnder(tx, j)
	if err != nil {
		return nil, err
	}
	if l.entry.ID, err = tx.PutEntry(spot.ID, l.entry); err != nil {
		return nil, err
	}
	if err := l.attachFiles(tx); err != nil {
		return nil, err
	}
	spot.Entries = append(spot.Entries, l.entry)
	spot.SortEntries()
	return spot, nil
}

func (l *loggedEntry) attachFiles(tx *store.Tx) error {
	for _, f := range l.files {
		if _, err := f.attach(tx, store.Owner{Entry: l.entry.ID}, &l.entry.Photos); err != nil {
			return err
		}
	}
	return nil
}

// fileUnder finds the spot of the entry, or opens it.
func (l *loggedEntry) fileUnder(tx *store.Tx, j *store.Journal) (*store.Spot, error) {
	if !l.isNew {
		s, err := spotNamed(j, l.name)
		if err != nil && asRefusal(err, 0).code == exitMissing {
			return nil, unknownSpot(err, l.name)
		}
		return s, err
	}
	if l.spot.Name == "" {
		l.spot.Name = freeName(j, l.spot.Site)
	}
	if j.Spot(l.spot.Name) != nil {
		return nil, refuse("log to it without --new, or choose another name", "there is a spot %s already", l.spot.Name)
	}
	l.spot = l.spot.WithDefaults()
	var err error
	l.spot.ID, err = tx.PutSpot(l.spot)
	j.Spots = append(j.Spots, l.spot)
	return &j.Spots[len(j.Spots)-1], err
}

// unknownSpot adds how to open a spot to the hint of what may have been meant.
func unknownSpot(err error, name string) error {
	r := asRefusal(err, 0)
	hint := fmt.Sprintf(`to open it: spotlog log %s --new --site "left forearm"`, bodymap.Slug(name))
	if strings.HasPrefix(r.hint, "did you mean") {
		hint = r.hint + " or " + hint
	}
	return notFound(hint, "%s", r.message)
}

// freeName makes a name from a site: left-forearm-1, or the next number that is free.
func freeName(j *store.Journal, site string) string {
	base := strings.Trim(bodymap.Slug(site), "-")
	if runes := []rune(base); len(runes) > 50 {
		base = strings.Trim(string(runes[:50]), "-")
	}
	if base == "" {
		base = "spot"
	}
	for n := 1; ; n++ {
		if name := fmt.Sprintf("%s-%d", base, n); j.Spot(name) == nil {
			return name
		}
	}
}

type logDocument struct {
	Schema  string       `json:"schema"`
	Journal string       `json:"journal"`
	Spot    string       `json:"spot"`
	Opened  bool         `json:"opened"`
	Entry   store.Entry  `json:"entry"`
	Flags   []rules.Flag `json:"flags"`
}

// echoLogged says back what was recorded, and the flags that this entry raised.
func (a *app) echoLogged(j *store.Journal, spot *store.Spot, entry *store.Entry, opened bool) error {
	answer := a.judge(j)
	keepSpots(&answer, []*store.Spot{spot})
	raised := raisedBy(answer, entry.ID)
	if a.json {
		return a.writeJSON(logDocument{"spotlog.log.v1", a.path, spot.Name, opened, *entry, raised})
	}
	verb := "logged"
	if opened {
		verb = "opened"
		a.sayUnknownSite(spot.Site)
	}
	facts := report.Facts(entry)
	if entry.Note != "" {
		facts = strings.TrimPrefix(facts+" · note", " · ")
	}
	fmt.Fprintf(a.Out, "%s %s · %s%s\n", verb, spot.Name, report.LongMoment(entry.Date), prefixed(" · ", facts))
	a.sayPhotoDates(entry)
	raised = slices.DeleteFunc(raised, func(f rules.Flag) bool {
		return f.Code == "new-baseline" || f.Code == "stale" // who just logged need not be told to log
	})
	a.printRaised(raised)
	urgent, _ := splitAsks(answer.ToLog())
	a.printAsks(urgentAsks, urgent)
	switch {
	case !opened || slices.ContainsFunc(raised, isPressing): // who is told to be seen is not told to come back in a month
	case len(entry.Photos) == 0:
		a.say("next: a photo from above with a ruler beside it (spotlog photo add %s FILE), then again in a month", spot.Name)
	default:
		a.say("next: the same look and photo in a month")
	}
	return nil
}

// isPressing says whether a flag cannot wait for the next monthly check.
func isPressing(f rules.Flag) bool { return f.Tier.Urgency() >= rules.Soon.Urgency() }

// raisedBy are the flags that stand on an entry.
func raisedBy(answer rules.Answer, entry store.ID) []rules.Flag {
	raised := []rules.Flag{}
	for _, f := range answer.Flags {
		if slices.Contains(f.Entries, entry) {
			raised = append(raised, f)
		}
	}
	return raised
}

// sayUnknownSite tells what of a site the body map does not know: the place, or the side.
func (a *app) sayUnknownSite(site string) {
	if bodymap.Find(site).Known() {
		a.sayUnknownSide(site)
		return
	}
	if near, ok := bodymap.Suggest(site); ok {
		a.say("no part of the body is known by %q; did you mean %q? the site is kept as you wrote it", report.Plain(site), near)
		return
	}
	a.say("no part of the body is known by %q; it is kept as you wrote it, and rules about places do not see it (spotlog help words)", report.Plain(site))
}

func (a *app) sayUnknownSide(site string) {
	if near, ok := bodymap.SuggestSide(site); ok {
		a.say("%q names no side; did you mean %q? the site is kept as you wrote it", report.Plain(site), near)
	}
}

// sayPhotoDates tells where the camera's day is not the entry's.
func (a *app) sayPhotoDates(entry *store.Entry) {
	for _, p := range entry.Photos {
		if !p.Taken.IsZero() && p.Taken.FirstDay() != entry.Date.FirstDay() {
			a.say("the photo %s was taken on %s; the entry is of %s (--date changes that)", report.Plain(p.Name), report.LongDate(p.Taken), report.LongDate(entry.Date))
		}
	}
}

func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}
