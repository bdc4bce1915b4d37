package rules

import (
	"regexp"
	"strings"
	"testing"

	"spotlog/store"
)

// comfort is what is never printed; a disease's name is not either, save a history the person told ("an earlier skin
// cancer" is a risk of the profile).
var (
	comfort  = regexp.MustCompile(`(?i)\b(normal(ly)?|safe(ly)?|low[ -]risk|benign|harmless|nothing to worry|no (cause|reason) (for|to) (concern|worry)|reassur\w*)\b`)
	diseases = regexp.MustCompile(`(?i)melanoma|carcinoma|cancer|tumou?r|angioma|petechia|purpura|vasculitis|mening|leuk|seps|sepsis|anaphyla|eczema|psoria|` +
		`rosacea|shingles|zoster|telangiect|keratos|miliaria|follicul|thrombo|lyme|granuloma|lymph|cellulitis|allerg|stevens|dermatitis|urticaria|hives|h(a)?emangioma`)
	models = regexp.MustCompile(`(?i)probab|\bscore\b|\brisk of\b|diagnos`)
)

func checkWording(t *testing.T, where, text string) {
	t.Helper()
	told := strings.ReplaceAll(text, "an earlier skin cancer", "")
	for _, forbidden := range []*regexp.Regexp{comfort, diseases, models} {
		if m := forbidden.FindString(told); m != "" {
			t.Errorf("%s says %q: %s", where, m, text)
		}
	}
}

// Every string that an answer can hold: the rows, and what the rules write of many journals.
func TestNoComfortAndNoDisease(t *testing.T) {
	for _, r := range Rules() {
		for _, text := range append([]string{r.Title, r.When, r.Advice}, r.Needs...) {
			checkWording(t, r.Code, text)
		}
		for _, s := range r.Sources {
			checkWording(t, r.Code, s.Document)
			checkWording(t, r.Code, s.Says)
		}
	}
	for _, file := range []string{"vignettes.json", "rules.json"} {
		for _, v := range vignettes(t, file) {
			checkAnswerWording(t, v.Name, Judge(v.Journal, v.AsOf.LastDay()))
		}
	}
	start := store.DayOf(2026, 1, 1)
	for seed := range uint64(400) {
		checkAnswerWording(t, "a drawn journal", Judge(aJournal(seeded(seed), start, 4, 8, 30), start+store.Day(seed%300)))
	}
}

func checkAnswerWording(t *testing.T, where string, a Answer) {
	t.Helper()
	for _, f := range a.Flags {
		checkWording(t, where, f.Title)
		checkWording(t, where, f.Advice)
		for _, line := range f.Because {
			checkWording(t, where, line)
		}
	}
	for _, u := range a.NotAssessed {
		checkWording(t, where, u.Needs)
	}
	for _, s := range a.Steady {
		checkWording(t, where, s.Says)
	}
}
