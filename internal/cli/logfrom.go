package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"syscall"

	"github.com/urfave/cli/v2"

	"spotlog/internal/archive"
	"spotlog/internal/report"
	"spotlog/internal/rules"
	"spotlog/store"
)

// An evening is what log reads from a file: all of it is committed, or none.
type evening struct {
	entries []*loggedEntry
	check   *store.Check

	logged  []eveningEntry
	there   int      // entries that the journal held already
	named   []string // the spots of all of them
	checked bool     // the check is new to the journal
}

type eveningEntry struct {
	Spot   string      `json:"spot"`
	Opened bool        `json:"opened"`
	Entry  store.Entry `json:"entry"`
}

type eveningDocument struct {
	Schema  string         `json:"schema"`
	Journal string         `json:"journal"`
	Logged  []eveningEntry `json:"logged"`
	Check   *store.Check   `json:"check,omitempty"`
	There   int            `json:"there_already"`
	Flags   []rules.Flag   `json:"flags"`
}

// logFrom logs a whole evening from a sheet or a CSV. Reading it twice adds nothing.
func (a *app) logFrom(c *cli.Context) error {
	path := c.String("from")
	if _, err := arguments(c, 0, 0, "spotlog log --from "+shellQuoted(path)); err != nil {
		return err
	}
	for _, name := range c.LocalFlagNames() {
		if isFlagOf(name, entryFields) || isFlagOf(name, spotFields) || name == "new" || name == "photo" || name == "first-seen" {
			return refuse("spotlog log --from "+shellQuoted(path), "--%s stands in the file, not beside --from", name)
		}
	}
	data, err := a.readFrom(path)
	if err != nil {
		return err
	}
	var s *sheet // else it is a CSV
	if !isCSV(data) {
		if s, err = splitSheet(data); err != nil {
			return err
		}
		a.loadSheetPhotos(s) // now, so that no other command waits meanwhile
	}
	var j *store.Journal
	var e *evening
	if _, err := a.actOrCreate("log", func(tx *store.Tx) error {
		if j, err = tx.Journal(); err != nil {
			return err
		}
		if e, err = a.readEvening(data, s, c.String("date"), j); err != nil {
			return err
		}
		return e.commit(tx, j)
	}); err != nil {
		return err
	}
	for _, l := range e.entries {
		a.sayWarnings(l.files)
	}
	return a.echoEvening(e, j)
}

func isFlagOf[T any](name string, fields []field[T]) bool {
	_, ok := fieldNamed(fields, name)
	return ok
}

func (a *app) readFrom(path string) ([]byte, error) {
	if path == "-" {
		return a.readAll(a.In)
	}
	data, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, notFound("look for its name and folder: ls", "there is no file %s", report.Plain(path))
	case errors.Is(err, syscall.EISDIR):
		return nil, refuse("spotlog import "+shellQuoted(path), "%s is a folder; log reads a sheet or a CSV", report.Plain(path))
	case err != nil:
		return nil, err
	}
	return data, wrongFile(path, data[:min(len(data), headBytes)], "no sheet and no CSV", "a sheet to fill in: spotlog check --print -o sheet.txt")
}

// readEvening reads the sheet or, without one, the CSV, and names every line that is wrong.
func (a *app) readEvening(csv []byte, s *sheet, date string, j *store.Journal) (e *evening, err error) {
	if s == nil {
		e, err = a.readEveningCSV(csv, j)
	} else {
		e, err = a.readSheet(s, date, j)
	}
	switch {
	case err != nil:
		return nil, a.tellLines(err, "nothing was logged; mend the lines and run it again")
	case len(e.entries) == 0 && e.check == nil:
		return nil, refuse("a sheet to fill in: spotlog check --print -o sheet.txt", "nothing is filled in, so there is nothing to log")
	}
	return e, nil
}

// isCSV: the first line names columns, the spot among them.
func isCSV(data []byte) bool {
	first, _, _ := bytes.Cut(bytes.TrimPrefix(data, []byte("\ufeff")), []byte("\n"))
	names := strings.FieldsFunc(strings.ToLower(string(first)), func(r rune) bool { return r == ',' || r == ';' || r == '\r' })
	return len(names) > 1 && slices.ContainsFunc(names, func(n string) bool { return strings.Trim(n, ` "`) == "spot" })
}

func (a *app) readSheet(s *sheet, date string, j *store.Journal) (*evening, error) {
	if date != "" {
		s.date = date
	}
	e := &evening{entries: a.sheetEntries(s, j), check: a.sheetCheckOf(s)}
	if len(s.wrong.Lines) > 0 {
		return nil, &s.wrong
	}
	return e, nil
}

// readEveningCSV takes the columns of import; an entry that comes with an id is there already.
func (a *app) readEveningCSV(data []byte, j *store.Journal) (*evening, error) {
	document, err := archive.ParseCSV(data, j)
	if err != nil {
		return nil, err
	}
	e := &evening{}
	for i := range document.Journal.Spots {
		s := &document.Journal.Spots[i]
		isNew := j.Spot(s.Name) == nil
		for _, entry := range s.Entries {
			if entry.Date.FirstDay() > a.asOf {
				return nil, refuse("correct its date", "the entry of %s for %s is in the future", entry.Date, s.Name)
			}
			e.entries = append(e.entries, &loggedEntry{name: s.Name, isNew: isNew, spot: store.Spot{Name: s.Name, Site: s.Site}, entry: entry})
			isNew = false
		}
	}
	return e, nil
}

// commit writes all of it into the journal that was read, which then is as it stands.
func (e *evening) commit(tx *store.Tx, j *store.Journal) error {
	for _, l := range e.entries {
		if s := j.Spot(l.name); s != nil {
			if there := entryThere(s, &l.entry); there != nil {
				if err := e.join(tx, s, there, l.files); err != nil {
					return err
				}
				continue
			}
		}
		l.entry.ID = ""
		spot, err := l.commit(tx, j)
		if err != nil {
			return err
		}
		e.logged = append(e.logged, eveningEntry{spot.Name, l.isNew, l.entry})
		e.named = append(e.named, spot.Name)
	}
	if e.check == nil || slices.ContainsFunc(j.Checks, func(c store.Check) bool { return sameRecord(c, *e.check) }) {
		return nil
	}
	_, err := tx.PutCheck(*e.check)
	e.checked = true
	j.Checks = append(j.Checks, *e.check)
	return err
}

// join adds to an entry that is there the photos that came to the file since.
func (e *evening) join(tx *store.Tx, s *store.Spot, there *store.Entry, files []photoFile) error {
	joined := false
	for _, f := range files {
		added, err := f.attach(tx, store.Owner{Entry: there.ID}, &there.Photos)
		if err != nil {
			return err
		}
		joined = joined || added
	}
	e.named = append(e.named, s.Name)
	if joined {
		e.logged = append(e.logged, eveningEntry{s.Name, false, *there})
	} else {
		e.there++
	}
	return nil
}

// entryThere finds the entry of a spot of that date that says the same, or nil.
func entryThere(s *store.Spot, e *store.Entry) *store.Entry {
	bare := func(e store.Entry) store.Entry { e.DateFrom, e.Photos = "", nil; return e }
	i := slices.IndexFunc(s.Entries, func(there store.Entry) bool { return sameRecord(bare(there), bare(*e)) })
	if i < 0 {
		return nil
	}
	return &s.Entries[i]
}

// sameRecord compares what two records say, whatever their ids.
func sameRecord[T store.Entry | store.Check](a, b T) bool {
	says := func(record T) []byte {
		switch r := any(&record).(type) {
		case *store.Entry:
			r.ID = ""
		case *store.Check:
			r.ID, r.Photos = "", nil
		}
		data, _ := json.Marshal(record) // of texts, numbers and dates: it cannot fail
		return data
	}
	return bytes.Equal(says(a), says(b))
}

// echoEvening says back what was logged, a line a spot, and then all that the rules say of the spots that the file
// names, also of those that it brought nothing new of; where it names none, of all.
func (a *app) echoEvening(e *evening, j *store.Journal) error {
	answer := a.judge(j)
	about := wholeAnswer
	if len(e.named) > 0 {
		spots, err := spotsNamed(j, slices.Compact(slices.Sorted(slices.Values(e.named))))
		if err != nil {
			return err
		}
		about = keepSpots(&answer, spots)
	}
	if a.json {
		logged := e.logged
		if logged == nil {
			logged = []eveningEntry{}
		}
		return a.writeJSON(eveningDocument{"spotlog.evening.v1", a.path, logged, e.check, e.there, answer.Flags})
	}
	for _, l := range e.logged {
		verb := "logged"
		if l.Opened {
			verb = "opened"
		}
		a.paragraph(verb+" ", l.Spot+" · "+report.LongMoment(l.Entry.Date)+prefixed(" · ", report.Facts(&l.Entry)))
		a.sayPhotoDates(&l.Entry)
		if l.Opened {
			a.sayUnknownSite(j.Spot(l.Spot).Site)
		}
	}
	if e.checked {
		fmt.Fprintf(a.Out, "logged the self-check · %s\n", report.LongMoment(e.check.Date))
	}
	if len(e.logged) == 0 && !e.checked {
		fmt.Fprintln(a.Out, "nothing new was logged")
	}
	if e.there > 0 {
		a.say("%s there already", report.Plural(e.there, "entry"))
	}
	fmt.Fprintln(a.Out)
	return a.printAnswer(answer, about)
}
