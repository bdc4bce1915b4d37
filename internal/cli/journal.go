package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"

	"spotlog/internal/report"
	"spotlog/store"
)

// defaultJournal is where the platform keeps a program's data, or "" where there is no home.
func defaultJournal(getenv func(string) string) string {
	if path := getenv("SPOTLOG_JOURNAL"); path != "" {
		return path
	}
	home := getenv("HOME")
	folder := getenv("XDG_DATA_HOME")
	if !filepath.IsAbs(folder) { // XDG Base Directory Specification: relative paths are ignored
		if home == "" {
			return ""
		}
		folder = filepath.Join(home, ".local", "share")
		if runtime.GOOS == "darwin" {
			folder = filepath.Join(home, "Library", "Application Support")
		}
	}
	return filepath.Join(folder, "spotlog", "journal.sqlite")
}

func (a *app) env() store.Env { return store.Env{Now: a.Now, Random: a.Random} }

// openExisting opens the journal; it fails with store.ErrMissing where there is none.
func (a *app) openExisting() (*store.DB, error) {
	if a.path == "" {
		return nil, refuse("spotlog --journal journal.sqlite …", "there is no home folder to keep a journal in")
	}
	db, err := store.Open(a.ctx, a.path, a.env())
	if err == nil && db.BroughtFrom() > 0 {
		a.say("the journal was of an older spotlog and is brought up to date; its words as they were: %s", report.Plain(store.WordsCopy(a.path, db.BroughtFrom())))
	}
	return db, err
}

// open opens the journal, or says how to begin one.
func (a *app) open() (*store.DB, error) {
	db, err := a.openExisting()
	if errors.Is(err, store.ErrMissing) {
		return nil, notFound(`begin one: spotlog log --new --site "left forearm" --size 4mm`, "there is no journal at %s yet", a.path)
	}
	return db, err
}

// read opens the journal, reads all its words and closes it.
func (a *app) read() (*store.Journal, error) {
	db, err := a.open()
	if err != nil {
		return nil, err
	}
	defer db.Close()
	return db.Journal(a.ctx)
}

// withJournal opens the journal and hands it on with all its words.
func (a *app) withJournal(do func(*store.DB, *store.Journal) error) error {
	db, err := a.open()
	if err != nil {
		return err
	}
	defer db.Close()
	j, err := db.Journal(a.ctx)
	if err != nil {
		return err
	}
	return do(db, j)
}

// correct runs one act that corrects the journal, and says what it did.
func (a *app) correct(verb string, do func(*store.Tx, *store.Journal) (did string, err error)) error {
	var did string
	act, err := a.act(verb, func(tx *store.Tx) error {
		j, err := tx.Journal()
		if err == nil {
			did, err = do(tx, j)
		}
		return err
	})
	if err != nil {
		return err
	}
	return a.done(act, verb, did)
}

// done says what an act did, and that it can be taken back.
func (a *app) done(act store.Act, verb, did string) error {
	if act.ID == "" {
		return a.didNothing(verb, "nothing changed")
	}
	if a.json {
		return a.writeJSON(didDocument{"spotlog.done.v1", verb, did})
	}
	fmt.Fprintln(a.Out, report.Plain(did))
	a.say("to take it back: spotlog undo")
	return nil
}

// didNothing says why there was nothing to do.
func (a *app) didNothing(verb, why string) error {
	if a.json {
		return a.writeJSON(didDocument{"spotlog.done.v1", verb, why})
	}
	a.say("%s", why)
	return nil
}

// act changes a journal that exists.
func (a *app) act(verb string, do func(*store.Tx) error) (store.Act, error) {
	db, err := a.open()
	if err != nil {
		return store.Act{}, err
	}
	defer db.Close()
	return db.Act(a.ctx, verb, do)
}

// actOrCreate changes a journal, making it where there is none, and says where it made it.
func (a *app) actOrCreate(verb string, do func(*store.Tx) error) (store.Act, error) {
	done, began, err := a.actOrBegin(verb, do)
	if began {
		a.sayBegan()
	}
	return done, err
}

// actOrBegin is actOrCreate for who says at a better moment that a journal was begun.
func (a *app) actOrBegin(verb string, do func(*store.Tx) error) (done store.Act, began bool, err error) {
	db, err := a.openExisting()
	if err == nil {
		defer db.Close()
		done, err = db.Act(a.ctx, verb, do)
		return done, false, err
	}
	if !errors.Is(err, store.ErrMissing) {
		return store.Act{}, false, err
	}
	done, err = store.Create(a.ctx, a.path, a.env(), verb, do)
	return done, err == nil, err
}

func (a *app) sayBegan() {
	a.say("began a journal: %s (only your own account can read it)", report.Plain(a.path))
}

// spotNamed finds a spot by its name or by a beginning that only it has.
func spotNamed(j *store.Journal, typed string) (*store.Spot, error) {
	if s := j.Spot(typed); s != nil {
		return s, nil
	}
	var matches, names []string
	for i := range j.Spots {
		name := j.Spots[i].Name
		names = append(names, name)
		if typed != "" && strings.HasPrefix(name, strings.ToLower(typed)) {
			matches = append(matches, name)
		}
	}
	switch {
	case len(matches) == 1:
		return j.Spot(matches[0]), nil
	case len(matches) > 1:
		return nil, refuse("use one of: "+strings.Join(matches, ", "), "%q may mean more than one spot", typed)
	}
	if near := store.Nearest(typed, names); near != "" {
		return nil, notFound(fmt.Sprintf("did you mean %s?", near), "there is no spot %q", typed)
	}
	return nil, notFound("see your spots: spotlog list", "there is no spot %q", typed)
}

// spotsNamed finds several spots; without names it is every spot of the journal.
func spotsNamed(j *store.Journal, typed []string) ([]*store.Spot, error) {
	var spots []*store.Spot
	for _, name := range typed {
		s, err := spotNamed(j, name)
		if err != nil {
			return nil, err
		}
		spots = append(spots, s)
	}
	if len(typed) == 0 {
		for i := range j.Spots {
			spots = append(spots, &j.Spots[i])
		}
	}
	return spots, nil
}

// recordNamed finds what SPOT, SPOT@DATE or the beginning of an id stands for.
func (a *app) recordNamed(j *store.Journal, typed string) (store.Ref, error) {
	if name, date, ok := strings.Cut(typed, "@"); ok {
		return a.entryNamed(j, name, date)
	}
	if s := j.Spot(typed); s != nil {
		return store.Ref{Noun: store.NounSpot, ID: s.ID, Spot: s}, nil
	}
	if isIDPrefix(typed) {
		switch found := j.WithIDPrefix(typed); {
		case len(found) == 1:
			return found[0], nil
		case len(found) > 1:
			return store.Ref{}, ambiguous(typed, found)
		}
	}
	s, err := spotNamed(j, typed)
	if err != nil {
		return store.Ref{}, err
	}
	return store.Ref{Noun: store.NounSpot, ID: s.ID, Spot: s}, nil
}

// isIDPrefix: spotlog's ids begin with the time, so four digits are the least worth trying.
func isIDPrefix(typed string) bool {
	return len(typed) >= 4 && strings.Trim(strings.ToLower(typed), "0123456789abcdef-") == ""
}

func ambiguous(typed string, found []store.Ref) error {
	var ids []string
	for _, r := range found[:min(len(found), 8)] {
		ids = append(ids, fmt.Sprintf("%s (%s)", r.ID, describe(r)))
	}
	return refuse("use more of one of: "+strings.Join(ids, ", "), "%q may mean %d records", typed, len(found))
}

// entryNamed finds the one entry of a spot within a date; an empty date is the newest entry.
func (a *app) entryNamed(j *store.Journal, name, typedDate string) (store.Ref, error) {
	s, err := spotNamed(j, name)
	if err != nil {
		return store.Ref{}, err
	}
	date, err := parseDate(typedDate, a.present())
	if err != nil {
		return store.Ref{}, err
	}
	var found []store.Ref
	for i := range s.Entries {
		if e := &s.Entries[i]; covers(date, e.Date) {
			found = append(found, store.Ref{Noun: store.NounEntry, ID: e.ID, Spot: s, Entry: e})
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return store.Ref{}, notFound("see its entries: spotlog show "+s.Name, "%s has no entry on %s", s.Name, date)
	}
	return store.Ref{}, ambiguous(s.Name+"@"+typedDate, found)
}

// covers says whether a date falls within another that may be coarser.
func covers(wide, d store.Date) bool {
	if wide.HasTime() {
		return wide.Precision() <= d.Precision() && strings.HasPrefix(d.String(), strings.TrimRight(wide.String(), "Z"))
	}
	return wide.FirstDay() <= d.FirstDay() && d.FirstDay() <= wide.LastDay()
}

// describe names a record in a few words.
func describe(r store.Ref) string {
	switch r.Noun {
	case store.NounSpot:
		return "spot " + r.Spot.Name
	case store.NounEntry:
		return fmt.Sprintf("entry %s of %s", r.Entry.Date, r.Spot.Name)
	case store.NounPhoto:
		if r.Entry != nil {
			return fmt.Sprintf("photo of %s, %s", r.Spot.Name, r.Entry.Date)
		}
		return fmt.Sprintf("photo of the check of %s", r.Check.Date)
	case store.NounCheck:
		return fmt.Sprintf("check of %s", r.Check.Date)
	case store.NounVisit:
		return fmt.Sprintf("visit of %s", r.Visit.Date)
	case store.NounMedication:
		return "medicine " + report.Plain(r.Medication.Name)
	}
	return "question " + report.Plain(r.Question.Text)
}
