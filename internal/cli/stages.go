package cli

import (
	"runtime/debug"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"spotlog/internal/archive"
)

// A stageBar shows on a terminal how far long work is, a bar a stage, and nothing elsewhere.
type stageBar struct {
	all   *mpb.Progress
	one   *mpb.Bar
	stage archive.Stage
}

// stages begins long work over all photos of a journal.
func (a *app) stages() *stageBar {
	debug.SetGCPercent(20) // photos come and go by the megabyte; the default lets as much again lie about
	if !a.OutTerminal || a.quiet || a.json {
		return &stageBar{}
	}
	return &stageBar{all: mpb.New(mpb.WithOutput(a.Err), mpb.WithWidth(a.measure()))}
}

// at moves the bar; a stage that begins takes away the one before.
func (b *stageBar) at(stage archive.Stage, done, total int64) {
	if b.all == nil || total == 0 {
		return
	}
	if b.one == nil || stage != b.stage {
		if b.one != nil {
			b.one.Abort(true)
		}
		count := decor.CountersNoUnit("%d of %d photos ")
		if stage == archive.StageCopying {
			count = decor.CountersKiloByte("% .1f of % .1f ")
		}
		b.stage = stage
		b.one = b.all.AddBar(total, mpb.BarRemoveOnComplete(), mpb.PrependDecorators(decor.Name(string(stage)+" "), count),
			mpb.AppendDecorators(decor.AverageETA(decor.ET_STYLE_GO, decor.WC{W: 8}), decor.Name(" left")))
	}
	b.one.SetTotal(total, false)
	b.one.SetCurrent(done)
}

// stop takes the bar away, so that what is said next stands on a clean line.
func (b *stageBar) stop() {
	if b.all == nil {
		return
	}
	if b.one != nil {
		b.one.Abort(true)
	}
	b.all.Wait()
}
