package money

// The limits of this room.
const (
	MaxDigits   = 18 // of a Decimal and of an Amount: int64 holds the sum of two
	MaxDecimals = 10 // of a Decimal

	coefLimit = 1_000_000_000_000_000_000 // 10^MaxDigits
)
