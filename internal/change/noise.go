package change

// The noise of one reading, a row a method, the most exact first. Source: "Change or ruler?" of the project's
// rules, after its page of evidence: no smallest detectable change is published for home rulers; reading to 1 mm
// alone gives an SD of 0.29 mm, the judged edge takes it to 0.3 to 0.5 mm; one photo of a curved surface is about
// ± 10 %. Whatever is not named here counts as the last row.
var noise = []struct {
	method Method
	mm     float64 // standard deviation, mm: never less than this
	share  float64 // standard deviation as a share of the size
}{
	{"card", 0.3, 0},
	{"ruler", 0.5, 0},
	{"photo", 0.5, 0.10},
	{"eye", 1.0, 0},
}

// The levels at which a difference counts, in standard deviations of that difference, and the amounts it must
// reach ("Change or ruler?"). They were tuned together in simulated lives (go run ./internal/change/lives), for the
// union of the ways: looser ones cry wolf more than 0.05 times a spot-year, stricter ones come months too late.
const (
	levelSeparable = 1.96 // the two-sided 95 % interval leaves zero out
	levelOne       = 3.5  // OneFar
	levelTwo       = 2.6  // TwoClear, each of the two
	levelTrend     = 2.6  // Trend, with every reading
	levelSpared    = 1.28 // Trend, with any one reading left out: still one-sided 90 %

	leastMM    = 1.0  // growth counts from here, and only if also
	leastShare = 0.20 // a fifth of the reference
	largeMM    = 2.0  // or this much

	trendDays     = 365 // the trend looks back twelve months
	trendReadings = 5   // and needs this many days with a reading

	rapidDays      = 31   // growth that counts within a month is rapid
	rapidLongDays  = 92   // and so within three months is
	rapidLongShare = 0.50 // growth by half

	roundoff = 1e-9 // mm; 5.1 − 4.1 is a millimetre too
)

// SD is the standard deviation in mm of one reading of mm by method.
func SD(method Method, mm float64) float64 {
	row := noise[exactness(method)]
	return max(row.mm, row.share*mm)
}

// exactness is the method's row in noise: the lower, the more exact.
func exactness(method Method) int {
	for i, row := range noise {
		if row.method == method {
			return i
		}
	}
	return len(noise) - 1
}

// amounts says whether growth between two sizes is large enough to matter, whatever the noise.
func amounts(from, to float64) bool {
	return to-from >= leastMM-roundoff && notable(from, to)
}

// notable is the relative half of amounts: a fifth of the old size, or 2 mm.
func notable(from, to float64) bool {
	mm := to - from + roundoff
	return mm >= leastShare*from || mm >= largeMM
}
