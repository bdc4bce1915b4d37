package report

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/disintegration/imaging"

	"spotlog/store"
)

// drawnPictures are grey pictures under every SHA-256.
func drawnPictures() Pictures {
	return Pictures{
		Thumbnail: func(string) ([]byte, error) { return nil, nil },
		Cut: func(_ string, _ image.Point, region image.Rectangle, side int) (*image.NRGBA, error) {
			size := image.Pt(side, side*region.Dy()/region.Dx())
			return imaging.New(size.X, size.Y, color.NRGBA{180, 180, 180, 255}), nil
		},
	}
}

// summaryFile prints a summary that qpdf finds sound, on two pages at most, within the box.
func summaryFile(t testing.TB, s *Summary) string {
	t.Helper()
	var b bytes.Buffer
	if err := s.WritePDF(&b, drawnPictures()); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "summary.pdf")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, "qpdf", "--check", file)
	keepsToTheBox(t, file)
	if pages := len(placedWords(t, file)); pages > summaryPages {
		t.Errorf("%d pages", pages)
	}
	return file
}

// clinicFixture is a journal with something for every part of a summary.
func clinicFixture() *store.Journal {
	j := fixture()
	j.Profile = &store.Profile{Name: "Ada Größe", BirthDate: on("1980-04-02"), SkinType: 2, Risks: []store.Risk{store.RiskFamilyMelanoma}}
	j.Medications = append(j.Medications, store.Medication{Name: "aspirin", Effects: []store.Effect{store.EffectBloodThinner}, Dose: "100 mg", Started: on("2026-02")},
		store.Medication{Name: "zinc", Kind: store.MedicationSupplement}, store.Medication{Name: "paracetamol", Effects: []store.Effect{store.EffectNone}})
	j.Questions = []store.Question{{Date: on("2026-11-20"), Text: "Does the arm need a biopsy?"}, {Text: "Answered", Answer: "yes"}}
	j.Visits[0].Spots[0].Spot = "left-arm-1"
	arm := &j.Spots[1]
	arm.Name, arm.Status, j.Spots[0].Status = "left-arm-1", store.StatusActive, store.StatusActive
	arm.Entries[1].Photos = []store.Photo{{SHA256: "first"}}
	arm.Entries[2].Photos = []store.Photo{{SHA256: "newest", Mark: &store.Box{X: 1500, Y: 1200, W: 300, H: 300}}}
	arm.Entries[2].Note = "Ближе к локтю. Έγινε πιο σκούρο."
	steady := func(name, site string) store.Spot {
		s := store.Spot{Name: name, Site: site, Onset: store.OnsetGradual, FirstSeen: on("2019"), Status: store.StatusActive}
		for _, day := range []string{"2026-01-05", "2026-11-15"} {
			s.Entries = append(s.Entries, store.Entry{Date: on(day), LengthMM: 3, Method: store.MethodRuler, Colors: []store.Color{store.ColorBrown}, Changed: []store.Changed{store.ChangedNone}})
		}
		return s
	}
	gone := steady("neck-1", "neck")
	gone.Status, gone.StatusSince = store.StatusResolved, on("2026-11-16")
	j.Spots = append(j.Spots, steady("groin-1", "groin"), steady("nose-1", "nose"), gone)
	return j
}

func TestSummaryGolden(t *testing.T) {
	s := summaryOf(clinicFixture(), asOf)
	var text, table bytes.Buffer
	for _, err := range []error{s.WriteText(&text, 80), s.WriteCSV(&table)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	printed := run(t, "pdftotext", "-layout", summaryFile(t, s), "-")
	for name, got := range map[string]string{"summary.txt": text.String(), "summary.csv": table.String(), "summary-pdf.txt": printed} {
		golden(t, name, got)
	}
}

// However much there is, two pages tell the most urgent and count the rest.
func TestSummaryFoldsOntoTwoPages(t *testing.T) {
	crowd := func(steady, growing int, note string) *store.Journal {
		j := clinicFixture()
		for i := range steady + growing {
			s := store.Spot{Name: fmt.Sprintf("left-forearm-%d", i), Site: "left forearm", Onset: store.OnsetGradual, FirstSeen: on("2020"), Status: store.StatusActive}
			for m := range 12 {
				e := store.Entry{Date: store.DateOn(time.Date(2025, time.December+time.Month(m), 5, 0, 0, 0, 0, time.UTC), store.PrecisionDay, false), LengthMM: 3, Method: store.MethodRuler,
					Colors: []store.Color{store.ColorBrown}, Bleeding: store.BleedingNone, Changed: []store.Changed{store.ChangedNone}, Note: note}
				if i >= steady {
					e.LengthMM += float64(m)
				}
				s.Entries = append(s.Entries, e)
			}
			j.Spots = append(j.Spots, s)
		}
		return j
	}
	seen := func(j *store.Journal, words string) *store.Journal {
		v := store.Visit{Date: on("2026-11-10"), With: "Dr A", Note: words}
		for _, s := range j.Spots {
			v.Spots = append(v.Spots, store.VisitSpot{Spot: s.Name, Outcome: "benign", Diagnosis: words})
		}
		j.Profile.Name, j.Visits = words, append(j.Visits, v)
		return j
	}
	checked := summaryFile(t, summaryOf(seen(crowd(60, 0, ""), strings.Repeat("in many words ", 200)), asOf))
	keepsToTheBox(t, checked)
	if words := run(t, "pdftotext", checked, "-"); !strings.Contains(words, " benign") || !strings.Contains(words, "page 2 / 2") {
		t.Errorf("after a visit that named 60 spots:\n%s", words)
	}
	// What is told of a spot on the second page names it there, and no note stands without its spot, no
	// word on the photos without these.
	for growing := 6; growing < 26; growing++ {
		_, second, _ := strings.Cut(run(t, "pdftotext", "-layout", summaryFile(t, summaryOf(crowd(0, growing, "a note"), asOf)), "-"), "\f")
		begins, _, _ := strings.Cut(strings.TrimLeft(second, " \n"), "\n")
		if nameless := strings.HasPrefix(begins, "Grew") || strings.HasPrefix(begins, "Two photos") || strings.Contains(begins, "“a note”"); nameless && !strings.Contains(begins, "left-forearm-") {
			t.Errorf("with %d spots the second page begins: %s", growing, begins)
		}
	}
	for _, c := range []struct {
		steady, growing int
		note            string
		want            []string
	}{
		{60, 0, "", []string{"left-arm-1 (left arm)", "more, for which two pages have no room", "Does the arm need a biopsy?"}},
		{0, 60, "", []string{"To be seen soon", "more, for which two pages have no room", "Does the arm need a biopsy?"}},
		{100, 100, strings.Repeat("a long note ", 420), []string{"To be seen soon", "cut short here", "Does the arm need a biopsy?", "paracetamol", "allergies: not recorded"}},
	} {
		printed := run(t, "pdftotext", "-layout", summaryFile(t, summaryOf(crowd(c.steady, c.growing, c.note), asOf)), "-")
		for _, want := range c.want {
			if !strings.Contains(printed, want) {
				t.Errorf("%d steady and %d growing: no %q in\n%s", c.steady, c.growing, want, printed)
			}
		}
	}
}

// A word too long for a line, and text that means something to a PDF, are only text.
func TestSummaryPrintsHostileTextAsText(t *testing.T) {
	j := clinicFixture()
	j.Profile.Name = "\\) Tj (owned) endstream endobj"
	j.Questions[0].Text = strings.Repeat("Ω", 400) + " 漢字 \x1b[31m"
	printed := run(t, "pdftotext", "-layout", summaryFile(t, summaryOf(j, asOf)), "-")
	for _, want := range []string{"\\) Tj (owned) endstream endobj", "ΩΩΩΩΩΩ", "□□ \uFFFD[31m", "stands for a character"} {
		if !strings.Contains(printed, want) {
			t.Errorf("no %q in\n%s", want, printed)
		}
	}
}
