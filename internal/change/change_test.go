package change

import (
	"math"
	"testing"
)

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 0.0005 {
		t.Errorf("%s = %.4f, want %.4f", what, got, want)
	}
}

func TestSD(t *testing.T) {
	for _, c := range []struct {
		method Method
		mm     float64
		want   float64
	}{
		{"card", 4, 0.3},
		{"ruler", 4, 0.5},
		{"ruler", 40, 0.5},
		{"photo", 4, 0.5}, // 10 % of 4 mm would be less than any photo can do
		{"photo", 12, 1.2},
		{"eye", 4, 1},
		{"", 4, 1},
		{"callipers", 4, 1}, // unknown: as eye
	} {
		near(t, "SD by "+string(c.method), SD(c.method, c.mm), c.want)
	}
}

// 4 mm by ruler, 7 mm by photo 118 days later: s₁ = 0.5, s₂ = 10 % of 7 = 0.7, SD = √(0.25 + 0.49) = 0.8602,
// 1.96 × 0.8602 = 1.6861; 3 mm in 118 days is 3 × 30.44 / 118 = 0.7739 mm a month.
func TestDifference(t *testing.T) {
	d := Judge([]Reading{{100, 4, "ruler"}, {218, 7, "photo"}}, 0).Compared
	near(t, "MM", d.MM, 3)
	near(t, "SD", d.SD, 0.8602)
	near(t, "Low", d.Low, 1.3139)
	near(t, "High", d.High, 4.6861)
	near(t, "PerMonth", d.PerMonth(), 0.7739)
	low, high := d.PerMonthInterval()
	near(t, "low a month", low, 0.3390)
	near(t, "high a month", high, 1.2088)
	if d.Days != 118 || !d.Separable {
		t.Errorf("days %d, separable %v, want 118 and separable", d.Days, d.Separable)
	}
}

// Two ruler readings separate at 1.96 × √(0.5² + 0.5²) = 1.386 mm, two by card at 0.832 mm, two by eye at 2.772 mm.
func TestSeparable(t *testing.T) {
	for _, c := range []struct {
		method Method
		within float64
		beyond float64
	}{{"ruler", 1.38, 1.39}, {"card", 0.83, 0.84}, {"eye", 2.77, 2.78}} {
		for _, sign := range []float64{-1, 1} {
			for _, mm := range []float64{c.within, c.beyond} {
				d := Judge([]Reading{{0, 9, c.method}, {30, 9 + sign*mm, c.method}}, 0).Compared
				if want := mm == c.beyond; d.Separable != want || (d.Low > 0 || d.High < 0) != want {
					t.Errorf("%s: %+.2f mm is separable: %v, interval %.2f to %.2f, want %v",
						c.method, d.MM, d.Separable, d.Low, d.High, want)
				}
			}
		}
	}
}

func TestAmounts(t *testing.T) {
	for _, c := range []struct {
		from, to float64
		want     bool
	}{
		{4.1, 5.1, true}, // 0.9999999999999996 in binary
		{4, 4.9, false},  // a fifth, but under 1 mm
		{6.5, 7.8, true},
		{6.5, 7.7, false}, // over 1 mm, but under a fifth and 2 mm
		{14, 16, true},
		{5, 3, false},
	} {
		if got := amounts(c.from, c.to); got != c.want {
			t.Errorf("%g to %g mm amounts: %v, want %v", c.from, c.to, got, c.want)
		}
	}
}

// Five monthly rulers, 0.5 mm more each time: slope 0.5/30 mm a day, Σ(x−x̄)² = 9000, so z = 0.5/30 × √(9000/0.25)
// = 3.1623. Without an end, Σ(x−x̄)² = 4500 is the least that is left: z = 0.5/30 × √(4500/0.25) = 2.2361.
func TestSlopeZ(t *testing.T) {
	all, spared := history(points("0:4 30:4.5 60:5 90:5.5 120:6")).slopeZ()
	near(t, "all", all, 3.1623)
	near(t, "spared", spared, 2.2361)
}

// A reading by eye weighs a quarter of one by ruler. Ruler at days 0, 1, 2 at 1, 2, 3 mm and eye at day 3 at 8 mm:
// w = 4, 4, 4, 1; x̄ = 15/13, ȳ = 32/13; Sxx = 29 − 13x̄² = 11.6923, Sxy = 56 − 13x̄ȳ = 19.0769; z = Sxy/√Sxx = 5.5790.
func TestSlopeWeighsByMethod(t *testing.T) {
	all, _ := history(points("0:1 1:2 2:3 3:8/eye")).slopeZ()
	near(t, "z", all, 5.5790)
}

func TestPaceOfOneDay(t *testing.T) {
	d := Difference{MM: 2, Low: 1, High: 3}
	low, high := d.PerMonthInterval()
	if d.PerMonth() != 0 || low != 0 || high != 0 {
		t.Error("two readings of one day have a pace")
	}
}

func TestPerThirtyDays(t *testing.T) {
	near(t, "three bleeds in 90 days", PerThirtyDays(3, 90), 1)
	near(t, "two bleeds in 14 days", PerThirtyDays(2, 14), 4.2857)
	near(t, "two bleeds in no time", PerThirtyDays(2, 0), 0)
}

func TestInWords(t *testing.T) {
	for _, c := range []struct {
		days int
		want string
	}{
		{0, "within days"}, {13, "within days"},
		{14, "over weeks"}, {60, "over weeks"},
		{61, "over months"}, {730, "over months"},
		{731, "over years"}, {4000, "over years"},
	} {
		if got := InWords(c.days); got != c.want {
			t.Errorf("%d days: %q, want %q", c.days, got, c.want)
		}
	}
}
