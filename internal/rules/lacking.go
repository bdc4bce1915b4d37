package rules

import (
	"cmp"
	"slices"
)

// notAssessed says what to log to settle a rule that could reach visit or above. A spot has a line for each rule that
// one look would settle, the most urgent first, so that a reader of the JSON loses none; ToLog gives the one that is
// printed. A spot without any such gets one line for a rule of soon or visit whose own field was never logged, unless
// new-baseline or stale tells what to log. An emergency is no such rule: whoever bled tonight would not have left it out.
func notAssessed(findings []finding) []Unassessed {
	var list []finding
	asked := map[string]bool{}
	for _, f := range findings {
		switch {
		case f.state == lacking && f.pressing && f.tier != Watch:
			asked[f.spot] = true
			list = append(list, f)
		case f.state == fired && f.about == logging:
			asked[f.spot] = true
		}
	}
	for _, f := range findings {
		if f.state == lacking && !f.pressing && (f.tier == Soon || f.tier == Visit) && f.spot != "" && !asked[f.spot] && f.about != personal {
			asked[f.spot] = true
			list = append(list, f)
		}
	}
	slices.SortStableFunc(list, func(a, b finding) int {
		return cmp.Or(b.tier.Urgency()-a.tier.Urgency(), cmp.Compare(a.spot, b.spot), a.row-b.row)
	})
	lines := make([]Unassessed, len(list))
	for i, f := range list {
		lines[i] = Unassessed{f.rule.Code, f.tier, f.spot, f.needs}
	}
	return lines
}

// ToLog is NotAssessed as it is printed: one line a spot, the most urgent first, and only where the answer could be
// more urgent than what the spot's flags already say.
func (a Answer) ToLog() []Unassessed {
	var lines []Unassessed
	for _, u := range a.NotAssessed {
		told := slices.ContainsFunc(lines, func(l Unassessed) bool { return l.Spot == u.Spot })
		flagged := slices.ContainsFunc(a.Flags, func(f Flag) bool {
			return f.Spot == u.Spot && f.Tier.Urgency() >= u.Tier.Urgency()
		})
		if !told && !flagged {
			lines = append(lines, u)
		}
	}
	return lines
}
