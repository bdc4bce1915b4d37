package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// hostile are texts that do harm where they are not taken for mere text: in a terminal, a page, a
// table, a calendar, a file name, a shell, a database.
var hostile = []string{
	"\x1b[2J\x1b[31mred", "\x1b]0;title\x07", "\x1b]52;c;ZXZpbA==\x07", "\x1bP$q\x1b\\", "\u009b31mC1", "a\rb", "a\x08\x08\x08b", "bell\x07", "a\x00b", "\x7f\x7f",
	"\u202etxt.exe", "\u2066a\u2069\u2067b", "\u200f\u200eright", "\ufeffmark", "zero\u200bwidth\u2060joined", "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301", "\U000e0041\U000e0042tags", "line\u2028para\u2029graph",
	"<script>alert(1)</script>", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "'><a href='javascript:alert(1)'>x</a>", "<!-- comment", "]]><![CDATA[", "&lt;b&gt;&#60;&amp;", "<iframe src=//example.org>", "{{.Secret}} ${x} `x`", "</style><style>*{display:none}</style>",
	"=1+1", "+1+1", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1+1", "a,b;\"c\"\n=1+1",
	"../../../etc/passwd", "$(touch pwned) `touch pwned` ; touch pwned", "'); DROP TABLE entry;--", "END:VEVENT\r\nBEGIN:VALARM",
	"(text) Tj /JavaScript <</S/URI>> endobj", "%PDF-1.7 \\) >> stream", "%s%n%x %[1]d", strings.Repeat("long", 5000),
}

// poisoned is a journal document in which each of the texts stands in every field that takes any.
func poisoned(texts []string) []byte {
	type object = map[string]any
	var spots, meds, visits, checks, questions []object
	for i, text := range texts {
		name, day := fmt.Sprintf("spot-%d", i), fmt.Sprintf("2026-10-%02d", i%28+1)
		spots = append(spots, object{"name": name, "site": text, "place": text, "entries": []object{
			{"date": "2026-09-01", "length_mm": 2, "method": "ruler", "note": text, "photos": []object{{"file": "october.jpg", "name": text}}},
			{"date": day, "length_mm": 7, "method": "ruler", "bleeding": "unprovoked", "note": text, "photos": []object{{"file": "november.jpg", "name": text}}},
		}})
		meds = append(meds, object{"name": text, "dose": text, "note": text})
		visits = append(visits, object{"date": day, "with": text, "note": text, "spots": []object{{"spot": name, "outcome": "watch", "diagnosis": text, "recheck": "2026-11-01", "note": text}}})
		checks = append(checks, object{"date": day, "note": text, "symptoms": []string{"none"}})
		questions = append(questions, object{"date": day, "text": text, "answer": text})
	}
	document, err := json.Marshal(object{"schema": "spotlog.journal.v1", "profile": object{"name": texts[0], "allergies": texts},
		"medications": meds, "spots": spots, "visits": visits, "checks": checks, "questions": questions})
	if err != nil {
		panic(err) // plain maps always become JSON
	}
	return document
}

// poison begins a journal with such texts, and says whether they were taken.
func (p *place) poison(texts []string) bool {
	p.t.Helper()
	for _, name := range []string{"october.jpg", "november.jpg"} {
		copyFile(p.t, filepath.Join(p.photos, name), filepath.Join(p.dir, name))
	}
	path := filepath.Join(p.dir, "hostile.json")
	if err := os.WriteFile(path, poisoned(texts), 0o600); err != nil {
		p.t.Fatal(err)
	}
	done := p.run("spotlog", "import", path)
	inertText(p.t, "import", done.out+done.talk)
	return done.code == 0
}

// Whatever was typed or imported, in whichever field, is text and nothing else in every answer and
// in every file that spotlog writes.
func TestHostileTextIsInert(t *testing.T) {
	t.Parallel()
	var taken []string
	for _, text := range hostile {
		if p := newPlace(t); p.poison([]string{text}) {
			taken = append(taken, text)
		}
	}
	if len(taken) < len(hostile)-5 {
		t.Errorf("only %d of %d texts are taken at all", len(taken), len(hostile))
	}
	bad, good := newPlace(t), newPlace(t)
	bad.poison(taken)
	var tame []string
	for i := range taken {
		tame = append(tame, fmt.Sprintf("words %d", i))
	}
	good.poison(tame)
	outputs := 0
	for _, line := range []string{
		"", "list", "show spot-0", "show spot-18 --no-color", "timeline", "flags", "rules", "summary", "visit list", "med list", "profile", "photo list",
		"history", "history spot-3", "due", "verify", "help spot-1",
	} {
		for _, form := range []string{"", "--json"} {
			done := bad.run("spotlog", strings.Fields(line+" "+form)...)
			if form == "" {
				inertText(t, line, done.out+done.talk)
			} else if len(done.out) > 0 {
				inertJSON(t, line, []byte(done.out))
			}
			outputs++
		}
	}
	for _, o := range bad.writers() {
		for _, p := range []*place{bad, good} {
			p.spotlog(strings.Fields(strings.ReplaceAll(o.line, "PHOTO", p.somePhoto()))...)
		}
		inertFile(t, bad, good, o)
		outputs++
	}
	bad.spotlog("export", "-o", "exported")
	err := filepath.WalkDir(filepath.Join(bad.dir, "exported"), func(path string, d os.DirEntry, err error) error {
		if !regexp.MustCompile(`^(exported|photos|journal\.json|[0-9a-f]+\.jpg)$`).MatchString(d.Name()) {
			t.Errorf("export wrote a file %q", d.Name())
		}
		return err
	})
	if _, touched := os.Stat(filepath.Join(bad.dir, "pwned")); err != nil || touched == nil {
		t.Errorf("export: %v, %v", err, touched)
	}
	proved(t, "hostile texts in every field", 40, len(hostile), fmt.Sprintf(" (%d outputs; %d texts refused)", outputs+1, len(hostile)-len(taken)))
}

// A writtenForm is a command that writes a file in one of its forms. In its line PHOTO is the id of one.
type writtenForm struct{ line, file string }

// writers asks each verb that writes files for its forms, as its refusal lists them.
func (p *place) writers() (outputs []writtenForm) {
	p.t.Helper()
	outputs = []writtenForm{
		{"due --ics due.ics", "due.ics"}, {"due --ics explicit.ics --explicit", "explicit.ics"},
		{"timeline --open", "data/journal.sqlite.timeline.html"}, {"photo mark PHOTO --open", "data/journal.sqlite.mark.html"},
	}
	for _, line := range []string{"timeline --include-intimate", "summary --include-intimate", "compare spot-0 --include-intimate", "check --print"} {
		refused := p.run("spotlog", append(strings.Fields(line), "-o", "out.unknown")...)
		forms := regexp.MustCompile(`\.[a-z]+`).FindAllString(strings.SplitN(refused.talk, "does not end in", 2)[1], -1)
		if len(forms) < 2 {
			p.t.Fatalf("%s says no forms: %s", line, refused.talk)
		}
		for _, form := range forms {
			file := strings.Fields(line)[0] + form
			if o := (writtenForm{line + " -o " + file, file}); !slices.Contains(outputs, o) && form != ".unknown" {
				outputs = append(outputs, o)
			}
		}
	}
	return outputs
}

// somePhoto is the id of a photo.
func (p *place) somePhoto() string {
	p.t.Helper()
	var list struct {
		Photos []struct{ Photo struct{ ID string } }
	}
	if err := json.Unmarshal([]byte(p.spotlog("photo", "list", "--json")), &list); err != nil || len(list.Photos) == 0 {
		p.t.Fatalf("there is no photo (%v)", err)
	}
	return list.Photos[0].Photo.ID
}

// moving is what moves a terminal, or turns the order of what stands in it.
var moving = regexp.MustCompile(`[\x00-\x09\x0b-\x1f\x7f\x{80}-\x{9f}\x{202a}-\x{202e}\x{2066}-\x{2069}]`)

func inertText(t testing.TB, what, text string) {
	t.Helper()
	if at := moving.FindStringIndex(text); at != nil || !utf8.ValidString(text) {
		t.Errorf("%s: moves the terminal: %.80q", what, text[max(0, append(at, 0)[0]-30):])
	}
}

func inertJSON(t *testing.T, what string, text []byte) {
	t.Helper()
	if at := regexp.MustCompile(`[\x00-\x09\x0b-\x1f]`).FindIndex(text); at != nil || !json.Valid(text) {
		t.Errorf("%s: is no JSON, or holds what moves a terminal", what)
	}
}

func inertFile(t *testing.T, bad, good *place, o writtenForm) {
	t.Helper()
	written, err := os.ReadFile(filepath.Join(bad.dir, o.file))
	if err != nil {
		t.Fatal(err)
	}
	twin, err := os.ReadFile(filepath.Join(good.dir, o.file))
	if err != nil {
		t.Fatal(err)
	}
	switch filepath.Ext(o.file) {
	case ".txt":
		inertText(t, o.line, string(written))
	case ".json":
		inertJSON(t, o.line, written)
	case ".csv":
		inertTable(t, o.line, written)
	case ".ics":
		inertCalendar(t, o.line, string(written), string(twin))
	case ".html":
		inertPage(t, o.line, written, twin)
	case ".pdf":
		if found := regexp.MustCompile(`/(JavaScript|JS|Launch|URI|EmbeddedFile|OpenAction)\b`).Find(written); found != nil {
			t.Errorf("%s: the PDF holds %s", o.line, found)
		}
		if said, err := exec.Command("pdftotext", filepath.Join(bad.dir, o.file), "-").CombinedOutput(); err != nil {
			t.Errorf("%s: %v %s", o.line, err, said)
		}
	case ".jpg", ".jpeg", ".png":
		if _, _, err := image.Decode(bytes.NewReader(written)); err != nil {
			t.Errorf("%s: %v", o.line, err)
		}
	default:
		t.Errorf("%s: nobody checks %s for what was typed", o.line, o.file)
	}
}

// inertCalendar: a calendar of hostile texts has the parts that one of tame texts has, in lines that end
// as they have to.
func inertCalendar(t *testing.T, what, text, twin string) {
	t.Helper()
	for line := range strings.Lines(text) {
		if line, ended := strings.CutSuffix(line, "\r\n"); !ended || moving.MatchString(strings.TrimPrefix(line, "\t")) {
			t.Errorf("%s: a line %.80q", what, line)
		}
	}
	parts := regexp.MustCompile("(?m)^(BEGIN|END):.*")
	if got, want := parts.FindAllString(text, -1), parts.FindAllString(twin, -1); !slices.Equal(got, want) {
		t.Errorf("%s: its parts are %q, of tame words %q", what, got, want)
	}
}

// inertTable: no spreadsheet takes a cell for a formula.
func inertTable(t *testing.T, what string, text []byte) {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Errorf("%s: %d rows, %v", what, len(rows), err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if strings.ContainsAny(cell[:min(1, len(cell))], "=+-@\t\r") {
				t.Errorf("%s: a spreadsheet computes %.40q", what, cell)
			}
		}
	}
}

var (
	anElement   = regexp.MustCompile(`<([!/]?[a-zA-Z-]+)((?:\s+[a-zA-Z:-]+(?:=(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*)\s*/?>`)
	anAttribute = regexp.MustCompile(`\s([a-zA-Z:-]+)(?:=(?:"[^"]*"|'[^']*'|[^\s"'>]+))?`)
)

// inertPage: a page of hostile texts has the elements and attributes that one of tame texts has,
// and no script or style more.
func inertPage(t *testing.T, what string, text, twin []byte) {
	t.Helper()
	elements := func(page []byte) map[string]int {
		found := map[string]int{}
		for _, m := range anElement.FindAllSubmatch(page, -1) {
			found[string(m[1])]++
			for _, a := range anAttribute.FindAllSubmatch(m[2], -1) {
				found[string(m[1])+" "+string(a[1])]++
			}
		}
		return found
	}
	want := elements(twin)
	for name, n := range elements(text) {
		if want[name] == 0 || slices.Contains([]string{"script", "style", "iframe", "object", "link", "meta"}, name) && n != want[name] {
			t.Errorf("%s: the page has %d × <%s>, one of tame words has %d", what, n, name, want[name])
		}
	}
	if strings.Contains(string(text), "javascript:alert") && regexp.MustCompile(`(?i)(href|src)=["']?javascript:`).Match(text) {
		t.Errorf("%s: a link runs a script", what)
	}
}
