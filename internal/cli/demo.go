package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"spotlog/internal/archive"
	"spotlog/internal/demo"
	"spotlog/internal/photo"
	"spotlog/internal/report"
	"spotlog/store"
)

func (a *app) demoCommand() *cli.Command {
	return &cli.Command{Name: "demo", Usage: "builds a sample journal in a new folder and shows it", ArgsUsage: "[DIR]", Category: other, Action: a.demo}
}

func (a *app) demo(c *cli.Context) error {
	words, err := arguments(c, 0, 1, "spotlog demo")
	if err != nil {
		return err
	}
	folder, err := demoFolder(words)
	if err != nil {
		return err
	}
	a.path = filepath.Join(folder, "journal.sqlite")
	a.say("drawing the photos of an invented person's two years …")
	life, pictures := demo.Life(a.asOf)
	if _, err := store.Create(a.ctx, a.path, a.env(), "demo", func(tx *store.Tx) error {
		return a.live(tx, life, pictures)
	}); err != nil {
		return err
	}
	if a.json {
		return a.writeJSON(didDocument{"spotlog.done.v1", "demo", a.path})
	}
	return a.showDemo()
}

// demoFolder is a new folder under the temp folder, or the one that was named if nothing is in it.
func demoFolder(words []string) (string, error) {
	if len(words) == 0 {
		return os.MkdirTemp("", "spotlog-demo-*") // 0700
	}
	if err := newOrEmpty(words[0], "name a new folder: spotlog demo my-demo"); err != nil {
		return "", err
	}
	return filepath.Abs(words[0])
}

// newOrEmpty refuses a folder that holds anything, so that nothing mixes with it.
func newOrEmpty(folder, hint string) error {
	names, err := os.ReadDir(folder)
	if len(names) > 0 {
		return refuse(hint, "%s is not empty", report.Plain(folder))
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return refuse(hint, "%s cannot be used: %v", report.Plain(folder), err)
	}
	return nil
}

// live puts the invented life into a journal.
func (a *app) live(tx *store.Tx, life *store.Journal, pictures map[string]demo.Picture) error {
	for _, p := range pictures {
		picture, _, _, err := archive.Picture(p.JPEG, photo.Default)
		if err != nil {
			return err
		}
		if _, err := tx.AddPicture(picture); err != nil {
			return err
		}
	}
	document, err := archive.NewDocument(life)
	if err != nil {
		return err
	}
	_, err = document.Import(a.ctx, tx, false, photo.Default)
	return err
}

// showDemo runs what a newcomer would try first, as they would type it.
func (a *app) showDemo() error {
	for _, command := range [][]string{{"list"}, {"timeline", "right-shoulder-1"}, {"flags"}} {
		fmt.Fprintf(a.Out, "\n%s\n\n", a.bold("$ spotlog "+join(command)))
		shown := a.System
		shown.Args = append(command, "--journal", a.path, "--as-of", a.asOf.String())
		if code := Run(a.ctx, shown); code != exitDone {
			return &refusal{code: code}
		}
	}
	fmt.Fprintf(a.Out, "\nThe invented journal is %s\nTry:\n", report.Plain(a.path))
	for _, try := range []string{"show right-shoulder-1", "flags upper-back-1", "rules size-growing", `log --new --site "left hand" --size 3mm`, "undo"} {
		fmt.Fprintf(a.Out, "  SPOTLOG_JOURNAL=%s spotlog %s\n", shellQuoted(a.path), try)
	}
	a.say("\nyour own journal is begun by: spotlog log --new --site \"left forearm\" --size 4mm")
	return nil
}
