package why

import (
	"fmt"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
)

// The gates that are asked of every send. Each says what it found; what a gate says of
// itself that has nothing to ask is left out.

// stayed says of a held message whether the person was still there at its release.
func (t *teller) stayed(d *engine.Decision) []Fact {
	if d.Reason != engine.Left {
		return nil
	}
	return []Fact{{What: "still inside", Words: "left before the quiet time was over; the next line says why"}}
}

func (t *teller) holdout(s *stay, d *engine.Decision) []Fact {
	share := fmt.Sprintf("%g%%", float64(s.journey.Holdout)/100)
	switch {
	case d.Reason == engine.Holdout:
		return []Fact{{What: "holdout", Words: "among the " + share + " who are measured and get nothing"}}
	case s.journey.Holdout > 0:
		return []Fact{{OK: true, What: "holdout", Words: "not among the " + share + " who get nothing"}}
	}
	return nil
}

// consents are what was last said about the channel, and about each topic that the
// policy names.
func (t *teller) consents(s *stay, send *bytecode.Send, d *engine.Decision) []Fact {
	facts := []Fact{t.consent(s, send, d, "", false)}
	if policy := t.policy(s, send); policy != nil {
		for i := range policy.Consents {
			c := &policy.Consents[i]
			f := t.consent(s, send, d, c.Topic, c.Required)
			f.What = "consent to " + c.Topic
			f.Words = join(f.Words, ruleLine(policy, c.Line))
			facts = append(facts, f)
		}
	}
	refused := d.Reason == engine.Unsubscribed
	for i := range facts {
		facts[i].OK = facts[i].OK || !refused
	}
	if all := facts[0].OK; refused && all {
		for _, f := range facts {
			all = all && f.OK
		}
		facts[0].OK = !all
	}
	return facts
}

// consent finds what the person last said about a channel and a topic, or about
// everything. Of two things that were said at once, no counts.
func (t *teller) consent(s *stay, send *bytecode.Send, d *engine.Decision, topic string, required bool) Fact {
	f := Fact{OK: !required, What: send.Channel + " consent", Words: "never said no"}
	if required {
		f.Words = "never said yes, which is required"
	}
	for _, r := range t.byTime {
		if r.Time > d.At || r.Line > d.Cause && d.Cause != 0 && r.Time == d.At {
			break
		}
		no := r.Name == "unsubscribed" || r.Name == "complained"
		if r.Kind != event.Track || !no && r.Name != "subscribed" {
			continue
		}
		channel, about := t.field(r, "channel"), t.field(r, "topic")
		if r.Name == "complained" && channel == "" {
			channel = "email"
		}
		if about != topic || channel != "" && (channel != send.Channel || send.Transactional) {
			continue
		}
		if f.At != nil && f.At.ms == r.Time && !f.OK {
			continue
		}
		said := "subscribed"
		if no {
			said = r.Name
		}
		m := t.moment(r.Time, s.index)
		f.OK, f.At, f.Feed = !no, &m, r.Line
		f.Words = join(said+" on "+m.short(), feedLine(r.Line))
	}
	return f
}

// field is a text field of an event that the program reads.
func (t *teller) field(r *Record, name string) string {
	if r.Kind != event.Track || r.Type < 0 {
		return ""
	}
	for _, p := range r.Props {
		if int(r.Type) < len(t.p.Events) && t.p.Events[r.Type].Fields[p.Field].Name == name && p.Value.Kind == event.Text {
			return p.Value.Str
		}
	}
	return ""
}

// address finds what was last said about the channel's address.
func (t *teller) address(s *stay, send *bytecode.Send, d *engine.Decision) []Fact {
	if send.Address < 0 {
		return nil
	}
	trait := t.p.Traits[send.Address].Name
	f := Fact{OK: d.Reason != engine.NoAddress, What: trait + " address", Words: "taken to be there: the feed does not say"}
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
	return []Fact{f}
}

// invalid finds the message that came back.
func (t *teller) invalid(s *stay, send *bytecode.Send, d *engine.Decision) []Fact {
	if d.Reason != engine.Invalid {
		return nil
	}
	f := Fact{What: send.Channel + " address works", Words: "a message to it came back"}
	for _, r := range t.byTime {
		channel := t.field(r, "channel")
		if channel == "" {
			channel = "email"
		}
		if r.Kind == event.Track && r.Name == "bounced" && r.Time <= d.At && channel == send.Channel {
			m := t.moment(r.Time, s.index)
			f.At, f.Feed = &m, r.Line
			f.Words = join("a message to it came back on "+m.short(), feedLine(r.Line))
			break
		}
	}
	return []Fact{f}
}

func content(send *bytecode.Send, d *engine.Decision) []Fact {
	switch {
	case d.Reason == engine.NoContent:
		return []Fact{{What: send.Message, Words: "gave nothing to send"}}
	case len(d.Items) > 0:
		return []Fact{{OK: true, What: send.Message, Words: "gave " + strings.Join(d.Items, ", ")}}
	}
	return nil
}

// duplicate finds what went at the same instant.
func (t *teller) duplicate(s *stay, send *bytecode.Send, d *engine.Decision) []Fact {
	if d.Reason != engine.Duplicate {
		return nil
	}
	f := Fact{What: "not sent already", Words: "the same went at this very instant"}
	for i := range t.in.Decisions {
		x := &t.in.Decisions[i]
		if x.Kind != engine.Send || x.Skipped || x.At != d.At {
			continue
		}
		j := &t.p.Journeys[x.Journey]
		other := &j.Sends[x.Send]
		same := send.Content >= 0 && other.Content == send.Content || send.Content < 0 && x.Journey == d.Journey && x.Step == d.Step
		if same && other.Channel == send.Channel {
			f.Words = fmt.Sprintf("the same went at this very instant, from %s, line %d", j.Name, x.Line)
			break
		}
	}
	return []Fact{f}
}
