package templates

import "slices"

// testSchema is a small world to check layouts against: enough kinds and
// nesting for every rule, and no more of billing than the words.
func testSchema() Schema {
	discount := &Type{Name: "discount", Fields: []Field{{Name: "reason"}, {Name: "amount"}}}
	line := &Type{Name: "line", Fields: []Field{
		{Name: "description"}, {Name: "quantity"}, {Name: "unit"}, {Name: "unit_price"}, {Name: "amount"}, {Name: "period"},
		{Name: "taxed", Kind: Flag},
		{Name: "discounts", Kind: List, Type: discount},
	}}
	party := &Type{Name: "party", Fields: []Field{
		{Name: "name"},
		{Name: "lines", Kind: List, Type: &Type{Name: "address line", Fields: []Field{{Name: "text"}}}},
	}}
	fact := &Type{Name: "fact", Fields: []Field{{Name: "label"}, {Name: "value"}, {Name: "strong", Kind: Flag}}}
	group := &Type{Name: "group", Fields: []Field{{Name: "title"}, {Name: "facts", Kind: List, Type: fact}}}
	total := &Type{Name: "total", Fields: []Field{{Name: "label"}, {Name: "amount"}, {Name: "role"}}}
	tax := &Type{Name: "tax", Fields: []Field{{Name: "rate"}, {Name: "base"}, {Name: "amount"}}}
	document := &Type{Name: "document", Fields: []Field{
		{Name: "number"}, {Name: "title"}, {Name: "terms"}, {Name: "has_tax", Kind: Flag},
		{Name: "facts", Kind: List, Type: fact},
	}}
	payment := &Type{Name: "payment", Fields: []Field{{Name: "link"}, {Name: "qr"}, {Name: "groups", Kind: List, Type: group}}}
	labels := []string{"document.title", "document.number", "line.amount", "line.description", "page.of", "party.bill_to", "payment.pay_now"}
	return Schema{
		Root: &Type{Fields: []Field{
			{Name: "document", Kind: Record, Type: document},
			{Name: "seller", Kind: Record, Type: party},
			{Name: "buyer", Kind: Record, Type: party},
			{Name: "lines", Kind: List, Type: line},
			{Name: "totals", Kind: List, Type: total},
			{Name: "taxes", Kind: List, Type: tax},
			{Name: "payment", Kind: Record, Type: payment},
			{Name: "mark"},
		}},
		Labels: func(key string) bool { return slices.Contains(labels, key) },
		Keys:   func() []string { return labels },

		Families: []string{"Inter", "Source Sans 3"},
	}
}
