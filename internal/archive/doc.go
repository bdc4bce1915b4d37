// Package archive takes a journal out of its file and brings one in: export to JSON with the
// photos beside it, import of the same, of a CSV and of a folder of photos, a de-identified
// export for others, which no import takes; a backup, encrypted on wish, its restoring, and the
// verification of each.
//
// What belongs here: files other than the journal, written so that a half one never has the final
// name; the strict reading of JSON; matching what comes in with what is there; proving that a copy
// is what was copied. What does not: SQL, migration and the copy of a journal's file (store), what a
// photo's bytes mean (internal/photo), asking and telling (internal/cli).
package archive
