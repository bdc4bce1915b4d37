package archive

import (
	"spotlog/internal/photo"
	"spotlog/store"
)

// Picture makes of a photo's bytes what the store keeps, and the photo's date. warning says in a
// sentence what is amiss with the picture, and is empty where nothing is. Bytes that are no picture
// at all are an error.
func Picture(data []byte, limits photo.Limits) (p *store.Picture, taken store.Photo, warning string, err error) {
	hashed := make(chan *store.Picture, 1)
	go func() { hashed <- store.NewPicture(data) }()
	facts, err := photo.Read(data, limits)
	p = <-hashed
	if err != nil {
		return nil, store.Photo{}, "", err
	}
	taken, err = describe(p, facts)
	return p, taken, facts.Warning, err
}

// describe puts the facts of a photo into its picture, and gives its date.
func describe(p *store.Picture, facts photo.Facts) (taken store.Photo, err error) {
	p.Format, p.Width, p.Height, p.Position = string(facts.Format), facts.Width, facts.Height, facts.Position
	p.Thumbnail = Thumbnail(facts)
	taken.SHA256 = p.SHA256
	if facts.Taken != "" {
		taken.TakenFrom = store.DateFrom(facts.TakenFrom)
		taken.Taken, err = store.ParseDate(facts.Taken)
	}
	return taken, err
}

// Thumbnail is the small picture among the facts as the store keeps it, or nil where there is none.
func Thumbnail(facts photo.Facts) *store.Thumbnail {
	if facts.Thumbnail == nil {
		return nil
	}
	version := photo.ThumbnailVersion
	if facts.Makeshift {
		version = photo.MakeshiftVersion
	}
	return &store.Thumbnail{Version: version, Width: facts.ThumbWidth, Height: facts.ThumbHeight, Content: facts.Thumbnail}
}
