package report

import (
	"bytes"
	"image"
	"image/jpeg"
	"runtime"
	"sync"

	"spotlog/internal/photo"
)

// A level is how fine the pictures of a file are. Each holds fewer bytes than the one before.
type level struct {
	dpi          float64 // of what is cut from originals
	quality      int     // of its JPEG, 1 to 100
	thumbSide    int     // pixels, the longer side of what comes from thumbnails
	thumbQuality int     // 0 takes the thumbnail as it is stored
	kept         float64 // share of the photos between the first and the newest that is shown
}

// levels are tried one after the other until the file is small enough: photos between the first and
// the newest shrink, then drop out, and only then those two shrink.
var levels = []level{
	{300, 82, photo.ThumbnailSide, 0, 1},
	{300, 82, photo.ThumbnailSide / 2, 75, 1},
	{300, 82, photo.ThumbnailSide / 2, 50, 1},
	{300, 82, photo.ThumbnailSide / 2, 50, 0.5},
	{300, 82, photo.ThumbnailSide / 2, 50, 0.25},
	{300, 82, photo.ThumbnailSide / 2, 50, 0},
	{200, 75, photo.ThumbnailSide / 4, 60, 0},
	{120, 65, photo.ThumbnailSide / 4, 50, 0},
}

// An album holds the pictures of a document as they are printed, as JPEGs of pixels and nothing else.
type album struct {
	pictures Pictures
	level    level
	data     map[string][]byte // at this level: cuts by name, thumbnails by SHA-256; nil where there is no picture

	lock   sync.Mutex
	finest map[cut][]byte // at the first level, from which the others are made
	stored map[string][]byte
}

func newAlbum(pictures Pictures) *album {
	return &album{pictures: pictures, finest: map[cut][]byte{}, stored: map[string][]byte{}}
}

// needs are the pictures of a level: what is cut out for the first and the newest photos and round the
// marks of those between, with its longer side on paper in mm, and thumbnails by their SHA-256.
type needs struct {
	cuts, parts map[cut]float64
	thumbs      map[string]bool
}

// develop makes the pictures of a level.
func (a *album) develop(l level, n needs) error {
	a.level, a.data = l, map[string][]byte{}
	var jobs []func() (string, []byte, error)
	for c, mm := range n.parts {
		if n.cuts[c] == 0 {
			jobs = append(jobs, func() (string, []byte, error) {
				data, err := a.partOf(c, mm)
				return c.name(), data, err
			})
		}
	}
	for c, mm := range n.cuts {
		jobs = append(jobs, func() (string, []byte, error) {
			data, err := a.cutOf(c, mm)
			return c.name(), data, err
		})
	}
	for sha256 := range n.thumbs {
		jobs = append(jobs, func() (string, []byte, error) {
			data, err := a.thumbOf(sha256)
			return sha256, data, err
		})
	}
	return a.work(jobs)
}

// work does the jobs on all cores, one picture each at a time, and keeps the first error.
func (a *album) work(jobs []func() (string, []byte, error)) (failed error) {
	queue := make(chan func() (string, []byte, error))
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for job := range queue {
				name, data, err := job()
				a.lock.Lock()
				a.data[name] = data
				if failed == nil {
					failed = err
				}
				a.lock.Unlock()
			}
		})
	}
	for _, job := range jobs {
		queue <- job
	}
	close(queue)
	workers.Wait()
	return failed
}

func (a *album) cutOf(c cut, mm float64) ([]byte, error) {
	finest, err := a.once(c, func() (*image.NRGBA, error) {
		return a.pictures.Cut(c.sha256, c.size, c.region, pixelsOn(mm, levels[0].dpi))
	})
	if err != nil || a.level.dpi == levels[0].dpi || finest == nil {
		return finest, err
	}
	return smaller(finest, pixelsOn(mm, a.level.dpi), a.level.quality)
}

// partDPI is of a mark between the first and the newest, where its thumbnail has too few pixels of it.
const partDPI = 200

// partOf takes it from the stored thumbnail where that has enough, though not at this level.
func (a *album) partOf(c cut, mm float64) ([]byte, error) {
	side := pixelsOn(mm, partDPI)
	finest, err := a.once(c, func() (*image.NRGBA, error) {
		if c.pixelsAt(photo.ThumbnailSide) < smallest {
			return a.pictures.Cut(c.sha256, c.size, c.region, side)
		}
		stored, err := a.thumbnail(c.sha256)
		if err != nil || stored == nil {
			return nil, err
		}
		part, err := photo.Cut(stored, photo.Default, c.size, c.region, side)
		if err != nil {
			return nil, nil // it was damaged where it lay
		}
		return part, nil
	})
	if err != nil || a.level.thumbQuality == 0 || finest == nil {
		return finest, err
	}
	return smaller(finest, side*a.level.thumbSide/photo.ThumbnailSide, a.level.thumbQuality)
}

// once makes the finest picture of a cut, and gives it again.
func (a *album) once(c cut, draw func() (*image.NRGBA, error)) ([]byte, error) {
	a.lock.Lock()
	finest, ok := a.finest[c]
	a.lock.Unlock()
	if ok {
		return finest, nil
	}
	part, err := draw()
	if err != nil {
		return nil, err
	}
	if finest, err = developed(part, levels[0].quality); err != nil {
		return nil, err
	}
	a.lock.Lock()
	a.finest[c] = finest
	a.lock.Unlock()
	return finest, nil
}

func (a *album) thumbOf(sha256 string) ([]byte, error) {
	stored, err := a.thumbnail(sha256)
	if err != nil || a.level.thumbQuality == 0 || stored == nil {
		return stored, err
	}
	return smaller(stored, a.level.thumbSide, a.level.thumbQuality)
}

// thumbnail reads a thumbnail as it is stored, once.
func (a *album) thumbnail(sha256 string) ([]byte, error) {
	a.lock.Lock()
	stored, ok := a.stored[sha256]
	a.lock.Unlock()
	if ok {
		return stored, nil
	}
	stored, err := a.pictures.Thumbnail(sha256)
	if err != nil {
		return nil, err
	}
	a.lock.Lock()
	a.stored[sha256] = stored
	a.lock.Unlock()
	return stored, nil
}

// pixelsOn is how many pixels a length in mm takes at a resolution.
func pixelsOn(mm, dpi float64) int { return int(mm/25.4*dpi + 0.5) }

// smaller makes a JPEG again with fewer pixels. One that was damaged where it lay is no picture.
func smaller(data []byte, side, quality int) ([]byte, error) {
	config, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, nil
	}
	size := image.Pt(config.Width, config.Height)
	part, err := photo.Cut(data, photo.Default, size, image.Rectangle{Max: size}, side)
	if err != nil {
		return nil, nil
	}
	return developed(part, quality)
}

// bytes is how much all pictures of the level hold.
func (a *album) bytes() (n int64) {
	for _, data := range a.data {
		n += int64(len(data))
	}
	return n
}
