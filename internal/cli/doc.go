// Package cli is the only room that talks to the person: it parses words, calls the rooms below,
// and says what came of it.
//
// What belongs here: a file per verb (flags, checks, run, in that order), what people type (dates,
// sizes, names), help pages, messages, exit codes, pictures on a terminal.
//
// What does not: SQL (store), judging (internal/rules), pictures' bytes (internal/photo), reports
// (internal/report).
package cli
