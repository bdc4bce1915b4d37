// Package libheif decodes HEIC with libheif 1.18.2 and libde265 1.0.15, compiled to WebAssembly and
// run by wazero: no C library of the machine is loaded, and whatever a hostile file does to the
// decoder happens in memory of its own, of a size that the caller sets.
//
// It belongs here to turn the primary picture of a HEIF file into pixels and nothing else. Reading
// the file's boxes, choosing a preview and starting a process do not.
//
// heif.wasm.gz is the file lib/heif.wasm.gz of github.com/gen2brain/heic v0.4.5, byte for byte (its
// lib/Makefile says how it is built). That module itself is not imported, because its init loads a
// libheif of the machine into every process that links it, unless built with a tag that a plain go
// install does not set. The three LICENSE files are those of what is in it.
package libheif
