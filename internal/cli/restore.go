package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/internal/archive"
	"spotlog/internal/report"
)

func (a *app) restoreCommand() *cli.Command {
	return &cli.Command{
		Name: "restore", Usage: "put the journal of a backup where there is none", ArgsUsage: "FILE", Category: keep,
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "dry-run", Usage: "open and verify the backup, say what is in it, and change nothing"},
			&cli.StringFlag{Name: "identity", Usage: "the secret key for a backup encrypted to a recipient: a `FILE` of age-keygen"},
		},
		Action: a.restore,
	}
}

func (a *app) restore(c *cli.Context) error {
	words, err := arguments(c, 1, 1, "spotlog restore spotlog-backup.sqlite")
	if err != nil {
		return err
	}
	if a.path == "" {
		return refuse("spotlog --journal journal.sqlite …", "there is no home folder to keep a journal in")
	}
	to, inTheWay := a.path, a.placeIsFree()
	if inTheWay != nil && !c.Bool("dry-run") {
		return inTheWay
	}
	if inTheWay != nil {
		to += ".dry-run" // beside the journal, which stays
	}
	bar := a.stages()
	keeper := &archive.Keeper{Env: a.env(), Progress: bar.at}
	if keeper.Key, err = a.restoreKey(words[0], c.String("identity")); err != nil {
		return err
	}
	done, err := keeper.Restore(a.ctx, words[0], to, func(archive.Restored) error {
		if c.Bool("dry-run") {
			return errDryRun
		}
		return nil
	})
	bar.stop()
	if err != nil && !errors.Is(err, errDryRun) {
		return err
	}
	done.To, done.DryRun, done.InTheWay = a.path, c.Bool("dry-run"), inTheWay != nil
	if err := a.echoRestored(done); err != nil || inTheWay == nil {
		return err
	}
	r := asRefusal(inTheWay, exitUsage)
	a.talk(r.message)
	a.say("%s", report.Plain(r.hint)) // in one line, to be copied
	return nil
}

// placeIsFree refuses a place where there is a journal, before anybody types a passphrase.
func (a *app) placeIsFree() error {
	if _, err := os.Lstat(a.path); errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	return refuse(fmt.Sprintf("set it aside: mv %s %s", shellQuoted(a.path), shellQuoted(strings.TrimSuffix(a.path, ".sqlite")+"-before.sqlite")),
		"there is a journal at %s, and restore replaces none", a.path)
}

// restoreKey asks for what the backup needs; nil where that is nothing.
func (a *app) restoreKey(path, identity string) (*archive.Key, error) {
	lock, err := archive.LockOf(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, notFound("name the file that spotlog backup wrote", "there is no backup at %s", path)
	}
	switch {
	case err != nil:
		return nil, err
	case lock == archive.LockNone:
		return nil, nil
	case lock == archive.LockPassphrase:
		passphrase, err := a.askPassphrase("passphrase of the backup: ")
		if err != nil {
			return nil, err
		}
		return archive.PassphraseKey(passphrase)
	case identity == "":
		return nil, refuse(fmt.Sprintf("spotlog restore %s --identity key.txt", shellQuoted(path)), "%s is encrypted to a recipient, and needs the secret key of that", path)
	}
	file, err := os.Open(identity)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, notFound("name the file that age-keygen wrote", "there is no file %s", identity)
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return archive.IdentityKey(file)
}

func (a *app) echoRestored(done archive.Restored) error {
	if a.json {
		return a.writeJSON(done)
	}
	verb := "restored"
	if done.DryRun {
		verb = "would restore"
	}
	if done.InTheWay {
		verb = "were no journal there, would restore"
	}
	newest := ""
	if !done.Newest.IsZero() {
		newest = ", the newest entry of " + report.LongDate(done.Newest)
	}
	a.paragraph("", fmt.Sprintf("%s %s: %s, %s, %s, %s%s", verb, report.Plain(done.To), bytesWords(done.Bytes),
		report.Plural(done.Spots, "spot"), report.Plural(done.Entries, "entry"), report.Plural(done.Photos, "photo"), newest))
	a.say("read, and as it was stored: every photo and every record")
	return nil
}
