package change

import "testing"

// Ten years of a spot logged each month, climbing slowly enough to be weighed by all three ways.
func BenchmarkJudge(b *testing.B) {
	rs := make([]Reading, 120)
	for i := range rs {
		rs[i] = Reading{30 * i, 4 + float64(i%3)/2, "ruler"}
	}
	b.ReportAllocs()
	for b.Loop() {
		Judge(rs, 0)
	}
}

// A spot logged every day for ten years: a window of the trend holds 366 points.
func BenchmarkJudgeDaily(b *testing.B) {
	rs := make([]Reading, 3650)
	for i := range rs {
		rs[i] = Reading{i, 4 + float64(i%3)/2, "ruler"}
	}
	b.ReportAllocs()
	for b.Loop() {
		Judge(rs, 0)
	}
}
