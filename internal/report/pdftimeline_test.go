package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"spotlog/internal/demo"
	"spotlog/internal/photo"
	"spotlog/internal/rules"
	"spotlog/store"
)

// A gallery is photos by SHA-256, as a journal keeps them.
type gallery map[string]photo.Facts

// originals are their bytes.
var originals = map[string][]byte{}

// add keeps a photo and gives its SHA-256.
func (g gallery) add(t testing.TB, data []byte) string {
	t.Helper()
	facts, err := photo.Read(data, photo.Default)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(data)
	name := hex.EncodeToString(sum[:])
	g[name], originals[name] = facts, data
	return name
}

// document tells all of a journal as of asOf.
func (g gallery) document(t testing.TB, j *store.Journal) *Document {
	t.Helper()
	known := map[string]store.Picture{}
	for name, facts := range g {
		known[name] = store.Picture{SHA256: name, Width: facts.Width, Height: facts.Height}
	}
	return NewDocument(j, rules.Judge(j, asOf), known, Choice{Spots: all(j), Whole: true, AsOf: asOf})
}

func (g gallery) pictures() Pictures {
	return Pictures{
		Thumbnail: func(sha256 string) ([]byte, error) { return g[sha256].Thumbnail, nil },
		Cut: func(sha256 string, size image.Point, region image.Rectangle, maxSide int) (*image.NRGBA, error) {
			return photo.Cut(originals[sha256], photo.Default, size, region, maxSide)
		},
	}
}

// printTimeline writes a journal's timeline to a file that qpdf finds sound and that keeps to its box.
func printTimeline(t testing.TB, j *store.Journal, g gallery, maxBytes int64) (file string) {
	t.Helper()
	return printDocument(t, g.document(t, j), g.pictures(), maxBytes)
}

// printDocument is printTimeline with other pictures.
func printDocument(t testing.TB, d *Document, pictures Pictures, maxBytes int64) (file string) {
	t.Helper()
	var b bytes.Buffer
	if err := d.WritePDF(&b, pictures, Printing{Now: printedAt, MaxBytes: maxBytes}); err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "timeline.pdf")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, "qpdf", "--check", file)
	return file
}

// demoLife is the invented life with its photos, drawn once.
func demoLife(t testing.TB) (*store.Journal, gallery) {
	t.Helper()
	if sampled.life == nil {
		life, pictures := demo.Life(asOf)
		sampled.life, sampled.photos = life, gallery{}
		for _, p := range pictures {
			sampled.photos.add(t, p.JPEG)
		}
	}
	return sampled.life, sampled.photos
}

// sampled is what demoLife has drawn.
var sampled struct {
	life   *store.Journal
	photos gallery
}

// wholeFixture is the fixture with what else people write.
func wholeFixture() *store.Journal {
	j := fixture()
	j.Profile = &store.Profile{Name: "Ζωή (O'Brien) \\ Łącka", BirthDate: on("1980-04-02"), SkinType: 2, Allergies: []string{"penicillin", "латекс"}}
	j.Spots = append(j.Spots, store.Spot{Name: "knee-1", Site: "L knee", FirstSeen: on("2020"), Entries: []store.Entry{
		{Date: on("2026-11-01"), LengthMM: 3, Changed: []store.Changed{store.ChangedSize}, Note: "μεγάλωσε; потемнело; łuszczy się; 🙂 漢; <b>&amp;</b> %PDF-1.4 endobj"},
		{Date: on("2026-11-20"), LengthMM: 3, Changed: []store.Changed{store.ChangedSize}, Note: strings.Repeat("a very long note ", 300) + "ends here"},
	}})
	return j
}

// The printed words in the order in which they are set, which is that of a screen reader.
func TestPrintedTimelineGolden(t *testing.T) {
	life, photos := demoLife(t)
	for name, file := range map[string]string{
		"timeline.pdf.txt": printTimeline(t, wholeFixture(), nil, 4_500_000), "timeline-demo.pdf.txt": printTimeline(t, life, photos, 4_500_000),
	} {
		keepsToTheBox(t, file)
		pages := strings.TrimRight(run(t, "pdftotext", "-raw", file, "-"), "\f\n") + "\n"
		golden(t, name, strings.ReplaceAll(pages, "\f", "\n---- page ----\n\n"))
	}
}

// Of all that was told, nothing is lost on the way to the paper, and a reader finds its way.
func TestPrintedTimelineTellsAll(t *testing.T) {
	life, photos := demoLife(t)
	file := printTimeline(t, life, photos, 4_500_000)
	words := strings.Join(strings.Fields(run(t, "pdftotext", file, "-")), " ")
	d := photos.document(t, life)
	for _, s := range d.Stories {
		want := []string{s.Name, s.Site}
		for _, f := range s.Flags {
			want = append(want, f.Title)
			for _, source := range f.Sources {
				if s.Changed {
					want = append(want, source.Document)
				}
			}
		}
		for _, e := range s.Spot.Entries {
			if s.Changed && e.Note != "" {
				want = append(want, "“"+e.Note+"”")
			}
		}
		for _, shot := range s.Shots {
			if s.Changed {
				want = append(want, shot.Caption)
			}
		}
		for _, text := range want {
			if !strings.Contains(words, strings.Join(strings.Fields(text), " ")) {
				t.Errorf("%s: %q is not printed", s.Name, text)
			}
		}
	}
	plain := run(t, "qpdf", "--qdf", "--object-streams=disable", file, "-")
	for want, least := range map[string]int{"/Lang (en)": 1, "/Type /Outlines": 1, "/Dest ": 2 * len(d.Stories), "/Subtype /Link": 2 * len(d.Stories)} {
		if got := strings.Count(plain, want); got < least {
			t.Errorf("%d times %s, want %d at least", got, want, least)
		}
	}
	if info := run(t, "pdfinfo", file); !strings.Contains(info, "Skin timeline, 21 Nov 2026") || !strings.Contains(info, "A4") {
		t.Errorf("title and size:\n%s", info)
	}
}

// grown is a spot that grew month by month, with a photo at each look, of which some are marked.
func grown(t testing.TB, g gallery, data [][]byte, size image.Point, marked func(i int) bool) *store.Journal {
	s := store.Spot{Name: "arm-1", Site: "left forearm", Onset: store.OnsetGradual}
	for i, picture := range data {
		p := store.Photo{SHA256: g.add(t, picture)}
		if marked(i) {
			p.Mark = &store.Box{X: size.X * 2 / 5, Y: size.Y * 2 / 5, W: size.X / 5, H: size.Y / 5}
		}
		e := store.Entry{Date: on(fmt.Sprintf("2026-%02d-05", i+1)), LengthMM: 4 + 2*float64(i), Method: store.MethodRuler, Photos: []store.Photo{p}}
		s.Entries = append(s.Entries, e)
	}
	return &store.Journal{Spots: []store.Spot{s}}
}

// noisy draws a photo that compresses badly, as real skin does.
func noisy(t testing.TB, seed uint64, size image.Point, quality int) []byte {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 3))
	img := image.NewGray(image.Rectangle{Max: size})
	for i := range img.Pix {
		img.Pix[i] = uint8(100 + random.IntN(90))
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Photos give way to the size that is asked for: first those in between, which is told.
func TestPrintedTimelineKeepsToItsSize(t *testing.T) {
	g, size := gallery{}, image.Pt(900, 1200)
	var data [][]byte
	for i := range 10 {
		data = append(data, noisy(t, uint64(i), size, 92))
	}
	j := grown(t, g, data, size, func(i int) bool { return i != 4 })
	var shown []int
	for most := int64(4_500_000); ; {
		var b bytes.Buffer
		err := g.document(t, j).WritePDF(&b, g.pictures(), Printing{Now: printedAt, MaxBytes: most})
		if errors.Is(err, ErrTooLarge) && b.Len() == 0 {
			break
		}
		if err != nil || int64(b.Len()) > most {
			t.Fatalf("%d bytes where %d are asked for: %v", b.Len(), most, err)
		}
		file := filepath.Join(t.TempDir(), "timeline.pdf")
		if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		pictures := strings.Count(run(t, "qpdf", "--qdf", "--object-streams=disable", file, "-"), "/Subtype /Image")
		words := run(t, "pdftotext", file, "-")
		if lost := 12 - pictures; lost > 0 != strings.Contains(words, Plural(lost, "more photo")+" left out") {
			t.Errorf("%d pictures:\n%s", pictures, words)
		}
		shown, most = append(shown, pictures), int64(b.Len())-1
	}
	// The first and the newest, each with its whole, and eight between.
	if want := []int{12, 12, 12, 8, 6, 4, 4, 4}; !slices.Equal(shown, want) {
		t.Errorf("asked for less and less, the files have %d pictures, want %d", shown, want)
	}
}

// What a camera wrote beside its picture reaches no byte of the file, and the pictures stand upright.
func TestPrintedPhotosArePixelsOnly(t *testing.T) {
	planted := []string{"SERIAL-4711", "Ann Owner", "GPS-47-8", "THUMBNAIL"}
	tell := func(plain []byte) []byte {
		// Orientation 6 (turn right), then what has to stay behind, in an Exif segment and in a comment.
		exif := "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00" + strings.Join(planted, " ") + "\xff\xd8\xff\xe0THUMBNAIL\xff\xd9"
		comment := strings.Join(planted, " ")
		out := append([]byte{}, plain[:2]...)
		for _, s := range []struct {
			marker byte
			text   string
		}{{0xe1, exif}, {0xfe, comment}} {
			out = append(out, 0xff, s.marker, byte((len(s.text)+2)>>8), byte(len(s.text)+2))
			out = append(out, s.text...)
		}
		return append(out, plain[2:]...)
	}
	// Stored lying: dark where the upright picture has its upper half.
	lying := image.NewGray(image.Rect(0, 0, 1200, 900))
	for i := range lying.Pix {
		lying.Pix[i] = 220
		if i%1200 < 600 {
			lying.Pix[i] = 40
		}
	}
	var data [][]byte
	for i := range 6 {
		lying.Pix[5*1200+i] = uint8(i) // each another file
		var b bytes.Buffer
		if err := jpeg.Encode(&b, lying, &jpeg.Options{Quality: 90}); err != nil {
			t.Fatal(err)
		}
		data = append(data, tell(b.Bytes()))
	}
	g := gallery{}
	file := printTimeline(t, grown(t, g, data, image.Pt(900, 1200), func(i int) bool { return i%2 == 1 }), g, 4_500_000)
	folder := t.TempDir()
	run(t, "pdfimages", "-all", file, filepath.Join(folder, "photo"))
	run(t, "qpdf", "--qdf", file, filepath.Join(folder, "plain.pdf"))
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(files) < 7 {
		t.Fatalf("%v: %v", files, err)
	}
	for _, name := range append(files, file) {
		bytesOf, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range append(planted, "Exif") {
			if bytes.Contains(bytesOf, []byte(text)) {
				t.Errorf("%s holds %q", filepath.Base(name), text)
			}
		}
		if filepath.Ext(name) == ".jpg" {
			standsUpright(t, name, bytesOf)
		}
	}
}

// standsUpright fails unless a picture is dark above and light below, and higher than wide where it
// is whole.
func standsUpright(t testing.TB, name string, data []byte) {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	b := img.Bounds()
	above, _, _, _ := img.At(b.Dx()/2, b.Dy()/10).RGBA()
	below, _, _, _ := img.At(b.Dx()/2, b.Dy()*9/10).RGBA()
	if above >= below || b.Dx() > b.Dy()+1 {
		t.Errorf("%s of %v lies on its side", filepath.Base(name), b.Size())
	}
}

// A photo of which no picture can be made is seen to be missing, and costs nothing else.
func TestPrintedTimelineWithoutAPicture(t *testing.T) {
	g, size := gallery{}, image.Pt(300, 400)
	j := grown(t, g, [][]byte{noisy(t, 1, size, 92), noisy(t, 2, size, 92), noisy(t, 3, size, 92)}, size, func(int) bool { return true })
	broken := g.pictures()
	broken.Cut = func(string, image.Point, image.Rectangle, int) (*image.NRGBA, error) { return nil, nil }
	broken.Thumbnail = func(string) ([]byte, error) { return nil, nil }
	file := printDocument(t, g.document(t, j), broken, 4_500_000)
	if got := strings.Count(strings.Join(strings.Fields(run(t, "pdftotext", file, "-")), " "), "cannot"); got < 5 {
		t.Errorf("that photos cannot be shown is told %d times", got)
	}
	keepsToTheBox(t, file)
	failing := g.pictures()
	failing.Thumbnail = func(string) ([]byte, error) { return nil, os.ErrDeadlineExceeded }
	if err := g.document(t, j).WritePDF(io.Discard, failing, Printing{Now: printedAt, MaxBytes: 4_500_000}); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("a journal that cannot be read gave %v", err)
	}
}

// Sixty spots, and spots with a hundred looks, keep to their boxes.
func TestPrintedTimelineOfALongLife(t *testing.T) {
	j := &store.Journal{}
	for i := range 60 {
		s := store.Spot{Name: fmt.Sprintf("a-spot-with-a-very-long-name-of-its-own-%d", i), Site: "left forearm, two fingers above the wrist on the inner side", Onset: store.OnsetGradual}
		for m := range 1 + i*2 {
			year, month := 2016+m/12, m%12+1
			s.Entries = append(s.Entries, store.Entry{Date: on(fmt.Sprintf("%d-%02d-02", year, month)), LengthMM: 3 + float64(m*(i%3))/20, Method: store.MethodRuler, Note: "as it was"})
		}
		j.Spots = append(j.Spots, s)
	}
	file := printTimeline(t, j, gallery{}, 4_500_000)
	keepsToTheBox(t, file)
	if words := run(t, "pdftotext", file, "-"); strings.Count(words, "a-spot-with-a-very-long-name-of-its-own-59") < 1 {
		t.Error("the last spot is not told")
	}
}

// However much is known of the person, the list of the spots begins on the cover, and nothing is lost.
func TestPrintedCoverTellsTheSpotsFirst(t *testing.T) {
	j := &store.Journal{Profile: &store.Profile{Name: strings.Repeat("Name ", 40), Allergies: []string{strings.Repeat("grass ", 300) + "lastallergy"}}}
	visit := store.Visit{Date: on("2026-09-01"), With: "Dr A", Note: "Look again in a year, he said."}
	for i := range 20 {
		s := store.Spot{Name: fmt.Sprintf("left-arm-%d", i), Site: "left arm", Entries: []store.Entry{{Date: on("2026-06-02"), LengthMM: 3, Method: store.MethodRuler}}}
		visit.Spots = append(visit.Spots, store.VisitSpot{Spot: s.Name, Outcome: "benign", Diagnosis: "as he said it"})
		j.Spots = append(j.Spots, s)
	}
	j.Visits = []store.Visit{visit}
	file := printTimeline(t, j, gallery{}, 4_500_000)
	keepsToTheBox(t, file)
	if cover := run(t, "pdftotext", "-l", "1", file, "-"); !strings.Contains(cover, "left-arm-19") || !strings.Contains(cover, "50 mm on paper") {
		t.Errorf("the cover does not tell all spots, or has no bar:\n%s", cover)
	}
	words := strings.Join(strings.Fields(run(t, "pdftotext", file, "-")), " ")
	for _, want := range []string{"lastallergy", "left-arm-19: benign, “as he said it”", "“Look again in a year, he said.”"} {
		if !strings.Contains(words, want) {
			t.Errorf("no %q is told", want)
		}
	}
}

// A spot that bled every week for years is told by its newest and oldest bleeds; the log has them all.
func TestPrintedEvidenceIsTheTelling(t *testing.T) {
	s := store.Spot{Name: "lip-1", Site: "lip"}
	for week := range 100 {
		s.Entries = append(s.Entries, store.Entry{Date: store.DateOn(time.Date(2024, 12, 1+7*week, 0, 0, 0, 0, time.UTC), store.PrecisionDay, false), Bleeding: store.BleedingTouched})
	}
	words := run(t, "pdftotext", printTimeline(t, &store.Journal{Spots: []store.Spot{s}}, gallery{}, 4_500_000), "-")
	if !strings.Contains(words, "93 more between these") || strings.Count(words, ": bled when washed or touched") != 7 {
		t.Errorf("of 100 bleeds are told:\n%s", words)
	}
}

// A look of which only a photo was kept is no empty line of the log.
func TestPrintedLogTellsOfPhotosAlone(t *testing.T) {
	s := store.Spot{Entries: []store.Entry{{Date: on("2026-05-02"), Photos: make([]store.Photo, 2)}, {Date: on("2026-06-02"), LengthMM: 3, Photos: make([]store.Photo, 1)}}}
	want := [][]string{{"2 May 2026", "", "2 photos, nothing else logged"}, {"2 Jun 2026", "3 mm", ""}}
	if diff := cmp.Diff(want, entryRows(&s)); diff != "" {
		t.Error(diff)
	}
}

func TestPrintedTimelineOfNothing(t *testing.T) {
	file := printTimeline(t, &store.Journal{}, gallery{}, 4_500_000)
	if words := run(t, "pdftotext", file, "-"); !strings.Contains(words, "No spot has an entry in that time.") || !strings.Contains(words, "page 1 / 1") {
		t.Errorf("nothing is printed as:\n%s", words)
	}
}

// A mark that is a few pixels of a thumbnail is cut from the original of every photo; where none can be
// decoded, the whole stands alone.
func TestPrintedSmallMarks(t *testing.T) {
	g := gallery{}
	s := store.Spot{Name: "left-arm-1", Site: "left arm"}
	for month := range 5 {
		mm := 4 + float64(month)
		name := g.add(t, drawn{size: image.Pt(1200, 900), at: image.Pt(500, 400), pxPerMM: 6, mm: mm}.jpeg(t))
		day := store.DayOf(2026, time.January, 1) + store.Day(30*month)
		s.Entries = append(s.Entries, store.Entry{Date: day.Date(), LengthMM: mm, Method: store.MethodRuler,
			Photos: []store.Photo{{SHA256: name, Mark: &store.Box{X: 480, Y: 380, W: 40, H: 40}}}})
	}
	j := &store.Journal{Spots: []store.Spot{s}}
	images := func(file string) int { return strings.Count(run(t, "pdfimages", "-list", file), "jpeg") }
	whole := printTimeline(t, j, g, 4_500_000)
	if n := images(whole); n != 10 {
		t.Errorf("%d pictures, want two of each photo", n)
	}
	keepsToTheBox(t, whole)
	lost := g.pictures()
	lost.Cut = func(string, image.Point, image.Rectangle, int) (*image.NRGBA, error) { return nil, nil }
	file := printDocument(t, g.document(t, j), lost, 4_500_000)
	if n, words := images(file), run(t, "pdftotext", file, "-"); n != 5 || strings.Count(words, "cannot be") != 2 {
		t.Errorf("%d pictures, want the wholes of five:\n%s", n, words)
	}
}
