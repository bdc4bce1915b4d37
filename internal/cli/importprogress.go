package cli

import (
	"fmt"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// A progressBar shows count, rate and time left on a terminal, and nothing elsewhere.
type progressBar struct {
	all *mpb.Progress
	one *mpb.Bar
}

// besideBar is how many columns the words beside the bar take, and the ^C that a terminal may put before
// them: a line that it breaks in two would stay.
const besideBar = 52

func (im *folderImport) progress(photos int) progressBar {
	if !im.OutTerminal || im.quiet || im.json || photos == 0 {
		return progressBar{}
	}
	began := im.Now()
	all := mpb.New(mpb.WithOutput(im.Err), mpb.WithWidth(max(1, min(im.Width, 100)-besideBar)))
	one := all.AddBar(int64(photos), mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.CountersNoUnit("%d of %d photos")),
		mpb.AppendDecorators(decor.Any(func(s decor.Statistics) string { return pace(s.Current, s.Total, im.Now().Sub(began)) })))
	return progressBar{all, one}
}

// pace says how fast it goes and how long the rest will take; nothing before the first is done.
func pace(done, all int64, spent time.Duration) string {
	if done == 0 || spent <= 0 {
		return ""
	}
	left := time.Duration(float64(spent) / float64(done) * float64(all-done))
	return fmt.Sprintf("%.1f a second, %s left", float64(done)/spent.Seconds(), left.Round(time.Second))
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
