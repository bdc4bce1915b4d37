// Package photo turns the bytes of a photo into facts and a thumbnail.
//
// What belongs here: telling a format by its first bytes, the limits on what is taken in, what the
// camera wrote (date, orientation, position), the thumbnail, a part cut out of it, a copy of it that
// is clean of all but its pixels, and whether two of them look alike. HEIC is decoded in a process of
// its own. A photo that cannot be shown is still a photo: it is kept with a warning, because the
// original may be the only record of that day.
//
// What does not: keeping photos (store), naming and listing them, drawing them in a terminal
// (internal/cli), setting them on a page (internal/report).
package photo
