package code

// The limits of this room. Each is tested at the limit and one past it.
const (
	// MaxVersion is the largest QR code: 177 modules a side.
	MaxVersion = 40
	// MaxCode128 is how many characters a Code 128 takes. The standard sets no
	// limit; at the finest module that laser print holds, more is wider than a
	// sheet of paper.
	MaxCode128 = 80
)
