package demo

import "spotlog/store"

// An rgb is a colour or a factor of one: red, green, blue, in sRGB values of 0 to 1 for a colour.
type rgb [3]float32

// A look is how the skin around one spot and the spot itself are drawn. What may change from month
// to month (size, colours, surface) comes from the entry, not from here.
type look struct {
	spot     string
	skin     rgb
	grain    float32 // how strong the relief of the skin stands out; 1 is the back of a forearm
	plates   float32 // size of the skin's plates; 1 is about a millimetre
	round    float32 // radius in mm of the limb the skin bends round
	hairs    int     // in a close-up
	freckles int     // small brown marks in a square of 160 mm
	angle    float32 // of the spot's length, in radians
	waver    float32 // of the spot's edge, as a share of its radius
	soft     float32 // mm over which the spot's edge fades
	depth    float32 // how much of the spot's colour covers the skin, 0 to 1
	height   float32 // of a raised spot, in mm
	gloss    float32 // of a raised spot, 0 to 1
}

var looks = []look{
	{"right-shoulder-1", rgb{.875, .715, .615}, .85, 1.1, 75, 10, 44, 0.5, .10, .28, .86, 0, 0},
	{"left-forearm-1", rgb{.865, .690, .580}, 1.1, 1, 42, 22, 40, 1.1, .07, .40, .55, 0, 0},
	{"upper-back-1", rgb{.870, .705, .605}, .8, 1.25, 140, 5, 60, -0.3, .11, .20, .84, 0, 0},
	{"left-thigh-1", rgb{.885, .735, .645}, .9, 1.15, 85, 12, 10, 0.2, .05, .12, .92, 1.1, .6},
	{"abdomen-1", rgb{.895, .750, .660}, .65, 1.1, 120, 7, 14, 0, .04, .10, .95, .8, .8},
	{"neck-1", rgb{.870, .690, .595}, .9, .9, 60, 4, 6, 0.9, .08, .30, .62, .25, .15},
	{"right-cheek-1", rgb{.880, .690, .605}, .75, .8, 60, 4, 22, 0.4, .09, .12, .75, .7, .1},
	{"left-calf-1", rgb{.860, .695, .590}, 1, 1.05, 52, 26, 16, 1.3, .06, .22, .88, .35, .1},
}

// pigments are the colours that the words of a journal name, as a camera sees them on fair skin in
// daylight.
var pigments = map[store.Color]rgb{
	store.ColorSkin:   {.84, .65, .56},
	store.ColorPink:   {.82, .50, .46},
	store.ColorRed:    {.64, .19, .19},
	store.ColorPurple: {.42, .16, .30},
	store.ColorBrown:  {.47, .29, .20},
	store.ColorBlack:  {.17, .12, .12},
	store.ColorBlue:   {.28, .32, .46},
	store.ColorWhite:  {.93, .89, .85},
	store.ColorYellow: {.80, .66, .36},
	store.ColorGrey:   {.50, .47, .46},
}

func lookOf(spot string) look {
	for _, l := range looks {
		if l.spot == spot {
			return l
		}
	}
	panic("demo: no look for " + spot)
}
