package main

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

// patient runs a command that may have to wait, and again where that was in vain: a slow disk keeps its
// turn from one of many for more than the five seconds. It must have waited these.
func (p *place) patient(args ...string) process {
	for {
		began := time.Now()
		done := p.run("spotlog", args...)
		if done.code != 4 || time.Since(began) < 5*time.Second {
			return done
		}
	}
}

// Four people at four terminals log at once: each waits its turn, and nothing is lost.
func TestWritersAtOnce(t *testing.T) {
	const writers, each = 4, 100 * heavier
	p := newPlace(t)
	p.begin()
	before := p.mustRead()
	var wait sync.WaitGroup
	for w := range writers {
		wait.Go(func() {
			for i := range each {
				note := fmt.Sprintf("writer %d, entry %d.", w, i)
				done := p.patient("log", "nose", "--size", "4", "--date", "2026-11-02", "--note", note)
				if done.code != 0 {
					t.Errorf("%s ended with %d: %s", note, done.code, done.talk)
				}
			}
		})
	}
	wait.Wait()
	after := p.mustRead()
	found := 0
	for w := range writers {
		for i := range each {
			if note := fmt.Sprintf("writer %d, entry %d.", w, i); strings.Count(after.words, note) == 1 {
				found++
			} else {
				t.Errorf("%s is there %d times", note, strings.Count(after.words, note))
			}
		}
	}
	if after.acts != before.acts+writers*each {
		t.Errorf("%d acts became %d", before.acts, after.acts)
	}
	p.tidy()
	proved(t, "writers at once: entries of 4 processes that write side by side", 400*heavier, found, "")
}
