package lower

import (
	"fmt"
	"math"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/stdlib"
)

func (l *journeyLowerer) block(b *ast.Block) {
	if b == nil {
		return
	}
	for _, s := range b.Steps {
		l.step(s)
	}
}

func (l *journeyLowerer) scope() scope { return scope{event: -1, journey: l} }

// addStep gives a step its id: its name, or its kind and its number among the
// unnamed steps of that kind, in the order of the source.
func (l *journeyLowerer) addStep(s ast.Step, kind string, label ast.Span) int32 {
	id := s.StepName().Text
	if id == "" {
		l.counts[kind]++
		id = fmt.Sprintf("%s_%d", kind, l.counts[kind])
	}
	l.j.Steps = append(l.j.Steps, bytecode.Step{ID: id, Line: l.line(s), Kind: kind, Label: l.label(label)})
	return int32(len(l.j.Steps) - 1)
}

func (l *journeyLowerer) step(s ast.Step) {
	switch s := s.(type) {
	case *ast.Send:
		l.send(s)
	case *ast.Wait:
		step := l.addStep(s, "wait", s.Span)
		state := bytecode.State{Kind: bytecode.StateWait, Step: step, Limit: duration(s.For), Cond: -1}
		l.rest(&state)
		l.j.States[len(l.j.States)-1].Deadline = l.asm.here()
	case *ast.WaitTime:
		l.waitMoment(s, s.Span, timeMoment(s))
	case *ast.WaitDate:
		l.waitMoment(s, s.Span, l.dateMoment(s.Offset, s.Before, s.Date, s.At, l.scope()))
	case *ast.WaitBest:
		l.waitBest(s)
	case *ast.WaitFor:
		label := s.Span.To(s.Event.Pos())
		l.listen(s, listening{label: label, upTo: s.UpTo, arms: []arm{{s.Event, s.Then}}, otherwise: s.Else})
	case *ast.Race:
		arms := make([]arm, len(s.Arms))
		for i, a := range s.Arms {
			arms[i] = arm{a.Event, a.Body}
		}
		label := s.Span
		if s.UpTo != nil {
			label = label.To(s.UpTo.Span)
		}
		l.listen(s, listening{label: label, upTo: s.UpTo, arms: arms, otherwise: s.Else, ranked: s.Ranked})
	case *ast.WaitUntil:
		l.until(s)
	case *ast.If:
		l.branch(s)
	case *ast.Split:
		l.split(s)
	case *ast.Set:
		l.set(s)
	case *ast.Tag:
		l.tag(s)
	case *ast.Emit:
		l.emit(s)
	case *ast.Repeat:
		l.repeat(s)
	case *ast.Audience:
		l.audience(s)
	case *ast.Webhook:
		l.webhook(s)
	case *ast.Start:
		l.start(s)
	case *ast.Stop:
		l.asm.emit(bytecode.OpStop, l.addStep(s, "stop", s.Span), 0)
	default:
		l.notYet(s, "this step")
	}
}

func (l *journeyLowerer) rest(s *bytecode.State) {
	l.j.States = append(l.j.States, *s)
	l.asm.emit(bytecode.OpRest, int32(len(l.j.States)-1), 0)
}

type arm struct {
	event ast.Pattern
	body  *ast.Block
}

// listening is a wait for one or several events.
type listening struct {
	label     ast.Span
	upTo      *ast.DurationLit
	arms      []arm
	otherwise *ast.Block
	ranked    bool
}

// listen lowers a wait for events. Layout: rest, the arms' bodies each with a jump
// behind the whole, the else body.
func (l *journeyLowerer) listen(s ast.Step, w listening) {
	upTo, arms := w.upTo, w.arms
	state := bytecode.State{Kind: bytecode.StateFor, Step: l.addStep(s, "wait", w.label), Cond: -1, Forever: upTo == nil}
	if upTo != nil {
		state.Limit = duration(upTo)
	}
	if w.ranked {
		state.Kind = bytecode.StateRanked
	}
	for _, a := range arms {
		tests, regs := l.heard(a.event, upTo != nil || len(arms) > 1)
		out := bytecode.Arm{Any: tests, Regs: regs}
		if w.ranked {
			out.Name = l.label(a.event.Pos())
		}
		state.Arms = append(state.Arms, out)
	}
	l.rest(&state)
	at := len(l.j.States) - 1
	var ends []int32
	for i, a := range arms {
		l.j.States[at].Arms[i].PC = l.asm.here()
		l.block(a.body)
		ends = append(ends, l.asm.emit(bytecode.OpJump, 0, 0))
	}
	l.j.States[at].Deadline = l.asm.here()
	if upTo != nil {
		l.block(w.otherwise)
	}
	for _, pc := range ends {
		l.asm.patch(pc)
	}
}

func (l *journeyLowerer) until(s *ast.WaitUntil) {
	label := s.Span.To(s.Cond.Pos())
	state := bytecode.State{Kind: bytecode.StateUntil, Step: l.addStep(s, "wait", label), Forever: s.UpTo == nil}
	if s.UpTo != nil {
		state.Limit = duration(s.UpTo)
	}
	state.Cond = l.condition(s.Cond, l.scope())
	l.rest(&state)
	at := len(l.j.States) - 1
	l.j.States[at].Then = l.asm.here()
	l.block(s.Then)
	end := l.asm.emit(bytecode.OpJump, 0, 0)
	l.j.States[at].Deadline = l.asm.here()
	if s.UpTo != nil {
		l.block(s.Else)
	}
	l.asm.patch(end)
}

// repeat lowers a block that runs several times. Layout: repeat, the block, rest; the
// rest leads back to the block, or on.
func (l *journeyLowerer) repeat(s *ast.Repeat) {
	state := bytecode.State{Kind: bytecode.StateRepeat, Step: l.addStep(s, "repeat", ast.Span{Start: s.Start, End: s.Body.Start}), Cond: -1, Level: l.level}
	if s.Every != nil {
		state.Limit = duration(s.Every)
	}
	if s.UpTo != nil {
		state.Times = int32(s.UpTo.Value)
	}
	if s.Until != nil {
		state.Cond = l.condition(s.Until, l.scope())
	}
	at := len(l.j.States)
	l.j.States = append(l.j.States, state)
	l.asm.emit(bytecode.OpRepeat, int32(at), 0)
	l.j.States[at].Deadline = l.asm.here()
	l.level++
	l.block(s.Body)
	l.level--
	l.asm.emit(bytecode.OpRest, int32(at), 0)
	l.j.States[at].Then = l.asm.here()
}

func (l *journeyLowerer) branch(s *ast.If) {
	step := l.addStep(s, "if", s.Span.To(s.Cond.Pos()))
	l.value(&l.asm, s.Cond, l.scope())
	no := l.asm.emit(bytecode.OpBranch, 0, step)
	l.block(s.Then)
	end := l.asm.emit(bytecode.OpJump, 0, 0)
	l.asm.patch(no)
	l.block(s.Else)
	l.asm.patch(end)
}

func (l *journeyLowerer) split(s *ast.Split) {
	step := l.addStep(s, "split", ast.Span{Start: s.Start, End: s.Start + len("split")})
	at := len(l.j.Splits)
	l.j.Splits = append(l.j.Splits, bytecode.Split{Step: step, Salt: l.j.Name + "/" + l.j.Steps[step].ID})
	l.asm.emit(bytecode.OpSplit, int32(at), 0)
	var ends []int32
	var upto int32
	for _, a := range s.Arms {
		upto += int32(math.Round(a.Percent.Value * 100))
		l.j.Splits[at].Arms = append(l.j.Splits[at].Arms, bytecode.SplitArm{
			Name: a.Name.Text, Upto: upto, PC: l.asm.here(),
		})
		l.block(a.Body)
		ends = append(ends, l.asm.emit(bytecode.OpJump, 0, 0))
	}
	l.j.Splits[at].Rest = l.asm.here()
	for _, pc := range ends {
		l.asm.patch(pc)
	}
}

func (l *journeyLowerer) set(s *ast.Set) {
	m, ok := s.Target.(*ast.MemberExpr)
	if !ok {
		l.notYet(s, "setting anything but a trait")
		return
	}
	step := l.addStep(s, "set", s.Span)
	l.value(&l.asm, s.Value, l.scope())
	l.asm.emit(bytecode.OpSet, l.trait(m.Name.Text), step)
}

func (l *journeyLowerer) emit(s *ast.Emit) {
	i, ev := l.stdEvent(s.Event.Text)
	if ev == nil {
		l.notYet(s, "emitting an event that nothing declares")
		return
	}
	e := bytecode.Emit{Step: l.addStep(s, "emit", s.Span), Event: i}
	if s.Payload != nil {
		for _, f := range s.Payload.Fields {
			l.value(&l.asm, f.Value, l.scope())
			e.Fields = append(e.Fields, l.field(ev, f.Name.Text))
		}
	}
	l.j.Emits = append(l.j.Emits, e)
	l.asm.emit(bytecode.OpEmit, int32(len(l.j.Emits)-1), 0)
}

// nameSends collects, for every send, the names that an engagement event may
// answer it by: the step's and the message's.
func (l *journeyLowerer) nameSends(d *ast.Journey) {
	if d.Body == nil {
		return
	}
	counts := map[string]int{}
	ast.Walk(d.Body, func(n ast.Node) bool {
		s, ok := n.(*ast.Send)
		if !ok {
			return true
		}
		id := s.As.Text
		if id == "" {
			counts[s.Channel.Text]++
			id = fmt.Sprintf("%s_%d", s.Channel.Text, counts[s.Channel.Text])
		}
		message := l.messageName(s, id)
		l.sends[id] = addName(addName(l.sends[id], id), message)
		if message != id {
			l.sends[message] = addName(addName(l.sends[message], message), id)
		}
		return true
	})
}

func addName(names []string, name string) []string {
	for _, n := range names {
		if n == name {
			return names
		}
	}
	return append(names, name)
}

// messageName is what records call the content of a send: the message's name, an
// inline value's function, or the step's id for a bare string.
func (l *journeyLowerer) messageName(s *ast.Send, id string) string {
	switch c := s.Content.(type) {
	case *ast.IdentExpr:
		return c.Text
	case *ast.CallExpr:
		return c.Fun.Text
	}
	return id
}

func (l *journeyLowerer) send(s *ast.Send) {
	step := l.addStep(s, s.Channel.Text, s.Channel.Span.To(s.Content.Pos()))
	out := bytecode.Send{
		Step:          step,
		Channel:       s.Channel.Text,
		Message:       l.messageName(s, l.j.Steps[step].ID),
		Content:       -1,
		Value:         -1,
		Transactional: s.Transactional,
		Address:       -1,
		Hold:          -1,
	}
	for _, c := range stdlib.Channels() {
		if c.Name == s.Channel.Text && c.Address != "" {
			out.Address = l.trait(c.Address)
		}
	}
	id, named := s.Content.(*ast.IdentExpr)
	if ref := l.info.Refs[id]; named && ref.Kind == check.RefMessage {
		out.Content = l.message(ref.Message)
		for _, p := range ref.Message.Params {
			out.Params = append(out.Params, l.param(s, p.Name))
		}
	} else {
		var a asm
		sc := l.scope()
		sc.with = s.With
		sc.content = true
		l.value(&a, s.Content, sc)
		out.Value = l.place(&a)
		out.Certain = l.certain(s.Content)
		l.forReaders(s.Content)
	}
	l.hold(s, &out)
	l.j.Sends = append(l.j.Sends, out)
	l.asm.emit(bytecode.OpSend, int32(len(l.j.Sends)-1), 0)
}

// param is the code of the value that a send binds to a message's parameter.
func (l *journeyLowerer) param(s *ast.Send, name string) int32 {
	var a asm
	if s.With != nil {
		for _, f := range s.With.Fields {
			if f.Name.Text == name {
				l.value(&a, f.Value, l.scope())
				return l.place(&a)
			}
		}
	}
	a.emit(bytecode.OpNull, 0, 0)
	return l.place(&a)
}
