package archive

import (
	"errors"
	"strings"
	"testing"

	"spotlog/store"
)

var csvNow = &store.Journal{Schema: store.JournalSchema, Spots: []store.Spot{{ID: "01a1ff7a-cb8c-7002-a9dc-a1c788ae4b6c", Name: "nose-1", Site: "nose"}}}

func TestParseCSV(t *testing.T) {
	for name, text := range map[string]string{
		"as the timeline writes it": "date,spot,site,length_mm,colors,bleeds,restarts,note,photos\n2026-11-01T08:30:00+01:00,ear-1,left ear,4.5,\"red,brown\",0,false,'=1+1,3\n",
		"with semicolons":           "date;spot;site;length_mm;colors;bleeds;restarts;note\r\n2026-11-01T08:30:00+01:00;ear-1;left ear;4,5;red,brown;0;FALSE;'=1+1\r\n",
		"with a byte order mark":    "\ufeffDate,Spot,Site,Length_mm,Colors,Bleeds,Restarts,Note\n2026-11-01 08:30:00+01:00,ear-1,left ear,4.5,Red brown,0,No,'=1+1\n",
	} {
		d, err := ParseCSV([]byte(text), csvNow)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		s := d.Journal.Spots[0]
		e := s.Entries[0]
		if s.Name != "ear-1" || s.Site != "left ear" || e.Date.String() != "2026-11-01T08:30:00+01:00" || e.LengthMM != 4.5 ||
			len(e.Colors) != 2 || e.Colors[1] != store.ColorBrown || *e.Bleeds != 0 || *e.Restarts || e.Note != "=1+1" || e.OddOneOut != nil {
			t.Errorf("%s: %+v %+v", name, s, e)
		}
	}
}

// Every line that is wrong is named, with the column and what would be right.
func TestParseCSVNamesEveryWrongLine(t *testing.T) {
	const head = "date,spot,site,length_mm,colors,count,bleeding,bleeds,restarts\n"
	for text, want := range map[string][]string{
		head + "03/04/05,nose-1,,,,,,,\n2026-11-01,nose-1,,4x,bron,,,,\n":  {"line 2, date: \"03/04/05\" is not a date (", "line 3, length_mm: \"4x\" is not a number", "line 3, colors: \"bron\""},
		head + "2026-11-01,nose-1,,,,1.5,,,maybe\n":                        {"line 2, count: \"1.5\" is not a whole number", "line 2, restarts: \"maybe\" is neither"},
		head + "2026-11-01,ear-1,,,,,,,\n":                                 {"line 2, site: is missing, and there is no spot ear-1 yet"},
		head + "2026-11-01,ear-1,ear,,,,,,\n2026-11-02,ear-1,nose,,,,,,\n": {"line 3, site: \"nose\", where another line has \"ear\" for ear-1"},
		head + "2026-11-01,,nose,,,,,,\n,nose-1,,,,,,,\n":                  {"line 2, spot: is missing", "line 3, date: is missing"},
		head + "2026-11-01,Nose 1,nose,,,,,,\n":                            {"line 2, spot: \"Nose 1\" cannot name a spot"},
		head + "2026-11-01,nose-1,,900,,,,,\n":                             {"line 2, length_mm: \"900\" is not a size on a body"},
		head + "2026-11-01,nose-1,,,,,none,2,\n":                           {"line 2, bleeds: \"2\" goes against bleeding none"},
		head + "2026-11-01,nose-1\n":                                       {"line 2, cells: 2, where the first line names 9 columns"},
		head + "\"2026-11-01\n,nose-1,,,,,,,\n":                            {"line 3 is no CSV"},
	} {
		_, err := ParseCSV([]byte(text), csvNow)
		var wrong *LineErrors
		if !errors.As(err, &wrong) || len(wrong.Lines) != len(want) {
			t.Errorf("%s: %v; want %q", text, err, want)
			continue
		}
		for i := range want {
			if !strings.HasPrefix(wrong.Lines[i], want[i]) {
				t.Errorf("%s: %q, want %q", text, wrong.Lines[i], want[i])
			}
		}
	}
	for text, want := range map[string]string{
		"":                           "the CSV is empty",
		"date,spot,colour\n":         "the column \"colour\" is not one that spotlog knows",
		"date,spot,Date\n":           "the column date is there twice",
		"date,site\n":                "the column spot is missing",
		"date,spot\n2026,\xff\xfe\n": "the CSV is not UTF-8",
	} {
		_, err := ParseCSV([]byte(text), csvNow)
		if err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// Whatever a file holds, what comes of it is a journal that validates.
func FuzzCSV(f *testing.F) {
	f.Add([]byte("date,spot,site,length_mm,colors,note\n2026-11-01,ear-1,ear,4.5,\"red,brown\",'=1\n"))
	f.Add([]byte("\ufeffdate;spot;length_mm\r\n2026-11-01;nose-1;4,5\r\n"))
	f.Add([]byte("date,spot\n\"2026\n"))
	f.Add([]byte("date,spot,bleeds\n2026,nose-1,-1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := ParseCSV(data, csvNow)
		if err != nil {
			return
		}
		for _, s := range d.Journal.Spots {
			if err := s.Validate(); err != nil {
				t.Fatalf("spot %+v: %v", s, err)
			}
			for _, e := range s.Entries {
				if err := e.Validate(); err != nil {
					t.Fatalf("entry %+v: %v", e, err)
				}
			}
		}
	})
}

// A note of "\r\n" is written behind an apostrophe, and a CSV reader makes "\n" of its end.
func TestActive(t *testing.T) {
	for cell, want := range map[string]string{"'=1": "=1", "'\n": "\n", "''": "'", "'x": "'x", "'": "'", "": ""} {
		if got := active(cell); got != want {
			t.Errorf("%q became %q, not %q", cell, got, want)
		}
	}
}
