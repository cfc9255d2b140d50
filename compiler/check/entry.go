package check

import "github.com/journeylang/journey/dsl/ast"

// payload is what the events of a pattern carry into the journey.
type payload struct {
	fields map[string]*Type
	any    bool // an event is unknown
}

// entryOf returns what `entry` holds after the trigger.
func (c *checker) entryOf(t ast.Trigger) *entryScope {
	when, ok := t.(*ast.When)
	if !ok {
		return &entryScope{why: "this journey starts at a date", any: t == nil}
	}
	switch when.Pattern.(type) {
	case *ast.SegmentPat:
		return &entryScope{why: "this journey starts when a segment changes"}
	case *ast.ChangePat:
		return &entryScope{why: "this journey starts when a trait changes"}
	}
	p := c.payloadOf(when.Pattern)
	return &entryScope{fields: sortedFields(p.fields), any: p.any}
}

// payloadOf follows the rule for patterns of several events: the completing event's fields,
// then those of its partners. Of alternatives, a field that only some have may be missing.
func (c *checker) payloadOf(p ast.Pattern) payload {
	switch p := p.(type) {
	case *ast.EventPat:
		return c.payloadOfEvent(p)
	case *ast.CountPat:
		return c.payloadOfEvent(p.Event)
	case *ast.SilencePat:
		return c.payloadOfEvent(p.Event)
	case *ast.AbsencePat:
		return c.payloadOf(p.Base)
	case *ast.OrPat:
		return c.payloadOfAny(p.Alts)
	case *ast.SeqPat:
		out := payload{fields: map[string]*Type{}}
		for i := len(p.Parts) - 1; i >= 0; i-- {
			part := c.payloadOf(p.Parts[i])
			out.any = out.any || part.any
			for name, t := range part.fields {
				if out.fields[name] == nil {
					out.fields[name] = t
				}
			}
		}
		return out
	case *ast.BothPat:
		out := payload{fields: map[string]*Type{}}
		for _, alt := range p.Parts {
			part := c.payloadOf(alt)
			out.any = out.any || part.any
			for name, t := range part.fields {
				out.add(name, t)
			}
		}
		return out
	}
	switch p.(type) {
	case *ast.SegmentPat, *ast.ChangePat:
		return payload{} // one of several alternatives, which carries nothing
	}
	return payload{any: true}
}

// add joins a field into the payload. Any of the events may be the one it is read from.
func (p *payload) add(name string, t *Type) {
	if old := p.fields[name]; old != nil {
		t, _ = join(old, t)
	}
	p.fields[name] = t
}

func (c *checker) payloadOfEvent(p *ast.EventPat) payload {
	out := payload{fields: map[string]*Type{}}
	e := c.info.Heard[p]
	if e == nil {
		return payload{any: true}
	}
	here := map[string]bool{}
	for _, path := range pathsPresent(p.Where, true) {
		here[path] = true
	}
	for _, f := range e.Fields {
		t := f.Type
		if here[f.Name] {
			t = surely(t)
		}
		out.fields[f.Name] = t
	}
	return out
}

func (c *checker) payloadOfAny(alts []ast.Pattern) payload {
	out := payload{fields: map[string]*Type{}}
	in := map[string]int{}
	for _, alt := range alts {
		part := c.payloadOf(alt)
		out.any = out.any || part.any
		for name, t := range part.fields {
			in[name]++
			out.add(name, t)
		}
	}
	for name, n := range in {
		if n < len(alts) {
			out.fields[name] = maybe(out.fields[name])
		}
	}
	return out
}

// firstEvents returns the events that can begin a pattern.
func firstEvents(p ast.Pattern) []*ast.EventPat {
	switch p := p.(type) {
	case *ast.EventPat:
		return []*ast.EventPat{p}
	case *ast.CountPat:
		return []*ast.EventPat{p.Event}
	case *ast.SilencePat:
		return []*ast.EventPat{p.Event}
	case *ast.AbsencePat:
		return firstEvents(p.Base)
	case *ast.OrPat:
		var out []*ast.EventPat
		for _, alt := range p.Alts {
			first := firstEvents(alt)
			if len(first) == 0 {
				return nil // a segment or a trait carries no field
			}
			out = append(out, first...)
		}
		return out
	case *ast.SeqPat:
		if len(p.Parts) > 0 {
			return firstEvents(p.Parts[0])
		}
	case *ast.BothPat:
		if len(p.Parts) > 0 {
			return firstEvents(p.Parts[0])
		}
	}
	return nil
}
