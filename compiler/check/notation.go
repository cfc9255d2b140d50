package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/journeylang/journey/stdlib"
)

// note is a type of the standard library's catalogue, read from its text. Beside
// plain types it knows letters (T), expressions about an element (T => bool) and
// alternatives (A | B).
type note struct {
	typ     *Type // a plain type
	letter  string
	elem    *note   // list of elem
	closure *note   // T => closure; letter is T
	either  []*note // A | B
	opt     bool
}

// signature is a function of the catalogue with its types read.
type signature struct {
	stdlib.Func
	params []*note
	result *note
}

// The catalogue, read once. It never changes.
var (
	recordTypes = readRecords()
	builtins    = readBuiltins()
	signatures  = readSignatures()
	moduleNames = stdlib.Modules()
	funcNames   = functionNames()
)

func readRecords() map[string]*Type {
	types := map[string]*Type{}
	for _, r := range stdlib.Records() {
		types[r.Name] = &Type{Kind: Record, Name: r.Name}
	}
	for _, r := range stdlib.Records() {
		t := types[r.Name]
		for _, f := range r.Fields {
			t.Fields = append(t.Fields, &Field{f.Name, readNote(f.Type, types).plain()})
		}
		slices.SortFunc(t.Fields, func(a, b *Field) int { return strings.Compare(a.Name, b.Name) })
	}
	return types
}

func readBuiltins() map[string]*Type {
	types := map[string]*Type{}
	for _, b := range stdlib.Builtins() {
		types[b.Name] = readNote(b.Type, recordTypes).plain()
	}
	return types
}

func readSignatures() map[string]*signature {
	sigs := map[string]*signature{}
	for _, f := range stdlib.Functions() {
		s := &signature{Func: f, result: readNote(f.Result, recordTypes)}
		for _, p := range f.Params {
			s.params = append(s.params, readNote(p.Type, recordTypes))
		}
		sigs[f.Name] = s
	}
	return sigs
}

func functionNames() []string {
	var names []string
	for _, f := range stdlib.Functions() {
		names = append(names, f.Name)
	}
	return names
}

// readNote reads a type's text. The catalogue is ours, so a text that cannot be
// read is a bug and panics when the program starts.
func readNote(s string, records map[string]*Type) *note {
	s = strings.TrimSpace(s)
	if left, right, ok := strings.Cut(s, "=>"); ok {
		return &note{letter: strings.TrimSpace(left), closure: readNote(right, records)}
	}
	if strings.Contains(s, "|") {
		return readEither(strings.Split(s, "|"), records)
	}
	if elem, ok := strings.CutPrefix(s, "list of "); ok {
		return &note{elem: readNote(elem, records)}
	}
	if base, ok := strings.CutSuffix(s, "?"); ok {
		n := *readNote(base, records)
		n.opt = true
		return &n
	}
	if len(s) == 1 {
		return &note{letter: s}
	}
	if t, ok := plainTypes[s]; ok {
		return &note{typ: t}
	}
	if t, ok := records[s]; ok {
		return &note{typ: t}
	}
	panic(fmt.Sprintf("the standard library's catalogue names a type %q that does not exist", s))
}

func readEither(parts []string, records map[string]*Type) *note {
	if strings.HasPrefix(strings.TrimSpace(parts[0]), `"`) {
		t := &Type{Kind: Text}
		for _, p := range parts {
			t.Enum = append(t.Enum, strings.Trim(strings.TrimSpace(p), `"`))
		}
		return &note{typ: t}
	}
	n := &note{}
	for _, p := range parts {
		n.either = append(n.either, readNote(p, records))
	}
	return n
}

// plainTypes are the types that have a word.
var plainTypes = map[string]*Type{
	"any": unknown, "bool": boolean, "number": number, "text": text, "time": instant, "date": date,
	"duration": duration, "percent": percent, "money": money,
}

// plain returns the type of a note without letters.
func (n *note) plain() *Type { return n.bind(nil) }

// bind returns the note's type with its letters replaced.
func (n *note) bind(letters map[string]*Type) *Type {
	t := unknown
	switch {
	case n.typ != nil:
		t = n.typ
	case n.elem != nil:
		t = listOf(n.elem.bind(letters))
	case n.letter != "" && letters[n.letter] != nil:
		t = letters[n.letter]
	}
	if n.opt {
		t = maybe(t)
	}
	return t
}

// match reports whether a value of type t can stand for the note, and learns letters.
func (n *note) match(t *Type, letters map[string]*Type) bool {
	switch {
	case n.typ != nil:
		return fits(n.typ, t)
	case n.elem != nil:
		if t.Kind == Unknown {
			return n.elem.match(unknown, letters)
		}
		return t.Kind == List && n.elem.match(t.Elem, letters)
	case len(n.either) > 0:
		for _, alt := range n.either {
			if alt.match(t, letters) {
				return true
			}
		}
		return false
	}
	known := letters[n.letter]
	if known == nil || known.Kind == Unknown {
		letters[n.letter] = t
		return true
	}
	both, ok := join(known, t)
	if ok {
		letters[n.letter] = both
	}
	return ok
}

// described is what the note asks for, in a sentence.
func (n *note) described(letters map[string]*Type) string {
	if len(n.either) == 0 {
		return n.bind(letters).described()
	}
	parts := make([]string, len(n.either))
	for i, alt := range n.either {
		parts[i] = alt.described(letters)
	}
	return strings.Join(parts, " or ")
}
