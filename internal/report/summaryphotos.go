package report

import (
	"cmp"
	"fmt"
	"image"
	"slices"

	"spotlog/internal/photo"
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
}

// PhotoWorth orders the photos of one entry by how well they show the spot: marked, then close up,
// then with a ruler.
func PhotoWorth(p store.Photo) (worth int) {
	for i, has := range []bool{p.Ruler != nil, p.Kind == store.PhotoCloseUp, p.Mark != nil} {
		if has {
			worth += 1 << i
		}
	}
	return worth
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
		for _, shot := range firstAndNewest(s.Shots, MostPhotos-len(photos)) {
			photos = append(photos, SummaryPhoto{
				Number: len(photos) + 1, Of: s.Number, Spot: s.Name, Site: s.Site, Date: shot.Entry.Date, Caption: shot.Caption, Shot: shot,
			})
		}
	}
	return photos
}

// firstAndNewest takes the best shot of the first and of the newest entry that has one; only the
// newest where there is room for one.
func firstAndNewest(shots []Shot, room int) []Shot {
	if len(shots) == 0 || room == 0 {
		return nil
	}
	first, newest := best(shots, shots[0].Entry), best(shots, shots[len(shots)-1].Entry)
	if room == 1 || first.Photo.SHA256 == newest.Photo.SHA256 {
		return []Shot{*newest}
	}
	return []Shot{*first, *newest}
}

// Name is a file name for a photo in a portal: its day and number, and nothing of what it shows.
func (p *SummaryPhoto) Name() string {
	day := p.Date.String()
	return fmt.Sprintf("%s-%d.jpg", day[:min(len(day), len("2026-11-22"))], p.Number)
}

// Region is what a summary shows of a photo, in upright pixels: the mark with the skin round it, or
// all where nothing is marked.
func (s *Shot) Region() image.Rectangle {
	if s.Mark.Empty() {
		return image.Rectangle{Max: s.Size}
	}
	return photo.Around(s.Mark, s.Size)
}

// Draw draws the photo's region at most side pixels long, and at least, where it has them, so many as
// least: what lies between is left to what decodes fastest. It takes the thumbnail where that has
// pixels enough, as it has of a whole photo drawn small, or else the original, and gives nil where
// neither can be decoded.
func (s *Shot) Draw(pictures Pictures, side, least int) (*image.NRGBA, error) {
	region := s.Region()
	longest := max(region.Dx(), region.Dy())
	if photo.ThumbnailSide*longest/max(s.Size.X, s.Size.Y) >= min(longest, side) {
		small, err := pictures.Thumbnail(s.Photo.SHA256)
		if err != nil {
			return nil, err
		}
		if part, err := photo.Cut(small, photo.Default, s.Size, region, side); err == nil {
			return part, nil
		}
	}
	// A JPEG decoded at half its size takes a third of the time.
	for scale := 8; scale > 1; scale /= 2 {
		if longest/scale >= least {
			side = min(side, longest/scale)
			break
		}
	}
	return pictures.Cut(s.Photo.SHA256, s.Size, region, side)
}
