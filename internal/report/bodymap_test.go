package report

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"spotlog/internal/bodymap"
	"spotlog/internal/rules"
	"spotlog/store"
)

// storiesAt numbers spots on sites from 1 on; the first three are flagged.
func storiesAt(sites ...string) (stories []Story) {
	for i, site := range sites {
		s := Story{Number: i + 1, Site: site, Spot: &store.Spot{Name: site, Site: site}}
		if i < 3 {
			s.Tier = rules.Soon
		}
		stories = append(stories, s)
	}
	return stories
}

func TestBodyMapGolden(t *testing.T) {
	stories := storiesAt("left forearm", "upper back", "left forearm", "right calf", "left forearm", "both shins", "nose", "left cheek", "right sole", "arm", "left palm",
		"right hand", "belly", "scalp", "left ear", "upper back", "left knee", "right thigh", "chest", "behind the right ear")
	golden(t, "bodymap.svg", svgOf(t, BodyMap(stories, 120, 122)))
}

// Wherever spots lie, every number can be read: none lies on another or outside the drawing.
func TestNumbersDoNotHideEachOther(t *testing.T) {
	sites := []string{"both eyes", "left forearm", "right hand", "back", "nose"}
	for _, r := range bodymap.Regions() {
		sites = append(sites, "left "+string(r))
	}
	rapid.Check(t, func(t *rapid.T) {
		stories := storiesAt(rapid.SliceOfN(rapid.SampledFrom(sites), 1, 60).Draw(t, "sites")...)
		d := BodyMap(stories, 120, 122)
		var discs []Point
		numbers := map[string]bool{}
		for _, s := range d.Shapes {
			if s.Radius == discRadius {
				discs = append(discs, s.Points[0])
			}
			numbers[s.Text] = true
		}
		for i, a := range discs {
			if a.X < 0 || a.X > d.Width || a.Y < 0 || a.Y > d.Height-mapFoot {
				t.Fatalf("disc %d lies at %v", i, a)
			}
			for _, b := range discs[:i] {
				if distance(a, b) < 2*discRadius {
					t.Fatalf("%v lies on %v", a, b)
				}
			}
		}
		for _, s := range stories {
			if !numbers[fmt.Sprint(s.Number)] {
				t.Fatalf("number %d at %s is not drawn", s.Number, s.Site)
			}
		}
	})
}

func TestTheMarkedPlaceWins(t *testing.T) {
	stories := storiesAt("left forearm", "arm")
	stories[0].Spot.At = &store.BodyPoint{View: store.ViewBack, X: 0.5, Y: 0.3}
	d := BodyMap(stories, 120, 122)
	var discs []Point
	for _, s := range d.Shapes {
		if s.Radius == discRadius {
			discs = append(discs, s.Points[0])
		}
	}
	middle := newBodyMap(120, 122).on(bodymap.Back, bodymap.Point{X: bodymap.FigureWidth / 2, Y: 0.3 * bodymap.FigureHeight})
	if len(discs) != 1 || discs[0] != middle {
		t.Errorf("drawn at %v, not at %v", discs, middle)
	}
	if last := d.Shapes[len(d.Shapes)-1].Text; !strings.HasSuffix(last, "not drawn: 2") {
		t.Errorf("what has no place is told by %q", last)
	}
}
