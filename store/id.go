package store

import (
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"
)

// An ID is a UUIDv7 (RFC 9562) in its usual text form; ids made later sort later.
type ID string

// newID makes a UUIDv7 from a moment and ten random bytes. The twelve bits after the moment hold
// seq, so that ids made within one millisecond keep their order.
func newID(now time.Time, seq uint16, random io.Reader) (ID, error) {
	var b [16]byte
	if _, err := io.ReadFull(random, b[6:]); err != nil {
		return "", fmt.Errorf("drawing a random id: %w", err)
	}
	ms := now.UnixMilli()
	for i := range 6 {
		b[i] = byte(ms >> (40 - 8*i))
	}
	b[6] = 0x70 | byte(seq>>8)&0x0f
	b[7] = byte(seq)
	b[8] = 0x80 | b[8]&0x3f
	x := hex.EncodeToString(b[:])
	return ID(x[:8] + "-" + x[8:12] + "-" + x[12:16] + "-" + x[16:20] + "-" + x[20:]), nil
}

// Validate refuses what is not a UUID in lower case with its hyphens.
func (id ID) Validate() error {
	ok := len(id) == 36
	for i := 0; ok && i < len(id); i++ {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			ok = id[i] == '-'
		} else {
			ok = strings.IndexByte("0123456789abcdef", id[i]) >= 0
		}
	}
	if !ok {
		return invalid("id", string(id), "is not a UUID", "leave the id out and spotlog gives one")
	}
	return nil
}

func compareIDs(a, b ID) int { return strings.Compare(string(a), string(b)) }
