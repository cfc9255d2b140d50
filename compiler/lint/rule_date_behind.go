package lint

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// DateBehind is a wait until a date that is past when it is reached.
var DateBehind = warning("J0520", "date-behind", "a wait until a date that is past when it is reached",
	"A wait until a moment that is past goes on at once. What was to be spread over days happens at one instant.",
	"Bring the waits into the order of their dates.",
	"journey j {\n  when signed_up\n  then {\n    wait until 2030-11-27\n    email \"It begins\"\n    wait until 2030-11-20\n    email \"One week to go\"\n  }\n}\n",
	"journey j {\n  when signed_up\n  then {\n    wait until 2030-11-20\n    email \"One week to go\"\n    wait until 2030-11-27\n    email \"It begins\"\n  }\n}\n")

// passed is what is known to be past on the way through a block: dates of the calendar
// and moments around a date on the person.
type passed struct {
	date  *ast.DateLit
	at    ast.Span
	place map[string]moment // by the date, as it is written
}

// moment is an amount before (negative) or after a date on the person, with the waits
// since then.
type moment struct {
	offset, waited amount
	before         bool
	at             ast.Span
}

func newDateBehind(p *pass) looker {
	return each(func(j *check.Journey) {
		known := passed{place: map[string]moment{}}
		if on, ok := j.Decl.Trigger.(*ast.OnDate); ok {
			known.place[words(j.File.Src, on.Date.Pos())] = momentOf(on.Offset, on.Before, on.Span)
		}
		p.behind(j, j.Decl.Body, known)
	})
}

func momentOf(offset *ast.DurationLit, before bool, at ast.Span) moment {
	m := moment{before: before, at: at}
	if offset != nil {
		m.offset = amountOf(offset)
	}
	return m
}

// behind follows a block, and the blocks inside it, with what is known to be past.
// What a branch adds is forgotten behind it: not everybody took it.
func (p *pass) behind(j *check.Journey, b *ast.Block, known passed) {
	if b == nil {
		return
	}
	places := map[string]moment{}
	for key, m := range known.place {
		places[key] = m
	}
	known.place = places
	for _, s := range b.Steps {
		switch s := s.(type) {
		case *ast.Wait:
			for key, m := range known.place {
				m.waited = m.waited.plus(amountOf(s.For))
				known.place[key] = m
			}
		case *ast.WaitTime:
			p.waitsForDate(j, s, &known)
		case *ast.WaitDate:
			p.waitsAround(j, s, known)
		default:
			inner(s, func(b *ast.Block) { p.behind(j, b, known) })
		}
	}
}

func (p *pass) waitsForDate(j *check.Journey, s *ast.WaitTime, known *passed) {
	if s.Date == nil {
		return
	}
	if known.date != nil && earlierDate(s.Date, known.date) {
		d := p.report(DateBehind, j.File, s.Span, "this date is past when this step is reached", "the wait before it goes on until a later date; bring the two into order")
		d.Notes = append(d.Notes, noteAt(j.File, known.at, "this is later"))
		return
	}
	known.date, known.at = s.Date, s.Span
}

func (p *pass) waitsAround(j *check.Journey, s *ast.WaitDate, known passed) {
	key := words(j.File.Src, s.Date.Pos())
	now := momentOf(s.Offset, s.Before, s.Span)
	last, there := known.place[key]
	known.place[key] = now
	if there && surelyBefore(now, last) {
		d := p.report(DateBehind, j.File, s.Span, "this moment is past when this step is reached", "it lies before what stands above it; bring the two into order")
		d.Notes = append(d.Notes, noteAt(j.File, last.at, "this is later, with the waits behind it"))
	}
}

// surelyBefore reports whether a moment lies at least a day before the point that
// another and the waits since have led to.
func surelyBefore(m, last moment) bool {
	day := amount{days: 1}
	switch {
	case m.before && last.before: // offset_m ≥ offset_last − waited + 1d
		return m.offset.plus(last.waited).surelyReaches(last.offset.plus(day))
	case m.before:
		return m.offset.plus(last.offset).plus(last.waited).surelyReaches(day)
	case last.before:
		return last.waited.surelyReaches(last.offset.plus(m.offset).plus(day))
	}
	return last.offset.plus(last.waited).surelyReaches(m.offset.plus(day))
}

func earlierDate(a, b *ast.DateLit) bool {
	x, y := [3]int{a.Year, a.Month, a.Day}, [3]int{b.Year, b.Month, b.Day}
	for i := range x {
		if x[i] != y[i] {
			return x[i] < y[i]
		}
	}
	return false
}
