package photo

import (
	"bytes"
	"fmt"
	"path"
	"strconv"
	"strings"

	"github.com/bep/imagemeta"
)

// A tag names one field of a file's metadata: the EXIF directory, XMP namespace or IPTC record it
// stands in, and its name as exiftool has it.
type tag struct {
	source imagemeta.Source
	group  string
	name   string
}

const (
	exifNamespace      = "http://ns.adobe.com/exif/1.0/"
	photoshopNamespace = "http://ns.adobe.com/photoshop/1.0/"
)

// The fields that spotlog asks for (EXIF 2.32 §4.6, XMP part 2, IPTC-IIM 4.2).
var (
	tagOrientation    = tag{imagemeta.EXIF, "IFD0", "Orientation"}
	tagModified       = tag{imagemeta.EXIF, "IFD0", "ModifyDate"}
	tagModifiedOffset = tag{imagemeta.EXIF, "ExifIFDP", "OffsetTime"}
	tagOriginal       = tag{imagemeta.EXIF, "ExifIFDP", "DateTimeOriginal"}
	tagOriginalOffset = tag{imagemeta.EXIF, "ExifIFDP", "OffsetTimeOriginal"}
	tagOriginalMilli  = tag{imagemeta.EXIF, "ExifIFDP", "SubSecTimeOriginal"}
	tagCreated        = tag{imagemeta.EXIF, "ExifIFDP", "CreateDate"}
	tagCreatedOffset  = tag{imagemeta.EXIF, "ExifIFDP", "OffsetTimeDigitized"}
	tagCreatedMilli   = tag{imagemeta.EXIF, "ExifIFDP", "SubSecTimeDigitized"}
	tagLatitude       = tag{imagemeta.EXIF, "GPSInfoIFD", "GPSLatitude"}
	tagLongitude      = tag{imagemeta.EXIF, "GPSInfoIFD", "GPSLongitude"}
	tagXMPOriginal    = tag{imagemeta.XMP, exifNamespace, "DateTimeOriginal"}
	tagXMPCreated     = tag{imagemeta.XMP, photoshopNamespace, "DateCreated"}
	tagXMPLatitude    = tag{imagemeta.XMP, exifNamespace, "GPSLatitude"}
	tagXMPLongitude   = tag{imagemeta.XMP, exifNamespace, "GPSLongitude"}
	tagIPTCDate       = tag{imagemeta.IPTC, "IPTCApplication", "DateCreated"}
	tagIPTCTime       = tag{imagemeta.IPTC, "IPTCApplication", "TimeCreated"}
)

// maxTagBytes is ample for a date or a position. It also bounds how many directories a hostile
// file can have walked, since their list is itself a tag.
const maxTagBytes = 256

// metadata holds what a file says of itself; where a field stands twice, the first counts.
type metadata map[tag]string

// readMetadata reads what it can. A block that is broken costs what follows in that block, so each
// source is read on its own: XMP that a program left in pieces must not hide the orientation.
func readMetadata(data []byte, format imagemeta.ImageFormat) metadata {
	found := metadata{}
	if format == imagemeta.ImageFormatAuto {
		return found
	}
	for _, source := range []imagemeta.Source{imagemeta.EXIF, imagemeta.XMP, imagemeta.IPTC} {
		block, as := data, format
		if source == imagemeta.EXIF && format == imagemeta.WebP {
			block, as = exifOfWebP(data), imagemeta.TIFF
		}
		_, _ = imagemeta.Decode(imagemeta.Options{
			R: bytes.NewReader(block), ImageFormat: as, Sources: source, LimitTagSize: maxTagBytes,
			HandleTag: found.add,
		})
	}
	return found
}

func (m metadata) add(info imagemeta.TagInfo) error {
	key := tag{info.Source, info.Namespace, info.Tag}
	if info.Source == imagemeta.EXIF {
		key.group = path.Base(info.Namespace)
	}
	if _, ok := m[key]; !ok {
		m[key] = strings.TrimSpace(fmt.Sprint(info.Value))
	}
	return nil
}

// orientation gives the EXIF orientation, 1 to 8, and 1 (as stored) where there is none to go by.
func (m metadata) orientation() int {
	if n, err := strconv.Atoi(m[tagOrientation]); err == nil && 1 <= n && n <= 8 {
		return n
	}
	return 1
}

// hasPosition says whether the file tells where it was taken. Zeros are what an empty field reads as.
func (m metadata) hasPosition() bool {
	return m.places(tagLatitude, tagLongitude) || m.places(tagXMPLatitude, tagXMPLongitude)
}

func (m metadata) places(latitude, longitude tag) bool {
	north, err := strconv.ParseFloat(m[latitude], 64)
	if err != nil {
		return false
	}
	east, err := strconv.ParseFloat(m[longitude], 64)
	return err == nil && (north != 0 || east != 0)
}
