package report

import (
	"slices"
	"strings"

	"spotlog/internal/bodymap"
	"spotlog/internal/rules"
	"spotlog/store"
)

// Withheld counts what of a journal is not told to others.
type Withheld struct {
	IntimateSpots int `json:"left_out_intimate"`         // spots on intimate sites
	Notes         int `json:"notes_withheld,omitempty"`  // of visits that saw one of those
	Photos        int `json:"photos_withheld,omitempty"` // of an unknown site, or that show what is left out
}

// ForOthers gives what of a journal may be handed on: without the spots on intimate sites, what
// visits said of them, what was noted of such a visit, and the photos that show them. A spot on a site
// that the body map does not know is told, so that no flag is lost to a spelling, but not shown.
func ForOthers(j *store.Journal) (*store.Journal, Withheld) {
	var w Withheld
	kept, left := *j, map[string]bool{} // by name
	hidden := hiddenPictures(j)
	kept.Spots = nil
	for _, s := range j.Spots {
		if bodymap.Find(s.Site).Intimate() {
			left[s.Name] = true
			w.IntimateSpots++
			continue
		}
		s.Entries = slices.Clone(s.Entries)
		for i := range s.Entries {
			s.Entries[i].Photos = w.shown(s.Entries[i].Photos, hidden)
		}
		kept.Spots = append(kept.Spots, s)
	}
	kept.Checks = slices.Clone(j.Checks)
	for i := range kept.Checks {
		kept.Checks[i].Photos = w.shown(kept.Checks[i].Photos, hidden)
	}
	kept.Visits = slices.Clone(j.Visits)
	for i := range kept.Visits {
		v := &kept.Visits[i]
		v.Spots = slices.DeleteFunc(slices.Clone(v.Spots), func(s store.VisitSpot) bool { return left[s.Spot] })
		if v.Note != "" && len(v.Spots) < len(j.Visits[i].Spots) {
			v.Note = ""
			w.Notes++
		}
	}
	return &kept, w
}

// hiddenPictures are those, by SHA-256, that show a site which is intimate or unknown.
func hiddenPictures(j *store.Journal) map[string]bool {
	hidden := map[string]bool{}
	for _, r := range j.Refs() {
		if r.Photo == nil {
			continue
		}
		site := bodymap.Find(r.Photo.Area)
		if r.Spot != nil {
			site = bodymap.Find(r.Spot.Site)
		}
		if site.Intimate() || !site.Known() {
			hidden[r.Photo.SHA256] = true
		}
	}
	return hidden
}

func (w *Withheld) shown(photos []store.Photo, hidden map[string]bool) []store.Photo {
	kept := slices.DeleteFunc(slices.Clone(photos), func(p store.Photo) bool { return hidden[p.SHA256] })
	w.Photos += len(photos) - len(kept)
	return kept
}

// AnswerForOthers is what the rules answer of a whole journal, as far as it may be handed on with what
// ForOthers kept of it: without what is said of the spots left out. A flag that stands on one of them
// stays, so that no urgency is lost, and does not name its site.
func AnswerForOthers(answer rules.Answer, whole, kept *store.Journal) rules.Answer {
	left := func(spot string) bool { return spot != "" && kept.Spot(spot) == nil }
	answer.Flags = slices.DeleteFunc(slices.Clone(answer.Flags), func(f rules.Flag) bool { return left(f.Spot) })
	answer.NotAssessed = slices.DeleteFunc(slices.Clone(answer.NotAssessed), func(u rules.Unassessed) bool { return left(u.Spot) })
	answer.Steady = slices.DeleteFunc(slices.Clone(answer.Steady), func(s rules.Steady) bool { return left(s.Spot) })
	for i := range answer.Flags {
		f := &answer.Flags[i]
		f.Because = slices.Clone(f.Because)
		for n := range f.Because {
			for _, s := range whole.Spots {
				if left(s.Name) && s.Site != "" {
					f.Because[n] = strings.ReplaceAll(f.Because[n], s.Site, "an intimate site")
				}
			}
		}
	}
	return answer
}

// Says tells what was left out and how to take it in, or "" where nothing was.
func (w Withheld) Says() string {
	var parts []string
	if w.IntimateSpots > 0 {
		parts = append(parts, Plural(w.IntimateSpots, "spot")+" on intimate sites")
	}
	if w.Notes > 0 {
		parts = append(parts, Plural(w.Notes, "visit note")+" that may speak of one")
	}
	if w.Photos > 0 {
		parts = append(parts, Plural(w.Photos, "photo")+" of an intimate or unknown site")
	}
	if parts == nil {
		return ""
	}
	return "Left out: " + Join(parts) + " (--include-intimate takes them in)."
}
