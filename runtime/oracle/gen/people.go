package gen

import (
	"fmt"
	"strings"
)

// peopleDecls declares segments and now and then a lifecycle. A segment asks about those
// before it, a stage about those outside of its lifecycle.
func (w *writer) peopleDecls() {
	w.people = true
	before := w.b.Len()
	for i := range w.IntN(4) {
		name := fmt.Sprintf("s%d", i+1)
		w.line("segment %s where %s", name, w.condition(1))
		w.segments = append(w.segments, name)
	}
	if w.chance(3) {
		var stages []string
		w.line("lifecycle life {")
		for i := range 2 + w.IntN(2) {
			name := fmt.Sprintf("stage%d", i+1)
			w.line("  stage %s where %s", name, w.condition(1))
			stages = append(stages, name)
		}
		w.line("}")
		w.segments = append(w.segments, stages...)
	}
	w.asked = w.b.String()[before:]
	w.people = false
}

// coming returns a trigger that hears the person, alone or beside another one.
func (w *writer) coming() string {
	one := func() string {
		if len(w.segments) > 0 && !w.chance(4) {
			return pick(w.dice, "enters ", "enters ", "leaves ") + pick(w.dice, w.segments...)
		}
		return w.change()
	}
	switch w.IntN(5) {
	case 0:
		return fmt.Sprintf("%s or %s", one(), one())
	case 1:
		return fmt.Sprintf("%s or %s", w.filtered(w.event()), one())
	case 2:
		return fmt.Sprintf("(%s) or %s", w.absence(w.event()), one())
	}
	return one()
}

func (w *writer) change() string {
	switch w.IntN(4) {
	case 0:
		return "profile.tags changes"
	case 1:
		return "profile.level changes" + pick(w.dice, "", fmt.Sprintf(" from %d", w.number()), fmt.Sprintf(" to %d", w.number()))
	}
	return "profile.stage changes" + pick(w.dice, "", " from "+w.text(), " to "+w.text(), fmt.Sprintf(" from %s to %s", w.text(), w.text()))
}

// hearsPerson reports whether a trigger hears a segment or a trait, which have no field.
func hearsPerson(trigger string) bool {
	return strings.Contains(trigger, "enters ") || strings.Contains(trigger, "leaves ") || strings.Contains(trigger, " changes")
}

// ofThePerson returns a condition on segments, tags or what was received.
func (w *writer) ofThePerson() string {
	switch n := w.IntN(5); {
	case n < 2 && len(w.segments) > 0:
		return "segment " + pick(w.dice, w.segments...)
	case n == 2 && len(w.mails) > 0 && !w.people:
		return "received " + pick(w.dice, w.mails...)
	case n == 3:
		return "received hello"
	}
	return "tag " + w.tagText()
}

func (w *writer) tagText() string { return pick(w.dice, `"t1"`, `"t2"`) }

func (w *writer) tag() {
	w.line("%s tag %s%s", pick(w.dice, "add", "add", "remove"), pick(w.dice, w.tagText(), w.tagText(), "(profile.stage ?? \"t1\")"), w.as("tagged"))
}
