package lint

import (
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// LookAlikeNames is two names that a reader takes for one.
var LookAlikeNames = warning("J0528", "look-alike-names", "two names that look the same",
	"Names that differ only by case, or by a letter of another script that looks the same, are two things for the program and one for whoever reads it. The feed fills the one and the journey listens to the other.",
	"Write the name the same everywhere, or give the second one another name. A letter of another script is typed anew.",
	"message welcome { subject \"Welcome\" }\nmessage Welcome { subject \"Hello\" }\nwhen signed_up then {\n  email welcome\n  wait 1d\n  email Welcome\n}\n",
	"message welcome { subject \"Welcome\" }\nmessage hello   { subject \"Hello\" }\nwhen signed_up then {\n  email welcome\n  wait 1d\n  email hello\n}\n")

type lookAlikeNames struct{ *pass }

func newLookAlikeNames(p *pass) looker { return lookAlikeNames{p} }

func (lookAlikeNames) journey(*check.Journey) {}

// finish compares the names of each kind, those of the standard library first.
func (l lookAlikeNames) finish() {
	first := map[string]declared{} // by kind and shape
	for _, f := range l.info.Files {
		for _, d := range f.Decls {
			for _, n := range namesOf(d) {
				n.file = f
				l.compare(first, n)
			}
		}
	}
}

// declared is a declared name.
type declared struct {
	kind string
	name ast.Name
	file *ast.File
}

func namesOf(d ast.Decl) []declared {
	switch d := d.(type) {
	case *ast.Event:
		return []declared{{kind: "event", name: d.Name}}
	case *ast.Message:
		return []declared{{kind: "message", name: d.Name}}
	case *ast.Segment:
		return []declared{{kind: "segment", name: d.Name}}
	case *ast.Policy:
		return []declared{{kind: "policy", name: d.Name}}
	case *ast.Journey:
		if !d.Bare {
			return []declared{{kind: "journey", name: d.Name}}
		}
	case *ast.Profile:
		var out []declared
		for _, f := range d.Fields {
			out = append(out, declared{kind: "trait", name: f.Name})
		}
		return out
	}
	return nil
}

func (l lookAlikeNames) compare(first map[string]declared, n declared) {
	key := n.kind + " " + shape(n.name.Text)
	earlier, there := first[key]
	if !there {
		first[key] = n
		return
	}
	if earlier.name.Text == n.name.Text || isStd(n.file) {
		return
	}
	d := l.report(LookAlikeNames, n.file, n.name.Span, "this "+n.kind+" looks like another one, and is not it",
		"write `"+earlier.name.Text+"`, or give it another name")
	if !isStd(earlier.file) {
		d.Notes = append(d.Notes, noteAt(earlier.file, earlier.name.Span, "the other one"))
	}
}

// shape is a name as it looks: letters that look like Latin ones are those, without
// regard to case, width and style.
func shape(name string) string {
	name = strings.Map(func(r rune) rune {
		if like, ok := lookAlikes[r]; ok {
			return like
		}
		return r
	}, norm.NFKC.String(name))
	return cases.Fold().String(name)
}

// lookAlikes are the letters of Cyrillic, Greek and Armenian that look like Latin ones
// in most fonts, from the confusables of Unicode's security mechanisms (UTS 39).
var lookAlikes = map[rune]rune{
	'а': 'a', 'е': 'e', 'о': 'o', 'р': 'p', 'с': 'c', 'у': 'y', 'х': 'x', 'ѕ': 's', 'і': 'i', 'ј': 'j', 'ԁ': 'd', 'ԛ': 'q', 'ԝ': 'w', 'һ': 'h', 'ѵ': 'v',
	'А': 'A', 'В': 'B', 'Е': 'E', 'К': 'K', 'М': 'M', 'Н': 'H', 'О': 'O', 'Р': 'P', 'С': 'C', 'Т': 'T', 'У': 'Y', 'Х': 'X', 'Ѕ': 'S', 'І': 'I', 'Ј': 'J',
	'α': 'a', 'ο': 'o', 'ν': 'v', 'ρ': 'p', 'ι': 'i', 'Α': 'A', 'Β': 'B', 'Ε': 'E', 'Ζ': 'Z', 'Η': 'H', 'Ι': 'I', 'Κ': 'K', 'Μ': 'M', 'Ν': 'N', 'Ο': 'O',
	'Ρ': 'P', 'Τ': 'T', 'Υ': 'Y', 'Χ': 'X', 'օ': 'o', 'ս': 'u', 'հ': 'h', 'ո': 'n', 'ց': 'g',
}
