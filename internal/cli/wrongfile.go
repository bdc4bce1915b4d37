package cli

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"

	"spotlog/internal/archive"
	"spotlog/internal/photo"
	"spotlog/internal/report"
	"spotlog/store"
)

// headBytes is how much of a file is looked at to tell what it is.
const headBytes = 4096

// wrongFile refuses what is no text: a journal or a backup with the verb that takes it, all else as
// what takes says, with a hint. head is the beginning of the file.
func wrongFile(path string, head []byte, takes, hint string) error {
	plain, quoted := report.Plain(path), shellQuoted(path)
	utf16 := bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff"))
	switch {
	case store.IsJournal(head[:min(len(head), store.HeaderBytes)]):
		return refuse("spotlog --journal "+quoted+" export -o spotlog-export && spotlog import spotlog-export",
			"%s is a whole journal or a backup, which spotlog restore takes where there is no journal yet", plain)
	case bytes.HasPrefix(head, []byte(archive.AgeMagic)):
		return refuse("spotlog restore "+quoted, "%s is an encrypted backup, which restore takes where there is no journal yet", plain)
	case bytes.HasPrefix(head, []byte("%PDF-")) || bytes.IndexByte(head, 0) >= 0 && !utf16:
		return refuse(hint, "%s is %s", plain, takes)
	}
	return nil
}

// wrongDocument refuses a file that is no JSON, and names the verb that takes it. What cannot be read is
// left to who reads it.
func wrongDocument(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer file.Close()
	head, err := io.ReadAll(io.LimitReader(file, headBytes))
	if err != nil {
		return nil
	}
	if _, ok := photo.Sniff(head); ok {
		return refuse("spotlog photo add SPOT "+shellQuoted(path), "%s is a photo; import takes a folder of them", report.Plain(path))
	}
	if err := wrongFile(path, head, "no export and no CSV", "what import takes: spotlog help import"); err != nil {
		return err
	}
	if text := bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\ufeff"))); len(text) > 0 && text[0] == '#' {
		return refuse("spotlog log --from "+shellQuoted(path), "%s is no export; a sheet that is filled in goes to log", report.Plain(path))
	}
	return nil
}

// onlyJournal refuses a folder without a photo that holds a journal or a backup.
func (im *folderImport) onlyJournal(dir string, files []archive.FolderFile) error {
	var refused error
	for _, f := range files {
		if f.Kind == archive.FilePhoto {
			return nil
		}
		if head := im.headOf(f); refused == nil && (store.IsJournal(head) || bytes.HasPrefix(head, []byte(archive.AgeMagic))) {
			refused = wrongFile(filepath.Join(dir, filepath.FromSlash(f.Path)), head, "", "")
		}
	}
	return refused
}

// headOf reads as much of a plain file as a journal is known by.
func (im *folderImport) headOf(f archive.FolderFile) []byte {
	info, err := im.root.Lstat(f.Path)
	if err != nil || f.Kind != archive.FileOther || !info.Mode().IsRegular() {
		return nil
	}
	file, err := im.root.Open(f.Path)
	if err != nil {
		return nil
	}
	defer file.Close()
	head := make([]byte, store.HeaderBytes)
	if n, err := io.ReadFull(file, head); err == nil || errors.Is(err, io.ErrUnexpectedEOF) {
		return head[:n]
	}
	return nil
}
