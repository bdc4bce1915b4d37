// Package demo is a sample life: the journal of one invented person over two years, and the
// photographs in it, which the program draws itself.
//
// What belongs here: the life as data (life.json), the look of each spot (looks.go), and the drawing
// of skin, spots, hairs and a paper ruler at a known scale.
//
// What does not: writing the journal to a file, importing it or printing anything (internal/cli),
// and any reading of photographs (internal/photo).
package demo
