//go:build soak

package main

const heavier = 10 // times the rounds of the proofs: go test -tags soak
