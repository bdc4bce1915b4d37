package rules

import (
	"slices"
	"testing"
)

func TestFold(t *testing.T) {
	type row struct {
		code, spot string
		base, tier Tier // before and after ageing
		about      topic
	}
	for _, c := range []struct {
		name string
		list []row
		want []string // leading codes, each with what is under it
	}{
		{"the highest tier leads its topic", []row{
			{"low", "a", Soon, Soon, arrival}, {"high", "a", Emergency, Emergency, arrival}}, []string{"high+low"}},
		{"another topic stands by itself", []row{
			{"growth", "a", Soon, Soon, size}, {"high", "a", Emergency, Emergency, arrival}}, []string{"high", "growth"}},
		{"another spot too", []row{
			{"low", "b", Soon, Soon, arrival}, {"high", "a", Emergency, Emergency, arrival}}, []string{"high", "low"}},
		{"the same tier stands side by side", []row{
			{"b", "a", Soon, Soon, arrival}, {"a", "a", Soon, Soon, arrival}}, []string{"a", "b"}},
		{"an aged emergency still leads", []row{
			{"low", "a", Soon, Soon, arrival}, {"old", "a", Emergency, Soon, arrival}}, []string{"old+low"}},
		{"but not over what is more urgent now", []row{
			{"low", "a", Soon, Soon, bleeding}, {"old", "a", Emergency, Visit, bleeding}}, []string{"low", "old"}},
		{"come back in a month goes under anything more", []row{
			{"new-baseline", "a", Watch, Watch, logging}, {"growth", "a", Soon, Soon, size}}, []string{"growth+new-baseline"}},
		{"the same symptoms, told of the person, go under the spot's", []row{
			{"signs", "", Today, Today, wellbeing}, {"high", "a", Emergency, Emergency, arrival}}, []string{"high+signs"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var list []finding
			for _, r := range c.list {
				list = append(list, finding{rule: &Rule{Code: r.code}, spot: r.spot, outcome: outcome{state: fired, base: r.base,
					tier: r.tier, about: r.about, facts: []fact{{when: "2026-01-01", says: "fever"}}}})
			}
			var got []string
			for _, f := range fold(list) {
				text := f.rule.Code
				for _, also := range f.also {
					text += "+" + also
				}
				got = append(got, text)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}
