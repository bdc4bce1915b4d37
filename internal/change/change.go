package change

import "math"

// A Method says how a size was read. The words are those of a journal's entries.
type Method string

// A Reading is one logged diameter of a spot.
type Reading struct {
	Day    int     // days since 1970-01-01, in the person's calendar
	MM     float64 // the longer of length and width, in mm, above zero
	Method Method  // "ruler", "card", "photo", "eye"; anything else counts as eye
}

// A Way is how growth came to count ("Change or ruler?").
type Way string

// The three ways of counting growth.
const (
	OneFar   Way = "one"   // one reading far above the reference
	TwoClear Way = "two"   // two successive readings clearly above it
	Trend    Way = "trend" // the trend of the last 12 months
)

// A Difference compares two readings.
type Difference struct {
	From, To  Reading
	MM        float64 // To minus From
	SD        float64 // standard deviation of MM: the noise of both readings, √(s₁² + s₂²)
	Low, High float64 // 95 % confidence interval of MM
	Days      int
	Separable bool // |MM| is beyond 1.96 SD
}

// A Verdict is what a history of readings shows against its reference.
type Verdict struct {
	Compared  Difference // the reference to the newest reading
	Grew      bool       // growth beyond noise, now: the newest evidence still shows it
	By        Way        // which way counted; strongest first, "" unless Grew
	Since     int        // the day of the reading at which growth first counted in the present spell
	Evidence  []Reading  // the readings that carry it, the reference first
	Rapid     bool       // Grew, and the same growth lies within 31 days, or ≥ 50 % within 92 days
	RapidSpan Difference // the two readings that show it, where Rapid
	Remeasure bool       // the newest reading is beyond 1.96 SD and ≥ 20 % (or 2 mm), and does not (yet) count
	WentBack  bool       // growth counted once, and the next two readings were back at the old size
	Shrank    bool       // the newest reading is separably smaller than the reference, confirmed
}

// Judge compares readings (in any order) against the reference, one of them by index. Readings before the
// reference's day are left out. A day counts once: the mean of its most exact method stands for it (card, ruler,
// photo, eye, in this order), with the noise of one reading, since what shifts one look shifts the next one too.
// With fewer than two such days the Verdict is zero; an index outside the readings panics. Pure arithmetic; no clock.
func Judge(readings []Reading, reference int) Verdict { return judge(readings, reference, 1) }

// judge is Judge with every standard deviation multiplied by scale.
func judge(readings []Reading, reference int, scale float64) Verdict {
	if len(readings) < 2 {
		return Verdict{}
	}
	h := newHistory(readings, readings[reference].Day, scale)
	if len(h) < 2 {
		return Verdict{}
	}
	s := h.replay()
	newest := len(h) - 1
	v := Verdict{Compared: difference(h[0], h[newest]), Grew: s.by != "", By: s.by, WentBack: s.wentBack}
	v.Shrank = h.z(0, newest) < -levelSeparable && h.z(0, newest-1) < -levelSeparable
	if v.Grew {
		v.Since = h[s.since].Day
		v.Evidence = h.evidence(s.by, s.counted)
		v.RapidSpan, v.Rapid = h.rapid()
		return v
	}
	// Two readings of the rules differ: "beyond 1.96", and "larger than noise and ≥ 20 %". What could not count
	// if it were confirmed is not worth a second measuring, what could (20 % or 2 mm) is.
	v.Remeasure = h.z(0, newest) > levelSeparable && notable(h[0].MM, h[newest].MM)
	return v
}

// difference compares two points: SD = √(s₁² + s₂²), interval MM ± 1.96 SD, from two independent normal errors.
func difference(a, b point) Difference {
	d := Difference{From: a.Reading, To: b.Reading, MM: b.MM - a.MM, SD: math.Hypot(a.sd, b.sd), Days: b.Day - a.Day}
	d.Low, d.High = d.MM-levelSeparable*d.SD, d.MM+levelSeparable*d.SD
	d.Separable = math.Abs(d.MM) > levelSeparable*d.SD
	return d
}
