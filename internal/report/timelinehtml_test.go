package report

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"image"
	"regexp"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"spotlog/internal/photo"
	"spotlog/internal/rules"
	"spotlog/store"
)

// pageOf writes the timeline page of a journal and gives what stands between style and script.
func pageOf(t interface{ Fatal(...any) }, j *store.Journal, known map[string]store.Picture, pictures Pictures) (page, body string) {
	d := NewDocument(j, rules.Judge(j, asOf), known, Choice{Spots: all(j), Whole: true, AsOf: asOf})
	var out bytes.Buffer
	if err := d.WriteHTML(&out, pictures); err != nil {
		t.Fatal(err)
	}
	page = out.String()
	body = page[strings.Index(page, "<body>"):strings.LastIndex(page, "<script>")]
	return page, regexp.MustCompile(`(?s)(<svg class="drawing"[^>]*>\s*<title>[^<]*</title>).*?</svg>`).ReplaceAllString(body, "$1…</svg>")
}

func TestTimelineHTMLGolden(t *testing.T) {
	_, body := pageOf(t, fixture(), nil, Pictures{})
	golden(t, "timeline.html", body)
}

// What a person writes stays text: it opens no element and no attribute, wherever the page tells it.
func TestTimelineHTMLIsInert(t *testing.T) {
	text := rapid.OneOf(rapid.StringN(1, 40, -1), rapid.SampledFrom([]string{"</title><script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "</style>", "<!--", "{{.}}", "javascript:alert(1)", "\x00\u2028"}))
	elements := func(t interface{ Fatal(...any) }, words string) int {
		j := fixture()
		j.Profile = &store.Profile{Name: "x" + words}
		s := &j.Spots[1]
		s.Name, s.Site, s.Place, s.Entries[2].Note = "x"+words, "left arm "+words, words, words
		j.Visits[0].Spots[0].Spot, j.Visits[0].With, j.Visits[0].Note = s.Name, "x"+words, "x"+words
		_, body := pageOf(t, j, nil, Pictures{})
		return strings.Count(body, "<")
	}
	plain := elements(t, "word")
	rapid.Check(t, func(rt *rapid.T) {
		words := text.Draw(rt, "text")
		if got := elements(rt, words+" word"); plain != got {
			rt.Fatalf("%q: %d elements, not %d", words, got, plain)
		}
	})
}

// manyPhotos is a journal of spots, each with photos that are marked.
func manyPhotos(spots, photos int) (*store.Journal, map[string]store.Picture) {
	j, known := &store.Journal{Schema: store.JournalSchema}, map[string]store.Picture{}
	for s := range spots {
		spot := store.Spot{Name: fmt.Sprintf("arm-%d", s), Site: "left arm"}
		for p := range photos {
			sha := fmt.Sprintf("%064d", s*photos+p)
			known[sha] = store.Picture{Width: 1200, Height: 900}
			day := store.DayOf(2024, time.January, 1) + store.Day(30*p)
			spot.Entries = append(spot.Entries, store.Entry{Date: day.Date(), LengthMM: 4, Method: store.MethodRuler,
				Photos: []store.Photo{{SHA256: sha, Mark: &store.Box{X: 500, Y: 400, W: 150, H: 150}}}})
		}
		j.Spots = append(j.Spots, spot)
	}
	return j, known
}

// A page of 20 spots with 200 photos keeps under 12 MB, whatever they show: it takes two originals a
// spot, and nothing that a camera wrote beside its picture.
func TestTimelineHTMLKeepsSmall(t *testing.T) {
	j, known := manyPhotos(20, 10)
	original := drawn{size: image.Pt(1200, 900), at: image.Pt(500, 400), pxPerMM: 30, mm: 5}.jpeg(t)
	thumbnail := noisy(t, 1, image.Pt(photo.ThumbnailSide, photo.ThumbnailSide*3/4), photo.ThumbnailQuality)
	originals := 0
	pictures := Pictures{
		Thumbnail: func(string) ([]byte, error) { return thumbnail, nil },
		Cut: func(_ string, size image.Point, region image.Rectangle, maxSide int) (*image.NRGBA, error) {
			originals++
			return photo.Cut(original, photo.Default, size, region, maxSide)
		},
	}
	page, _ := pageOf(t, j, known, pictures)
	if len(page) > 12_000_000 {
		t.Errorf("the page takes %d bytes", len(page))
	}
	if originals != 40 {
		t.Errorf("%d originals were decoded", originals)
	}
	// Of each spot: two near views with their wholes, and eight crops with theirs.
	if n := strings.Count(page, "data:image/jpeg"); n != 400 {
		t.Errorf("%d pictures, not 400", n)
	}
	told := dataPicture.ReplaceAllStringFunc(strings.ReplaceAll(page, "&#43;", "+"), func(url string) string {
		picture, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(url, "data:image/jpeg;base64,"))
		if err != nil {
			t.Error(err)
		}
		return string(picture)
	})
	for _, planted := range []string{secret, "SERIAL", "Exif", "Erika", "http:", "https:"} {
		if strings.Contains(told, planted) {
			t.Errorf("the page holds %q", planted)
		}
	}
	t.Logf("thumbnails of %d bytes, page of %d", len(thumbnail), len(page))
}

// A mark that is a few pixels of a thumbnail is cut from the original of every photo.
func TestTimelineHTMLShowsSmallMarks(t *testing.T) {
	original := drawn{size: image.Pt(1200, 900), at: image.Pt(500, 400), pxPerMM: 6, mm: 5}.jpeg(t)
	j, known := manyPhotos(1, 4)
	for _, e := range j.Spots[0].Entries {
		e.Photos[0].Mark = &store.Box{X: 480, Y: 380, W: 40, H: 40}
	}
	page, _ := pageOf(t, j, known, Pictures{
		Thumbnail: func(string) ([]byte, error) { return noisy(t, 1, image.Pt(504, 378), photo.ThumbnailQuality), nil },
		Cut: func(_ string, size image.Point, region image.Rectangle, maxSide int) (*image.NRGBA, error) {
			return photo.Cut(original, photo.Default, size, region, maxSide)
		},
	})
	if n := strings.Count(page, "data:image/jpeg"); n != 8 {
		t.Errorf("%d pictures, want two of each photo", n)
	}
}

// A photo that cannot be shown is told as such, and one that cannot be read leaves no half a page.
func TestTimelineHTMLOfPhotosThatAreLost(t *testing.T) {
	j, known := manyPhotos(1, 2)
	gone := func(string, image.Point, image.Rectangle, int) (*image.NRGBA, error) { return nil, nil }
	page, _ := pageOf(t, j, known, Pictures{Thumbnail: func(string) ([]byte, error) { return nil, nil }, Cut: gone})
	if strings.Count(page, "This photo cannot be shown.") != 2 || strings.Contains(page, `<div class="slider"`) {
		t.Error("the page does not tell of photos that cannot be shown")
	}
	broken := errors.New("the disk is gone")
	d := NewDocument(j, rules.Judge(j, asOf), known, Choice{Spots: all(j), AsOf: asOf})
	var out bytes.Buffer
	if err := d.WriteHTML(&out, Pictures{Thumbnail: func(string) ([]byte, error) { return nil, broken }}); !errors.Is(err, broken) || out.Len() > 0 {
		t.Errorf("%v, after %d bytes", err, out.Len())
	}
}
