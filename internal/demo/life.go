package demo

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"time"

	"spotlog/store"
)

// lifeJSON is the whole life as a journal document (spotlog.journal.v1), dated as if it had been
// logged up to the day writtenUpTo. Its photos say only when they were taken and what they show.
//
//go:embed life.json
var lifeJSON []byte

var writtenUpTo = store.DayOf(2026, time.November, 21)

// Life returns the journal of an invented person as it would have been logged up to today, and the
// photographs in it by their SHA-256 in lower-case hex. Every date lies on or before today, the
// newest three days before. Nothing has an id yet. The same day gives the same bytes.
func Life(today store.Day) (*store.Journal, map[string]Picture) {
	journal := read()
	moveBy(journal, int(today-writtenUpTo))
	return journal, takePhotos(journal)
}

// read parses the embedded life, which the tests hold to be well formed.
func read() *store.Journal {
	var journal store.Journal
	decoder := json.NewDecoder(bytes.NewReader(lifeJSON))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&journal); err != nil {
		panic("demo: life.json cannot be read: " + err.Error())
	}
	return &journal
}

// moveBy shifts every date of a journal by days.
func moveBy(j *store.Journal, days int) {
	move := func(d *store.Date) { *d = moved(*d, days) }
	move(&j.Profile.BirthDate)
	for i := range j.Medications {
		move(&j.Medications[i].Started)
		move(&j.Medications[i].Stopped)
	}
	for i := range j.Spots {
		move(&j.Spots[i].FirstSeen)
		move(&j.Spots[i].StatusSince)
		for k := range j.Spots[i].Entries {
			move(&j.Spots[i].Entries[k].Date)
		}
	}
	for i := range j.Checks {
		move(&j.Checks[i].Date)
	}
	for i := range j.Visits {
		move(&j.Visits[i].Date)
		for k := range j.Visits[i].Spots {
			move(&j.Visits[i].Spots[k].Recheck)
		}
	}
	for i := range j.Questions {
		move(&j.Questions[i].Date)
	}
	for _, s := range photos(j) {
		move(&s.photo.Taken)
	}
}

// moved shifts a date by days and keeps its precision and wall time. Where it has an offset, it
// gets the one that central European clocks show on its new day.
func moved(d store.Date, days int) store.Date {
	if d.IsZero() {
		return d
	}
	wall := d.Wall().AddDate(0, 0, days)
	if !hasOffset(d) {
		return store.DateOn(wall, d.Precision(), false)
	}
	hours := 1
	if summer(wall) {
		hours = 2
	}
	zone := time.FixedZone("", hours*60*60)
	there := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, zone)
	return store.DateOn(there, d.Precision(), true)
}

func hasOffset(d store.Date) bool { return d != store.DateOn(d.Wall(), d.Precision(), false) }

// summer says whether clocks show summer time in the evening of a day: from the last Sunday of
// March until the one of October (EU directive 2000/84/EC).
func summer(t time.Time) bool {
	lastSunday := func(m time.Month) time.Time {
		last := time.Date(t.Year(), m, 31, 0, 0, 0, 0, time.UTC)
		return last.AddDate(0, 0, -int(last.Weekday()))
	}
	return !t.Before(lastSunday(time.March)) && t.Before(lastSunday(time.October))
}
