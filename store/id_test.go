package store

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
)

// RFC 9562, appendix A.6: the timestamp of its UUIDv7 test vector.
func TestIDsAreUUIDv7(t *testing.T) {
	moment := time.Date(2022, 2, 22, 14, 22, 22, 0, time.FixedZone("", -5*3600))
	id, err := newID(moment, 0xcc3, strings.NewReader("\xff\xff\x98\xc4\xdc\x0c\x0c\x07\x39\x8f"))
	if want := ID("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"); err != nil || id != want {
		t.Errorf("newID = %s, %v; want %s", id, err, want)
	}
	if _, err := newID(moment, 0, strings.NewReader("short")); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a source that ends: %v", err)
	}
}

// An import may make more ids in one act than the twelve bits of a millisecond hold, or sixteen.
func TestIDsOfAnActSortInTheOrderTheyWereMade(t *testing.T) {
	db, _ := testDB(t)
	var ids []ID
	db.Act(t.Context(), "test", func(tx *Tx) error {
		for range 1<<16 + 5000 {
			id, err := tx.newID()
			if err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return nil
	})
	if !slices.IsSortedFunc(ids, compareIDs) {
		t.Error("the ids do not sort in the order they were made")
	}
	slices.Sort(ids)
	if n := len(slices.Compact(slices.Clone(ids))); n != 1<<16+5000 {
		t.Errorf("%d ids are different, want %d", n, 1<<16+5000)
	}
	for _, id := range ids {
		if err := id.Validate(); err != nil || id[14] != '7' || !strings.ContainsRune("89ab", rune(id[19])) {
			t.Fatalf("%s is no UUIDv7: %v", id, err)
		}
	}
}

func TestIDValidate(t *testing.T) {
	for _, id := range []ID{"017f22e2-79b0-7cc3-98c4-dc0c0c07398f", "00000000-0000-4000-8000-000000000000"} {
		if err := id.Validate(); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
	for _, id := range []ID{"", "x", "017F22E2-79B0-7CC3-98C4-DC0C0C07398F", "017f22e2-79b0-7cc3-98c4-dc0c0c07398", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
		"017f22e279b07cc398c4dc0c0c07398f", "017f22e2-79b0-7cc3-98c4_dc0c0c07398f", "{17f22e2-79b0-7cc3-98c4-dc0c0c07398}", "017f22e2-79b0-7cc3-98c4-dc0c0c07398g"} {
		var invalid *InvalidError
		if err := id.Validate(); !errors.As(err, &invalid) || invalid.Field != "id" || invalid.Hint == "" {
			t.Errorf("%q: %v, want a refusal with a hint", id, err)
		}
	}
}
