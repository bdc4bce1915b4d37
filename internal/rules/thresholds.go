package rules

// The days of the terms, in one place. Source: the project's page of rules, "Terms".
const (
	goNowDays        = 3   // fresh enough to read "go now"
	freshDays        = 14  // emergency and today need evidence no older
	agedDays         = 183 // six months: what passes is then for the next skin check
	answersDays      = 60  // a biopsy or a referral answers that long
	referenceDays    = 60  // an entry before a visit that may be its reference
	newDays          = 7   // first seen at most so long before: new
	newSuddenDays    = 14  // the same, where it came suddenly
	suddenDays       = 28  // sudden, while first seen at most so long before
	overnightDays    = 3   // onset unknown: sudden where first seen so shortly before the first entry
	establishedDays  = 92  // first seen before that, and steady
	joinBeforeDays   = 14  // symptoms join what was seen or logged so long before them
	joinAfterDays    = 3   // and so long after
	addUpDays        = 3   // lists of symptoms so near each other add up; an answer so near counts for a spot
	medicineDays     = 56  // first seen so long after a medicine was started
	halfYearDays     = 183 // six months
	yearDays         = 365 // twelve months
	quarterDays      = 92
	fewWeeksDays     = 21
	healDays         = 28
	monthDays        = 31
	staleDays        = 45
	outbreakDays     = 3  // crops first seen so near each other are one outbreak
	resultDays       = 56 // eight weeks without a result
	overdueDays      = 30
	childYears       = 18
	largeMM          = 2.0 // larger blood-like spots
	firmMM           = 5.0
	sevenPointMM     = 7.0
	spreadWindowDays = 7
	spreadDots       = 5
	spreadMM         = 20.0
)
