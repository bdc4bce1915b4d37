package rules

import (
	"fmt"
	"testing"

	"spotlog/store"
)

// lifetime is a journal of many spots, each logged monthly: steady spots with all the fields that people log, every
// tenth growing, every tenth bleeding.
func lifetime(spots, months int) (*store.Journal, store.Day) {
	j := &store.Journal{Profile: &store.Profile{}}
	start := store.DayOf(2016, 1, 10)
	sites := []string{"left forearm", "right calf", "upper back", "abdomen", "nose"}
	for i := range spots {
		s := store.Spot{Name: fmt.Sprintf("spot-%03d", i), Site: sites[i%len(sites)], Kind: store.KindSpot, Onset: store.OnsetGradual}
		for m := range months {
			e := store.Entry{ID: store.ID(fmt.Sprintf("%d-%d", i, m)), Date: (start + store.Day(m*30+i%5)).Date(),
				LengthMM: 4 + 0.5*float64((i*7+m*3)%2), Method: store.MethodRuler, Colors: []store.Color{store.ColorRed},
				Shape: store.ShapeRound, Border: store.BorderEven, Surface: []store.Surface{store.SurfaceFlat}, Bleeding: store.BleedingNone,
				Changed: []store.Changed{store.ChangedNone}, Feel: []store.Feel{store.FeelNone}, Symptoms: []store.Symptom{store.SymptomNone}}
			if i%10 == 1 {
				e.LengthMM += float64(m) * 0.1
			}
			if i%10 == 2 && m%5 == 4 {
				e.Bleeding = store.BleedingTouched
			}
			s.Entries = append(s.Entries, e)
		}
		j.Spots = append(j.Spots, s)
	}
	return j, start + store.Day(months*30)
}

func BenchmarkJudge(b *testing.B) {
	for _, months := range []int{30, 60, 120, 240} {
		j, asOf := lifetime(200, months)
		b.Run(fmt.Sprintf("200x%d", months), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Judge(j, asOf)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(200*months), "ns/entry")
		})
	}
}
