package report

import (
	"fmt"

	"spotlog/internal/change"
	"spotlog/internal/rules"
)

// PaceSays says how fast a change went, with what the measuring allows; "" where nothing has a pace.
func PaceSays(p *rules.Pace) string {
	switch {
	case p == nil:
		return ""
	case p.Per30Days != nil:
		return bleedsWords(p.Per30Days)
	case p.MMPerMonth != nil:
		words := fmt.Sprintf("%s, %s to %s mm in %s, %+.2g mm a month", change.InWords(p.Days), MM(p.FromMM), MM(p.ToMM), Span(p.Days), *p.MMPerMonth)
		if p.MMPerMonthLow != nil && p.MMPerMonthHigh != nil {
			words += fmt.Sprintf(" (95 %%: %+.2g to %+.2g)", *p.MMPerMonthLow, *p.MMPerMonthHigh)
		}
		return words + fmt.Sprintf("; two such readings may differ by %.1f mm without a change", p.NoiseMM)
	case p.FromMM != 0:
		return fmt.Sprintf("%s to %s mm on one day", MM(p.FromMM), MM(p.ToMM))
	case p.Days == 0:
		return "between two looks of one day"
	}
	return change.InWords(p.Days) + ", " + Span(p.Days) + " between the two looks"
}

func bleedsWords(p *rules.BleedsPace) string {
	switch {
	case p.Before == nil:
		return fmt.Sprintf("%.2g bleeds in 30 days", *p.After)
	case p.After == nil:
		return fmt.Sprintf("%.2g bleeds in 30 days before", *p.Before)
	}
	return fmt.Sprintf("%.2g bleeds in 30 days before, %.2g after", *p.Before, *p.After)
}
