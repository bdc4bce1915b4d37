package report

import (
	"fmt"
	"html/template"
	"image"
	"io"
	"sync"
	"unicode"
)

// summaryPage is what pages/summary.html shows.
type summaryPage struct {
	Title, Whose, Left, NoScale, Posture string
	Map                                  template.HTML // empty where there is no spot to place
	Since                                []string
	Flags, Rest                          []section
	Photos                               []summaryPagePhoto
}

type summaryPagePhoto struct {
	Name, Caption, Alt string
	Source             template.URL // empty where the photo cannot be shown
	Width, Height      int          // pixels
}

// The longer side of a photo on the page, in pixels: what a phone's screen shows, and what will do.
const (
	summaryPhotoSide  = 900
	summaryPhotoLeast = 360
)

// noScale stands by photos that are each cut to their own spot.
const noScale = "Two photos of a spot are at the same scale where both carry a bar; others cannot be compared in size by eye. A scale from one photo may be off by a tenth."

// WriteHTML writes the summary as a page that stands alone.
func (s *Summary) WriteHTML(w io.Writer, pictures Pictures) error {
	p := summaryPage{Title: s.Title(), Whose: s.whose(), Since: s.lookingBack(), Left: s.Withheld.Says(), NoScale: noScale, Posture: Posture}
	if mapped := s.mapped(); len(mapped) > 0 {
		p.Map = BodyMap(mapped, summaryMapWidth, summaryMapHeight).SVG()
	}
	for _, each := range s.sections() {
		if each.Key == "flags" {
			p.Flags = append(p.Flags, each)
		} else {
			p.Rest = append(p.Rest, each)
		}
	}
	drawn, err := s.drawPhotos(pictures, summaryPhotoSide, summaryPhotoLeast)
	if err != nil {
		return err
	}
	for i, img := range drawn {
		photo := &s.Photos[i]
		shown := summaryPagePhoto{Name: photo.name(), Caption: photo.Caption, Alt: photo.Shot.Alt}
		if img != nil {
			if v := &photo.view; v.barMM > 0 {
				drawBar(img, v.barMM*v.side.PxPerMM*float64(img.Rect.Dx())/v.across, MM(v.barMM)+" mm")
			}
			shown.Width, shown.Height = img.Rect.Dx(), img.Rect.Dy()
			if shown.Source, err = dataURL(img); err != nil {
				return err
			}
		}
		p.Photos = append(p.Photos, shown)
	}
	return writePage(w, "summary", p)
}

// name is what stands first under a photo: its spot, by the number that the lists and the map have.
func (p *SummaryPhoto) name() string { return fmt.Sprintf("%d · %s", p.Of, p.Spot) }

// Heading is the section's title with a capital.
func (s section) Heading() string {
	letters := []rune(s.Title)
	letters[0] = unicode.ToUpper(letters[0])
	return string(letters)
}

// drawPhotos draws the photos at most side pixels long, two at a time: a decoded photo is large. One
// that cannot be decoded is nil.
func (s *Summary) drawPhotos(pictures Pictures, side, least int) ([]*image.NRGBA, error) {
	drawn, failed := make([]*image.NRGBA, len(s.Photos)), make([]error, len(s.Photos))
	var all sync.WaitGroup
	turn := make(chan struct{}, 2)
	for i := range s.Photos {
		all.Go(func() {
			turn <- struct{}{}
			drawn[i], failed[i] = s.Photos[i].view.draw(pictures, side, least)
			<-turn
		})
	}
	all.Wait()
	for _, err := range failed {
		if err != nil {
			return nil, err
		}
	}
	return drawn, nil
}
