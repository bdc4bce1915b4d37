//go:build !soak

package store

const heavier = 1 // times the rounds of the proofs; go test -tags soak takes more
