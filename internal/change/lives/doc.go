// Command lives prints how often growth is flagged where nothing grew, and how late where something did.
//
// It draws thousands of spots of known truth, reads them as a person would, month by month with noise and
// rounding, and lets three statistics judge what was known at each reading: the rules of package change, any
// difference from the first reading, and 20 % from the first. The draws are seeded, so every run prints the same
// two Markdown tables. It is how the levels in package change were tuned, and its test pins their aims.
//
//	go run ./internal/change/lives
package main
