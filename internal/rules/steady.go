package rules

import (
	"fmt"
	"slices"
	"strings"

	"spotlog/internal/change"
)

// unchanged says what of a spot was compared with the reference and not found changed, and never more; "" where
// nothing could be compared, or where a change is flagged. Shrinking and growth that went back are told here.
func (s *spot) unchanged(flags []finding) string {
	if s.closed || slices.ContainsFunc(flags, func(f finding) bool { return f.spot == s.Name && f.changes() }) {
		return ""
	}
	var parts []string
	if v := s.verdict(); v.Compared.From.MM > 0 && !v.Remeasure && !s.swollenBite() {
		parts = append(parts, s.sizeSays())
	}
	if t := s.tint(); t.compared && t.added == 0 && !t.more {
		parts = append(parts, "colours: no new one")
	}
	if e := s.outlineChange(); e.compared && !e.ok {
		parts = append(parts, "shape and border: none newly irregular or uneven")
	}
	return strings.Join(parts, "; ")
}

// changes says whether a flag, or one folded under it, tells of a change.
func (f *finding) changes() bool {
	return slices.Contains([]topic{size, colour, outline, eye}, f.about) && f.tier != Watch
}

// sizeSays tells the newest size against the reference's, and against the very first where that is another.
func (s *spot) sizeSays() string {
	v := s.verdict()
	text := differenceSays(v.Compared)
	switch {
	case v.Grew: // and not flagged: a visit answered it
		text += ": larger, beyond measuring noise as known on " + dateText(s.answered.date)
	case v.Shrank:
		text += ": smaller, beyond measuring noise"
	case !v.Compared.Separable:
		text += ": within measuring noise"
	default:
		text += ": more than measuring noise, not confirmed"
	}
	if v.WentBack {
		text += "; an earlier growth went back"
	}
	if first := s.sizes[0]; int(first.day) < v.Compared.From.Day {
		text += fmt.Sprintf("; %s at the first entry with a size, %s before", mm(first.DiameterMM()), spell(v.Compared.To.Day-int(first.day)))
	}
	return text
}

func differenceSays(d change.Difference) string {
	how := methodPhrase(d.From.Method)
	if d.From.Method != d.To.Method {
		how += ", then " + methodPhrase(d.To.Method)
	}
	return fmt.Sprintf("%s to %s over %s %s", mm(d.From.MM), mm(d.To.MM), spell(d.Days), how)
}
