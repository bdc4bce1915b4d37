// Package bodymap is the body as spotlog knows it: its regions, which lies in which, the order in
// which a self-check goes through them, and the words people use for them.
//
// What belongs here: regions.tsv, the figure and where the regions lie on it (figure.tsv,
// anchors.tsv), finding a region in a site that somebody typed, and the name that is made of a site.
// What does not: what a place means for a flag (internal/rules), drawing the figure
// (internal/report), what is stored (store), and every word that is not about a place on the body.
package bodymap
