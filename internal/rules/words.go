package rules

import (
	_ "embed"
	"strings"

	"spotlog/store"
)

// symptomsTSV has the symptoms as they stand in a title: word, phrase.
//
//go:embed symptoms.tsv
var symptomsTSV string

var symptomWords = func() map[store.Symptom]string {
	phrases := map[store.Symptom]string{}
	for line := range strings.Lines(symptomsTSV) {
		word, phrase, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		phrases[store.Symptom(word)] = phrase
	}
	return phrases
}()

// What to log where a rule lacks it, as the person reads it.
const (
	needGlass     = "press it with a clear glass and log whether the colour fades or stays"
	needSymptoms  = "log how you are: fever, unusual tiredness, bruises, any other symptom, or none"
	needGlassToo  = "press it with a clear glass, and log how you are: fever, any other symptom, or none"
	needBirth     = "enter the birth date in the profile: for someone under 18 this would be for today"
	needSite      = "say where it is in words the body map knows, such as left forearm"
	needFirstSeen = "log when it was first seen: when did you last see clear skin there?"
	needStill     = "log whether it is still there, or close it"
	needSize      = "measure it with a ruler, now and in a month"
	needOneSize   = "measure it with a ruler"
	needColors    = "log its colours, now and in a month"
	needColorsNow = "log its colours and surface, and press it with a clear glass"
	needShape     = "log its shape and border, now and in a month"
	needRough     = "log its surface, its shape and how it feels, all three"
	needChanged   = "log whether it looks different from last time"
	needBleeding  = "log whether it bled, and after what"
	needFeel      = "log how it feels: pain, tenderness, or none"
	needHurts     = "log whether it still hurts"
	needHealed    = "log whether it has healed, or is still open or crusted"
	needSurface   = "log its surface: flat, raised, firm, scaly, crusted, sore"
	needStarted   = "log when each medicine was started"
	needEffects   = "log what each medicine does: blood thinner, steroid, or none"
	needMedicines = "log the medicines and supplements you take"
	needSpread    = "log how many dots there are, how far they reach, and whether they spread"
	needCount     = "count the dots again, and log how far they reach and whether they spread"
	needReach     = "measure again how far the dots reach, and log whether they spread"
	needOdd       = "log whether it looks unlike your other spots"
	needAfter     = "log what came before it, or that nothing did"
	needRecheck   = "log when the clinician wants to see it again"
	needClosing   = "log when it went away or was taken off"
	needSpot      = "log the spot with the redness"
	needEntry     = "log a first entry"
)

// afterWords tells what came before, as it stands in a sentence.
func afterWords(after []store.After) string {
	var words []string
	for _, a := range after {
		words = append(words, afterPhrases[a])
	}
	return listed(words)
}

var afterPhrases = map[store.After]string{
	store.AfterStrain: "strain", store.AfterExercise: "exercise", store.AfterPressure: "pressure", store.AfterFriction: "rubbing",
	store.AfterShave: "a shave", store.AfterScratch: "a scratch", store.AfterTick: "a tick", store.AfterIllness: "an illness",
	store.AfterNewMedicine: "a new medicine", store.AfterVaccine: "a vaccine", store.AfterTravel: "travel", store.AfterHeat: "heat",
	store.AfterNewProduct: "a new product", store.AfterFood: "a food", store.AfterBite: "a bite", store.AfterInjury: "an injury",
	store.AfterSun: "sun", store.AfterNone: "nothing known",
}

// lower makes a title's first letter small.
func lower(title string) string { return strings.ToLower(title[:1]) + title[1:] }

// upper makes a phrase's first letter large.
func upper(phrase string) string { return strings.ToUpper(phrase[:1]) + phrase[1:] }
