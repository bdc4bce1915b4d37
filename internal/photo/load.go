package photo

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// Limits bound what is taken in from one file.
type Limits struct {
	Bytes  int64 // of the file
	Pixels int64 // width times height, asked before anything is decoded
}

// Default takes any photo a phone makes: 64 MB and 100 megapixels.
var Default = Limits{Bytes: 64 << 20, Pixels: 100_000_000}

const notAPicture = "is not a picture in a format that spotlog knows"

// Load reads a file that a person named. It refuses, in a sentence that names the file, whatever
// is not a picture of at most limits.Bytes: a folder, a pipe or a device (which it never opens, so
// it never waits on one), an empty file, a file of no known format, one that cannot be read. An
// error of the file system stays reachable through errors.Is.
func Load(path string, limits Limits) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	if err := checkFile(path, info, limits); err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer file.Close()
	var data bytes.Buffer
	data.Grow(int(info.Size()) + bytes.MinRead)
	if _, err := io.CopyN(&data, file, sniffLength); err != nil && err != io.EOF {
		return nil, unreadable(path, err)
	}
	if _, ok := Sniff(data.Bytes()); !ok {
		return nil, fmt.Errorf("photo %q %s", path, notAPicture)
	}
	// One byte over the limit shows a file that has grown since it was asked for its size.
	if _, err := data.ReadFrom(io.LimitReader(file, limits.Bytes+1-int64(data.Len()))); err != nil {
		return nil, unreadable(path, err)
	}
	if err := checkSize(path, int64(data.Len()), limits); err != nil {
		return nil, err
	}
	return data.Bytes(), nil
}

func checkFile(path string, info fs.FileInfo, limits Limits) error {
	switch mode := info.Mode(); {
	case mode.IsDir():
		return fmt.Errorf("photo %q is a folder, not a picture", path)
	case !mode.IsRegular():
		return fmt.Errorf("photo %q is a pipe or a device, not a file", path)
	case info.Size() == 0:
		return fmt.Errorf("photo %q is empty", path)
	}
	return checkSize(path, info.Size(), limits)
}

func checkSize(path string, size int64, limits Limits) error {
	if size > limits.Bytes {
		return fmt.Errorf("photo %q holds %.1f MB, over the limit of %.4g MB", path, megabytes(size), megabytes(limits.Bytes))
	}
	return nil
}

func megabytes(n int64) float64 { return float64(n) / (1 << 20) }

// unreadable drops the operation and the path that os puts before the cause.
func unreadable(path string, err error) error {
	if cause := (*fs.PathError)(nil); errors.As(err, &cause) {
		err = cause.Err
	}
	return fmt.Errorf("photo %q cannot be read: %w", path, err)
}
