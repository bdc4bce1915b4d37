// Package store is a journal: its nouns, what each may hold, and the one SQLite file they live in.
//
// What belongs here: Spot, Entry, Photo, Check, Visit, Medication, Profile and Question with their
// Validate methods; the named words of their fields; dates as a person knows them; the schema, its
// migrations, acts and revisions; its copy, its verification, saving what can be read of a damaged
// one, and purge, which alone removes for good. Another program may import this package to open a
// journal.
//
// What does not: parsing what a person types (internal/cli), reading pictures (internal/photo),
// judging a history (internal/rules), files other than the journal (internal/archive).
package store
