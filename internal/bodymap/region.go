package bodymap

import "slices"

// A Region is a part of the body by the word the contract has for it: "forearm", "upper-back",
// or a parent such as "arm".
type Region string

// Regions returns every region in the order of a self-check, each parent before its children.
func Regions() []Region { return slices.Clone(body().order) }

// Within says whether r is the region parent, or lies in it at any depth. A region may lie in two:
// the buttock is of the leg and of the trunk. What is not on the map lies in nothing, not even itself.
func Within(r, parent Region) bool { return slices.Contains(body().within[r], parent) }

// Intimate says whether r is left out of what is made for others unless the person asks for it.
func Intimate(r Region) bool { return body().intimate[r] }
