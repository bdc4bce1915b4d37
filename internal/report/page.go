package report

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"errors"
	"html/template"
	"image"
	"io"
	"io/fs"

	"spotlog/internal/photo"
)

//go:embed pages
var pageFiles embed.FS

// A page is an HTML file that stands alone: its style, its script and its pictures are within it,
// and its Content-Security-Policy lets nothing else in and nothing out.
type page struct {
	CSP    string
	Style  template.CSS
	Script template.JS
	Of     any
}

// writePage fills pages/NAME.html, under pages/head.html, with what it is of, its style with pages/page.css, its script
// with pages/NAME.js where there is one.
func writePage(w io.Writer, name string, of any) error {
	t, err := template.ParseFS(pageFiles, "pages/"+name+".html", "pages/head.html")
	if err != nil {
		return err
	}
	style, err := pageFiles.ReadFile("pages/page.css")
	if err != nil {
		return err
	}
	script, err := pageFiles.ReadFile("pages/" + name + ".js")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	csp := "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; style-src " + sourceHash(style) + "; script-src " + sourceHash(script)
	var out bytes.Buffer
	if err := t.Execute(&out, page{csp, template.CSS(style), template.JS(script), of}); err != nil {
		return err
	}
	_, err = w.Write(out.Bytes())
	return err
}

// sourceHash names a style or script as a Content-Security-Policy does (CSP Level 3 §2.3.1).
func sourceHash(source []byte) string {
	sum := sha256.Sum256(source)
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// dataURL writes a picture into the page itself, to be looked at closely.
func dataURL(img *image.NRGBA) (template.URL, error) { return jpegURL(img, photo.CleanQuality) }

// jpegURL is dataURL in a quality from 1 to 100.
func jpegURL(img *image.NRGBA, quality int) (template.URL, error) {
	data, err := developed(img, quality)
	return jpegSource(data), err
}

// jpegSource writes a JPEG into the page itself.
func jpegSource(data []byte) template.URL {
	return template.URL("data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(data))
}
