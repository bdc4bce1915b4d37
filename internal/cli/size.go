package cli

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"spotlog/store"
)

const sizeHint = "write a size as 4mm, 4x3mm, 4.5 mm, 0.4cm or 1/8in"

// One length: a number with a decimal point or comma, or a fraction, and perhaps a unit.
var lengthPattern = regexp.MustCompile(`^(\d+(?:[.,]\d+)?)(?:\s*/\s*(\d+))?\s*(mm|cm|in|inch|inches|")?$`)

var unitMM = map[string]float64{"": 1, "mm": 1, "cm": 10, "in": 25.4, "inch": 25.4, "inches": 25.4, `"`: 25.4}

// parseSize reads a size as people type it and gives length and width in mm, width 0 where only
// one was given. A unit at the end counts for both: 0.4x0.3cm.
func parseSize(typed string) (length, width float64, err error) {
	parts := strings.Split(strings.NewReplacer("×", "x", "*", "x", " by ", "x").Replace(strings.ToLower(typed)), "x")
	if len(parts) > 2 {
		return 0, 0, refuse(sizeHint, "size %q is not a size", typed)
	}
	last := parts[len(parts)-1]
	unit := ""
	if m := lengthPattern.FindStringSubmatch(strings.TrimSpace(last)); m != nil {
		unit = m[3]
	}
	if length, err = parseLength(parts[0], unit, typed); err != nil {
		return 0, 0, err
	}
	if len(parts) == 2 {
		width, err = parseLength(last, unit, typed)
	}
	return length, width, err
}

// parseLength reads one length in mm, rounded to the thousandth of a mm.
func parseLength(text, unit, typed string) (float64, error) {
	m := lengthPattern.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return 0, refuse(sizeHint, "size %q is not a size", typed)
	}
	mm, err := strconv.ParseFloat(strings.Replace(m[1], ",", ".", 1), 64)
	if m[2] != "" {
		below, _ := strconv.ParseFloat(m[2], 64)
		mm /= below
	}
	if m[3] != "" {
		unit = m[3]
	}
	mm = math.Round(mm*unitMM[unit]*1000) / 1000
	switch {
	case err != nil || math.IsNaN(mm) || mm <= 0:
		return 0, refuse("leave --size out where it was not measured", "size %q is not above zero", typed)
	case mm > store.MaxSizeMM:
		return 0, refuse("sizes are in mm unless you write cm or in", "size %q is over %d mm", typed, store.MaxSizeMM)
	}
	return mm, nil
}
