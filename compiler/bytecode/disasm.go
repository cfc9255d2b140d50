package bytecode

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Disassemble writes a program for people: its tables, each row one line, then
// its code, each instruction one line with what its operands name, what is on the
// stack after it, and where it goes. Compiler tests compare this text, so every
// part of a program that can change what it does is in it, and the same program
// always gives the same text.
//
// Instructions are numbered over the whole program. `@7` is the value that begins
// at instruction 7; beside it stands the same value as an expression, put together
// from the instructions by running them on texts. A program must be verified.
func (p *Program) Disassemble(w io.Writer) error {
	d := &disassembler{p: p, labels: map[int32][]string{}, scopes: map[int32]scopeOf{}, starts: map[int32]*Journey{}}
	d.tables()
	for i := range p.Journeys {
		d.journey(&p.Journeys[i])
	}
	d.dispatch()
	d.code()
	if _, err := io.WriteString(w, d.b.String()); err != nil {
		return fmt.Errorf("writing a disassembly: %w", err)
	}
	return nil
}

type disassembler struct {
	p      *Program
	b      strings.Builder
	labels map[int32][]string // what begins at an instruction
	scopes map[int32]scopeOf  // what the code that begins there can read
	starts map[int32]*Journey // where the steps of a journey begin
}

func (d *disassembler) line(indent int, format string, args ...any) {
	d.b.WriteString(strings.Repeat("  ", indent))
	d.b.WriteString(strings.TrimRight(fmt.Sprintf(format, args...), " "))
	d.b.WriteByte('\n')
}

func (d *disassembler) label(pc int32, name string) { d.labels[pc] = append(d.labels[pc], name) }

func (d *disassembler) tables() {
	p := d.p
	zone := p.Zone
	if zone == "" {
		zone = "UTC"
	}
	d.line(0, "program  zone %s, zone data %s", zone, orNone(p.Zones))
	d.section("events", len(p.Events), func(i int) string {
		e := &p.Events[i]
		s := e.Name + fieldList(e.Fields)
		if len(e.HeardAs) > 0 {
			s += "  heard as " + strings.Join(e.HeardAs, ", ")
		}
		return s
	})
	d.section("traits", len(p.Traits), func(i int) string { return p.Traits[i].Name + " " + p.Traits[i].Type.String() })
	d.section("registers", len(p.Regs), d.register)
	d.section("facts", len(p.Facts), d.fact)
	d.section("expressions", len(p.Exprs), func(i int) string {
		e := &p.Exprs[i]
		var vars []string
		for _, v := range e.Vars {
			vars = append(vars, v.Name+" = "+v.From.String()+" "+strconv.Itoa(int(v.Index)))
		}
		return e.Type.String() + "  " + strconv.Quote(e.Source) + list("  ", vars)
	})
	d.section("segments", len(p.Segments), d.segment)
	d.section("marks", len(p.Marks), func(i int) string {
		if p.Marks[i].Stay {
			return "step " + p.Marks[i].Name
		}
		return "message " + p.Marks[i].Name
	})
	d.section("messages", len(p.Messages), func(i int) string { return p.Messages[i].Name + list("  parameters ", p.Messages[i].Params) })
	for i := range p.Messages {
		for _, part := range p.Messages[i].Parts {
			what := p.Messages[i].Name + "." + part.Name
			for _, s := range []string{part.Lang, part.Channel} {
				if s != "" {
					what += " " + s
				}
			}
			d.line(1, "%s  %s", what, d.value(part.Code, what, scopeOf{event: -1, params: p.Messages[i].Params}))
		}
	}
	d.section("policies", len(p.Policies), func(i int) string {
		x := &p.Policies[i]
		return fmt.Sprintf("%s  %s  ; %s:%d", x.Name, x.rules(), x.File, x.Line)
	})
	if c := p.Cart; c.Used {
		var parts []string
		for _, e := range []struct {
			name  string
			event int32
		}{{"added", c.Added}, {"removed", c.Removed}, {"cleared", c.Cleared}, {"bought", c.Bought}, {"viewed", c.Viewed}} {
			if e.event >= 0 {
				parts = append(parts, e.name+" "+p.Events[e.event].Name)
			}
		}
		d.line(0, "cart  %s", strings.Join(parts, ", "))
	}
}

func (d *disassembler) section(title string, n int, row func(int) string) {
	if n == 0 {
		return
	}
	d.line(0, "%s", title)
	for i := range n {
		d.line(1, "%-3d %s", i, row(i))
	}
}

func (d *disassembler) register(i int) string {
	r := &d.p.Regs[i]
	e := &d.p.Events[r.Event]
	s := r.Kind.String() + " " + e.Name
	if r.Field >= 0 {
		s += "." + e.Fields[r.Field].Name
	}
	if r.Kind == RegFields {
		var names []string
		for _, f := range r.Fields {
			names = append(names, e.Fields[f].Name)
		}
		s += list(" fields ", names)
	}
	if !r.Within.Zero() {
		s += " for " + r.Within.String()
	}
	if r.Cond >= 0 {
		s += " where " + d.value(r.Cond, "register "+strconv.Itoa(i), scopeOf{event: r.Event})
	}
	if r.Home > 0 {
		s += " on the clock of " + d.p.Journeys[r.Home-1].Name
	}
	return s
}

func (d *disassembler) fact(i int) string {
	f := &d.p.Facts[i]
	r := &d.p.Regs[f.Reg]
	s := f.Kind.String()
	if f.Kind == FactField {
		s += " " + d.p.Events[r.Event].Fields[r.Fields[f.Field]].Name
	}
	if f.Kind == FactSince {
		s += " " + f.Cmp.String()
	}
	if !f.Within.Zero() {
		s += " " + f.Within.String()
	}
	return fmt.Sprintf("%s of register %d (%s)", s, f.Reg, d.p.Events[r.Event].Name)
}

func (d *disassembler) segment(i int) string {
	s := &d.p.Segments[i]
	name := s.Name
	if name == "" {
		name = "(a stage by itself)"
	}
	if s.Watched {
		name += " (watched)"
	}
	return name + " " + d.value(s.Code, "segment "+strconv.Itoa(i), scopeOf{event: -1})
}

// segmentName is how a segment is shown where it is asked about.
func (d *disassembler) segmentName(i int32) string {
	if name := d.p.Segments[i].Name; name != "" {
		return "segment " + name
	}
	return "segment " + strconv.Itoa(int(i))
}

// dispatch says for every event who listens to it.
func (d *disassembler) dispatch() {
	if len(d.p.Events) == 0 {
		return
	}
	heard := make([][]string, len(d.p.Events))
	add := func(ts []Test, who string) {
		for i := range ts {
			e := ts[i].Event
			if n := len(heard[e]); n == 0 || heard[e][n-1] != who {
				heard[e] = append(heard[e], who)
			}
		}
	}
	for i := range d.p.Regs {
		heard[d.p.Regs[i].Event] = append(heard[d.p.Regs[i].Event], "register "+strconv.Itoa(i))
	}
	for i := range d.p.Journeys {
		j := &d.p.Journeys[i]
		for k := range j.Alts {
			for _, part := range j.Alts[k].Parts {
				add(part, j.Name+" when")
			}
			add(j.Alts[k].Not, j.Name+" not")
		}
		for k := range j.Subs {
			for _, part := range j.Subs[k].Parts {
				add(part, j.Name+" when")
			}
			add(j.Subs[k].Not, j.Name+" not")
		}
		if j.Goal != nil {
			add(j.Goal.Any, j.Name+" goal")
		}
		for k := range j.Exits {
			add(j.Exits[k].Any, j.Name+" exit")
		}
		for k := range j.States {
			for _, a := range j.States[k].Arms {
				add(a.Any, j.Name+" state "+strconv.Itoa(k))
			}
		}
	}
	d.line(0, "dispatch")
	for i, who := range heard {
		if len(who) > 0 {
			d.line(1, "%s → %s", d.p.Events[i].Name, strings.Join(who, ", "))
		}
	}
}

func fieldList(fs []Field) string {
	var out []string
	for _, f := range fs {
		out = append(out, f.Name+" "+f.Type.String())
	}
	if len(out) == 0 {
		return ""
	}
	return " { " + strings.Join(out, ", ") + " }"
}

func list(before string, items []string) string {
	if len(items) == 0 {
		return ""
	}
	return before + strings.Join(items, ", ")
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}
