package photo

import (
	"encoding/binary"
	"image"
	"testing"

	"spotlog/internal/photo/icc"
)

// vivid is the scene as its numbers are meant in Display P3.
func vivid(t testing.TB, width, height int) *image.NRGBA {
	return recolored(flat(scene(width, height), image.Rect(0, 0, width, height)), icc.ToSRGB(fixture(t, "p3.icc")))
}

// inParts puts a profile into a JPEG in several segments, as one does that is longer than a segment.
func inParts(t testing.TB, jpeg []byte, count int) []byte {
	profile := fixture(t, "p3.icc")
	var parts [][]byte
	for i := range count {
		part := profile[i*len(profile)/count : (i+1)*len(profile)/count]
		parts = append(parts, segment(0xe2, profileMark+string([]byte{byte(i + 1), byte(count)})+string(part)))
	}
	return withSegments(jpeg, parts...)
}

// A photo's profile says what colours its numbers mean, and all that is made of the photo shows
// them; only an upright JPEG goes to others with its own numbers and the profile beside them. The
// files in testdata are the scene as libvips and heif-enc write it.
func TestTheColorsOfAProfile(t *testing.T) {
	withChild(t, "decode")
	if off := difference(scene(240, 160), vivid(t, 240, 160)); off < 5 {
		t.Fatalf("the profile changes the scene by %.1f levels: nothing would show here", off)
	}
	plain := asJPEG(t, scene(720, 480))
	for name, data := range map[string][]byte{
		"JPEG":                    inParts(t, plain, 1),
		"JPEG, in three parts":    inParts(t, plain, 3),
		"JPEG of a phone's size":  inParts(t, asJPEG(t, scene(4032, 2688)), 1),
		"JPEG that lies sideways": inParts(t, withSegments(asJPEG(t, stored(scene(720, 480), 6)), exifSegment(exif{orientation: 6}.tiff())), 1),
		"PNG":                     fixture(t, "p3.png"),
		"WebP":                    fixture(t, "p3.webp"),
		"TIFF":                    fixture(t, "p3.tiff"),
		"HEIC":                    fixture(t, "p3.heic"),
	} {
		facts := mustRead(t, data)
		if off := difference(thumbnailOf(t, facts), vivid(t, facts.ThumbWidth, facts.ThumbHeight)); off > 4 {
			t.Errorf("%s: the thumbnail differs by %.1f levels", name, off)
		}
		size := image.Pt(facts.Width, facts.Height)
		region := image.Rect(size.X/8, size.Y/8, size.X/2, size.Y/2)
		want := flat(vivid(t, size.X, size.Y), region)
		part, err := cropOf(data, size, region, 0, Default)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if off := difference(part, want); off > 4 {
			t.Errorf("%s: the crop differs by %.1f levels", name, off)
		}
		if part, err = Cut(data, Default, size, region, 0); err != nil || difference(part, want) > 4 {
			t.Errorf("%s: the cut differs by %.1f levels (%v)", name, difference(part, want), err)
		}
		clean := mustClean(t, data)
		if profileOfJPEG(clean) == nil && difference(decoded(t, clean), vivid(t, size.X, size.Y)) > 4 {
			t.Errorf("%s: the clean picture differs by %.1f levels", name, difference(decoded(t, clean), vivid(t, size.X, size.Y)))
		}
		again := mustRead(t, clean)
		if off := difference(thumbnailOf(t, again), vivid(t, again.ThumbWidth, again.ThumbHeight)); off > 4 {
			t.Errorf("%s: the thumbnail of the clean picture differs by %.1f levels", name, off)
		}
	}
}

// A profile that is cut short, or claims more than there is, costs the colours and not the photo.
func TestADamagedProfile(t *testing.T) {
	profile := string(fixture(t, "p3.icc"))
	for name, segments := range map[string][][]byte{
		"cut short":    {segment(0xe2, profileMark+"\x01\x01"+profile[:200])},
		"empty":        {segment(0xe2, profileMark)},
		"out of order": {segment(0xe2, profileMark+"\x02\x02"+profile[:100]), segment(0xe2, profileMark+"\x01\x02"+profile[100:])},
	} {
		facts := mustRead(t, withSegments(asJPEG(t, scene(96, 64)), segments...))
		if off := difference(thumbnailOf(t, facts), scene(96, 64)); off > 3 {
			t.Errorf("%s: the thumbnail differs by %.1f levels", name, off)
		}
	}
}

// Some phones write the profile beside the tiles of a picture, and none beside the picture itself.
func TestTheProfileOfTiles(t *testing.T) {
	part := func(kind, content string) string {
		return string(binary.BigEndian.AppendUint32(nil, uint32(8+len(content)))) + kind + content
	}
	profile := string(fixture(t, "p3.icc"))
	meta := part("meta", "\x00\x00\x00\x00"+
		part("pitm", "\x00\x00\x00\x00\x00\x09")+
		part("iref", "\x00\x00\x00\x00"+part("dimg", "\x00\x09\x00\x02\x00\x01\x00\x02"))+
		part("iprp", part("ipco", part("colr", "prof"+profile))+part("ipma", "\x00\x00\x00\x00\x00\x00\x00\x01\x00\x01\x01\x81")))
	if c, ok := readContainer([]byte(meta)); !ok || string(c.profile()) != profile {
		t.Errorf("%d bytes", len(c.profile()))
	}
}

// FuzzProfile: no file makes the search for its profile fail, or last.
func FuzzProfile(f *testing.F) {
	for _, name := range []string{"p3.png", "p3.webp", "p3.tiff", "p3.heic"} {
		f.Add(fixture(f, name))
	}
	f.Add(inParts(f, asJPEG(f, scene(24, 16)), 2))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, _ := readContainer(data)
		if len(c.profile()) > len(data) {
			t.Errorf("a HEIC of %d bytes has a longer profile", len(data))
		}
		for _, format := range []Format{JPEG, PNG, WebP, TIFF} {
			if len(profileOf(data, format)) > max(len(data), mostProfile) {
				t.Errorf("a %s of %d bytes has a longer profile", format, len(data))
			}
		}
	})
}
