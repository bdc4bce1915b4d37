package store

import (
	"context"
	"database/sql"
	"fmt"
)

// A Picture is the bytes of a photo as they came and what is known of them. Pictures are keyed by
// their SHA-256 and never change.
type Picture struct {
	SHA256   string `json:"sha256"`
	Format   string `json:"format"` // "jpeg", "png", … as internal/photo names them
	Bytes    int64  `json:"bytes"`
	Width    int    `json:"width,omitempty"` // upright pixels; 0 where unknown
	Height   int    `json:"height,omitempty"`
	Position bool   `json:"position,omitempty"` // the bytes hold where the photo was taken

	Original  []byte     `json:"-"`
	Thumbnail *Thumbnail `json:"-"` // nil where none could be made

	summed string // the SHA-256 that NewPicture found Original to have
}

// NewPicture is the picture of these bytes, with their SHA-256, so that AddPicture need not ask for it
// again. They must not change any more.
func NewPicture(original []byte) *Picture {
	sum := digest(original)
	return &Picture{SHA256: sum, Bytes: int64(len(original)), Original: original, summed: sum}
}

// A Thumbnail is derived from an original and can be made again.
type Thumbnail struct {
	Version       int // of the way it was made
	Width, Height int // pixels, upright
	Content       []byte
}

// AddPicture stores the bytes of a photo and its thumbnail, once however often they come, and
// reports whether they are new.
func (tx *Tx) AddPicture(p *Picture) (added bool, err error) {
	if p.summed != p.SHA256 && digest(p.Original) != p.SHA256 {
		return false, fmt.Errorf("the bytes of a photo do not have the SHA-256 %s", p.SHA256)
	}
	if found, err := tx.HasPicture(p.SHA256); found || err != nil {
		return false, err
	}
	digest, err := Digest(p)
	if err != nil {
		return false, err
	}
	if err := tx.exec("INSERT INTO picture (sha256, format, bytes, width, height, position, digest) VALUES (?, ?, ?, ?, ?, ?, ?)",
		p.SHA256, p.Format, p.Bytes, number[int]{&p.Width}, number[int]{&p.Height}, p.Position, digest); err != nil {
		return false, err
	}
	if err := tx.exec("INSERT INTO original (sha256, content) VALUES (?, ?)", p.SHA256, p.Original); err != nil {
		return false, err
	}
	return true, tx.addThumbnail(p.SHA256, p.Thumbnail)
}

func (tx *Tx) addThumbnail(sha256Hex string, t *Thumbnail) error {
	if t == nil {
		return nil
	}
	return tx.exec("INSERT OR REPLACE INTO thumbnail (sha256, version, width, height, digest, content) VALUES (?, ?, ?, ?, ?, ?)",
		sha256Hex, t.Version, t.Width, t.Height, digest(t.Content), t.Content)
}

// HasPicture says whether the bytes of that SHA-256 are in the journal.
func (tx *Tx) HasPicture(sha256Hex string) (bool, error) {
	var there string
	return tx.scanOne("SELECT sha256 FROM picture WHERE sha256 = ?", []any{sha256Hex}, &there)
}

// Pictures reads what is known of every picture, by SHA-256, without their bytes.
func (db *DB) Pictures(ctx context.Context) (map[string]Picture, error) {
	rows, err := db.sql.QueryContext(ctx, "SELECT sha256, format, bytes, width, height, position FROM picture")
	if err != nil {
		return nil, classify(err)
	}
	defer rows.Close()
	pictures := map[string]Picture{}
	for rows.Next() {
		var p Picture
		if err := rows.Scan(&p.SHA256, &p.Format, &p.Bytes, number[int]{&p.Width}, number[int]{&p.Height}, &p.Position); err != nil {
			return nil, classify(err)
		}
		pictures[p.SHA256] = p
	}
	return pictures, classify(rows.Err())
}

// Original reads the bytes of a photo as they came. It fails with ErrNoRecord where there are
// none, and with ErrDamaged where they no longer have their SHA-256.
func (db *DB) Original(ctx context.Context, sha256Hex string) ([]byte, error) {
	content, err := db.blob(ctx, "SELECT content FROM original WHERE sha256 = ?", sha256Hex)
	if err == nil && digest(content) != sha256Hex {
		err = fmt.Errorf("%w: the photo %.12s… is not as it was stored", ErrDamaged, sha256Hex)
	}
	return content, err
}

// Thumbnail reads the small upright JPEG of a photo; ErrNoRecord where none could be made.
func (db *DB) Thumbnail(ctx context.Context, sha256Hex string) ([]byte, error) {
	return db.blob(ctx, "SELECT content FROM thumbnail WHERE sha256 = ?", sha256Hex)
}

// WithoutThumbnail gives the SHA-256 of every picture that has no thumbnail, one of a version before
// this one, or one that is damaged or that decode refuses, in ascending order.
func (db *DB) WithoutThumbnail(ctx context.Context, version int, decode func(*Thumbnail) error) (pictures []string, err error) {
	sums, err := columnOf(ctx, db.sql, "SELECT sha256 FROM picture ORDER BY sha256")
	if err != nil {
		return nil, classify(err)
	}
	v := &verifier{db: db, ctx: ctx, decode: decode}
	for _, sum := range sums {
		small, stored, err := v.readThumbnail(sum)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err != nil || small.Version < version || v.unfit(small, stored) != "" {
			pictures = append(pictures, sum)
		}
	}
	return pictures, nil
}

// PutThumbnail stores the thumbnail of a picture in place of the one it has, and its width and height
// where they were not known. It is no act: what is derived has no history, and undo leaves it alone.
// ErrNoRecord where there is no picture of that SHA-256.
func (db *DB) PutThumbnail(p *Picture) error {
	sqlTx, err := db.sql.BeginTx(context.Background(), nil)
	if err != nil {
		return db.whyRefused(err)
	}
	defer sqlTx.Rollback()
	tx := &Tx{tx: sqlTx, statements: map[string]*sql.Stmt{}}
	if err := tx.measure(p); err != nil {
		return db.whyRefused(err)
	}
	if err := tx.addThumbnail(p.SHA256, p.Thumbnail); err != nil {
		return db.whyRefused(err)
	}
	return db.whyRefused(sqlTx.Commit())
}

// measure stores the size of a picture that has none.
func (tx *Tx) measure(p *Picture) error {
	there := Picture{SHA256: p.SHA256}
	found, err := tx.scanOne("SELECT format, bytes, width, height, position FROM picture WHERE sha256 = ?", []any{p.SHA256},
		&there.Format, &there.Bytes, number[int]{&there.Width}, number[int]{&there.Height}, &there.Position)
	switch {
	case err != nil:
		return err
	case !found:
		return fmt.Errorf("%w: photo %.12s…", ErrNoRecord, p.SHA256)
	case there.Width > 0:
		return nil
	}
	there.Width, there.Height = p.Width, p.Height
	digest, err := Digest(there)
	if err != nil {
		return err
	}
	return tx.exec("UPDATE picture SET width = ?, height = ?, digest = ? WHERE sha256 = ?",
		number[int]{&there.Width}, number[int]{&there.Height}, digest, p.SHA256)
}

func (db *DB) blob(ctx context.Context, query, key string) (content []byte, err error) {
	err = db.one(ctx, query, key, &content)
	return content, err
}

// one reads the row of a picture; ErrNoRecord where there is none.
func (db *DB) one(ctx context.Context, query, key string, into ...any) error {
	rows, err := db.sql.QueryContext(ctx, query, key)
	if err != nil {
		return classify(err)
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return classify(err)
		}
		return fmt.Errorf("%w: photo %.12s…", ErrNoRecord, key)
	}
	return classify(rows.Scan(into...))
}
