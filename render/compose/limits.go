package compose

// The limits of this room. Each is tested at the limit and one past it.
const (
	// windowLines is how many lines an address on mail has at most: posts ask
	// for six or seven.
	windowLines = 7
)
