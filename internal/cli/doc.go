// Package cli is the only room that talks to the person: it parses words, calls the rooms below,
// and says what came of it.
//
// What belongs here: a file per verb (flags, checks, run, in that order; check and import take
// several), what people type (dates, sizes, names), the questions of a self-check, help pages,
// messages, exit codes, completion, pictures on a terminal.
//
// What does not: SQL (store), judging (internal/rules), pictures' bytes (internal/photo), reports
// (internal/report), files that are copies of a journal (internal/archive), what is due
// (internal/schedule).
package cli
