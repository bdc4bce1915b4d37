package store

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fieldOf names the vocabulary of each type of words.
var fieldOf = map[string]string{
	"Kind": "kind", "Onset": "onset", "Where": "where", "Method": "method", "Color": "colors", "Shape": "shape",
	"Border": "border", "Surface": "surface", "Blanch": "blanch", "Bleeding": "bleeding", "Spread": "spread",
	"Changed": "changed", "Feel": "feel", "Symptom": "symptoms", "After": "after", "MedicationKind": "medication.kind",
	"Effect": "medication.effects", "Risk": "risks", "Status": "status", "Outcome": "outcome",
	"PhotoKind": "photo.kind", "DateFrom": "date.from", "View": "view",
}

// constants reads the typed text constants of words.go as "field word".
func constants(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "words.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, d := range file.Decls {
		block, ok := d.(*ast.GenDecl)
		if !ok || block.Tok != token.CONST {
			continue
		}
		for _, s := range block.Specs {
			spec := s.(*ast.ValueSpec)
			word, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			found = append(found, fieldOf[spec.Type.(*ast.Ident).Name]+" "+word)
		}
	}
	return found
}

func TestConstantsAreTheWordsOfTheTable(t *testing.T) {
	var table []string
	for _, field := range Fields() {
		for _, w := range Words(field) {
			if w.Meaning == "" {
				t.Errorf("%s %s says no meaning", field, w.Word)
			}
			table = append(table, field+" "+w.Word)
		}
	}
	code := constants(t)
	slices.Sort(table)
	slices.Sort(code)
	if diff := cmp.Diff(table, code); diff != "" {
		t.Errorf("words (-words.tsv +words.go):\n%s", diff)
	}
	if double := len(table) - len(slices.Compact(table)); double > 0 {
		t.Errorf("%d words stand in words.tsv twice", double)
	}
}

// checkedColumns are the columns of the schema that take the words of a field.
var checkedColumns = []struct {
	field, table, column string
	list                 bool
}{
	{"kind", "spot", "kind", false}, {"onset", "spot", "onset", false}, {"where", "spot", "lies_on", true},
	{"status", "spot", "status", false}, {"view", "spot", "at_view", false},
	{"date.from", "entry", "date_from", false}, {"method", "entry", "method", false}, {"spread", "entry", "spread", false},
	{"colors", "entry", "colors", true}, {"shape", "entry", "shape", false}, {"border", "entry", "border", false},
	{"surface", "entry", "surface", true}, {"blanch", "entry", "blanch", false}, {"bleeding", "entry", "bleeding", false},
	{"changed", "entry", "changed", true}, {"feel", "entry", "feel", true}, {"symptoms", "entry", "symptoms", true},
	{"after", "entry", "after", true}, {"symptoms", "self_check", "symptoms", true},
	{"medication.kind", "medication", "kind", false}, {"medication.effects", "medication", "effects", true},
	{"risks", "profile", "risks", true}, {"outcome", "visit_spot", "outcome", false},
	{"photo.kind", "photo", "kind", false}, {"date.from", "photo", "taken_from", false},
}

// The schema knows the words by itself, for programs that write a journal without this package.
func TestSchemaTakesTheWordsOfTheTableAndNoOthers(t *testing.T) {
	db, _ := fullDB(t)
	covered := map[string]bool{}
	for _, c := range checkedColumns {
		covered[c.field] = true
		put := func(value string) error {
			_, err := db.sql.Exec(`UPDATE "`+c.table+`" SET "`+c.column+`" = ?`, value)
			return err
		}
		words := WordList(c.field)
		legal, illegal := slices.Clone(words), []string{"", "nonsense", strings.ToUpper(words[0]), words[0] + " ", words[0] + "\n"}
		illegal = append(illegal, words[0]+words[1], words[0][1:])
		all := strings.Join(words, ",")
		if c.list {
			slices.Reverse(words)
			legal = append(legal, all, strings.Join(words, ","))
			illegal = append(illegal, all+",", ","+all, ",", words[0]+",,"+words[1], words[0]+", "+words[1], all+",nonsense", "nonsense,"+all)
		} else {
			illegal = append(illegal, all)
		}
		for _, value := range legal {
			if err := put(value); err != nil {
				t.Errorf("%s.%s refuses %q: %v", c.table, c.column, value, err)
			}
		}
		for _, value := range illegal {
			if put(value) == nil {
				t.Errorf("%s.%s takes %q", c.table, c.column, value)
			}
		}
	}
	for _, field := range Fields() {
		if !covered[field] {
			t.Errorf("no column is checked for %s", field)
		}
	}
}
