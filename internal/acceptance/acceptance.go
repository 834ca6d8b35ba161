// Package acceptance holds the built command to what documents must be, by
// other people's programs: the same bytes everywhere, every text back from the
// page, one program per face. Its tests take the sample documents in and say
// which of them breaks which promise. It knows the command's public face and
// the document format, and nothing of how pages are made.
package acceptance
