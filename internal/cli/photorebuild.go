package cli

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"spotlog/internal/archive"
	"spotlog/internal/photo"
	"spotlog/internal/report"
	"spotlog/store"
)

func (a *app) photoRebuildCommand() *cli.Command {
	return &cli.Command{
		Name: "rebuild", Usage: "make the small pictures that are missing, damaged, or of an older spotlog", ArgsUsage: "[SPOT...]",
		Flags: limitFlags(), Action: a.photoRebuild,
	}
}

type rebuildDocument struct {
	Schema string        `json:"schema"`
	Made   int           `json:"made"`
	Failed []failedPhoto `json:"failed"`
}

// A failedPhoto is one that still has no small picture, or no better one than the preview in it.
type failedPhoto struct {
	Name    string `json:"name"`
	SHA256  string `json:"sha256"`
	Why     string `json:"why"`
	Preview bool   `json:"preview,omitempty"`
}

// photoRebuild is no act: a small picture is derived, and there is nothing in it to undo.
func (a *app) photoRebuild(c *cli.Context) error {
	return a.withJournal(func(db *store.DB, j *store.Journal) error {
		lines, err := photoLines(j, c.Args().Slice())
		if err != nil {
			return err
		}
		names := map[string]string{}
		for _, l := range lines {
			names[l.Photo.SHA256] = l.Photo.Name
		}
		lacking, err := db.WithoutThumbnail(a.ctx, photo.ThumbnailVersion, archive.DecodeThumbnail)
		if err != nil {
			return err
		}
		done := rebuildDocument{Schema: "spotlog.rebuild.v1", Failed: []failedPhoto{}}
		for _, sum := range lacking {
			if _, filed := names[sum]; !filed && c.Args().Present() {
				continue
			}
			failed := failedPhoto{Name: names[sum], SHA256: sum}
			if err := a.rebuild(db, &failed); err != nil {
				return err
			}
			if failed.Why == "" {
				done.Made++
			} else {
				done.Failed = append(done.Failed, failed)
			}
		}
		return a.echoRebuilt(done)
	})
}

// rebuild makes one small picture, or notes why it cannot be made. Only a journal that cannot be
// written, and an interrupt, are errors: one bad photo must not keep the others from theirs.
func (a *app) rebuild(db *store.DB, p *failedPhoto) error {
	original, err := db.Original(a.ctx, p.SHA256)
	var facts photo.Facts
	if err == nil {
		facts, err = photo.Read(original, a.limits)
	}
	switch interrupted := a.ctx.Err(); {
	case interrupted != nil:
		return interrupted
	case err != nil:
		p.Why = err.Error()
		return nil
	case facts.Thumbnail == nil:
		p.Why = facts.Warning
		return nil
	case facts.Makeshift:
		p.Why, p.Preview = facts.Warning, true
		if a.hasLarger(db, p.SHA256, facts) {
			return nil
		}
	}
	return db.PutThumbnail(&store.Picture{SHA256: p.SHA256, Width: facts.Width, Height: facts.Height, Thumbnail: archive.Thumbnail(facts)})
}

// hasLarger says whether a photo has a larger small picture already, made by what is no longer there.
func (a *app) hasLarger(db *store.DB, sha256Hex string, made photo.Facts) bool {
	stored, err := db.Thumbnail(a.ctx, sha256Hex)
	if err != nil {
		return false
	}
	there, err := photo.DecodeThumbnail(stored)
	return err == nil && there.Bounds().Dx() > made.ThumbWidth
}

func (a *app) echoRebuilt(done rebuildDocument) error {
	if a.json {
		return a.writeJSON(done)
	}
	if done.Made == 0 && len(done.Failed) == 0 {
		a.say("every photo has its small picture already")
		return nil
	}
	fmt.Fprintf(a.Out, "made %s\n", report.Plural(done.Made, "small picture"))
	for _, f := range done.Failed {
		lacking := "none"
		if f.Preview {
			lacking = "no better one"
		}
		fmt.Fprintf(a.Out, "%s for %s (%.8s): %s\n", lacking, report.Plain(f.Name), f.SHA256, f.Why)
	}
	return nil
}
