package schedule

import (
	"io"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"spotlog/store"
)

// checkUID is the monthly check's, in every journal and every export, so that an import replaces it.
const checkUID = "monthly-check@spotlog.invalid"

// When an alarm rings: at nine in the morning, of the day or a week before, so that there is time to
// book an appointment.
const (
	onTheDay    = "PT9H"
	aWeekBefore = "-P6DT15H"
)

// WriteCalendar writes the monthly check, repeated, and the recheck dates to come as iCalendar (RFC 5545).
// Events are whole days of the calendar, without a time or a zone: so they fall on the day that is meant
// wherever the file is opened, also where the clock changes that day. stamp is when the file was made.
// Titles say nothing of skin or spots unless explicit.
func (p Plan) WriteCalendar(w io.Writer, stamp time.Time, explicit bool) error {
	cal := ics.NewCalendarFor("spotlog")
	cal.SetProductId("-//spotlog//due//EN")
	cal.SetMethod(ics.MethodPublish)
	rechecks := map[string]*ics.VEvent{}
	for _, item := range p.Items {
		switch {
		case item.Kind == Check:
			start := max(item.day, p.AsOf)
			event := p.event(cal, checkUID, start, stamp)
			event.AddRrule(monthly(start))
			entitle(event, worded(explicit, "Monthly self-check of the skin", "Monthly check"), onTheDay)
		case item.Kind == Recheck && item.day >= p.AsOf && rechecks[item.uid] == nil:
			rechecks[item.uid] = p.event(cal, item.uid, item.day, stamp)
			entitle(rechecks[item.uid], worded(explicit, "Recheck of "+item.Spot, "Recheck"), aWeekBefore)
		case item.Kind == Recheck && item.day >= p.AsOf && explicit:
			event := rechecks[item.uid]
			title := event.GetProperty(ics.ComponentPropertySummary).Value + ", " + item.Spot
			event.SetSummary(title)
			event.Alarms()[0].SetDescription(title)
		}
	}
	return cal.SerializeTo(w, ics.WithNewLineWindows)
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
