package feed

import (
	"strings"

	"github.com/journeylang/journey/runtime/event"
)

// project collects the fields of f from the object at i and returns the index
// behind it, or -1. What nobody asked for is stepped over.
func (d *decoder) project(buf []byte, i int, f *fields) int {
	d.depth++
	i++
	if isBlank(buf[i]) {
		i = blanks(buf, i)
	}
	if buf[i] == '}' {
		d.depth--
		return i + 1
	}
	for {
		name, at := d.name(buf, i)
		if at < 0 {
			return -1
		}
		if n := f.find(name); n >= 0 {
			var v event.Value
			if v, i = d.read(buf, at, f.list[n].Want); i < 0 {
				return -1
			}
			d.set(n, v)
		} else if _, i = d.value(buf, at); i < 0 {
			return -1
		}
		if i = d.more(buf, i); i < 0 {
			return -1
		}
		if buf[i-1] == '}' {
			d.depth--
			return i
		}
	}
}

// projectSpan is project for a value found before; anything but an object has
// no fields.
func (d *decoder) projectSpan(buf []byte, v span, f *fields) bool {
	return v.kind != mapping || d.project(buf, int(v.at), f) >= 0
}

// member finds the value of a name in an object found before. The last of two
// equal names counts.
func (d *decoder) member(buf []byte, object span, want string) (span, bool) {
	var found span
	if object.kind != mapping {
		return found, true
	}
	d.depth++
	defer func() { d.depth-- }()
	i := blanks(buf, int(object.at)+1)
	if buf[i] == '}' {
		return found, true
	}
	for {
		name, at := d.name(buf, i)
		if at < 0 {
			return found, false
		}
		var v span
		if v, i = d.value(buf, at); i < 0 {
			return found, false
		}
		if string(name) == want {
			found = v
		}
		if i = d.more(buf, i); i < 0 {
			return found, false
		}
		if buf[i-1] == '}' {
			return found, true
		}
	}
}

// read decodes the value at i as the schema wants it and returns the index
// behind it, or -1.
func (d *decoder) read(buf []byte, i int, want event.Kind) (event.Value, int) {
	if c := buf[i]; c == '{' || c == '[' {
		if want == event.Null || want == event.Map && c == '{' || want == event.List && c == '[' {
			return d.tree(buf, i)
		}
		_, end := d.value(buf, i)
		return event.Value{}, end
	}
	v, end := d.value(buf, i)
	if end < 0 {
		return event.Value{}, -1
	}
	x, ok := d.scalar(buf, v, want)
	if !ok {
		return x, -1
	}
	return x, end
}

// scalar decodes a value found before that is neither a list nor a map. It
// reports false after noting a fault.
func (d *decoder) scalar(buf []byte, v span, want event.Kind) (event.Value, bool) {
	raw := buf[v.at:v.end]
	switch v.kind {
	case plain, cooked:
		s, ok := d.text(buf, v)
		if !ok {
			return event.Value{}, false
		}
		return d.fromText(s, want), true
	case numeral:
		f, end := parseNumber(raw, 0)
		if end != len(raw) {
			d.failf(int(v.at), "%.40s is not a number, or too large for one", raw)
			return event.Value{}, false
		}
		return fromNumber(f, raw, want), true
	case truth, falsity:
		if want == event.Null || want == event.Bool {
			return event.Of(v.kind == truth), true
		}
	}
	return event.Value{}, true
}

// text decodes a text found before.
func (d *decoder) text(buf []byte, v span) (string, bool) {
	raw := buf[v.at:v.end]
	if v.kind != cooked {
		return view(raw), true
	}
	s, fault := d.out.arena.unquote(raw)
	if fault >= 0 {
		d.fail(int(v.at)+fault, "there is no such escape")
		return "", false
	}
	return s, true
}

// fromNumber reads a number as the schema wants it. A number where a text is
// wanted is an id that somebody wrote without quotes: it keeps its digits.
func fromNumber(f float64, raw []byte, want event.Kind) event.Value {
	switch want {
	case event.Null, event.Number:
		return event.Value{Kind: event.Number, Num: f}
	case event.Text:
		return event.Value{Kind: event.Text, Str: view(raw)}
	case event.Time:
		if ms, fault := floatMillis(f); fault == "" {
			return event.Value{Kind: event.Time, Num: float64(ms)}
		}
	}
	return event.Value{}
}

// fromText reads a text as the schema wants it.
func (d *decoder) fromText(s string, want event.Kind) event.Value {
	switch want {
	case event.Null, event.Text:
		return event.Value{Kind: event.Text, Str: s}
	case event.Number:
		if f, ok := textNumber(s); ok {
			return event.Value{Kind: event.Number, Num: f}
		}
	case event.Bool:
		switch {
		case strings.EqualFold(s, "true"), strings.EqualFold(s, "yes"), s == "1":
			return event.Of(true)
		case strings.EqualFold(s, "false"), strings.EqualFold(s, "no"), s == "0":
			return event.Of(false)
		}
	case event.Time:
		if ms, fault := parseTime(bytesOf(strings.TrimSpace(s)), d.zone); fault == "" {
			return event.Value{Kind: event.Time, Num: float64(ms)}
		}
	case event.List, event.Map:
		return d.fromJSON(s, want)
	}
	return event.Value{}
}

// fromJSON reads a list or map that was written as a text, as CSV has to.
func (d *decoder) fromJSON(s string, want event.Kind) event.Value {
	s = strings.TrimSpace(s)
	if s == "" || s[0] != '{' && s[0] != '[' || strings.IndexByte(s, '\n') >= 0 {
		return event.Value{}
	}
	buf := take(&d.out.arena.text, len(s)+1+padding)
	copy(buf, s)
	buf[len(s)] = '\n'
	stack, keys, depth := len(d.stack), len(d.keys), d.depth
	v, end := d.read(buf, 0, want)
	d.stack, d.keys, d.depth = d.stack[:stack], d.keys[:keys], depth
	if end < 0 || blanks(buf, end) != len(s) {
		return event.Value{}
	}
	return v
}

// tree decodes the list or map at i with everything in it.
func (d *decoder) tree(buf []byte, i int) (event.Value, int) {
	if d.depth++; d.depth > maxNesting {
		return event.Value{}, d.fail(i, "lists and maps are nested too deeply")
	}
	items, names := len(d.stack), len(d.keys)
	isMap := buf[i] == '{'
	closing := byte(']')
	if isMap {
		closing = '}'
	}
	if i = blanks(buf, i+1); buf[i] == closing {
		return d.box(isMap, items, names), i + 1
	}
	for {
		if isMap {
			name, at := d.name(buf, i)
			if at < 0 {
				return event.Value{}, -1
			}
			d.keys = append(d.keys, view(name))
			i = at
		}
		v, end := d.read(buf, i, event.Null)
		if end < 0 {
			return v, -1
		}
		d.stack = append(d.stack, v)
		i = blanks(buf, end)
		switch buf[i] {
		case ',':
			i = blanks(buf, i+1)
		case closing:
			return d.box(isMap, items, names), i + 1
		case '\n':
			return event.Value{}, d.fail(i, "the line ends in the middle of a list or map")
		default:
			return event.Value{}, d.failf(i, "a comma or %c was expected here", closing)
		}
	}
}

// box takes a list's or map's elements off the stack.
func (d *decoder) box(isMap bool, items, names int) event.Value {
	d.depth--
	a := &d.out.arena
	b := &take(&a.boxes, 1)[0]
	values := d.stack[items:]
	kind := event.List
	if isMap {
		kind = event.Map
		keys := d.keys[names:]
		values, keys = lastWins(values, keys)
		b.Names = take(&a.names, len(keys))
		copy(b.Names, keys)
	}
	b.Items = take(&a.items, len(values))
	copy(b.Items, values)
	d.stack, d.keys = d.stack[:items], d.keys[:names]
	return event.Value{Kind: kind, Box: b}
}

// lastWins drops all but the last value of names that stand twice in a map, in
// place. Few names are compared with each other; many are hashed.
func lastWins(values []event.Value, keys []string) ([]event.Value, []string) {
	if len(keys) <= 16 {
		n := 0
	next:
		for i, k := range keys {
			for j := range n {
				if keys[j] == k {
					values[j] = values[i]
					continue next
				}
			}
			keys[n], values[n] = k, values[i]
			n++
		}
		return values[:n], keys[:n]
	}
	at := make(map[string]int, len(keys))
	n := 0
	for i, k := range keys {
		if j, twice := at[k]; twice {
			values[j] = values[i]
			continue
		}
		at[k] = n
		keys[n], values[n] = k, values[i]
		n++
	}
	return values[:n], keys[:n]
}
