package cli

import (
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// A progressBar shows count, rate and time left on a terminal, and nothing elsewhere.
type progressBar struct {
	all *mpb.Progress
	one *mpb.Bar
}

func (im *folderImport) progress(photos int) progressBar {
	if !im.OutTerminal || im.quiet || im.json || photos == 0 {
		return progressBar{}
	}
	all := mpb.New(mpb.WithOutput(im.Err), mpb.WithWidth(min(im.Width, 100)))
	one := all.AddBar(int64(photos), mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.CountersNoUnit("%d of %d photos ")),
		mpb.AppendDecorators(decor.AverageSpeed(0, " %.1f a second"), decor.AverageETA(decor.ET_STYLE_GO, decor.WC{W: 8}), decor.Name(" left")))
	return progressBar{all, one}
}

func (b progressBar) step() {
	if b.one != nil {
		b.one.Increment()
	}
}

// stop takes the bar away, so that what is said next stands on a clean line.
func (b progressBar) stop() {
	if b.one != nil {
		b.one.Abort(true)
		b.all.Wait()
	}
}
