package photo

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A namedDate is how one family of programs writes a date into a file name. The groups are year,
// month, day, and where the clock is kept hour, minute, second, milliseconds and AM or PM.
type namedDate struct {
	pattern *regexp.Regexp
	dayOnly bool
}

const (
	dashedDay = `(\d{4})-(\d\d)-(\d\d)`
	solidDay  = `(\d{4})(\d\d)(\d\d)`
	// Milliseconds follow some clocks; anything else after a clock must not be a digit.
	solidClock = `(\d\d)(\d\d)(\d\d)(?:[._-]?(\d{3}))?()(?:\D|$)`
	looseClock = `(\d{1,2})[.:_ -]?(\d\d)[.:_ -]?(\d\d)(?:[.-](\d{3}))?(?:[\s\x{202f}]?([AP]M))?(?:\W|_|$)`
)

// namedDates are the families, each matched from the start of the name in any case.
var namedDates = []namedDate{
	// IMG_20261101_093012.jpg, IMG20261101093012.jpg, Screenshot_20261101-093012.png, 20261101_093012.jpg
	{pattern: inName(`(?:(?:IMG|MVIMG|Screenshot)[_-]?)?` + solidDay + `[_-]?` + solidClock)},
	// Screenshot 2026-11-01 at 09.30.12.png, Screen Shot …, Screenshot from 2026-11-01 09-30-12.png
	{pattern: inName(`Screen ?shot(?:[_ -]|[_ ]from )` + dashedDay + `(?: at |[ _-])` + looseClock)},
	// WhatsApp Image 2026-11-01 at 9.30.12 AM (1).jpeg
	{pattern: inName(`WhatsApp Image ` + dashedDay + ` at ` + looseClock)},
	// signal-2026-11-01-093012.jpg, signal-2026-11-01-09-30-12-123.jpg, photo_2026-11-01_09-30-12.jpg
	{pattern: inName(`(?:signal|photo)[-_]` + dashedDay + `[-_]` + looseClock)},
	// 2026-11-01 09.30.12.jpg
	{pattern: inName(dashedDay + `[ _]` + looseClock)},
	// 2026-11-01 after shower.jpg
	{pattern: inName(dashedDay + `()()()()()(?:\D|$)`)},
	// IMG-20261101-WA0001.jpg
	{pattern: inName(`IMG-` + solidDay + `-WA\d+()()()()()`), dayOnly: true},
	// PXL_20261101_093012345.jpg: such a name holds the time in UTC, and not what the clock on the
	// wall showed, so that of it only the day is kept.
	{pattern: inName(`PXL_` + solidDay + `_` + solidClock), dayOnly: true},
}

func inName(pattern string) *regexp.Regexp { return regexp.MustCompile(`(?i)^` + pattern) }

// Years that a file name may mean.
const (
	firstNamedYear = 1990
	lastNamedYear  = 2100
)

// TakenFromName reads the date that cameras, messengers and screenshots write into the name of a
// file (without its folder), as ISO 8601 wall time in the precision known, without a zone. ok is
// false where the name holds none, or one that is in no calendar.
func TakenFromName(name string) (iso string, ok bool) {
	for _, family := range namedDates {
		if part := family.pattern.FindStringSubmatch(name); part != nil {
			return family.date(part)
		}
	}
	return "", false
}

func (d namedDate) date(part []string) (iso string, ok bool) {
	day := part[1] + "-" + part[2] + "-" + part[3]
	when, err := time.Parse(time.DateOnly, day)
	if err != nil || when.Year() < firstNamedYear || when.Year() > lastNamedYear {
		return "", false
	}
	clock := ""
	if part[4] != "" {
		if clock, ok = wallClock(part[4], part[5]+":"+part[6], strings.ToUpper(part[8])); !ok {
			return "", false
		}
	}
	if d.dayOnly || clock == "" {
		return day, true
	}
	if part[7] != "" {
		clock += "." + part[7]
	}
	return day + "T" + clock, true
}

// wallClock puts an hour of either half of the day before its minutes and seconds.
func wallClock(hour, rest, half string) (clock string, ok bool) {
	h, err := strconv.Atoi(hour)
	if err != nil || half != "" && (h < 1 || h > 12) {
		return "", false
	}
	if half != "" {
		h %= 12
	}
	if half == "PM" {
		h += 12
	}
	when, err := time.Parse("15:4:5", strconv.Itoa(h)+":"+rest)
	return when.Format(time.TimeOnly), err == nil
}
