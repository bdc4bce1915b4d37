package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// SQLite overwrites what it deletes, but where it has moved a record to another page before, a copy
// can stay in the unused part of the old one. And the rollback journal holds each changed page as it
// was: the photo itself. Both are overwritten here, while nobody else can write.

// rollbackJournal is the file beside a journal in which SQLite keeps the pages that it changes.
func rollbackJournal(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil { // SQLite follows links too
		path = real
	}
	return path + "-journal"
}

// finishPurge overwrites what a purge left that was killed. Only such a one, or a transaction that
// has to be rolled back, leaves a rollback journal; where its owner lives, it is left alone.
func finishPurge(path string, env Env) error {
	left := rollbackJournal(path)
	if info, err := os.Stat(left); err != nil || info.Size() == 0 {
		return nil
	}
	committed, err := startsWithZeros(left)
	if err != nil {
		return err
	}
	// In this mode SQLite rolls back as it must, but overwrites the head of the rollback journal
	// instead of deleting it.
	db := connectAs(path, env, "_txlock=exclusive&_locking_mode=EXCLUSIVE", impatient)
	defer db.Close()
	tx, err := db.sql.Begin()
	if err == nil {
		err = tx.Rollback() // the lock stays
	}
	if err == nil && committed {
		err = db.overwriteTraces()
	} else if err == nil {
		err = wipe(left)
	}
	if err = classify(err); errors.Is(err, ErrBusy) || errors.Is(err, ErrReadOnly) {
		return nil
	}
	return err
}

// startsWithZeros: SQLite has ended the transaction of a rollback journal that starts so.
func startsWithZeros(path string) (bool, error) {
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil // the rollback journal of another command, which has ended
	}
	if err != nil {
		return false, fileError(err)
	}
	defer file.Close()
	var head [8]byte
	n, err := file.Read(head[:])
	if err == io.EOF {
		return false, nil
	}
	return n > 0 && head == [8]byte{}, err
}

// overwriteTraces overwrites the unused parts of the journal's pages and then its rollback journal.
// The connection must hold the exclusive lock, and write nothing afterwards: its pages in memory
// are as they were. It is closed at the end, for closing any other handle of the file would end
// the lock.
func (db *DB) overwriteTraces() error {
	file, err := os.OpenFile(db.path, os.O_RDWR, 0)
	if err != nil {
		return fileError(err)
	}
	defer file.Close()
	defer db.Close()
	roots, err := db.roots()
	if err != nil {
		return err
	}
	if err := overwriteUnused(file, roots); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return fileError(err)
	}
	if err := wipeWordsCopies(db.path); err != nil {
		return err
	}
	return wipe(rollbackJournal(db.path)) // last: while it lies there, the work is not done
}

// wipeWordsCopies overwrites and deletes what changes of schema left beside the journal: it holds
// the words that were purged.
func wipeWordsCopies(path string) error {
	for schema := 1; schema < SchemaVersion; schema++ {
		if err := wipe(WordsCopy(path, schema)); err != nil {
			return err
		}
	}
	return nil
}

// roots gives the first page of every table and index.
func (db *DB) roots() ([]uint32, error) {
	rows, err := db.sql.Query("SELECT rootpage FROM sqlite_schema WHERE rootpage > 0")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	roots := []uint32{1}
	for rows.Next() {
		var page uint32
		if err := rows.Scan(&page); err != nil {
			return nil, err
		}
		roots = append(roots, page)
	}
	return roots, rows.Err()
}

// wipe overwrites a file that SQLite is done with, syncs it and deletes it.
func wipe(path string) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fileError(err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	zeros := make([]byte, 1<<20)
	for at := int64(0); at < info.Size(); at += int64(len(zeros)) {
		if _, err := file.WriteAt(zeros[:min(int64(len(zeros)), info.Size()-at)], at); err != nil {
			return fileError(err)
		}
	}
	if err := errors.Join(file.Sync(), os.Remove(path)); err != nil {
		return fileError(err)
	}
	return SyncFolder(filepath.Dir(path))
}

// overwriteUnused writes zeros over what no table and no index uses within its pages. The layout is
// that of https://sqlite.org/fileformat2.html, section 1.6; a page that does not fit it ends the
// walk with ErrDamaged, and is left alone.
func overwriteUnused(file *os.File, roots []uint32) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	header := make([]byte, HeaderBytes)
	if _, err := file.ReadAt(header, 0); err != nil {
		return err
	}
	size := pageBytes(header)
	content, seen := make([]byte, size), map[uint32]bool{}
	for queue := roots; len(queue) > 0; queue = queue[1:] {
		number := queue[0]
		if number == 0 || int64(number)*size > info.Size() || seen[number] {
			return fmt.Errorf("%w: page %d is not where it should be", ErrDamaged, number)
		}
		seen[number] = true
		offset := int64(number-1) * size
		if _, err := file.ReadAt(content, offset); err != nil {
			return err
		}
		p := treePage{content: content, head: 0}
		if number == 1 {
			p.head = 100 // behind the header of the file
		}
		unused, err := p.unused()
		if err != nil {
			return fmt.Errorf("%w: page %d: %w", ErrDamaged, number, err)
		}
		queue = append(queue, p.children()...)
		for _, u := range unused {
			if err := overwrite(file, content, offset, u); err != nil {
				return fileError(err)
			}
		}
	}
	return nil
}

// overwrite writes zeros over a part of a page where it holds anything else.
func overwrite(file *os.File, content []byte, offset int64, part [2]int) error {
	for i := part[0]; i < part[1]; i++ {
		if content[i] != 0 {
			_, err := file.WriteAt(make([]byte, part[1]-part[0]), offset+int64(part[0]))
			return err
		}
	}
	return nil
}

// A treePage is a page of a table or an index.
type treePage struct {
	content []byte
	head    int // where its header begins
}

func (p treePage) u16(at int) int { return int(binary.BigEndian.Uint16(p.content[at:])) }

// interior: the page points to others.
func (p treePage) interior() bool { return p.content[p.head] == 2 || p.content[p.head] == 5 }

// pointers is where the list of the page's cells begins.
func (p treePage) pointers() int {
	if p.interior() {
		return p.head + 12
	}
	return p.head + 8
}

func (p treePage) cells() int { return p.u16(p.head + 3) }

var errPageLayout = errors.New("its layout is not SQLite's")

// unused gives the parts [from, to) of the page that hold nothing: between the list of its cells
// and the first of them, and the free blocks among them without their own four bytes.
func (p treePage) unused() (parts [][2]int, err error) {
	switch p.content[p.head] {
	case 2, 5, 10, 13:
	default:
		return nil, errPageLayout
	}
	first := p.u16(p.head + 5)
	if first == 0 {
		first = 1 << 16
	}
	list := p.pointers() + 2*p.cells()
	if list > first || first > len(p.content) {
		return nil, errPageLayout
	}
	parts = append(parts, [2]int{list, first})
	for block, before := p.u16(p.head+1), first-1; block != 0; {
		if block <= before || block+4 > len(p.content) {
			return nil, errPageLayout
		}
		size := p.u16(block + 2)
		if size < 4 || block+size > len(p.content) {
			return nil, errPageLayout
		}
		parts = append(parts, [2]int{block + 4, block + size})
		before, block = block+size-1, p.u16(block)
	}
	return parts, nil
}

// children gives the pages that an interior page points to.
func (p treePage) children() []uint32 {
	if !p.interior() {
		return nil
	}
	pages := []uint32{binary.BigEndian.Uint32(p.content[p.head+8:])}
	for i := range p.cells() {
		if at := p.u16(p.pointers() + 2*i); at+4 <= len(p.content) {
			pages = append(pages, binary.BigEndian.Uint32(p.content[at:]))
		}
	}
	return pages
}
