package rules

import (
	"cmp"
	"slices"
)

// fold lets one set of facts lead with its highest tier: what the same facts raise at a lower one goes under it.
// Flags of the same tier stand side by side. What is left comes in the order of the answer.
func fold(list []finding) []finding {
	slices.SortStableFunc(list, func(a, b finding) int { return b.base.Urgency() - a.base.Urgency() })
	kept := []finding{}
	for _, f := range list {
		if i := slices.IndexFunc(kept, func(lead finding) bool { return leads(lead, f) }); i >= 0 {
			kept[i].also = append(kept[i].also, f.rule.Code)
		} else {
			kept = append(kept, f)
		}
	}
	slices.SortFunc(kept, func(a, b finding) int {
		return cmp.Or(b.tier.Urgency()-a.tier.Urgency(), cmp.Compare(b.since, a.since),
			cmp.Compare(a.spot, b.spot), cmp.Compare(a.rule.Code, b.rule.Code))
	})
	return kept
}

// leads says whether one finding takes another under it. The tier before ageing decides, so that an emergency that
// has aged still leads what it was made of; but nothing goes under what has become less urgent than itself.
func leads(a, b finding) bool {
	if a.base.Urgency() <= b.base.Urgency() || a.tier.Urgency() < b.tier.Urgency() {
		return false
	}
	switch {
	case a.spot != b.spot:
		return b.spot == "" && shares(a.facts, b.facts)
	case b.about == logging:
		return true // "come back in a month" must not stand beside "book an appointment"
	}
	return a.about == b.about
}

// shares says whether two findings stand on the same dated line: the same symptoms, told of a spot and of the person.
func shares(a, b []fact) bool {
	return slices.ContainsFunc(a, func(f fact) bool { return slices.Contains(b, f) })
}
