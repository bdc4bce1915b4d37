package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"spotlog/internal/archive"
	"spotlog/internal/photo"
	"spotlog/internal/report"
	"spotlog/store"
)

// A photoFile is a photo that was read and checked and is not in the journal yet.
type photoFile struct {
	name    string // the file's own, without its folder
	picture *store.Picture
	photo   store.Photo
	warning string // what is amiss with its picture, in a sentence; else ""

	path     string
	modified time.Time // the file's own
}

// loadPhotos reads every file before anything is written, so that one bad file refuses them all. No more
// of their bytes than a batch waits in memory until then.
func (a *app) loadPhotos(paths []string) ([]photoFile, error) {
	var files []photoFile
	var held int64
	for _, path := range paths {
		if err := a.ctx.Err(); err != nil {
			return nil, err
		}
		f, err := a.loadPhoto(path)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(files, func(g photoFile) bool { return g.photo.SHA256 == f.photo.SHA256 }) {
			a.say("%s was given twice; it is stored once", report.Plain(f.name))
			continue
		}
		files = append(files, f)
		letGo(files[len(files)-1:], &held)
	}
	return files, nil
}

// letGo lets go of the bytes of photos that, with those held before, are more than a batch; stored reads
// them again.
func letGo(files []photoFile, held *int64) {
	for _, f := range files {
		if *held += f.picture.Bytes; *held > batchBytes {
			f.picture.Original = nil
		}
	}
}

func (a *app) loadPhoto(path string) (photoFile, error) {
	data, err := photo.Load(path, a.limits)
	if errors.Is(err, fs.ErrNotExist) {
		return photoFile{}, refuse("look for its name and folder: ls "+shellQuoted(filepath.Dir(path)), "%v", err)
	}
	if err != nil {
		return photoFile{}, refuse("photos are JPEG, PNG, HEIC and their like: spotlog help photos", "%v", err)
	}
	picture, p, warning, err := archive.Picture(data, a.limits)
	if err != nil {
		return photoFile{}, err
	}
	p.Name = filepath.Base(path)
	archive.DateByName(&p)
	info, err := os.Stat(path)
	if err != nil {
		return photoFile{}, err
	}
	return photoFile{p.Name, picture, p, warning, path, info.ModTime()}, nil
}

// stored gives the picture with its bytes, which may have to be read again.
func (f *photoFile) stored() (*store.Picture, error) {
	if f.picture.Original != nil {
		return f.picture, nil
	}
	data, err := photo.Load(f.path, photo.Limits{Bytes: f.picture.Bytes})
	if err != nil {
		return nil, err
	}
	again := store.NewPicture(data)
	if again.SHA256 != f.picture.SHA256 {
		return nil, fmt.Errorf("the photo %s changed while it was read", f.name)
	}
	whole := *f.picture
	whole.Original = data
	return &whole, nil
}

// sayWarnings says what is amiss with photos that are kept now.
func (a *app) sayWarnings(files []photoFile) {
	for _, f := range files {
		if f.warning != "" {
			a.say("%s: %s", report.Plain(f.name), f.warning)
		}
	}
}

// attach ties the photo to an owner, storing its bytes where they are new; added is false where
// the owner has the same photo already.
func (f *photoFile) attach(tx *store.Tx, owner store.Owner, has *[]store.Photo) (added bool, err error) {
	if slices.ContainsFunc(*has, func(p store.Photo) bool { return p.SHA256 == f.photo.SHA256 }) {
		return false, nil
	}
	picture, err := f.stored()
	if err != nil {
		return false, err
	}
	if _, err := tx.AddPicture(picture); err != nil {
		return false, err
	}
	p := f.photo
	if p.ID, err = tx.PutPhoto(owner, p); err != nil {
		return false, err
	}
	*has = append(*has, p)
	return true, nil
}
