// Package token cuts the text of a journey file into tokens.
//
// The lexer is written by hand and never fails: every byte of the source is in
// exactly one token, trivia included, so that joining all tokens gives the
// source back. What it could not read is a Bad or Skipped token and a Problem.
//
// Strings are cut too. `"Hi {{ name }}"` is StrOpen StrText InterpOpen Name
// InterpClose StrClose, and the lexer keeps these balanced whatever the source
// looks like: a string that is not closed gets closing tokens of no width.
//
// Newlines are the one thing that needs a look at both neighbours, so they are
// settled in a second pass (newline.go). All passes are linear.
package token

// Kind says what a token is.
type Kind uint8

// The kinds of tokens. Those up to Skipped are trivia: a parser never sees them.
const (
	EOF     Kind = iota
	Space        // blanks, tabs, a byte order mark at the start
	Comment      // from # to the end of the line, without the newline
	Break        // a newline that does not end a statement
	Skipped      // text that a Problem or a Bad token before it speaks for

	Newline // a newline (or a misplaced semicolon) that ends a statement
	Bad     // stands for text that could not be read; a Problem tells why

	Name       // cart, ürün
	QuotedName // `goal`
	Number     // 80, 3.5
	Duration   // 2h
	Percent    // 10%
	Time       // 09:00
	Date       // 2026-11-27

	StrOpen     // " or """
	StrText     // text with its escapes as written
	InterpOpen  // {{
	InterpClose // }}, of no width when it is missing
	StrClose    // " or """, of no width when it is missing

	LParen
	RParen
	LBracket
	RBracket
	LBrace
	RBrace

	Comma
	Colon
	Dot
	DotDot
	Question
	OptDot   // ?.
	Coalesce // ??
	Pipe
	Assign // =
	Eq
	Ne
	Lt
	Le
	Gt
	Ge
	Plus
	Minus
	Star
	StarStar
	Slash
	Rem // %
	And // && in place of `and`, with a Problem
	Or  // || in place of `or`, with a Problem
	Not // ! in place of `not`, with a Problem

	kindCount
)

var kindNames = [kindCount]string{
	EOF: "EOF", Space: "Space", Comment: "Comment", Break: "Break", Skipped: "Skipped",
	Newline: "Newline", Bad: "Bad", Name: "Name", QuotedName: "QuotedName", Number: "Number",
	Duration: "Duration", Percent: "Percent", Time: "Time", Date: "Date",
	StrOpen: "StrOpen", StrText: "StrText", InterpOpen: "InterpOpen", InterpClose: "InterpClose", StrClose: "StrClose",
	LParen: "LParen", RParen: "RParen", LBracket: "LBracket", RBracket: "RBracket", LBrace: "LBrace", RBrace: "RBrace",
	Comma: "Comma", Colon: "Colon", Dot: "Dot", DotDot: "DotDot", Question: "Question", OptDot: "OptDot",
	Coalesce: "Coalesce", Pipe: "Pipe", Assign: "Assign", Eq: "Eq", Ne: "Ne", Lt: "Lt", Le: "Le", Gt: "Gt", Ge: "Ge",
	Plus: "Plus", Minus: "Minus", Star: "Star", StarStar: "StarStar", Slash: "Slash", Rem: "Rem", And: "And", Or: "Or", Not: "Not",
}

// String returns the name of the kind as it is written in Go.
func (k Kind) String() string {
	if k < kindCount {
		return kindNames[k]
	}
	return "Kind?"
}

// Kinds returns every kind in order, for tables that must cover all of them.
func Kinds() []Kind {
	ks := make([]Kind, kindCount)
	for i := range ks {
		ks[i] = Kind(i)
	}
	return ks
}

// Trivia reports whether a token of this kind means nothing to a parser.
func (k Kind) Trivia() bool { return k >= Space && k <= Skipped }

// Token is one piece of the source, the bytes [Start, End).
type Token struct {
	Kind       Kind
	Start, End int
}

// Limits that no file of a real project comes near. They bound memory and the
// depth of every recursion behind the lexer.
const (
	MaxSource = 16 << 20 // bytes of source
	MaxTokens = 2 << 20  // tokens, trivia included
	MaxDepth  = 200      // brackets and {{ inside one another
)

// Stream is a source cut into tokens.
type Stream struct {
	Src string
	// Tokens are in the order of the source, trivia included; the last is EOF.
	Tokens []Token
	// Problems are in the order of their start.
	Problems []Problem
}

// Text returns the source of a token.
func (s *Stream) Text(t Token) string { return s.Src[t.Start:t.End] }

// Edit replaces the bytes [Start, End) by Text.
type Edit struct {
	Start, End int
	Text       string
}

// ProblemKind says what is wrong with a piece of text.
type ProblemKind uint8

// The kinds of problems.
const (
	SourceTooLarge   ProblemKind = iota // the source is longer than MaxSource
	TooManyTokens                       // the source has more than MaxTokens
	TooDeep                             // brackets are nested deeper than MaxDepth
	InvalidUTF8                         // bytes that are not UTF-8
	ControlChar                         // NUL, an invisible or a control character
	StrayChar                           // a character that means nothing here
	ForeignPunct                        // full-width or typographic punctuation; Want is the plain one
	ForeignDigit                        // digits of another script; Want is the plain number
	SmartQuote                          // “text”; Edits make it "text"
	SingleQuote                         // 'text'; Edits make it "text"
	UnclosedString                      // a string that does not end on its line
	UnclosedMulti                       // a """ without its end
	UnclosedInterp                      // a {{ without its }}
	UnclosedName                        // a ` without its end
	EmptyName                           // ``
	BadEscape                           // a backslash before a character that needs none
	WrongOperator                       // && || ! === <>; Want is ours
	Semicolon                           // ;
	WrongComment                        // // in place of #
	NameAfterDigit                      // 2nd_order; Want is the name in back-quotes
	BadNumber                           // 1_000, 1e6; Want is the plain number if it is certain
	DecimalDuration                     // 1.5h; Want is the whole number of a smaller unit
	CompoundDuration                    // 1d12h; Want is the same in one unit if it is certain
	UnknownUnit                         // 2hrs; Want is the unit meant if it is certain
	BadTime                             // 25:00, 9:00pm; Want is the time meant if it is certain
	BadDate                             // 2026-02-30, 2026-1-5; Want is the date meant if it is certain
	JoinedPercent                       // 10%3, x%3: a percent and modulo look alike; Want has the spaces
)

// Problem is something in the text that the lexer stumbled over. It went on as
// if the text were what it most likely means.
type Problem struct {
	Kind       ProblemKind
	Start, End int
	Text       string // the offending source
	Want       string // what was meant, empty when that is not certain
	Edits      []Edit // what makes it so
}
