package change

const (
	month = 30.44 // days: 365.25 / 12
	year  = 12 * month
)

// PerMonth is the pace in mm a month of 30.44 days; 0 where the readings share a day.
func (d Difference) PerMonth() float64 { return perMonth(d.MM, d.Days) }

// PerMonthInterval is the 95 % confidence interval of PerMonth, in mm a month; 0, 0 where the readings share a day.
// The days are exact, so it is the interval of MM over them.
func (d Difference) PerMonthInterval() (low, high float64) {
	return perMonth(d.Low, d.Days), perMonth(d.High, d.Days)
}

func perMonth(mm float64, days int) float64 {
	if days == 0 {
		return 0
	}
	return mm * month / float64(days)
}

// PerThirtyDays is how often something happened in each 30 days, for count times in days; 0 where no day passed.
func PerThirtyDays(count, days int) float64 {
	if days <= 0 {
		return 0
	}
	return float64(count) * 30 / float64(days)
}

// InWords tells a span of days as the source documents speak of pace. Each word needs two of its unit: two weeks
// are weeks, two months are months, two years are years.
func InWords(days int) string {
	switch d := float64(days); {
	case days < 14:
		return "within days"
	case d < 2*month:
		return "over weeks"
	case d < 2*year:
		return "over months"
	}
	return "over years"
}
