package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// comfort is what the program never says, wherever it speaks.
var comfort = regexp.MustCompile(`(?i)\b(normal(ly)?|safe(ly)?|low[ -]risk|benign|harmless|nothing to worry|no (cause|reason) (for|to) (concern|worry))\b`)

// quoted are the words of a clinician, as a journal records them, and not the program's own.
var quoted = map[string]bool{
	"store/words.go: benign": true, // the outcome's name
}

// Every string and every page that the program can print, in all rooms but the invented life's.
func TestNothingComforts(t *testing.T) {
	root := filepath.Join("..", "..")
	spoken := 0
	check := func(path, text string) {
		spoken++
		name := filepath.ToSlash(path) + ": " + text
		if m := comfort.FindString(text); m != "" && !quoted[name] {
			t.Errorf("%s says %q: %.120q", path, m, text)
		}
	}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		switch {
		case d.IsDir() && (d.Name() == "testdata" || rel == filepath.Join("internal", "demo") || strings.HasPrefix(d.Name(), ".") && rel != "."):
			return fs.SkipDir
		case strings.HasSuffix(path, "_test.go"):
			return nil
		case strings.HasSuffix(path, ".go"):
			return eachString(path, func(text string) { check(rel, text) })
		case strings.HasSuffix(path, ".txt"), strings.HasSuffix(path, ".html"):
			page, err := os.ReadFile(path)
			check(rel, string(page))
			return err
		case strings.HasSuffix(path, ".tsv"):
			page, err := os.ReadFile(path)
			for line := range strings.SplitSeq(string(page), "\n") {
				check(rel, strings.TrimPrefix(line, "outcome\tbenign\t"))
			}
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if spoken < 1000 {
		t.Errorf("only %d strings were looked at", spoken)
	}
}

// eachString gives every string literal of a Go file.
func eachString(path string, do func(string)) error {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	ast.Inspect(file, func(n ast.Node) bool {
		literal, ok := n.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return true
		}
		if text, unquoteErr := strconv.Unquote(literal.Value); unquoteErr == nil {
			do(text)
		} else {
			err = unquoteErr
		}
		return true
	})
	return err
}
