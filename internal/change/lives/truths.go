package main

import "spotlog/internal/change"

// A truth is what a spot really does, and how it is measured.
type truth struct {
	spot     string
	read     string
	from, to float64         // the size at the start lies between these, mm
	perYear  float64         // steady growth, mm a year; below zero it shrinks
	leap     float64         // growth from one month to the next, mm, some time in months 6 to 17
	methods  []change.Method // one of them is drawn for each reading
	step     float64         // readings are rounded to it, mm
	missed   float64         // share of the months without a reading
	gross    float64         // share of the readings off by 2 mm, up or down
}

var (
	ruler = []change.Method{"ruler"}
	eye   = []change.Method{"eye"}
	mixed = []change.Method{"ruler", "photo", "card", "eye"}
)

// quiet are the truths in which nothing grows: every flag is a false alarm.
var quiet = []truth{
	{spot: "steady, 3 to 8 mm", read: "ruler to 0.5 mm", from: 3, to: 8, methods: ruler, step: 0.5},
	{spot: "steady, 3 to 8 mm", read: "ruler, 3 % off by 2 mm", from: 3, to: 8, methods: ruler, step: 0.5, gross: 0.03},
	{spot: "steady, 3 to 8 mm", read: "ruler to 1 mm", from: 3, to: 8, methods: ruler, step: 1},
	{spot: "steady, 3 to 8 mm", read: "ruler, a third of the months missed", from: 3, to: 8, methods: ruler, step: 0.5, missed: 1.0 / 3},
	{spot: "steady, 3 to 8 mm", read: "eye to 1 mm", from: 3, to: 8, methods: eye, step: 1},
	{spot: "steady, 3 to 8 mm", read: "mixed methods", from: 3, to: 8, methods: mixed, step: 0.5},
	{spot: "steady, 8 to 12 mm", read: "ruler to 0.5 mm", from: 8, to: 12, methods: ruler, step: 0.5},
	{spot: "shrinks 1 mm a year", read: "ruler to 0.5 mm", from: 4, to: 8, perYear: -1, methods: ruler, step: 0.5},
}

// growing are the truths in which something grows: every month without a flag is one too many.
var growing = []truth{
	{spot: "1 mm a year, from 2 to 6 mm", read: "ruler to 0.5 mm", from: 2, to: 6, perYear: 1, methods: ruler, step: 0.5},
	{spot: "3 mm a year, from 2 to 6 mm", read: "ruler to 0.5 mm", from: 2, to: 6, perYear: 3, methods: ruler, step: 0.5},
	{spot: "6 mm a year, from 2 to 6 mm", read: "ruler to 0.5 mm", from: 2, to: 6, perYear: 6, methods: ruler, step: 0.5},
	{spot: "leaps by 2 mm, from 2 to 6 mm", read: "ruler to 0.5 mm", from: 2, to: 6, leap: 2, methods: ruler, step: 0.5},
	{spot: "3 mm a year, from 2 to 6 mm", read: "ruler, 3 % off by 2 mm", from: 2, to: 6, perYear: 3, methods: ruler, step: 0.5, gross: 0.03},
	{spot: "3 mm a year, from 2 to 6 mm", read: "ruler to 1 mm", from: 2, to: 6, perYear: 3, methods: ruler, step: 1},
	{spot: "3 mm a year, from 2 to 6 mm", read: "ruler, a third of the months missed", from: 2, to: 6, perYear: 3, methods: ruler, step: 0.5, missed: 1.0 / 3},
	{spot: "3 mm a year, from 2 to 6 mm", read: "eye to 1 mm", from: 2, to: 6, perYear: 3, methods: eye, step: 1},
	{spot: "3 mm a year, from 2 to 6 mm", read: "mixed methods", from: 2, to: 6, perYear: 3, methods: mixed, step: 0.5},
	{spot: "1 mm a year, from 8 to 12 mm", read: "ruler to 0.5 mm", from: 8, to: 12, perYear: 1, methods: ruler, step: 0.5},
	{spot: "3 mm a year, from 8 to 12 mm", read: "ruler to 0.5 mm", from: 8, to: 12, perYear: 3, methods: ruler, step: 0.5},
	{spot: "6 mm a year, from 8 to 12 mm", read: "ruler to 0.5 mm", from: 8, to: 12, perYear: 6, methods: ruler, step: 0.5},
}
