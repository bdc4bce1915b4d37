package rules

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// A Tier is what to do, not how bad it is.
type Tier string

// The tiers, most urgent first.
const (
	Emergency Tier = "emergency" // get urgent care now
	Today     Tier = "today"     // be seen today
	Soon      Tier = "soon"      // book an appointment, don't wait weeks
	Visit     Tier = "visit"     // bring it up at the next skin check
	Watch     Tier = "watch"     // keep photographing monthly
)

var tiers = []Tier{Emergency, Today, Soon, Visit, Watch}

// Tiers returns the tiers, most urgent first.
func Tiers() []Tier { return slices.Clone(tiers) }

// Urgency orders the tiers: 5 for emergency down to 1 for watch, 0 for what is no tier.
func (t Tier) Urgency() int {
	if i := slices.Index(tiers, t); i >= 0 {
		return len(tiers) - i
	}
	return 0
}

// A Source is a document a rule stands on, with its section, and what it says there in our own words.
type Source struct {
	Document string `json:"document"`
	Says     string `json:"says"`
}

// A Rule is a declared row: what it is called, what it needs, when it fires, what is advised, and why.
type Rule struct {
	Code    string   `json:"code"`
	Tier    Tier     `json:"tier"`
	Title   string   `json:"title"` // what it is about
	When    string   `json:"when"`
	Needs   []string `json:"needs"` // the fields it reads, in plain words
	Advice  string   `json:"advice"`
	Sources []Source `json:"sources"`

	about  topic
	spot   func(*spot) outcome   // a rule about one spot
	person func(*person) outcome // or one about the person
}

// A topic is the set of facts a rule speaks of: of one topic the highest tier leads and the rest is folded under it.
type topic uint8

const (
	arrival   topic = iota + 1 // how it came, whether it stays under the glass, how the person is: facts that pass
	size                       // what the ruler says
	colour                     // what colours were logged
	outline                    // shape and border
	eye                        // the person's own eye
	bleeding                   // how it bled
	feeling                    // pain and tenderness
	skin                       // sore, crusted, scaly
	height                     // raised and firm
	place                      // what the place on the body means
	pigment                    // the weighted list for dark spots
	clinician                  // what a clinician asked for
	logging                    // what to log next
	personal                   // what only the person can say: nobody is asked for it spot by spot
	wellbeing                  // the person's symptoms, whatever the skin shows
	returning                  // that it is back after it had gone
)

// Rules returns every rule, tier by tier, most urgent first, in the order of the table.
func Rules() []Rule { return slices.Clone(table) }

// Find returns the rule of that code.
func Find(code string) (Rule, bool) {
	i := slices.IndexFunc(table, func(r Rule) bool { return r.Code == code })
	if i < 0 {
		return Rule{}, false
	}
	return table[i], true
}

// table is every rule in its order.
var table = slices.Concat(emergencyRules, todayRules, soonRules, visitRules, watchRules)

//go:embed sources.tsv
var sourcesTSV string

// sources reads sources.tsv: key, document with section, what it says.
var sources = sync.OnceValue(func() map[string]Source {
	byKey := map[string]Source{}
	for line := range strings.Lines(sourcesTSV) {
		cell := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		byKey[cell[0]] = Source{Document: cell[1], Says: cell[2]}
	}
	return byKey
})

// cite looks sources up by key; a test refuses a key that is not there.
func cite(keys ...string) []Source {
	list := make([]Source, len(keys))
	for i, key := range keys {
		list[i] = sources()[key]
	}
	return list
}
