package archive

import (
	"spotlog/internal/photo"
	"spotlog/store"
)

// Picture makes of a photo's bytes what the store keeps, and the photo's date. warning says in a
// sentence why it could not be made into a picture, and is empty where it could. Bytes that are
// no picture at all are an error.
func Picture(data []byte, limits photo.Limits) (p *store.Picture, taken store.Photo, warning string, err error) {
	facts, err := photo.Read(data, limits)
	if err != nil {
		return nil, store.Photo{}, "", err
	}
	p = &store.Picture{
		SHA256: facts.SHA256, Format: string(facts.Format), Bytes: facts.Bytes,
		Width: facts.Width, Height: facts.Height, Position: facts.Position, Original: data,
	}
	if facts.Thumbnail != nil {
		p.Thumbnail = &store.Thumbnail{Version: photo.ThumbnailVersion, Width: facts.ThumbWidth, Height: facts.ThumbHeight, Content: facts.Thumbnail}
	}
	taken = store.Photo{SHA256: facts.SHA256}
	if facts.Taken != "" {
		if taken.Taken, err = store.ParseDate(facts.Taken); err != nil {
			return nil, store.Photo{}, "", err
		}
		taken.TakenFrom = store.DateFrom(facts.TakenFrom)
	}
	return p, taken, facts.Warning, nil
}
