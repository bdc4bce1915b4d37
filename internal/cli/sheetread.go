package cli

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"spotlog/internal/archive"
	"spotlog/internal/bodymap"
	"spotlog/store"
)

// A sheet is an evening in one file: lines at the margin begin a spot, indented lines "key: value"
// say what was seen of it, and a line that begins with # is for the reader. What stands empty is
// not recorded.
type sheet struct {
	date   string // of all of it, as typed; "" is now
	blocks []sheetBlock
	wrong  archive.LineErrors
}

// A sheetBlock is one spot of a sheet, or the self-check.
type sheetBlock struct {
	line   int // of its heading
	name   string
	isNew  bool
	values []sheetValue // those that are not empty
}

type sheetValue struct {
	line       int
	key, value string
	files      []photoFile // of a photo
}

// What stands at the margin of a sheet beside the names of spots.
const (
	sheetDate  = "date"
	sheetNew   = "new spot"
	sheetCheck = "self-check"
	sheetPhoto = "photo" // indented, and as often as there are
)

// splitSheet reads the lines of a sheet into blocks; what is no such line is noted.
func splitSheet(data []byte) (*sheet, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		return nil, refuse("save it as UTF-8, so that no letter is lost", "the sheet is not UTF-8")
	}
	s := &sheet{}
	for i, line := range strings.Split(string(data), "\n") {
		text := strings.TrimSpace(line)
		switch {
		case text == "" || strings.HasPrefix(text, "#"):
		case strings.TrimLeft(line, " \t") == line:
			s.heading(i+1, text)
		default:
			s.value(i+1, text)
		}
	}
	return s, nil
}

func (s *sheet) heading(line int, text string) {
	if key, value, ok := strings.Cut(text, ":"); ok && strings.EqualFold(key, sheetDate) {
		if len(s.blocks) > 0 || s.date != "" {
			s.wrong.Add(line, sheetDate, errors.New("stands once, above all spots; indented under a spot it is of that spot"))
			return
		}
		s.date = strings.TrimSpace(value)
		return
	}
	text = strings.TrimSuffix(text, ":")
	name, isNew := strings.CutPrefix(text, sheetNew)
	s.blocks = append(s.blocks, sheetBlock{line: line, name: strings.TrimSpace(name), isNew: isNew})
}

func (s *sheet) value(line int, text string) {
	key, value, ok := strings.Cut(text, ":")
	key, value = strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)
	switch {
	case !ok:
		s.wrong.Add(line, "", fmt.Errorf("%q has no colon: write what was seen as “size: 4mm”", text))
	case len(s.blocks) == 0:
		s.wrong.Add(line, key, errors.New("stands under no spot"))
	case value != "":
		b := &s.blocks[len(s.blocks)-1]
		if key != sheetPhoto && slices.ContainsFunc(b.values, func(v sheetValue) bool { return v.key == key }) {
			s.wrong.Add(line, key, errors.New("stands there twice"))
			return
		}
		b.values = append(b.values, sheetValue{line: line, key: key, value: value})
	}
}

// loadSheetPhotos reads the photos that a sheet names, all of them holding no more memory than one batch.
func (a *app) loadSheetPhotos(s *sheet) {
	var held int64
	for _, b := range s.blocks {
		for i := range b.values {
			v := &b.values[i]
			if v.key != sheetPhoto || b.isCheck() {
				continue
			}
			var err error
			if v.files, err = a.loadPhotos([]string{v.value}); err != nil {
				s.cannot(v.line, v.key, err)
			}
			letGo(v.files, &held)
		}
	}
}

// cannot names a line that cannot be taken, with the hint that the command line would give: without the dashes
// of its flags, but for a command to run.
func (s *sheet) cannot(line int, key string, err error) {
	var r *refusal
	if errors.As(err, &r) && r.hint != "" {
		hint := r.hint
		if !strings.Contains(hint, "spotlog ") {
			hint = strings.NewReplacer("--area ", "", "--", "").Replace(hint)
		}
		err = fmt.Errorf("%w (%s)", err, hint)
	}
	s.wrong.Add(line, key, err)
}

// sheetEntries makes of each spot that has something to say what log makes of its flags.
func (a *app) sheetEntries(s *sheet, j *store.Journal) (entries []*loggedEntry) {
	for _, b := range s.blocks {
		if b.isCheck() || len(b.values) == 0 {
			continue
		}
		before := len(s.wrong.Lines)
		l := &loggedEntry{name: b.name, isNew: b.isNew}
		for _, v := range b.values {
			if err := a.setFromSheet(l, v); err != nil {
				s.cannot(v.line, v.key, err)
			}
		}
		if len(s.wrong.Lines) == before {
			if err := a.finishFromSheet(l, s.date, j); err != nil {
				s.cannot(b.line, b.heading(), err)
			}
		}
		entries = append(entries, l)
	}
	return entries
}

// isCheck says whether the block is about the whole self-check, and not about a spot.
func (b *sheetBlock) isCheck() bool { return b.name == sheetCheck && !b.isNew }

func (b *sheetBlock) heading() string {
	if b.isNew {
		return strings.TrimSpace(sheetNew + " " + b.name)
	}
	return b.name
}

// setFromSheet sets what one line says, by the name of the flag that log has for it.
func (a *app) setFromSheet(l *loggedEntry, v sheetValue) error {
	switch v.key {
	case "date":
		return a.setSheetDate(l, v.value)
	case "first-seen":
		d, err := a.pastDate("first-seen", v.value)
		l.spot.FirstSeen = d
		return err
	case sheetPhoto:
		l.files = append(l.files, v.files...)
		return nil
	}
	if f, ok := fieldNamed(entryFields, v.key); ok {
		return setValue(f, &l.entry, v.value)
	}
	f, ok := fieldNamed(spotFields, v.key)
	switch {
	case !ok:
		return unknownSheetKey(v.key)
	case !l.isNew:
		return fmt.Errorf("belongs to the spot, not to what was seen of it (spotlog edit %s --%s …)", l.name, v.key)
	}
	return setValue(f, &l.spot, v.value)
}

func (a *app) setSheetDate(l *loggedEntry, typed string) (err error) {
	l.entry.Date, l.entry.DateFrom, err = a.entryDate(typed)
	return err
}

func unknownSheetKey(key string) error {
	keys := []string{"date", sheetPhoto, "first-seen"}
	for _, f := range entryFields {
		keys = append(keys, f.flag)
	}
	for _, f := range spotFields {
		keys = append(keys, f.flag)
	}
	if near := store.Nearest(key, keys); near != "" {
		return fmt.Errorf("is not something that log knows; did you mean %s?", near)
	}
	return errors.New("is not something that log knows; see spotlog help log")
}

func fieldNamed[T any](fields []field[T], name string) (field[T], bool) {
	for _, f := range fields {
		if f.flag == name {
			return f, true
		}
		for _, alias := range f.aliases {
			if alias == name {
				return f, true
			}
		}
	}
	return field[T]{}, false
}

// setValue is setFields for one value; a field that takes none on the command line is yes or no here.
func setValue[T any](f field[T], into *T, value string) error {
	if f.yes {
		switch strings.ToLower(value) {
		case "yes", "true", "x":
			value = "true"
		case "no", "false":
			value = "false"
		default:
			return fmt.Errorf("%q is neither yes nor no", value)
		}
	}
	if err := f.set(into, value); err != nil {
		return err
	}
	return f.knownWords(value)
}

// finishFromSheet gives the entry its date and its spot, and checks them as a whole.
func (a *app) finishFromSheet(l *loggedEntry, date string, j *store.Journal) error {
	if l.entry.Date.IsZero() {
		if err := a.setSheetDate(l, date); err != nil {
			return err
		}
	}
	if !l.isNew {
		s, err := spotNamed(j, l.name)
		if err != nil {
			return unknownSpot(err, l.name)
		}
		l.name = s.Name
		return l.entry.Validate()
	}
	if l.spot.Site == "" {
		return errors.New("needs its site (site: left forearm)")
	}
	if l.name != "" {
		l.spot.Name = bodymap.Slug(l.name)
		if err := l.spot.Validate(); err != nil {
			return err
		}
		if s := j.Spot(l.spot.Name); s != nil && !l.isOf(s) {
			return fmt.Errorf("there is a spot %s already", l.spot.Name)
		}
	}
	if i := slices.IndexFunc(j.Spots, func(s store.Spot) bool { return l.isOf(&s) }); i >= 0 {
		l.isNew, l.name = false, j.Spots[i].Name // the sheet was read before
	}
	return l.entry.Validate()
}

// isOf says whether a spot is the one that an entry opens: of the same site and name, with that entry.
func (l *loggedEntry) isOf(s *store.Spot) bool {
	return s.Site == l.spot.Site && (l.spot.Name == "" || l.spot.Name == s.Name) && entryThere(s, &l.entry) != nil
}

// sheetCheckOf reads the self-check of a sheet; nil where it says nothing.
func (a *app) sheetCheckOf(s *sheet) *store.Check {
	var c *store.Check
	for _, b := range s.blocks {
		if !b.isCheck() || len(b.values) == 0 {
			continue
		}
		if c != nil {
			s.wrong.Add(b.line, sheetCheck, errors.New("stands there twice"))
			break
		}
		c = &store.Check{}
		var err error
		if c.Date, _, err = a.entryDate(s.date); err != nil {
			s.cannot(b.line, sheetDate, err)
		}
		c.Date = c.Date.FirstDay().Date()
		for _, v := range b.values {
			if err := setCheckValue(c, v); err != nil {
				s.cannot(v.line, v.key, err)
			}
		}
	}
	return c
}

func setCheckValue(c *store.Check, v sheetValue) error {
	switch v.key {
	case "symptom", "symptoms":
		var e store.Entry
		f, _ := fieldNamed(entryFields, "symptom")
		err := setValue(f, &e, v.value)
		c.Symptoms = e.Symptoms
		return err
	case "areas":
		for typed := range strings.SplitSeq(v.value, ",") {
			area, err := areaNamed(strings.TrimSpace(typed))
			if err != nil {
				return err
			}
			c.Areas = append(c.Areas, area)
		}
		return nil
	case "note":
		c.Note = v.value
		return nil
	}
	return errors.New("is not part of a self-check, which has symptoms, areas and note: " + strconv.Quote(v.value))
}
