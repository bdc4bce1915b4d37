package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/disintegration/imaging"

	"spotlog/internal/archive"
	"spotlog/internal/photo"
	"spotlog/internal/report"
	"spotlog/store"
)

// errStop ends the asking, as the person wished.
var errStop = errors.New("stop asking")

// askAbout asks about each photo that lacks its date or its spot. By default those of no spot are
// asked about only where they are newer than the last time, and never again after a no.
func (im *folderImport) askAbout(undated, unclear []archive.FolderFile, spots map[string]string, began time.Time) error {
	last, err := im.lastAsked()
	if err != nil {
		return err
	}
	files := undated
	var older []archive.FolderFile
	for _, f := range unclear {
		if im.all || f.Modified.After(last) {
			files = append(files, f)
		} else {
			older = append(older, f)
		}
	}
	if err := im.countUnclear(older, leftOlder); err != nil {
		return err
	}
	reader := im.reader(func(f archive.FolderFile, sha256 string) bool {
		return spots[f.Path] == "" && (im.holders[sha256] != nil || im.skipped[sha256] && !im.all)
	})
	n := 0
	for p := range reader.Read(im.ctx, files) {
		n++
		err := im.askOne(spots[p.File.Path], p, fmt.Sprintf("%d of %d", n, len(files)))
		if errors.Is(err, errStop) {
			for _, f := range files[n-1:] {
				im.leave(f, leftUnasked, "")
			}
			return nil
		}
		if err != nil {
			return err
		}
	}
	if err := im.ctx.Err(); err != nil || im.db == nil {
		return err
	}
	return im.db.SetAsked(im.ctx, began)
}

func (im *folderImport) lastAsked() (time.Time, error) {
	if im.db == nil {
		return time.Time{}, nil
	}
	return im.db.Asked(im.ctx)
}

// askOne shows one photo, asks for what it lacks and files it at once, so that no answer is lost.
func (im *folderImport) askOne(spot string, p archive.FolderPhoto, place string) error {
	filed, answered := im.answered[p.Photo.SHA256] // under another name, just now
	switch {
	case p.Known && im.holders[p.Photo.SHA256] != nil, answered && filed:
		im.filer.Done.Unchanged++
		return nil
	case p.Known, answered:
		im.leave(p.File, leftNever, "")
		return nil
	case p.Err != nil:
		return im.take(spot, p)
	}
	if err := im.showAsked(p, place); err != nil {
		return err
	}
	if spot == "" {
		var err error
		if spot, err = im.askSpot(p); err != nil || spot == "" {
			return err
		}
	}
	im.dates.settle(&p.Photo, p.File.Modified)
	if p.Photo.Taken.IsZero() {
		taken, err := im.askDate()
		if err != nil {
			return err
		}
		if taken.IsZero() {
			im.leave(p.File, leftUndated, "")
			return nil
		}
		p.Photo.Taken, p.Photo.TakenFrom = taken, store.FromTyped
	}
	if err := im.take(spot, p); err != nil {
		return err
	}
	im.answered[p.Photo.SHA256] = true
	return im.commit()
}

func (im *folderImport) showAsked(p archive.FolderPhoto, place string) error {
	fmt.Fprintf(im.Err, "%s · %s · %s\n", place, report.Plain(p.File.Path), takenWords(p.Photo))
	if !im.color || p.Picture.Thumbnail == nil {
		return nil
	}
	thumbnail, err := photo.DecodeThumbnail(p.Picture.Thumbnail.Content)
	if err != nil {
		return err
	}
	return im.drawPictures([]captioned{{imaging.Clone(thumbnail), report.Plain(p.Photo.Name)}}, min(im.Width-1, 78))
}

// askSpot gives the spot of a photo, or "" where it has none or none yet.
func (im *folderImport) askSpot(p archive.FolderPhoto) (string, error) {
	for {
		answer, err := im.askLine("which spot? (its name or how it begins · Enter: not now · n: none, never ask again · q: stop) ")
		if err != nil {
			return "", err
		}
		switch answer {
		case "":
			im.leave(p.File, leftNotNow, "")
			return "", nil
		case "n":
			im.leave(p.File, leftNever, "")
			im.answered[p.Photo.SHA256] = false
			return "", im.db.Skip(im.ctx, p.Photo.SHA256)
		}
		s, err := spotNamed(im.filer.Journal, answer)
		if err == nil {
			return s.Name, nil
		}
		r := asRefusal(err, 0)
		fmt.Fprintf(im.Err, "%s; %s\n", report.Plain(r.message), report.Plain(r.hint))
	}
}

// askDate gives the date of a photo, or none.
func (im *folderImport) askDate() (store.Date, error) {
	for {
		answer, err := im.askLine("when was it taken? (2026-11-01, yesterday, 3 weeks ago · Enter: leave it out · q: stop) ")
		if err != nil || answer == "" {
			return store.Date{}, err
		}
		taken, err := im.pastDate("date", answer)
		if err == nil {
			return taken, nil
		}
		fmt.Fprintf(im.Err, "%s\n", report.Plain(err.Error()))
	}
}

// askLine reads one answer. q and the end of the input are errStop.
func (im *folderImport) askLine(question string) (string, error) {
	answer, err := im.ask(question)
	if errors.Is(err, io.EOF) || strings.EqualFold(answer, keyStop) {
		return "", errStop
	}
	return answer, err
}

// countUnclear leaves out photos of no spot that nobody is asked about, but for those that are in the
// journal already: their bytes alone tell.
func (im *folderImport) countUnclear(files []archive.FolderFile, why string) error {
	reader := im.reader(func(archive.FolderFile, string) bool { return true })
	for p := range reader.Read(im.ctx, files) {
		switch {
		case p.Err != nil:
			im.leave(p.File, leftRefused, p.Err.Error())
		case im.holders[p.Photo.SHA256] != nil:
			im.filer.Done.Unchanged++
		case im.skipped[p.Photo.SHA256]:
			im.leave(p.File, leftNever, "")
		default:
			im.leave(p.File, why, "")
		}
	}
	return im.ctx.Err()
}
