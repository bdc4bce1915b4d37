// Package report says what a journal holds to those who read it: one Document built once, and a
// writer for each form it goes out in.
//
// What belongs here: the timeline and what it says in words, numbers and small charts; text, JSON
// and CSV. What does not: choosing what to print where (internal/cli), judging (internal/rules).
package report
