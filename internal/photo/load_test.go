package photo

import (
	"bytes"
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestLoadGivesTheBytesAsTheyAre(t *testing.T) {
	want := asJPEG(t, scene(40, 30))
	for _, name := range []string{"a.jpg", "left arm, 100% [1].JPG", "no-extension", "wrong.png"} {
		path := filepath.Join(t.TempDir(), name)
		write(t, path, want)
		got, err := Load(path, Limits{Bytes: int64(len(want)), Pixels: 1})
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
}

func TestLoadFollowsLinks(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.jpg"), asJPEG(t, scene(4, 4)))
	if err := os.Symlink("a.jpg", filepath.Join(dir, "link.jpg")); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(filepath.Join(dir, "link.jpg"), Default); err != nil {
		t.Error(err)
	}
}

func TestLoadRefuses(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	write(t, "empty.jpg", nil)
	write(t, "notes.jpg", []byte("Tuesday: looked at the left arm"))
	write(t, "long.jpg", append([]byte("\xff\xd8\xff"), make([]byte, 3<<20)...))
	if err := os.Mkdir("folder.jpg", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo("pipe.jpg", 0o600); err != nil {
		t.Fatal(err)
	}
	socket, err := net.Listen("unix", "socket.jpg")
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()

	for _, c := range []struct{ path, want string }{
		{"folder.jpg", `photo "folder.jpg" is a folder, not a picture`},
		{"pipe.jpg", `photo "pipe.jpg" is a pipe or a device, not a file`},
		{"socket.jpg", `photo "socket.jpg" is a pipe or a device, not a file`},
		{"/dev/zero", `photo "/dev/zero" is a pipe or a device, not a file`},
		{"empty.jpg", `photo "empty.jpg" is empty`},
		{"long.jpg", `photo "long.jpg" holds 3.0 MB, over the limit of 2 MB`},
		{"notes.jpg", `photo "notes.jpg" is not a picture in a format that spotlog knows`},
		{"gone.jpg", `photo "gone.jpg" cannot be read: no such file or directory`},
		{"empty.jpg/a.jpg", `photo "empty.jpg/a.jpg" cannot be read: not a directory`},
		{"line\nbreak.jpg", `photo "line\nbreak.jpg" cannot be read: no such file or directory`},
	} {
		data, err := Load(c.path, Limits{Bytes: 2 << 20, Pixels: 1})
		if err == nil || err.Error() != c.want || data != nil {
			t.Errorf("%s: %d bytes, %v; want %s", c.path, len(data), err, c.want)
		}
	}
}

func TestLoadKeepsTheCauseReachable(t *testing.T) {
	if _, err := Load(filepath.Join(t.TempDir(), "gone.jpg"), Default); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

func TestLoadOfALockedFile(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("nothing is locked for root")
	}
	path := filepath.Join(t.TempDir(), "locked.jpg")
	write(t, path, asJPEG(t, scene(4, 4)))
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(path, Default); err == nil || !strings.HasSuffix(err.Error(), "cannot be read: permission denied") {
		t.Error(err)
	}
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
