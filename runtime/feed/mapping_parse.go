package feed

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/journeylang/journey/dsl/spell"
	"github.com/journeylang/journey/runtime/calendar"
)

// Error writes the error as file:line:column: message.
func (e *MappingError) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
}

// maxMapping bounds the size of a mapping, which a person writes.
const maxMapping = 1 << 20

// ParseMapping reads a mapping. The error joins a *MappingError for everything
// that is wrong with it.
func ParseMapping(name string, data []byte) (*Mapping, error) {
	p := &mappingParser{m: &Mapping{name: name, header: true, everyColumn: true, values: map[string]string{}}}
	if len(data) > maxMapping {
		p.fail(1, 1, "a mapping of more than %d bytes is not read", maxMapping)
		return nil, errors.Join(p.errs...)
	}
	file, err := parser.ParseBytes(data, 0)
	var syntax yaml.Error
	switch {
	case errors.As(err, &syntax) && syntax.GetToken() != nil:
		at := syntax.GetToken().Position
		p.fail(at.Line, at.Column, "%s", syntax.GetMessage())
	case err != nil:
		p.fail(1, 1, "%v", err)
	case len(file.Docs) != 1:
		p.fail(1, 1, "a mapping is one YAML document")
	default:
		p.document(file.Docs[0].Body)
	}
	if len(p.errs) > 0 {
		return nil, errors.Join(p.errs...)
	}
	return p.m, nil
}

// MappingFromNode reads a mapping that stands inside another YAML file, which is
// called name.
func MappingFromNode(name string, node ast.Node) (*Mapping, error) {
	p := &mappingParser{m: &Mapping{name: name, header: true, everyColumn: true, values: map[string]string{}}}
	p.document(node)
	if len(p.errs) > 0 {
		return nil, errors.Join(p.errs...)
	}
	return p.m, nil
}

type mappingParser struct {
	m    *Mapping
	errs []error
}

func (p *mappingParser) fail(line, column int, format string, args ...any) {
	p.errs = append(p.errs, &MappingError{File: p.m.name, Line: line, Column: column, Message: fmt.Sprintf(format, args...)})
}

func (p *mappingParser) failAt(l located, format string, args ...any) {
	p.fail(l.line, l.column, format, args...)
}

var mappingKeys = []string{"format", "delimiter", "header", "columns", "zone", "order", "time", "person", "anonymous",
	"id", "previous", "received", "event", "values", "properties", "skip when", "group by"}

func (p *mappingParser) document(body ast.Node) {
	m := p.m
	headerSaid := false
	var skip []located
	entries, ok := p.entries(body)
	if !ok {
		return
	}
	for _, e := range entries {
		switch e.key.text {
		case "format":
			m.format = p.choice(e, "csv", "tsv", "ndjson")
		case "delimiter":
			p.delimiter(e)
		case "header":
			headerSaid = true
			switch p.choice(e, "yes", "no", "true", "false") {
			case "no", "false":
				m.header = false
			}
		case "columns":
			m.columns = p.list(e)
		case "zone":
			p.zone(e)
		case "order":
			m.byTime = p.choice(e, "time", "arrival") == "time"
		case "time":
			m.time = p.text(e)
		case "person":
			m.person = p.text(e)
		case "anonymous":
			m.anonymous = p.text(e)
		case "id":
			m.id = p.text(e)
		case "previous":
			m.previous = p.text(e)
		case "received":
			m.received = p.text(e)
		case "event":
			m.event = p.text(e)
			m.always, _ = constant(m.event.text)
		case "values":
			p.values(e)
		case "properties":
			m.everyColumn = false
			m.properties = p.properties(e, false)
		case "skip when":
			skip = p.list(e)
		case "group by":
			m.groupBy = p.text(e)
		default:
			p.unknown(e.key, "a key of a mapping", mappingKeys)
		}
	}
	if len(m.columns) > 0 && !headerSaid {
		m.header = false
	}
	p.skipWhen(skip) // its times are of the zone, which may stand below
	p.complete(body)
}

// complete says what a mapping must have and has not.
func (p *mappingParser) complete(body ast.Node) {
	m := p.m
	line, column := 1, 1
	if body != nil {
		at := position(body)
		line, column = at.line, 1
	}
	if !m.time.set() {
		p.fail(line, column, `the mapping does not say which column is the time; add "time: COLUMN"`)
	}
	if !m.event.set() {
		p.fail(line, column, `the mapping does not say what the event is; add "event: COLUMN" or "event: always NAME"`)
	}
	if !m.person.set() && !m.anonymous.set() {
		p.fail(line, column, `the mapping does not say who the person is; add "person: COLUMN"`)
	}
	if m.format == "ndjson" {
		for _, l := range m.columns[:min(1, len(m.columns))] {
			p.failAt(l, `"columns" are for csv and tsv; NDJSON names its fields itself`)
		}
	} else if !m.header && len(m.columns) == 0 {
		p.fail(line, column, `without a header the mapping must name the columns; add "columns: [...]"`)
	}
}

// entry is one key of a YAML map with its value.
type entry struct {
	key   located
	value ast.Node
}

func (p *mappingParser) entries(n ast.Node) ([]entry, bool) {
	var nodes []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		nodes = n.Values
	case *ast.MappingValueNode:
		nodes = []*ast.MappingValueNode{n}
	case nil:
		p.fail(1, 1, "the mapping is empty")
		return nil, false
	default:
		p.failAt(position(n), "names with values were expected here, each as NAME: VALUE")
		return nil, false
	}
	out := make([]entry, 0, len(nodes))
	for _, v := range nodes {
		out = append(out, entry{p.scalar(v.Key), v.Value})
	}
	return out, true
}

func position(n ast.Node) located {
	if t := n.GetToken(); t != nil && t.Position != nil {
		return located{line: t.Position.Line, column: t.Position.Column}
	}
	return located{line: 1, column: 1}
}

// scalar is the text of a plain value, whatever YAML takes it for: 1 and no are
// names of columns too.
func (p *mappingParser) scalar(n ast.Node) located {
	if n == nil {
		p.fail(1, 1, "a value is missing")
		return located{line: 1, column: 1}
	}
	at := position(n)
	switch n := n.(type) {
	case *ast.StringNode:
		at.text = n.Value
	case *ast.LiteralNode:
		at.text = strings.TrimSpace(n.Value.Value)
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		at.text = n.GetToken().Value
	case *ast.NullNode:
		p.failAt(at, "a value is missing here")
	default:
		p.failAt(at, "one plain value was expected here")
	}
	return at
}

func (p *mappingParser) text(e entry) located {
	l := p.scalar(e.value)
	l.text = strings.TrimSpace(l.text)
	return l
}

func (p *mappingParser) choice(e entry, allowed ...string) string {
	l := p.text(e)
	for _, a := range allowed {
		if l.text == a {
			return a
		}
	}
	if l.text != "" {
		p.unknown(l, fmt.Sprintf("a value of %q", e.key.text), allowed)
	}
	return ""
}

// unknown reports a word that is not one of those allowed.
func (p *mappingParser) unknown(l located, what string, allowed []string) {
	if near, ok := spell.Closest(l.text, allowed); ok {
		p.failAt(l, "%q is not %s; did you mean %q?", l.text, what, near)
		return
	}
	p.failAt(l, "%q is not %s; there are: %s", l.text, what, strings.Join(allowed, ", "))
}

func (p *mappingParser) delimiter(e entry) {
	l := p.scalar(e.value)
	switch {
	case l.text == `\t` || l.text == "tab":
		p.m.delimiter = '\t'
	case len(l.text) == 1 && l.text[0] < 0x80 && !strings.Contains("\"\r\n ", l.text):
		p.m.delimiter = l.text[0]
	case l.text != "":
		p.failAt(l, "a delimiter is one character, such as \";\", or the word tab")
	}
}

func (p *mappingParser) zone(e entry) {
	l := p.text(e)
	if l.text == "" {
		return
	}
	z, err := calendar.Load(l.text)
	if err != nil {
		p.failAt(l, "%v", err)
		return
	}
	p.m.zone = z
}

// list reads a sequence of plain values; one value alone is a list too.
func (p *mappingParser) list(e entry) []located {
	s, ok := e.value.(*ast.SequenceNode)
	if !ok {
		return []located{p.text(e)}
	}
	out := make([]located, 0, len(s.Values))
	for _, n := range s.Values {
		out = append(out, p.scalar(n))
	}
	return out
}

func (p *mappingParser) values(e entry) {
	entries, _ := p.entries(e.value)
	for _, v := range entries {
		p.m.values[v.key.text] = p.text(v).text
	}
}

func (p *mappingParser) properties(e entry, inside bool) []property {
	entries, _ := p.entries(e.value)
	out := make([]property, 0, len(entries))
	for _, v := range entries {
		q := property{name: v.key.text}
		switch v.value.(type) {
		case *ast.MappingNode, *ast.MappingValueNode:
			q.source = v.key
			if inside {
				p.failAt(v.key, "lists inside lists are not read; give %s as a column", q.name)
			} else {
				q.items = p.properties(v, true)
			}
		default:
			q.source = p.text(v)
			if word, ok := constant(q.source.text); ok {
				q.source.text, q.always = word, true
			} else {
				q.calc, q.fault = parseCalc(q.source.text)
				if inside && q.calc != nil && q.calc.aggregates() {
					p.failAt(q.source, "sum, count, min and max go over all rows of the group; in a list each row stands for itself")
				}
			}
		}
		out = append(out, q)
	}
	return out
}

// constant is the value in `always VALUE`.
func constant(text string) (string, bool) {
	word, ok := strings.CutPrefix(text, "always ")
	if !ok {
		return "", false
	}
	return strings.TrimSpace(word), true
}

func (p *mappingParser) skipWhen(list []located) {
	for _, l := range list {
		c, fault := parseCondition(l.text, p.m.zone)
		if fault != "" {
			p.failAt(l, "%s", fault)
			continue
		}
		c.source = l
		p.m.skip = append(p.m.skip, c)
	}
}
