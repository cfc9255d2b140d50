package lower

import (
	"fmt"
	"sort"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/stdlib/lang"
)

// builder fills a program's tables; every row is made once.
type builder struct {
	info  *check.Info
	opts  Options
	p     *bytecode.Program
	diags []diag.Diagnostic
	// failed are the journeys that are left out.
	failed map[*check.Journey]bool
	starts []starting

	events   map[string]int32
	fields   map[[2]string]int32 // (event, field)
	traits   map[string]int32
	messages map[string]int32
	segments map[string]int32
	rows     map[string]int32 // every other table: a row's text form → its index
	files    map[*ast.File]*lineTable
}

func newBuilder(info *check.Info, opts Options) *builder {
	if opts.Zone == "" {
		opts.Zone = "UTC"
	}
	language := lang.Default
	if len(info.Languages) > 0 {
		language = info.Languages[0]
	}
	return &builder{
		info:     info,
		opts:     opts,
		p:        &bytecode.Program{Zone: opts.Zone, Zones: opts.Zones, Language: language},
		events:   map[string]int32{},
		fields:   map[[2]string]int32{},
		traits:   map[string]int32{},
		messages: map[string]int32{},
		segments: map[string]int32{},
		rows:     map[string]int32{},
		files:    map[*ast.File]*lineTable{},
	}
}

// row returns the index of a row that is described by key, making it with add
// when it is new.
func (b *builder) row(key string, add func() int32) int32 {
	if i, ok := b.rows[key]; ok {
		return i
	}
	i := add()
	b.rows[key] = i
	return i
}

func (b *builder) event(e *check.Event) int32 {
	if i, ok := b.events[e.Name]; ok {
		return i
	}
	i := int32(len(b.p.Events))
	heard := append([]string(nil), e.HeardAs...)
	sort.Strings(heard)
	b.p.Events = append(b.p.Events, bytecode.Event{Name: e.Name, HeardAs: heard})
	b.events[e.Name] = i
	return i
}

// stdEvent is event by name; the event may be missing from a project that does
// without the standard library.
func (b *builder) stdEvent(name string) (int32, *check.Event) {
	i := sort.Search(len(b.info.Events), func(i int) bool { return b.info.Events[i].Name >= name })
	if i == len(b.info.Events) || b.info.Events[i].Name != name {
		return -1, nil
	}
	return b.event(b.info.Events[i]), b.info.Events[i]
}

// always makes the program listen to what every journey needs: the person's zone,
// and what is said about consent and addresses.
func (b *builder) always() {
	b.trait("timezone")
	for _, name := range []string{"subscribed", "unsubscribed", "complained", "bounced"} {
		if _, e := b.stdEvent(name); e != nil {
			b.field(e, "channel")
			b.field(e, "topic")
		}
	}
}

// field returns the index of an event's field, or -1 where the event has none of
// that name.
func (b *builder) field(e *check.Event, name string) int32 {
	f := e.Field(name)
	if f == nil {
		return -1
	}
	key := [2]string{e.Name, name}
	if i, ok := b.fields[key]; ok {
		return i
	}
	ev := &b.p.Events[b.event(e)]
	i := int32(len(ev.Fields))
	ev.Fields = append(ev.Fields, bytecode.Field{Name: name, Type: Wire(f.Type)})
	b.fields[key] = i
	return i
}

func (b *builder) trait(name string) int32 {
	if i, ok := b.traits[name]; ok {
		return i
	}
	t := bytecode.Any
	for _, f := range b.info.Traits {
		if f.Name == name {
			t = Wire(f.Type)
		}
	}
	i := int32(len(b.p.Traits))
	b.p.Traits = append(b.p.Traits, bytecode.Field{Name: name, Type: t})
	b.traits[name] = i
	return i
}

// Wire is how values of a type travel in a feed.
func Wire(t *check.Type) bytecode.Type {
	switch t.Kind {
	case check.Bool:
		return bytecode.Bool
	case check.Number, check.Percent:
		return bytecode.Number
	case check.Text:
		return bytecode.Text
	case check.Time:
		return bytecode.Time
	case check.Date:
		return bytecode.Date
	case check.List:
		return bytecode.List
	case check.Record:
		return bytecode.Map
	}
	return bytecode.Any
}

func (b *builder) number(x float64) int32 {
	return b.row(fmt.Sprintf("number %x", x), func() int32 {
		b.p.Numbers = append(b.p.Numbers, x)
		return int32(len(b.p.Numbers) - 1)
	})
}

func (b *builder) text(s string) int32 {
	return b.row("text "+s, func() int32 {
		b.p.Texts = append(b.p.Texts, s)
		return int32(len(b.p.Texts) - 1)
	})
}

func (b *builder) register(r bytecode.Register, l *journeyLowerer) int32 {
	if l != nil && l.j.Zone != "" && r.Cond >= 0 && b.countsDays(r.Cond) {
		r.Home = int32(len(b.p.Journeys)) + 1
	}
	return b.row(fmt.Sprintf("register %+v", r), func() int32 {
		b.p.Regs = append(b.p.Regs, r)
		return int32(len(b.p.Regs) - 1)
	})
}

func (b *builder) addFact(f bytecode.Fact) int32 {
	return b.row(fmt.Sprintf("fact %+v", f), func() int32 {
		b.p.Facts = append(b.p.Facts, f)
		return int32(len(b.p.Facts) - 1)
	})
}

func (b *builder) call(fn string, args int) int32 {
	return b.row(fmt.Sprintf("call %s %d", fn, args), func() int32 {
		b.p.Calls = append(b.p.Calls, bytecode.Call{Func: fn, Args: int32(args)})
		return int32(len(b.p.Calls) - 1)
	})
}

// place puts finished value code into the program, or finds the same code there.
func (b *builder) place(a *asm) int32 {
	a.emit(bytecode.OpReturn, 0, 0)
	return b.row(fmt.Sprintf("code %v", a.code), func() int32 {
		start := int32(len(b.p.Code))
		relocate(a.code, start)
		b.p.Code = append(b.p.Code, a.code...)
		return start
	})
}

// cartEvents makes the program listen to what keeps cart, viewed and bought up
// to date, when something reads them.
func (b *builder) cartEvents() {
	c := &b.p.Cart
	c.Added, c.Removed, c.Cleared, c.Bought, c.Viewed = -1, -1, -1, -1, -1
	if !c.Used {
		return
	}
	listen := func(name string, fields ...string) int32 {
		i, e := b.stdEvent(name)
		if e == nil {
			return -1
		}
		for _, f := range fields {
			b.field(e, f)
		}
		return i
	}
	item := []string{"product_id", "sku", "name", "brand", "category", "variant", "price", "quantity", "currency", "url", "image_url"}
	c.Added = listen("product_added", append(item, "cart_id")...)
	c.Removed = listen("product_removed", "product_id", "quantity")
	c.Cleared = listen("cart_cleared")
	c.Bought = listen("purchased", "products", "product_id", "name", "category", "price", "quantity", "currency")
	c.Viewed = listen("product_viewed", item...)
}

// asm is a piece of code under construction; its jumps are relative to itself.
type asm struct{ code []bytecode.Instr }

func (a *asm) emit(op bytecode.Op, x, y int32) int32 {
	a.code = append(a.code, bytecode.Instr{Op: op, A: x, B: y})
	return int32(len(a.code) - 1)
}

func (a *asm) here() int32 { return int32(len(a.code)) }

// patch lets the jump at pc go to here.
func (a *asm) patch(pc int32) { a.code[pc].A = a.here() }

func relocate(code []bytecode.Instr, base int32) {
	for i := range code {
		switch code[i].Op {
		case bytecode.OpJump, bytecode.OpJumpFalse, bytecode.OpAnd, bytecode.OpOr, bytecode.OpCoalesce, bytecode.OpBranch:
			code[i].A += base
		}
	}
}

// duration translates a duration of the source: from a day on it is calendar
// time, below it is elapsed.
func duration(d *ast.DurationLit) bytecode.Duration {
	switch d.Unit {
	case ast.Second:
		return bytecode.Duration{Millis: d.N * 1000}
	case ast.Minute:
		return bytecode.Duration{Millis: d.N * 60_000}
	case ast.Hour:
		return bytecode.Duration{Millis: d.N * 3_600_000}
	case ast.Day:
		return bytecode.Duration{Days: int32(d.N)}
	case ast.Week:
		return bytecode.Duration{Days: int32(7 * d.N)}
	case ast.Month:
		return bytecode.Duration{Months: int32(d.N)}
	}
	return bytecode.Duration{Months: int32(12 * d.N)}
}

// lineTable finds the line of an offset.
type lineTable struct {
	path   string
	src    string
	starts []int
}

func (b *builder) lines(f *ast.File) *lineTable {
	if t, ok := b.files[f]; ok {
		return t
	}
	t := &lineTable{path: f.Path, src: f.Src, starts: []int{0}}
	for i := 0; i < len(f.Src); i++ {
		if f.Src[i] == '\n' {
			t.starts = append(t.starts, i+1)
		}
	}
	b.files[f] = t
	return t
}

func (l *journeyLowerer) line(n ast.Node) int32 { return l.lines.of(n) }

// of is the line on which something begins.
func (t *lineTable) of(n ast.Node) int32 {
	return int32(sort.SearchInts(t.starts, n.Pos().Start+1))
}

// label is a piece of the source in one line, for people.
func (l *journeyLowerer) label(s ast.Span) string {
	src := l.lines.src
	if s.Start < 0 || s.End > len(src) || s.Start > s.End {
		return ""
	}
	text := strings.Join(strings.Fields(src[s.Start:closing(src, s)]), " ")
	const longest = 60
	if r := []rune(text); len(r) > longest {
		return string(r[:longest-1]) + "…"
	}
	return text
}

// closing is the end of a piece together with the brackets that were opened in it: an
// expression in parentheses does not hold its own.
func closing(src string, s ast.Span) int {
	end := s.End
	for open := strings.Count(src[s.Start:end], "(") - strings.Count(src[s.Start:end], ")"); open > 0; open-- {
		rest := strings.TrimLeft(src[end:], " \t\r\n")
		if !strings.HasPrefix(rest, ")") {
			break
		}
		end = len(src) - len(rest) + 1
	}
	return end
}

// Duration is a duration as the machine keeps it: elapsed time, or calendar time in
// the zone of the person it is for.
func Duration(d *ast.DurationLit) bytecode.Duration { return duration(d) }
