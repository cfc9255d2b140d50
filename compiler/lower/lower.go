// Package lower turns checked journeys into bytecode.
//
// The way of a journey: its goal, exits, `while` and steps are lowered first,
// because they decide which fields of the trigger `entry` has to keep; then its
// trigger. Questions about the past become registers that the engine keeps up to
// date; equal questions of different journeys share one. Conditions and values
// become short pieces of code, deduplicated, with their own instructions where
// that is simple and an expr-lang program where it is not.
//
// Every table is filled in the order in which journeys, sorted by name, first
// need its rows. So the same source gives the same bytes.
package lower

import (
	"slices"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
)

// Options are what the project says about all journeys.
type Options struct {
	Zone  string // the project's default zone; empty is UTC
	Zones string // version of the time zone data
	// CartAbandoned keeps the standard library's journey that derives
	// cart_abandoned, for feeds that do not carry the event.
	CartAbandoned bool
	// AbandonAfter replaces the hour of that journey, when set.
	AbandonAfter bytecode.Duration
}

// Lower compiles the healthy journeys of a checked project. A construct that
// this version cannot run yet is reported, and its journey left out.
//
// What a journey that is left out has put into the tables may be shared with others
// by then, so the rest is lowered anew without it.
func Lower(info *check.Info, opts Options) (*bytecode.Program, []diag.Diagnostic) {
	var diags []diag.Diagnostic
	failed := map[*check.Journey]bool{}
	for {
		b := newBuilder(info, opts)
		b.failed = failed
		before := len(failed)
		b.always()
		wanted := b.wanted()
		for _, j := range info.Journeys {
			if failed[j] || j.Std && !wanted[j] {
				continue
			}
			b.journey(j)
		}
		b.cartEvents()
		b.resolveStarts()
		b.marks()
		for _, d := range b.diags {
			same := func(o diag.Diagnostic) bool { return o.File == d.File && o.Span == d.Span && o.Summary == d.Summary }
			if !slices.ContainsFunc(diags, same) {
				diags = append(diags, d)
			}
		}
		if len(failed) == before {
			return b.p, diags
		}
	}
}

// journey lowers one journey, or reports why it cannot.
func (b *builder) journey(cj *check.Journey) {
	l := &journeyLowerer{
		builder: b,
		checked: cj,
		lines:   b.lines(cj.File),
		j:       bytecode.Journey{Name: cj.Name, File: cj.File.Path, Std: cj.Std, While: -1, Policy: -1},
		slots:   map[string]int32{},
		counts:  map[string]int{},
		sends:   map[string][]string{},
		named:   map[string]bool{},
	}
	failures := len(b.diags)
	l.lower()
	if len(b.diags) > failures {
		b.failed[cj] = true
		b.starts = slices.DeleteFunc(b.starts, func(s starting) bool { return s.from == cj })
		return
	}
	l.prune()
	base := int32(len(b.p.Code))
	l.relocate(base)
	b.p.Code = append(b.p.Code, l.asm.code...)
	b.p.Journeys = append(b.p.Journeys, l.j)
}

// journeyLowerer holds one journey while it is lowered.
type journeyLowerer struct {
	*builder
	checked  *check.Journey
	lines    *lineTable
	j        bytecode.Journey
	asm      asm
	level    int32               // of the repeats around
	slots    map[string]int32    // entry fields → slots
	counts   map[string]int      // steps per kind, for their ids
	sends    map[string][]string // step or message name → the names that engagement may carry
	named    map[string]bool     // the steps that have a name in the source
	leapMar1 bool                // 29 February is 1 March in other years
}

func (l *journeyLowerer) lower() {
	d := l.checked.Decl
	if d.Title != nil {
		l.j.Title, _ = d.Title.Plain()
	}
	l.j.Line = l.line(d)
	if d.Trigger != nil {
		l.j.Line = l.line(d.Trigger)
	}
	l.nameSends(d)
	l.nameSteps(d)
	for _, s := range d.Settings { // first, because the others may ask about days
		if z, ok := s.(*ast.Timezone); ok {
			l.j.Zone, _ = z.Zone.Plain()
		}
	}
	for _, s := range d.Settings {
		l.setting(s)
	}
	if p := l.checked.Policy; p != nil {
		l.j.Policy = l.policy(p)
	}
	l.block(d.Body)
	l.asm.emit(bytecode.OpEnd, 0, 0)
	l.trigger(d.Trigger)
}

// relocate moves the journey's code to its place in the program.
func (l *journeyLowerer) relocate(base int32) {
	relocate(l.asm.code, base)
	l.j.Start += base
	for i := range l.j.States {
		s := &l.j.States[i]
		s.Deadline += base
		s.Then += base
		for k := range s.Arms {
			s.Arms[k].PC += base
		}
	}
	for i := range l.j.Splits {
		s := &l.j.Splits[i]
		s.Rest += base
		for k := range s.Arms {
			s.Arms[k].PC += base
		}
	}
}

func (l *journeyLowerer) setting(s ast.Setting) {
	switch s := s.(type) {
	case *ast.Enter:
		l.j.Mode = bytecode.EnterMode(s.Mode)
		if s.After != nil {
			l.j.After = duration(s.After)
		}
		if s.Mode == ast.Each {
			l.j.Key = s.Field.Text
		}
	case *ast.Goal:
		g := &bytecode.Goal{Line: l.line(s)}
		g.Any, g.Regs = l.heard(s.Pattern, s.Within != nil)
		if s.Within != nil {
			g.Within = duration(s.Within)
		}
		l.j.Goal = g
	case *ast.Exit:
		e := bytecode.Exit{Line: l.line(s)}
		e.Any, e.Regs = l.heard(s.Pattern, false)
		l.j.Exits = append(l.j.Exits, e)
	case *ast.While:
		l.j.While = l.condition(s.Cond, scope{event: -1, journey: l})
		l.j.WhileLine = l.line(s)
	case *ast.Holdout:
		l.j.Holdout = int32(s.Percent.Value*100 + 0.5)
	case *ast.Priority:
		l.j.Priority = int32(s.N.Value)
	case *ast.LeapDay:
		l.leapMar1 = s.Mar1
	case *ast.Exclusive:
		l.j.Exclusive = s.Group.Text
	case *ast.AcceptLate:
		l.j.AcceptLate = duration(s.D)
	case *ast.Backfill:
		l.j.Backfill = duration(s.D)
	case *ast.Timezone: // see lower
	case *ast.UsePolicy: // settled by the checker: another may stand in its place
	default:
		l.notYet(s, "this setting")
	}
}
