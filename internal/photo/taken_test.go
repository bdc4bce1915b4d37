package photo

import (
	"encoding/binary"
	"fmt"
	"image"
	"regexp"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestTakenFromEXIF(t *testing.T) {
	for _, c := range []struct {
		what    string
		written exif
		want    string
	}{
		{"no zone is no zone", exif{original: "2026:11:01 08:58:12"}, "2026-11-01T08:58:12"},
		{"with its offset", exif{original: "2026:11:01 08:58:12", offsetOriginal: "+01:00"}, "2026-11-01T08:58:12+01:00"},
		{"west and half an hour", exif{original: "2026:11:01 08:58:12", offsetOriginal: "-03:30"}, "2026-11-01T08:58:12-03:30"},
		{"an offset of zero is known", exif{original: "2026:11:01 08:58:12", offsetOriginal: "+00:00"}, "2026-11-01T08:58:12Z"},
		{"thousandths", exif{original: "2026:11:01 08:58:12", milliOriginal: "123", offsetOriginal: "+01:00"}, "2026-11-01T08:58:12.123+01:00"},
		{"two digits may be hundredths", exif{original: "2026:11:01 08:58:12", milliOriginal: "54"}, "2026-11-01T08:58:12"},
		{"six digits", exif{original: "2026:11:01 08:58:12", milliOriginal: "123456"}, "2026-11-01T08:58:12"},
		{"blank digits", exif{original: "2026:11:01 08:58:12", milliOriginal: "   "}, "2026-11-01T08:58:12"},
		{"the exposure comes first", exif{original: "2026:11:01 08:58:12", created: "2026:11:02 09:00:00"}, "2026-11-01T08:58:12"},
		{"then the storing", exif{created: "2026:11:02 09:00:00", offsetCreated: "+02:00"}, "2026-11-02T09:00:00+02:00"},
		{"whose offset is its own", exif{created: "2026:11:02 09:00:00", offsetOriginal: "+01:00"}, "2026-11-02T09:00:00"},
		{"the last change is no date of taking", exif{modified: "2026:11:03 10:00:00", offset: "+01:00"}, ""},
		{"its offset fits the same moment", exif{original: "2026:11:01 08:58:12", modified: "2026:11:01 08:58:12", offset: "+01:00"}, "2026-11-01T08:58:12+01:00"},
		{"also beside a blank one", exif{original: "2026:11:01 08:58:12", offsetOriginal: "   :  ", modified: "2026:11:01 08:58:12", offset: "+01:00"}, "2026-11-01T08:58:12+01:00"},
		{"and no other", exif{original: "2026:11:01 08:58:12", modified: "2026:12:24 10:00:00", offset: "+02:00"}, "2026-11-01T08:58:12"},
		{"a zero date gives way", exif{original: "0000:00:00 00:00:00", created: "2026:11:02 09:00:00"}, "2026-11-02T09:00:00"},
		{"nothing written", exif{orientation: 1}, ""},
		{"little endian", exif{order: binary.LittleEndian, original: "2026:11:01 08:58:12", offsetOriginal: "+01:00"}, "2026-11-01T08:58:12+01:00"},
	} {
		data := withSegments(asJPEG(t, image.NewGray(image.Rect(0, 0, 2, 2))), exifSegment(c.written.tiff()))
		checkTaken(t, c.what, data, c.want)
	}
}

func TestTakenFromXMPAndIPTC(t *testing.T) {
	none := asJPEG(t, image.NewGray(image.Rect(0, 0, 2, 2)))
	exposure := exifSegment(exif{original: "2026:11:01 08:58:12"}.tiff())
	storing := exifSegment(exif{created: "2026:11:09 19:00:00"}.tiff())
	brokenXMP := xmpSegment("<x:xmpmeta><rdf:RDF")
	for _, c := range []struct {
		what     string
		segments [][]byte
		want     string
	}{
		{"XMP exposure", [][]byte{xmpWith(`exif:DateTimeOriginal="2026-11-01T08:58:12.310+01:00"`)}, "2026-11-01T08:58:12.310+01:00"},
		{"XMP to the month", [][]byte{xmpWith(`photoshop:DateCreated="2026-11"`)}, "2026-11"},
		{"XMP to the minute", [][]byte{xmpWith(`photoshop:DateCreated="2026-11-01T08:58Z"`)}, "2026-11-01T08:58Z"},
		{"when a program made the file", [][]byte{xmpWith(`xmp:CreateDate="2026-11-01T08:58:12"`)}, ""},
		{"IPTC with its zone before XMP without", [][]byte{xmpWith(`photoshop:DateCreated="2026-11-01T08:58:12.31"`), iptcSegment("20261101", "085812-0400")}, "2026-11-01T08:58:12-04:00"},
		{"IPTC day", [][]byte{iptcSegment("20261101", "")}, "2026-11-01"},
		{"IPTC time of no day", [][]byte{iptcSegment("", "085812-0400")}, ""},
		{"EXIF exposure before all", [][]byte{xmpWith(`exif:DateTimeOriginal="2026-12-01T08:58:12+01:00"`), exposure}, "2026-11-01T08:58:12"},
		{"XMP exposure before EXIF storing", [][]byte{storing, xmpWith(`exif:DateTimeOriginal="2026-11-01T08:58:12"`)}, "2026-11-01T08:58:12"},
		{"broken XMP hides nothing", [][]byte{brokenXMP, exposure}, "2026-11-01T08:58:12"},
	} {
		checkTaken(t, c.what, withSegments(none, c.segments...), c.want)
	}
}

func TestTakenFromPNG(t *testing.T) {
	data := withEXIFChunk(asPNG(t, scene(4, 4)), exif{original: "2026:11:01 08:58:12", offsetOriginal: "+01:00"}.tiff())
	checkTaken(t, "eXIf chunk", data, "2026-11-01T08:58:12+01:00")
}

func checkTaken(t *testing.T, what string, data []byte, want string) {
	t.Helper()
	facts, err := Read(data, Default)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	from := "exif"
	if want == "" {
		from = ""
	}
	if facts.Taken != want || facts.TakenFrom != from {
		t.Errorf("%s: taken %q from %q; want %q from %q", what, facts.Taken, facts.TakenFrom, want, from)
	}
}

func TestISODate(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"2026:11:01 08:58:12", "2026-11-01T08:58:12"},
		{"2024:02:29 00:00:00", "2024-02-29T00:00:00"},
		{"2026:11:01 08:58:  ", "2026-11-01T08:58"},
		{"2026:11:01   :  :  ", "2026-11-01"},
		{"2026:11:  ", "2026-11"},
		{"2026", "2026"},
		{"2026:11:01 08:58:12Z", "2026-11-01T08:58:12Z"},
		{"2026:11:01 08:58:12+23:00", "2026-11-01T08:58:12"},
		// No dates.
		{"", ""},
		{"    :  :     :  :  ", ""},
		{"0000:00:00 00:00:00", ""},
		{"2026:02:29 10:00:00", ""},
		{"2026:13:01 10:00:00", ""},
		{"2026:00:00 00:00:00", ""},
		{"2026:11:01 24:00:00", ""},
		{"2026:11:01 10:61:00", ""},
		{"0001:01:01 00:00:00", ""},
		{"1700:01:01 00:00:00", ""},
		{"2026:11:01 8:58:12", ""},
		{"01/11/2026 08:58", ""},
		{"1793523492", ""},
		{"2026:11:01 08:58:12 pm", ""},
	} {
		if got := isoDate(c.text, "", ""); got != c.want {
			t.Errorf("isoDate(%q) = %q; want %q", c.text, got, c.want)
		}
	}
}

// Every moment a camera can write comes back as that very wall time.
func TestISODateKeepsTheWallTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seconds := rapid.Int64Range(-4544208000, 253402300799).Draw(t, "seconds") // 1826 to 9999
		when := time.Unix(seconds, 0).UTC()
		want := when.Format("2006-01-02T15:04:05")
		if got := isoDate(when.Format("2006:01:02 15:04:05"), "", ""); got != want {
			t.Fatalf("%q; want %q", got, want)
		}
	})
}

// Whatever stands in the three fields, the answer is empty or a date the calendar has.
func TestISODateGivesDatesOnly(t *testing.T) {
	legal := regexp.MustCompile(`^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d{3})?)?(Z|[+-]\d\d:\d\d)?)?)?)?$`)
	text := rapid.OneOf(
		rapid.StringMatching(`[012][0-9]{3}:[01][0-9]:[0-3][0-9] [0-2][0-9]:[0-6][0-9]:[0-6][0-9](\.[0-9]{1,4})?`),
		rapid.StringMatching(`[0-9]{0,4}[:-]?[0-9]{0,2}[:-]?[0-9]{0,2}[ T]?[0-9:]{0,8}[Z+-]?[0-9:]{0,5}`),
	)
	milli := rapid.StringMatching(`-?[0-9 ]{0,4}`)
	offset := rapid.StringMatching(`[Z+-]?[0-2]?[0-9]?:?[0-9]{0,2}`)
	rapid.Check(t, func(t *rapid.T) {
		got := isoDate(text.Draw(t, "text"), milli.Draw(t, "milli"), offset.Draw(t, "offset"))
		if got == "" {
			return
		}
		if !legal.MatchString(got) {
			t.Fatalf("%q is not ISO 8601", got)
		}
		if day := fmt.Sprintf("%.10s", got); len(day) == 10 {
			if _, err := time.Parse(time.DateOnly, day); err != nil || strings.HasPrefix(day, "0") {
				t.Fatalf("%q is not in the calendar", got)
			}
		}
	})
}
