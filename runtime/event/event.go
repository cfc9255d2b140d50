// Package event is what a feed carries, once it has been read: records in the
// order of their lines, with exactly the fields that the loaded program needs.
//
// A program publishes a Schema: the events it listens to and, of each, the
// fields it reads. The reader projects every line onto it, so that a property
// nobody asked for costs no more than being skipped.
package event

// None is the Type of a record that no loaded journey listens to.
const None = -1

// RecordKind says what a line of the feed is.
type RecordKind uint8

// The kinds of record.
const (
	Track    RecordKind = iota // something happened
	Identify                   // traits of a person; links User and Anon when both are set
	Alias                      // Prev and User are the same person from here on
	Delete                     // forget the person
	Clock                      // nothing but a time: moves the watermark
)

// Record is one line of the feed.
//
// The strings point into the batch's buffer and live as long as the batch.
type Record struct {
	Kind RecordKind
	Type int32 // index into Schema.Events, or None
	Time int64 // event time, ms UTC
	Line int64 // arrival number, from 1, counting every line of the feed

	User string // userId, or person in the short form
	Anon string // anonymousId
	Prev string // Alias: the identity that becomes User
	ID   string // messageId, for duplicates; empty: never a duplicate

	// Props are the fields the schema asks for, in the schema's order of fields:
	// of the event, or of the profile for Identify. Missing ones are left out.
	Props []Prop
}

// Prop is one projected field.
type Prop struct {
	Field uint16 // index into EventType.Fields, or Schema.Traits
	Value Value
}

// BadLine is a line that could not be read. It is counted, shown and skipped.
type BadLine struct {
	File   string
	Line   int64
	Column int // 1-based byte column, 0 when the whole line is meant
	Why    string
	// Text is the line as it stands in the file, or its beginning: whoever shows it
	// makes it harmless.
	Text string
}

// Batch is a run of lines in feed order.
type Batch struct {
	Records []Record
	Bad     []BadLine
	Lines   int64 // lines read, whatever became of them
	Ignored int64 // understood, and of no meaning here (Segment types we do not use, `skip when`)
	Bytes   int64 // uncompressed input bytes consumed
}

// Schema is what a program wants from a feed.
type Schema struct {
	Events []Type
	Traits []Field
}

// Type is one event. Names are in normal form (see Normal).
type Type struct {
	Name    string
	HeardAs []string
	Fields  []Field
}

// Field is one property or trait. Want tells the reader how to read a text that
// could be several things; a value of another kind is delivered as it is when
// Want is Null, and as Null otherwise.
type Field struct {
	Name string
	Want Kind
}
