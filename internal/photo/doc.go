// Package photo turns the bytes of a photo into facts and a thumbnail.
//
// What belongs here: telling a format by its first bytes, the limits on what is taken in, what the
// camera wrote (date, orientation, position), the thumbnail, and whether two of them look alike. A
// photo that cannot be shown is still a photo: it is kept with a warning, because the original may
// be the only record of that day.
//
// What does not: keeping photos (store), naming and listing them, drawing them in a terminal
// (internal/cli), measuring change between two of them (internal/change).
package photo
