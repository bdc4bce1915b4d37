package report

import (
	"cmp"
	"fmt"
	"image"
	"image/draw"
	"math"
	"slices"

	"github.com/disintegration/imaging"

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

// draw draws what is shown of a photo at most side pixels a side, and at least, where it has them, so
// many as least: what lies between is left to what decodes fastest. Round a mark it is a square, grey
// where the photo ends. It gives nil where the photo cannot be decoded.
func (v *view) draw(pictures Pictures, side, least int) (*image.NRGBA, error) {
	part, err := v.cut(pictures, side, least)
	if err != nil || part == nil || v.across == 0 {
		return part, err
	}
	scale := float64(part.Rect.Dx()) / float64(v.part.region.Dx())
	square := imaging.New(int(math.Round(v.across*scale)), int(math.Round(v.across*scale)), surround)
	at := image.Pt(int(math.Round((float64(v.part.region.Min.X)-v.left)*scale)), int(math.Round((float64(v.part.region.Min.Y)-v.top)*scale)))
	draw.Draw(square, part.Rect.Add(at), part, image.Point{}, draw.Src)
	return square, nil
}

// cut takes the thumbnail where that has pixels enough, as it has of a whole photo drawn small, or
// else the original.
func (v *view) cut(pictures Pictures, side, least int) (*image.NRGBA, error) {
	region, size := v.part.region, v.part.size
	longest := max(region.Dx(), region.Dy())
	if photo.ThumbnailSide*longest/max(size.X, size.Y) >= min(longest, side) {
		small, err := pictures.Thumbnail(v.part.sha256)
		if err != nil {
			return nil, err
		}
		if part, err := photo.Cut(small, photo.Default, size, region, side); err == nil {
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
	return pictures.Cut(v.part.sha256, size, region, side)
}
