package photo

import (
	"testing"
	"time"
)

func TestTakenFromName(t *testing.T) {
	for name, want := range map[string]string{
		"IMG_20261101_093012.jpg":                             "2026-11-01T09:30:12",
		"img_20261101_093012.JPG":                             "2026-11-01T09:30:12",
		"IMG_20261101_093012":                                 "2026-11-01T09:30:12",
		"IMG_20261101_093012_1.jpg":                           "2026-11-01T09:30:12",
		"IMG_20261101_093012345.jpg":                          "2026-11-01T09:30:12.345",
		"IMG_20261101_093012~2.jpg":                           "2026-11-01T09:30:12",
		"IMG20261101093012.jpg":                               "2026-11-01T09:30:12",
		"MVIMG_20261101_093012.jpg":                           "2026-11-01T09:30:12",
		"20261101_093012.jpg":                                 "2026-11-01T09:30:12",
		"20261101_093012(0).jpg":                              "2026-11-01T09:30:12",
		"Screenshot_20261101-093012.png":                      "2026-11-01T09:30:12",
		"Screenshot_20261101-093012_Camera.png":               "2026-11-01T09:30:12",
		"Screenshot_20261101_093012.png":                      "2026-11-01T09:30:12",
		"Screenshot_2026-11-01-09-30-12-123_com.whatsapp.png": "2026-11-01T09:30:12.123",
		"Screenshot 2026-11-01 at 09.30.12.png":               "2026-11-01T09:30:12",
		"Screenshot 2026-11-01 at 9.30.12\u202fPM.png":        "2026-11-01T21:30:12",
		"Screen Shot 2026-11-01 at 9.30.12 AM.png":            "2026-11-01T09:30:12",
		"Screenshot from 2026-11-01 09-30-12.png":             "2026-11-01T09:30:12",
		"WhatsApp Image 2026-11-01 at 09.30.12.jpeg":          "2026-11-01T09:30:12",
		"WhatsApp Image 2026-11-01 at 09.30.12":               "2026-11-01T09:30:12",
		"WhatsApp Image 2026-11-01 at 9.30.12 AM.jpeg":        "2026-11-01T09:30:12",
		"WhatsApp Image 2026-11-01 at 9.30.12 PM (1).jpeg":    "2026-11-01T21:30:12",
		"WhatsApp Image 2026-11-01 at 12.05.00 am.jpeg":       "2026-11-01T00:05:00",
		"WhatsApp Image 2026-11-01 at 12.05.00 PM.jpeg":       "2026-11-01T12:05:00",
		"IMG-20261101-WA0001.jpg":                             "2026-11-01",
		"PXL_20261101_093012345.jpg":                          "2026-11-01",
		"PXL_20261101_093012345.PORTRAIT.jpg":                 "2026-11-01",
		"signal-2026-11-01-093012.jpg":                        "2026-11-01T09:30:12",
		"signal-2026-11-01-093012_002.jpeg":                   "2026-11-01T09:30:12",
		"signal-2026-11-01-09-30-12-345.jpg":                  "2026-11-01T09:30:12.345",
		"photo_2026-11-01_09-30-12.jpg":                       "2026-11-01T09:30:12",
		"2026-11-01 09.30.12.jpg":                             "2026-11-01T09:30:12",
		"2026-11-01 09.30.12-1.jpg":                           "2026-11-01T09:30:12",
		"IMG_20240229_000000.jpg":                             "2024-02-29T00:00:00",
		"IMG_19900101_000000.jpg":                             "1990-01-01T00:00:00",
		"IMG_21001231_235959.jpg":                             "2100-12-31T23:59:59",
		"IMG_20261131_093012.jpg":                             "", // no such day
		"IMG_20250229_093012.jpg":                             "",
		"IMG_00000000_000000.jpg":                             "",
		"IMG_19891231_093012.jpg":                             "",
		"IMG_21010101_093012.jpg":                             "",
		"IMG_20261101_243012.jpg":                             "", // no such hour
		"IMG_20261101_096012.jpg":                             "",
		"PXL_20261101_253012345.jpg":                          "",
		"WhatsApp Image 2026-11-01 at 13.30.12 PM.jpeg":       "",
		"WhatsApp Image 2026-11-01 at 0.30.12 AM.jpeg":        "",
		"IMG-20261301-WA0001.jpg":                             "",
		"VID_20261101_093012.mp4":                             "",
		"IMG_1234.jpg":                                        "",
		"IMG_20261101.jpg":                                    "",
		"IMG_20261101_0930123.jpg":                            "", // seven digits are no clock
		"IMG_20261101_09301234567.jpg":                        "",
		"DSC20261101.jpg":                                     "",
		"my IMG_20261101_093012.jpg":                          "",
		"2026-11-01.jpg":                                      "2026-11-01",
		"2026-11-01 after shower.jpg":                         "2026-11-01",
		"2026-11-01 25.30.12.jpg":                             "",
		"2026-11-012.jpg":                                     "",
		"":                                                    "",
	} {
		got, ok := TakenFromName(name)
		if got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v; want %q", name, got, ok, want)
		}
	}
}

// Whatever a file is called, its date is one that the calendar has, in a year that it can mean.
func FuzzTakenFromName(f *testing.F) {
	for _, name := range []string{"IMG_20261101_093012.jpg", "PXL_20261101_093012345.jpg", "IMG-20261101-WA0001.jpg",
		"WhatsApp Image 2026-11-01 at 9.30.12 PM.jpeg", "Screenshot_2026-11-01-09-30-12-123_a.png", "signal-2026-11-01-093012.jpg", "2026-11-01 09.30.12.jpg"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		iso, ok := TakenFromName(name)
		if !ok {
			if iso != "" {
				t.Fatalf("%q: %q without ok", name, iso)
			}
			return
		}
		const layout = "2006-01-02T15:04:05.000"
		when, err := time.Parse(layout[:len(iso)], iso)
		if err != nil || when.Year() < firstNamedYear || when.Year() > lastNamedYear || when.Format(layout[:len(iso)]) != iso {
			t.Fatalf("%q: %q, %v", name, iso, err)
		}
	})
}
