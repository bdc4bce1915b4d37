package archive

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"spotlog/store"
)

func ownerOf(r store.Ref) store.Owner {
	if r.Entry != nil {
		return store.Owner{Entry: r.Entry.ID}
	}
	return store.Owner{Check: r.Check.ID}
}

func photoPlace(owner store.Owner, p store.Photo) string {
	return string(max(owner.Entry, owner.Check)) + p.SHA256
}

// photo settles a photo of an entry or a check, with its bytes where they are new. One without an
// id is the photo of the same bytes there.
func (in *importer) photo(owner store.Owner, p store.Photo) error {
	if err := in.ctx.Err(); err != nil {
		return err
	}
	there, err := in.bytes(&p)
	if err != nil {
		return err
	}
	if !there {
		in.done.NoBytes++
		return nil
	}
	place := photoPlace(owner, p)
	if there, ok := in.photos[place]; ok && p.ID == "" {
		p = overlay(there, p)
		p.ID = there.ID
	}
	p.File = ""
	key, err := photoKey(owner, p)
	if err != nil {
		return err
	}
	p.ID, err = in.settle(store.NounPhoto, p.ID, key, "photo "+p.SHA256[:12], &in.done.Added.Photos, func(id store.ID) (store.ID, error) {
		p.ID = id
		return in.tx.PutPhoto(owner, p)
	})
	in.photos[place] = p
	return err
}

// bytes stores the file of a photo where the journal does not have it, and reports whether the
// journal has it now.
func (in *importer) bytes(p *store.Photo) (bool, error) {
	if p.SHA256 != "" {
		if has, err := in.tx.HasPicture(p.SHA256); has || err != nil {
			return has, err
		}
	}
	if p.File == "" {
		if p.SHA256 == "" {
			return false, &PlaceError{Why: "has neither file nor sha256"}
		}
		return false, nil
	}
	data, err := in.readFile(p.File)
	if err != nil {
		return false, err
	}
	picture, taken, warning, err := Picture(data, in.limits)
	if err != nil {
		return false, &PlaceError{Place: "file", Why: fmt.Sprintf("%q is not a picture that spotlog knows", p.File)}
	}
	if p.SHA256 != "" && p.SHA256 != picture.SHA256 {
		return false, &PlaceError{Place: "sha256", Why: fmt.Sprintf("is not that of %q: the file was changed or damaged", p.File)}
	}
	if warning != "" {
		in.done.Warnings = append(in.done.Warnings, p.File+": "+warning)
	}
	p.SHA256 = picture.SHA256
	if p.ID == "" && p.Taken.IsZero() && p.TakenFrom == "" { // with an id it is a record of ours, and complete
		p.Taken, p.TakenFrom = taken.Taken, taken.TakenFrom
	}
	_, err = in.tx.AddPicture(picture)
	return err == nil, err
}

func (in *importer) readFile(name string) ([]byte, error) {
	local := filepath.FromSlash(name)
	if !filepath.IsLocal(local) {
		return nil, &PlaceError{Place: "file", Why: fmt.Sprintf("%q lies outside the folder of the document", name)}
	}
	info, err := in.root.Stat(local)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, &PlaceError{Place: "file", Why: fmt.Sprintf("%q is not there", name), Hint: "photo files are looked for beside the document"}
	case err != nil:
		return nil, &PlaceError{Place: "file", Why: fmt.Sprintf("%q cannot be read: %v", name, err)}
	case !info.Mode().IsRegular():
		return nil, &PlaceError{Place: "file", Why: fmt.Sprintf("%q is not a file", name)}
	case info.Size() > in.limits.Bytes:
		return nil, &PlaceError{Place: "file", Why: fmt.Sprintf("%q is larger than %d MB", name, in.limits.Bytes>>20)}
	}
	return in.root.ReadFile(local)
}
