//go:build soak

package store

const heavier = 10 // times the rounds of the proofs: go test -tags soak
