package compose

import "github.com/facture-dev/facture/render/layout"

// The limits of this room. Each is tested at the limit and one past it.
const (
	// windowLines is how many lines an address on mail has at most: posts ask
	// for six or seven.
	windowLines = 7
	// minModule is the finest module of a code that goes without a warning:
	// 0.19 mm, which a laser printer holds and a telephone still tells apart.
	minModule = layout.Unit(551)
	// usualModule is that of a bar code whose width is not stated: 0.33 mm, the
	// nominal one of trade (GS1 General Specifications §5.5.2).
	usualModule = layout.Unit(958)
)
