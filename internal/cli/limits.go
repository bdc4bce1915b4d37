package cli

import (
	"github.com/urfave/cli/v2"

	"spotlog/internal/photo"
)

// limitFlags are for the verbs that take in photos; readGlobals reads them.
func limitFlags() []cli.Flag {
	return []cli.Flag{
		&cli.IntFlag{Name: "max-megapixels", Usage: "show photos of up to `N` megapixels; 100 unless given"},
		&cli.IntFlag{Name: "max-megabytes", Usage: "take files of up to `N` megabytes; 64 unless given"},
	}
}

// The most that a limit can be raised to: a photo has to fit into the memory, and a file into a
// record of the journal.
const (
	mostMegapixels = 2000
	mostMegabytes  = 900
)

// limitsOf reads the limits on photos of a command, photo.Default where it has none.
func limitsOf(c *cli.Context) (photo.Limits, error) {
	limits := photo.Default
	for _, flag := range []struct {
		name string
		most int
		unit int64
		into *int64
	}{
		{"max-megapixels", mostMegapixels, 1_000_000, &limits.Pixels},
		{"max-megabytes", mostMegabytes, 1 << 20, &limits.Bytes},
	} {
		if !c.IsSet(flag.name) {
			continue
		}
		n := c.Int(flag.name)
		if n < 1 || n > flag.most {
			return limits, refuse("--"+flag.name+" 200", "--%s is from 1 to %d, not %d", flag.name, flag.most, n)
		}
		*flag.into = int64(n) * flag.unit
	}
	return limits, nil
}
