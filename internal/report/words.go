package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"spotlog/internal/rules"
	"spotlog/store"
)

// Plain makes any text fit to be printed in one line: what a terminal would obey is shown as a
// mark instead.
func Plain(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case isControl(r):
			return '\uFFFD'
		}
		return r
	}, text)
}

// isControl says whether a terminal could obey r: control characters, and the marks that turn the
// direction of the text round them.
func isControl(r rune) bool {
	return r < 0x20 || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// LongDate gives a date as a person reads it: 1 Nov 2026, Nov 2026, 2026, or "" where absent.
func LongDate(d store.Date) string {
	switch d.Precision() {
	case 0:
		return ""
	case store.PrecisionYear:
		return d.Wall().Format("2006")
	case store.PrecisionMonth:
		return d.Wall().Format("Jan 2006")
	}
	return d.Wall().Format("2 Jan 2006")
}

// mustDate reads a date that spotlog itself wrote.
func mustDate(iso string) store.Date {
	d, err := store.ParseDate(iso)
	if err != nil {
		panic("report: " + err.Error())
	}
	return d
}

// telling gives of a long list of facts, newest first, those that are read: the newest and the two
// oldest, and between them what says how many more there are.
func telling[T any](facts []T, more func(says string) T) []T {
	const most, oldest = 8, 2
	if len(facts) <= most {
		return facts
	}
	newest := most - oldest - 1
	says := fmt.Sprintf("%d more between these", len(facts)-newest-oldest)
	return slices.Concat(facts[:newest], []T{more(says)}, facts[len(facts)-oldest:])
}

// evidence is what a flag stands on, as a person reads it.
func evidence(f *rules.Flag) (facts []string) {
	for _, fact := range telling(f.Because, func(says string) string { return says }) {
		facts = append(facts, Plain(Readable(fact)))
	}
	return facts
}

// Readable gives the date that a fact begins with as a person reads it.
func Readable(fact string) string {
	date, rest, ok := strings.Cut(fact, ":")
	d, err := store.ParseDate(date)
	if !ok || err != nil || d.IsZero() {
		return fact
	}
	return LongDate(d) + ":" + rest
}

// LongMoment is LongDate with the wall time where it is known: 1 Nov 2026 08:30.
func LongMoment(d store.Date) string {
	if !d.HasTime() {
		return LongDate(d)
	}
	return LongDate(d) + " " + d.Clock()
}

// Span says how long a number of days is, in the unit a person would take.
func Span(days int) string {
	switch {
	case days == 1:
		return "1 day"
	case days < 21:
		return fmt.Sprintf("%d days", days)
	case days < 61:
		return fmt.Sprintf("%d weeks", (days+3)/7)
	case days < 730:
		return fmt.Sprintf("%d months", int(float64(days)/30.44+0.5))
	}
	return fmt.Sprintf("%d years", int(float64(days)/365.25+0.5))
}

// Ago says how long before today a day was.
func Ago(day, today store.Day) string {
	switch days := int(today - day); {
	case days == 0:
		return "today"
	case days == 1:
		return "yesterday"
	case days < 0:
		return "in " + Span(-days)
	default:
		return Span(days) + " ago"
	}
}

// MM gives a length in mm without zeros behind: 4.5.
func MM(mm float64) string { return strconv.FormatFloat(mm, 'f', -1, 64) }

// TakenFrom says in brackets who told when a photo was taken, where the camera did not.
func TakenFrom(p store.Photo) string {
	by := takenFrom[p.TakenFrom]
	if by == "" {
		return ""
	}
	return " (" + by + ")"
}

var takenFrom = map[store.DateFrom]string{
	store.FromTyped: "typed", store.FromFileName: "by its file name", store.FromMtime: "by the file's own time", store.FromClock: "by the clock",
}

// Size gives the size of an entry: "4 × 3 mm", "4 mm", or "" where none is recorded.
func Size(e *store.Entry) string {
	switch {
	case e.LengthMM == 0 && e.WidthMM == 0:
		return ""
	case e.LengthMM == 0 || e.WidthMM == 0:
		return MM(e.DiameterMM()) + " mm"
	}
	return MM(e.LengthMM) + " × " + MM(e.WidthMM) + " mm"
}

// bleedingWords says what happened, which the bare words of the journal do not.
var bleedingWords = map[store.Bleeding]string{
	store.BleedingNone: "no bleeding", store.BleedingBumped: "bled after a knock, scratch or shave",
	store.BleedingTouched: "bled when touched", store.BleedingUnprovoked: "bled by itself",
	store.BleedingWontStop: "bleeding that would not stop",
}

var blanchWords = map[store.Blanch]string{
	store.BlanchFades: "fades under glass", store.BlanchStays: "stays under glass", store.BlanchUnsure: "glass test unsure",
}

// skinWords name the skin type of a profile, or give "" where it is not recorded.
func skinWords(p *store.Profile) string {
	if p.SkinType == 0 {
		return ""
	}
	return fmt.Sprintf("Fitzpatrick %d", p.SkinType)
}

// EntrySays gives the Facts of an entry, or that the spot was seen where it records no more.
func EntrySays(e *store.Entry) string { return cmp.Or(Facts(e), "seen") }

// Facts says in one line what an entry records, without its date and its note.
func Facts(e *store.Entry) string {
	facts := []string{sizeFact(e)}
	if e.Count > 0 {
		facts = append(facts, fmt.Sprintf("%d dots", e.Count))
	}
	if e.ExtentMM > 0 {
		facts = append(facts, "over "+MM(e.ExtentMM)+" mm")
	}
	facts = append(facts, named("spread", e.Spread), Join(e.Colors), named("shape", e.Shape), named("border", e.Border),
		Join(e.Surface), blanchWords[e.Blanch], bleedingFact(e), labelled("changed", e.Changed, "unchanged to the eye"),
		labelled("feels", e.Feel, "nothing to feel"), labelled("with", e.Symptoms, "no symptoms"), labelled("after", e.After, "after nothing known"))
	if e.OddOneOut != nil && *e.OddOneOut {
		facts = append(facts, "unlike the others")
	}
	if n := len(e.Photos); n > 0 {
		facts = append(facts, Plural(n, "photo"))
	}
	kept := facts[:0]
	for _, f := range facts {
		if f != "" {
			kept = append(kept, f)
		}
	}
	return strings.Join(kept, " · ")
}

func sizeFact(e *store.Entry) string {
	size := Size(e)
	switch {
	case size == "" || e.Method == "":
		return size
	case e.Method == store.MethodEye:
		return size + " (by eye)"
	}
	return size + " (" + string(e.Method) + ")"
}

func bleedingFact(e *store.Entry) string {
	fact := bleedingWords[e.Bleeding]
	if e.Bleeds != nil && *e.Bleeds > 0 {
		if fact == "" {
			fact = "bled"
		}
		fact += fmt.Sprintf(" %d×", *e.Bleeds)
	}
	if e.Restarts != nil && *e.Restarts {
		fact = strings.TrimPrefix(fact+", started again", ", ")
	}
	return fact
}

// named puts the field's name behind words that say nothing alone.
func named[T ~string](field string, word T) string {
	switch {
	case word == "":
		return ""
	case word == "round" || word == "oval" || word == "irregular" && field == "shape" || word == "branching":
		return string(word)
	case word == "irregular" || word == "even" || word == "uneven" || word == "unsure":
		return field + " " + string(word)
	case word == "none":
		return "not spreading"
	}
	return "spreading " + map[T]string{"slow": "over weeks", "fast": "fast"}[word]
}

func labelled[T ~string](label string, words []T, none string) string {
	switch {
	case len(words) == 0:
		return ""
	case words[0] == "none":
		return none
	}
	return label + " " + Join(words)
}

// Join lists words with commas between.
func Join[T ~string](words []T) string {
	parts := make([]string, len(words))
	for i, w := range words {
		parts[i] = string(w)
	}
	return strings.Join(parts, ", ")
}

// Plural counts things: 1 photo, 2 photos, 3 entries.
func Plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if stem, ok := strings.CutSuffix(noun, "y"); ok {
		noun = stem + "ie"
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Sparkline draws values as eight heights of block, oldest left; the lowest value is the lowest
// block. At most width blocks: the newest are kept.
func Sparkline(values []float64, width int) string {
	const blocks = "▁▂▃▄▅▆▇█"
	if len(values) < 2 {
		return ""
	}
	values = values[max(0, len(values)-width):]
	low, high := values[0], values[0]
	for _, v := range values {
		low, high = min(low, v), max(high, v)
	}
	// Below a span of 2 mm the scale stays, so that a ruler's noise does not look like a mountain.
	scale := max(high-low, 2)
	var b strings.Builder
	for _, v := range values {
		b.WriteRune([]rune(blocks)[int((v-low)/scale*7+0.5)])
	}
	return b.String()
}

// Diameters lists the recorded diameters of a spot in mm, oldest first.
func Diameters(s *store.Spot) []float64 {
	var mm []float64
	for i := range s.Entries {
		if d := s.Entries[i].DiameterMM(); d > 0 {
			mm = append(mm, d)
		}
	}
	return mm
}

// Posture is the one line that every print carries.
const Posture = "A private notebook. It does not examine the skin; when in doubt, see a doctor."
