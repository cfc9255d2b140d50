package engine

import (
	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/fn"
	"github.com/journeylang/journey/runtime/message"
	"github.com/journeylang/journey/runtime/vm"
)

// What is sent is worked out by package message, which asks the engine to run the code
// of a text. Most sends have words in them whoever reads them, and for these nothing is
// run at all, unless somebody asked to see what they say (Options.Render).

// content asks whether there is something to send, and lists the products of a value
// that is sent as it stands.
func (e *Engine) content(p *Person, r *run, s *bytecode.Send, index int32) (items []string, ok bool) {
	if e.prog.messages.Certain(r.journey, index) {
		return nil, true
	}
	m := e.speaker(p, r, s)
	to := e.reader(p, r)
	if s.Value < 0 {
		return nil, e.messages.Says(s, to, m)
	}
	v, ok := e.messages.Inline(s, to, m)
	if !ok || v.Kind != event.List {
		return nil, ok
	}
	for _, it := range v.Box.Items {
		if it.Kind == event.Map {
			items = append(items, fn.Text(it.Field("product_id")))
		} else {
			items = append(items, fn.Text(it))
		}
	}
	return items, true
}

// render gives a decision what its message says, when that is asked for.
func (e *Engine) render(p *Person, r *run, s *bytecode.Send, d *Decision) {
	if e.opts.Render == nil || !e.wants(d) {
		return
	}
	e.stamp(d)
	if e.opts.Render(d) {
		d.Content = e.messages.Render(s, e.reader(p, r), e.speaker(p, r, s))
	}
}

// reader is for whom a message of a stay is written.
func (e *Engine) reader(p *Person, r *run) message.Reader {
	said := func(trait int32) string {
		if trait < 0 {
			return ""
		}
		return fn.Text(e.Trait(trait))
	}
	return message.Reader{Language: said(e.prog.language), Country: said(e.prog.country), Zone: e.zoneOf(p, r.journey)}
}

// speaker runs the code of what a stay sends. Its parameters are worked out once, when
// a text first needs them.
type speaker struct {
	e     *Engine
	send  *bytecode.Send
	frame vm.Frame
	bound bool
}

func (e *Engine) speaker(p *Person, r *run, s *bytecode.Send) *speaker {
	j := &e.prog.Journeys[r.journey]
	e.via = fn.Via{Base: e.opts.Site, Person: p.Name, Journey: j.Name, Step: j.Steps[s.Step].ID, Channel: s.Channel}
	return &speaker{e: e, send: s, frame: vm.Frame{Entry: r.payload(), Person: e}}
}

// Run is part of message.Machine.
func (s *speaker) Run(code int32, v *message.Voice) (event.Value, error) {
	if !s.bound {
		s.bound = true
		for _, param := range s.send.Params {
			x, err := s.e.m.Value(param, &s.frame)
			if err != nil {
				x = event.Value{}
			}
			s.frame.Params = append(s.frame.Params, x)
		}
	}
	s.e.voice = v
	x, err := s.e.m.Value(code, &s.frame)
	s.e.voice = nil
	return x, err
}

// Call is part of vm.Person: functions that depend on the person, the step and who
// reads.
func (e *Engine) Call(name string, args []event.Value) event.Value {
	switch {
	case name == "coupon" && len(args) == 2:
		return event.Of(fn.Coupon(args[0].Num, args[1].Str, e.person.Name, e.via.Journey+"/"+e.via.Step))
	case name == "link" && len(args) == 1:
		return event.Of(fn.Link(fn.Text(args[0]), e.via))
	case e.voice != nil:
		v, _ := e.voice.Call(name, args)
		return v
	}
	return event.Value{}
}
