package cli

import (
	"fmt"
	"runtime"

	"github.com/mattn/go-sqlite3"
	"github.com/urfave/cli/v2"

	"spotlog/store"
)

// version of the program; the journal's schema has a number of its own.
const version = "0.1.0"

// versionDate is the day of the version, as its manual page bears it.
const versionDate = "2026-11-22"

func (a *app) versionCommand() *cli.Command {
	return &cli.Command{Name: "version", Usage: "the version of the program and of what it reads", Category: other, Action: a.version}
}

type versionDocument struct {
	Schema        string `json:"schema"`
	Version       string `json:"version"`
	JournalSchema int    `json:"journal_schema"`
	SQLite        string `json:"sqlite"`
	Go            string `json:"go"`
}

func (a *app) version(c *cli.Context) error {
	if _, err := arguments(c, 0, 0, "spotlog version"); err != nil {
		return err
	}
	sqlite, _, _ := sqlite3.Version()
	v := versionDocument{"spotlog.version.v1", version, store.SchemaVersion, sqlite, runtime.Version()}
	if a.json {
		return a.writeJSON(v)
	}
	_, err := fmt.Fprintf(a.Out, "spotlog %s (journal schema %d, SQLite %s, %s)\n", v.Version, v.JournalSchema, v.SQLite, v.Go)
	return err
}
