package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/internal/archive"
	"spotlog/internal/report"
)

func (a *app) backupCommand() *cli.Command {
	return &cli.Command{
		Name: "backup", Usage: "a verified copy of the whole journal, photos too, in one file", ArgsUsage: "FILE|DIR", Category: keep,
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "encrypt", Usage: "with a passphrase that is asked for, readable by the age program too"},
			&cli.StringSliceFlag{Name: "recipient", Usage: "encrypt to a public key of age (`age1…`); may be given again"},
			&cli.IntFlag{Name: "keep", Usage: "write a dated file into the folder DIR, which is for this journal alone, and keep the newest `N` of them"},
			&cli.BoolFlag{Name: "update", Usage: "bring a plain backup that is there up to date: only what is new is written"},
		},
		Action: a.backup,
	}
}

func (a *app) backup(c *cli.Context) error {
	words, err := arguments(c, 1, 1, "spotlog backup spotlog-backup.sqlite")
	if err != nil {
		return err
	}
	if err := backupFlagsAgree(c, words[0]); err != nil {
		return err
	}
	db, err := a.open()
	if err != nil {
		return err
	}
	defer db.Close()
	keeper := &archive.Keeper{DB: db, Env: a.env()}
	if keeper.Key, err = a.backupKey(c); err != nil {
		return err
	}
	bar := a.stages()
	keeper.Progress = bar.at
	done, err := a.writeBackup(c, keeper, words[0])
	bar.stop()
	var forgotten *archive.ForgottenError
	if err != nil && !errors.As(err, &forgotten) {
		return err
	}
	if forgotten != nil {
		a.tell("%s", report.Plain(forgotten.Error()))
	}
	return a.echoBackup(done)
}

func backupFlagsAgree(c *cli.Context, to string) error {
	switch encrypted := c.Bool("encrypt") || c.IsSet("recipient"); {
	case c.Bool("encrypt") && c.IsSet("recipient"):
		return refuse("leave out --encrypt", "a backup is encrypted with a passphrase or to a recipient, not both")
	case encrypted && c.Bool("update"):
		return refuse("spotlog backup "+shellQuoted(to)+" --encrypt", "an encrypted backup is always written whole")
	case c.IsSet("keep") && c.Bool("update"):
		return refuse("spotlog backup "+shellQuoted(to)+" --keep 3", "--keep writes new files, and --update none")
	case c.IsSet("keep") && c.Int("keep") < 1:
		return refuse("--keep 3", "--keep is at least 1, not %d", c.Int("keep"))
	}
	return nil
}

func (a *app) writeBackup(c *cli.Context, keeper *archive.Keeper, to string) (archive.BackedUp, error) {
	if c.IsSet("keep") {
		return keeper.BackupInto(a.ctx, to, c.Int("keep"))
	}
	if c.Bool("update") {
		return keeper.Update(a.ctx, to)
	}
	return keeper.Backup(a.ctx, to)
}

// backupKey is what the backup is encrypted with; nil for a plain one.
func (a *app) backupKey(c *cli.Context) (*archive.Key, error) {
	if c.IsSet("recipient") {
		return archive.RecipientKey(c.StringSlice("recipient"))
	}
	if !c.Bool("encrypt") {
		return nil, nil
	}
	passphrase, err := a.askPassphrase("passphrase for the backup: ")
	if err != nil {
		return nil, err
	}
	again, err := a.askPassphrase("the same again: ")
	if err != nil {
		return nil, err
	}
	if passphrase != again {
		return nil, refuse("type it again, slowly; without it nobody can open the backup", "the two passphrases are not the same")
	}
	return archive.PassphraseKey(passphrase)
}

func (a *app) echoBackup(done archive.BackedUp) error {
	if a.json {
		return a.writeJSON(done)
	}
	a.paragraph("", fmt.Sprintf("backed up to %s: %s, %s, %s, %s%s", report.Plain(done.To), bytesWords(done.Bytes),
		report.Plural(done.Spots, "spot"), report.Plural(done.Entries, "entry"), report.Plural(done.Photos, "photo"), encryptedWords(done.Encrypted)))
	read := "every photo and every record"
	if done.Added != nil {
		read = "every record and " + report.Plural(*done.Added, "new photo")
	}
	a.talk(fmt.Sprintf("read back, and as it was stored: %s (written in %s, verified in %s)", read, secondsWords(done.WroteSeconds), secondsWords(done.VerifiedSeconds)))
	if len(done.Removed) > 0 {
		a.talk("removed older ones: " + strings.Join(done.Removed, ", "))
	}
	if done.Encrypted {
		a.talk("without the passphrase or the secret key nobody can open it; there is no other way in")
	}
	return nil
}

func encryptedWords(encrypted bool) string {
	if encrypted {
		return ", encrypted"
	}
	return ""
}

// bytesWords gives a size as file managers do: 1.2 MB.
func bytesWords(n int64) string {
	const units = "kMGT"
	size, unit := float64(n)/1000, 0
	for size >= 1000 && unit < len(units)-1 {
		size, unit = size/1000, unit+1
	}
	return fmt.Sprintf("%.3g %cB", size, units[unit])
}

func secondsWords(s float64) string { return fmt.Sprintf("%.1f s", s) }
