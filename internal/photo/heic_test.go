package photo

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// The tests call this test binary as the program that decodes a photo in a process of its own, and
// as programs that misbehave.
func TestMain(m *testing.M) {
	programs := map[string]func() error{
		"decode": func() error { return DecodeChild(os.Args[2:], os.Stdin, os.Stdout) },
		"hang":   func() error { select {} },
		"babble": func() error {
			for {
				if _, err := os.Stdout.Write(make([]byte, 1<<20)); err != nil {
					return err
				}
			}
		},
		"devour": func() error {
			bound()
			for kept := [][]byte{}; ; kept = append(kept, make([]byte, 1<<30)) {
				_ = kept
			}
		},
	}
	if len(os.Args) >= 2 && programs[os.Args[1]] != nil {
		if err := programs[os.Args[1]](); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// withChild has HEICs decoded by this binary, and by no program of the machine.
func withChild(t testing.TB, program string) {
	t.Helper()
	before := Child
	t.Cleanup(func() { Child = before })
	t.Setenv("PATH", t.TempDir())
	Child = nil
	if program != "" {
		Child = []string{itself(t), program}
	}
}

func itself(t testing.TB) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// turnedBy writes a turn over the first pixi box, which nothing needs, of a file by heif-enc: the
// container then asks for that turn of its primary picture.
func turnedBy(heic []byte, kind string, value byte) []byte {
	out := bytes.Clone(heic)
	at := bytes.Index(out, []byte("pixi"))
	copy(out[at:], kind)
	out[at+4] = value
	return out
}

// The container turns against the clock and mirrors; each turn is one of the EXIF orientations.
var containerTurns = []struct {
	kind        string
	value       byte
	orientation int
}{
	{"irot", 0, 1}, {"irot", 1, 8}, {"irot", 2, 3}, {"irot", 3, 6}, {"imir", 0, 4}, {"imir", 1, 2},
}

// turnedTwice writes two turns over the pixi boxes of a file by heif-enc that holds a preview, which
// then has no turn of its own: both are the primary picture's.
func turnedTwice(t *testing.T, heic []byte, first, second string, firstValue, secondValue byte) []byte {
	t.Helper()
	out := turnedBy(turnedBy(heic, first, firstValue), second, secondValue)
	each, both := "\x00\x01\x03\x81\x02\x83\x00\x02\x03\x84\x05\x86", "\x00\x01\x04\x81\x02\x83\x86\x00\x02\x02\x84\x05"
	if bytes.Count(out, []byte(each)) != 1 {
		t.Fatal("the properties of the two pictures are not where they were")
	}
	return bytes.Replace(out, []byte(each), []byte(both), 1)
}

// Orientations 5 and 7 take a turn and a mirror, in the order in which the container lists them.
func TestHEICIsTurnedAndMirrored(t *testing.T) {
	withChild(t, "decode")
	for _, c := range []struct {
		first, second           string
		firstValue, secondValue byte
		orientation             int
	}{
		{"imir", "irot", 1, 1, 5}, {"irot", "imir", 3, 1, 5}, {"imir", "irot", 0, 1, 7}, {"irot", "imir", 1, 1, 7},
	} {
		for name, want := range map[string]image.Image{"preview.heic": scene(300, 200), "small.heic": scene(360, 240)} {
			facts := mustRead(t, turnedTwice(t, fixture(t, name), c.first, c.second, c.firstValue, c.secondValue))
			if off := difference(stored(thumbnailOf(t, facts), c.orientation), want); off > 5 {
				t.Errorf("%s, %s %d and %s %d: the thumbnail differs by %.1f levels", name, c.first, c.firstValue, c.second, c.secondValue, off)
			}
			if facts.Width >= facts.Height {
				t.Errorf("%s: %d × %d", name, facts.Width, facts.Height)
			}
		}
	}
}

// Of the preview the turn is ours, of the whole picture it is libheif's: they have to agree.
func TestHEICIsTurnedAsItsContainerSays(t *testing.T) {
	withChild(t, "decode")
	for _, file := range []struct {
		name          string
		width, height int // of the thumbnail before the turn
	}{{"preview.heic", 300, 200}, {"plain.heic", 360, 240}, {"small.heic", 360, 240}} {
		for _, turn := range containerTurns {
			name := fmt.Sprintf("%s, %s %d", file.name, turn.kind, turn.value)
			facts := mustRead(t, turnedBy(fixture(t, file.name), turn.kind, turn.value))
			thumb := thumbnailOf(t, facts)
			if off := difference(stored(thumb, turn.orientation), scene(file.width, file.height)); off > 5 {
				t.Errorf("%s: the thumbnail of %v differs by %.1f levels", name, thumb.Bounds().Size(), off)
			}
			if wide := facts.Width > facts.Height; wide != (turn.orientation < 5) || facts.Orientation != 1 {
				t.Errorf("%s: %d × %d in orientation %d", name, facts.Width, facts.Height, facts.Orientation)
			}
		}
	}
}

// The camera of exif.heic lay on its side and said so in EXIF alone.
func TestHEICWithoutATurnGoesByEXIF(t *testing.T) {
	withChild(t, "decode")
	heic := fixture(t, "exif.heic")
	facts := mustRead(t, heic)
	if facts.Width != 360 || facts.Height != 240 || facts.Orientation != 6 || facts.Taken != "2026-11-01T08:58:12" {
		t.Errorf("%+v", facts)
	}
	want := scene(360, 240)
	if off := difference(thumbnailOf(t, facts), want); off > 5 {
		t.Errorf("the thumbnail differs by %.1f levels", off)
	}
	if off := difference(decoded(t, mustClean(t, heic)), want); off > 5 {
		t.Errorf("the clean picture differs by %.1f levels", off)
	}
	// A turn by nothing is a turn: it says that the picture is stored upright, whatever EXIF says.
	facts = mustRead(t, turnedBy(heic, "irot", 0))
	if off := difference(thumbnailOf(t, facts), stored(want, 6)); off > 5 || facts.Width != 240 {
		t.Errorf("%d wide, the thumbnail differs by %.1f levels", facts.Width, off)
	}
}

func TestHEICInFull(t *testing.T) {
	withChild(t, "decode")
	heic := turnedBy(fixture(t, "preview.heic"), "irot", 3)
	want := upright(flat(scene(720, 480), image.Rect(0, 0, 720, 480)), 6)
	if off := difference(decoded(t, mustClean(t, heic)), want); off > 5 {
		t.Errorf("the clean picture differs by %.1f levels", off)
	}
	region := image.Rect(60, 100, 200, 300)
	part, err := cropOf(heic, image.Pt(480, 720), region, 0, Default)
	if err != nil {
		t.Fatal(err)
	}
	if off := difference(part, flat(want, region)); off > 5 {
		t.Errorf("the crop differs by %.1f levels", off)
	}
}

func TestHEICThatNothingDecodes(t *testing.T) {
	withChild(t, "")
	warning := "the HEIC photo cannot be decoded here (install libheif's heif-dec or heif-convert, then: spotlog photo rebuild)"
	facts := mustRead(t, fixture(t, "plain.heic"))
	if facts.Warning != warning+keptWithoutPicture || facts.Width != 360 || facts.Height != 240 {
		t.Errorf("%+v", facts)
	}
	if _, err := Clean(fixture(t, "preview.heic"), Default); err == nil || err.Error() != warning {
		t.Errorf("Clean: %v", err)
	}
	// A small preview is better than nothing, and said to be one.
	if facts := mustRead(t, fixture(t, "small.heic")); facts.ThumbWidth != 120 || facts.ThumbHeight != 80 || facts.Warning != warning+onlyPreview {
		t.Errorf("%+v", facts)
	}
}

// Of a file that ends before its picture does the preview may be whole: it is shown, and said to be
// all that there is.
func TestAHEICCutShort(t *testing.T) {
	withChild(t, "decode")
	// An item of the file begins ten bytes before the end.
	behind := func(name, at string, item byte) []byte {
		heic := fixture(t, name)
		place := string([]byte{0, item, 0, 0, 0, 0}) + at + "\x00\x01"
		moved := binary.BigEndian.AppendUint32([]byte{0, item, 0, 0}, uint32(len(heic)-10))
		if bytes.Count(heic, []byte(place)) != 1 {
			t.Fatalf("the picture of %s is not where it was", name)
		}
		return bytes.Replace(heic, []byte(place), append(moved, 0, 1), 1)
	}
	plain := fixture(t, "plain.heic")
	for _, c := range []struct {
		what  string
		heic  []byte
		width int // of the thumbnail
		says  string
	}{
		{"a large preview", behind("preview.heic", "\x02\x57", 1), 300, onlyPreview},
		{"a small preview", behind("small.heic", "\x02\x55", 1), 120, onlyPreview},
		{"all but a small preview", behind("small.heic", "\x0c\xb8", 2), 360, whatThereIs},
		{"no preview", plain[:len(plain)-100], 0, keptWithoutPicture},
	} {
		if facts := mustRead(t, c.heic); facts.ThumbWidth != c.width || facts.Warning != "the photo is damaged or cut short"+c.says {
			t.Errorf("%s: %d pixels, %q", c.what, facts.ThumbWidth, facts.Warning)
		}
	}
}

// Where the container does not say how large the picture is, the picture does.
func TestAHEICWithoutItsSize(t *testing.T) {
	withChild(t, "")
	heic := bytes.Replace(fixture(t, "plain.heic"), []byte("ispe"), []byte("free"), 1)
	if facts := mustRead(t, heic); facts.Width != 0 || facts.Warning == "" {
		t.Errorf("%+v", facts)
	}
	converter(t, "heif-dec", 3, 4, asJPEG(t, scene(360, 240)))
	if facts := mustRead(t, heic); facts.Width != 360 || facts.Height != 240 || facts.Warning != "" {
		t.Errorf("%+v", facts)
	}
}

func TestHEICOverALimit(t *testing.T) {
	withChild(t, "decode")
	facts, err := Read(fixture(t, "plain.heic"), Limits{Bytes: 1 << 20, Pixels: 360*240 - 1})
	if err != nil || !strings.HasPrefix(facts.Warning, "the photo is 360 × 240 pixels, over the limit of 0.0864 megapixels") {
		t.Errorf("%v, %q", err, facts.Warning)
	}
}

// converter puts a program of that name on PATH, and nothing else. It writes a picture to one of its
// arguments, and what it was asked to the file asked in the folder: its arguments, which photo and
// folder they name, and what others may do with both.
func converter(t *testing.T, name string, in, out int, picture []byte) (dir string) {
	t.Helper()
	dir = t.TempDir()
	write(t, filepath.Join(dir, "picture.jpg"), picture)
	script := fmt.Sprintf("#!/bin/sh\n/bin/cp %[1]q/picture.jpg \"$%[3]d\"\n(echo \"$@\"; /bin/ls -ld \"${%[2]d%%/*}\" \"$%[2]d\") > %[1]q/asked\n", dir, in, out)
	if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
	before := NewWorkplace
	t.Cleanup(func() { NewWorkplace = before })
	NewWorkplace = func() (Workplace, error) {
		folder, err := os.MkdirTemp(dir, "work-") // 0700
		return Workplace{Folder: folder, Remove: func() { os.RemoveAll(folder) }}, err
	}
	return dir
}

// Each is called as its own manual has it: heif-dec(1), heif-convert(1), and sips(1) of macOS.
func TestAConverterOfTheMachineIsAsked(t *testing.T) {
	withChild(t, "")
	for _, c := range []struct {
		name    string
		in, out int
		asked   string
	}{
		{"heif-dec", 3, 4, "-q 95 /photo.heic /photo.jpg"},
		{"heif-convert", 3, 4, "-q 95 /photo.heic /photo.jpg"},
		{"sips", 4, 6, "-s format jpeg /photo.heic --out /photo.jpg"},
	} {
		dir := converter(t, c.name, c.in, c.out, withSegments(asJPEG(t, scene(360, 240)), exifSegment(exif{orientation: 6}.tiff())))
		// What it says in EXIF is of the original: its picture is upright.
		if off := difference(thumbnailOf(t, mustRead(t, fixture(t, "plain.heic"))), scene(360, 240)); off > 5 {
			t.Errorf("%s: the thumbnail differs by %.1f levels", c.name, off)
		}
		asked, err := os.ReadFile(filepath.Join(dir, "asked"))
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(asked), "\n")
		private := regexp.MustCompile(regexp.QuoteMeta(dir) + `/work-[0-9]+`)
		if got := private.ReplaceAllString(lines[0], ""); got != c.asked {
			t.Errorf("%s was asked %q, want %q", c.name, got, c.asked)
		}
		if !strings.HasPrefix(lines[1], "drwx------") || !strings.HasPrefix(lines[2], "-rw-------") {
			t.Errorf("%s was given\n%s", c.name, asked)
		}
		if left, _ := filepath.Glob(filepath.Join(dir, "work-*")); len(left) > 0 {
			t.Errorf("%s: left behind: %v", c.name, left)
		}
	}
}

// Whatever the other process does, this one goes on.
func TestAChildThatMisbehaves(t *testing.T) {
	for _, c := range []struct {
		program string
		limit   time.Duration
	}{{"hang", 50 * time.Millisecond}, {"babble", wholeTime}, {"devour", wholeTime}} {
		if out, err := answerOf(exec.Command(itself(t), c.program), []byte("a photo"), c.limit); err == nil || len(out) > maxAnswer {
			t.Errorf("%s: %d bytes, %v", c.program, len(out), err)
		}
	}
	withChild(t, "devour")
	if facts := mustRead(t, fixture(t, "plain.heic")); facts.Thumbnail != nil || facts.Warning == "" {
		t.Errorf("%+v", facts)
	}
}

func TestDecodeChildRefuses(t *testing.T) {
	plain := fixture(t, "plain.heic")
	for what, data := range map[string][]byte{
		"nothing": nil, "a letter": []byte("left arm, itches"), "a JPEG": asJPEG(t, scene(8, 8)),
		"half a HEIC": plain[:len(plain)/8], "a HEIC without its picture": plain[:360],
	} {
		cmd := exec.Command(itself(t), "decode")
		if out, err := answerOf(cmd, data, wholeTime); err == nil {
			t.Errorf("%s became %d bytes", what, len(out))
		}
	}
}

// The finder of previews takes any bytes: it never panics, and what it points at stays a file of
// the same length.
func FuzzHEICPreview(f *testing.F) {
	for _, name := range []string{"plain.heic", "preview.heic", "small.heic", "exif.heic"} {
		f.Add(fixture(f, name)[:700])
	}
	f.Add(turnedBy(fixture(f, "preview.heic"), "imir", 1)[:700])
	f.Add(fixture(f, "grid.heic")[:1200])
	f.Fuzz(func(t *testing.T, data []byte) {
		c, ok := readContainer(data)
		if !ok {
			return
		}
		if c.end > 0 && !bytes.Contains(data, []byte("iloc")) {
			t.Fatalf("pictures that end at %d, which nothing says", c.end)
		}
		c.uprightSize()
		turn(image.NewNRGBA(image.Rect(0, 0, 3, 2)), c.turns(c.primary))
		if g, ok := c.grid(); ok && len(c.withTile(data, g.tiles[len(g.tiles)-1])) != len(data) {
			t.Fatal("a tile that made the file longer")
		}
		item, side := c.largestPreview(previewSide)
		if side < 0 || side > previewSide {
			t.Fatalf("a preview of %d pixels", side)
		}
		if side == 0 {
			return
		}
		patched := c.withPrimary(data, item)
		again, ok := readContainer(patched)
		if !ok || len(patched) != len(data) || again.primary != item {
			t.Fatalf("item %d of %d bytes, %v; want item %d of %d", again.primary, len(patched), ok, item, len(data))
		}
	})
}

func BenchmarkHEICPreview(b *testing.B) {
	data := fixture(b, "preview.heic")
	c, _ := readContainer(data)
	item, _ := c.largestPreview(previewSide)
	for b.Loop() {
		if _, err := c.shrunkPreview(data, item); err != nil {
			b.Fatal(err)
		}
	}
}
