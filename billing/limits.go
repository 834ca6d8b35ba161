package billing

// The limits of this room. Each is tested at the limit and one past it.
const (
	MaxLines            = 100_000
	MaxAdjustments      = 100       // discounts, and again charges, on one line or on the document
	MaxTaxes            = 10        // on one line, adjustment, rule or document
	MaxTaxGroups        = 1_000     // distinct sets of taxes in one document
	MaxTaxRules         = 1_000     //
	MaxPayments         = 1_000     //
	MaxPreceding        = 1_000     //
	MaxSettlements      = 10_000    // documents that one receipt settles
	MaxEarlyPayments    = 10        //
	MaxBankAccounts     = 20        //
	MaxCustomFields     = 100       // on a document or a party
	MaxTaxIDs           = 20        // of a party
	MaxAddressLines     = 20        //
	MaxTextBytes        = 1_000_000 // one text field
	MaxEarlyPaymentDays = 3_650     //
	MaxFaults           = 1_000     // listed; the last one says how many more there are
)
