package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/internal/archive"
	"spotlog/store"
)

func (a *app) editCommand() *cli.Command {
	flags := []cli.Flag{
		&cli.StringFlag{Name: "date", Usage: "when it was seen (`DATE`)"},
		&cli.StringSliceFlag{Name: "set", Usage: "set any field by its JSON name: `FIELD=VALUE`"},
		&cli.StringSliceFlag{Name: "clear", Usage: "make a `FIELD` not recorded, by its JSON name"},
	}
	flags = append(flags, flagsOf(entryFields)...)
	flags = append(flags, flagsOf(spotFields)...)
	return &cli.Command{
		Name: "edit", Usage: "correct what is recorded; without flags in your editor", ArgsUsage: "ID|SPOT|SPOT@DATE|profile", Category: correct,
		Flags: append(flags, firstSeenFlag), Action: a.edit,
	}
}

func (a *app) edit(c *cli.Context) error {
	words, err := arguments(c, 1, 1, "spotlog edit left-forearm-1@2026-11-01 --size 5mm")
	if err != nil {
		return err
	}
	change := func(e *editable) error { return a.changeByFlags(c, e) }
	if !givesFlags(c) {
		if change, err = a.changeByHand(words[0]); err != nil {
			return err
		}
	}
	return a.correct("edit", func(tx *store.Tx, j *store.Journal) (string, error) {
		e, err := a.editable(j, words[0])
		if err != nil {
			return "", err
		}
		if err := change(e); err != nil {
			return "", err
		}
		if e.entry != nil && e.entry.Date.FirstDay() > a.asOf {
			return "", refuse("an entry is of a day that has come", "date %s is in the future", e.entry.Date)
		}
		return "corrected the " + e.what, e.put(tx)
	})
}

// An editable is a record as edit sees it: its JSON, and how it goes back.
type editable struct {
	what  string
	entry *store.Entry // set for the record that has flags of its own
	spot  *store.Spot
	// document points to the record that the JSON is of.
	document any
	put      func(*store.Tx) error
}

// editable copies a record so that correcting it leaves the journal alone until put. Whatever is
// edited, the record keeps its id.
func (a *app) editable(j *store.Journal, typed string) (*editable, error) {
	if typed == "profile" {
		p := store.Profile{}
		if j.Profile != nil {
			p = *j.Profile
		}
		return &editable{what: "profile", document: &p, put: func(tx *store.Tx) error { _, err := tx.PutProfile(p); return err }}, nil
	}
	ref, err := a.recordNamed(j, typed)
	if err != nil {
		return nil, err
	}
	e := &editable{what: describe(ref)}
	switch ref.Noun {
	case store.NounSpot:
		s := *ref.Spot
		s.Entries = nil
		e.spot, e.document = &s, &s
		e.put = func(tx *store.Tx) error { s.ID = ref.ID; _, err := tx.PutSpot(s); return err }
	case store.NounEntry:
		entry := *ref.Entry
		entry.Photos = nil
		e.entry, e.document = &entry, &entry
		e.put = func(tx *store.Tx) error { entry.ID = ref.ID; _, err := tx.PutEntry(ref.Spot.ID, entry); return err }
	case store.NounPhoto:
		p := *ref.Photo
		e.document = &p
		e.put = func(tx *store.Tx) error {
			p.ID, p.SHA256 = ref.ID, ref.Photo.SHA256
			_, err := tx.PutPhoto(ownerOf(ref), p)
			return err
		}
	case store.NounCheck:
		check := *ref.Check
		check.Photos = nil
		e.document = &check
		e.put = func(tx *store.Tx) error { check.ID = ref.ID; _, err := tx.PutCheck(check); return err }
	case store.NounVisit:
		v := *ref.Visit
		e.document = &v
		e.put = func(tx *store.Tx) error { v.ID = ref.ID; return putVisit(tx, j, v) }
	case store.NounMedication:
		m := *ref.Medication
		e.document = &m
		e.put = func(tx *store.Tx) error { m.ID = ref.ID; _, err := tx.PutMedication(m); return err }
	case store.NounQuestion:
		q := *ref.Question
		e.document = &q
		e.put = func(tx *store.Tx) error { q.ID = ref.ID; _, err := tx.PutQuestion(q); return err }
	}
	return e, nil
}

func ownerOf(ref store.Ref) store.Owner {
	if ref.Entry != nil {
		return store.Owner{Entry: ref.Entry.ID}
	}
	return store.Owner{Check: ref.Check.ID}
}

// putVisit writes a visit whose lines name spots as people do.
func putVisit(tx *store.Tx, j *store.Journal, v store.Visit) error {
	lines := make([]store.VisitSpot, len(v.Spots))
	for i, line := range v.Spots {
		s, err := spotNamed(j, line.Spot)
		if err != nil {
			return err
		}
		line.Spot = string(s.ID)
		lines[i] = line
	}
	v.Spots = lines
	_, err := tx.PutVisit(v)
	return err
}

// givesFlags says whether the command line says what to correct.
func givesFlags(c *cli.Context) bool {
	global := map[string]bool{}
	for _, f := range globalFlags() {
		for _, name := range f.Names() {
			global[name] = true
		}
	}
	for _, name := range c.LocalFlagNames() {
		if !global[name] {
			return true
		}
	}
	return false
}

// changeByFlags applies the command line to a record.
func (a *app) changeByFlags(c *cli.Context, e *editable) error {
	if err := a.setFlags(c, e); err != nil {
		return err
	}
	return setByName(e.document, c.StringSlice("set"), c.StringSlice("clear"))
}

func (a *app) setFlags(c *cli.Context, e *editable) error {
	entry, spot := e.entry, e.spot
	if entry == nil {
		entry = &store.Entry{}
	}
	if spot == nil {
		spot = &store.Spot{}
	}
	ofEntry, err := setFields(c, entryFields, entry)
	if err != nil {
		return err
	}
	if err := a.readNote(entry); err != nil {
		return err
	}
	ofSpot, err := setFields(c, spotFields, spot)
	if err != nil {
		return err
	}
	if typed := c.String("date"); typed != "" {
		ofEntry = true
		if entry.Date, err = a.pastDate("date", typed); err != nil {
			return err
		}
		entry.DateFrom = store.FromTyped
	}
	if typed := c.String("first-seen"); typed != "" {
		ofSpot = true
		if spot.FirstSeen, err = a.pastDate("first-seen", typed); err != nil {
			return err
		}
	}
	switch {
	case ofEntry && e.entry == nil:
		return refuse("name an entry as SPOT@DATE, such as left-forearm-1@2026-11-01", "the %s has no such flags: they belong to an entry", e.what)
	case ofSpot && e.spot == nil:
		return refuse("name the spot itself", "the %s has no such flags: they belong to a spot", e.what)
	}
	return nil
}

// setByName changes fields of a record by their JSON names. A value that is JSON is taken as such
// (3, true, ["red","brown"]); a list may also be written with commas; anything else is a text.
func setByName(document any, set, clear []string) error {
	if len(set)+len(clear) == 0 {
		return nil
	}
	plain, err := json.Marshal(document)
	if err != nil {
		return err
	}
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(plain, &fields); err != nil {
		return err
	}
	for _, name := range clear {
		if err := checkFieldName(document, name); err != nil {
			return err
		}
		delete(fields, name)
	}
	for _, assignment := range set {
		name, value, ok := strings.Cut(assignment, "=")
		if !ok {
			return refuse("--set note=text", "%q is not FIELD=VALUE", assignment)
		}
		if err := checkFieldName(document, name); err != nil {
			return err
		}
		fields[name] = asJSON(value)
	}
	return fill(document, fields, set)
}

// notEdited are fields that are records of their own, or that only an export has.
var notEdited = []string{"id", "entries", "photos", "file", "sha256"}

// checkFieldName refuses a name that the record has no field for, and its id.
func checkFieldName(document any, name string) error {
	known := slices.DeleteFunc(archive.FieldNames(document), func(n string) bool { return slices.Contains(notEdited, n) })
	if slices.Contains(known, name) {
		return nil
	}
	hint := "its fields are: " + strings.Join(known, ", ")
	if name == "id" {
		return refuse(hint, "a record keeps its id for good")
	}
	if near := store.Nearest(name, known); near != "" {
		return refuse(fmt.Sprintf("did you mean %s? %s", near, hint), "it has no field %q", name)
	}
	return refuse(hint, "it has no field %q", name)
}

func asJSON(value string) json.RawMessage {
	if json.Valid([]byte(value)) {
		return json.RawMessage(value)
	}
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // a string always becomes JSON
	}
	return text
}

// fill reads the changed fields back into the record. A text that is not one where a list or a
// text is wanted is tried in the other form before it is refused.
func fill(document any, fields map[string]json.RawMessage, set []string) error {
	changed, err := json.Marshal(fields)
	if err != nil {
		return err
	}
	first := archive.ReadStrict(changed, document)
	if first == nil {
		return nil
	}
	for _, assignment := range set {
		name, value, _ := strings.Cut(assignment, "=")
		var placed *archive.PlaceError
		if !errors.As(first, &placed) || placed.Place != name {
			continue
		}
		words, err := json.Marshal(strings.Split(value, ","))
		if err != nil {
			return err
		}
		if strings.Contains(placed.Why, "a text") {
			words, err = json.Marshal(value)
		}
		if err != nil || bytes.Equal(fields[name], words) {
			return errors.Join(first, err)
		}
		fields[name] = words
		return fill(document, fields, set)
	}
	return first
}

// changeByHand opens the record in the person's editor, outside of any act, and returns what puts
// the text that came back into the record.
func (a *app) changeByHand(typed string) (func(*editable) error, error) {
	if !a.InTerminal || a.noInput {
		return nil, refuse("say what to correct: --size 5mm, --set note=text, --clear note", "there is no terminal for an editor")
	}
	j, err := a.read()
	if err != nil {
		return nil, err
	}
	e, err := a.editable(j, typed)
	if err != nil {
		return nil, err
	}
	var before bytes.Buffer
	if err := archive.WriteJSON(&before, e.document); err != nil {
		return nil, err
	}
	after, err := a.inEditor("record.json", before.Bytes())
	return func(e *editable) error { return readEdited(after, e.document) }, err
}

// readEdited reads a record back from the text that the person edited.
func readEdited(text []byte, document any) error {
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(text, &fields); err == nil { // else ReadStrict says what is wrong, and where
		for name := range fields {
			if name == "id" || name == "sha256" {
				continue // shown, and put back as they were
			}
			if err := checkFieldName(document, name); err != nil {
				return err
			}
		}
	}
	return archive.ReadStrict(text, document)
}
