package cli

import (
	"fmt"
	"image"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/internal/report"
	"spotlog/store"
)

func (a *app) photoMarkCommand() *cli.Command {
	return &cli.Command{
		Name: "mark", Usage: "say where the spot is in a photo, and what a mm is", ArgsUsage: "PHOTO",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "box", Usage: "a box round the spot, in pixels of the upright photo from its top left: `X,Y,W,H`"},
			&cli.StringFlag{Name: "ruler", Usage: "two points on the ruler and what lies between them: `X1,Y1,X2,Y2=10mm`"},
			&cli.StringFlag{Name: "kind", Usage: "how much the photo shows: " + strings.Join(store.WordList("photo.kind"), ", ")},
			&cli.BoolFlag{Name: "clear", Usage: "take box and ruler away"},
			&cli.BoolFlag{Name: "open", Usage: "draw box and ruler on a page in the browser, which gives the command"},
		}, Action: a.photoMark,
	}
}

const (
	boxHint   = "four whole numbers: left, top, width, height, as in --box 820,640,120,90; or draw it: --open"
	rulerHint = "two points and the mm between them, as in --ruler 100,800,700,805=10mm; or draw it: --open"
)

func (a *app) photoMark(c *cli.Context) error {
	words, err := arguments(c, 1, 1, "spotlog photo mark PHOTO --open; see their ids: spotlog photo list")
	if err != nil {
		return err
	}
	given := c.IsSet("box") || c.IsSet("ruler") || c.IsSet("kind")
	switch {
	case c.Bool("clear") && given, c.Bool("open") && (given || c.Bool("clear")):
		return refuse("spotlog photo mark "+shellQuoted(words[0])+" --open", "--clear and --open go with no other flag of photo mark")
	case !given && !c.Bool("clear") && !c.Bool("open"):
		return refuse("spotlog photo mark "+shellQuoted(words[0])+" --open", "say what to mark: --box, --ruler or --kind, or draw it with --open")
	}
	if err := a.removePage(markPageFile); err != nil {
		return err
	}
	if c.Bool("open") {
		return a.withJournal(func(db *store.DB, j *store.Journal) error { return a.openMarkPage(db, j, words[0]) })
	}
	sizes, err := a.pictureSizes()
	if err != nil {
		return err
	}
	return a.correct("photo mark", func(tx *store.Tx, j *store.Journal) (string, error) {
		ref, err := a.photoNamed(j, words[0])
		if err != nil {
			return "", err
		}
		p := *ref.Photo
		if err := markAs(c, &p, sizes[p.SHA256]); err != nil {
			return "", err
		}
		_, err = tx.PutPhoto(ownerOf(ref), p)
		return "marked the " + describe(ref) + markWords(p), err
	})
}

// pictureSizes gives the size of every upright picture by its SHA-256, in pixels.
func (a *app) pictureSizes() (map[string]image.Point, error) {
	db, err := a.open()
	if err != nil {
		return nil, err
	}
	defer db.Close()
	pictures, err := db.Pictures(a.ctx)
	sizes := map[string]image.Point{}
	for sha256, p := range pictures {
		sizes[sha256] = image.Pt(p.Width, p.Height)
	}
	return sizes, err
}

// markAs changes a photo as the flags say; what they do not name stays.
func markAs(c *cli.Context, p *store.Photo, picture image.Point) (err error) {
	if c.Bool("clear") {
		p.Mark, p.Ruler = nil, nil
	}
	if (c.IsSet("box") || c.IsSet("ruler")) && picture.X == 0 {
		return refuse("spotlog help photos", "no picture could be made of this photo, so nothing can be marked in it")
	}
	if typed := c.String("box"); typed != "" {
		if p.Mark, err = parseBox(typed, picture); err != nil {
			return err
		}
	}
	if typed := c.String("ruler"); typed != "" {
		if p.Ruler, err = parseRuler(typed, picture); err != nil {
			return err
		}
	}
	if typed := c.String("kind"); typed != "" {
		p.Kind = store.PhotoKind(spelled(typed))
	}
	return p.Validate()
}

func markWords(p store.Photo) string {
	words := ""
	if p.Mark != nil {
		words += fmt.Sprintf(": box %d,%d,%d,%d", p.Mark.X, p.Mark.Y, p.Mark.W, p.Mark.H)
	}
	if r := p.Ruler; r != nil {
		words += fmt.Sprintf(": ruler %s,%s,%s,%s=%smm", report.MM(r.X1), report.MM(r.Y1), report.MM(r.X2), report.MM(r.Y2), report.MM(r.MM))
	}
	if words == "" {
		words = ": no box, no ruler"
	}
	return words + prefixed(": ", string(p.Kind))
}

// parseBox reads x,y,w,h in whole pixels and refuses a box that is not within the picture.
func parseBox(typed string, picture image.Point) (*store.Box, error) {
	parts := strings.Split(typed, ",")
	if len(parts) != 4 {
		return nil, refuse(boxHint, "--box %s is not x,y,w,h", report.Plain(typed))
	}
	var n [4]int
	for i, part := range parts {
		var err error
		if n[i], err = strconv.Atoi(strings.TrimSpace(part)); err != nil {
			return nil, refuse(boxHint, "--box %s is not x,y,w,h in whole pixels", report.Plain(typed))
		}
	}
	x, y, w, h := n[0], n[1], n[2], n[3]
	if w < 1 || h < 1 {
		return nil, refuse(boxHint, "--box %s has no width or no height", typed)
	}
	if x < 0 || y < 0 || x >= picture.X || y >= picture.Y || w > picture.X-x || h > picture.Y-y {
		return nil, refuse(boxHint, "--box %s does not lie within the photo, which is %d × %d pixels", typed, picture.X, picture.Y)
	}
	return &store.Box{X: x, Y: y, W: w, H: h}, nil
}

// parseRuler reads x1,y1,x2,y2=LENGTH, the points in pixels, and refuses points beside the picture.
func parseRuler(typed string, picture image.Point) (*store.Ruler, error) {
	points, length, ok := strings.Cut(typed, "=")
	parts := strings.Split(points, ",")
	if !ok || len(parts) != 4 {
		return nil, refuse(rulerHint, "--ruler %s is not x1,y1,x2,y2=10mm", report.Plain(typed))
	}
	var n [4]float64
	for i, part := range parts {
		var err error
		if n[i], err = strconv.ParseFloat(strings.TrimSpace(part), 64); err != nil {
			return nil, refuse(rulerHint, "--ruler %s is not x1,y1,x2,y2=10mm", report.Plain(typed))
		}
	}
	for i, side := range []int{picture.X, picture.Y, picture.X, picture.Y} {
		if !(n[i] >= 0 && n[i] <= float64(side)) {
			return nil, refuse(rulerHint, "--ruler %s does not lie within the photo, which is %d × %d pixels", report.Plain(typed), picture.X, picture.Y)
		}
	}
	mm, err := parseLength(length, "", length)
	if err != nil {
		return nil, err
	}
	return &store.Ruler{X1: n[0], Y1: n[1], X2: n[2], Y2: n[3], MM: mm}, nil
}

// openMarkPage shows the page to draw on.
func (a *app) openMarkPage(db *store.DB, j *store.Journal, typed string) error {
	ref, err := a.photoNamed(j, typed)
	if err != nil {
		return err
	}
	page, err := a.markPage(db, ref)
	if err != nil {
		return err
	}
	return a.openPage(markPageFile, page.Write)
}

func (a *app) markPage(db *store.DB, ref store.Ref) (page report.MarkPage, err error) {
	pictures, err := db.Pictures(a.ctx)
	if err != nil {
		return page, err
	}
	size := image.Pt(pictures[ref.Photo.SHA256].Width, pictures[ref.Photo.SHA256].Height)
	whole, err := a.decoded(db, ref.Photo.SHA256)
	if err != nil {
		return page, err
	}
	picture, err := whole.Crop(size, image.Rectangle{Max: size}, report.MarkPageSide)
	if err != nil {
		return page, err
	}
	command := "spotlog photo mark " + string(ref.ID)
	if a.path != defaultJournal(a.Getenv) {
		path, err := filepath.Abs(a.path)
		if err != nil {
			return page, err
		}
		command = "spotlog --journal " + shellQuoted(path) + " photo mark " + string(ref.ID)
	}
	title := "Photo of the check"
	if ref.Spot != nil {
		title = "Photo of " + ref.Spot.Name
	}
	title += prefixed(", ", takenWords(*ref.Photo))
	return report.MarkPage{Title: title, Command: command, Size: size, Photo: *ref.Photo, Picture: picture, Kinds: store.WordList("photo.kind")}, nil
}
