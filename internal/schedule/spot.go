package schedule

import (
	"slices"
	"strings"

	"spotlog/internal/bodymap"
	"spotlog/internal/rules"
	"spotlog/store"
)

// spot adds what is due of an active spot: an entry a month, a photo, a look at a sore.
func (p *planning) spot(s *store.Spot) {
	entries := seen(s, p.asOf)
	if len(entries) == 0 {
		p.add(p.asOf, Item{Kind: Entry, Spot: s.Name, Says: "no entry yet", How: logHow(s)})
		return
	}
	last := entries[len(entries)-1].Date
	p.add(MonthsAfter(last.FirstDay(), 1), Item{Kind: Entry, Spot: s.Name, Says: "not logged for a month", Last: day(last), How: logHow(s)})
	p.photo(s, entries)
	p.sore(s, entries)
}

func logHow(s *store.Spot) string {
	if s.Kind == store.KindCrop {
		return "spotlog log " + s.Name + " --count N"
	}
	return "spotlog log " + s.Name + " --size SIZE"
}

func day(d store.Date) store.Date { return d.FirstDay().Date() }

// photo is due from the first entry on, and three months after the newest photo of the spot.
func (p *planning) photo(s *store.Spot, entries []store.Entry) {
	var newest store.Day
	for _, e := range entries {
		for _, photo := range e.Photos {
			taken := e.Date
			if !photo.Taken.IsZero() {
				taken = photo.Taken
			}
			newest = max(newest, min(taken.FirstDay(), p.asOf))
		}
	}
	item := Item{Kind: Photo, Spot: s.Name, Says: "no photo yet", How: "spotlog photo add " + s.Name + " FILE"}
	due := entries[0].Date.FirstDay()
	if newest > 0 {
		due, item.Says, item.Last = MonthsAfter(newest, photoMonths), "no photo for three months", newest.Date()
	}
	p.add(due, item)
}

// sore asks after four weeks whether a spot that was open or crusted in every entry that says has healed.
// A visit that named the spot has seen it. Once an entry says so after the four weeks, it is for the rules.
func (p *planning) sore(s *store.Spot, entries []store.Entry) {
	visited, _ := p.newestVisit(s)
	var began, newest store.Day
	for i := range slices.Backward(entries) {
		e := &entries[i]
		if visited != nil && e.Date.FirstDay() <= visited.Date.FirstDay() {
			break
		}
		if len(e.Surface) == 0 {
			continue
		}
		if !slices.ContainsFunc(e.Surface, isSore) {
			break
		}
		began, newest = e.Date.FirstDay(), max(newest, e.Date.FirstDay())
		if i == 0 && !s.FirstSeen.IsZero() {
			began = min(began, s.FirstSeen.FirstDay())
		}
	}
	if due := began + soreDays; newest > 0 && newest < due {
		p.add(due, Item{Kind: Sore, Spot: s.Name, Says: "was open or crusted four weeks ago: has it healed?", Last: newest.Date(),
			How: "spotlog log " + s.Name + " --surface WORD"})
	}
}

func isSore(w store.Surface) bool {
	return w == store.SurfaceSore || w == store.SurfaceCrusted || w == store.SurfaceWeeping
}

// newestVisit is the newest visit that names a spot, and its line on it.
func (p *planning) newestVisit(s *store.Spot) (newest *store.Visit, line *store.VisitSpot) {
	for i := range p.Visits {
		v := &p.Visits[i]
		if v.Date.FirstDay() > p.asOf || newest != nil && v.Date.Compare(newest.Date) < 0 {
			continue
		}
		if at := slices.IndexFunc(v.Spots, func(l store.VisitSpot) bool { return l.Spot == s.Name }); at >= 0 {
			newest, line = v, &v.Spots[at]
		}
	}
	return newest, line
}

// visits adds what a clinician asked for: also of a spot that is gone, whose place is to be seen again.
func (p *planning) visits(s *store.Spot) {
	v, line := p.newestVisit(s)
	if v == nil {
		return
	}
	how := "spotlog visit add " + s.Name + " --outcome WORD"
	if !line.Recheck.IsZero() {
		p.add(line.Recheck.FirstDay(), Item{Kind: Recheck, Spot: s.Name, Says: "the clinician wants to see it again", Last: day(v.Date), How: how, uid: p.uid(v, line)})
		return
	}
	waits := map[store.Outcome]string{store.OutcomeReferred: "referred", store.OutcomeBiopsy: "sample taken"}[line.Outcome]
	if waits != "" && !(line.Outcome == store.OutcomeBiopsy && line.Diagnosis != "") {
		p.add(v.Date.FirstDay()+resultDays+1, Item{Kind: Result, Spot: s.Name, Says: waits + ", no result logged: call the practice", Last: day(v.Date), How: how})
	}
}

// uid is that of the event of a line: of the visit, and the first spot that it wants to see on that day.
func (p *planning) uid(v *store.Visit, line *store.VisitSpot) string {
	for _, l := range v.Spots {
		if s := p.Spot(l.Spot); l.Recheck == line.Recheck && s != nil {
			return recheckUID(v.ID, s.ID)
		}
	}
	return recheckUID(v.ID, "")
}

// recheckUID names an event by the records behind it, so that it stays the same when a date or a name is put right.
func recheckUID(visit, spot store.ID) string {
	return string(visit) + "." + string(spot) + "@spotlog.invalid"
}

// again are the rules that want another look, after how many days, and what to log then; their advice
// says so in words.
var again = map[string]struct {
	days  store.Day
	flags string
}{
	"size-remeasure":  {1, "--size SIZE"},
	"bite-swollen":    {1, "--size SIZE"},
	"trigger-fading":  {2, "--blanch WORD --photo FILE"},
	"crop-after-heat": {7, "--changed WORD"},
	"crop-explained":  {7, "--changed WORD"},
	"bruise-turning":  {7, "--color WORDS"},
}

// overdue is the flag of what is an item of its own: a recheck, or a result.
const overdue = "recheck-overdue"

// stands adds a flag that cannot wait for the next check; flags of a spot that advise the same are one item.
func (p *planning) stands(f rules.Flag, since store.Date, advised string) {
	if f.Code == overdue {
		for i := range p.items {
			if item := &p.items[i]; item.Spot == f.Spot && (item.Kind == Recheck || item.Kind == Result) {
				item.Tier = f.Tier
			}
		}
		return
	}
	item := Item{Kind: Flag, Spot: f.Spot, Tier: f.Tier, Says: f.Title + ": " + advised, Last: since, How: flagsHow(f.Spot)}
	told := func(i Item) bool {
		return i.Kind == Flag && i.Spot == f.Spot && strings.HasSuffix(i.Says, ": "+advised)
	}
	if f.Tier.Urgency() >= rules.Soon.Urgency() && !slices.ContainsFunc(p.items, told) {
		p.add(since.FirstDay(), item)
	}
}

func flagsHow(spot string) string { return strings.TrimSpace("spotlog flags " + spot) }

// asked adds what the flags advise, and the looks that the rules ask for.
func (p *planning) asked(answer rules.Answer) {
	for _, f := range answer.Flags {
		since, err := store.ParseDate(f.Since)
		asked := strings.ToLower(f.Advice[:1]) + strings.TrimSuffix(f.Advice[1:], ".")
		if err != nil {
			continue
		}
		p.stands(f, since, asked)
		if wants, ok := again[f.Code]; ok {
			p.add(since.FirstDay()+wants.days, Item{Kind: Again, Spot: f.Spot, Says: asked, Last: since, How: "spotlog log " + f.Spot + " " + wants.flags})
		}
	}
	for _, u := range answer.ToLog() {
		if u.Tier.Urgency() >= rules.Today.Urgency() {
			p.add(p.asOf, Item{Kind: Answer, Spot: u.Spot, Says: u.Needs, How: flagsHow(u.Spot)})
		}
	}
}

func joined(areas []bodymap.Region) string {
	words := make([]string, len(areas))
	for i, a := range areas {
		words[i] = string(a)
	}
	return strings.Join(words, ",")
}
