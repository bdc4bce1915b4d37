package cli

import (
	"fmt"
	"strings"

	"spotlog/internal/archive"
	"spotlog/internal/report"
	"spotlog/store"
)

// Why a photo of a folder was left out, beside what archive.FileKind has.
const (
	leftUnclear = "unmatched" // no spot is told by its folder or its name
	leftUndated = "undated"
	leftFuture  = "future"
	leftRefused = "refused"
	leftOlder   = "older"   // than the last time that somebody was asked
	leftNotNow  = "not-now" // as the person said
	leftNever   = "never"   // as the person said, now or before
	leftUnasked = "unasked" // the asking was stopped before
)

// leftWords say, in their order, why files were left out and how to have them in. %s is their number.
var leftWords = []struct{ why, one, many, how string }{
	{leftUnclear, "photo belongs to no spot that its folder or name tells", "photos belong to no spot that their folder or name tells", "name it with --spot, or run this on a terminal to be asked"},
	{leftUndated, "photo holds no date, nor does its name", "photos hold no date, nor do their names", "--date 2026-11-01, or --date-from mtime for the file's own time"},
	{leftFuture, "photo is dated after today: the camera's clock was wrong", "photos are dated after today: the camera's clock was wrong", "spotlog photo add SPOT FILE files them without their date"},
	{leftOlder, "photo was not asked about: it is older than the last import", "photos were not asked about: they are older than the last import", "--all asks about them"},
	{leftNotNow, "photo was left for another time", "photos were left for another time", "--all asks about them again"},
	{leftNever, "photo belongs to no spot, as you said", "photos belong to no spot, as you said", "--all asks about them again"},
	{leftUnasked, "photo was not asked about", "photos were not asked about", "the same command asks about them"},
	{string(archive.FileVideo), "video", "videos", ""},
	{string(archive.FileSidecar), "sidecar file, which a phone or program keeps beside a photo", "sidecar files, which a phone or program keeps beside a photo", ""},
	{string(archive.FileLink), "link, which is not followed", "links, which are not followed", ""},
	{string(archive.FileHidden), "hidden file or folder", "hidden files or folders", ""},
	{string(archive.FileOther), "other file, which is no picture", "other files, which are no pictures", ""},
}

func (im *folderImport) leave(f archive.FolderFile, why, says string) {
	im.filer.Done.LeftOut = append(im.filer.Done.LeftOut, archive.LeftOutFile{File: f.Path, Why: why, Says: says})
}

// tell says what was done.
func (im *folderImport) tell() error {
	done := &im.filer.Done
	if im.json {
		return im.writeJSON(done)
	}
	verb := "imported"
	if done.DryRun {
		verb = "would import"
	}
	fmt.Fprintf(im.Out, "%s %s; %d there already\n", verb, report.Plural(done.Added.Photos, "photo"), done.Unchanged)
	if done.Added.Spots > 0 {
		fmt.Fprintf(im.Out, "  a new spot: %s, %s\n", im.opened.Name, report.Plain(im.opened.Site))
	}
	for _, e := range done.Entries {
		fmt.Fprintf(im.Out, "  %s · %s · %s\n", e.Spot, report.Plural(e.Photos, "photo"), entryWords(e))
	}
	for _, w := range done.Warnings {
		im.say("%s", report.Plain(w))
	}
	im.tellNear(done.Near)
	im.tellLeft(done.LeftOut)
	if done.Added.Spots > 0 {
		im.sayUnknownSite(im.opened.Site)
	}
	return nil
}

// tellNear says which photos look like one that the spot has, a line for all that look like the same.
func (im *folderImport) tellNear(near []archive.NearDuplicate) {
	type look struct{ like, spot string }
	var looks []look
	files := map[look][]string{}
	for _, n := range near {
		l := look{n.Like, n.Spot}
		if files[l] == nil {
			looks = append(looks, l)
		}
		files[l] = append(files[l], report.Plain(n.File))
	}
	for _, l := range looks {
		if like, all := report.Plain(l.like), files[l]; len(all) == 1 {
			im.say("%s looks like %s of %s; both are kept", all[0], like, l.spot)
		} else {
			im.say("%d photos look like %s of %s; all are kept: %s", len(all), like, l.spot, someOf(all))
		}
	}
}

// entryWords say which entry photos went to, and where its date comes from where no camera says so.
func entryWords(e archive.FiledEntry) string {
	if e.New {
		return "a new entry, " + takenWords(store.Photo{Taken: e.Date, TakenFrom: e.DateFrom})
	}
	return "the entry of " + report.LongMoment(e.Date)
}

// tellLeft says what was left out: one by one what was refused, the rest by kind.
func (im *folderImport) tellLeft(left []archive.LeftOutFile) {
	byWhy := map[string][]string{}
	for _, f := range left {
		byWhy[f.Why] = append(byWhy[f.Why], report.Plain(f.File))
		if f.Why == leftRefused {
			im.say("left out: %s %s", report.Plain(f.File), report.Plain(f.Says))
		}
	}
	for _, w := range leftWords {
		files := byWhy[w.why]
		if len(files) == 0 {
			continue
		}
		line := fmt.Sprintf("left out: 1 %s", w.one)
		if len(files) > 1 {
			line = fmt.Sprintf("left out: %d %s", len(files), w.many)
		}
		im.say("%s%s: %s", line, prefixed("; ", w.how), someOf(files))
	}
}

// someOf lists the first few names, or all where there are no more.
func someOf(names []string) string {
	const few = 3
	if len(names) <= few {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:few], ", "), len(names)-few)
}
