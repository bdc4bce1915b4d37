package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
)

// lives is how many are drawn for a row: the false alarms of a steady spot then stand to about ± 0.003.
const lives = 4000

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	tables(out, lives)
}

// tables writes both tables over n lives a row.
func tables(w io.Writer, n int) {
	fmt.Fprintln(w, "Nothing grew: flags a spot-year (turns from silent to flagged)")
	table(w, quiet, n, func(s score) string { return fmt.Sprintf("%.3f", s.falseAYear) })
	fmt.Fprintln(w, "\nIt grew: median months until flagged")
	table(w, growing, n, func(s score) string {
		if s.median == never {
			return "never"
		}
		return fmt.Sprint(s.median)
	})
}

func table(w io.Writer, truths []truth, n int, cell func(score) string) {
	fmt.Fprint(w, "\n| the spot | read by |")
	for _, s := range statistics {
		fmt.Fprintf(w, " %s |", s.name)
	}
	fmt.Fprintln(w, "\n| --- | --- | ---: | ---: | ---: |")
	for _, t := range truths {
		fmt.Fprintf(w, "| %s | %s |", t.spot, t.read)
		for _, s := range statistics {
			fmt.Fprintf(w, " %s |", cell(t.score(s, n)))
		}
		fmt.Fprintln(w)
	}
}
