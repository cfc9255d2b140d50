package stdlib

// Field is a field of a built-in record, its type in the language's notation.
type Field struct{ Name, Type, Doc string }

// Record is a record type with a name.
type Record struct {
	Name   string
	Doc    string
	Fields []Field
}

// Records returns the record types that a type annotation and the built-in
// names use.
func Records() []Record { return append([]Record(nil), records...) }

// Builtin is a name that every expression knows.
type Builtin struct{ Name, Type, Doc string }

// Builtins returns the names that hold what the engine keeps about a person and
// about everybody. `profile` and `entry` are not here: their fields depend on
// the project and on the journey.
func Builtins() []Builtin { return append([]Builtin(nil), builtins...) }

var builtins = []Builtin{
	{"bought", "list of item", "what the person bought lately, the latest first"},
	{"cart", "cart", "what is in the person's cart now"},
	{"popular", "list of item", "what everybody buys now; only as the basis of recommend"},
	{"viewed", "list of item", "what the person looked at lately, the latest first"},
}

var records = []Record{
	{"cart", "what is in the person's cart now", []Field{
		{"items", "list of item", "what lies in it, in the order it was added"},
		{"total", "number", "the sum of price × quantity"},
		{"quantity", "number", "the sum of the quantities"},
		{"currency", "text?", "the currency of the prices, when the feed says"},
		{"id", "text?", "the cart's id, when the feed says"},
	}},
	{"item", "a product with a quantity", []Field{
		{"product_id", "text", "the product's id"},
		{"sku", "text?", "the stock-keeping unit"},
		{"name", "text?", "the product's name"},
		{"brand", "text?", "its brand"},
		{"category", "text?", "its category"},
		{"variant", "text?", "its variant, such as a size"},
		{"price", "number?", "the price of one"},
		{"currency", "text?", "the currency of the price, when the feed says"},
		{"quantity", "number", "how many, 1 when the feed does not say"},
		{"url", "text?", "its page"},
		{"image_url", "text?", "its picture"},
	}},
}
