package photo

import (
	"cmp"
	"regexp"
	"strings"
	"time"
)

// dateFields are where a file may say when it was taken, in the order they are believed: the
// moment of the exposure first, as the camera and then as a program wrote it, and only then the
// moment of storing it as a file. The date a program last changed the file is never taken.
var dateFields = []struct {
	date, clock   tag // clock where the time stands in a field of its own
	offset, milli tag // of the same moment, where they are fields of their own
}{
	{date: tagOriginal, offset: tagOriginalOffset, milli: tagOriginalMilli},
	{date: tagXMPOriginal},
	{date: tagIPTCDate, clock: tagIPTCTime},
	{date: tagXMPCreated},
	{date: tagCreated, offset: tagCreatedOffset, milli: tagCreatedMilli},
}

// taken gives the wall time at which the picture was taken, as ISO 8601 in the precision known and
// with an offset from UTC only where one is written for that very moment; "" where none is known.
func (m metadata) taken() string {
	for _, field := range dateFields {
		text := m[field.date]
		if clock := m[field.clock]; clock != "" {
			text += " " + clock
		}
		offset := m[field.offset]
		// OffsetTime belongs to the moment of the last change, so it fits only where that is this one.
		if isoOffset(offset) == "" && text == m[tagModified] {
			offset = m[tagModifiedOffset]
		}
		if iso := isoDate(text, m[field.milli], offset); iso != "" {
			return iso
		}
	}
	return ""
}

// cameraDate is a date as EXIF (2026:11:01 08:58:12) or XMP (2026-11-01T08:58:12.310+01:00) writes
// it, cut short where the rest is not known.
var cameraDate = regexp.MustCompile(`^(\d{4})(?:[:-](\d\d)(?:[:-](\d\d)(?:[ T](\d\d:\d\d)(?:(:\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?)?)?)?$`)

// firstYear is that of the oldest photograph that is left (Niépce).
const firstYear = 1826

// isoDate rewrites a camera's date as ISO 8601; milli and offset are fields beside it and may be
// "". It gives "" for what is blank, zero or in no calendar.
func isoDate(text, milli, offset string) string {
	part := cameraDate.FindStringSubmatch(strings.TrimRight(text, " :"))
	if part == nil {
		return ""
	}
	date, clock, second, fraction, zone := part[1]+"-"+part[2]+"-"+part[3], part[4], part[5], part[6], part[7]
	iso := strings.TrimRight(date+"T"+clock+second, "-T")
	when, err := time.Parse("2006-01-02T15:04:05"[:len(iso)], iso)
	if err != nil || when.Year() < firstYear {
		return ""
	}
	if clock == "" {
		return iso
	}
	if ms := cmp.Or(fraction, milli); second != "" && threeDigits.MatchString(ms) {
		iso += "." + ms
	}
	return iso + isoOffset(cmp.Or(zone, offset))
}

// threeDigits are milliseconds beyond doubt: imagemeta reads the digits after the second as a
// number, so that its 54 may have been 54 hundredths or 054 thousandths.
var threeDigits = regexp.MustCompile(`^\d{3}$`)

// isoOffset gives an offset as Z or ±hh:mm, and "" for what no clock on Earth has kept.
func isoOffset(offset string) string {
	const east, west = 14 * 60 * 60, -12 * 60 * 60
	t, err := time.Parse("Z07:00", offset)
	if err != nil {
		return ""
	}
	if _, seconds := t.Zone(); seconds < west || seconds > east {
		return ""
	}
	return t.Format("Z07:00")
}
