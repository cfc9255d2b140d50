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

// changedJourneys says which journeys differ between two versions: for each version, by
// the number of the journey. ok is false when more than journeys does.
func changedJourneys(a, b *Version) (inA, inB []bool, ok bool) {
	pa, pb := a.Program.Program, b.Program.Program
	if a.Info == nil || b.Info == nil || pa.Zone != pb.Zone || pa.Language != pb.Language {
		return nil, nil, false
	}
	da, oka := declarations(a)
	db, okb := declarations(b)
	if !oka || !okb || !samePolicies(pa, pb) {
		return nil, nil, false
	}
	changed := map[string]bool{}
	for name, text := range da {
		if db[name] != text {
			changed[name] = true
		}
	}
	for name, text := range db {
		if da[name] != text {
			changed[name] = true
		}
	}
	for grown := true; grown; {
		grown = false
		for _, ds := range []map[string]string{da, db} {
			for name, text := range ds {
				if !changed[name] && mentions(text, changed) {
					changed[name], grown = true, true
				}
			}
		}
	}
	for name := range changed {
		if !strings.HasPrefix(name, "journey ") && !strings.HasPrefix(name, "message ") && !strings.HasPrefix(name, "segment ") {
			return nil, nil, false
		}
	}
	inA, inB = make([]bool, len(pa.Journeys)), make([]bool, len(pb.Journeys))
	for i := range pa.Journeys {
		inA[i] = changed["journey "+pa.Journeys[i].Name]
	}
	for i := range pb.Journeys {
		inB[i] = changed["journey "+pb.Journeys[i].Name]
	}
	return inA, inB, sameStandard(pa, pb)
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
func declarations(v *Version) (out map[string]string, ok bool) {
	out = map[string]string{}
	for _, f := range v.Info.Files {
		if strings.HasSuffix(f.Path, "_test.journey") {
			continue
		}
		for _, d := range f.Decls {
			var name string
			var span ast.Span
			switch d := d.(type) {
			case *ast.Journey:
				name, span = "journey "+d.Name.Text, d.Span
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
				out[fmt.Sprintf("%T %s\x00%s", d, f.Path, f.Src[span.Start:span.End])] = "there"
				continue
			}
			if _, twice := out[name]; twice {
				return nil, false
			}
			out[name] = f.Src[span.Start:span.End]
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
