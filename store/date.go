package store

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Precision says how much of a date is known.
type Precision uint8

// The precisions, coarse to fine. The zero Precision belongs to the absent Date.
const (
	PrecisionYear Precision = iota + 1
	PrecisionMonth
	PrecisionDay
	PrecisionMinute
	PrecisionSecond
	PrecisionMilli
)

// A Date is a moment as the person lived it: the wall time in the precision known, and the
// offset from UTC where known. It is never shifted into another zone. The zero Date is absent.
// Dates are comparable with ==.
type Date struct {
	year                 int16
	month, day           int8
	hour, minute, second int8
	milli                int16
	offset               int16 // minutes east of UTC, where hasOffset
	precision            Precision
	hasOffset            bool
}

// A Day counts days since 1970-01-01 in the person's own calendar.
type Day int

const secondsADay = 24 * 60 * 60

// DayOf returns the Day of a calendar date.
func DayOf(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / secondsADay)
}

// Time returns midnight of the day, in UTC, for calendar arithmetic.
func (d Day) Time() time.Time { return time.Unix(int64(d)*secondsADay, 0).UTC() }

// String gives the day as 2026-11-01.
func (d Day) String() string { return d.Time().Format(time.DateOnly) }

// Date returns the day as a Date of day precision.
func (d Day) Date() Date { return DateOn(d.Time(), PrecisionDay, false) }

// DateOn cuts the wall time of t to a precision; withOffset keeps its offset from UTC.
func DateOn(t time.Time, p Precision, withOffset bool) Date {
	d := Date{year: int16(t.Year()), month: int8(t.Month()), day: int8(t.Day()), hour: int8(t.Hour()),
		minute: int8(t.Minute()), second: int8(t.Second()), milli: int16(t.Nanosecond() / 1e6)}
	if withOffset {
		_, seconds := t.Zone()
		d.offset, d.hasOffset = int16(seconds/60), true
	}
	return d.cut(p)
}

// cut forgets everything finer than p.
func (d Date) cut(p Precision) Date {
	d.precision = p
	if p < PrecisionMilli {
		d.milli = 0
	}
	if p < PrecisionSecond {
		d.second = 0
	}
	if p < PrecisionMinute {
		d.hour, d.minute, d.offset, d.hasOffset = 0, 0, 0, false
	}
	if p < PrecisionDay {
		d.day = 1
	}
	if p < PrecisionMonth {
		d.month = 1
	}
	return d
}

// ParseDate reads ISO 8601 in any precision: 2026, 2026-11, 2026-11-01, 2026-11-01T08:30,
// with seconds, milliseconds and an offset (Z, +01:00) where known. The empty text is the absent Date.
func ParseDate(text string) (Date, error) {
	if text == "" {
		return Date{}, nil
	}
	p := dateParser{rest: text}
	d := p.date()
	if p.failed || p.rest != "" || !d.exists() {
		return Date{}, invalid("date", text, "is not a date", "write it as 2026-11-01, 2026-11, 2026 or 2026-11-01T08:30:00+01:00")
	}
	return d, nil
}

type dateParser struct {
	rest   string
	failed bool
}

func (p *dateParser) digits(n int) int {
	if len(p.rest) < n {
		p.failed = true
		return 0
	}
	value := 0
	for _, c := range []byte(p.rest[:n]) {
		if c < '0' || c > '9' {
			p.failed = true
			return 0
		}
		value = value*10 + int(c-'0')
	}
	p.rest = p.rest[n:]
	return value
}

func (p *dateParser) accept(c byte) bool {
	if p.failed || p.rest == "" || p.rest[0] != c {
		return false
	}
	p.rest = p.rest[1:]
	return true
}

func (p *dateParser) expect(c byte) {
	if !p.accept(c) {
		p.failed = true
	}
}

func (p *dateParser) date() Date {
	d := Date{year: int16(p.digits(4)), month: 1, day: 1, precision: PrecisionYear}
	if p.accept('-') {
		d.month, d.precision = int8(p.digits(2)), PrecisionMonth
		if p.accept('-') {
			d.day, d.precision = int8(p.digits(2)), PrecisionDay
			if p.accept('T') {
				p.clock(&d)
			}
		}
	}
	return d
}

func (p *dateParser) clock(d *Date) {
	d.hour = int8(p.digits(2))
	p.expect(':')
	d.minute, d.precision = int8(p.digits(2)), PrecisionMinute
	if p.accept(':') {
		d.second, d.precision = int8(p.digits(2)), PrecisionSecond
		if p.accept('.') {
			d.milli, d.precision = p.fraction(), PrecisionMilli
		}
	}
	switch {
	case p.accept('Z'):
		d.hasOffset = true
	case p.accept('+'):
		p.offset(d, 1)
	case p.accept('-'):
		p.offset(d, -1)
	}
}

// fraction reads a fraction of a second and keeps its milliseconds: some programs write six digits.
func (p *dateParser) fraction() (milli int16) {
	n := 0
	for ; n < len(p.rest) && p.rest[n] >= '0' && p.rest[n] <= '9'; n++ {
		if n < 3 {
			milli = milli*10 + int16(p.rest[n]-'0')
		}
	}
	p.failed = p.failed || n == 0 || n > 9
	p.rest = p.rest[n:]
	for ; n < 3; n++ {
		milli *= 10
	}
	return milli
}

func (p *dateParser) offset(d *Date, sign int) {
	hours := p.digits(2)
	p.expect(':')
	minutes := p.digits(2)
	if hours > 14 || minutes > 59 {
		p.failed = true
	}
	d.offset, d.hasOffset = int16(sign*(hours*60+minutes)), true
}

// exists says whether the calendar has this day and the clock this time.
func (d Date) exists() bool {
	t := time.Date(int(d.year), time.Month(d.month), int(d.day), 0, 0, 0, 0, time.UTC)
	return d.year >= 1 && t.Month() == time.Month(d.month) && t.Day() == int(d.day) &&
		d.hour < 24 && d.minute < 60 && d.second < 60
}

// String gives the date as ParseDate reads it.
func (d Date) String() string {
	switch d.precision {
	case 0:
		return ""
	case PrecisionYear:
		return fmt.Sprintf("%04d", d.year)
	case PrecisionMonth:
		return fmt.Sprintf("%04d-%02d", d.year, d.month)
	case PrecisionDay:
		return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
	}
	s := fmt.Sprintf("%04d-%02d-%02dT%02d:%02d", d.year, d.month, d.day, d.hour, d.minute)
	if d.precision >= PrecisionSecond {
		s += fmt.Sprintf(":%02d", d.second)
	}
	if d.precision == PrecisionMilli {
		s += fmt.Sprintf(".%03d", d.milli)
	}
	return s + d.offsetString()
}

func (d Date) offsetString() string {
	switch {
	case !d.hasOffset:
		return ""
	case d.offset == 0:
		return "Z"
	case d.offset < 0:
		return fmt.Sprintf("-%02d:%02d", -d.offset/60, -d.offset%60)
	}
	return fmt.Sprintf("+%02d:%02d", d.offset/60, d.offset%60)
}

// IsZero says whether the date is absent, that is, not recorded.
func (d Date) IsZero() bool { return d.precision == 0 }

// Precision says how much of the date is known.
func (d Date) Precision() Precision { return d.precision }

// HasTime says whether the hour and minute are known.
func (d Date) HasTime() bool { return d.precision >= PrecisionMinute }

// Clock returns the wall time as 08:30, or "" where only the day is known.
func (d Date) Clock() string {
	if !d.HasTime() {
		return ""
	}
	return fmt.Sprintf("%02d:%02d", d.hour, d.minute)
}

// FirstDay is the first day the date may mean: 2026-11 is 2026-11-01.
func (d Date) FirstDay() Day {
	return DayOf(int(d.year), time.Month(d.month), int(d.day))
}

// LastDay is the last day the date may mean: 2026-11 is 2026-11-30.
func (d Date) LastDay() Day {
	switch d.precision {
	case PrecisionYear:
		return DayOf(int(d.year)+1, 1, 0)
	case PrecisionMonth:
		return DayOf(int(d.year), time.Month(d.month)+1, 0)
	}
	return d.FirstDay()
}

// Wall returns the start of the date as a time in UTC that reads like the wall clock.
func (d Date) Wall() time.Time {
	return time.Date(int(d.year), time.Month(d.month), int(d.day), int(d.hour), int(d.minute),
		int(d.second), int(d.milli)*1e6, time.UTC)
}

// Compare orders dates by wall time; where that is equal, the coarser first, and in the hour
// that a clock repeats in autumn the earlier instant (larger offset) first.
func (d Date) Compare(e Date) int {
	if c := d.Wall().Compare(e.Wall()); c != 0 {
		return c
	}
	if d.precision != e.precision {
		return int(d.precision) - int(e.precision)
	}
	return int(e.offset) - int(d.offset)
}

// MarshalText writes the date as ISO 8601 in its precision.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what ParseDate reads.
func (d *Date) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDate(string(text))
	return err
}

// Value stores the date as TEXT, absent as NULL.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads a TEXT column; what it cannot read is ErrDamaged.
func (d *Date) Scan(column any) error {
	switch v := column.(type) {
	case nil:
		*d = Date{}
		return nil
	case string:
		if err := d.UnmarshalText([]byte(v)); err != nil {
			return fmt.Errorf("%w: %v", ErrDamaged, err) // nobody typed this just now
		}
		return nil
	}
	return fmt.Errorf("%w: a date column holds %T", ErrDamaged, column)
}
