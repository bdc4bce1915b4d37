// Command spotlog is a private journal of the spots on one person's skin.
package main

import (
	"os"

	"spotlog/internal/cli"
)

func main() { os.Exit(cli.Main()) }
