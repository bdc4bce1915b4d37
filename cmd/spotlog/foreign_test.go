package main

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"spotlog/store"
)

// A stranger is a file that is no journal, or no longer one, or not yet.
type stranger struct {
	name    string
	content []byte
	code    int // how every command has to end
}

func strangers(t *testing.T, journal []byte, photos string) (list []stranger) {
	t.Helper()
	const foreign, damaged = 2, 5
	changed := func(at int, value uint32) []byte {
		c := bytes.Clone(journal)
		binary.BigEndian.PutUint32(c[at:], value)
		return c
	}
	photo, err := os.ReadFile(filepath.Join(photos, "november.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	noise := make([]byte, 100_000)
	rand.Read(noise)
	list = []stranger{
		{"empty", nil, foreign}, {"one byte", []byte("S"), foreign}, {"a line of text", []byte("my diary\n"), foreign},
		{"zeros", make([]byte, 50_000), foreign}, {"noise", noise, foreign}, {"a photo", photo, foreign},
		{"a journal document", []byte(`{"schema": "spotlog.journal.v1"}`), foreign},
		{"a journal behind a byte", append([]byte{0}, journal...), foreign},
		{"SQLite's first words alone", journal[:16], foreign}, {"a header that is cut", journal[:99], foreign},
		{"SQLite of another program", changed(68, 0x46696c65), foreign}, {"SQLite of nobody", changed(68, 0), foreign},
		{"an age file", []byte("age-encryption.org/v1\n-> X25519 abc\n"), foreign},
		{"a schema newer by one", changed(60, store.SchemaVersion+1), damaged}, {"a schema newer by far", changed(60, 1<<31-1), damaged},
		{"a header and zeros", append(bytes.Clone(journal[:100]), make([]byte, len(journal)-100)...), damaged},
		{"a header and noise", append(bytes.Clone(journal[:100]), noise...), damaged},
	}
	for i := range 36 {
		size := 100 + i*(len(journal)-101)/35 // from the header alone to all but a byte
		list = append(list, stranger{fmt.Sprintf("cut to %d of %d bytes", size, len(journal)), journal[:size], damaged})
	}
	return list
}

// Nothing but a whole journal of a schema that this program knows is opened, by a command that reads
// or one that writes: the rest is named and left as it is, to the byte.
func TestStrangersAreRefusedAndLeftAsTheyAre(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.begin()
	list := strangers(t, p.snapshot(), p.photos)
	for _, s := range list {
		if s.content == nil {
			s.content = []byte{}
		}
		p.restart(s.content)
		for _, line := range []string{"list", "log --new --site ear --size 4", "undo", "purge --removed", "export --json"} {
			done := p.run("spotlog", strings.Fields(line)...)
			if done.code != s.code || !strings.Contains(done.talk, "error") || done.out != "" {
				t.Errorf("%s: %s ended with %d, want %d: %s%s", s.name, line, done.code, s.code, done.out, done.talk)
			}
		}
		if now := p.snapshot(); !bytes.Equal(now, s.content) {
			t.Errorf("%s: the file changed", s.name)
		}
		p.tidy()
	}
	proved(t, "empty, cut, foreign and newer files", 50, len(list), "")
}
