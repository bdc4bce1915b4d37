package schedule

import (
	"cmp"
	"encoding/json"
	"slices"

	"spotlog/internal/bodymap"
	"spotlog/internal/rules"
	"spotlog/store"
)

// Schema names the document of what is due (contract).
const Schema = "spotlog.due.v1"

// A Kind is what an item asks for.
type Kind string

// The kinds, in the order of items of one day.
const (
	Flag    Kind = "flag"    // what the documents advise of a flag that stands, soon or more urgent
	Answer  Kind = "answer"  // what one look could make urgent
	Recheck Kind = "recheck" // a clinician wants to see the spot again
	Result  Kind = "result"  // of a biopsy or a referral
	Again   Kind = "again"   // a look or a measurement that a rule asked for
	Sore    Kind = "sore"    // open or crusted for four weeks
	Check   Kind = "check"   // the monthly self-check
	Entry   Kind = "entry"   // a spot not logged for a month
	Area    Kind = "area"    // an area that the checks left out
	Photo   Kind = "photo"   // of a spot that has none, or none for long
	Backup  Kind = "backup"  // of the journal, verified
)

var kinds = []Kind{Flag, Answer, Recheck, Result, Again, Sore, Check, Entry, Area, Photo, Backup}

// How long each thing may wait.
const (
	photoMonths  = 3  // change shows against a photo of 3 to 12 months before
	soreDays     = 28 // a sore that has not healed after four weeks wants to be seen
	resultDays   = 56 // a biopsy or a referral without a result
	backupMonths = 3
)

// An Item is one thing to do, with the day from which on it is due.
type Item struct {
	Kind Kind             `json:"kind"`
	Due  store.Date       `json:"due"`
	Spot string           `json:"spot,omitempty"` // empty where it is about the person
	Area []bodymap.Region `json:"areas,omitempty"`
	Tier rules.Tier       `json:"tier,omitempty"` // of a flag, or of the recheck or result that a flag calls overdue
	Says string           `json:"says"`
	Last store.Date       `json:"last,omitzero"` // when that was done last; absent where never
	How  string           `json:"how"`           // the command; words in capitals stand for what the person knows

	day store.Day
	uid string // of a recheck's event: one for all spots that a visit wants to see on one day
}

// A Plan is every item that a journal holds on a day: the flags that cannot wait, with what could turn out to be
// such, then the longest due, and at the end what is to come.
type Plan struct {
	AsOf  store.Day
	Items []Item
}

// New plans from a journal, what the rules answer for it on a day, and the day of its last verified backup,
// 0 where there was none. What is dated later is not seen.
func New(j *store.Journal, answer rules.Answer, backup, asOf store.Day) Plan {
	p := planning{Journal: j, asOf: asOf}
	p.check()
	p.backup(backup)
	for i := range j.Spots {
		p.visits(&j.Spots[i])
		if s := &j.Spots[i]; s.Status == store.StatusActive && !before(asOf, s) {
			p.spot(s)
		}
	}
	p.asked(answer)
	slices.SortStableFunc(p.items, func(a, b Item) int {
		return cmp.Or(urgency(b)-urgency(a), cmp.Compare(a.day, b.day), slices.Index(kinds, a.Kind)-slices.Index(kinds, b.Kind), cmp.Compare(a.Spot, b.Spot))
	})
	return Plan{asOf, p.items}
}

// urgency puts what one look could make urgent behind the flags for today, and before those for soon.
func urgency(i Item) int {
	if i.Kind == Answer {
		return 2*rules.Today.Urgency() - 1
	}
	return 2 * i.Tier.Urgency()
}

// before says whether a spot was logged for the first time only after a day.
func before(asOf store.Day, s *store.Spot) bool {
	return len(s.Entries) > 0 && len(seen(s, asOf)) == 0
}

// Due are the items that are due, the longest first.
func (p Plan) Due() []Item {
	n := slices.IndexFunc(p.Items, func(i Item) bool { return i.day > p.AsOf })
	if n < 0 {
		n = len(p.Items)
	}
	return p.Items[:n]
}

// Calls says whether anything is due that is worth a call between two checks. An area that was left out, and a
// photo of a spot that never had one, may be left out by choice: they wait for the next check, which calls by itself.
func (p Plan) Calls() bool {
	return slices.ContainsFunc(p.Due(), func(i Item) bool {
		return i.Kind != Area && (i.Kind != Photo || !i.Last.IsZero())
	})
}

// Next is the day from which on something is due that is not due yet. What is due and done today is due again: a
// look in a month, a photo or a backup in three.
func (p Plan) Next() (day store.Day, ok bool) {
	due := p.Due()
	if len(due) < len(p.Items) {
		day, ok = p.Items[len(due)].day, true
	}
	for _, item := range due {
		months := comesBack[item.Kind]
		if again := MonthsAfter(p.AsOf, months); months > 0 && (!ok || again < day) {
			day, ok = again, true
		}
	}
	return day, ok
}

// comesBack is after how many months a thing that was done is due again; 0 where that is not known.
var comesBack = map[Kind]int{Answer: 1, Again: 1, Sore: 1, Check: 1, Entry: 1, Area: 1, Photo: photoMonths, Backup: backupMonths}

// MarshalJSON writes the plan as the document of the contract: what is due, and what is to come.
func (p Plan) MarshalJSON() ([]byte, error) {
	due := p.Due()
	return json.Marshal(struct {
		Schema string     `json:"schema"`
		AsOf   store.Date `json:"as_of"`
		Due    []Item     `json:"due"`
		Coming []Item     `json:"coming"`
	}{Schema, p.AsOf.Date(), append([]Item{}, due...), append([]Item{}, p.Items[len(due):]...)})
}

// A planning is a plan in the making.
type planning struct {
	*store.Journal
	asOf  store.Day
	items []Item
}

func (p *planning) add(day store.Day, i Item) {
	i.day, i.Due = day, day.Date()
	p.items = append(p.items, i)
}

// check adds the monthly check, and the areas that are due before it because the checks left them out.
func (p *planning) check() {
	next := Next(p.Journal, p.asOf)
	check := Item{Kind: Check, Says: "the monthly self-check", How: "spotlog check"}
	if last, ok := lastCheck(p.Journal, p.asOf); ok {
		check.Last = last.Date()
	}
	p.add(next, check)
	from, ok := p.firstCheck()
	if !ok {
		return
	}
	var left []*Item
	for _, c := range Covered(p.Journal, p.asOf) {
		item := &Item{Kind: Area, Says: "not checked for a month", Last: c.Last, day: MonthsAfter(c.Last.FirstDay(), 1)}
		if c.Last.IsZero() {
			item.Says, item.day = "never checked", MonthsAfter(from, 1)
		}
		if item.day >= next {
			continue // the check takes it along
		}
		same := slices.IndexFunc(left, func(i *Item) bool { return i.Last == item.Last })
		if same < 0 {
			same = len(left)
			left = append(left, item)
		}
		left[same].Area = append(left[same].Area, c.Area)
	}
	for _, item := range left {
		item.How = "spotlog check --areas " + joined(item.Area)
		p.add(item.day, *item)
	}
}

// backup is due three months after the last one, and without any after the first entry.
func (p *planning) backup(last store.Day) {
	item := Item{Kind: Backup, Says: "no verified backup for three months", Last: last.Date(), How: "spotlog backup FILE"}
	if last == 0 {
		var ok bool
		if last, ok = firstEntry(p.Journal, p.asOf); !ok {
			return
		}
		item.Says, item.Last = "no verified backup yet", store.Date{}
	}
	p.add(MonthsAfter(last, backupMonths), item)
}

func (p *planning) firstCheck() (first store.Day, ok bool) {
	for i := range p.Checks {
		if day := p.Checks[i].Date.FirstDay(); day <= p.asOf && (!ok || day < first) {
			first, ok = day, true
		}
	}
	return first, ok
}
