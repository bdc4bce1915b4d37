// Package change tells a change from the ruler: what logged diameters show beyond the noise of measuring them.
//
// What belongs here: the noise of each method, the difference of two readings with its confidence interval, the
// three ways growth comes to count, growth that went back, and pace — of size in mm a month, of colour and
// bleeding in days and per 30 days. Pure arithmetic on numbers handed in: no clock, no dates but day numbers.
//
// What does not: which entry is the reference, what a flag says and how urgent it is (internal/rules); sizes
// read off photos (internal/photo). The levels come from simulated lives, in the command lives beside this file.
package change
