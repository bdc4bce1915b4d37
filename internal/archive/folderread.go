package archive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"runtime"
	"sync"

	"spotlog/internal/photo"
	"spotlog/store"
)

// A FolderPhoto is what reading one file of a folder gave.
type FolderPhoto struct {
	File    FolderFile
	Known   bool           // by its SHA-256, and so not looked at any further
	Picture *store.Picture // nil where it is known or cannot be taken
	Photo   store.Photo    // dated by the file itself, or else by its name
	DHash   uint64         // of the thumbnail, where there is one
	Warning string         // why there is no thumbnail, or one of what can be read alone, in a sentence
	Err     error          // why it cannot be taken, in a sentence without the file's name
}

// A FolderReader reads the photos of a folder.
type FolderReader struct {
	Root   *os.Root
	Limits photo.Limits
	// Known says whether a photo of that SHA-256 is wanted no more. Workers call it at the same time.
	// nil where none is known.
	Known func(file FolderFile, sha256 string) bool
}

// Read reads files on all cores and gives them in the order of the list. No more of them are in
// memory than there are cores, and two: the one given out and the one that waits to be read.
func (r *FolderReader) Read(ctx context.Context, files []FolderFile) iter.Seq[FolderPhoto] {
	type job struct {
		file FolderFile
		done chan FolderPhoto
	}
	return func(yield func(FolderPhoto) bool) {
		var workers sync.WaitGroup
		defer workers.Wait()
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		cores := runtime.GOMAXPROCS(0)
		inOrder, jobs := make(chan job, cores), make(chan job, cores)
		workers.Go(func() {
			defer close(inOrder)
			defer close(jobs)
			for _, file := range files {
				next := job{file, make(chan FolderPhoto, 1)}
				select {
				case inOrder <- next:
					jobs <- next
				case <-ctx.Done():
					return
				}
			}
		})
		for range cores {
			workers.Go(func() {
				for next := range jobs {
					if ctx.Err() == nil {
						next.done <- r.read(next.file)
					}
				}
			})
		}
		for next := range inOrder {
			select {
			case p := <-next.done:
				if !yield(p) {
					return
				}
			case <-ctx.Done():
				return
			}
		}
	}
}

func (r *FolderReader) read(file FolderFile) FolderPhoto {
	p := FolderPhoto{File: file}
	data, err := r.bytes(file.Path)
	if err != nil {
		p.Err = err
		return p
	}
	picture := store.NewPicture(data)
	if p.Photo.SHA256 = picture.SHA256; r.Known != nil && r.Known(file, picture.SHA256) {
		p.Known = true
		return p
	}
	facts, err := photo.Read(data, r.Limits)
	if err == nil {
		p.Photo, err = describe(picture, facts)
	}
	if err != nil {
		p.Err = err
		return p
	}
	p.Picture, p.Warning = picture, facts.Warning
	p.Photo.Name = path.Base(file.Path)
	DateByName(&p.Photo)
	if p.Picture.Thumbnail != nil {
		p.DHash, p.Err = photo.HashThumbnail(p.Picture.Thumbnail.Content)
	}
	return p
}

// DateByName dates a photo by its file's name where nothing dates it yet and the name can.
func DateByName(p *store.Photo) {
	if !p.Taken.IsZero() {
		return
	}
	if iso, ok := photo.TakenFromName(p.Name); ok {
		if taken, err := store.ParseDate(iso); err == nil {
			p.Taken, p.TakenFrom = taken, store.FromFileName
		}
	}
}

func (r *FolderReader) bytes(name string) ([]byte, error) {
	file, err := r.Root.Open(name)
	if err != nil {
		return nil, unreadable(err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, unreadable(err)
	}
	if info.Size() > r.Limits.Bytes {
		return nil, fmt.Errorf("holds %.1f MB, over the limit of %.4g MB", float64(info.Size())/(1<<20), float64(r.Limits.Bytes)/(1<<20))
	}
	var data bytes.Buffer
	data.Grow(int(info.Size()) + bytes.MinRead)
	if _, err := data.ReadFrom(io.LimitReader(file, r.Limits.Bytes)); err != nil {
		return nil, unreadable(err)
	}
	return data.Bytes(), nil
}

// unreadable drops the operation and the path that os puts before the cause.
func unreadable(err error) error {
	if cause := (*fs.PathError)(nil); errors.As(err, &cause) {
		err = cause.Err
	}
	return fmt.Errorf("cannot be read: %w", err)
}
