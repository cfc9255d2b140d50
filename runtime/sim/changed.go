package sim

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/dsl/ast"
)

// Of two versions most is the same. What is decided about somebody who never does what
// a changed journey begins with is the same as well: journeys meet in a person, and
// this person meets none that changed. So only the others run again (weave.go).
//
// Whether a journey changed is asked of the text: it did when its own text is another,
// or that of a message or a segment that it names, directly or through others. Any
// other change (an event, a policy, what the project says) makes everything new.
//
// Where a journey changed behind its `then` alone, it touches only those who entered it.

// change is which journeys of a version differ from those of another, by number.
type change struct {
	all    []bool
	begins []bool // of them those that may let others in now
}

// changedJourneys says which journeys differ between two versions. ok is false when more
// than journeys does.
func changedJourneys(a, b *Version) (inA, inB change, ok bool) {
	pa, pb := a.Program.Program, b.Program.Program
	if a.Info == nil || b.Info == nil || pa.Zone != pb.Zone || pa.Language != pb.Language {
		return inA, inB, false
	}
	da, oka := declarations(a)
	db, okb := declarations(b)
	if !oka || !okb || !samePolicies(pa, pb) {
		return inA, inB, false
	}
	changed := map[string]bool{}
	for name, text := range da {
		if db[name].text != text.text {
			changed[name] = true
		}
	}
	for name, text := range db {
		if da[name].text != text.text {
			changed[name] = true
		}
	}
	for grown := true; grown; {
		grown = false
		for _, ds := range []map[string]declaration{da, db} {
			for name, text := range ds {
				if !changed[name] && mentions(text.text, changed) {
					changed[name], grown = true, true
				}
			}
		}
	}
	for name := range changed {
		if !strings.HasPrefix(name, "journey ") && !strings.HasPrefix(name, "message ") && !strings.HasPrefix(name, "segment ") {
			return inA, inB, false
		}
	}
	words := map[string]bool{}
	for name := range changed {
		if !strings.HasPrefix(name, "journey ") {
			words[name] = true
		}
	}
	of := func(p *bytecode.Program) change {
		c := change{make([]bool, len(p.Journeys)), make([]bool, len(p.Journeys))}
		for i := range p.Journeys {
			name := "journey " + p.Journeys[i].Name
			c.all[i] = changed[name]
			head := da[name].head
			c.begins[i] = changed[name] && (head == "" || head != db[name].head || mentions(head, words))
		}
		return c
	}
	return of(pa), of(pb), sameStandard(pa, pb)
}

// declaration is the text of a declaration.
type declaration struct {
	text string
	head string // of a journey: what stands around its steps; empty when it is not known
}

// headOf is what stands around the steps of a journey, when all of what it begins with
// stands before them.
func headOf(d *ast.Journey, src string) string {
	if d.Body == nil || d.Trigger == nil || d.Trigger.Pos().End > d.Body.Start {
		return ""
	}
	for _, s := range d.Settings {
		if s.Pos().End > d.Body.Start {
			return ""
		}
	}
	return src[d.Start:d.Body.Start] + "\x00" + src[d.Body.End:d.End]
}

// mentions reports whether a text may name one of the declarations.
func mentions(text string, of map[string]bool) bool {
	for name := range of {
		if _, word, _ := strings.Cut(name, " "); strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// declarations are the texts of all declarations, by kind and name. ok is false when
// there is one whose meaning is not known here.
func declarations(v *Version) (out map[string]declaration, ok bool) {
	out = map[string]declaration{}
	for _, f := range v.Info.Files {
		if strings.HasSuffix(f.Path, "_test.journey") {
			continue
		}
		for _, d := range f.Decls {
			var name, head string
			var span ast.Span
			switch d := d.(type) {
			case *ast.Journey:
				name, span, head = "journey "+d.Name.Text, d.Span, headOf(d, f.Src)
				if d.Bare {
					name = "journey " + strings.TrimSuffix(path.Base(f.Path), ".journey")
				}
			case *ast.Message:
				name, span = "message "+d.Name.Text, d.Span
			case *ast.Segment:
				name, span = "segment "+d.Name.Text, d.Span
			case *ast.BadDecl:
				return nil, false
			default:
				span = d.Pos()
				out[fmt.Sprintf("%T %s\x00%s", d, f.Path, f.Src[span.Start:span.End])] = declaration{text: "there"}
				continue
			}
			if _, twice := out[name]; twice {
				return nil, false
			}
			out[name] = declaration{f.Src[span.Start:span.End], head}
		}
	}
	return out, true
}

// samePolicies compares what journeys are held to, wherever it stands.
func samePolicies(a, b *bytecode.Program) bool {
	tell := func(p *bytecode.Program) string {
		var out strings.Builder
		for _, x := range p.Policies {
			fmt.Fprintln(&out, x.Name)
			for _, c := range x.Consents {
				fmt.Fprintln(&out, c.Topic, c.Required)
			}
			for _, q := range x.Quiet {
				fmt.Fprintln(&out, q.From, q.To, q.Drop)
			}
			for _, c := range x.Caps {
				fmt.Fprintln(&out, c.N, c.Channel, c.In, c.Per)
			}
		}
		return out.String()
	}
	return tell(a) == tell(b)
}

// sameStandard reports whether the journeys of the standard library are the same.
func sameStandard(a, b *bytecode.Program) bool {
	tell := func(p *bytecode.Program) string {
		var out strings.Builder
		for i := range p.Journeys {
			j := &p.Journeys[i]
			if !j.Std {
				continue
			}
			fmt.Fprintln(&out, j.Name, j.Mode, j.After, j.Key)
			for k := range j.Alts {
				x := &j.Alts[k]
				fmt.Fprintln(&out, x.Kind, x.Within, x.N, x.Per, len(x.Parts), len(x.Not))
			}
			for k := range j.States {
				fmt.Fprintln(&out, j.States[k].Kind, j.States[k].Limit)
			}
		}
		return out.String()
	}
	return tell(a) == tell(b)
}

// journeysOf maps the journeys of one program to those of the same name of another; -1
// is none.
func journeysOf(from, to *bytecode.Program) []int16 {
	out := make([]int16, len(from.Journeys))
	for i := range out {
		out[i] = int16(slices.IndexFunc(to.Journeys, func(j bytecode.Journey) bool {
			return j.Name == from.Journeys[i].Name && j.Std == from.Journeys[i].Std
		}))
	}
	return out
}
