# Reads a calendar from standard input, as a program of another make does, and prints the first days of
# every event with what a person sees there.
import sys
from datetime import date, datetime
from dateutil.rrule import rrulestr
from icalendar import Calendar

calendar = Calendar.from_ical(sys.stdin.buffer.read())
for event in calendar.walk("VEVENT"):
    start = event["DTSTART"].dt
    assert type(start) is date and type(event["DTSTAMP"].dt) is datetime and event["DTSTAMP"].dt.tzinfo is not None
    assert (event["DTEND"].dt - start).days == 1
    days = [start]
    if "RRULE" in event:
        rule = event["RRULE"].to_ical().decode()
        days = [d.date() for d in rrulestr(rule, dtstart=datetime(start.year, start.month, start.day))[:int(sys.argv[1])]]
        assert days[0] == start
    alarms = [str(alarm["TRIGGER"].dt) for alarm in event.walk("VALARM")]
    print(event["UID"], event["SUMMARY"], *alarms, *days, sep=" | ")
