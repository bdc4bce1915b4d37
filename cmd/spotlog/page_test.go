package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"spotlog/internal/cli"
)

// lacks ends a test that needs something from outside: it fails at the gate and is skipped elsewhere.
func lacks(t *testing.T, format string, args ...any) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

// A browser is a headless Chromium.
type browser struct{ context.Context }

func newBrowser(t *testing.T) browser {
	t.Helper()
	var program string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			program = path
			break
		}
	}
	if program == "" {
		lacks(t, "there is no Chromium to look at pages with")
	}
	// Its folder is chromedp's own: what Chromium leaves running may write there for a while.
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.WSURLReadTimeout(5*time.Minute))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(func() {
		_ = chromedp.Cancel(ctx) // waits until it is gone, and its folder too
		cancel()
	})
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	return browser{ctx}
}

// A seenPage is a page that is open, with what it complained of and asked for.
type seenPage struct {
	context.Context
	t    *testing.T
	lock sync.Mutex
	said []string
}

// open shows a page as it looks on a screen of a width, light or dark.
func (b browser) open(t *testing.T, file string, width int64, scheme string) *seenPage {
	t.Helper()
	ctx, cancel := chromedp.NewContext(b)
	t.Cleanup(cancel)
	p := &seenPage{Context: ctx, t: t}
	page := url.URL{Scheme: "file", Path: file}
	if err := chromedp.Listen(ctx, func(event any) { p.hear(event, page.String()) }); err != nil {
		t.Fatal(err)
	}
	dark := &emulation.MediaFeature{Name: "prefers-color-scheme", Value: scheme}
	p.do(chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		if _, err := cdp.Call(ctx, tab, network.Enable, network.EnableParams{}); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{dark}})
		return err
	}), chromedp.EmulateViewport(width, 900), chromedp.Navigate(page.String()))
	return p
}

// hear keeps what a page complains of, and what it asks for beside itself.
func (p *seenPage) hear(event any, itself string) {
	p.lock.Lock()
	defer p.lock.Unlock()
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		p.said = append(p.said, fmt.Sprint("console: ", e.Type))
	case *runtime.EventExceptionThrown:
		p.said = append(p.said, "exception: "+e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		p.said = append(p.said, "log: "+e.Entry.Text)
	case *network.EventRequestWillBeSent:
		if asked := e.Request.URL; asked != itself && !strings.HasPrefix(asked, "data:") {
			p.said = append(p.said, "request: "+asked)
		}
	}
}

func (p *seenPage) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// value gives what an expression comes to within the page.
func value[T any](p *seenPage, expression string) T {
	p.t.Helper()
	v, err := chromedp.Run(p, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatal(err)
	}
	return v
}

// isQuiet holds that nothing went wrong within the page and that it asked for nothing.
func (p *seenPage) isQuiet() {
	p.t.Helper()
	p.lock.Lock()
	defer p.lock.Unlock()
	for _, said := range p.said {
		p.t.Errorf("%.300s", said)
	}
}

// spotlogIn runs a command on a journal and gives its answer.
func spotlogIn(t *testing.T, journal string, args ...string) string {
	t.Helper()
	var out, talk strings.Builder
	system := cli.System{Args: append(args, "--journal", journal, "--no-input"), In: strings.NewReader(""), Out: &out, Err: &talk,
		Getenv: func(string) string { return "" }, Now: time.Now, Random: rand.Reader, Width: 80}
	if code := cli.Run(context.Background(), system); code != 0 {
		t.Fatalf("spotlog %s: exit %d: %s", strings.Join(args, " "), code, talk.String())
	}
	return out.String()
}

// demoPages writes every kind of page of the sample journal.
func demoPages(t *testing.T) map[string]string {
	t.Helper()
	folder := t.TempDir()
	journal := filepath.Join(folder, "demo", "journal.sqlite")
	spotlogIn(t, journal, "demo", filepath.Dir(journal))
	pages := map[string]string{"timeline": filepath.Join(folder, "timeline.html"), "compare": filepath.Join(folder, "compare.html"), "summary": filepath.Join(folder, "summary.html")}
	spotlogIn(t, journal, "timeline", "-o", pages["timeline"])
	spotlogIn(t, journal, "summary", "-o", pages["summary"])
	spotlogIn(t, journal, "compare", "right-shoulder-1", "-o", pages["compare"])
	var photos struct {
		Photos []struct{ Photo struct{ ID string } }
	}
	if err := json.Unmarshal([]byte(spotlogIn(t, journal, "photo", "list", "right-shoulder-1", "--json")), &photos); err != nil || len(photos.Photos) == 0 {
		t.Fatalf("no photo to mark: %v", err)
	}
	pages["mark"] = strings.TrimSpace(spotlogIn(t, journal, "photo", "mark", photos.Photos[0].Photo.ID, "--open"))
	return pages
}

// Every page is quiet, fits a phone, and can be used by everyone as far as axe-core can tell.
func TestPagesInABrowser(t *testing.T) {
	b := newBrowser(t)
	pages := demoPages(t)
	for name, file := range pages {
		for width, scheme := range map[int64]string{360: "dark", 1280: "light"} {
			t.Run(name+" "+scheme, func(t *testing.T) {
				p := b.open(t, file, width, scheme)
				if wide := value[int64](p, "document.documentElement.scrollWidth"); wide > width {
					t.Errorf("the page is %d pixels wide on a screen of %d", wide, width)
				}
				p.isAccessible()
				p.isQuiet()
			})
		}
	}
	t.Run("slider", func(t *testing.T) { slides(t, b.open(t, pages["timeline"], 1280, "light")) })
	t.Run("enlarge", func(t *testing.T) { enlarges(t, b.open(t, pages["timeline"], 360, "light")) })
	t.Run("print", func(t *testing.T) { printsWhole(t, b.open(t, pages["timeline"], 1280, "dark")) })
}

// isAccessible runs axe-core, whose file the gate names (npm axe-core).
func (p *seenPage) isAccessible() {
	p.t.Helper()
	path := os.Getenv("SPOTLOG_AXE")
	if path == "" {
		if os.Getenv("CI") != "" {
			p.t.Fatal("SPOTLOG_AXE names no axe-core")
		}
		return
	}
	axe, err := os.ReadFile(path)
	if err != nil {
		p.t.Fatal(err)
	}
	p.do(chromedp.Evaluate[chromedp.Void](string(axe)))
	found := value[[]struct {
		ID, Impact, Help string
		Nodes            []struct{ HTML string }
	}](p, "axe.run().then(r => r.violations)")
	for _, v := range found {
		if v.Impact == "serious" || v.Impact == "critical" {
			p.t.Errorf("axe-core: %s, %s: %s in %d places: %.200s", v.Impact, v.ID, v.Help, len(v.Nodes), v.Nodes[0].HTML)
		}
	}
}

// slides moves the slider of the first spot with the keyboard, and sees the picture move with it.
func slides(t *testing.T, p *seenPage) {
	const clip = `getComputedStyle(document.querySelector(".over img + img")).clipPath`
	before := value[string](p, clip)
	p.do(chromedp.Focus(chromedp.CSS(".slider input")), chromedp.KeyEvent(kb.ArrowRight+kb.ArrowRight))
	if after := value[string](p, clip); before == after || !strings.Contains(after, "52%") {
		t.Errorf("the newest photo was cut by %s and is by %s", before, after)
	}
	p.isQuiet()
}

// enlarges opens a photo with the keyboard and closes it with Esc.
func enlarges(t *testing.T, p *seenPage) {
	const open, focused = `document.getElementById("large").open`, `document.activeElement.className`
	p.do(chromedp.Focus(chromedp.CSS(".photo")), chromedp.KeyEvent(kb.Enter))
	if !value[bool](p, open) || value[string](p, `document.querySelector("#large img").alt`) == "" {
		t.Error("the photo does not open large, with its words")
	}
	p.do(chromedp.KeyEvent(kb.Escape))
	if value[bool](p, open) || value[string](p, focused) != "photo" {
		t.Error("Esc does not close it and go back to the photo")
	}
	p.isQuiet()
}

// printsWhole prints the page and finds every caption on the page of its pictures: each caption is
// first made to say how many it has.
func printsWhole(t *testing.T, p *seenPage) {
	for _, tool := range []string{"pdftotext", "pdfimages"} {
		if _, err := exec.LookPath(tool); err != nil {
			lacks(t, "there is no %s", tool)
		}
	}
	figures := value[int](p, `(() => { const all = document.querySelectorAll(".shot");
		all.forEach(f => { f.querySelector("figcaption").textContent = "has" + f.querySelectorAll("img").length + "pictures"; }); return all.length; })()`)
	file := filepath.Join(t.TempDir(), "timeline.pdf")
	printed, err := chromedp.Run(p, chromedp.PrintToPDF(chromedp.PDFPrintBackground()))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, printed, 0o600); err != nil {
		t.Fatal(err)
	}
	images := map[int]int{} // by page
	for line := range strings.Lines(printedBy(t, "pdfimages", "-list", file)) {
		if cells := strings.Fields(line); len(cells) > 2 && cells[2] == "image" {
			n, err := strconv.Atoi(cells[0])
			if err != nil {
				t.Fatal(err)
			}
			images[n]++
		}
	}
	captions := 0
	for i, text := range strings.Split(printedBy(t, "pdftotext", file, "-"), "\f") {
		has := 0
		for _, m := range regexp.MustCompile(`has(\d)pictures`).FindAllStringSubmatch(text, -1) {
			n, _ := strconv.Atoi(m[1])
			has += n
			captions++
		}
		if has != images[i+1] {
			t.Errorf("page %d has captions of %d pictures, and %d pictures", i+1, has, images[i+1])
		}
	}
	if captions != figures || figures == 0 {
		t.Errorf("%d of %d captions are printed", captions, figures)
	}
}

func printedBy(t *testing.T, program string, args ...string) string {
	t.Helper()
	command := exec.Command(program, args...)
	command.Stderr = io.Discard
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v", program, err)
	}
	return string(out)
}
