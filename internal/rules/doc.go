// Package rules is what a history means: it reads a journal as it stood on a day and says what changed, how fast,
// and what the source documents advise, as flags.
//
// What belongs here: the declared table of rules (emergency.go to watch.go, a file or more a tier), the terms they
// are written in (terms*.go, person.go), the sources they cite (sources.tsv), answering, ageing and folding
// (judge.go, fold.go). A rule is a small pure question put to the facts of one spot, or of the person; it fires with
// the dated facts that fired it, stays silent, or says what it lacks.
//
// What does not: arithmetic on sizes (internal/change), places on the body (internal/bodymap), what is due
// (internal/schedule), and any wording of a whole page (internal/report). Nothing here names a disease as a finding,
// gives a probability, or reads a clock: the day is handed in.
package rules
