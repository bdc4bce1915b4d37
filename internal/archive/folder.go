package archive

import (
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"spotlog/internal/bodymap"
	"spotlog/internal/photo"
)

// A FolderFile is one file of a folder that photos are taken from.
type FolderFile struct {
	Path     string // below the folder, with slashes
	Kind     FileKind
	Modified time.Time
}

// A FileKind is what a file of such a folder is.
type FileKind string

// The kinds of file. A link is never followed: what it leads to is found by itself where it lies in
// the folder, and is none of ours where it does not.
const (
	FilePhoto   FileKind = "photo"
	FileVideo   FileKind = "video"
	FileSidecar FileKind = "sidecar" // what a phone or a program wrote about a photo
	FileLink    FileKind = "link"
	FileHidden  FileKind = "hidden" // its name, or its folder's, begins with a dot
	FileOther   FileKind = "other"
)

// byExtension are kinds that the name tells; of all else the first bytes tell whether it is a photo.
var byExtension = map[string]FileKind{
	".mov": FileVideo, ".mp4": FileVideo, ".m4v": FileVideo, ".3gp": FileVideo, ".avi": FileVideo, ".mkv": FileVideo, ".webm": FileVideo,
	".aae": FileSidecar, ".xmp": FileSidecar, ".json": FileSidecar, ".thm": FileSidecar,
}

// ListFolder lists the files of a folder and of those below it, in order of path. It follows no
// link and opens nothing but plain files; a folder that cannot be read is an error.
func ListFolder(root *os.Root) ([]FolderFile, error) {
	var files []FolderFile
	err := fs.WalkDir(root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		hidden := name != "." && strings.HasPrefix(entry.Name(), ".")
		if entry.IsDir() && !hidden {
			return nil
		}
		file := FolderFile{Path: name, Kind: FileHidden}
		if !hidden {
			if file, err = describeFile(root, name, entry); err != nil {
				return err
			}
		}
		files = append(files, file)
		if entry.IsDir() {
			return fs.SkipDir
		}
		return nil
	})
	return files, err
}

func describeFile(root *os.Root, name string, entry fs.DirEntry) (FolderFile, error) {
	file := FolderFile{Path: name, Kind: FileOther}
	switch {
	case entry.Type()&fs.ModeSymlink != 0:
		file.Kind = FileLink
		return file, nil
	case !entry.Type().IsRegular():
		return file, nil
	}
	info, err := entry.Info()
	if err != nil {
		return file, err
	}
	file.Modified = info.ModTime()
	kind, known := byExtension[strings.ToLower(path.Ext(name))]
	switch {
	case known:
		file.Kind = kind
	case looksLikePhoto(root, name):
		file.Kind = FilePhoto
	}
	return file, nil
}

// sniffLength is what photo.Sniff asks for.
const sniffLength = 512

// looksLikePhoto takes what cannot be read for a photo, so that reading it says why it cannot.
func looksLikePhoto(root *os.Root, name string) bool {
	file, err := root.Open(name)
	if err != nil {
		return true
	}
	defer file.Close()
	head := make([]byte, sniffLength)
	n, err := io.ReadFull(file, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return true
	}
	_, ok := photo.Sniff(head[:n])
	return ok
}

// SpotOf gives the spot, of some names, that a path tells, or "": the file's own name begins with
// the spot's (left-forearm-1_2.jpg, left-forearm-1 after shower.jpg), or a folder that it lies in is
// called so, the innermost first.
func SpotOf(name string, spots []string) string {
	own := bodymap.Slug(strings.TrimSuffix(path.Base(name), path.Ext(name)))
	found := ""
	for _, spot := range spots {
		if (own == spot || strings.HasPrefix(own, spot+"-")) && len(spot) > len(found) {
			found = spot
		}
	}
	for folder := path.Dir(name); found == "" && folder != "." && folder != "/"; folder = path.Dir(folder) {
		if slug := bodymap.Slug(path.Base(folder)); slices.Contains(spots, slug) {
			found = slug
		}
	}
	return found
}
