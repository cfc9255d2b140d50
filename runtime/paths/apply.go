package paths

import (
	"slices"

	"github.com/journeylang/journey/compiler/check"
)

// apply brings about at an instant what a bundle needs. Traits are given from the
// beginning, or, when now is set, set at that instant; what happened a while ago is
// given or happens when it has to.
func (f *finder) apply(d draft, b bundle, at int64, now bool) []draft {
	d = d.clone()
	for _, x := range b {
		switch x.kind {
		case aTrait:
			if now && (x.op != "hasn't" || len(of(d.traits, x.name)) > 0) {
				d.lines = append(d.lines, line{at: at, set: x, trigger: true})
			} else {
				d.traits = append(d.traits, x)
			}
		case aField:
			if !d.say(x) {
				return nil
			}
		case anEvent:
			lines, ok := f.past(x, b, at, now)
			if !ok {
				return nil
			}
			d.lines = append(d.lines, lines...)
		case noEvent, anItem:
		}
	}
	return []draft{d}
}

// say puts a fact about `entry` on the lines that let people in.
func (d *draft) say(x fact) bool {
	said := x.op == "hasn't" || x.op == "!="
	for i := range d.lines {
		l := &d.lines[i]
		if l.trigger && slices.ContainsFunc(l.fields, func(f *check.Field) bool { return f.Name == x.name }) {
			l.facts = append(slices.Clone(l.facts), x)
			said = true
		}
	}
	return said
}

// past are the lines of events that lie as far back as they should: behind every time
// in which none of them may have come.
func (f *finder) past(x fact, b bundle, at int64, now bool) ([]line, bool) {
	least, most := x.least, x.most
	for _, y := range b {
		if y.kind == noEvent && y.name == x.name {
			if y.most == 0 {
				return nil, false
			}
			least = max(least, y.most)
		}
	}
	if most > 0 && least >= most {
		return nil, false
	}
	gap := day
	if most > 0 {
		gap = round(min(day, max((most-least)/int64(x.n+1), 1)))
	}
	if now && least == 0 {
		gap = min(gap, minute)
	}
	var out []line
	for i := range int64(x.n) {
		ago := least + gap*(i+1)
		if now && least == 0 {
			ago = gap * i
		}
		if least > 0 && i == 0 {
			ago = least + gap/2/minute*minute
		}
		when := at - ago
		if when < start { // whole days are easier to read
			if whole := start - (start-when+day-1)/day*day; most == 0 || at-whole < most {
				when = whole
			}
		}
		l := line{at: when, event: x.name, facts: x.fields, trigger: now}
		if e := f.event(x.name); e != nil {
			l.fields = e.Fields
		}
		out = append(out, l)
	}
	slices.Reverse(out)
	return out, true
}

// comingOfAge brings about that what a bundle needs becomes true by nothing but time:
// its events come now, and what may not have come lately becomes long ago.
func (f *finder) comingOfAge(d draft, b bundle, at int64) []draft {
	d = d.clone()
	for _, x := range b {
		switch x.kind {
		case aTrait:
			d.traits = append(d.traits, x)
		case aField:
			return nil
		case anEvent:
			l := line{event: x.name, facts: x.fields, trigger: true}
			if e := f.event(x.name); e != nil {
				l.fields = e.Fields
			}
			for i := range int64(x.n) {
				l.at = at + i*10*minute
				d.lines = append(d.lines, l)
			}
		case noEvent, anItem:
		}
	}
	return []draft{d}
}

func (f *finder) event(name string) *check.Event {
	for _, e := range f.w.info.Events {
		if e.Name == name {
			return e
		}
	}
	return nil
}
