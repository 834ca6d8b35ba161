package layout

// The limits of this room. Each is tested at the limit and one past it.
const (
	// MaxPages is how many pages a document may have: 100,000 lines take
	// about 3,000 pages.
	MaxPages = 10_000
)
