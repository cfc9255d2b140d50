// Package ast holds the syntax tree of a journey file.
//
// The tree is what the parser found, not what it means: names are unresolved,
// types unknown. Every node knows its half-open byte span in the file's source;
// lines and columns exist only at the edge (package diag). A file that does not
// parse still has a tree: a declaration or step that could not be read is a Bad
// node, so that everything around it can still be checked.
package ast

// Span is a half-open range of byte offsets, [Start, End), in a file's source.
type Span struct{ Start, End int }

// Pos returns the span itself, so that every node that embeds a Span is a Node.
func (s Span) Pos() Span { return s }

// To returns the span from the start of s to the end of t.
func (s Span) To(t Span) Span { return Span{s.Start, t.End} }

// Node is anything with a place in the source.
type Node interface{ Pos() Span }

// Name is an identifier as written, without its back-quotes.
type Name struct {
	Span
	Text string
}

// File is one source file.
type File struct {
	Path string // as given on the command line, with forward slashes
	Src  string
	// Language is the number after `language` on the first line, 0 when absent.
	Language int
	Decls    []Decl
}

// Decl is a top-level declaration.
type Decl interface {
	Node
	decl()
}

// Use imports a module of the standard library or a file beside this one.
type Use struct {
	Span
	Name Name       // set for `use retail`
	Path *StringLit // set for `use "shared/events.journey"`
}

// Event declares what the feed carries under one name.
type Event struct {
	Span
	Name    Name
	HeardAs []Name // other names in the feed for the same event
	Fields  []*Field
}

// Profile adds or refines traits of the person.
type Profile struct {
	Span
	Fields []*Field
}

// Field is one `name: type` of an event, a profile or a record type.
type Field struct {
	Span
	Name Name
	Type *Type
}

// Type is a type as written.
type Type struct {
	Span
	Name     Name         // number, text, bool, time, date, duration, money, item, …; empty for the other forms
	Enum     []*StringLit // "a" | "b"
	Elem     *Type        // list of T
	Record   []*Field     // { a: T, b: T }
	Optional bool         // a trailing ?
}

// Segment names a condition on people.
type Segment struct {
	Span
	Name  Name
	Where Expr
}

// Lifecycle is an ordered list of stages; a person is in the last one that holds.
type Lifecycle struct {
	Span
	Name   Name
	Stages []*Segment
}

// Message is content by part, language and channel.
type Message struct {
	Span
	Name  Name
	Parts []*MessagePart
}

// MessagePart is one line of a message: `subject tr "…"`.
type MessagePart struct {
	Span
	Part    Name // subject, preview, body, items, link, image, action
	Lang    Name // language tag, empty for the default
	Channel Name // `for sms`, empty for every channel
	Value   Expr
}

// Journey is one journey; the bare sentence is a journey without a name.
type Journey struct {
	Span
	Name     Name // empty for the bare sentence: the file's name is used
	Title    *StringLit
	Bare     bool
	Trigger  Trigger // nil when missing or unreadable
	Settings []Setting
	Body     *Block // nil when missing or unreadable
}

// Policy is a named set of rules asked at the moment of sending.
type Policy struct {
	Span
	Name  Name
	Rules []PolicyRule
}

// PolicyRule is one line of a policy.
type PolicyRule interface {
	Node
	policyRule()
}

// ConsentRule is `consent TOPIC [required]`.
type ConsentRule struct {
	Span
	Topic    Name
	Required bool
}

// QuietRule is `quiet 21:00 to 09:00 hold|drop`.
type QuietRule struct {
	Span
	From, To *TimeLit
	Drop     bool
}

// CapRule is `at most N CHANNEL|message per calendar UNIT` or `… in D`.
type CapRule struct {
	Span
	N       *NumberLit
	Channel Name // `message` means any channel
	In      *DurationLit
	Per     Name // day, week or month
}

// Assert is a property to be proved of every journey in the file.
type Assert struct {
	Span
	Never   *AssertNever
	ExitsIn *DurationLit // `assert always exits within D`
}

// AssertNever is `never more than N CHANNEL in D` or
// `never TOPIC message after EVENT [until EVENT]`.
type AssertNever struct {
	Span
	N       *NumberLit
	Channel Name
	In      *DurationLit
	Topic   Name
	After   *EventPat
	Until   *EventPat
}

// BadDecl stands where a declaration could not be read.
type BadDecl struct{ Span }

func (*Use) decl()       {}
func (*Event) decl()     {}
func (*Profile) decl()   {}
func (*Segment) decl()   {}
func (*Lifecycle) decl() {}
func (*Message) decl()   {}
func (*Journey) decl()   {}
func (*Policy) decl()    {}
func (*Assert) decl()    {}
func (*Test) decl()      {}
func (*BadDecl) decl()   {}

func (*ConsentRule) policyRule() {}
func (*QuietRule) policyRule()   {}
func (*CapRule) policyRule()     {}
