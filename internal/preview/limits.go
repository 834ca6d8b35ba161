package preview

import "time"

// The limits of this room, and its times.
const (
	maxStreams    = 16      // pages that are open at the same time; a browser keeps six of them
	maxSheets     = 500     // pages of a document that are drawn
	maxFaults     = 100     // faults, and warnings, that are listed
	maxFiles      = 200     // files that are watched
	maxExcerpt    = 120     // characters of a line that are shown about a fault
	maxMessage    = 1000    // characters of a message
	maxQueryBytes = 1 << 10 // of an address
	maxTagBytes   = 64      // of a language tag

	pollEvery   = 20 * time.Millisecond // some ten calls of stat: a save is seen after half of it, on average
	settleTicks = 4                     // a fault is shown when no file has changed for so many polls: a file may be half-written
	sweepTicks  = 100                   // after so many polls files are compared by content, whatever their times say
	youngAge    = 2 * time.Second       // of a file whose time may not tell two writes apart: FAT counts in 2 s

	drawTimeout = 30 * time.Second // for one drawing
	sendTimeout = 10 * time.Second // for what is sent to leave
)
