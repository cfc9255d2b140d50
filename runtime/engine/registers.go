package engine

import (
	"math"
	"slices"
	"sort"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/runtime/calendar"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/fn"
	"github.com/journeylang/journey/runtime/vm"
)

// Registers replace a person's history. Each keeps exactly what the questions of
// the loaded journeys need, at most maxPairs of anything; beyond that the oldest
// go, and are counted. Sums add the pairs that are kept, in order of time: taking
// a value off a running sum would let rounding errors pile up.

const maxPairs = 256

// remember puts an event into the registers that listen to it.
func (e *Engine) remember(p *Person, r *event.Record, l *listener) {
	e.touched = e.touched[:0]
	for _, reg := range l.regs {
		def := &e.prog.Regs[reg]
		e.asks = int16(def.Home) - 1
		if def.Cond >= 0 && !e.test(def.Cond, p, r, nil) {
			continue
		}
		switch def.Kind {
		case bytecode.RegLast:
			was, known := p.lastOf(reg)
			if !known {
				was = always
			}
			e.touched = append(e.touched, wideReg{reg, was})
			p.seenAt(reg, r.Time)
		case bytecode.RegFields:
			e.rememberFields(p, r, reg, def)
		case bytecode.RegWindow:
			x := pair{r.Time, registerValue(r, def.Field)}
			if def.Field < 0 {
				x.value = float64(e.mark)
			}
			e.touched = append(e.touched, wideReg{reg: reg})
			e.rememberPair(p, reg, def, x)
		case bytecode.RegTotal:
			t := totalOf(p, reg)
			t.count++
			if v := registerValue(r, def.Field); !math.IsNaN(v) {
				t.sum += v
			}
		}
	}
}

// registerValue is the field that a register keeps, as a number. A text, which
// is the key of an `enter each`, becomes 52 bits of its hash.
func registerValue(r *event.Record, field int32) float64 {
	if field < 0 {
		return 0
	}
	return keyNumber(vm.Field(r, field))
}

func keyNumber(v event.Value) float64 {
	switch v.Kind {
	case event.Number, event.Time, event.Bool:
		return v.Num
	case event.Text:
		h := uint64(14695981039346656037)
		for i := 0; i < len(v.Str); i++ {
			h = (h ^ uint64(v.Str[i])) * 1099511628211
		}
		return float64(h >> 12)
	}
	return math.NaN()
}

func (e *Engine) rememberFields(p *Person, r *event.Record, reg int32, def *bytecode.Register) {
	m := p.few()
	at := -1
	for i := range m.fields {
		if m.fields[i].reg == reg {
			at = i
		}
	}
	if at < 0 {
		m.fields = append(m.fields, fieldsReg{reg: reg, time: always})
		at = len(m.fields) - 1
	}
	f := &m.fields[at]
	if r.Time < f.time || r.Time == f.time && e.mark < f.line {
		return
	}
	f.time, f.line = r.Time, e.mark
	f.values = f.values[:0]
	for _, i := range def.Fields {
		f.values = append(f.values, keep(vm.Field(r, i)))
	}
}

func windowOf(p *Person, reg int32) *window {
	m := p.rest()
	for i := range m.windows {
		if m.windows[i].reg == reg {
			return &m.windows[i]
		}
	}
	m.windows = append(m.windows, window{reg: reg})
	return &m.windows[len(m.windows)-1]
}

func totalOf(p *Person, reg int32) *total {
	m := p.few()
	for i := range m.totals {
		if m.totals[i].reg == reg {
			return &m.totals[i]
		}
	}
	m.totals = append(m.totals, total{reg: reg})
	return &m.totals[len(m.totals)-1]
}

func (e *Engine) rememberPair(p *Person, reg int32, def *bytecode.Register, x pair) {
	w := windowOf(p, reg)
	// What is out of the window at the newest stamp can never come back into it.
	newest := x.time
	if n := len(w.pairs); n > 0 {
		newest = max(newest, w.pairs[n-1].time)
	}
	newest = min(newest, e.now)
	old := 0
	for old < len(w.pairs) && latestEnd(w.pairs[old].time, def.Within) <= newest {
		old++
	}
	w.pairs = w.pairs[:copy(w.pairs, w.pairs[old:])]
	at := sort.Search(len(w.pairs), func(i int) bool { return w.pairs[i].time > x.time })
	w.pairs = append(w.pairs, pair{})
	copy(w.pairs[at+1:], w.pairs[at:])
	w.pairs[at] = x
	if len(w.pairs) > maxPairs {
		if def.Within.Zero() || e.after(p, w.pairs[0].time, def.Within, none) > newest {
			p.few().lost++
		}
		w.pairs = w.pairs[:copy(w.pairs, w.pairs[1:])]
	}
}

// latestEnd is when a window that begins at t is over on every clock there is: people
// move, and each journey may count on a clock of its own. From one zone to another the
// length of a day differs by the change of its clocks, at most the day and an hour by
// which a country has once moved over the date line; that of a month by a day more.
func latestEnd(t int64, d bytecode.Duration) int64 {
	const hour = 3_600_000
	switch {
	case d.Zero():
		return Never
	case d.Months > 0:
		return calendar.UTC().Add(t, d.Months, d.Days, d.Millis) + 50*hour
	case d.Days > 0:
		return calendar.UTC().Add(t, 0, d.Days, d.Millis) + 26*hour
	}
	return max(t, t+d.Millis)
}

// fact answers a journey's question about the past at this instant.
func (e *Engine) fact(p *Person, i int32, journey int16) event.Value {
	f := &e.prog.Facts[i]
	switch f.Kind {
	case bytecode.FactInLast:
		t, ok := p.lastOf(f.Reg)
		return boolean(ok && e.now < e.after(p, t, f.Within, journey))
	case bytecode.FactEver:
		_, ok := p.lastOf(f.Reg)
		return boolean(ok)
	case bytecode.FactTime:
		if t, ok := p.lastOf(f.Reg); ok {
			return event.Value{Kind: event.Time, Num: float64(t)}
		}
	case bytecode.FactSince:
		if t, ok := p.lastOf(f.Reg); ok {
			return boolean(sinceHolds(f.Cmp, e.now, e.after(p, t, f.Within, journey)))
		}
		return boolean(f.Cmp == bytecode.OpNe)
	case bytecode.FactField:
		if x := p.rare(); x != nil {
			for k := range x.fields {
				if r := &x.fields[k]; r.reg == f.Reg {
					return r.values[f.Field]
				}
			}
		}
	case bytecode.FactCount, bytecode.FactSum:
		return e.aggregate(p, f, journey)
	case bytecode.FactExpected:
		if t, ok := p.expected(f.Reg); ok {
			return event.Value{Kind: event.Time, Num: float64(t)}
		}
	}
	return event.Value{}
}

// rhythm is how many events it takes to speak of a rhythm.
const rhythm = 3

// expected is when the next event of a window register is due: after the last one,
// the median of the gaps between those that are kept. The lower of two middle gaps
// counts, so that everything stays a whole number of milliseconds.
func (p *Person) expected(reg int32) (int64, bool) {
	if p.more == nil {
		return 0, false
	}
	for i := range p.more.windows {
		w := &p.more.windows[i]
		if w.reg != reg || len(w.pairs) < rhythm {
			continue
		}
		var gaps [maxPairs]int64
		for k := 1; k < len(w.pairs); k++ {
			gaps[k-1] = w.pairs[k].time - w.pairs[k-1].time
		}
		n := len(w.pairs) - 1
		slices.Sort(gaps[:n])
		return w.pairs[n].time + gaps[(n-1)/2], true
	}
	return 0, false
}

// sinceHolds compares `time since last E` with a duration: the last event plus
// the duration is the instant at which they are equal.
func sinceHolds(cmp bytecode.Op, now, equal int64) bool {
	switch cmp {
	case bytecode.OpLt:
		return now < equal
	case bytecode.OpLe:
		return now <= equal
	case bytecode.OpGt:
		return now > equal
	case bytecode.OpGe:
		return now >= equal
	case bytecode.OpEq:
		return now == equal
	}
	return now != equal
}

func (e *Engine) aggregate(p *Person, f *bytecode.Fact, journey int16) event.Value {
	var count, sum float64
	if x := p.rare(); x != nil && e.prog.Regs[f.Reg].Kind == bytecode.RegTotal {
		for _, t := range x.totals {
			if t.reg == f.Reg {
				count, sum = float64(t.count), t.sum
			}
		}
	} else if p.more != nil {
		for i := range p.more.windows {
			w := &p.more.windows[i]
			if w.reg != f.Reg {
				continue
			}
			for _, x := range w.pairs {
				if e.now >= e.after(p, x.time, f.Within, journey) {
					count, sum = 0, 0 // what came before is out with it
					continue
				}
				count++
				if !math.IsNaN(x.value) {
					sum += x.value
				}
			}
		}
	}
	if f.Kind == bytecode.FactCount {
		return event.Value{Kind: event.Number, Num: count}
	}
	return event.Value{Kind: event.Number, Num: sum}
}

// changes returns the next instant after now at which one of the facts can
// answer a journey differently although nothing happens.
func (e *Engine) changes(p *Person, d *deps, journey int16) int64 {
	return min(e.changesOf(p, d.facts, journey), e.changesOf(p, d.apart, none))
}

func (e *Engine) changesOf(p *Person, facts []int32, journey int16) int64 {
	soonest := Never
	at := func(t int64) {
		if t > e.now && t < soonest {
			soonest = t
		}
	}
	for _, i := range facts {
		f := &e.prog.Facts[i]
		switch f.Kind {
		case bytecode.FactInLast:
			if t, ok := p.lastOf(f.Reg); ok {
				at(e.after(p, t, f.Within, journey))
			}
		case bytecode.FactSince:
			if t, ok := p.lastOf(f.Reg); ok {
				t = e.after(p, t, f.Within, journey)
				at(t)
				at(t + 1)
			}
		case bytecode.FactCount, bytecode.FactSum:
			if p.more == nil || e.prog.Regs[f.Reg].Kind != bytecode.RegWindow {
				continue
			}
			for k := range p.more.windows {
				if w := &p.more.windows[k]; w.reg == f.Reg {
					for _, x := range w.pairs {
						at(e.after(p, x.time, f.Within, journey))
					}
				}
			}
		}
	}
	return soonest
}

func boolean(b bool) event.Value {
	if b {
		return event.Value{Kind: event.Bool, Num: 1}
	}
	return event.Value{Kind: event.Bool}
}

// keep makes a value independent of the batch it was read from.
func keep(v event.Value) event.Value { return fn.Clone(v) }
