package report

import (
	"bytes"
	"fmt"
	"html/template"
	"image"
	"image/jpeg"

	"github.com/disintegration/imaging"

	"spotlog/internal/photo"
)

// Sizes of the pictures in a timeline page.
const (
	photoBytes  = 6 << 20 // of all thumbnails together: with the rest, and in base64, under 12 MB
	nearSide    = 480     // pixels of the square view round the mark, of the first and the newest photo
	nearQuality = 82
	cropSide    = 280 // pixels of a crop of any other photo at most
)

// shrinks are how a thumbnail is made smaller where its share of the bytes asks for it.
var shrinks = []struct{ side, quality int }{{400, 76}, {320, 72}, {240, 68}}

// shotPage is a photo with its caption: the spot with the skin round it, and the whole. A photo that
// cannot be shown has no pictures.
type shotPage struct {
	Caption  string
	Pictures []picturePage
}

type picturePage struct {
	ID            string // where the slider takes it up
	Source        template.URL
	Alt           string
	Width, Height int
	Frame         *framePage
}

// framePage is a mark in a picture of a size, in pixels of the original.
type framePage struct {
	Wide, High int
	Mark       image.Rectangle
}

// sliderPage lays the newest photo over the first.
type sliderPage struct {
	First, Newest         string // the ids of their pictures
	FirstDate, NewestDate string
	Scale                 string
}

// A photoDrawer draws the photos of stories, within a share of bytes for each thumbnail.
type photoDrawer struct {
	pictures Pictures
	share    int
}

// story draws the photos of a story, oldest first: the marks of the first and the newest from their
// originals and at one scale, the others from thumbnails as far as those show them.
func (d *photoDrawer) story(s *Story) (pages []shotPage, slider *sliderPage, err error) {
	photos := photosOf(s)
	views := map[*Shot]*view{}
	for _, list := range [][]view{photos.pair, photos.between} {
		for i := range list {
			views[list[i].shot] = &list[i]
		}
	}
	near := map[*Shot]string{}
	for _, v := range photos.pair {
		near[v.shot] = ""
	}
	for i := range s.Shots {
		shot := &s.Shots[i]
		_, isNear := near[shot]
		page := shotPage{Caption: shot.Caption}
		if page.Pictures, err = d.shot(views[shot], isNear); err != nil {
			return nil, nil, err
		}
		if isNear && len(page.Pictures) > 0 {
			near[shot] = fmt.Sprintf("photo-%d-%d", s.Number, i+1)
			page.Pictures[0].ID = near[shot]
		}
		pages = append(pages, page)
	}
	if len(photos.pair) == 2 {
		first, newest := photos.pair[0].shot, photos.pair[1].shot
		if near[first] != "" && near[newest] != "" {
			slider = &sliderPage{near[first], near[newest], LongDate(first.Entry.Date), LongDate(newest.Entry.Date), photos.scale}
		}
	}
	return pages, slider, nil
}

// shot draws one photo: the part round its mark, where it has one, and the whole.
func (d *photoDrawer) shot(v *view, near bool) (pages []picturePage, err error) {
	thumbnail, err := d.pictures.Thumbnail(v.shot.Photo.SHA256)
	if err != nil || thumbnail == nil {
		return nil, err
	}
	if v.across > 0 {
		var part *image.NRGBA
		if near {
			part, err = d.near(v)
		} else {
			part, err = d.crop(thumbnail, v)
		}
		if err != nil {
			return nil, err
		}
		if part != nil {
			source, err := jpegURL(part, nearQuality)
			if err != nil {
				return nil, err
			}
			pages = append(pages, picturePage{Source: source, Alt: "the spot near, " + v.shot.Alt, Width: part.Rect.Dx(), Height: part.Rect.Dy()})
		}
	}
	whole, err := d.whole(thumbnail, v.shot)
	return append(pages, whole), err
}

// near draws the square round a mark from the original, with a bar where the scale is known; nil
// where the photo cannot be decoded.
func (d *photoDrawer) near(v *view) (*image.NRGBA, error) {
	return v.side.drawSquare(v.across, nearSide, v.barMM, func(region image.Rectangle, maxSide int) (*image.NRGBA, error) {
		return d.pictures.Cut(v.part.sha256, v.part.size, region, maxSide)
	})
}

// crop cuts the square round a mark out of a thumbnail, or where that is too little to show anything out
// of the original; nil where that cannot be decoded.
func (d *photoDrawer) crop(thumbnail []byte, v *view) (*image.NRGBA, error) {
	size := v.part.size
	if v.part.pixelsAt(photo.ThumbnailSide) >= smallest {
		return photo.Cut(thumbnail, photo.Default, size, v.part.region, cropSide)
	}
	return d.pictures.Cut(v.part.sha256, size, v.part.region, cropSide)
}

// whole shows the thumbnail of a photo, with a frame round its mark.
func (d *photoDrawer) whole(thumbnail []byte, shot *Shot) (page picturePage, err error) {
	if thumbnail, err = d.within(thumbnail); err != nil {
		return page, err
	}
	config, err := jpeg.DecodeConfig(bytes.NewReader(thumbnail))
	if err != nil {
		return page, err
	}
	page = picturePage{Source: jpegSource(thumbnail), Alt: shot.Alt, Width: config.Width, Height: config.Height}
	if !shot.Mark.Empty() {
		page.Alt += ", with a frame round the spot"
		page.Frame = &framePage{shot.Size.X, shot.Size.Y, shot.Mark}
	}
	return page, nil
}

// within makes a thumbnail smaller until it keeps to its share of bytes.
func (d *photoDrawer) within(thumbnail []byte) ([]byte, error) {
	if len(thumbnail) <= d.share {
		return thumbnail, nil
	}
	picture, err := photo.DecodeThumbnail(thumbnail)
	if err != nil {
		return nil, err
	}
	for _, s := range shrinks {
		thumbnail, err = developed(imaging.Fit(picture, s.side, s.side, imaging.Lanczos), s.quality)
		if err != nil || len(thumbnail) <= d.share {
			break
		}
	}
	return thumbnail, err
}
