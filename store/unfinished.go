package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"syscall"
)

// unfinishedName begins the name of every folder in which spotlog prepares what is to lie beside it.
const unfinishedName = ".spotlog-unfinished-"

// ofUnfinished is such a name; the digits are MkdirTemp's.
var ofUnfinished = regexp.MustCompile("^" + regexp.QuoteMeta(unfinishedName) + "[0-9]+$")

// An Unfinished is a folder (mode 0700) for what a command is not done with. Whoever works in it holds a
// lock on it, which ends with the last process that has it, however that ends: what can be locked is
// abandoned. The lock is on the folder and not on a file in it, since closing any descriptor of a file
// ends SQLite's locks on that.
type Unfinished struct {
	Folder string
	Lock   *os.File // for a program that is to work in the folder too; nil where the file system has none
}

// NewUnfinished makes such a folder in dir, where its content can be renamed from.
func NewUnfinished(dir string) (*Unfinished, error) {
	for {
		folder, err := os.MkdirTemp(dir, unfinishedName+"*") // 0700
		if err != nil {
			return nil, err
		}
		os.Chmod(folder, 0o700) // whatever the umask; where that matters and fails, it cannot be locked
		lock, err := lockFolder(folder)
		var unreached *fs.PathError
		switch {
		case errors.Is(err, syscall.EWOULDBLOCK), errors.Is(err, fs.ErrNotExist):
			// Another took it for abandoned in the moment before it was locked.
		case errors.As(err, &unreached):
			os.Remove(folder)
			return nil, err
		default: // a file system without locks on folders has them for nobody, and nothing is removed there
			return &Unfinished{folder, lock}, nil
		}
	}
}

// File gives the path of a file in the folder.
func (u *Unfinished) File(name string) string { return filepath.Join(u.Folder, name) }

// Remove removes the folder with all that is left in it.
func (u *Unfinished) Remove() {
	os.RemoveAll(u.Folder) // what stays is abandoned, and goes with the next command
	u.Lock.Close()
}

// RemoveAbandoned removes the unfinished folders in dir that no living process works in: what killed
// commands left. What cannot be removed waits for the next command.
func RemoveAbandoned(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if !e.IsDir() || !ofUnfinished.MatchString(e.Name()) {
			continue
		}
		u := &Unfinished{Folder: filepath.Join(dir, e.Name())}
		if u.Lock, err = lockFolder(u.Folder); err == nil {
			u.Remove()
		}
	}
}

// lockFolder locks a folder that is still there once it is locked.
func lockFolder(folder string) (*os.File, error) {
	lock, err := os.OpenFile(folder, os.O_RDONLY|syscall.O_DIRECTORY|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return nil, err
	}
	if err = syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err == nil {
		_, err = os.Stat(folder)
	}
	if err != nil {
		lock.Close()
		return nil, err
	}
	return lock, nil
}
