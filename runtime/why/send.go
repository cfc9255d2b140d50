package why

import (
	"fmt"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/graph"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
)

// send says what the gates said, in the order in which they are asked; behind the
// first that refuses, none was.
func (t *teller) send(s *stay, d *engine.Decision, out *Step) {
	send := &s.journey.Sends[d.Send]
	out.Channel, out.Message = send.Channel, send.Message
	out.Words = "would be sent"
	if d.Skipped {
		out.Words = "not sent"
	} else {
		out.Stops = t.stops(s, d)
	}
	gates := []struct {
		refused engine.Reason
		fact    func() (Fact, bool)
	}{
		{engine.Holdout, func() (Fact, bool) { return t.holdout(s, d) }},
		{engine.Unsubscribed, func() (Fact, bool) { return t.consent(s, send, d), true }},
		{engine.NoAddress, func() (Fact, bool) { return t.address(s, send, d) }},
		{engine.Invalid, func() (Fact, bool) {
			return Fact{What: send.Channel + " address works", Words: "a message to it came back"}, d.Reason == engine.Invalid
		}},
		{engine.NoContent, func() (Fact, bool) { return content(send, d) }},
	}
	refusals := map[engine.Reason]Fact{
		engine.Duplicate: {What: "not sent before", Words: "the same was sent already"},
		engine.Expired:   {What: "in time", Words: "it was held for so long that it is out of date"},
		engine.Quiet:     {What: "quiet hours", Words: "it was quiet time, in which the policy drops messages"},
		engine.Capped:    {What: "frequency cap", Words: "the policy allows no more messages for now"},
		engine.Left:      {What: "still inside", Words: "the person left while the message was held"},
	}
	for _, g := range gates {
		f, asked := g.fact()
		f.OK = d.Reason != g.refused
		if asked {
			out.Facts = append(out.Facts, f)
		}
		if !f.OK {
			return
		}
	}
	if f, ok := refusals[d.Reason]; ok {
		out.Facts = append(out.Facts, f)
	}
}

func (t *teller) holdout(s *stay, d *engine.Decision) (Fact, bool) {
	share := fmt.Sprintf("%g%%", float64(s.journey.Holdout)/100)
	if d.Reason == engine.Holdout {
		return Fact{What: "holdout", Words: "among the " + share + " who are measured and get nothing"}, true
	}
	return Fact{What: "holdout", Words: "not among the " + share + " who get nothing"}, s.journey.Holdout > 0
}

// consent finds what the person last said about a channel, or about everything.
func (t *teller) consent(s *stay, send *bytecode.Send, d *engine.Decision) Fact {
	f := Fact{What: send.Channel + " consent", Words: "never said no"}
	for _, r := range t.byTime {
		if r.Time > d.At || r.Line > d.Cause && d.Cause != 0 && r.Time == d.At {
			break
		}
		no := r.Name == "unsubscribed" || r.Name == "complained"
		if r.Kind != event.Track || !no && r.Name != "subscribed" {
			continue
		}
		channel, topic := t.field(r, "channel"), t.field(r, "topic")
		if r.Name == "complained" && channel == "" {
			channel = "email"
		}
		if topic != "" || channel != "" && (channel != send.Channel || send.Transactional) {
			continue
		}
		said := "subscribed"
		if no {
			said = r.Name
		}
		m := t.moment(r.Time, s.index)
		f.At, f.Feed = &m, r.Line
		f.Words = join(said+" on "+m.short(), feedLine(r.Line))
	}
	return f
}

// field is a text field of an event that the program reads.
func (t *teller) field(r *Record, name string) string {
	for _, p := range r.Props {
		if int(r.Type) < len(t.p.Events) && t.p.Events[r.Type].Fields[p.Field].Name == name && p.Value.Kind == event.Text {
			return p.Value.Str
		}
	}
	return ""
}

// address finds what was last said about the channel's address.
func (t *teller) address(s *stay, send *bytecode.Send, d *engine.Decision) (Fact, bool) {
	if send.Address < 0 {
		return Fact{}, false
	}
	trait := t.p.Traits[send.Address].Name
	f := Fact{What: trait + " address", Words: "taken to be there: the feed does not say"}
	if d.Reason == engine.NoAddress {
		f.Words = "none is known"
	}
	if trait == "phone" {
		f.What = "phone number"
	}
	for _, r := range t.byTime {
		if r.Time > d.At || r.Kind != event.Identify {
			continue
		}
		for _, p := range r.Props {
			if int32(p.Field) != send.Address {
				continue
			}
			m := t.moment(r.Time, s.index)
			f.At, f.Feed = &m, r.Line
			known := "known since "
			if value(p.Value) == "" {
				known = "taken away on "
			}
			f.Words = join(known+m.short(), feedLine(r.Line))
		}
	}
	return f, true
}

func content(send *bytecode.Send, d *engine.Decision) (Fact, bool) {
	if d.Reason == engine.NoContent {
		return Fact{What: send.Message, Words: "gave nothing to send"}, true
	}
	return Fact{What: send.Message, Words: "gave " + strings.Join(d.Items, ", ")}, len(d.Items) > 0
}

// stops lists what would certainly have kept a message from being sent: an absent
// event before the entry, a goal or an exit between entry and message.
func (t *teller) stops(s *stay, d *engine.Decision) []Stop {
	j := s.journey
	entered, now := t.moment(s.enter.At, s.index), t.moment(d.At, s.index)
	var inside []bytecode.Test // what ends the stay
	if d.At > s.enter.At {
		if g := j.Goal; g != nil && (g.Within.Zero() || d.At <= t.after(s.enter.At, g.Within, s.index)) {
			inside = append(inside, g.Any...)
		}
		for _, e := range j.Exits {
			inside = append(inside, e.Any...)
		}
	}
	var out []Stop
	said := map[string]bool{}
	add := func(x bytecode.Test, when Moment) {
		what := graph.TestsText(t.p, []bytecode.Test{x})
		if x.Key >= 0 {
			what += " of the same " + j.Key
		}
		if !said[what] {
			said[what] = true
			out = append(out, Stop{what, when})
		}
	}
	for _, x := range inside {
		add(x, now)
	}
	for i := range j.Alts {
		if a := &j.Alts[i]; s.enter.Until != 0 && a.Line == s.enter.Line && a.Kind == bytecode.PatAbsence {
			for _, x := range a.Not {
				add(x, entered)
			}
		}
	}
	return out
}
