package feed

import (
	"github.com/journeylang/journey/runtime/event"
)

// mapped makes a record of a row whose cells have been read, by the plan.
func (d *decoder) mapped(buf []byte, number int64) outcome {
	for i := range d.plan.skip {
		hit, ok := d.skips(&d.plan.skip[i])
		if !ok {
			return unreadable
		}
		if hit {
			return ignored
		}
	}
	r := event.Record{Type: nameNone, Line: number}
	sources, n, o := d.meant(&r)
	if o != readable {
		return o
	}
	if d.plan.group >= 0 {
		if r.Kind == event.Track && d.cellText(d.plan.group) != "" {
			return d.grouped(buf, &r, sources, n)
		}
		d.closeGroup()
	}
	if !d.rowRecord(&r) {
		return unreadable
	}
	if len(sources) > 0 {
		clear(d.operands.totals)
		if !d.addRow(sources) || !d.rowProps(buf, sources, n) {
			return unreadable
		}
		r.Props = d.collected(n)
	}
	d.out.Records = append(d.out.Records, r)
	return readable
}

// skips asks a condition of the row.
func (d *decoder) skips(c *condition) (hit, ok bool) {
	for i := range c.all {
		cmp := &c.all[i]
		if !cmp.onTime {
			if !cmp.holds(d.operands.cells[cmp.cell]) {
				return false, true
			}
			continue
		}
		ms, ok := d.rowTime()
		if !ok {
			return false, false
		}
		if !cmp.ordered(float64(ms), float64(cmp.time)) {
			return false, true
		}
	}
	return true, true
}

// meant finds what the row's event means, and what fills its n fields.
func (d *decoder) meant(r *event.Record) (from []origin, n int, o outcome) {
	p := d.plan
	name := p.always
	if name == "" && p.event >= 0 {
		name = d.cellText(p.event)
		if v, ok := p.values[name]; ok {
			name = v
		}
	}
	if name == "" && p.kind >= 0 {
		switch name = d.cellText(p.kind); name {
		case "page", "screen":
			name += "_viewed"
		}
	}
	if name == "" {
		d.fail(-1, "the row has no event")
		return nil, 0, unreadable
	}
	switch t := d.heard(bytesOf(name)); t {
	case nameClock:
		r.Kind = event.Clock
	case nameAlias:
		r.Kind = event.Alias
	case nameDelete:
		r.Kind = event.Delete
	case nameIdentify:
		r.Kind = event.Identify
		return p.traits, len(d.x.traits.list), readable
	default:
		if r.Type = t; t >= 0 {
			return p.events[t], len(d.x.fields[t].list), readable
		}
	}
	return nil, 0, readable
}

// cellText is a cell as a text, empty for none.
func (d *decoder) cellText(i int) string {
	if i < 0 || d.operands.cells[i].kind == null {
		return ""
	}
	return d.operands.cells[i].text
}

// cellID is a cell that identifies something.
func (d *decoder) cellID(i int, s *string) bool {
	if i < 0 {
		return true
	}
	switch c := &d.operands.cells[i]; c.kind {
	case mapping, sequence, truth, falsity:
		d.failf(c.at, "%s must be a text", d.plan.places[i])
		return false
	}
	*s = d.cellText(i)
	return true
}

// rowTime reads the time of the row.
func (d *decoder) rowTime() (int64, bool) {
	i := d.plan.time
	c := &d.operands.cells[i]
	if c.kind == absent || c.kind == null {
		d.failf(-1, "the row has no time in %s", d.plan.places[i])
		return 0, false
	}
	ms, fault := parseTime(bytesOf(c.text), d.plan.zone)
	if fault != "" {
		d.failf(c.at, "%.40q %s", c.text, fault)
		return 0, false
	}
	if got := d.cellText(d.plan.received); got != "" {
		if at, fault := parseTime(bytesOf(got), d.plan.zone); fault == "" && ms > at+ahead {
			d.failf(c.at, "%.40q is more than an hour later than the line was received", c.text)
			return 0, false
		}
	}
	return ms, true
}

// rowRecord fills in the time and the person of a record.
func (d *decoder) rowRecord(r *event.Record) bool {
	var ok bool
	if r.Time, ok = d.rowTime(); !ok {
		return false
	}
	if r.Kind == event.Clock {
		return true
	}
	p := d.plan
	if !d.cellID(p.person, &r.User) || !d.cellID(p.anonymous, &r.Anon) || !d.cellID(p.id, &r.ID) {
		return false
	}
	if r.Kind == event.Alias {
		if !d.cellID(p.previous, &r.Prev) {
			return false
		}
		if r.Prev == "" {
			r.Prev, r.Anon = r.Anon, ""
		}
		if r.Prev == "" || r.User == "" {
			d.fail(-1, "an alias must say who the person is and which id was used before")
			return false
		}
	}
	if r.User == "" && r.Anon == "" {
		d.fail(-1, "the row does not say who: "+d.who()+" is empty")
		return false
	}
	return true
}

func (d *decoder) who() string {
	if d.plan.person >= 0 {
		return d.plan.places[d.plan.person]
	}
	return d.plan.places[d.plan.anonymous]
}

// rowProps collects the fields of a row that is an event by itself, or the first
// of its group.
func (d *decoder) rowProps(buf []byte, from []origin, n int) bool {
	d.begin(n)
	for i := range from {
		s := &from[i]
		v, has, ok := d.fieldOf(buf, s)
		if !ok {
			return false
		}
		if has {
			d.set(s.field, v)
		}
	}
	return true
}

// fieldOf is the value of a source in the row; has is false when there is none.
func (d *decoder) fieldOf(buf []byte, s *origin) (v event.Value, has, ok bool) {
	switch {
	case s.fixed != "":
		return d.fromText(s.fixed, s.want), true, true
	case s.calc != nil:
		x, has := s.calc.eval(&d.operands)
		return calculated(x, s.want), has, true
	case s.items != nil:
		if s.want != event.Null && s.want != event.List {
			return v, true, true
		}
		one, ok := d.item(buf, s)
		b := &take(&d.out.arena.boxes, 1)[0]
		b.Items = take(&d.out.arena.items, 1)
		b.Items[0] = one
		return event.Value{Kind: event.List, Box: b}, true, ok
	}
	c := &d.operands.cells[s.cell]
	switch c.kind {
	case absent:
		return v, false, true
	case plain:
		return d.fromText(c.text, s.want), true, true
	case mapping, sequence:
		v, end := d.read(buf, c.at, s.want)
		return v, true, end >= 0
	}
	v, ok = d.scalar(buf, span{int32(c.at), int32(c.at + len(c.text)), c.kind}, s.want)
	return v, true, ok
}

// calculated is a calculation's result as the schema wants it.
func calculated(x float64, want event.Kind) event.Value {
	switch want {
	case event.Null, event.Number:
		return event.Value{Kind: event.Number, Num: x}
	case event.Text:
		return event.Value{Kind: event.Text, Str: formatNumber(x)}
	case event.Time:
		if ms, fault := floatMillis(x); fault == "" {
			return event.Value{Kind: event.Time, Num: float64(ms)}
		}
	}
	return event.Value{}
}

// item is the map that a row adds to a list.
func (d *decoder) item(buf []byte, s *origin) (event.Value, bool) {
	names, items := len(d.keys), len(d.stack)
	d.depth++ // box takes it back
	for i := range s.items {
		v, has, ok := d.fieldOf(buf, &s.items[i])
		if !ok {
			return v, false
		}
		if has {
			d.keys = append(d.keys, s.items[i].name)
			d.stack = append(d.stack, v)
		}
	}
	return d.box(true, items, names), true
}

// addRow reads the numbers that the sources calculate with and adds the row to
// the running totals. A cell that is not a number makes the row unreadable, and
// leaves the totals as they were.
func (d *decoder) addRow(from []origin) bool {
	calculates := false
	for i := range from {
		if !d.readNumbers(&from[i], &calculates) {
			return false
		}
	}
	if calculates {
		for i, c := range d.plan.totals {
			if x, ok := c.eval(&d.operands); ok {
				d.operands.totals[i].add(x)
			}
		}
	}
	return true
}

func (d *decoder) readNumbers(s *origin, calculates *bool) bool {
	for _, i := range s.reads {
		c := &d.operands.cells[i]
		d.operands.numbers[i] = number{}
		if c.kind != absent && c.kind != null {
			x, ok := textNumber(c.text)
			if !ok {
				d.failf(c.at, "%s is not a number: %.40q", d.plan.places[i], c.text)
				return false
			}
			d.operands.numbers[i] = number{x, true}
		}
	}
	*calculates = *calculates || s.calc != nil
	for i := range s.items {
		if !d.readNumbers(&s.items[i], calculates) {
			return false
		}
	}
	return true
}
