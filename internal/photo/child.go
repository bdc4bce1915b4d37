package photo

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"

	"spotlog/internal/photo/libheif"
)

// Child is the command that decodes a HEIC in full: a program and its arguments, which has to call
// DecodeChild. Where it is empty none is started. Set it once, before the first photo.
var Child []string

// A Workplace is a folder that no other person can read, for a program that works on a copy of a photo.
type Workplace struct {
	Folder string
	Lock   *os.File // for that program to hold as long as it lives; nil where there is none
	Remove func()
}

// NewWorkplace makes one for a converter. Where it is nil none is asked. Set it once, before the first photo.
var NewWorkplace func() (Workplace, error)

// The bounds of what decodes a HEIC in full: how long it may take, the memory of libheif and of the
// process around it, and how long an answer may be, in bytes.
const (
	wholeTime     = 20 * time.Second
	wholeMemory   = 1 << 30
	tileMemory    = 128 << 20 // set aside for each of the tiles, one after the other
	processMemory = 4 << 30   // of addresses; Go sets far more of them aside than it uses
	maxAnswer     = 96 << 20
)

// wholeQuality is of the JPEG in which a decoded HEIC is passed on, 1 to 100.
const wholeQuality = 95

// DecodeChild is what the Child does: it reads a HEIC from in and writes it to out as a JPEG. The
// picture is upright, unless the arguments ask for the tiles from a column and a row to others: these
// are given as they are stored. It bounds the memory and the time of the whole process, and is of no
// use to another one.
func DecodeChild(arguments []string, in io.Reader, out io.Writer) error {
	signal.Reset() // an interrupt has to end it at once, whatever the decoder is at
	bound()
	data, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	picture, err := decodeAsked(arguments, data)
	if err != nil {
		return err
	}
	return jpeg.Encode(out, picture, &jpeg.Options{Quality: wholeQuality})
}

// decodeAsked decodes the tiles that the arguments ask for, or the whole picture.
func decodeAsked(arguments []string, data []byte) (image.Image, error) {
	cells, parts := cellsAsked(arguments)
	memory := int64(wholeMemory)
	if parts {
		memory = tileMemory
	}
	decoder, err := libheif.New(memory, true)
	if err != nil {
		return nil, err
	}
	if parts {
		return decodeCells(decoder, data, cells)
	}
	return decoder.Decode(context.Background(), data, maxSide*maxSide)
}

// cellsAsked reads the arguments that byChild was given; false where there are none.
func cellsAsked(arguments []string) (image.Rectangle, bool) {
	var at [4]int
	if len(arguments) != len(at) {
		return image.Rectangle{}, false
	}
	for i, typed := range arguments {
		at[i], _ = strconv.Atoi(typed)
	}
	return image.Rect(at[0], at[1], at[2], at[3]), true
}

// bound limits the memory and the time of this process for good.
func bound() {
	for resource, most := range map[int]uint64{syscall.RLIMIT_AS: processMemory, syscall.RLIMIT_CPU: 2 * uint64(wholeTime/time.Second)} {
		// Not every system knows every limit; the parent keeps the time as well.
		_ = syscall.Setrlimit(resource, &syscall.Rlimit{Cur: most, Max: most})
	}
}

// byChild asks the Child for the picture, or for what the arguments say of it.
func byChild(data []byte, arguments ...string) ([]byte, error) {
	if len(Child) == 0 {
		return nil, libheif.ErrDecode
	}
	return answerOf(exec.Command(Child[0], slices.Concat(Child[1:], arguments)...), data, wholeTime)
}

// answerOf runs a command for as long as it may take and gives what it writes.
func answerOf(cmd *exec.Cmd, in []byte, limit time.Duration) ([]byte, error) {
	out := &bounded{room: maxAnswer}
	cmd.Env, cmd.Stdin, cmd.Stdout = []string{}, bytes.NewReader(in), out
	cmd.WaitDelay = time.Second
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	timer := time.AfterFunc(limit, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	err := cmd.Wait()
	return out.held.Bytes(), err
}

// bounded is a buffer that refuses to grow past its room, in bytes.
type bounded struct {
	held bytes.Buffer
	room int
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.held.Len()+len(p) > b.room {
		return 0, errors.New("the answer is too long")
	}
	return b.held.Write(p)
}

// converters are the programs that may stand on a machine and turn a HEIC into an upright JPEG.
// ImageMagick is not among them, since some of what it calls can reach the network.
var converters = []struct {
	name      string
	arguments func(in, out string) []string
}{
	{"heif-dec", func(in, out string) []string { return []string{"-q", "95", in, out} }},
	{"heif-convert", func(in, out string) []string { return []string{"-q", "95", in, out} }},
	{"sips", func(in, out string) []string { return []string{"-s", "format", "jpeg", in, "--out", out} }},
}

// byConverter asks the first converter found. It gets a copy in a workplace, which is removed when it
// is done.
func byConverter(data []byte) ([]byte, error) {
	if NewWorkplace == nil {
		return nil, libheif.ErrDecode
	}
	for _, c := range converters {
		program, err := exec.LookPath(c.name)
		if err != nil {
			continue
		}
		workplace, err := NewWorkplace()
		if err != nil {
			return nil, err
		}
		defer workplace.Remove()
		in, out := filepath.Join(workplace.Folder, "photo.heic"), filepath.Join(workplace.Folder, "photo.jpg")
		if err := os.WriteFile(in, data, 0o600); err != nil {
			return nil, err
		}
		cmd := exec.Command(program, c.arguments(in, out)...)
		cmd.ExtraFiles = []*os.File{workplace.Lock} // it may outlive this process
		if _, err := answerOf(cmd, nil, wholeTime); err != nil {
			return nil, err
		}
		return converted(out)
	}
	return nil, exec.ErrNotFound
}

// converted reads what a converter wrote, without what it took over of the camera's words: the
// picture is upright, whatever they say. Of a file with several pictures it numbers them.
func converted(out string) ([]byte, error) {
	stem := out[:len(out)-len(filepath.Ext(out))]
	for _, path := range []string{out, stem + "-1.jpg"} {
		if data, err := Load(path, Limits{Bytes: maxAnswer}); err == nil {
			return withoutMetadata(data), nil
		}
	}
	return nil, libheif.ErrDecode
}
