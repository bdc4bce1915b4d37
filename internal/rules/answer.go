package rules

import "spotlog/store"

// Schema names the flags document (contract).
const Schema = "spotlog.flags.v1"

// An Answer is what a journal says on a day. Its lists are never nil.
type Answer struct {
	Schema      string       `json:"schema"`
	AsOf        string       `json:"as_of"`
	Flags       []Flag       `json:"flags"`        // by tier, then newest, then spot, then code
	NotAssessed []Unassessed `json:"not_assessed"` // by tier of the rule, then spot, then table
	Steady      []Steady     `json:"steady"`       // by spot
}

// A Flag is a rule that fired: what the log shows, with dates, what the documents advise, and where.
type Flag struct {
	Code    string     `json:"code"`
	Tier    Tier       `json:"tier"`  // after ageing
	Spot    string     `json:"spot"`  // empty where the flag is about the person
	Since   string     `json:"since"` // the day of the evidence
	Title   string     `json:"title"`
	Because []string   `json:"because"` // dated facts, newest first
	Entries []store.ID `json:"entries"` // that logged them, newest first; empty where they carry no id
	Advice  string     `json:"advice"`
	Sources []Source   `json:"sources"`
	Pace    *Pace      `json:"pace,omitempty"`
	Also    []string   `json:"also,omitempty"` // codes that the same facts raise at a lower tier
}

// A Pace is how fast something changed. Size has millimetres, bleeding has bleeds per 30 days; colour and shape have
// the days alone, from the last entry without to the first with.
type Pace struct {
	Days           int         `json:"days"`
	FromMM         float64     `json:"from_mm,omitempty"`
	ToMM           float64     `json:"to_mm,omitempty"`
	MMPerMonth     *float64    `json:"mm_per_month,omitempty"` // a month of 30.44 days
	MMPerMonthLow  *float64    `json:"mm_per_month_low,omitempty"`
	MMPerMonthHigh *float64    `json:"mm_per_month_high,omitempty"` // the two ends of the 95 % interval
	NoiseMM        float64     `json:"noise_mm,omitempty"`          // what two such readings may differ by without a change: 1.96 SD
	Separable      *bool       `json:"separable,omitempty"`
	Per30Days      *BleedsPace `json:"per_30_days,omitempty"`
}

// A BleedsPace is how often a spot bled in 30 days, before the change and after it. A side is nil where the log does not
// say for how long it speaks.
type BleedsPace struct {
	Before *float64 `json:"before,omitempty"`
	After  *float64 `json:"after,omitempty"`
}

// An Unassessed rule lacks what it needs. Needs says what to log to settle it.
type Unassessed struct {
	Code  string `json:"code"`
	Tier  Tier   `json:"tier"` // that it could reach
	Spot  string `json:"spot"`
	Needs string `json:"needs"`
}

// A Steady spot was compared and no change found. Says tells what was compared, and never more.
type Steady struct {
	Spot string `json:"spot"`
	Says string `json:"says"`
}
