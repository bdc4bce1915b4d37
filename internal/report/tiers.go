package report

import "spotlog/internal/rules"

// A tier says what to do, not how bad it is: to the person in one way, to a clinician in another.
var (
	tierAsks = map[rules.Tier]string{
		rules.Emergency: "get urgent care now",
		rules.Today:     "be seen today",
		rules.Soon:      "book an appointment, do not wait weeks",
		rules.Visit:     "bring it up at the next skin check",
		rules.Watch:     "keep photographing monthly",
	}
	tierHeads = map[rules.Tier]string{
		rules.Emergency: "urgent care now",
		rules.Today:     "to be seen today",
		rules.Soon:      "to be seen soon",
		rules.Visit:     "for this visit",
		rules.Watch:     "being watched",
	}
)

// TierAsks is what a tier asks of the person.
func TierAsks(t rules.Tier) string { return tierAsks[t] }

// NotClean follows every sentence that says that nothing was found.
const NotClean = "That is no clean bill of health: it says what the log shows, and no more."

// NoFlag stands where no flag does.
const NoFlag = "No logged change was found. " + NotClean
