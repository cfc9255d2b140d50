package spec

import (
	"fmt"
	"strings"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/fn"
	"github.com/journeylang/journey/runtime/report"
)

// acts are the kinds of decision that change something outside of the journey. For
// people who are held out they are recorded, and not done.
var acts = map[engine.Kind]bool{
	engine.Send: true, engine.Set: true, engine.Tag: true, engine.Audience: true, engine.Emit: true, engine.Start: true, engine.Webhook: true,
}

// done reports whether a decision has an effect.
func (r *running) done(d *engine.Decision) bool {
	if d.Kind == engine.Send {
		return !d.Skipped
	}
	p := r.people[d.Person]
	return acts[d.Kind] && (p == nil || !p.holdout)
}

// judge looks for every expectation in what was decided.
func (r *running) judge() []Failure {
	var out []Failure
	for _, l := range r.test.decl.Decl.Lines {
		x, ok := l.(*ast.Expect)
		if !ok {
			continue
		}
		if got, ok := r.comesTrue(x); !ok {
			out = append(out, Failure{
				Line: lineOf(r.test.decl.File, x.Span), Person: r.script.person(x.Person.Text).id, Want: r.source(x.Span), Got: got,
			})
		}
	}
	return out
}

// source is the text of a span on one line.
func (r *running) source(s ast.Span) string {
	return strings.Join(strings.Fields(r.test.decl.File.Src[s.Start:s.End]), " ")
}

// comesTrue reports whether an expectation comes true, or what came in its place.
func (r *running) comesTrue(x *ast.Expect) (got string, ok bool) {
	p := r.script.person(x.Person.Text)
	first := x.Chain[0]
	switch {
	case first.What.Text == "nothing":
		for i := range r.decisions {
			if d := &r.decisions[i]; d.Person == p.id && r.done(d) && r.window(p, first).holds(d.At) {
				return r.describe(p, d), false
			}
		}
		return "", true
	case x.No:
		if i := r.find(p, first, 0); i >= 0 {
			return r.describe(p, &r.decisions[i]), false
		}
		return "", true
	case x.N != nil:
		n := 0
		for i := r.find(p, first, 0); i >= 0; i = r.find(p, first, i+1) {
			n++
		}
		return fmt.Sprintf("there were %d", n), float64(n) == x.N.Value
	}
	from := 0
	for k, e := range x.Chain {
		i := r.find(p, e, from)
		if i < 0 {
			got := r.nearest(p, e)
			if k > 0 {
				got = fmt.Sprintf("behind %s: %s", r.source(x.Chain[k-1].Span), got)
			}
			return got, false
		}
		from = i + 1
	}
	return "", true
}

// find returns the first decision about somebody, from an index on, that an
// expectation describes; -1 when there is none.
func (r *running) find(p *person, x *ast.Expectation, from int) int {
	when := r.window(p, x)
	for i := from; i < len(r.decisions); i++ {
		if d := &r.decisions[i]; d.Person == p.id && when.holds(d.At) && r.describes(x, d) {
			return i
		}
	}
	return -1
}

func (r *running) window(p *person, x *ast.Expectation) span {
	return window(p.zone, r.script.first, r.script.last, x.When)
}

// describes reports whether an expectation says what a decision is, whenever it was.
func (r *running) describes(x *ast.Expectation, d *engine.Decision) bool {
	j := &r.prog.Journeys[d.Journey]
	kind, known := expected[x.What.Text]
	switch {
	case !known:
		return d.Kind == engine.Send && r.message(x, d)
	case x.What.Text == "arm":
		return (d.Kind == engine.Split || d.Kind == engine.Branch) && (x.Name.Text == "" || x.Name.Text == d.Arm)
	case d.Kind != kind || acts[kind] && !r.done(d):
		return false
	case kind == engine.NoEnter || kind == engine.Exit:
		return x.Name.Text == "" || x.Name.Text == d.Reason.String()
	}
	switch {
	case x.Remove != (d.Arm == "remove") && (kind == engine.Tag || kind == engine.Audience):
		return false
	case x.Target != nil:
		return strings.HasPrefix(j.Steps[d.Step].Label, "set "+r.source(x.Target.Pos())+" ") && (x.Value == nil || sameValue(r.valueOf(d), value(valueOf(x.Value))))
	case x.Text != nil:
		text, _ := x.Text.Plain()
		return d.Target == text
	case x.Name.Text != "":
		return d.Target == x.Name.Text
	}
	return true
}

// expected are the words of expectations that are kinds of decision; the others are
// channels, `message` any of them.
var expected = map[string]engine.Kind{
	"enter": engine.Enter, "no_enter": engine.NoEnter, "late": engine.Late, "goal": engine.Goal, "exit": engine.Exit, "arm": engine.Split,
	"set": engine.Set, "tag": engine.Tag, "audience": engine.Audience, "emit": engine.Emit, "start": engine.Start, "webhook": engine.Webhook,
}

// message reports whether an expectation describes a send.
func (r *running) message(x *ast.Expectation, d *engine.Decision) bool {
	j := &r.prog.Journeys[d.Journey]
	s := &j.Sends[d.Send]
	switch {
	case x.What.Text != "message" && x.What.Text != s.Channel:
		return false
	case x.Skipped != d.Skipped, x.Reason.Text != "" && x.Reason.Text != d.Reason.String():
		return false
	case x.Name.Text != "" && x.Name.Text != s.Message && x.Name.Text != j.Steps[d.Step].ID:
		return false
	case x.Text != nil && !says(d, j.Steps[d.Step].Label, x.Text):
		return false
	}
	return x.Contains == nil || contains(d.Content, x)
}

// nearest says what came in the place of something that did not.
func (r *running) nearest(p *person, x *ast.Expectation) string {
	anyText, anyTime, anyReason, anyName := *x, *x, *x, *x
	if anyValue := *x; x.Value != nil {
		anyValue.Value = nil
		if i := r.find(p, &anyValue, 0); i >= 0 {
			return r.describe(p, &r.decisions[i]) + ", to " + shown(r.valueOf(&r.decisions[i]))
		}
	}
	anyText.Contains = nil
	anyTime.When = nil
	anyReason.When, anyReason.Skipped, anyReason.Reason = nil, !x.Skipped, ast.Name{}
	anyTime.Contains, anyReason.Contains, anyName.Contains = nil, nil, nil
	anyName.When, anyName.Name, anyName.Text, anyName.Skipped, anyName.Reason = nil, ast.Name{}, nil, x.Skipped, ast.Name{}
	if i := r.find(p, &anyText, 0); i >= 0 && x.Contains != nil {
		return r.describe(p, &r.decisions[i]) + spoken(r.decisions[i].Content, x.Part.Text)
	}
	for _, y := range []*ast.Expectation{&anyTime, &anyReason, &anyName} {
		if i := r.find(p, y, 0); i >= 0 {
			return r.describe(p, &r.decisions[i])
		}
	}
	for i := range r.decisions {
		if d := &r.decisions[i]; d.Person == p.id && d.Kind == engine.NoEnter {
			return r.describe(p, d)
		}
	}
	for i := range r.decisions {
		if r.decisions[i].Person == p.id {
			return "it did not come"
		}
	}
	return "nothing was decided about " + who(p)
}

func who(p *person) string {
	if p.id == testPerson {
		return "the person"
	}
	return p.id
}

// sameValue reports whether a trait was set to what is expected; null is nothing.
func sameValue(got, want event.Value) bool {
	return got.Kind == event.Null && want.Kind == event.Null || fn.Equal(got, want)
}

// shown writes a value as tests do.
func shown(v event.Value) string {
	if v.Kind == event.Null {
		return "nothing"
	}
	return encode(v.Any())
}

// describe says what was decided, and when.
func (r *running) describe(p *person, d *engine.Decision) string {
	return momentOf(p.zone, d.At) + " " + report.Describe(r.prog.Program, d)
}
