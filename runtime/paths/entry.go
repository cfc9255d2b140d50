package paths

import (
	"slices"
	"strings"

	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/runtime/calendar"
)

// entries are drafts in which the trigger of a journey lets the person in, the first of
// them at a time of day. None is sure to.
func (f *finder) entries(j *check.Journey, base int64) []draft {
	begin := draft{journeys: []string{j.Name}}
	at := start + base
	var out []draft
	switch t := j.Decl.Trigger.(type) {
	case *ast.When:
		for _, p := range f.produce(t.Pattern, at) {
			out = append(out, p.on(begin))
		}
	case *ast.OnDate:
		out = f.onDate(t, begin, at)
	case *ast.Schedule:
		if t.Segment.Text == "" {
			out = append(out, begin)
			break
		}
		for _, when := range []int64{at + 7*day, at + 2*day, at} {
			for _, way := range f.w.segment(t.Segment.Text, true) {
				out = append(out, f.apply(begin, way, when, false)...)
			}
		}
	}
	for _, s := range j.Decl.Settings {
		switch s := s.(type) {
		case *ast.While:
			if s.Cond != nil {
				out = f.under(out, s.Cond, true)
			}
		case *ast.Enter:
			for i := range out {
				if s.Mode == ast.Each {
					out[i] = out[i].keyed(j, s.Field.Text)
				}
			}
		}
	}
	return out[:min(len(out), 2*mostWays)]
}

// keyed names what `enter each` is about on the lines that let people in.
func (d draft) keyed(j *check.Journey, key string) draft {
	d = d.clone()
	is := fact{kind: aField, name: key, op: "has", value: strings.TrimSuffix(key, "_id") + "_1"}
	for _, f := range j.Entry {
		if f.Name == key && f.Type.Kind == check.Number {
			is.value = 1.0
		}
	}
	d.say(is)
	return d
}

// under are the drafts in which a condition holds when people come in; those where it
// needs nothing first.
func (f *finder) under(drafts []draft, cond ast.Expr, want bool) []draft {
	var out []draft
	for _, way := range f.w.wish(cond, want) {
		for _, d := range drafts {
			out = append(out, f.apply(d, way, d.entered(), false)...)
		}
	}
	return out
}

// scene is how a pattern comes true: what happens, and what else is needed.
type scene struct {
	lines []line
	needs []need
	last  int64
}

// need is what has to be so at an instant.
type need struct {
	draft func(draft) []draft
}

// on puts a scene into a draft.
func (s scene) on(d draft) draft {
	d = d.clone()
	d.lines = append(d.lines, s.lines...)
	for _, n := range s.needs {
		if more := n.draft(d); len(more) > 0 {
			d = more[0]
		}
	}
	return d
}

// produce are the ways in which a pattern comes true from an instant on.
func (f *finder) produce(p ast.Pattern, at int64) []scene {
	switch p := p.(type) {
	case *ast.EventPat:
		return f.happens(p, at, true)
	case *ast.OrPat:
		var all [][]scene
		for _, alt := range p.Alts {
			all = append(all, f.produce(alt, at))
		}
		return inTurn(all)
	case *ast.AbsencePat:
		return f.produce(p.Base, at)
	case *ast.SeqPat:
		return f.row(p.Parts, at, p.Within)
	case *ast.BothPat:
		return f.row(p.Parts, at, p.Within)
	case *ast.CountPat:
		return f.often(p, at)
	case *ast.SilencePat:
		return f.happens(p.Event, at, true)
	case *ast.SegmentPat:
		return f.comes(p, at)
	case *ast.ChangePat:
		return f.changes(p, at)
	}
	return nil
}

// inTurn takes one of each list after the other, so that none has to wait for the end of
// a long one.
func inTurn[T any](lists [][]T) []T {
	var out []T
	for i := 0; ; i++ {
		more := false
		for _, l := range lists {
			if i < len(l) {
				out, more = append(out, l[i]), true
			}
		}
		if !more {
			return out
		}
	}
}

// happens are the ways in which an event comes that its filter lets through.
func (f *finder) happens(p *ast.EventPat, at int64, trigger bool) []scene {
	var out []scene
	for _, way := range f.w.filter(p.Where) {
		fields, others := split(way)
		l := line{at: at, event: p.Name.Text, answer: p.Step.Text, facts: fields, trigger: trigger}
		if e := f.w.info.Heard[p]; e != nil {
			l.fields = e.Fields
		}
		s := scene{lines: []line{l}, last: at}
		if len(others) > 0 {
			s.needs = []need{{func(d draft) []draft { return f.apply(d, others, at, false) }}}
		}
		out = append(out, s)
	}
	return out
}

// row are the ways in which parts come true one after the other.
func (f *finder) row(parts []ast.Pattern, at int64, within *ast.DurationLit) []scene {
	gap := hour
	if within != nil {
		gap = round(min(hour, millis(within)/int64(len(parts)+1)))
	}
	out := []scene{{last: at - gap}}
	for _, part := range parts {
		var next []scene
		for _, s := range out {
			for _, more := range f.produce(part, s.last+gap) {
				next = append(next, scene{slices.Concat(s.lines, more.lines), slices.Concat(s.needs, more.needs), more.last})
			}
		}
		out = next[:min(len(next), mostWays)]
	}
	return out
}

// often are the ways in which an event comes so many times.
func (f *finder) often(p *ast.CountPat, at int64) []scene {
	n := int(min(p.N.Value, 300))
	gap := hour
	if p.In != nil {
		gap = min(day, millis(p.In)/int64(n+1))
	} else if p.Per.Text == "day" {
		gap = 10 * minute
	}
	gap = round(gap)
	var out []scene
	for _, s := range f.happens(p.Event, at, true) {
		all := scene{needs: s.needs}
		for i := range int64(n) {
			for _, l := range s.lines {
				l.at += i * gap
				all.lines = append(all.lines, l)
				all.last = l.at
			}
		}
		out = append(out, all)
	}
	return out
}

// round makes a length of time one that people would say.
func round(ms int64) int64 {
	for _, unit := range []int64{day, hour, minute, second} {
		if ms >= unit {
			return ms / unit * unit
		}
	}
	return second
}

// comes are the ways in which somebody comes into a segment, or leaves it: by what
// happens then, or by what happened and is over some time.
func (f *finder) comes(p *ast.SegmentPat, at int64) []scene {
	var out []scene
	if p.Leaves {
		for _, was := range f.w.segment(p.Segment.Text, true) {
			for _, is := range slices.Concat(nothing, f.w.segment(p.Segment.Text, false)) {
				out = append(out, scene{last: at, needs: []need{
					{func(d draft) []draft { return f.apply(d, was, start, false) }},
					{func(d draft) []draft { return f.apply(d, is, at, true) }},
				}})
			}
		}
		return out
	}
	for _, way := range f.w.segment(p.Segment.Text, true) {
		out = append(out, scene{last: at, needs: []need{{func(d draft) []draft { return f.apply(d, way, at, true) }}}})
		out = append(out, scene{last: at, needs: []need{{func(d draft) []draft { return f.comingOfAge(d, way, at) }}}})
	}
	return out
}

// changes are the ways in which a trait changes.
func (f *finder) changes(p *ast.ChangePat, at int64) []scene {
	place, ok := f.w.place(p.Target)
	if !ok {
		return nil
	}
	value := func(e ast.Expr, not any) (any, bool) {
		if v, ok := constant(e); ok || e != nil {
			return v, ok
		}
		g := place
		g.op, g.value = "!=", not
		if not == nil {
			return some(place.typ), true
		}
		return choose([]fact{g, {op: "has"}})
	}
	to, ok := value(p.To, nil)
	if !ok {
		return nil
	}
	from, ok := value(p.From, to)
	if !ok {
		return nil
	}
	was, is := place, place
	was.op, was.value, is.op, is.value = "==", from, "==", to
	s := scene{lines: []line{{at: at, set: is, trigger: true}}, last: at}
	if from != nil {
		s.needs = []need{{func(d draft) []draft { return f.apply(d, bundle{was}, at, false) }}}
	}
	if p.To != nil || from == nil {
		return []scene{s}
	}
	gone := place
	gone.op = "hasn't"
	return []scene{s, {lines: []line{{at: at, set: gone, trigger: true}}, needs: s.needs, last: at}}
}

// onDate are drafts of a journey that begins on a day.
func (f *finder) onDate(t *ast.OnDate, begin draft, at int64) []draft {
	offset := int64(0)
	if t.Offset != nil {
		offset = millis(t.Offset)
		if !t.Before {
			offset = -offset
		}
	}
	if fact := f.w.info.Facts[t.Date]; fact != nil {
		n := 1
		if fact.Kind == check.FactExpected {
			n = 4
		}
		for i := range int64(n) {
			begin.lines = append(begin.lines, line{at: at + 20*day*i, event: fact.Event.Name, trigger: true})
		}
		return []draft{begin}
	}
	place, ok := f.w.place(t.Date)
	if !ok {
		return nil
	}
	place.op, place.value = "==", dated(calendar.UTC().Instant(calendar.UTC().Civil(at+10*day+offset)), place.typ)
	begin.traits = append(begin.traits, place)
	return []draft{begin}
}
