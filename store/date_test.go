package store

import (
	"errors"
	"slices"
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	cases := []struct {
		text        string
		precision   Precision
		first, last string
		printed     string // where not the text itself
	}{
		{"2026", PrecisionYear, "2026-01-01", "2026-12-31", ""},
		{"0001", PrecisionYear, "0001-01-01", "0001-12-31", ""},
		{"9999", PrecisionYear, "9999-01-01", "9999-12-31", ""},
		{"2024-02", PrecisionMonth, "2024-02-01", "2024-02-29", ""},
		{"2026-02", PrecisionMonth, "2026-02-01", "2026-02-28", ""},
		{"2026-12", PrecisionMonth, "2026-12-01", "2026-12-31", ""},
		{"2024-02-29", PrecisionDay, "2024-02-29", "2024-02-29", ""},
		{"2000-02-29", PrecisionDay, "2000-02-29", "2000-02-29", ""},
		{"1969-12-31", PrecisionDay, "1969-12-31", "1969-12-31", ""},
		{"2026-11-01T08:30", PrecisionMinute, "2026-11-01", "2026-11-01", ""},
		{"2026-11-01T00:00", PrecisionMinute, "2026-11-01", "2026-11-01", ""},
		{"2026-11-01T08:30Z", PrecisionMinute, "2026-11-01", "2026-11-01", ""},
		{"2026-11-01T08:30+00:00", PrecisionMinute, "2026-11-01", "2026-11-01", "2026-11-01T08:30Z"},
		{"2026-11-01T23:59:59+01:00", PrecisionSecond, "2026-11-01", "2026-11-01", ""},
		{"2026-11-01T08:30:00.007-03:30", PrecisionMilli, "2026-11-01", "2026-11-01", ""},
		{"2026-11-01T00:10:00+05:45", PrecisionSecond, "2026-11-01", "2026-11-01", ""}, // Kathmandu
		{"2026-11-01T00:10:00+14:00", PrecisionSecond, "2026-11-01", "2026-11-01", ""}, // Kiritimati
		{"2026-11-01T23:50:00-11:00", PrecisionSecond, "2026-11-01", "2026-11-01", ""}, // Pago Pago
	}
	for _, c := range cases {
		d, err := ParseDate(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		want := c.printed
		if want == "" {
			want = c.text
		}
		if d.String() != want || d.Precision() != c.precision || d.FirstDay().String() != c.first || d.LastDay().String() != c.last {
			t.Errorf("%s: prints %s, precision %d, %s to %s; want %s, %d, %s to %s",
				c.text, d, d.Precision(), d.FirstDay(), d.LastDay(), want, c.precision, c.first, c.last)
		}
		if hasTime := c.precision >= PrecisionMinute; d.HasTime() != hasTime || (d.Clock() != "") != hasTime {
			t.Errorf("%s: HasTime %v, Clock %q", c.text, d.HasTime(), d.Clock())
		}
	}
	if d, err := ParseDate(""); err != nil || !d.IsZero() || d.String() != "" {
		t.Errorf("the empty text: %v, %v; want the absent date", d, err)
	}
}

func TestParseDateRefuses(t *testing.T) {
	for _, text := range []string{
		"0000", "202", "20266", "2026-", "2026-1", "2026-13", "2026-00", "2026-11-", "2026-11-1", "2026-11-31", "2026-02-29",
		"1900-02-29", "2026-11-00", "2026-11-01 08:30", "2026-11-01T", "2026-11-01T8:30", "2026-11-01T24:00", "2026-11-01T08:60",
		"2026-11-01T08:30:60", "2026-11-01T08:30:", "2026-11-01T08:30:00.", "2026-11-01T08:30:00.1234567890", "2026-11-01T08:30+1:00",
		"2026-11-01T08:30+0100", "2026-11-01T08:30+15:00", "2026-11-01T08:30+01:60", "2026-11-01T08:30Z ", " 2026", "2026T08:30",
		"2026-11T08:30", "03/04/05", "today", "-2026", "+2026", "２０２６", "2026-11-01T-1:30", "2026\x00",
	} {
		d, err := ParseDate(text)
		var invalid *InvalidError
		if !errors.As(err, &invalid) || invalid.Field != "date" || invalid.Hint == "" {
			t.Errorf("%q: %v, %v; want a refusal with a hint", text, d, err)
		}
	}
}

// FuzzParseDate: what is read prints to what reads the same, and comes through a column.
func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"", "2026", "2024-02-29", "2026-11-01T08:30:00.250+05:45", "2026-11-01T08:30-00:30", "2026-02-30", "9999-12-31T23:59Z"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ParseDate(text)
		if err != nil {
			return
		}
		again, err := ParseDate(d.String())
		if err != nil || again != d || again.String() != d.String() {
			t.Fatalf("%q prints %q, which reads as %v, %v", text, d, again, err)
		}
		value, err := d.Value()
		if err != nil {
			t.Fatal(err)
		}
		var scanned Date
		if err := scanned.Scan(value); err != nil || scanned != d {
			t.Fatalf("%q comes out of a column as %v, %v", text, scanned, err)
		}
		if !d.IsZero() && d.FirstDay() > d.LastDay() {
			t.Fatalf("%q begins on %v and ends on %v", text, d.FirstDay(), d.LastDay())
		}
	})
}

func TestDatesSortAsTheyWereLived(t *testing.T) {
	want := []string{
		"", "1999", "2026", "2026-01", "2026-01-01", "2026-01-01T00:00", "2026-10", "2026-10-24T23:59+02:00",
		"2026-10-25T02:30:00+02:00", // before the clock goes back
		"2026-10-25T02:30:00+01:00", // after
		"2026-10-25T03:00:00+01:00", "2026-11-01T00:10+14:00", "2026-11-01T00:20-11:00", "2026-11-02",
	}
	var dates []Date
	for _, text := range want {
		dates = append(dates, date(text))
	}
	slices.Reverse(dates)
	slices.SortFunc(dates, Date.Compare)
	for i, d := range dates {
		if d.String() != want[i] {
			t.Errorf("place %d holds %s, want %s", i, d, want[i])
		}
	}
}

func TestDateOnCutsAMoment(t *testing.T) {
	moment := time.Date(2026, 11, 1, 0, 30, 15, 250e6, time.FixedZone("Kathmandu", (5*60+45)*60))
	cases := []struct {
		precision  Precision
		withOffset bool
		want       string
	}{
		{PrecisionYear, true, "2026"}, {PrecisionMonth, true, "2026-11"}, {PrecisionDay, true, "2026-11-01"},
		{PrecisionMinute, false, "2026-11-01T00:30"}, {PrecisionMinute, true, "2026-11-01T00:30+05:45"},
		{PrecisionSecond, true, "2026-11-01T00:30:15+05:45"}, {PrecisionMilli, true, "2026-11-01T00:30:15.250+05:45"},
	}
	for _, c := range cases {
		if d := DateOn(moment, c.precision, c.withOffset); d != date(c.want) {
			t.Errorf("precision %d: %s, want %s", c.precision, d, c.want)
		}
	}
}

func TestDays(t *testing.T) {
	if d := DayOf(1970, time.January, 1); d != 0 {
		t.Errorf("1970-01-01 is day %d", d)
	}
	if d := DayOf(1969, time.December, 31); d != -1 || d.String() != "1969-12-31" {
		t.Errorf("1969-12-31 is day %d, %s", d, d)
	}
	// A day of 23 hours and one of 25 are a day like any other.
	if n := date("2026-10-26T00:10+01:00").FirstDay() - date("2026-10-24T23:50+02:00").FirstDay(); n != 2 {
		t.Errorf("%d days over the end of summer time, want 2", n)
	}
	if d := DayOf(2024, time.February, 29).Date(); d != date("2024-02-29") {
		t.Errorf("Date of a leap day is %s", d)
	}
}
