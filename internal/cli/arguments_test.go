package cli

import (
	"errors"
	"strings"
	"testing"
)

func arrangeLine(line string) ([]string, error) {
	a := &app{}
	result, err := arrange(strings.Fields(line), a.commands(), globalFlags())
	return result.args, err
}

func TestFlagsMayStandAnywhere(t *testing.T) {
	cases := []struct{ typed, arranged string }{
		{"log arm --size 4", "log --size=4 -- arm"},
		{"log --size 4 arm", "log --size=4 -- arm"},
		{"log --size=4 arm", "log --size=4 -- arm"},
		{"--size 4 log arm", "log --size=4 -- arm"},
		{"-j x log arm --json", "log --journal=x --json -- arm"},
		{"log arm -j x", "log --journal=x -- arm"},
		{"photo -j x list arm", "photo list --journal=x -- arm"},
		{"photo add arm a.jpg --each b.jpg", "photo add --each -- arm a.jpg b.jpg"},
		{"log arm -- --size", "log -- arm --size"},
		{"log arm --note -", "log --note=- -- arm"},
		{"log arm --note -5", "log --note=-5 -- arm"},
		{"log arm --colour red", "log --color=red -- arm"},
		{"log arm --photo a,b.jpg --photo c.jpg", "log --photo=a,b.jpg --photo=c.jpg -- arm"},
		{"log --help", "help -- log"},
		{"photo add -h", "help -- photo add"},
		{"--help", "help --"},
		{"--version", "version --"},
		{"--json", "--json"},
		{"", ""},
	}
	for _, c := range cases {
		got, err := arrangeLine(c.typed)
		if err != nil || strings.Join(got, " ") != c.arranged {
			t.Errorf("spotlog %s\n became %q, %v\n want   %q", c.typed, strings.Join(got, " "), err, c.arranged)
		}
	}
}

// Every usage error that the arguments alone can make, with its hint.
func TestUsageErrors(t *testing.T) {
	cases := []struct{ typed, says, hint string }{
		{"lgo arm", `no command "lgo"; did you mean log?`, "spotlog log"},
		{"frobnicate", `no command "frobnicate"`, "spotlog help"},
		{"log arm --sise 4", "no flag --sise; did you mean --size?", "--size"},
		{"log arm --frobnicate", "spotlog log has no flag --frobnicate", "spotlog help log"},
		{"list --size 4", "spotlog list has no flag --size", "spotlog help list"},
		{"--size 4 list", "spotlog list has no flag --size", "spotlog help list"},
		{"log arm --size", "--size needs a value", "spotlog help log"},
		{"log arm --note --size 4", "--note needs a value", "spotlog help log"},
		{"log arm --new=yes", "--new takes no value", "leave the value out: --new"},
		{"photo", "spotlog photo needs one of: add", "spotlog photo add"},
		{"photo lst", `no command "lst"; did you mean list?`, "spotlog photo list"},
		{"spot renam a b", `no command "renam"; did you mean rename?`, "spotlog spot rename"},
	}
	for _, c := range cases {
		_, err := arrangeLine(c.typed)
		var r *refusal
		if !errors.As(err, &r) {
			t.Errorf("spotlog %s: %v, want a refusal", c.typed, err)
			continue
		}
		if r.code != exitUsage || !strings.Contains(r.message, c.says) || r.hint != c.hint {
			t.Errorf("spotlog %s\n says %q, hint %q, code %d\n want %q, hint %q", c.typed, r.message, r.hint, r.code, c.says, c.hint)
		}
	}
}

// A line that was arranged is arranged already.
func FuzzArrange(f *testing.F) {
	for _, seed := range []string{"log arm --size 4", "-j", "--", "- log", "--=x", "photo add", "log --photo=a -h", "log --note - -- --size"} {
		f.Add(seed)
	}
	a := &app{}
	f.Fuzz(func(t *testing.T, line string) {
		once, err := arrange(strings.Fields(line), a.commands(), globalFlags())
		if err != nil {
			return
		}
		twice, err := arrange(once.args, a.commands(), globalFlags())
		if err != nil || strings.Join(once.args, "\x00") != strings.Join(twice.args, "\x00") {
			t.Errorf("%q became %q, then %q, %v", line, once.args, twice.args, err)
		}
	})
}
