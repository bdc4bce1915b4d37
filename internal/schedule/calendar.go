package schedule

import (
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"spotlog/store"
)

// When an alarm rings: at nine in the morning, of the day or a week before, so that there is time to
// book an appointment.
const (
	onTheDay    = "PT9H"
	aWeekBefore = "-P6DT15H"
)

// A Calendar is what the file of a calendar holds beside a plan.
type Calendar struct {
	Journal  store.ID      // so that the calendar of one person keeps the checks of several apart
	Former   []store.Visit // as they ever stood, their lines with the ids of spots
	Stamp    time.Time     // when the file is made
	Explicit bool          // titles may speak of skin and spots
}

// WriteCalendar writes the monthly check, repeated, and the recheck dates to come as iCalendar (RFC 5545).
// Events are whole days of the calendar, without a time or a zone: so they fall on the day that is meant
// wherever the file is opened, also where the clock changes that day. Recheck dates that no longer stand are
// cancelled, for an earlier file may have brought them into the calendar.
func (p Plan) WriteCalendar(w io.Writer, c Calendar) error {
	cal := ics.NewCalendarFor("spotlog")
	cal.SetProductId("-//spotlog//due//EN")
	cal.SetMethod(ics.MethodPublish)
	rechecks := map[string]*ics.VEvent{}
	for _, item := range p.Items {
		switch {
		case item.Kind == Check:
			start := max(item.day, p.AsOf)
			event := p.event(cal, string(c.Journal)+".monthly-check@spotlog.invalid", start, c.Stamp)
			event.AddRrule(monthly(start))
			entitle(event, worded(c.Explicit, "Monthly self-check of the skin", "Monthly check"), onTheDay)
		case item.Kind == Recheck && item.day >= p.AsOf && rechecks[item.uid] == nil:
			rechecks[item.uid] = p.event(cal, item.uid, item.day, c.Stamp)
			entitle(rechecks[item.uid], worded(c.Explicit, "Recheck of "+item.Spot, recheckTitle), aWeekBefore)
		case item.Kind == Recheck && item.day >= p.AsOf && c.Explicit:
			event := rechecks[item.uid]
			title := event.GetProperty(ics.ComponentPropertySummary).Value + ", " + item.Spot
			event.SetSummary(title)
			event.Alarms()[0].SetDescription(title)
		}
	}
	p.cancel(cal, c, rechecks)
	return cal.SerializeTo(w, ics.WithNewLineWindows)
}

const recheckTitle = "Recheck"

// cancel adds the rechecks that an earlier file may have held and that are no more: the visit or the date
// was taken back, or a later visit has seen the spot.
func (p Plan) cancel(cal *ics.Calendar, c Calendar, told map[string]*ics.VEvent) {
	for _, v := range c.Former {
		for _, line := range v.Spots {
			day := line.Recheck.FirstDay()
			if line.Recheck.IsZero() || day < p.AsOf || v.Date.FirstDay() > p.AsOf {
				continue
			}
			first := slices.IndexFunc(v.Spots, func(l store.VisitSpot) bool { return l.Recheck == line.Recheck })
			uid := recheckUID(v.ID, store.ID(v.Spots[first].Spot))
			if told[uid] == nil {
				told[uid] = p.event(cal, uid, day, c.Stamp)
				told[uid].SetSummary(recheckTitle)
				told[uid].SetStatus(ics.ObjectStatusCancelled)
			}
		}
	}
}

func worded(explicit bool, plainly, discreetly string) string {
	if explicit {
		return plainly
	}
	return discreetly
}

// event adds an event of a whole day, private and not taking up time. The day of the plan is its sequence,
// so that a later file moves it.
func (p Plan) event(cal *ics.Calendar, uid string, day store.Day, stamp time.Time) *ics.VEvent {
	event := cal.AddEvent(uid)
	event.SetDtStampTime(stamp)
	event.SetSequence(int(p.AsOf))
	event.SetAllDayStartAt(day.Time())
	event.SetAllDayEndAt((day + 1).Time())
	event.SetClass(ics.ClassificationPrivate)
	event.SetTimeTransparency(ics.TransparencyTransparent)
	return event
}

// entitle gives an event its title, and an alarm that shows it.
func entitle(event *ics.VEvent, title, trigger string) {
	event.SetSummary(title)
	alarm := event.AddAlarm()
	alarm.SetAction(ics.ActionDisplay)
	alarm.SetTrigger(trigger)
	alarm.SetDescription(title)
}

// monthly repeats on the day of the month, or on the last day of a month that has none such.
func monthly(start store.Day) string {
	day := start.Time().Day()
	if day <= 28 {
		return "FREQ=MONTHLY"
	}
	var days []string
	for d := 28; d <= day; d++ {
		days = append(days, strconv.Itoa(d))
	}
	return "FREQ=MONTHLY;BYMONTHDAY=" + strings.Join(days, ",") + ";BYSETPOS=-1"
}
