package ast

// Expr is a value or a condition.
type Expr interface {
	Node
	expr()
}

// NumberLit is `80` or `3.5`.
type NumberLit struct {
	Span
	Value float64
	Text  string
}

// StringLit is a string, cut at its `{{ … }}` parts.
type StringLit struct {
	Span
	Multi bool // written with """
	Parts []StringPart
}

// StringPart is either text, with its escapes resolved, or an expression.
type StringPart struct {
	Span
	Text string
	Expr Expr // nil for text
}

// Plain returns the text of a string without expressions, and whether it is one.
func (s *StringLit) Plain() (string, bool) {
	switch {
	case s == nil || len(s.Parts) == 0:
		return "", s != nil
	case len(s.Parts) == 1 && s.Parts[0].Expr == nil:
		return s.Parts[0].Text, true
	}
	return "", false
}

// BoolLit is true or false.
type BoolLit struct {
	Span
	Value bool
}

// NullLit is null.
type NullLit struct{ Span }

// Unit is a unit of duration.
type Unit uint8

// The units. Up to Hour a duration is elapsed time, from Day on it is calendar
// time in the person's zone.
const (
	Second Unit = iota
	Minute
	Hour
	Day
	Week
	Month
	Year
)

// DurationLit is `2h`, `1 day`.
type DurationLit struct {
	Span
	N    int64
	Unit Unit
}

// PercentLit is `10%`; Value is 10.
type PercentLit struct {
	Span
	Value float64
	Text  string
}

// TimeLit is a time of day, `09:00`.
type TimeLit struct {
	Span
	Hour, Minute int
}

// DateLit is a date, `2026-11-27`.
type DateLit struct {
	Span
	Year, Month, Day int
}

// IdentExpr is a name: an event's field, a parameter, `entry`, `profile`, `cart`, …
type IdentExpr struct{ Name }

// MemberExpr is `x.name` or `x?.name`.
type MemberExpr struct {
	Span
	X        Expr
	Name     Name
	Optional bool
}

// IndexExpr is `x[i]`.
type IndexExpr struct {
	Span
	X, Index Expr
}

// SliceExpr is `x[lo:hi]`; either bound may be nil.
type SliceExpr struct {
	Span
	X, Lo, Hi Expr
}

// CallExpr is `f(a, name: b)`. For a function of the past, `count(purchased, last 90d)`,
// the first argument names an event and Last is the window.
type CallExpr struct {
	Span
	Fun  Name
	Args []*Arg
	Last *DurationLit
}

// Arg is one argument; Name is empty unless it was written `name: value`.
type Arg struct {
	Span
	Name  Name
	Value Expr
}

// UnaryExpr is `not x` or `-x`.
type UnaryExpr struct {
	Span
	Op string
	X  Expr
}

// BinaryExpr is `x OP y`. Op is one of
// + - * / % ** == != < <= > >= and or in "not in" ?? contains startsWith endsWith matches ..
type BinaryExpr struct {
	Span
	Op     string
	OpSpan Span
	X, Y   Expr
}

// ChoiceExpr is `cond ? a : b`.
type ChoiceExpr struct {
	Span
	Cond, Then, Else Expr
}

// ListLit is `[a, b]`.
type ListLit struct {
	Span
	Items []Expr
}

// RecordLit is `{ a: x, b: y }`.
type RecordLit struct {
	Span
	Fields []*RecordField
}

// RecordField is one `name: value`.
type RecordField struct {
	Span
	Name  Name
	Value Expr
}

// ItExpr is the element inside any, all, filter, map, … It is written `it`, or
// left out before a leading dot (`.price`), in which case its span is empty.
type ItExpr struct{ Span }

// EventExpr is an event named as a value's subject, with a filter:
// the first argument of `count(purchased where total > 50, last 90d)`.
// A bare name stays an IdentExpr until the checker resolves it.
type EventExpr struct{ *EventPat }

// InLast is `E in the last D` or, with No, `no E in the last D`.
type InLast struct {
	Span
	No    bool
	Event *EventPat
	Last  *DurationLit
}

// Never is `never E`.
type Never struct {
	Span
	Event *EventPat
}

// TimeSince is `time since last E`.
type TimeSince struct {
	Span
	Event *EventPat
}

// InSegment is `segment NAME`.
type InSegment struct {
	Span
	Segment Name
}

// HasTag is `tag "x"`.
type HasTag struct {
	Span
	Tag Expr
}

// Received is `received STEP-OR-MESSAGE`.
type Received struct {
	Span
	Name Name
}

// BadExpr stands where an expression could not be read.
type BadExpr struct{ Span }

func (*NumberLit) expr()   {}
func (*StringLit) expr()   {}
func (*BoolLit) expr()     {}
func (*NullLit) expr()     {}
func (*DurationLit) expr() {}
func (*PercentLit) expr()  {}
func (*TimeLit) expr()     {}
func (*DateLit) expr()     {}
func (*IdentExpr) expr()   {}
func (*MemberExpr) expr()  {}
func (*IndexExpr) expr()   {}
func (*SliceExpr) expr()   {}
func (*CallExpr) expr()    {}
func (*UnaryExpr) expr()   {}
func (*BinaryExpr) expr()  {}
func (*ChoiceExpr) expr()  {}
func (*ListLit) expr()     {}
func (*RecordLit) expr()   {}
func (*ItExpr) expr()      {}
func (*EventExpr) expr()   {}
func (*InLast) expr()      {}
func (*Never) expr()       {}
func (*TimeSince) expr()   {}
func (*InSegment) expr()   {}
func (*HasTag) expr()      {}
func (*Received) expr()    {}
func (*BadExpr) expr()     {}
