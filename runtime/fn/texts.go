package fn

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/journeylang/journey/runtime/event"
)

// textPerUnit is how many bytes of a text one unit of work goes through.
const textPerUnit = 64

// textFuncs are the functions about texts. One of a missing text is missing. A
// letter is a code point; small and capital letters are Unicode's simple mappings,
// the same in every language.
func (c *Calls) textFuncs() []Func {
	return []Func{
		two("_index_of", event.Number, c.indexOf),
		one("_lower", event.Text, c.mapping(strings.ToLower)),
		one("_upper", event.Text, c.mapping(strings.ToUpper)),
		one("_trim", event.Text, c.mapping(strings.TrimSpace)),
		many("_replace", 3, 3, event.Text, c.replace),
		two("_split", event.List, c.split),
		many("_text", 0, MaxArgs, event.Text, c.text),
	}
}

func (c *Calls) mapping(f func(string) string) func(any) (any, error) {
	return func(x any) (any, error) {
		s, ok := x.(string)
		if !ok {
			return nil, nil
		}
		if err := c.Spend(len(s) / textPerUnit); err != nil {
			return nil, err
		}
		if s = f(s); len(s) > MaxText {
			return nil, errText
		}
		return s, nil
	}
}

// indexOf is the place, in letters, at which a part begins in a text.
func (c *Calls) indexOf(x, part any) (any, error) {
	s, ok := x.(string)
	p, okPart := part.(string)
	if !ok || !okPart {
		return nil, nil
	}
	if err := c.Spend(len(s) / textPerUnit); err != nil {
		return nil, err
	}
	i := strings.Index(s, p)
	if i < 0 {
		return nil, nil
	}
	return float64(utf8.RuneCountInString(s[:i])), nil
}

// replace replaces every old part by a new one; an empty old part is nowhere.
func (c *Calls) replace(args []any) (any, error) {
	s, ok := args[0].(string)
	old, okOld := args[1].(string)
	with, okNew := args[2].(string)
	if !ok || !okOld || !okNew {
		return nil, nil
	}
	if old == "" {
		return s, nil
	}
	size := len(s) + strings.Count(s, old)*(len(with)-len(old))
	if size > MaxText {
		return nil, errText
	}
	return strings.ReplaceAll(s, old, with), c.Spend((len(s) + size) / textPerUnit)
}

// split gives the parts between the separators; an empty separator gives letters.
func (c *Calls) split(x, sep any) (any, error) {
	s, ok := x.(string)
	by, okSep := sep.(string)
	if !ok || !okSep {
		return nil, nil
	}
	parts := strings.SplitN(s, by, MaxList+1)
	if len(parts) > MaxList {
		return nil, errList
	}
	out := make([]any, len(parts))
	for i, p := range parts {
		out[i] = p
	}
	return out, c.Spend(len(parts) + len(s)/textPerUnit)
}

// text joins its arguments as texts: a text with something in braces is a call of
// it, and so is text(x). Missing arguments are empty.
func (c *Calls) text(args []any) (any, error) {
	c.buf = c.buf[:0]
	for _, x := range args {
		if c.buf = AppendText(c.buf, scalar(x)); len(c.buf) > MaxText {
			return nil, errText
		}
	}
	return string(c.buf), c.Spend(len(c.buf) / textPerUnit)
}

func sortedNames(m map[string]any) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
