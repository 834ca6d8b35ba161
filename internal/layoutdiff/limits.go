package layoutdiff

// Limits of what is shown; what is beyond them is counted, and the file says
// so.
const (
	maxShown = 12  // changed pages of one document that are drawn
	maxWords = 100 // changes of one page that are listed in words
)

// MaxDocuments is how many documents one comparison takes: their pages are all
// in one file.
const MaxDocuments = 200
