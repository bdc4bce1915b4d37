package rules

import (
	"slices"
	"strconv"
	"strings"

	"spotlog/store"
)

// A truth is yes, no, or not known; unknown is never taken for no.
type truth uint8

const (
	unknown truth = iota
	no
	yes
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// A state is one of the three outcomes of a rule.
type state uint8

const (
	silent state = iota
	fired
	lacking
)

// An outcome is what a rule says of a spot or of the person. The zero outcome is silence.
type outcome struct {
	state    state
	needs    string // lacking: what to log
	pressing bool   // lacking: all else the rule asks for holds, so that this one look settles it
	tier     Tier   // "" for the row's own
	base     Tier   // tier before ageing
	about    topic  // 0 for the row's own
	title    string
	facts    []fact
	since    store.Day // the newest evidence, by which it ages
	decides  moment    // the evidence without which it would not fire: a visit after it answers
	pace     *Pace
	spot     string // of a rule about the person: the spot whose entry said it
	advice   string // "" for the row's own
}

func fires(title string, since store.Day, decides moment, facts ...fact) outcome {
	return outcome{state: fired, title: title, since: since, decides: decides, facts: facts}
}

func (o outcome) at(t Tier) outcome       { o.tier = t; return o }
func (o outcome) on(t topic) outcome      { o.about = t; return o }
func (o outcome) paced(p *Pace) outcome   { o.pace = p; return o }
func (o outcome) advise(s string) outcome { o.advice = s; return o }

// lacks is a rule that one look or test would settle, all else it asks for being so.
func lacks(needs string) outcome { return outcome{state: lacking, needs: needs, pressing: true} }

// unlogged is a rule whose own field was never logged: it could not begin.
func unlogged(needs string) outcome { return outcome{state: lacking, needs: needs} }

// A fact is one dated line of evidence.
type fact struct {
	day  store.Day
	when string // the date as precisely as it is known
	says string
	id   store.ID // of the entry that logged it, "" for none
}

func (f fact) String() string { return f.when + ": " + f.says }

// A moment is when something was logged, as precisely as it is known.
type moment struct {
	day  store.Day
	date store.Date
}

// after says whether m came after another moment; everything does after none. On the same day without both times it
// cannot be known: then the answer is what the caller holds for the more careful one.
func (m moment) after(other moment, careful bool) bool {
	switch {
	case other == moment{}:
		return true
	case m.day != other.day:
		return m.day > other.day
	}
	if m.date.HasTime() && other.date.HasTime() {
		return m.date.Compare(other.date) > 0
	}
	return careful
}

// later returns the later of two moments, either of which may be none.
func later(a, b moment) moment {
	if b != (moment{}) && b.after(a, false) {
		return b
	}
	return a
}

// dateText gives a date without its clock, in the precision known.
func dateText(d store.Date) string {
	if d.Precision() < store.PrecisionDay {
		return d.String()
	}
	return d.FirstDay().String()
}

// mm writes a length: 4 mm, 4.5 mm.
func mm(length float64) string { return number(length) + " mm" }

func number(x float64) string {
	text := strconv.FormatFloat(x, 'f', 1, 64)
	return strings.TrimSuffix(text, ".0")
}

// count writes a number with its noun: 1 entry, 3 entries.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// spell writes a span of time in the largest unit that fits twice: 9 days, 5 weeks, 4 months, 3 years.
func spell(days int) string {
	switch {
	case days < 14:
		return count(days, "day", "days")
	case days < 61:
		return count((days+3)/7, "week", "weeks")
	case days < 730:
		return count(int(float64(days)/30.44+0.5), "month", "months")
	}
	return count(int(float64(days)/365.25+0.5), "year", "years")
}

// listed joins words as a person says them: a, b and c.
func listed(words []string) string {
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
}

// said gives the words of a list field as they are, for a dated fact.
func said[T ~string](words []T) string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = strings.ReplaceAll(string(w), "-", " ")
	}
	return listed(list)
}

// has says whether a list holds any of the words.
func has[T comparable](list []T, words ...T) bool {
	for _, w := range words {
		if slices.Contains(list, w) {
			return true
		}
	}
	return false
}
