// Package report says what a journal holds to those who read it: each document is built once, and has
// a writer for each form that it goes out in.
//
// What belongs here: the timeline (document.go), the visit summary, the comparison of two photos, the
// sheet of a self-check, the page to mark a photo on; text, CSV, JSON, pages that stand alone (pages/)
// and print (pdf*.go, summarypdf.go, sheetpdf.go); charts and the body map, drawn once for page and
// print (drawing.go); what of a journal may be shown to others (others.go); and the words that all of
// it shares (words.go, tiers.go).
//
// What does not: choosing what to write where, opening a journal or a photo's bytes (internal/cli hands
// in Pictures), judging (internal/rules), what is due (internal/schedule).
package report
