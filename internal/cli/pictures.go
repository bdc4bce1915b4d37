package cli

import (
	"errors"
	"image"

	"spotlog/internal/photo"
	"spotlog/internal/report"
	"spotlog/store"
)

// pictures reads what a document shows. A photo that cannot be decoded is no error: it is left to the
// document to say so.
func (a *app) pictures(db *store.DB) report.Pictures {
	thumbnail := func(sha256 string) ([]byte, error) {
		data, err := db.Thumbnail(a.ctx, sha256)
		if errors.Is(err, store.ErrNoRecord) {
			return nil, nil
		}
		return data, err
	}
	cut := func(sha256 string, size image.Point, region image.Rectangle, maxSide int) (*image.NRGBA, error) {
		original, err := db.Original(a.ctx, sha256)
		if err != nil {
			return nil, err
		}
		if part, err := photo.Cut(original, photo.Default, size, region, maxSide); err == nil {
			return part, nil
		}
		small, err := thumbnail(sha256)
		if err != nil || small == nil {
			return nil, err
		}
		part, err := photo.Cut(small, photo.Default, size, region, maxSide)
		if err != nil {
			return nil, nil // the document says that it cannot be shown
		}
		return part, nil
	}
	return report.Pictures{Thumbnail: thumbnail, Cut: cut}
}

// decoded decodes a photo's original, or where that cannot be done its thumbnail.
func (a *app) decoded(db *store.DB, sha256 string) (*photo.Decoded, error) {
	original, err := db.Original(a.ctx, sha256)
	if err != nil {
		return nil, err
	}
	whole, whyNot := photo.Decode(original, photo.Default)
	if whyNot == nil {
		return whole, nil
	}
	small, err := db.Thumbnail(a.ctx, sha256)
	if errors.Is(err, store.ErrNoRecord) {
		return nil, refuse("spotlog help photos", "no picture can be made of this photo: %v", whyNot)
	}
	if err != nil {
		return nil, err
	}
	return photo.Decode(small, photo.Default)
}
