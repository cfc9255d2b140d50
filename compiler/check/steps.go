package check

import (
	"strings"

	"github.com/journeylang/journey/dsl/ast"
)

// journeyScope is a journey with what its expressions can name at a place in it.
type journeyScope struct {
	*journeyState
	*scope
}

func (j *journeyScope) given(cond ast.Expr, truth bool) *journeyScope {
	return &journeyScope{j.journeyState, j.scope.given(cond, truth)}
}

// nameSteps enters the names after `as` of all steps, so that a step may be named before
// it stands.
func (c *checker) nameSteps(j *journeyState, b *ast.Block) {
	if b == nil {
		return
	}
	for _, step := range b.Steps {
		if n := step.StepName(); n.Text != "" {
			c.declare(j.steps, "step", n)
			if _, sends := step.(*ast.Send); sends {
				j.sends[n.Text] = true
			}
		}
		if split, ok := step.(*ast.Split); ok {
			for _, arm := range split.Arms {
				j.arms[arm.Name.Text] = place{j.File, arm.Name.Span}
			}
		}
		for _, inner := range ast.Blocks(step) {
			c.nameSteps(j, inner)
		}
	}
}

func (c *checker) block(j *journeyScope, b *ast.Block) {
	if b == nil {
		return
	}
	for _, step := range b.Steps {
		c.step(j, step)
	}
}

// step checks one step and the steps inside it.
func (c *checker) step(j *journeyScope, step ast.Step) {
	s := j.scope
	switch x := step.(type) {
	case *ast.Send:
		c.send(j, x)
	case *ast.Wait:
		c.span(x.For)
	case *ast.WaitTime:
		c.waitTime(x)
	case *ast.WaitDate:
		c.dated(s, x.Offset, x.Date, x.At, false)
	case *ast.WaitBest:
		c.span(x.Within)
	case *ast.WaitUntil:
		if !c.eventAwaited(s, x) {
			c.condition(s, x.Cond)
		}
		c.span(x.UpTo)
		c.block(j.given(x.Cond, true), x.Then)
		c.block(j, x.Else)
	case *ast.WaitFor:
		c.listened(s, x.Event)
		c.span(x.UpTo)
		c.block(j, x.Then)
		c.block(j, x.Else)
	case *ast.Race:
		c.span(x.UpTo)
		for _, arm := range x.Arms {
			c.listened(s, arm.Event)
			c.block(j, arm.Body)
		}
		c.block(j, x.Else)
	case *ast.If:
		c.condition(s, x.Cond)
		c.block(j.given(x.Cond, true), x.Then)
		c.block(j.given(x.Cond, false), x.Else)
	case *ast.Split:
		c.split(j, x)
	case *ast.Repeat:
		c.repeat(j, x)
	default:
		c.action(j, step)
	}
}

// eventAwaited reports an event behind `wait until`, which asks about a state.
func (c *checker) eventAwaited(s *scope, x *ast.WaitUntil) bool {
	var event ast.Name
	switch e := x.Cond.(type) {
	case *ast.EventExpr:
		event = e.Name
	case *ast.IdentExpr:
		if c.innermost(s, e) != nil {
			return false
		}
		event = e.Name
	}
	if event.Text == "" || c.events.byName[event.Text] == nil {
		return false
	}
	d := c.report(codeEventAsValue, x.Cond.Pos(), "`"+event.Text+"` is an event, and `until` asks about a state",
		"write `wait for "+c.source(x.Cond.Pos())+"` to listen for it, or ask about the past: `wait until "+event.Text+" in the last 30d`")
	if at := strings.LastIndex(c.source(ast.Span{Start: x.Start, End: x.Cond.Pos().Start}), "until"); at >= 0 {
		word := ast.Span{Start: x.Start + at, End: x.Start + at + len("until")}
		replace(d, c.clip(word), "for", "listen for it", false)
	}
	return true
}

// action checks the steps that do something at once and hold no others.
func (c *checker) action(j *journeyScope, step ast.Step) {
	s := j.scope
	switch x := step.(type) {
	case *ast.Set:
		t := c.trait(s, x.Target, "what is set")
		c.want(s, x.Value, maybe(t), "this trait")
		c.zoneOf(x.Target, x.Value)
	case *ast.Tag:
		c.want(s, x.Tag, text, "a tag")
	case *ast.Audience:
		c.want(s, x.Audience, text, "an audience's name")
	case *ast.Emit:
		c.emit(s, x)
	case *ast.Webhook:
		c.want(s, x.URL, text, "an address")
		if x.Payload != nil {
			c.expr(s, x.Payload)
		}
	case *ast.Start:
		c.start(x.Journey)
	case *ast.Stop:
	default:
		c.fail() // BadStep
	}
}

func (c *checker) split(j *journeyScope, x *ast.Split) {
	seen, sum := map[string]place{}, 0.0
	for _, arm := range x.Arms {
		if arm.Name.Text != "" {
			c.declare(seen, "arm", arm.Name)
		}
		if p := arm.Percent; p != nil {
			if p.Value < 0 || p.Value > 100 {
				c.report(codePercentRange, p.Span, "an arm takes 0% to 100%", "")
			}
			before := sum
			sum += p.Value
			if before <= 100+shareSlack && sum > 100+shareSlack && p.Value <= 100 {
				c.report(codeSplitOver, p.Span, "the arms of this split add up to more than 100%", "lower one of them; what is left of 100% goes past the split")
			}
		}
		c.block(j, arm.Body)
	}
}

// shareSlack forgives the rounding of thirds: 33.3% + 33.3% + 33.4%.
const shareSlack = 1e-6

func (c *checker) repeat(j *journeyScope, x *ast.Repeat) {
	c.span(x.Every)
	c.whole(x.UpTo, mostCounted, "how often something is repeated")
	c.repeatEnds(x)
	c.block(j, x.Body)
	if x.Until != nil {
		c.condition(j.scope, x.Until)
	}
}

// emit checks an event that the journey makes: its fields and their types.
func (c *checker) emit(s *scope, x *ast.Emit) {
	e := c.findEvent(x.Event)
	given := map[string]place{}
	if x.Payload != nil {
		c.payloadLit(s, e, x.Payload, given)
	}
	if e == nil {
		return
	}
	for _, f := range e.Fields {
		if !f.Type.Opt && f.Type.Kind != Unknown && !hasPlace(given, f.Name) {
			c.report(codeFieldMissing, x.Event.Span, "`"+e.Name+"` always carries `"+f.Name+"`", "add it: { "+f.Name+": … }, or declare it as "+f.Type.String()+"?")
		}
	}
}

// payloadLit checks a record against the fields of an event.
func (c *checker) payloadLit(s *scope, e *Event, lit *ast.RecordLit, given map[string]place) {
	for _, f := range lit.Fields {
		t := c.expr(s, f.Value)
		if e == nil || !c.declare(given, "field", f.Name) {
			continue
		}
		if field := c.eventField(e, f.Name); field != nil {
			c.wants(f.Value, maybe(field.Type), t, "`"+f.Name.Text+"`")
		}
	}
}
