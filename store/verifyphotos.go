package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"runtime"
	"sync"
)

const (
	wholeBytes = 8 << 20 // photos up to this size are read at once,
	pieceBytes = 4 << 20 // larger ones by pieces: SQLite and we hold the bytes side by side
)

// checkPictures reads each photo under locks of its own, and hashes it while the next is read.
func (v *verifier) checkPictures(scope Scope, progress func(done, total int)) {
	sums := scope.Pictures
	if known := v.checkPictureRows(); sums == nil {
		sums = known
	}
	work := make(chan func())
	var workers sync.WaitGroup
	var done int
	var telling sync.Mutex // one at a time, in order: who shows it need not expect two
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for check := range work {
				check()
			}
		})
	}
	for _, sum := range sums {
		if v.ctx.Err() != nil {
			break
		}
		check := v.readPicture(sum)
		work <- func() {
			check()
			telling.Lock()
			defer telling.Unlock()
			done++
			progress(done, len(sums))
		}
	}
	close(work)
	workers.Wait()
}

// checkPictureRows compares what is known of each picture with its digest, and gives their SHA-256.
func (v *verifier) checkPictureRows() (sums []string) {
	rows, err := v.db.sql.QueryContext(v.ctx, "SELECT sha256, format, bytes, width, height, position, digest FROM picture ORDER BY sha256")
	if err != nil {
		v.note(Damage{Part: PartPicture, Problem: "the list of photos cannot be read"}, err)
		return nil
	}
	defer rows.Close()
	for rows.Next() {
		var p Picture
		var stored string
		err := rows.Scan(&p.SHA256, &p.Format, &p.Bytes, number[int]{&p.Width}, number[int]{&p.Height}, &p.Position, &stored)
		sums = append(sums, p.SHA256)
		if err != nil {
			v.add(Damage{SHA256: p.SHA256, Part: PartPicture, Problem: err.Error()})
			continue
		}
		if now, err := Digest(p); err != nil || now != stored {
			v.add(Damage{SHA256: p.SHA256, Part: PartPicture, Problem: unlikeDigest})
		}
	}
	v.note(Damage{Part: PartPicture, Problem: "some of the list of photos cannot be read"}, rows.Err())
	return sums
}

// readPicture reads a photo and its thumbnail, and gives the check that is left to do.
func (v *verifier) readPicture(sum string) (check func()) {
	original := v.readOriginal(sum)
	small, stored, err := v.readThumbnail(sum)
	return func() {
		original()
		d := Damage{SHA256: sum, Part: PartThumbnail}
		switch {
		case errors.Is(err, ErrNoRecord):
		case err != nil:
			d.Problem = "it cannot be read"
			v.note(d, err)
		default:
			if d.Problem = v.unfit(small, stored); d.Problem != "" {
				v.add(d)
			}
		}
	}
}

// unfit says why a thumbnail is not what was stored, or cannot be shown; "" where it is and can.
func (v *verifier) unfit(small *Thumbnail, stored string) string {
	if digest(small.Content) != stored {
		return unlikeDigest
	}
	if err := v.decode(small); err != nil {
		return err.Error()
	}
	return ""
}

func (v *verifier) readThumbnail(sum string) (*Thumbnail, string, error) {
	t, stored := &Thumbnail{}, ""
	err := v.db.one(v.ctx, "SELECT version, width, height, digest, content FROM thumbnail WHERE sha256 = ?", sum, &t.Version, &t.Width, &t.Height, &stored, &t.Content)
	return t, stored, err
}

// readOriginal reads the bytes of a photo; a large one it hashes itself as it goes.
func (v *verifier) readOriginal(sum string) (check func()) {
	unlike := func() { v.add(Damage{SHA256: sum, Part: PartOriginal, Problem: unlikeDigest}) }
	var bytes int64
	var content []byte
	err := v.db.one(v.ctx, "SELECT length(content) FROM original WHERE sha256 = ?", sum, &bytes)
	large := bytes > wholeBytes
	if err == nil && !large {
		err = v.db.one(v.ctx, "SELECT content FROM original WHERE sha256 = ?", sum, &content)
	}
	whole := sha256.New()
	if err == nil && large {
		err = v.hashPieces(sum, bytes, whole)
	}
	switch {
	case errors.Is(err, ErrNoRecord):
		if there, err := columnOf(v.ctx, v.db.sql, "SELECT sha256 FROM picture WHERE sha256 = ?", sum); err != nil || len(there) > 0 { // else purged meanwhile
			v.add(Damage{SHA256: sum, Part: PartOriginal, Problem: "its bytes are not there"})
		}
		return func() {}
	case err != nil:
		v.note(Damage{SHA256: sum, Part: PartOriginal, Problem: "it cannot be read"}, err)
		return func() {}
	case large:
		if hex.EncodeToString(whole.Sum(nil)) != sum {
			unlike()
		}
		return func() {}
	}
	return func() {
		if digest(content) != sum {
			unlike()
		}
	}
}

func (v *verifier) hashPieces(sum string, bytes int64, into hash.Hash) error {
	for at := int64(0); at < bytes && v.ctx.Err() == nil; at += pieceBytes {
		var piece []byte
		if err := v.db.one(v.ctx, fmt.Sprintf("SELECT substr(content, %d, %d) FROM original WHERE sha256 = ?", at+1, pieceBytes), sum, &piece); err != nil {
			return err
		}
		into.Write(piece)
	}
	return nil
}
