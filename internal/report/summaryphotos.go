package report

import (
	"cmp"
	"fmt"
	"slices"

	"spotlog/internal/rules"
	"spotlog/store"
)

// MostPhotos is how many photos a summary shows: what a clinician looks at, and what a portal takes.
const MostPhotos = 5

// A SummaryPhoto is one of the photos that matter most in a summary.
type SummaryPhoto struct {
	Number  int        `json:"number"` // from 1
	Of      int        `json:"spot_number"`
	Spot    string     `json:"spot"`
	Site    string     `json:"site"`
	Date    store.Date `json:"date"`
	Caption string     `json:"caption"`
	File    string     `json:"file,omitempty"` // its name in the folder it was written into

	Shot Shot `json:"-"`
	view view // what is shown of it: at the same scale as the other photo of its spot, where that is known
}

// photosThatMatter picks, of changed spots by tier, then of watched ones, then of new ones, the
// newest photo and the first to compare it with, the first before the newest.
func photosThatMatter(stories []Story, fresh []SpotLine) []SummaryPhoto {
	rank := func(s *Story) int {
		switch {
		case s.Changed:
			return 0
		case s.Tier == rules.Watch:
			return 1
		case slices.ContainsFunc(fresh, func(l SpotLine) bool { return l.Name == s.Name }):
			return 2
		}
		return 3
	}
	var matter []*Story
	for i := range stories {
		if rank(&stories[i]) < 3 {
			matter = append(matter, &stories[i])
		}
	}
	slices.SortStableFunc(matter, func(a, b *Story) int { return cmp.Compare(rank(a), rank(b)) })
	photos := []SummaryPhoto{}
	for _, s := range matter {
		for _, v := range firstAndNewest(s, MostPhotos-len(photos)) {
			photos = append(photos, SummaryPhoto{
				Number: len(photos) + 1, Of: s.Number, Spot: s.Name, Site: s.Site, Date: v.shot.Entry.Date, Caption: v.shot.Caption, Shot: *v.shot, view: v,
			})
		}
	}
	return photos
}

// firstAndNewest takes the best photo of the first and of the newest entry that has one; only the
// newest where there is room for one, or where both are the same.
func firstAndNewest(s *Story, room int) []view {
	pair := photosOf(s).pair
	if len(pair) == 0 || room == 0 {
		return nil
	}
	newest := pair[len(pair)-1]
	if room == 1 || pair[0].part.sha256 == newest.part.sha256 {
		return []view{newView(newest.shot, newest.side, nil)}
	}
	return pair
}

// Name is a file name for a photo in a portal: its day and number, and nothing of what it shows.
func (p *SummaryPhoto) Name() string {
	day := p.Date.String()
	return fmt.Sprintf("%s-%d.jpg", day[:min(len(day), len("2026-11-22"))], p.Number)
}
