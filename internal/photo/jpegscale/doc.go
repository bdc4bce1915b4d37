// Package jpegscale decodes a JPEG at a half, a quarter or an eighth of its size, without ever
// making the full picture: every 8 × 8 block becomes 4 × 4, 2 × 2 or 1 × 1 pixels inside the
// inverse DCT. It is written against ITU-T T.81 (09/92), whose sections the comments name.
//
// It belongs here to be fast on what cameras and phones write, and to be sure of it: 8-bit
// Huffman-coded sequential pictures, grey or YCbCr. Whatever else there is, and whatever looks the
// least bit wrong, is ErrUnsupported and left to image/jpeg: a slow answer, never a differing one.
// Metadata, orientation, colour conversion and the final size of a thumbnail do not belong here.
package jpegscale
