// Package schedule says what is due: what to look at, measure, photograph or ask for, and from which
// day on; when each area of the skin was last checked; and the same as a calendar.
//
// What belongs here: days and the reason for each. Everything is computed from a journal, the answer
// of the rules and a day handed in; nothing here reads a clock.
//
// What does not: judging what a spot shows (internal/rules), printing (internal/cli). It never says
// that a spot can wait: only from when on something is due.
package schedule
