package report

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"spotlog/internal/photo"
	"spotlog/store"
)

var (
	paleSkin = color.NRGBA{220, 180, 160, 255}
	darkSpot = color.NRGBA{90, 50, 40, 255}
)

// A drawn photo shows a square spot of so many mm.
type drawn struct {
	size          image.Point
	at            image.Point // of the spot's upper left corner
	pxPerMM, mm   float64
	ruler, marked bool
}

// spotPx is the side of the spot in pixels.
func (d drawn) spotPx() int { return int(d.pxPerMM*d.mm + 0.5) }

func (d drawn) picture() *image.NRGBA {
	img := image.NewNRGBA(image.Rectangle{Max: d.size})
	draw.Draw(img, img.Rect, image.NewUniform(paleSkin), image.Point{}, draw.Src)
	draw.Draw(img, image.Rectangle{Min: d.at, Max: d.at.Add(image.Pt(d.spotPx(), d.spotPx()))}, image.NewUniform(darkSpot), image.Point{}, draw.Src)
	return img
}

func (d drawn) decoded(t *testing.T) *photo.Decoded {
	t.Helper()
	decoded, err := photo.Decode(d.jpeg(t), photo.Default)
	if err != nil {
		t.Fatal(err)
	}
	return decoded
}

// jpeg writes the picture with what a camera must not tell others in a comment and in its Exif.
func (d drawn) jpeg(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, d.picture(), &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	planted := "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00 " + secret
	segment := append([]byte{0xff, 0xe1, 0, byte(len(planted) + 2)}, planted...)
	return append(append(bytes.Clone(out.Bytes()[:2]), segment...), out.Bytes()[2:]...)
}

const secret = "GPS 52.5N 13.4E SERIAL-123456 Owner Erika"

func (d drawn) side(s *store.Spot, date string, loggedMM float64) Side {
	p := store.Photo{SHA256: strings.Repeat("0", 64)}
	if d.marked {
		p.Mark = &store.Box{X: d.at.X, Y: d.at.Y, W: d.spotPx(), H: d.spotPx()}
	}
	if d.ruler {
		p.Ruler = &store.Ruler{X1: 5, Y1: 10, X2: 5 + 10*d.pxPerMM, Y2: 10, MM: 10}
	}
	e := &store.Entry{Date: on(date), LengthMM: loggedMM, ExtentMM: loggedMM}
	if loggedMM > 0 {
		e.Method = store.MethodRuler
	}
	side := NewSide(s, e, p, d.size)
	side.Taken = "taken " + LongDate(e.Date)
	return side
}

var mole = &store.Spot{Name: "left-forearm-1", Site: "left forearm"}

// spotWidth counts the dark pixels of the middle row of a view.
func spotWidth(view *image.NRGBA) (n int) {
	for x := range view.Rect.Dx() {
		if view.NRGBAAt(x, view.Rect.Dy()/2).R < 150 {
			n++
		}
	}
	return n
}

func TestSameScaleDrawsFourAndSixMillimetresAsFourToSix(t *testing.T) {
	small := drawn{size: image.Pt(900, 600), at: image.Pt(300, 200), pxPerMM: 20, mm: 4, marked: true}
	large := drawn{size: image.Pt(1200, 1300), at: image.Pt(500, 700), pxPerMM: 35, mm: 6, marked: true}
	for _, c := range []struct {
		name                   string
		rulerSmall, rulerLarge bool
		loggedSmall, logged    float64
		same                   bool
	}{
		{"two rulers, nothing logged", true, true, 0, 0, true},
		{"marks and logged sizes", false, false, 4, 6, true},
		{"a ruler, and a mark with a size", true, false, 0, 6, true},
		{"a ruler wins over what was logged", true, true, 9, 2, true},
		{"one with neither", true, false, 0, 0, false},
		{"none", false, false, 0, 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			small.ruler, large.ruler = c.rulerSmall, c.rulerLarge
			comparison := NewComparison(mole, small.side(mole, "2026-01-01", c.loggedSmall), large.side(mole, "2026-11-01", c.logged))
			if comparison.SameScale != c.same {
				t.Fatalf("same scale: %v", comparison.SameScale)
			}
			views, err := comparison.Draw([2]*photo.Decoded{small.decoded(t), large.decoded(t)})
			if err != nil {
				t.Fatal(err)
			}
			got := float64(spotWidth(views[0].Spot)) / float64(spotWidth(views[1].Spot))
			if c.same != (got > 0.66 && got < 0.674) {
				t.Errorf("4 mm to 6 mm is drawn as %.3f", got)
			}
			if words := comparison.ScaleWords(); c.same == strings.Contains(words, "Not to scale") {
				t.Errorf("says %q", words)
			}
			if !c.same && comparison.BarMM != 0 {
				t.Error("a bar without a scale")
			}
		})
	}
}

// The bar is as long as it says, by the ruler in the photo.
func TestBarMeasuresWhatItSays(t *testing.T) {
	d := drawn{size: image.Pt(900, 600), at: image.Pt(300, 200), pxPerMM: 20, mm: 4, marked: true, ruler: true}
	c := NewComparison(mole, d.side(mole, "2026-01-01", 4), d.side(mole, "2026-11-01", 4))
	views, err := c.Draw([2]*photo.Decoded{d.decoded(t), d.decoded(t)})
	if err != nil {
		t.Fatal(err)
	}
	y, black := viewSide-28, 0 // the middle of the bar
	for x := range viewSide {
		if views[0].Spot.NRGBAAt(x, y) == (color.NRGBA{0, 0, 0, 255}) {
			black++
		}
	}
	perMM := float64(spotWidth(views[0].Spot)) / 4
	if got := float64(black) / perMM; got < c.BarMM*0.98 || got > c.BarMM*1.02 {
		t.Errorf("a bar of %.2f mm says %v mm", got, c.BarMM)
	}
}

// The box round a crop of dots spans its extent; the size of one dot says nothing of it.
func TestCropIsScaledByItsExtent(t *testing.T) {
	rash := &store.Spot{Name: "belly-1", Site: "abdomen", Kind: store.KindCrop}
	p := store.Photo{Mark: &store.Box{X: 10, Y: 10, W: 300, H: 200}}
	for _, c := range []struct {
		entry store.Entry
		want  float64
	}{
		{store.Entry{ExtentMM: 30, LengthMM: 2}, 10},
		{store.Entry{LengthMM: 2}, 0},
	} {
		if got := NewSide(rash, &c.entry, p, image.Pt(1000, 800)).PxPerMM; got != c.want {
			t.Errorf("%v px a mm, not %v", got, c.want)
		}
	}
}

func TestMarkedBoxLiesWithinThePicture(t *testing.T) {
	number := rapid.IntRange(0, 1<<62)
	rapid.Check(t, func(t *rapid.T) {
		size := image.Pt(rapid.IntRange(1, 65535).Draw(t, "width"), rapid.IntRange(1, 65535).Draw(t, "height"))
		b := store.Box{X: number.Draw(t, "x"), Y: number.Draw(t, "y"), W: number.Draw(t, "w"), H: number.Draw(t, "h")}
		if got := MarkedBox(store.Photo{Mark: &b}, size); !got.In(image.Rectangle{Max: size}) {
			t.Fatalf("%v of %v lies beside %v", got, b, size)
		}
	})
}

// A mark at any place of any picture can be drawn, whatever its ruler says.
func TestEveryMarkCanBeDrawn(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := drawn{size: image.Pt(rapid.IntRange(1, 60).Draw(rt, "width"), rapid.IntRange(1, 60).Draw(rt, "height")), pxPerMM: 1, mm: 1}
		p := store.Photo{
			Mark: &store.Box{X: rapid.IntRange(0, 70).Draw(rt, "x"), Y: rapid.IntRange(0, 70).Draw(rt, "y"),
				W: rapid.IntRange(1, 70).Draw(rt, "w"), H: rapid.IntRange(1, 70).Draw(rt, "h")},
			Ruler: &store.Ruler{X2: rapid.Float64Range(1, 1e6).Draw(rt, "x2"), MM: rapid.Float64Range(0.1, 1000).Draw(rt, "mm")},
		}
		side := NewSide(mole, &store.Entry{Date: on("2026")}, p, d.size)
		other := d.side(mole, "2026-11-01", 1)
		other.ScaleFrom, other.PxPerMM = FromRuler, rapid.Float64Range(0.001, 1000).Draw(rt, "scale")
		c := NewComparison(mole, side, other)
		if _, err := c.Draw([2]*photo.Decoded{d.decoded(t), d.decoded(t)}); err != nil {
			rt.Fatal(err)
		}
	})
}

// pair is a comparison whose words would like to be more than words.
func pair(t *testing.T) (*Comparison, Views) {
	t.Helper()
	hostile := &store.Spot{Name: "left-forearm-1", Site: `</title><script>alert(1)</script> "left" & 'forearm' 左腕` + "\x1b]0;x\a"}
	marked := drawn{size: image.Pt(900, 600), at: image.Pt(300, 200), pxPerMM: 20, mm: 4, marked: true}
	plain := drawn{size: image.Pt(600, 800), at: image.Pt(200, 300), pxPerMM: 20, mm: 5}
	c := NewComparison(hostile, marked.side(hostile, "2026-01-01", 4), plain.side(hostile, "2026-11", 0))
	c.Sides[1].Taken = `taken <b onmouseover="alert(2)">never</b>`
	views, err := c.Draw([2]*photo.Decoded{marked.decoded(t), plain.decoded(t)})
	if err != nil {
		t.Fatal(err)
	}
	return c, views
}

var dataPicture = regexp.MustCompile(`data:image/jpeg;base64,([A-Za-z0-9+/=]+)`)

func TestCompareHTML(t *testing.T) {
	c, views := pair(t)
	var out bytes.Buffer
	if err := c.WriteHTML(&out, views); err != nil {
		t.Fatal(err)
	}
	page := strings.ReplaceAll(out.String(), "&#43;", "+")
	if n := len(dataPicture.FindAllString(page, -1)); n != 5 {
		t.Errorf("%d pictures, not 5", n)
	}
	words := dataPicture.ReplaceAllString(page, "data:…")
	words = regexp.MustCompile(`(?s)<style>.*</style>`).ReplaceAllString(words, "<style>…</style>")
	words = regexp.MustCompile(`(?s)<script>.*</script>`).ReplaceAllString(words, "<script>…</script>")
	words = regexp.MustCompile(`sha256-[^&]*`).ReplaceAllString(words, "sha256-…")
	golden(t, "compare.html", words)
	for _, raw := range []string{"<script>alert", "<b onmouseover", "\x1b", "http:", "https:"} {
		if strings.Contains(page, raw) {
			t.Errorf("the page holds %q", raw)
		}
	}
}

// The policy names the one style and the one script by their hashes, so that no other runs.
func TestPagesRunOnlyWhatTheyName(t *testing.T) {
	c, views := pair(t)
	mark := MarkPage{Title: "<i>", Command: `spotlog --journal '/tmp/"><script>' photo mark 0123`, Size: image.Pt(900, 600), Picture: views[0].Whole, Kinds: []string{"close-up"}}
	var compared, marking bytes.Buffer
	if err := c.WriteHTML(&compared, views); err != nil {
		t.Fatal(err)
	}
	if err := mark.Write(&marking); err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{compared.String(), marking.String()} {
		csp := regexp.MustCompile(`Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(page)
		if csp == nil || !strings.HasPrefix(csp[1], "default-src &#39;none&#39;;") {
			t.Fatalf("policy %q", csp)
		}
		policy := strings.NewReplacer("&#39;", "'", "&#43;", "+").Replace(csp[1])
		for _, tag := range []string{"style", "script"} {
			found := regexp.MustCompile(`(?s)<`+tag+`>(.*?)</`+tag+`>`).FindAllStringSubmatch(page, -1)
			if len(found) != 1 || !strings.Contains(policy, tag+"-src "+sourceHash([]byte(found[0][1]))) {
				t.Errorf("%d of %s, and the policy is %s", len(found), tag, policy)
			}
		}
		if strings.Contains(page, " style=") || regexp.MustCompile(`<[^>]* on[a-z]+=`).MatchString(page) {
			t.Error("a style or a script outside its element")
		}
	}
}

func TestComparisonsCarryNothingOfTheCamera(t *testing.T) {
	c, views := pair(t)
	var jpg, png, html bytes.Buffer
	for _, err := range []error{c.WriteJPEG(&jpg, views), c.WritePNG(&png, views), c.WriteHTML(&html, views)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	files := [][]byte{jpg.Bytes(), png.Bytes(), html.Bytes()}
	for _, m := range dataPicture.FindAllStringSubmatch(strings.ReplaceAll(html.String(), "&#43;", "+"), -1) {
		picture, err := base64.StdEncoding.DecodeString(m[1])
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, picture)
	}
	for i, file := range files {
		for _, planted := range []string{secret, "SERIAL", "GPS", "Exif", "Erika"} {
			if bytes.Contains(file, []byte(planted)) {
				t.Errorf("file %d holds %q", i, planted)
			}
		}
	}
}

func TestSheetShowsThatACharacterIsMissing(t *testing.T) {
	p := newPen(image.NewNRGBA(image.Rect(0, 0, 1, 1)), regular, 20, color.Black)
	if got := p.writable("ärm 左腕 4 × 3 mm · \x1b"); got != "ärm □□ 4 × 3 mm · □" && got != "ärm □□ 4 × 3 mm · \uFFFD" {
		t.Errorf("%q", got)
	}
	if p.width("□") == 0 {
		t.Error("what stands for a missing character is not seen")
	}
	for _, line := range wrapped(p, strings.Repeat("long ", 40)+strings.Repeat("x", 300), 200) {
		if p.width(line) > 200 {
			t.Errorf("%q is %d pixels wide", line, p.width(line))
		}
	}
}
