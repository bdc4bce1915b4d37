package schedule

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"

	"spotlog/internal/rules"
	"spotlog/store"
)

var update = flag.Bool("update", false, "write the golden files")

// rechecks is a journal with three rechecks to come, two of them of one visit on one day, and one that has passed.
func rechecks() *store.Journal {
	return &store.Journal{
		Spots:  []store.Spot{spotOf("left-breast-1"), spotOf("nose-1"), spotOf("right-calf-2"), spotOf("scalp-1")},
		Checks: []store.Check{{Date: on("2026-09-30"), Areas: []string{"face"}}},
		Visits: []store.Visit{
			visitOn("2026-09-02", store.VisitSpot{Spot: "nose-1", Outcome: "watch", Recheck: on("2027-03-28")},
				store.VisitSpot{Spot: "left-breast-1", Outcome: "watch", Recheck: on("2027-03-28")}, store.VisitSpot{Spot: "scalp-1", Recheck: on("2027-03")}),
			visitOn("2026-09-03", store.VisitSpot{Spot: "right-calf-2", Outcome: "benign", Recheck: on("2026-10-01")}),
		},
	}
}

// formerly are the visits as the file's history holds them: their lines with the ids of spots.
func formerly(j *store.Journal) (visits []store.Visit) {
	for _, v := range j.Visits {
		v.Spots = slices.Clone(v.Spots)
		for i := range v.Spots {
			v.Spots[i].Spot = string(j.Spot(v.Spots[i].Spot).ID)
		}
		visits = append(visits, v)
	}
	return visits
}

func calendarOf(t *testing.T, j *store.Journal, asOf string, explicit bool) []byte {
	t.Helper()
	day := dayOf(asOf)
	var b bytes.Buffer
	stamp := time.Date(2026, time.October, 21, 20, 30, 0, 0, time.FixedZone("", 7200))
	if err := New(j, rules.Judge(j, day), day, day).WriteCalendar(&b, Calendar{"journal", formerly(j), stamp, explicit}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCalendarGolden(t *testing.T) {
	for file, explicit := range map[string]bool{"discreet.ics": false, "explicit.ics": true} {
		got := calendarOf(t, rechecks(), "2026-10-21", explicit)
		golden := filepath.Join("testdata", file)
		if *update {
			if err := os.WriteFile(golden, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
}

// Whoever looks over the shoulder into the calendar reads nothing of skin, spots or where they are. (The
// ids of real records are numbers.)
func TestCalendarIsDiscreet(t *testing.T) {
	for line := range strings.SplitSeq(string(calendarOf(t, rechecks(), "2026-10-21", false)), "\r\n") {
		name, text, _ := strings.Cut(line, ":")
		if name != "UID" && name != "PRODID" && strings.ContainsAny(text, "abcdefghijklmnopqrstuvwxyz") && text != "Monthly check" && text != "Recheck" {
			t.Errorf("the calendar says %q", line)
		}
	}
}

// The days as a reader of another make sees them: the last of a short month for the 31st; the day itself
// where the clock changes on it (25 Oct 2026 and 28 Mar 2027 in Europe, 1 Nov 2026 and 14 Mar 2027 in America).
func TestCalendarOfAnotherMake(t *testing.T) {
	const check = "journal.monthly-check@spotlog.invalid | Monthly check | 9:00:00 | "
	recheck := []string{
		"visit-2026-09-02.spot-scalp-1@spotlog.invalid | Recheck | -7 days, 9:00:00 | 2027-03-01",
		"visit-2026-09-02.spot-nose-1@spotlog.invalid | Recheck | -7 days, 9:00:00 | 2027-03-28",
	}
	for _, c := range []struct{ checked, asOf, days string }{
		{"2026-09-30", "2026-10-21", "2026-10-30 | 2026-11-30 | 2026-12-30 | 2027-01-30 | 2027-02-28 | 2027-03-30"},
		{"2026-08-31", "2026-10-31", "2026-10-31 | 2026-11-30 | 2026-12-31 | 2027-01-31 | 2027-02-28 | 2027-03-31"},
		{"2026-09-25", "2026-10-21", "2026-10-25 | 2026-11-25 | 2026-12-25 | 2027-01-25 | 2027-02-25 | 2027-03-25"},
		{"2026-10-28", "2026-10-29", "2026-11-28 | 2026-12-28 | 2027-01-28 | 2027-02-28 | 2027-03-28 | 2027-04-28"},
		{"2026-10-01", "2026-10-29", "2026-11-01 | 2026-12-01 | 2027-01-01 | 2027-02-01 | 2027-03-01 | 2027-04-01"},
	} {
		j := rechecks()
		j.Checks[0].Date = on(c.checked)
		for _, zone := range []string{"UTC", "Europe/Berlin", "America/New_York", "Pacific/Auckland"} {
			want := append([]string{check + c.days}, recheck...)
			got := readByPython(t, calendarOf(t, j, c.asOf, false), zone)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("checked %s, in %s (-want +got):\n%s", c.checked, zone, diff)
			}
		}
	}
}

// readByPython reads a calendar with python3-icalendar, which a machine for checks must have.
func readByPython(t *testing.T, calendar []byte, zone string) []string {
	t.Helper()
	const python = "/usr/bin/python3" // Debian's, for whose packages the checks ask
	if err := exec.Command(python, "-c", "import icalendar, dateutil").Run(); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("python3-icalendar is missing: without it nobody checks that the calendar can be read")
		}
		t.Skip("needs python3-icalendar")
	}
	run := exec.Command(python, filepath.Join("testdata", "days.py"), "6")
	run.Env = append(os.Environ(), "TZ="+zone)
	run.Stdin = bytes.NewReader(calendar)
	var talk bytes.Buffer
	run.Stderr = &talk
	out, err := run.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, &talk)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

// A corrected date moves the event; a new file on the same day has the same names.
func TestCalendarKeepsItsNames(t *testing.T) {
	uids := func(calendar []byte) (list []string) {
		for line := range strings.SplitSeq(string(calendar), "\r\n") {
			if strings.HasPrefix(line, "UID:") {
				list = append(list, line)
			}
		}
		return list
	}
	j := rechecks()
	before := uids(calendarOf(t, j, "2026-10-21", false))
	j.Visits[0].Spots[2].Recheck = on("2027-02-15")
	j.Spots[1].Name, j.Visits[0].Spots[0].Spot = "zygoma-1", "zygoma-1"
	j.Spots[1], j.Spots[3] = j.Spots[3], j.Spots[1]
	if diff := cmp.Diff(before, uids(calendarOf(t, j, "2026-11-02", true))); diff != "" {
		t.Error(diff)
	}
}

// A date that no longer stands is called off under the name that it had, without an alarm; one that has
// passed, and one that another spot of the visit keeps, are left alone.
func TestCalendarCallsOffWhatNoLongerStands(t *testing.T) {
	seen, withdrawn := rechecks(), rechecks()
	seen.Visits = append(seen.Visits, visitOn("2026-10-15", store.VisitSpot{Spot: "nose-1", Outcome: "benign"}, store.VisitSpot{Spot: "scalp-1", Outcome: "benign"}))
	withdrawn.Visits = nil
	for _, c := range []struct {
		name string
		j    *store.Journal
		want []string
	}{
		{"stands", rechecks(), nil},
		{"seen before the date", seen, []string{"visit-2026-09-02.spot-scalp-1@spotlog.invalid 20270301"}},
		{"taken out", withdrawn, []string{"visit-2026-09-02.spot-nose-1@spotlog.invalid 20270328", "visit-2026-09-02.spot-scalp-1@spotlog.invalid 20270301"}},
	} {
		var b bytes.Buffer
		day := dayOf("2026-10-21")
		calendar := Calendar{"journal", formerly(rechecks()), day.Time(), true}
		if err := New(c.j, rules.Judge(c.j, day), day, day).WriteCalendar(&b, calendar); err != nil {
			t.Fatal(err)
		}
		read, err := ics.ParseCalendar(&b)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, event := range read.Events() {
			status := event.GetProperty(ics.ComponentPropertyStatus)
			if status != nil && status.Value == "CANCELLED" && len(event.Alarms()) == 0 {
				got = append(got, event.Id()+" "+event.GetProperty(ics.ComponentPropertyDtStart).Value)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
