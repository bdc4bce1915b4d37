package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"spotlog/internal/report"
	"spotlog/store"
)

// profileFields are the flags of profile set.
var profileFields = []field[store.Profile]{
	{flag: "name", usage: "the person's `NAME`", set: func(p *store.Profile, v string) error { p.Name = v; return nil }},
	{flag: "skin-type", usage: "Fitzpatrick skin type, `1` (always burns) to 6 (never burns)", set: setSkinType},
	{flag: "risks", aliases: []string{"risk"}, usage: "history that matters", words: "risks", set: list(func(p *store.Profile) *[]store.Risk { return &p.Risks })},
	{flag: "allergies", aliases: []string{"allergy"}, usage: "allergies, with commas between: `penicillin,latex`", set: setAllergies},
}

func (a *app) profileCommand() *cli.Command {
	return &cli.Command{
		Name: "profile", Usage: "history a clinician asks for; profile set records it", Category: clinic, Action: a.profile,
		Subcommands: []*cli.Command{{
			Name: "set", Usage: "record some of it; what is not given stays", Action: a.profileSet,
			Flags: append([]cli.Flag{&cli.StringFlag{Name: "birth-date", Usage: "`DATE` of birth; rules for children need it"}}, flagsOf(profileFields)...),
		}},
	}
}

type profileDocument struct {
	Schema  string         `json:"schema"`
	Profile *store.Profile `json:"profile"`
}

func (a *app) profile(c *cli.Context) error {
	if _, err := arguments(c, 0, 0, "spotlog profile set --birth-date 1980-04-02"); err != nil {
		return err
	}
	j, err := a.read()
	if err != nil {
		return err
	}
	p := j.Profile
	if p == nil {
		p = &store.Profile{}
	}
	if a.json {
		return a.writeJSON(profileDocument{"spotlog.profile.v1", p})
	}
	skin := ""
	if p.SkinType > 0 {
		skin = strconv.Itoa(p.SkinType)
	}
	for _, line := range [][2]string{
		{"name", p.Name}, {"birth date", report.LongDate(p.BirthDate)}, {"skin type", skin},
		{"risks", report.Join(p.Risks)}, {"allergies", report.Join(p.Allergies)},
	} {
		if line[1] == "" {
			line[1] = a.dim("not recorded")
		}
		a.paragraph(fmt.Sprintf("%-12s", line[0]), report.Plain(line[1]))
	}
	return nil
}

func (a *app) profileSet(c *cli.Context) error {
	if _, err := arguments(c, 0, 0, "spotlog profile set --birth-date 1980-04-02"); err != nil {
		return err
	}
	if !givesFlags(c) {
		return refuse("spotlog profile set --birth-date 1980-04-02 --skin-type 2", "say what to record")
	}
	act, err := a.actOrCreate("profile set", func(tx *store.Tx) error {
		j, err := tx.Journal()
		if err != nil {
			return err
		}
		p := store.Profile{}
		if j.Profile != nil {
			p = *j.Profile
		}
		if _, err := setFields(c, profileFields, &p); err != nil {
			return err
		}
		if typed := c.String("birth-date"); typed != "" {
			if p.BirthDate, err = a.pastDate("birth-date", typed); err != nil {
				return err
			}
		}
		_, err = tx.PutProfile(p)
		return err
	})
	if err != nil {
		return err
	}
	return a.done(act, "profile set", "recorded in the profile")
}

func setSkinType(p *store.Profile, v string) error {
	n, err := strconv.Atoi(strings.TrimSpace(v))
	if err != nil || n < 1 {
		return refuse("skin types go from 1 (always burns) to 6 (never burns)", "skin type %q is none", v)
	}
	p.SkinType = n
	return nil
}

func setAllergies(p *store.Profile, v string) error {
	p.Allergies = nil
	for each := range strings.SplitSeq(v, ",") {
		if each = strings.TrimSpace(each); each != "" {
			p.Allergies = append(p.Allergies, each)
		}
	}
	return nil
}
