package check

import (
	"slices"

	"github.com/journeylang/journey/dsl/ast"
)

// ident types a name that is a value by itself.
func (c *checker) ident(s *scope, e *ast.IdentExpr) *Type {
	t := c.named(s, e)
	switch k := c.info.Refs[e].Kind; {
	case k == RefEntry && s.within != nil:
		c.entryInMessage(s.within, e.Span, "")
		return unknown
	case t.Kind == Unknown:
	case k == RefProfile:
		c.report(codeWrongType, e.Span, "`profile` is not a value by itself", "say which trait: profile.first_name")
		return unknown
	case k == RefEntry:
		c.report(codeWrongType, e.Span, "`entry` is not a value by itself", "say which field of the trigger: entry.NAME")
		return unknown
	}
	return t
}

// named resolves a name.
func (c *checker) named(s *scope, e *ast.IdentExpr) *Type {
	name := e.Text
	if t := c.innermost(s, e); t != nil {
		return t
	}
	if s.filterAny {
		return unknown
	}
	switch {
	case c.events.byName[name] != nil:
		c.eventAsValue(e.Name)
	case s.learn != nil:
		return s.learn.learnParam(e)
	default:
		c.unknownName(s, e.Name)
	}
	return unknown
}

// innermost looks through the scopes from the inside out; nil when nothing has the name.
func (c *checker) innermost(s *scope, e *ast.IdentExpr) *Type {
	name := e.Text
	if s.filter != nil {
		if f := s.filter.Field(name); f != nil {
			c.needType(f)
			c.info.Refs[e] = Ref{Kind: RefField, Field: f, Event: s.filter}
			return f.Type
		}
	}
	switch name {
	case "profile":
		c.info.Refs[e] = Ref{Kind: RefProfile}
		return c.profile
	case "entry":
		return c.entryRecord(s, e)
	case "cart":
		c.info.Refs[e] = Ref{Kind: RefCart}
		return builtins[name]
	case "viewed":
		c.info.Refs[e] = Ref{Kind: RefViewed}
		return builtins[name]
	case "bought":
		c.info.Refs[e] = Ref{Kind: RefBought}
		return builtins[name]
	case "popular":
		c.report(codeBasisOnly, e.Span, "`popular` is what everybody buys; it is only the basis of recommend", "write recommend(popular)")
		return unknown
	}
	if p := s.params[name]; p != nil {
		c.info.Refs[e] = Ref{Kind: RefParam, Bound: p.value}
		return p.typ()
	}
	return nil
}

// entryRecord is the type of `entry`: what the trigger carried.
func (c *checker) entryRecord(s *scope, e *ast.IdentExpr) *Type {
	c.info.Refs[e] = Ref{Kind: RefEntry}
	switch {
	case s.within != nil:
		return unknown // reported with the field behind it
	case s.entry == nil:
		c.report(codeNoEntry, e.Span, "there is no `entry` here: nobody has entered a journey yet", "`entry` is what the trigger's event carried, known from the first step on")
		return unknown
	case s.entry.any:
		return unknown
	case s.entry.why != "":
		c.report(codeNoEntry, e.Span, "there is nothing in `entry`: "+s.entry.why, "only an event carries something into a journey")
		return unknown
	}
	return &Type{Kind: Record, Name: "entry", Fields: s.entry.fields}
}

// memberExpr types `x.name`.
func (c *checker) memberExpr(s *scope, e *ast.MemberExpr) *Type {
	if call, ok := e.X.(*ast.CallExpr); ok && call.Fun.Text == "last" && c.aboutPast(s, call) {
		return c.lastField(s, e, call)
	}
	var x *Type
	if id, ok := e.X.(*ast.IdentExpr); ok {
		x = s.sure(id, c.named(s, id))
		c.info.Types[id] = x
		if s.within != nil && c.info.Refs[id].Kind == RefEntry {
			c.entryInMessage(s.within, e.Span, e.Name.Text)
		}
	} else {
		x = c.expr(s, e.X)
	}
	t := c.fieldOf(x, e.Name)
	if x.Opt {
		t = maybe(t)
	}
	return t
}

// fieldOf returns the type of a field, or reports that the value has none of the name.
func (c *checker) fieldOf(x *Type, name ast.Name) *Type {
	if x.Kind == Unknown || name.Text == "" {
		return unknown
	}
	if x.Kind != Record {
		hint := ""
		if x.Kind == List && x.Elem.Kind == Record {
			hint = "a list has elements: take one, as in `[0]." + name.Text + "`, or all of them with map(…, ." + name.Text + ")"
		}
		c.report(codeUnknownField, name.Span, x.described()+" has no field `"+name.Text+"`", hint)
		return unknown
	}
	if f := x.field(name.Text); f != nil {
		c.needType(f)
		return f.Type
	}
	names := make([]string, len(x.Fields))
	for i, f := range x.Fields {
		names[i] = f.Name
	}
	if x.Name == "profile" {
		c.misspelt(codeUnknownTrait, name.Span, name.Text, "the profile has no trait `"+name.Text+"`", names, "declare it: profile { "+name.Text+": text? }")
		return unknown
	}
	what := "this record"
	if x.Name != "" {
		what = "`" + x.Name + "`"
	}
	c.misspelt(codeUnknownField, name.Span, name.Text, what+" has no field `"+name.Text+"`", names, "")
	return unknown
}

// needType blames whoever reads a field whose declaration could not be understood.
func (c *checker) needType(f *Field) {
	if f.Type.Kind == Unknown {
		c.fail()
	}
}

// unknownName reports a name that stands for nothing, with what it may have meant.
func (c *checker) unknownName(s *scope, n ast.Name) {
	summary := "there is nothing called `" + n.Text + "` here"
	switch {
	case c.traits[n.Text] != nil:
		d := c.report(codeUnknownName, n.Span, summary, "did you mean the trait `profile."+n.Text+"`?")
		replace(d, c.clip(n.Span), "profile."+n.Text, "write `profile."+n.Text+"`", false)
	case s.entry != nil && hasField(s.entry.fields, n.Text):
		d := c.report(codeUnknownName, n.Span, summary, "did you mean `entry."+n.Text+"`, what the trigger carried?")
		replace(d, c.clip(n.Span), "entry."+n.Text, "write `entry."+n.Text+"`", false)
	case hasPlace(c.segment, n.Text):
		d := c.report(codeUnknownName, n.Span, summary, "did you mean `segment "+n.Text+"`?")
		replace(d, c.clip(n.Span), "segment "+n.Text, "write `segment "+n.Text+"`", false)
	case c.message[n.Text] != nil:
		c.report(codeUnknownName, n.Span, summary, "the message `"+n.Text+"` is sent by a channel; it is not a value")
	case s.filter != nil:
		c.misspelt(codeUnknownField, n.Span, n.Text, "`"+s.filter.Name+"` has no field `"+n.Text+"`", c.namesIn(s), "declare it: event "+s.filter.Name+" { "+n.Text+": … }")
	default:
		c.misspelt(codeUnknownName, n.Span, n.Text, summary, c.namesIn(s), "")
	}
}

// namesIn lists what a name could stand for, sorted.
func (c *checker) namesIn(s *scope) []string {
	out := []string{"bought", "cart", "profile", "viewed"}
	if s.entry != nil {
		out = append(out, "entry")
	}
	if s.filter != nil {
		for _, f := range s.filter.Fields {
			out = append(out, f.Name)
		}
	}
	if s.params != nil {
		out = append(out, known(s.params)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func hasField(fields []*Field, name string) bool {
	return slices.ContainsFunc(fields, func(f *Field) bool { return f.Name == name })
}

func hasPlace(table map[string]place, name string) bool {
	_, ok := table[name]
	return ok
}
