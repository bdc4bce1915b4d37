package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// house is the plan: each room and the rooms below it that it imports, these and no others.
var house = map[string][]string{
	"cmd/spotlog":              {"internal/cli"},
	"internal/cli":             {"internal/report", "internal/schedule", "internal/rules", "internal/archive", "internal/demo", "store", "internal/photo", "internal/bodymap"},
	"internal/report":          {"internal/rules", "store", "internal/photo", "internal/change", "internal/bodymap"},
	"internal/schedule":        {"internal/rules", "store", "internal/bodymap"},
	"internal/rules":           {"store", "internal/change", "internal/bodymap"},
	"internal/archive":         {"store", "internal/photo", "internal/bodymap"},
	"internal/demo":            {"store"},
	"internal/change/lives":    {"internal/change"},
	"internal/change":          {},
	"internal/photo":           {"internal/photo/icc", "internal/photo/jpegscale", "internal/photo/libheif"},
	"internal/photo/icc":       {},
	"internal/photo/jpegscale": {},
	"internal/photo/libheif":   {},
	"internal/bodymap":         {},
	"store":                    {},
}

func TestTheHouseStandsAsPlanned(t *testing.T) {
	root := filepath.Join("..", "..")
	found, used := map[string]bool{}, map[[2]string]bool{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		room, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		room = filepath.ToSlash(room)
		found[room] = true
		allowed, planned := house[room]
		if !planned {
			t.Errorf("%s is a room that the plan does not know", room)
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, imported := range file.Imports {
			name, err := strconv.Unquote(imported.Path.Value)
			if err != nil {
				return err
			}
			ours, ok := strings.CutPrefix(name, "spotlog/")
			if ok && !slices.Contains(allowed, ours) {
				t.Errorf("%s imports %s, which the plan does not allow", path, ours)
			}
			used[[2]string{room, ours}] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for room, allowed := range house {
		if !found[room] {
			t.Errorf("the plan has a room %s that is not there", room)
		}
		for _, below := range allowed {
			if !used[[2]string{room, below}] {
				t.Errorf("the plan lets %s import %s, which it does not need", room, below)
			}
		}
	}
}

func TestTheTopLevelIsFixed(t *testing.T) {
	names, err := filepath.Glob(filepath.Join("..", "..", "*"))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"README.md", "cmd", "go.mod", "go.sum", "internal", "store", "testdata"}
	for _, name := range names {
		if base := filepath.Base(name); !strings.HasPrefix(base, ".") && !slices.Contains(want, base) {
			t.Errorf("%s does not belong to the top level", base)
		}
	}
}
