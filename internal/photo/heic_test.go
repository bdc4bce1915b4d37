package photo

import (
	"bytes"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The tests call this test binary as the program that decodes a photo in a process of its own, and
// as programs that misbehave.
func TestMain(m *testing.M) {
	programs := map[string]func() error{
		"decode": func() error { return DecodeChild(os.Stdin, os.Stdout) },
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
	if len(os.Args) == 2 && programs[os.Args[1]] != nil {
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
	// A small preview is better than nothing.
	if thumb := thumbnailOf(t, mustRead(t, fixture(t, "small.heic"))); thumb.Bounds().Size() != image.Pt(120, 80) {
		t.Errorf("a thumbnail of %v", thumb.Bounds())
	}
}

func TestHEICOverALimit(t *testing.T) {
	withChild(t, "decode")
	facts, err := Read(fixture(t, "plain.heic"), Limits{Bytes: 1 << 20, Pixels: 360*240 - 1})
	if err != nil || !strings.HasPrefix(facts.Warning, "the photo is 360 × 240 pixels, over the limit of 0.0864 megapixels") {
		t.Errorf("%v, %q", err, facts.Warning)
	}
}

func TestAConverterOfTheMachineIsAsked(t *testing.T) {
	withChild(t, "")
	dir := t.TempDir()
	write(t, filepath.Join(dir, "picture.jpg"), withSegments(asJPEG(t, scene(360, 240)), exifSegment(exif{orientation: 6}.tiff())))
	script := fmt.Sprintf("#!/bin/sh\n/bin/cp %q/picture.jpg \"$4\"\n/bin/ls -ld \"${3%%/*}\" \"$3\" > %q/modes\n", dir, dir)
	program := filepath.Join(dir, "heif-convert")
	if err := os.WriteFile(program, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
	t.Setenv("TMPDIR", t.TempDir())
	// What it says in EXIF is of the original: its picture is upright.
	if off := difference(thumbnailOf(t, mustRead(t, fixture(t, "plain.heic"))), scene(360, 240)); off > 5 {
		t.Errorf("the thumbnail differs by %.1f levels", off)
	}
	modes, err := os.ReadFile(filepath.Join(dir, "modes"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(modes), "\n")
	if !strings.HasPrefix(lines[0], "drwx------") || !strings.HasPrefix(lines[1], "-rw-------") {
		t.Errorf("the converter was given\n%s", modes)
	}
	if left, _ := filepath.Glob(filepath.Join(os.Getenv("TMPDIR"), "*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
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
	f.Fuzz(func(t *testing.T, data []byte) {
		c, ok := readContainer(data)
		if !ok {
			return
		}
		c.uprightSize()
		turn(image.NewNRGBA(image.Rect(0, 0, 3, 2)), c.turns(c.primary))
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
