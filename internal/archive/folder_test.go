package archive

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"spotlog/internal/photo"
	"spotlog/store"
)

func TestSpotOf(t *testing.T) {
	spots := []string{"left-forearm-1", "left-forearm", "left-forearm-10", "nose", "größe-1"}
	for path, want := range map[string]string{
		"left-forearm-1/IMG_1.jpg":           "left-forearm-1",
		"DCIM/left-forearm-1/more/IMG_1.jpg": "left-forearm-1",
		"Left Forearm 1/IMG_1.jpg":           "left-forearm-1",
		"left-forearm-1_2.jpg":               "left-forearm-1",
		"left-forearm-1 after shower.jpg":    "left-forearm-1",
		"left-forearm-1.jpg":                 "left-forearm-1",
		"Left_Forearm_1 (2).JPG":             "left-forearm-1",
		"left-forearm-10.jpg":                "left-forearm-10",
		"left-forearm-11.jpg":                "left-forearm",
		"left-forearm-2.jpg":                 "left-forearm",
		"nose/left-forearm-1_2.jpg":          "left-forearm-1", // its own name is nearer than its folder's
		"nose/left-forearm/IMG_1.jpg":        "left-forearm",
		"gro\u0308\u00dfe-1/a.jpg":           "größe-1", // as macOS writes names
		"nosey.jpg":                          "",
		"my nose.jpg":                        "",
		"IMG_1.jpg":                          "",
		"DCIM/IMG_1.jpg":                     "",
		"/IMG_1.jpg":                         "",
	} {
		if got := SpotOf(path, spots); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

func writeAll(t *testing.T, dir string, files map[string]string) *os.Root {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return root
}

// What a file is its first bytes tell; nothing that is a link or a pipe is opened.
func TestListFolder(t *testing.T) {
	dir := t.TempDir()
	root := writeAll(t, filepath.Join(dir, "in"), map[string]string{
		"b.dat": dot(1), "a/1.HEIC": dot(2), "a/words.jpg": "words", "a/empty.jpg": "", "m.MOV": dot(3), "x.aae": "", "y.XMP": "",
		".trashed/1.jpg": dot(4), "a/._1.jpg": dot(5), "z/Takeout.json": "{}",
	})
	if err := os.WriteFile(filepath.Join(dir, "outside.jpg"), []byte(dot(6)), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, to := range map[string]string{"link.jpg": "../outside.jpg", "inner.jpg": "b.dat", "up": ".."} {
		if err := os.Symlink(to, filepath.Join(dir, "in", name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "in", "pipe.jpg"), 0o600); err != nil {
		t.Fatal(err)
	}
	files, err := ListFolder(root)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range files {
		got = append(got, f.Path+" "+string(f.Kind))
	}
	want := []string{".trashed hidden", "a/._1.jpg hidden", "a/1.HEIC photo", "a/empty.jpg other", "a/words.jpg other", "b.dat photo", "inner.jpg link",
		"link.jpg link", "m.MOV video", "pipe.jpg other", "up link", "x.aae sidecar", "y.XMP sidecar", "z/Takeout.json sidecar"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// However many workers read, photos come in the order of their paths; one that is over the limit
// or has gone costs nothing but itself.
func TestFolderReaderKeepsTheOrder(t *testing.T) {
	files := map[string]string{}
	for i := range 40 {
		files[fmt.Sprintf("%02d.jpg", i)] = dot(byte(i))
	}
	files["20.jpg"] = dot(20) + string(make([]byte, 5000))
	dir := t.TempDir()
	root := writeAll(t, dir, files)
	list, err := ListFolder(root)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "21.jpg")); err != nil {
		t.Fatal(err)
	}
	reader := &FolderReader{Root: root, Limits: photo.Limits{Bytes: 4000, Pixels: 1e6}}
	i := 0
	for p := range reader.Read(context.Background(), list) {
		if name := fmt.Sprintf("%02d.jpg", i); p.File.Path != name {
			t.Fatalf("%s came at the place of %s", p.File.Path, name)
		}
		if (p.Err != nil) != (i == 20 || i == 21) {
			t.Errorf("%s: %v", p.File.Path, p.Err)
		}
		i++
	}
	if i != 40 {
		t.Errorf("%d photos came", i)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	for range reader.Read(ctx, list) {
		n++
		cancel()
	}
	if n > 5 { // one given out, and at most as many as wait in order
		t.Errorf("%d photos came after the end was asked for", n)
	}
}

// A look is near what seems its copy, and never another exposure of the same clock.
func TestNear(t *testing.T) {
	exif := func(day string) store.Photo { return store.Photo{Taken: date(day), TakenFrom: store.FromExif} }
	named := store.Photo{Taken: date("2026-11-01"), TakenFrom: store.FromFileName}
	for _, c := range []struct {
		a, b look
		want bool
	}{
		{look{exif("2026-10-01T10:00:00"), 0b1111}, look{named, 0}, true},
		{look{exif("2026-10-01T10:00:00"), 0b11111}, look{exif("2026-10-01T10:00:00"), 0}, true},
		{look{exif("2026-10-01T10:00:00"), 0b111111}, look{named, 0}, false},
		{look{exif("2026-10-01T10:00:00"), 0}, look{exif("2026-11-01T10:00:00"), 0}, false},
	} {
		if got := c.a.near(c.b); got != c.want {
			t.Errorf("%+v, %+v: %v", c.a, c.b, got)
		}
	}
}
