package feed

import "github.com/journeylang/journey/runtime/calendar"

// Mapping says how a file that was not written for us is read: which columns are
// the time, the person and the event, and what the rest means. It is YAML:
//
//	format: csv                    # csv, tsv or ndjson; left out, the content tells
//	delimiter: ";"                 # of csv; left out, the header tells
//	header: no                     # the file begins with data at once
//	columns: [who, what, when]     # names of the columns; implies header: no
//	zone: Europe/Istanbul          # of times without an offset; UTC otherwise
//	order: time                    # time: sort first; arrival: lines are in order (default)
//
//	time: when                     # columns; of NDJSON also paths such as user.id
//	person: who
//	anonymous: cookie
//	id: message                    # for duplicates
//	previous: old_id               # the earlier id, in rows whose event is alias
//	received: got                  # a time more than an hour later is a bad line
//	event: what                    # or: always purchased
//	values:                        # what the event column says, and our names for it;
//	  pv: product_viewed           # other values are taken as they are
//
//	properties:                    # our names, from columns or calculations; left
//	  order_id: Invoice            # out, every other column is a property
//	  total: round(sum(Price * Quantity), 2)
//	  currency: always EUR
//	  products:                    # a list with one map for each row
//	    product_id: Sku
//	    price: number(Price)
//
//	skip when:                     # rows to leave out; they are counted as ignored
//	  - Invoice starts with C
//	  - Customer is empty and Price <= 0
//	  - time before 2017-11-25
//	group by: Invoice              # neighbouring rows of one person with the same value are one event
//
// Calculations know + - * / ( ), columns (in back quotes when the name is not one
// word, and then YAML wants the whole in quotes), and sum, count, min, max over the rows of a group, round(x, digits) and
// number(x). A column in a calculation outside these is the group's first row's.
// A row with an empty cell in a calculation has no value for it; a cell that is
// not a number makes the row a bad line.
type Mapping struct {
	name      string
	format    string // "", "csv", "tsv" or "ndjson"
	delimiter byte   // 0: the header tells
	header    bool
	columns   []located
	zone      *calendar.Zone
	byTime    bool

	time, person, anonymous, id, previous, received located
	event                                           located
	always                                          string // the event of every row
	values                                          map[string]string
	everyColumn                                     bool // there is no `properties`
	properties                                      []property
	skip                                            []condition
	groupBy                                         located
}

// located is a text of the mapping with its place there.
type located struct {
	text         string
	line, column int
}

func (l located) set() bool { return l.line > 0 }

// property is one entry of `properties`.
type property struct {
	name   string
	source located
	always bool       // source is the value itself
	calc   *calc      // source read as a calculation, nil when it is none
	fault  string     // why it is none
	items  []property // a list with one map for each row
}

// SortsByTime reports whether the mapping says `order: time`.
func (m *Mapping) SortsByTime() bool { return m.byTime }

// Always is the event that every row becomes; empty where a column says it, or values
// may make another one of it.
func (m *Mapping) Always() string {
	if m == nil || len(m.values) > 0 {
		return ""
	}
	return m.always
}

// MappingError is something wrong with a mapping, and where.
type MappingError struct {
	File         string
	Line, Column int
	Message      string
}
