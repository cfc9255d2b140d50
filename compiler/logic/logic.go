// Package logic finds out which conditions never hold, and which always do.
//
// It is asked whether several claims about one person can hold together (Never). A
// claim that always holds is one whose opposite never does, and one claim follows from
// another when it cannot fail beside it. The answer "never" is a proof; everything that
// is not understood exactly is taken for possible, so that there is no false alarm.
//
//   - read.go turns a condition into a formula over atoms, the way the language defines
//     it: a missing value makes a comparison false and `!=` true, so that every
//     comparison is "both are there, and …". There is no third outcome.
//   - value.go reads values: `a ?? b` and a choice are several possible values, each
//     under a condition. past.go reads questions about the past, and what they say of
//     one another.
//   - query.go keeps the atoms: is it there, is one number less than another, is a text
//     one of these, and whatever is not understood, which may be as it likes, but is the
//     same wherever it is written the same.
//   - solve.go tries the atoms one after the other; numbers.go and texts.go say when a
//     set of atoms contradicts itself.
//
// What is declared is believed: a field without a question mark is there, and a field
// with a fixed set of values has one of them. A trait of the profile is missing until
// somebody has said it, whatever its declaration says.
package logic

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// Logic answers questions about the conditions of one project.
type Logic struct {
	info     *check.Info
	segments map[string]*check.Segment
	traits   map[string]*check.Field
	constant map[string]bool // segments that everybody or nobody is in
}

// New prepares for questions about a project.
func New(info *check.Info) *Logic {
	l := &Logic{info: info, segments: map[string]*check.Segment{}, traits: map[string]*check.Field{}, constant: map[string]bool{}}
	for _, s := range info.Segments {
		l.segments[s.Name] = s
	}
	for _, f := range info.Traits {
		l.traits[f.Name] = f
	}
	return l
}

// Place is where and when a condition is asked.
type Place struct {
	File    *ast.File
	Journey *check.Journey // whose `entry` is meant; nil in a segment
	Event   *check.Event   // whose fields need no prefix; nil outside of a filter
	// Trigger: the event of the filter is the one that let the person in, so that its
	// fields are those of `entry`.
	Trigger bool
	// When tells instants apart. What changes with time is the same thing in two claims
	// only if their instants have one number; `entry` never changes.
	When int
}

// Claim says that a condition holds, or that it does not.
type Claim struct {
	Cond  ast.Expr
	Place Place
	Fails bool
	// Happened, in place of Cond: an event that happens at the very instant, so that it is
	// a part of every look back.
	Happened *ast.EventPat
}

// Pos is where the source says it.
func (c Claim) Pos() ast.Span {
	if c.Happened != nil {
		return c.Happened.Span
	}
	return c.Cond.Pos()
}

// Not is the opposite of a claim.
func (c Claim) Not() Claim {
	c.Fails = !c.Fails
	return c
}

// Never reports whether claims cannot hold together. The core is a smallest set of their
// parts which cannot: without any one of them, the others can.
func (l *Logic) Never(claims ...Claim) (core []Claim, never bool) {
	var parts []Claim
	for _, c := range claims {
		parts = c.parts(parts)
	}
	q := newQuery(l)
	all := make([]*formula, len(parts))
	for i, c := range parts {
		all[i] = q.claim(c)
	}
	q.finish()
	if q.possible(all) {
		return nil, false
	}
	kept := make([]*formula, len(all))
	copy(kept, all)
	for i := range kept {
		without := kept[i]
		kept[i] = yes
		if q.possible(kept) {
			kept[i] = without
		}
	}
	for i, f := range kept {
		if f != yes {
			core = append(core, parts[i])
		}
	}
	return core, true
}

// Follows reports whether a claim holds wherever others do.
func (l *Logic) Follows(c Claim, from ...Claim) bool {
	_, never := l.Never(append(append([]Claim(nil), from...), c.Not())...)
	return never
}

// parts takes a claim apart into those that all have to hold.
func (c Claim) parts(to []Claim) []Claim {
	with := func(e ast.Expr, fails bool) Claim { return Claim{Cond: e, Place: c.Place, Fails: fails} }
	switch e := c.Cond.(type) {
	case *ast.UnaryExpr:
		if e.Op == "not" {
			return with(e.X, !c.Fails).parts(to)
		}
	case *ast.BinaryExpr:
		if e.Op == "and" && !c.Fails || e.Op == "or" && c.Fails {
			return with(e.Y, c.Fails).parts(with(e.X, c.Fails).parts(to))
		}
	}
	return append(to, c)
}

func (q *query) claim(c Claim) *formula {
	if e := c.Happened; e != nil {
		return q.some(q.about(&check.Fact{Event: q.l.info.Heard[e], Where: e.Where}, c.Place), &window{kind: instant})
	}
	f := q.condition(c.Cond, c.Place)
	if c.Fails {
		return not(f)
	}
	return f
}
