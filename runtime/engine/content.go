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

// content asks whether there is something to send, works out the fingerprint by which
// duplicates are known, and lists the products of a value that is sent as it stands.
func (e *Engine) content(p *Person, r *run, l *letter) bool {
	same := &e.prog.prints[r.journey][l.index]
	certain := e.prog.messages.Certain(r.journey, l.index)
	l.fingerprint = same.hash
	if certain && same.plain {
		return true
	}
	m := e.speaker(p, r, l.Send)
	to := e.reader(p, r)
	e.print = e.print[:0]
	if l.Value < 0 {
		if !certain && !e.messages.Says(l.Send, to, m) {
			return false
		}
		for _, v := range m.parameters() {
			e.print = AppendValue(e.print, v)
		}
		l.fingerprint = mix(same.hash, e.print)
		return true
	}
	v, ok := e.messages.Inline(l.Send, to, m)
	if !ok {
		return false
	}
	e.print = AppendValue(e.print, v)
	l.fingerprint = mix(same.hash, e.print)
	if v.Kind != event.List {
		return true
	}
	for _, it := range v.Box.Items {
		if it.Kind == event.Map {
			l.items = append(l.items, fn.Text(it.Field("product_id")))
		} else {
			l.items = append(l.items, fn.Text(it))
		}
	}
	return true
}

// render gives a decision what its message says, when that is asked for.
func (e *Engine) render(p *Person, r *run, s *bytecode.Send, d *Decision) {
	if e.opts.Render == nil || !e.wants(d) {
		return
	}
	e.stamp(d)
	asked := *d // which d would have to be made for, whether anybody asks or not
	if e.opts.Render(&asked) {
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
// a text first needs them. An engine has one: it speaks of one message at a time.
type speaker struct {
	e     *Engine
	send  *bytecode.Send
	frame vm.Frame
	bound bool
}

func (e *Engine) speaker(p *Person, r *run, s *bytecode.Send) *speaker {
	j := &e.prog.Journeys[r.journey]
	e.via = fn.Via{Base: e.opts.Site, Person: p.Name, Journey: j.Name, Step: j.Steps[s.Step].ID, Channel: s.Channel}
	e.spoken = speaker{e: e, send: s, frame: vm.Frame{Entry: r.payload(), Person: e, Params: e.spoken.frame.Params[:0]}}
	return &e.spoken
}

// Run is part of message.Machine.
func (s *speaker) Run(code int32, v *message.Voice) (event.Value, error) {
	s.parameters()
	s.e.voice = v
	x, err := s.e.m.Value(code, &s.frame)
	s.e.voice = nil
	return x, err
}

// parameters are the values that the send gives its message.
func (s *speaker) parameters() []event.Value {
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
	return s.frame.Params
}

// Call is part of vm.Person: functions that depend on the person, the step and who
// reads.
func (e *Engine) Call(name string, args []event.Value) event.Value {
	switch {
	case name == "coupon" && len(args) > 0:
		valid := "" // for ever
		if len(args) > 1 {
			valid = args[1].Str
		}
		return event.Of(fn.Coupon(args[0].Num, valid, e.person.Name, e.via.Journey+"/"+e.via.Step))
	case name == "link" && len(args) == 1:
		return event.Of(fn.Link(fn.Text(args[0]), e.via))
	case e.voice != nil:
		v, _ := e.voice.Call(name, args)
		return v
	}
	return event.Value{}
}
