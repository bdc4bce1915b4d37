// Package archive takes a journal out of its file and brings one in: export to JSON with the
// photos beside it, import of the same, of a CSV and of a folder of photos, and a de-identified
// export for others, which no import takes.
//
// What belongs here: files other than the journal, written so that a half one never has the final
// name; the strict reading of JSON; matching what comes in with what is there. What does not: SQL
// and migration (store), what a photo's bytes mean (internal/photo).
package archive
