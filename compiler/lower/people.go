package lower

import (
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// What a person is: segments, stages, tags, what was received, what changes.

// segment is the row of a segment or a stage, made with those that it asks about
// before it.
func (b *builder) segment(name string) int32 {
	if i, ok := b.segments[name]; ok {
		return i
	}
	var s *check.Segment
	for _, x := range b.info.Segments {
		if x.Name == name {
			s = x
		}
	}
	failures := len(b.diags)
	i := b.addSegment(name, b.inside(s))
	if len(b.diags) == failures { // otherwise every journey that asks about it fails
		b.segments[name] = i
	}
	return i
}

// inside is the code that tells whether a person is in a segment. A stage's own
// condition is a row of its own, because the stages before it ask about it too.
func (b *builder) inside(s *check.Segment) int32 {
	if s.Later == nil {
		return b.condition(s.Decl.Where, scope{event: -1})
	}
	stages := append([]*ast.Segment{s.Decl}, s.Later...)
	rows := make([]int32, len(stages))
	for i, stage := range stages {
		rows[i] = b.stage(stage)
	}
	var a asm
	a.emit(bytecode.OpSegment, rows[0], 0)
	for _, row := range rows[1:] {
		end := a.emit(bytecode.OpAnd, 0, 0)
		a.emit(bytecode.OpSegment, row, 0)
		a.emit(bytecode.OpNot, 0, 0)
		a.patch(end)
	}
	return b.place(&a)
}

// stage is the row of what a stage asks by itself.
func (b *builder) stage(s *ast.Segment) int32 {
	key := "stage " + s.Name.Text
	if i, ok := b.segments[key]; ok {
		return i
	}
	failures := len(b.diags)
	i := b.addSegment("", b.condition(s.Where, scope{event: -1}))
	if len(b.diags) == failures {
		b.segments[key] = i
	}
	return i
}

func (b *builder) addSegment(name string, code int32) int32 {
	b.p.Segments = append(b.p.Segments, bytecode.Segment{Name: name, Code: code})
	return int32(len(b.p.Segments) - 1)
}

// watched is segment, for a trigger that hears who comes and goes.
func (b *builder) watched(name string) int32 {
	i := b.segment(name)
	b.p.Segments[i].Watched = true
	return i
}

// mark is the row of what `received NAME` asks about: a step of the journey, else a
// message. The journey's sends are lowered with the marks that they leave; see
// marks.
func (b *builder) mark(name string, l *journeyLowerer) int32 {
	m := bytecode.Mark{Name: name}
	key := "mark " + name
	if l != nil && l.named[name] {
		m.Stay, key = true, "mark of "+l.j.Name+": "+name
	}
	return b.row(key, func() int32 {
		b.p.Marks = append(b.p.Marks, m)
		return int32(len(b.p.Marks) - 1)
	})
}

// marks lets sends leave the marks that somebody asks about. It comes last, when all
// questions are known.
func (b *builder) marks() {
	for i := range b.p.Journeys {
		j := &b.p.Journeys[i]
		for k := range j.Sends {
			s := &j.Sends[k]
			if row, ok := b.rows["mark of "+j.Name+": "+j.Steps[s.Step].ID]; ok {
				s.Marks = append(s.Marks, row)
			}
			if s.Content < 0 {
				continue
			}
			if row, ok := b.rows["mark "+s.Message]; ok {
				s.Marks = append(s.Marks, row)
			}
		}
	}
}

// nameSteps collects the names that steps have in the source.
func (l *journeyLowerer) nameSteps(d *ast.Journey) {
	if d.Body == nil {
		return
	}
	ast.Walk(d.Body, func(n ast.Node) bool {
		if s, ok := n.(ast.Step); ok && s.StepName().Text != "" {
			l.named[s.StepName().Text] = true
		}
		return true
	})
}

// tag lowers `add tag` and `remove tag`.
func (l *journeyLowerer) tag(s *ast.Tag) {
	step := l.addStep(s, "tag", s.Span)
	l.value(&l.asm, s.Tag, l.scope())
	remove := int32(0)
	if s.Remove {
		remove = 1
	}
	l.trait("tags")
	l.asm.emit(bytecode.OpTag, remove, step)
}

// change lowers `profile.x changes from A to B`.
func (l *journeyLowerer) change(a *bytecode.Pattern, p *ast.ChangePat) {
	m, ok := p.Target.(*ast.MemberExpr)
	if !ok {
		l.notYet(p, "a change of anything but a trait")
		return
	}
	a.Kind, a.Trait, a.From, a.To = bytecode.PatChange, l.trait(m.Name.Text), -1, -1
	if p.From != nil {
		a.From = l.condition(p.From, scope{event: -1})
	}
	if p.To != nil {
		a.To = l.condition(p.To, scope{event: -1})
	}
}
