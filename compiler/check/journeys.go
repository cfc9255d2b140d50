package check

import "github.com/journeylang/journey/dsl/ast"

// checkJourney checks one journey: its trigger, its settings, its steps.
func (c *checker) checkJourney(j *journeyState) {
	c.file, c.blame = j.File, &j.health
	d := j.Decl
	c.nameSteps(j, d.Body)
	c.trigger(j, d.Trigger)
	j.entry = c.entryOf(d.Trigger)
	if j.started {
		j.entry = j.entry.maybe()
	}
	j.Entry = j.entry.fields
	inside := &scope{entry: j.entry, steps: j.steps, sends: j.sends}
	c.settings(inside, d)
	c.policyOf(j)
	if d.Body == nil {
		c.fail()
	}
	c.block(&journeyScope{j, inside}, d.Body)
	c.blame = nil
}

// trigger checks what lets a person in. Nothing of the journey exists yet: no entry.
func (c *checker) trigger(j *journeyState, t ast.Trigger) {
	s := &scope{steps: j.steps, sends: j.sends}
	switch t := t.(type) {
	case *ast.When:
		c.pattern(s, t.Pattern)
	case *ast.OnDate:
		c.dated(s, t.Offset, t.Date, t.At, t.Every.Text != "")
	case *ast.Schedule:
		c.useSegment(t.Segment)
	default:
		c.fail()
	}
}

// settings checks the lines between the trigger and the steps.
func (c *checker) settings(s *scope, d *ast.Journey) {
	seen := map[string]place{}
	for _, setting := range d.Settings {
		word := c.setting(s, d, setting)
		if word == "" {
			continue
		}
		if first, twice := seen[word]; twice {
			r := c.report(codeDuplicateSetting, setting.Pos(), "`"+word+"` is set twice", "a journey has one; "+mergeHint(word))
			noteAt(r, first, "the first one is here")
			continue
		}
		seen[word] = place{c.file, setting.Pos()}
	}
}

func mergeHint(word string) string {
	switch word {
	case "goal", "exit":
		return "join the events with `or`"
	case "while":
		return "join the conditions with `and`"
	}
	return "keep one of them"
}

// setting checks one line and returns its word.
func (c *checker) setting(s *scope, d *ast.Journey, setting ast.Setting) string {
	switch x := setting.(type) {
	case *ast.Enter:
		c.span(x.After)
		if x.Mode == ast.Each {
			c.enterEach(d.Trigger, x.Field)
		}
		return "enter"
	case *ast.Goal:
		c.listened(s, x.Pattern)
		c.span(x.Within)
		return "goal"
	case *ast.Exit:
		c.listened(s, x.Pattern)
		return "exit"
	case *ast.While:
		c.condition(s, x.Cond)
		return "while"
	case *ast.Holdout:
		if x.Percent != nil {
			c.percentRange(x.Percent, "a holdout", false)
		}
		return "holdout"
	case *ast.Priority:
		if x.N != nil && x.N.Value != float64(int64(x.N.Value)) {
			c.report(codeBadNumber, x.N.Span, "a priority is a whole number", "")
		}
		return "priority"
	case *ast.Exclusive:
		return "exclusive"
	case *ast.UsePolicy:
		c.usePolicy(x.Name)
		return "policy"
	case *ast.AcceptLate:
		c.span(x.D)
		c.acceptLate(d.Trigger, x)
		return "accept late"
	case *ast.LeapDay:
		c.leapDay(d.Trigger, x)
		return "leap day"
	case *ast.Backfill:
		c.span(x.D)
		return "backfill"
	case *ast.Timezone:
		c.zone(x.Zone)
		return "timezone"
	}
	return ""
}

// acceptLate checks that one event, or the silence after one, lets people in: of longer
// patterns, what a late event would complete may be forgotten by then.
func (c *checker) acceptLate(t ast.Trigger, at *ast.AcceptLate) {
	bad := false
	if when, ok := t.(*ast.When); ok {
		alts := []ast.Pattern{when.Pattern}
		if or, ok := when.Pattern.(*ast.OrPat); ok {
			alts = or.Alts
		}
		for _, alt := range alts {
			if a, ok := alt.(*ast.AbsencePat); ok {
				alt = a.Base
			}
			switch alt.(type) {
			case *ast.EventPat, *ast.OrPat, *ast.SilencePat, *ast.BadPat, nil:
			default:
				bad = true
			}
		}
	} else {
		bad = t != nil
	}
	if bad {
		c.report(codeAcceptLate, at.Span, "`accept late` needs a trigger that one event begins", "it goes with an event, `A and not X within …` and `no X for …`")
	}
}

// enterEach checks that the first event of the trigger carries the field: its value is
// what tells one run from another.
func (c *checker) enterEach(t ast.Trigger, field ast.Name) {
	when, ok := t.(*ast.When)
	if !ok {
		if t != nil {
			c.report(codeEnterEach, field.Span, "`enter each` needs a trigger that is an event", "only an event carries a field to tell one run from another")
		}
		return
	}
	first := firstEvents(when.Pattern)
	if len(first) == 0 {
		if _, bad := when.Pattern.(*ast.BadPat); !bad && when.Pattern != nil {
			c.report(codeEnterEach, field.Span, "`enter each` needs a trigger that is an event", "only an event carries a field to tell one run from another")
		}
		return
	}
	for _, p := range first {
		e := c.info.Heard[p]
		if e == nil {
			return // reported at the trigger
		}
		f := c.eventField(e, field)
		if f == nil {
			return
		}
		if k := f.Type.Kind; k != Text && k != Number && k != Unknown {
			c.report(codeEnterEach, field.Span, "`"+field.Text+"` is "+f.Type.described()+", which tells no run from another", "use a text or a number, such as an id")
			return
		}
	}
}
