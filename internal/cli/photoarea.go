package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/internal/bodymap"
	"spotlog/internal/report"
	"spotlog/store"
)

// photoAddArea files photos of a part of the body, not of one spot, under the check of their day:
// the day that --date names, or that each was taken, or today.
func (a *app) photoAddArea(c *cli.Context, typed string) error {
	words, err := arguments(c, 1, -1, "spotlog photo add --area upper-back IMG_0001.jpg")
	if err != nil {
		return err
	}
	if c.Bool("each") {
		return refuse("leave --each out", "photos of an area always go to the check of the day they were taken")
	}
	area, err := areaNamed(typed)
	if err != nil {
		return err
	}
	p := &photoAdding{}
	if p.dates, err = a.readPhotoDates(c); err != nil {
		return err
	}
	if p.files, err = a.loadPhotos(words); err != nil {
		return err
	}
	if err := p.prepare(store.PhotoKind(spelled(c.String("kind"))), a.asOf); err != nil {
		return err
	}
	if _, err := a.actOrCreate("photo add", func(tx *store.Tx) error { return p.commitArea(tx, area, a.asOf) }); err != nil {
		return err
	}
	a.sayWarnings(p.files)
	return a.echoArea(p)
}

// areaNamed reads an area as the body map knows it, in words with spaces, as checks hold them.
func areaNamed(typed string) (string, error) {
	area := strings.Join(strings.Fields(strings.ReplaceAll(strings.ToLower(typed), "-", " ")), " ")
	near := misspelt(area)
	if near == "" && bodymap.Find(area).Known() {
		return area, nil
	}
	hint := "name a part of the body: --area upper-back"
	if near == "" {
		near, _ = bodymap.Suggest(area)
	}
	if near != "" {
		hint = "did you mean --area " + shellQuoted(strings.ReplaceAll(near, " ", "-")) + "?"
	}
	return "", refuse(hint, "the area %q is not on the body map", report.Plain(typed))
}

// misspelt gives the region of two words that an area comes near without naming it: the map would
// take "uper back" for the whole back.
func misspelt(area string) string {
	var names []string
	for _, region := range bodymap.Regions() {
		if strings.Contains(string(region), "-") {
			names = append(names, string(region))
		}
	}
	words := strings.TrimPrefix(strings.TrimPrefix(area, "left "), "right ")
	near := store.Nearest(strings.ReplaceAll(words, " ", "-"), names)
	if slices.Contains(bodymap.Find(area).Regions, bodymap.Region(near)) {
		return ""
	}
	return near
}

func (p *photoAdding) commitArea(tx *store.Tx, area string, today store.Day) error {
	j, err := tx.Journal()
	if err != nil {
		return err
	}
	for i := range p.files {
		f := &p.files[i]
		f.photo.Area = area
		check, err := p.checkFor(tx, j, f, area, today)
		if err != nil {
			return err
		}
		added, err := f.attach(tx, store.Owner{Check: check.ID}, &check.Photos)
		if err != nil {
			return err
		}
		if !added {
			p.same++
			continue
		}
		p.added = append(p.added, photoLine{"", check.Date, check.Photos[len(check.Photos)-1]})
	}
	return nil
}

// checkFor finds the check of the photo's day or makes one. A photographed area was looked at.
func (p *photoAdding) checkFor(tx *store.Tx, j *store.Journal, f *photoFile, area string, today store.Day) (*store.Check, error) {
	date := p.dates.typed
	if date.IsZero() {
		date = f.photo.Taken
	}
	if date.IsZero() {
		date = today.Date()
	}
	if date.FirstDay() > today {
		return nil, refuse("the camera's clock was wrong: say when it was: --date today", "the photo %s says it was taken on %s, which has not come", report.Plain(f.name), report.LongDate(date))
	}
	at := slices.IndexFunc(j.Checks, func(c store.Check) bool { return c.Date.FirstDay() == date.FirstDay() })
	if at < 0 {
		at = len(j.Checks)
		j.Checks = append(j.Checks, store.Check{Date: date})
	}
	check := &j.Checks[at]
	if slices.Contains(check.Areas, area) {
		return check, nil
	}
	changed := *check
	changed.Areas = append(slices.Clone(check.Areas), area)
	id, err := tx.PutCheck(changed)
	check.ID, check.Areas = id, changed.Areas
	return check, err
}

func (a *app) echoArea(p *photoAdding) error {
	if a.json {
		return a.writeJSON(photosDocument{"spotlog.photos.v1", append([]photoLine{}, p.added...)})
	}
	for _, l := range p.added {
		fmt.Fprintf(a.Out, "added %s to the check of %s · %s%s\n", report.Plain(l.Photo.Name), report.LongDate(l.Date), report.Plain(l.Photo.Area), prefixed(" · ", takenWords(l.Photo)))
	}
	if p.same > 0 {
		a.say("already there: %d of %d", p.same, len(p.files))
	}
	return nil
}
