package cli

import "github.com/urfave/cli/v2"

// The moments of use, as help groups the verbs.
const (
	eachMonth = "EACH MONTH"
	look      = "LOOK"
	clinic    = "AT THE CLINIC"
	correct   = "CORRECT"
	keep      = "KEEP"
	other     = "ELSE"
)

func (a *app) commands() []*cli.Command {
	return []*cli.Command{
		a.checkCommand(), a.logCommand(), a.photoCommand(), a.dueCommand(),
		a.listCommand(), a.showCommand(), a.timelineCommand(), a.compareCommand(), a.flagsCommand(), a.rulesCommand(),
		a.summaryCommand(), a.visitCommand(), a.medCommand(), a.profileCommand(),
		a.spotCommand(), a.editCommand(), a.rmCommand(), a.historyCommand(), a.undoCommand(), a.purgeCommand(),
		a.exportCommand(), a.importCommand(), a.backupCommand(), a.restoreCommand(), a.verifyCommand(),
		a.demoCommand(), a.completionCommand(), a.manCommand(), a.helpCommand(), a.versionCommand(),
	}
}
