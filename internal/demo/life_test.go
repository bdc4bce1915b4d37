package demo

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"spotlog/internal/bodymap"
	"spotlog/internal/change"
	"spotlog/internal/photo"
	"spotlog/store"
)

var testDay = store.DayOf(2026, time.November, 21)

// sample is the life up to testDay, drawn once for all tests.
var sample = sync.OnceValues(func() (*store.Journal, map[string]Picture) { return Life(testDay) })

// dates lists every date of a journal.
func dates(j *store.Journal) []store.Date {
	all := []store.Date{j.Profile.BirthDate}
	for _, m := range j.Medications {
		all = append(all, m.Started, m.Stopped)
	}
	for _, s := range j.Spots {
		all = append(all, s.FirstSeen, s.StatusSince)
		for _, e := range s.Entries {
			all = append(all, e.Date)
		}
	}
	for _, c := range j.Checks {
		all = append(all, c.Date)
	}
	for _, v := range j.Visits {
		all = append(all, v.Date)
		for _, s := range v.Spots {
			all = append(all, s.Recheck)
		}
	}
	for _, q := range j.Questions {
		all = append(all, q.Date)
	}
	for _, s := range photos(j) {
		all = append(all, s.photo.Taken)
	}
	return all
}

func TestEveryDateIsPast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		today := store.Day(rapid.IntRange(int(store.DayOf(1990, 1, 1)), int(store.DayOf(2090, 1, 1))).Draw(t, "today"))
		j := read()
		moveBy(j, int(today-writtenUpTo))
		var newest store.Day
		for _, d := range dates(j) {
			if d.LastDay() > today {
				t.Fatalf("up to %v the life holds %v", today, d)
			}
			newest = max(newest, d.LastDay())
		}
		if newest != today-3 {
			t.Fatalf("up to %v the newest date is %v", today, newest)
		}
	})
}

func TestLifeIsInOrder(t *testing.T) {
	j := read()
	byName := func(a, b store.Spot) int { return strings.Compare(a.Name, b.Name) }
	if !slices.IsSortedFunc(j.Spots, byName) {
		t.Error("the spots are not in order of name")
	}
	for _, s := range j.Spots {
		byDate := func(a, b store.Entry) int { return a.Date.Compare(b.Date) }
		if !slices.IsSortedFunc(s.Entries, byDate) {
			t.Errorf("the entries of %s are not in order of date", s.Name)
		}
		if s.FirstSeen.FirstDay() > s.Entries[0].Date.FirstDay() {
			t.Errorf("%s was first seen after its first entry", s.Name)
		}
		for _, e := range s.Entries {
			for _, p := range e.Photos {
				if p.Taken.FirstDay() != e.Date.FirstDay() || p.Taken.Wall().After(e.Date.Wall()) {
					t.Errorf("%s: the photo of %v belongs to the entry of %v", s.Name, p.Taken, e.Date)
				}
			}
		}
	}
}

func TestMovedKeepsWallTimeAndPrecision(t *testing.T) {
	for _, c := range []struct {
		from string
		days int
		to   string
	}{
		{"2026-11-18T20:50:49+01:00", 0, "2026-11-18T20:50:49+01:00"},
		{"2026-11-18T20:50:49+01:00", -150, "2026-06-21T20:50:49+02:00"},
		{"2026-03-28T20:00:00+01:00", 1, "2026-03-29T20:00:00+02:00"}, // the last Sunday of March
		{"2026-10-24T20:00:00+02:00", 1, "2026-10-25T20:00:00+01:00"}, // and of October
		{"2024-02-28T20:00:00", 1, "2024-02-29T20:00:00"},
		{"2025-09-22T09:40", 365, "2026-09-22T09:40"},
		{"2026-01-22", 10, "2026-02-01"},
		{"2025-07", 30, "2025-07"},
		{"2025-07", 31, "2025-08"},
		{"2012", -1, "2011"},
		{"", 7, ""},
	} {
		from, err := store.ParseDate(c.from)
		if err != nil {
			t.Fatal(err)
		}
		if got := moved(from, c.days).String(); got != c.to {
			t.Errorf("%q moved by %d days is %q, want %q", c.from, c.days, got, c.to)
		}
	}
}

func TestEverythingIsValid(t *testing.T) {
	j, _ := sample()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
	}
	check(j.Profile.Validate())
	for i := range j.Medications {
		check(j.Medications[i].Validate())
	}
	for i := range j.Spots {
		check(j.Spots[i].Validate())
		for k := range j.Spots[i].Entries {
			check(j.Spots[i].Entries[k].Validate())
		}
	}
	for i := range j.Checks {
		check(j.Checks[i].Validate())
	}
	for i := range j.Visits {
		check(j.Visits[i].Validate())
	}
	for i := range j.Questions {
		check(j.Questions[i].Validate())
	}
	for _, s := range photos(j) {
		check(s.photo.Validate())
	}
}

func TestPlacesAreOnTheMap(t *testing.T) {
	j := read()
	for _, s := range j.Spots {
		if !bodymap.Find(s.Site).Known() {
			t.Errorf("no region for the site %q", s.Site)
		}
	}
	for _, c := range j.Checks {
		for _, area := range c.Areas {
			if !bodymap.Find(area).Known() {
				t.Errorf("no region for the area %q", area)
			}
		}
	}
	for _, v := range j.Visits {
		for _, s := range v.Spots {
			if j.Spot(s.Spot) == nil {
				t.Errorf("a visit names %q, which is no spot", s.Spot)
			}
		}
	}
}

// judge says what the logged sizes of a spot show against the first.
func judge(s *store.Spot) change.Verdict {
	var readings []change.Reading
	for _, e := range s.Entries {
		if mm := e.DiameterMM(); mm > 0 {
			readings = append(readings, change.Reading{Day: int(e.Date.FirstDay()), MM: mm, Method: change.Method(e.Method)})
		}
	}
	return change.Judge(readings, 0)
}

func TestSizesTellTheirStories(t *testing.T) {
	j := read()
	for _, s := range j.Spots {
		v := judge(&s)
		if grew := s.Name == "right-shoulder-1"; v.Grew != grew || v.Rapid || v.WentBack || v.Shrank {
			t.Errorf("%s: %+v", s.Name, v)
		}
		if again := s.Name == "left-forearm-1"; v.Remeasure != again {
			t.Errorf("%s: to be measured again is %v", s.Name, v.Remeasure)
		}
	}
	shoulder := judge(j.Spot("right-shoulder-1")).Compared
	if shoulder.From.MM != 4 || shoulder.To.MM != 7 {
		t.Errorf("the shoulder grew from %v to %v mm", shoulder.From.MM, shoulder.To.MM)
	}
}

func TestSpotsAreAsPromised(t *testing.T) {
	j := read()
	days := func(e *store.Entry) int { return int(writtenUpTo - e.Date.FirstDay()) }
	every := func(name string, want func(e *store.Entry) bool) bool {
		return !slices.ContainsFunc(j.Spot(name).Entries, func(e store.Entry) bool { return !want(&e) })
	}
	some := func(name string, want func(e *store.Entry) bool) bool {
		return slices.ContainsFunc(j.Spot(name).Entries, func(e store.Entry) bool { return want(&e) })
	}
	black := func(e *store.Entry) bool { return slices.Contains(e.Colors, store.ColorBlack) }
	if len(j.Spots) != 8 {
		t.Fatalf("%d spots", len(j.Spots))
	}
	neck, cheek, calf := j.Spot("neck-1"), j.Spot("right-cheek-1"), j.Spot("left-calf-1")
	for promise, kept := range map[string]bool{
		"the back is black in its last two entries only": every("upper-back-1", func(e *store.Entry) bool { return black(e) == (days(e) < 40) }) && some("upper-back-1", black),
		"the thigh bled by itself in the last month":     some("left-thigh-1", func(e *store.Entry) bool { return e.Bleeding == store.BleedingUnprovoked && days(e) <= 31 }),
		"and after a knock before":                       some("left-thigh-1", func(e *store.Entry) bool { return e.Bleeding == store.BleedingBumped && days(e) > 92 }),
		"nothing else bled by itself": !slices.ContainsFunc(j.Spots, func(s store.Spot) bool {
			return s.Name != "left-thigh-1" && some(s.Name, func(e *store.Entry) bool { return e.Bleeding == store.BleedingUnprovoked })
		}),
		"the abdomen's stays red, raised, 4 to 4.5 mm": every("abdomen-1", func(e *store.Entry) bool {
			return e.Colors[0] == store.ColorRed && slices.Contains(e.Surface, store.SurfaceRaised) && e.LengthMM >= 4 && e.LengthMM <= 4.5
		}),
		"the neck's is a crop after heat that faded": neck.Kind == store.KindCrop && every("neck-1", func(e *store.Entry) bool {
			return e.Blanch == store.BlanchFades && slices.Contains(e.After, store.AfterHeat)
		}),
		"and was gone within a week": neck.Status == store.StatusResolved && neck.StatusSince.FirstDay()-neck.FirstSeen.FirstDay() <= 7,
		"the cheek's was removed":    cheek.Status == store.StatusRemoved && cheek.Newest().Date.LastDay() < cheek.StatusSince.FirstDay(),
		"at a visit":                 j.Visits[0].Spots[0].Spot == cheek.Name && j.Visits[0].Date.FirstDay() == cheek.StatusSince.FirstDay() && j.Visits[0].Spots[0].Diagnosis != "",
		"only the calf's waits for more than 45 days": days(calf.Newest()) > 45 && !slices.ContainsFunc(j.Spots, func(s store.Spot) bool {
			return s.Name != calf.Name && s.Status == store.StatusActive && days(s.Newest()) > 45
		}),
		"it spans two years": days(&j.Spot("right-shoulder-1").Entries[0]) > 700,
	} {
		if !kept {
			t.Errorf("not so: %s", promise)
		}
	}
}

func TestPhotosAreAsAPhoneStoresThem(t *testing.T) {
	j, pictures := sample()
	total, count := 0, 0
	names := map[string]bool{}
	for _, s := range photos(j) {
		p := pictures[s.photo.SHA256]
		sum := sha256.Sum256(p.JPEG)
		if hex.EncodeToString(sum[:]) != s.photo.SHA256 || p.Name != s.photo.Name {
			t.Fatalf("the picture of %v is not the one the journal names", s.photo.Taken)
		}
		facts, err := photo.Read(p.JPEG, photo.Limits{Bytes: 1 << 20, Pixels: 1 << 21})
		if err != nil || facts.Warning != "" {
			t.Fatalf("%s: %v %s", p.Name, err, facts.Warning)
		}
		if facts.Width != frameWidth || facts.Height != frameHeight || facts.Orientation != 1 || facts.Position {
			t.Errorf("%s: %+v", p.Name, facts)
		}
		if facts.Taken != s.photo.Taken.String() || facts.TakenFrom != string(s.photo.TakenFrom) {
			t.Errorf("%s: its Exif says %s, the journal %v", p.Name, facts.Taken, s.photo.Taken)
		}
		if len(p.JPEG) > 150_000 {
			t.Errorf("%s has %d bytes", p.Name, len(p.JPEG))
		}
		total, count, names[p.Name] = total+len(p.JPEG), count+1, true
	}
	if count != len(pictures) || count != len(names) || count < 30 || count > 45 || total > 6_000_000 {
		t.Errorf("%d photos, %d pictures, %d bytes", count, len(pictures), total)
	}
}

func TestSameDaySameBytes(t *testing.T) {
	_, pictures := sample()
	j := read()
	moveBy(j, int(testDay-writtenUpTo))
	st, i := newStudio(), 0
	for _, s := range photos(j) {
		if i++; i%6 != 0 {
			continue
		}
		again := st.take(newFrame(), s)
		if before, ok := pictures[s.photo.SHA256]; !ok || before.Name != again.Name {
			t.Errorf("%s came out differently", again.Name)
		}
	}
}

func BenchmarkLife(b *testing.B) {
	for b.Loop() {
		Life(testDay)
	}
}
