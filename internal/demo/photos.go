package demo

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"image"
	"image/jpeg"
	"runtime"
	"sync"

	"spotlog/store"
)

// A Picture is one drawn photograph as a phone would have stored it: a JPEG of 1200 by 900 pixels
// whose Exif says when it was taken, and its file's name.
type Picture struct {
	Name string
	JPEG []byte
}

// Scales of the photos in pixels per mm. A crop needs more of the skin in view.
const (
	closeUpPx  = 30
	cropPx     = 16
	regionalPx = 8
)

const jpegQuality = 78

// A shot is a photo to be taken: the spot as an entry saw it.
type shot struct {
	photo *store.Photo
	spot  *store.Spot
	entry *store.Entry
}

// photos lists the photos of a journal with what is to be seen in each. A check's photo shows the
// spot that lies in its area, as that day's entry saw it.
func photos(j *store.Journal) (all []shot) {
	for i := range j.Spots {
		s := &j.Spots[i]
		for k := range s.Entries {
			e := &s.Entries[k]
			for p := range e.Photos {
				all = append(all, shot{&e.Photos[p], s, e})
			}
		}
	}
	for i := range j.Checks {
		c := &j.Checks[i]
		for p := range c.Photos {
			s, e := seen(j, c.Photos[p].Area, c.Date.FirstDay())
			all = append(all, shot{&c.Photos[p], s, e})
		}
	}
	return all
}

// seen finds the spot whose site is an area, and its entry of a day.
func seen(j *store.Journal, area string, day store.Day) (*store.Spot, *store.Entry) {
	for i := range j.Spots {
		s := &j.Spots[i]
		for k := range s.Entries {
			if s.Site == area && s.Entries[k].Date.FirstDay() == day {
				return s, &s.Entries[k]
			}
		}
	}
	panic("demo: nothing to draw in the area " + area)
}

// takePhotos draws every photo of the journal and fills in what follows from its bytes.
func takePhotos(j *store.Journal) map[string]Picture {
	studio := newStudio()
	shots := make(chan shot)
	taken := map[string]Picture{}
	var lock sync.Mutex
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			img := newFrame()
			for s := range shots {
				p := studio.take(img, s)
				lock.Lock()
				taken[s.photo.SHA256] = p
				lock.Unlock()
			}
		})
	}
	for _, s := range photos(j) {
		shots <- s
	}
	close(shots)
	wg.Wait()
	return taken
}

// A studio holds what all photos share.
type studio struct {
	tiles []tile
	paper *image.Gray
}

func newStudio() studio { return studio{newTiles(3), newRuler()} }

// take draws one photo into img and fills in the photo's record.
func (st studio) take(img *image.RGBA, s shot) Picture {
	p := s.photo
	st.draw(img, s)
	var file bytes.Buffer
	if err := jpeg.Encode(&file, img, &jpeg.Options{Quality: jpegQuality}); err != nil {
		panic(fmt.Sprintf("demo: a picture of %v cannot be written: %v", img.Rect, err))
	}
	photo := withExif(file.Bytes(), p.Taken)
	sum := sha256.Sum256(photo)
	p.SHA256 = hex.EncodeToString(sum[:])
	p.Name = p.Taken.Wall().Format("IMG_20060102_150405.jpg")
	p.TakenFrom = store.FromExif
	return Picture{p.Name, photo}
}

// draw takes the picture itself. A close-up has a ruler in it, and the person has marked the spot
// and the ruler's ticks.
func (st studio) draw(img *image.RGBA, s shot) {
	p := s.photo
	sinceFirst := p.Taken.Wall().Sub(s.spot.Entries[0].Date.Wall())
	sc := newScene(img, lookOf(s.spot.Name), scale(s), seed(s.spot.Name), uint64(sinceFirst))
	sc.drawSkin(st.tiles)
	sc.freckles()
	reachX, reachY := sc.drawSpot(s)
	if p.Kind != store.PhotoCloseUp {
		return
	}
	sc.hairs()
	p.Ruler = sc.layRuler(st.paper, reachY+3.5)
	p.Mark = sc.box(reachX, reachY)
}

func scale(s shot) float32 {
	switch {
	case s.photo.Kind != store.PhotoCloseUp:
		return regionalPx
	case s.spot.Kind == store.KindCrop:
		return cropPx
	}
	return closeUpPx
}

// seed makes a number of a name, so that a spot keeps its skin from photo to photo.
func seed(name string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(name))
	return h.Sum32()
}

func newFrame() *image.RGBA { return image.NewRGBA(image.Rect(0, 0, frameWidth, frameHeight)) }
