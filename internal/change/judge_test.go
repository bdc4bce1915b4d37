package change

import (
	"fmt"
	"strings"
	"testing"
)

// readings parses "0:5 30:5.5 60:6/eye": day, mm, and the method where it is not the ruler.
func readings(s string) []Reading {
	var rs []Reading
	for _, field := range strings.Fields(s) {
		size, method, named := strings.Cut(field, "/")
		if !named {
			method = "ruler"
		}
		r := Reading{Method: Method(method)}
		if _, err := fmt.Sscanf(size, "%d:%g", &r.Day, &r.MM); err != nil {
			panic(field + ": " + err.Error())
		}
		rs = append(rs, r)
	}
	return rs
}

func points(s string) history { return newHistory(readings(s), 0, 1) }

// say tells a verdict in a line: what fired, by which way, since which day, from which day to which it was rapid.
func (v Verdict) say() string {
	var said []string
	add := func(is bool, format string, args ...any) {
		if is {
			said = append(said, fmt.Sprintf(format, args...))
		}
	}
	add(v.Grew, "grew %s since %d", v.By, v.Since)
	add(v.Rapid, "rapid %d-%d", v.RapidSpan.From.Day, v.RapidSpan.To.Day)
	add(v.Remeasure, "remeasure")
	add(v.WentBack, "went back")
	add(v.Shrank, "shrank")
	return strings.Join(said, ", ")
}

func TestJudge(t *testing.T) {
	for _, c := range []struct {
		name, readings string
		want           string
	}{
		{"one reading", "0:5", ""},
		{"steady", "0:4 190:4.5 371:4", ""},
		{"four to seven in four months", "0:4 40:5 80:6 118:7", "grew one since 118, rapid 0-80"},
		{"a millimetre by eye", "0:5/eye 29:6/eye", ""},
		{"doubled by eye", "0:5/eye 29:10/eye", "grew one since 29, rapid 0-29"},
		{"unknown method counts as eye", "0:5/elsewhere 29:7/elsewhere 40:7/elsewhere", ""},
		{"measured once too big", "0:5 30:5 59:6.5", "remeasure"},
		{"and then it was not", "0:5 30:5 59:6.5 66:5", ""},

		// One far: 2.5 mm is 3.54 SD of two rulers, 2 mm is 2.83.
		{"one far", "0:5 400:7.5", "grew one since 400"},
		{"one not far enough", "0:5 400:7", "remeasure"},
		{"one far by card", "0:5/card 400:6.5/card", "grew one since 400"},
		{"far in noise but under a fifth and 2 mm", "0:9/card 400:10.6/card", ""},
		{"2 mm of a large spot", "0:12/card 400:14/card", "grew one since 400"},
		{"a small spot by card, far but under 1 mm", "0:2/card 30:2/card 400:2.9/card", "remeasure"},

		// Two clear: successive, on two days, both clear.
		{"two clear", "0:5 300:7 310:7", "grew two since 310"},
		{"two clear, not successive", "0:5 300:7 310:5 320:7", "remeasure"},
		{"two clear on one day are one", "0:5 300:7 300:7", "remeasure"},
		{"a ruler overrules the eye of the same day", "0:5 300:9/eye 300:5", ""},
		{"whichever is larger", "0:5 300:5/eye 300:9", "grew one since 300"},
		{"a day is its mean", "0:5 300:6 300:9", "grew one since 300"},
		{"too small a share when confirmed", "0:12/card 300:13.5/card 310:13.5/card", ""},
		{"2 mm of a large spot, to be confirmed", "0:12 300:14", "remeasure"},

		// Trend: five days in twelve months, none of which carries it.
		{"a steady climb", "0:4 91:4.5 182:4.5 243:5 304:5.5 365:5.5", "grew trend since 365"},
		{"the climb takes five days", "0:4 121:4.5 243:5 365:5.5", "remeasure"},
		{"the climb is older than twelve months", "0:4 91:4.5 182:5 500:5 600:5 700:5", ""},
		{"the last two must be above the reference", "0:5 400:3 460:3.5 520:4 580:4.5 640:5 700:6", ""},
		{"one odd reading carries no slope", "0:5 60:5 120:5 180:5 240:5.5 300:7", "remeasure"},
		{"nor one low to start with", "0:4 30:5.5 60:5.5 90:5.5 120:5.5 150:5.5", "remeasure"},

		// Going back takes two readings at the old size.
		{"one reading back", "0:5 300:7 310:7 340:5", "grew two since 310"},
		{"two readings back", "0:5 300:7 310:7 340:5 370:5.5", "went back"},
		{"one of two back", "0:5 300:7 310:7 340:5 370:6.5", "grew two since 310"},
		{"back and grown again", "0:5 300:7 310:7 340:5 370:5 400:7.5", "grew one since 400, rapid 370-400"},
		{"by card, less than counts is still beyond noise", "0:4/card 300:6/card 310:6/card 340:4.9/card 370:4.9/card", "grew one since 300"},
		{"still grown, not so clearly", "0:5 300:7 310:7 340:6 370:6.5 400:6", "grew two since 310"},

		{"shrank", "0:6 30:4 60:4", "shrank"},
		{"small once", "0:6 30:6 60:4", ""},
		{"shrank and came back up", "0:6 30:4 60:4 90:6.5", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Judge(readings(c.readings), 0).say(); got != c.want {
				t.Errorf("%s: %q, want %q", c.readings, got, c.want)
			}
		})
	}
}

func TestRapid(t *testing.T) {
	for _, c := range []struct {
		name, readings string
		want           string
	}{
		{"within a month, far", "0:4 20:7", "grew one since 20, rapid 0-20"},
		{"within a month, confirmed", "0:4 30:4 60:6 70:6", "grew two since 70, rapid 30-60"},
		{"not within a month, nor by half", "0:6 32:8.5", "grew one since 32"},
		{"by half within three months", "0:5 92:7.5", "grew one since 92, rapid 0-92"},
		{"by half within three months and a day", "0:5 93:7.5", "grew one since 93"},
		{"over a year", "0:4 120:5 240:6 365:7", "grew one since 365"},
		{"it stays while grown", "0:4 20:7 200:7 400:7", "grew one since 20, rapid 0-20"},
		{"not after it went back and grew slowly", "0:4 20:7 30:7 60:4 90:4 200:5 320:6 440:7", "grew one since 440"},
		{"the newest of slow ones waits for a second", "0:4 120:5.5 240:6 360:6.5 380:8.5", "grew one since 360"},
		{"and has it", "0:4 120:5.5 240:6 360:6.5 380:8.5 390:8.5", "grew one since 360, rapid 360-380"},
		{"one odd reading among slow ones makes none", "0:4 120:5.5 240:6 360:6.5 380:8.5 400:6.5", "grew one since 360"},
		{"nor one odd low reading", "0:4 120:5.5 240:6 360:6.5 380:4.5 400:6.5 420:6.5", "grew one since 360"},
		{"a dip made up for is no growth", "0:6 30:3 50:3 70:7.5 300:8.5", "grew one since 300"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Judge(readings(c.readings), 0).say(); got != c.want {
				t.Errorf("%s: %q, want %q", c.readings, got, c.want)
			}
		})
	}
}

func TestReference(t *testing.T) {
	history := readings("0:3 50:5.5 140:5.5 196:5.5")
	if got := Judge(history, 1).say(); got != "" {
		t.Errorf("against the second reading: %q, want nothing", got)
	}
	if got := Judge(history, 0).say(); !strings.HasPrefix(got, "grew") {
		t.Errorf("against the first reading: %q, want growth", got)
	}
	if got := Judge(history, 3); got.Compared != (Difference{}) {
		t.Errorf("against itself: %+v, want nothing", got.Compared)
	}
}

func TestEvidence(t *testing.T) {
	for _, c := range []struct{ readings, want string }{
		{"0:5 30:5 60:7.5 70:7", "0:5 60:7.5 70:7"},
		{"0:5 30:5 60:7.5 70:6", "0:5 60:7.5"},
		{"0:4 91:4.5 182:4.5 243:5 304:5.5 365:5.5", "0:4 91:4.5 182:4.5 243:5 304:5.5 365:5.5"},
	} {
		got, want := Judge(readings(c.readings), 0).Evidence, readings(c.want)
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: %v, want %v", c.readings, got, want)
		}
	}
}
