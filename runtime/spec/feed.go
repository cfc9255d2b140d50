package spec

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/calendar"
)

// person is somebody in a test.
type person struct {
	id        string
	anonymous bool
	holdout   bool
	arms      []string
	zone      *calendar.Zone
	start     int64 // the instant at which the test starts for them
	traits    []entry
}

// entry is a field of a line, in the order in which it is written.
type entry struct {
	name  string
	value any
}

// testPerson is what the person is called whom lines without `for` are about.
const testPerson = "person"

// line is one line of the feed.
type line struct {
	at   int64
	who  *person
	kind string // track, identify, alias, delete, clock
	name string // the event, or the other id of an alias
	data []entry
	// source is the line of the test that this one comes from, nil for what is known
	// of a person from the beginning.
	source *ast.At
	late   bool
}

// script is a test as a feed.
type script struct {
	people   map[string]*person // by the name in the test, "" for its own
	ids      []string           // of the people, in the order in which they occur
	lines    []line             // in the order in which they arrive
	products []entry            // what recommend finds; nil: invented ones
	none     bool               // recommend finds nothing
	derives  bool               // no line speaks of cart_abandoned
	// The first and the last instant at which something happens: of the `at` lines, or
	// the start when there are none.
	first, last int64
}

// write turns the lines of a test into a feed.
func write(t *ast.Test) (*script, error) {
	s := &script{people: map[string]*person{}, derives: true}
	if err := s.meet(t); err != nil {
		return nil, err
	}
	var given []line
	past := int64(never)
	for _, id := range s.ids {
		past = min(past, s.people[id].start)
	}
	for _, l := range t.Lines {
		if g, ok := l.(*ast.Given); ok {
			if x, ok := s.past(g); ok {
				given = append(given, x)
				past = min(past, x.at)
			}
		}
	}
	for _, id := range s.ids {
		p := s.people[id]
		s.lines = append(s.lines, line{at: past - 1, who: p, kind: "identify", data: p.traits})
	}
	s.lines = append(s.lines, given...)
	slices.SortStableFunc(s.lines, func(a, b line) int { return compare(a.at, b.at) })
	s.happen(t)
	return s, nil
}

func compare(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// meet finds out who is there, and what is known of them from the beginning.
func (s *script) meet(t *ast.Test) error {
	var day *ast.DateLit
	for _, l := range t.Lines {
		switch l := l.(type) {
		case *ast.Given:
			if l.What.Kind == ast.HappensDate {
				day = l.What.Date
				continue
			}
			if l.What.Kind == ast.HappensProduct {
				s.product(l.What)
				continue
			}
			s.known(s.person(l.Person.Text), l)
		case *ast.At:
			s.person(l.Person.Text)
			if l.What.Kind == ast.HappensAlias {
				s.person(l.What.Name.Text)
			}
		}
	}
	if len(s.ids) == 0 {
		s.person("")
	}
	for _, id := range s.ids {
		p := s.people[id]
		zone, err := calendar.Load(fmt.Sprint(p.trait("timezone", "UTC")))
		if err != nil {
			return fmt.Errorf("there is no time zone %q", p.trait("timezone", "UTC"))
		}
		p.trait("language", "en")
		p.zone, p.start = zone, startOf(zone, day)
	}
	return nil
}

// trait returns a trait, which is set when nothing is known of it.
func (p *person) trait(name string, otherwise any) any {
	for _, e := range p.traits {
		if e.name == name {
			return e.value
		}
	}
	p.traits = append(p.traits, entry{name, otherwise})
	return otherwise
}

// person returns somebody by the name in the test. The test's own person can be
// named, too.
func (s *script) person(name string) *person {
	if name == testPerson {
		name = ""
	}
	if p := s.people[name]; p != nil {
		return p
	}
	p := &person{id: name}
	if name == "" {
		p.id = testPerson
	}
	s.people[name] = p
	s.ids = append(s.ids, name)
	return p
}

// known notes what is given of somebody, except what happened at some time.
func (s *script) known(p *person, g *ast.Given) {
	switch h := g.What; h.Kind {
	case ast.HappensHoldout:
		p.holdout = true
	case ast.HappensArm:
		p.arms = append(p.arms, h.Name.Text)
	case ast.HappensAnonymous:
		p.anonymous = true
	case ast.HappensSet:
		if g.Ago == nil {
			p.traits = append(p.traits, traitOf(h))
		}
	case ast.HappensEvent, ast.HappensAlias, ast.HappensDelete, ast.HappensClock, ast.HappensDate, ast.HappensProduct:
	}
}

func (s *script) product(h *ast.Happening) {
	if h.No {
		s.none = true
		return
	}
	row := fieldsOf(h.Fields)
	for _, f := range row {
		if f.name == "product_id" {
			s.products = append(s.products, entry{fmt.Sprint(f.value), row})
		}
	}
}

// traitOf is what `profile.plan = "pro"` sets.
func traitOf(h *ast.Happening) entry {
	e := entry{value: valueOf(h.Value)}
	if m, ok := h.Target.(*ast.MemberExpr); ok {
		e.name = m.Name.Text
	}
	return e
}

// past is something that is given and has a time: so long ago, or a day.
func (s *script) past(g *ast.Given) (line, bool) {
	p := s.person(g.Person.Text)
	if g.What.Kind != ast.HappensEvent && (g.What.Kind != ast.HappensSet || g.Ago == nil) {
		return line{}, false
	}
	ago := g.Ago
	if ago == nil {
		ago = &ast.DurationLit{N: 1, Unit: ast.Day}
	}
	x := s.line(p, g.What)
	x.at = earlier(p.zone, p.start, ago)
	return x, true
}

// line is what a happening is in the feed, without its time.
func (s *script) line(p *person, h *ast.Happening) line {
	x := line{who: p}
	switch h.Kind {
	case ast.HappensSet:
		x.kind, x.data = "identify", []entry{traitOf(h)}
	case ast.HappensAlias:
		x.kind, x.name = "alias", s.person(h.Name.Text).id
	case ast.HappensDelete:
		x.kind = "delete"
	case ast.HappensClock:
		x.kind = "clock"
	default:
		x.kind, x.name, x.data = "track", h.Name.Text, fieldsOf(h.Fields)
		s.derives = s.derives && x.name != "cart_abandoned"
		if h.Answer.Text != "" {
			x.data = append([]entry{{"message", h.Answer.Text}}, x.data...)
		}
	}
	return x
}

// happen adds what happens, in the order of time. What comes too late stays behind
// the line above it.
func (s *script) happen(t *ast.Test) {
	var lines []line
	now, begun := int64(0), false
	for _, l := range t.Lines {
		at, ok := l.(*ast.At)
		if !ok {
			continue
		}
		p := s.person(at.Person.Text)
		if !begun {
			now = p.start
		}
		x := s.line(p, at.What)
		x.at, x.source, x.late = resolve(p.zone, now, at.At), at, at.Late
		if !begun || !x.late {
			now = x.at
		}
		begun = true
		lines = append(lines, x)
	}
	s.first, s.last = s.people[s.ids[0]].start, s.people[s.ids[0]].start
	if len(lines) > 0 {
		s.first, s.last = never, -never
	}
	var inTime []line
	for _, x := range lines {
		s.first, s.last = min(s.first, x.at), max(s.last, x.at)
		if !x.late {
			inTime = append(inTime, x)
		}
	}
	slices.SortStableFunc(inTime, func(a, b line) int { return compare(a.at, b.at) })
	for i, x := range lines {
		if x.late {
			inTime = slices.Insert(inTime, behind(inTime, lines, i), x)
		}
	}
	s.lines = append(s.lines, inTime...)
}

// behind finds the place behind the line that is written above another.
func behind(sorted, lines []line, i int) int {
	if i == 0 {
		return 0
	}
	return 1 + slices.IndexFunc(sorted, func(x line) bool { return x.source == lines[i-1].source })
}

// ndjson writes the feed in Segment's form.
func (s *script) ndjson() []byte {
	var b bytes.Buffer
	for i := range s.lines {
		s.lines[i].write(&b)
	}
	return b.Bytes()
}

func (x *line) write(b *bytes.Buffer) {
	stamp := instant(x.at)
	if x.kind == "clock" {
		b.WriteString(object([]entry{{"time", stamp}, {"event", "clock"}}) + "\n")
		return
	}
	fields := []entry{{"type", x.kind}}
	id := "userId"
	if x.who.anonymous {
		id = "anonymousId"
	}
	fields = append(fields, entry{id, x.who.id})
	switch x.kind {
	case "track":
		fields = append(fields, entry{"event", x.name}, entry{"properties", x.data})
	case "identify":
		fields = append(fields, entry{"traits", x.data})
	case "alias":
		fields = append(fields, entry{"previousId", x.name})
	}
	b.WriteString(object(append(fields, entry{"timestamp", stamp})) + "\n")
}

func instant(ms int64) string {
	c := calendar.UTC().Civil(ms)
	return fmt.Sprintf("%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", c.Year, c.Month, c.Day, c.Hour, c.Minute, c.Second, c.Milli)
}

// object writes JSON with its fields in the order they are written in.
func object(fields []entry) string {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, f := range fields {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(encode(f.name) + ":" + encode(f.value))
	}
	b.WriteByte('}')
	return b.String()
}

func encode(v any) string {
	switch v := v.(type) {
	case []entry:
		return object(v)
	case []any:
		var b bytes.Buffer
		b.WriteByte('[')
		for i, x := range v {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(encode(x))
		}
		b.WriteByte(']')
		return b.String()
	}
	data, err := json.Marshal(v)
	if err != nil {
		return "null" // a number beyond all bounds; the lexer refuses it
	}
	return string(data)
}

// fieldsOf are the fields of a record as a feed carries them.
func fieldsOf(r *ast.RecordLit) []entry {
	if r == nil {
		return nil
	}
	out := make([]entry, 0, len(r.Fields))
	for _, f := range r.Fields {
		out = append(out, entry{f.Name.Text, valueOf(f.Value)})
	}
	return out
}

// valueOf is a value that is written out, as a feed carries it. The checker lets
// nothing else stand in a test.
func valueOf(e ast.Expr) any {
	switch e := e.(type) {
	case *ast.NumberLit:
		return e.Value
	case *ast.BoolLit:
		return e.Value
	case *ast.StringLit:
		text, _ := e.Plain()
		return text
	case *ast.DateLit:
		return fmt.Sprintf("%04d-%02d-%02d", e.Year, e.Month, e.Day)
	case *ast.UnaryExpr:
		if n, ok := e.X.(*ast.NumberLit); ok {
			return -n.Value
		}
	case *ast.ListLit:
		out := make([]any, 0, len(e.Items))
		for _, item := range e.Items {
			out = append(out, valueOf(item))
		}
		return out
	case *ast.RecordLit:
		return fieldsOf(e)
	}
	return nil
}
