package pdf

// The limits of this room.
const (
	// maxCachedSubsets and maxCachedImages bound what a Writer keeps between
	// documents; a full cache is emptied.
	maxCachedSubsets = 2048
	maxCachedImages  = 256
	// objectsPerStream is how many objects an object stream holds.
	objectsPerStream = 512
)
