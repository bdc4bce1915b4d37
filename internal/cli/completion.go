package cli

import (
	"embed"
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/store"
)

//go:embed completion/*.txt
var completionScripts embed.FS

// shells are the ones that there is a completion script for.
var shells = []string{"bash", "zsh", "fish", "powershell"}

func (a *app) completionCommand() *cli.Command {
	return &cli.Command{
		Name: "completion", Usage: "completes verbs and names of spots: " + strings.Join(shells, ", "),
		ArgsUsage: "SHELL", Category: other, Action: a.completion,
	}
}

// completion prints the script of a shell, which says where to put it.
func (a *app) completion(c *cli.Context) error {
	const usage = "spotlog completion bash"
	words, err := arguments(c, 1, 1, usage)
	if err != nil {
		return err
	}
	script, err := completionScripts.ReadFile("completion/" + words[0] + ".txt")
	if err != nil {
		hint := "use one of: " + strings.Join(shells, ", ")
		if near := store.Nearest(words[0], shells); near != "" {
			hint = "spotlog completion " + near
		}
		return refuse(hint, "there is no completion for %q", words[0])
	}
	return a.tellText("spotlog.completion.v1", string(script))
}
