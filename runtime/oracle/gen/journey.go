package gen

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// alphabet is the names of events. All have the same fields, so that any of them may stand anywhere.
var alphabet = []string{"a", "b", "c", "x", "g"}

const header = `event a { n: number?, s: text?, key: text?, items: list of { name: text?, price: number? }? }
event b { n: number?, s: text?, key: text?, items: list of { name: text?, price: number? }? }
event c { n: number?, s: text?, key: text?, items: list of { name: text?, price: number? }? }
event x { n: number?, s: text?, key: text?, items: list of { name: text?, price: number? }? }
event g { n: number?, s: text?, key: text?, items: list of { name: text?, price: number? }? }
profile { stage: text?, level: number?, day: date?, moment: time? }
message hello { subject "hello" }
message offer { subject "{{ code }}" }
message note { subject "{{ what }}" }
message maybe { subject "{{ profile.stage ?? "" }}" }
message spoken {
  subject         "hello"
  subject tr      " {{ word }}"
  body for sms    "{{ profile.stage ?? "" }}"
  body tr for sms "merhaba"
}
message card {
  image    "{{ word }}"
  link     "https://shop.example"
  image tr "https://shop.example/tr.png"
}
`

// writer writes one random file.
type writer struct {
	dice
	b         strings.Builder
	indent    int
	durations []string
	clock     string // the time of day that the file speaks of most
	entry     bool   // `entry` has fields: events let people in
	single    bool   // the trigger is one event, or an absence
	names     int
	slow      bool // no duration is short
	plans     []plan
	circle    bool     // journeys may answer each other in a circle
	asked     string   // what segments and stages are made of
	emitted   []string // what the journey in hand may emit
	started   []string // and start
	segments  []string // that can be asked about
	mails     []string // the sends of this journey that have a name, so far
	people    bool     // the condition of a segment is written: no journey is known
	policed   bool     // there are policies
	shop      bool     // much is asked about products
}

// Journey returns a file with one or two random journeys, well named and well typed.
func Journey(seed uint64) string {
	w := &writer{dice: roll(seed, 1)}
	w.b.WriteString(header)
	pools := [][]string{
		{"1h", "2h", "90m"},
		{"30m", "1h", "1d"},
		{"1d", "2d", "24h"},
		{"1d", "1w", "3h"},
		{"1mo", "1d", "30d"},
		{"1y", "1mo", "12h"},
		{"10s", "1m", "1h"},
	}
	w.durations = pick(w.dice, pools...)
	w.slow = slices.Contains(w.durations, "1w") || slices.Contains(w.durations, "2d") || slices.Contains(w.durations, "30d")
	if w.circle = w.chance(8); w.circle {
		w.slow = false
		w.durations = pools[0]
		w.line(Circle)
	}
	w.clock = pick(w.dice, clocks...)
	w.shop = w.chance(5)
	if w.chance(2) {
		w.policies()
	}
	w.peopleDecls()
	w.plan("one")
	if w.chance(3) {
		w.plan("two")
	}
	for _, p := range w.plans {
		w.journey(p)
	}
	return w.b.String()
}

// Circle is in the files whose journeys may let each other begin again and again.
const Circle = "# round and round"

// plan is what is decided of a journey before any is written: what one emits or
// starts depends on what the others hear.
type plan struct {
	name, trigger, mode string
	dated               bool // the trigger is a date or a schedule
	late                bool // the trigger may accept late events
	entry               bool // `entry` has fields: events let people in
}

func (w *writer) plan(name string) {
	p := plan{name: name, mode: w.mode()}
	if p.dated = w.chance(6); p.dated {
		w.entry, w.single, p.trigger = false, false, w.dateTrigger()
	} else {
		p.trigger = w.trigger()
	}
	if (p.dated || hearsPerson(p.trigger)) && p.mode == "enter each key" {
		p.mode = ""
	}
	p.entry = w.entry
	p.late = w.single || strings.HasPrefix(p.trigger, "no ")
	w.plans = append(w.plans, p)
}

// answers returns the events that a journey may emit and the journeys that it may
// start. Unless the file is a circle, nothing leads back to it.
func (w *writer) answers(of plan) (events, journeys []string) {
	for _, e := range alphabet {
		heard := false
		for _, p := range w.plans {
			if p.name <= of.name {
				heard = heard || mentions(p.trigger, e) || hearsPerson(p.trigger) && mentions(w.asked, e)
			}
		}
		if w.circle || !heard {
			events = append(events, e)
		}
	}
	for _, p := range w.plans {
		if p.mode != "enter each key" && (w.circle || p.name > of.name) {
			journeys = append(journeys, p.name)
		}
	}
	return events, journeys
}

func mentions(text, name string) bool {
	return slices.Contains(strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }), name)
}

// mode returns the `enter` line of a journey, or nothing.
func (w *writer) mode() string {
	switch w.IntN(8) {
	case 0:
		return "enter once"
	case 1:
		return "enter again after " + w.duration()
	case 2:
		return "enter each key"
	case 3, 4:
		return "enter restart on repeat"
	}
	return ""
}

func (w *writer) line(format string, args ...any) {
	w.b.WriteString(strings.Repeat("  ", w.indent))
	fmt.Fprintf(&w.b, format+"\n", args...)
}

func (w *writer) duration() string { return pick(w.dice, w.durations...) }

// event returns an event, without a filter.
func (w *writer) event() string { return pick(w.dice, alphabet...) }

// filtered returns an event, sometimes with a filter.
func (w *writer) filtered(event string) string {
	if w.IntN(3) > 0 {
		return event
	}
	return event + " where " + w.filter()
}

// filter returns one comparison of an event's own fields, or a condition in parentheses.
func (w *writer) filter() string {
	one := func() string {
		return pick(w.dice,
			fmt.Sprintf("n %s %d", w.comparison(), w.number()),
			fmt.Sprintf("s %s %s", pick(w.dice, "==", "!="), w.text()),
			fmt.Sprintf("n %s %d", w.comparison(), w.number()))
	}
	switch w.IntN(6) {
	case 0:
		return fmt.Sprintf("(%s %s %s)", one(), pick(w.dice, "and", "or"), one())
	case 2:
		return "(" + w.ofList("(items ?? [])") + ")"
	case 1:
		return pick(w.dice, "has(n)", "(not has(s))", fmt.Sprintf("s in [%s, %s]", w.text(), w.text()),
			fmt.Sprintf("s not in [%s, %s]", w.text(), w.text()), fmt.Sprintf("s contains %s", w.text()))
	}
	return one()
}

func (w *writer) comparison() string { return pick(w.dice, "<", "<=", ">", ">=", "==", "!=") }
func (w *writer) number() int        { return w.IntN(6) }
func (w *writer) text() string       { return pick(w.dice, `"u"`, `"v"`, `"uv"`) }

func (w *writer) journey(p plan) {
	w.names, w.entry, w.mails = 0, p.entry, nil
	w.emitted, w.started = w.answers(p)
	w.line("journey %s {", p.name)
	w.indent++
	if p.dated {
		w.line("%s", p.trigger)
	} else {
		w.line("when %s", p.trigger)
	}
	if p.late && w.chance(4) {
		w.line("accept late %s", w.duration())
	}
	w.backfill()
	w.settings(p.mode)
	w.line("then {")
	w.indent++
	w.steps(2+w.IntN(4), 2, true)
	w.indent--
	w.line("}")
	w.indent--
	w.line("}")
}

func (w *writer) trigger() string {
	w.entry, w.single = false, false
	a := w.event()
	if w.chance(5) {
		return w.nested(a)
	}
	if w.chance(5) {
		return w.coming()
	}
	switch w.IntN(12) {
	case 0, 1:
		w.entry, w.single = true, true
		return w.filtered(a)
	case 2:
		return fmt.Sprintf("%s or %s", w.filtered(a), w.filtered(w.event()))
	case 3, 4, 5:
		w.entry, w.single = true, true
		return w.absence(a)
	case 6, 7:
		w.entry = true
		return w.sequence(a)
	case 8:
		w.entry = true
		parts := []string{w.filtered(a), w.filtered(w.other(a))}
		if w.chance(4) {
			parts = append(parts, w.filtered(w.event()))
		}
		return strings.Join(parts, " and ") + " within " + w.duration()
	case 9:
		if w.chance(2) {
			return fmt.Sprintf("%d %s per calendar %s", 1+w.IntN(3), w.filtered(a), pick(w.dice, "day", "week", "month"))
		}
		return fmt.Sprintf("%d %s in %s", 2+w.IntN(3), w.filtered(a), w.duration())
	case 10:
		return fmt.Sprintf("no %s for %s", w.filtered(a), w.duration())
	}
	return fmt.Sprintf("(%s) or %s", w.absence(a), w.filtered(w.other(a)))
}

// nested returns a pattern with others inside.
func (w *writer) nested(a string) string {
	both := func(a string) string {
		return fmt.Sprintf("%s and %s within %s", w.filtered(a), w.filtered(w.other(a)), w.duration())
	}
	inner := func(a string) string {
		switch w.IntN(6) {
		case 0, 1:
			return "(" + both(a) + ")"
		case 2:
			return "(" + w.sequence(a) + ")"
		case 3:
			return fmt.Sprintf("(%d %s in %s)", 2+w.IntN(2), w.filtered(a), w.duration())
		case 4:
			return fmt.Sprintf("(no %s for %s)", w.filtered(a), w.duration())
		}
		return "(" + w.absence(a) + ")"
	}
	b := w.other(a)
	switch w.IntN(7) {
	case 0, 1:
		return fmt.Sprintf("%s and not %s within %s", inner(a), w.filtered(w.event()), w.duration())
	case 2:
		return fmt.Sprintf("%s followed by %s within %s", inner(a), w.part(b), w.duration())
	case 3:
		s := fmt.Sprintf("%s followed by %s", w.part(a), inner(b))
		if w.chance(2) {
			s += " within " + w.duration()
		}
		if w.chance(3) {
			s += " with no " + w.filtered(w.event()) + " between"
		}
		return s
	case 4:
		return fmt.Sprintf("%s and %s within %s", inner(a), w.filtered(b), w.duration())
	case 5:
		return fmt.Sprintf("(%s or %s) followed by %s within %s", inner(a), w.filtered(b), w.filtered(w.event()), w.duration())
	}
	return fmt.Sprintf("(%s and not %s within %s) and not %s within %s", inner(a), w.filtered(b), w.duration(), w.filtered(w.event()), w.duration())
}

// other returns another event.
func (w *writer) other(than string) string {
	for {
		if e := w.event(); e != than {
			return e
		}
	}
}

func (w *writer) absence(a string) string {
	not := w.filtered(w.other(a))
	if w.chance(5) {
		not = fmt.Sprintf("(%s or %s)", w.other(a), w.other(a))
	}
	return fmt.Sprintf("%s and not %s within %s", w.part(a), not, w.duration())
}

// part returns a part of a pattern: an event, or now and then one of two.
func (w *writer) part(event string) string {
	if w.chance(8) {
		return fmt.Sprintf("(%s or %s)", w.filtered(event), w.filtered(w.other(event)))
	}
	return w.filtered(event)
}

func (w *writer) sequence(a string) string {
	s := w.part(a) + " followed by " + w.part(w.event())
	if w.chance(3) {
		s += " followed by " + w.part(w.event())
	}
	if !w.chance(3) {
		s += " within " + w.duration()
	}
	if w.chance(3) {
		s += " with no " + w.filtered(w.event()) + " between"
	}
	return s
}

func (w *writer) settings(mode string) {
	if w.chance(3) {
		w.line("exclusive group")
	}
	if mode != "" {
		w.line("%s", mode)
	}
	if w.chance(2) {
		within := ""
		if w.chance(2) {
			within = " within " + w.duration()
		}
		w.line("goal %s%s", w.listened(), within)
	}
	if w.chance(4) {
		w.line("exit when %s", w.listened())
	}
	if w.chance(4) {
		w.line("while %s", w.mostlyTrue())
	}
	if w.chance(8) {
		w.line("holdout %s", pick(w.dice, "50%", "12.5%", "90%"))
	}
	if w.chance(5) {
		w.line("priority %d", 1+w.IntN(2))
	}
	if w.chance(4) {
		w.line("timezone %q", pick(w.dice, zones...))
	}
	if w.policed && !w.chance(4) {
		w.line("policy %s", pick(w.dice, "soft", "soft", "strict"))
	}
}

// listened returns what goals, exits and waits listen for: an event, or two.
func (w *writer) listened() string {
	if w.chance(5) {
		return w.filtered(w.event()) + " or " + w.filtered(w.event())
	}
	if len(w.mails) > 0 && w.chance(3) || w.chance(20) {
		names := append([]string{"hello"}, w.mails...)
		return fmt.Sprintf("%s %s", pick(w.dice, "clicked", "opened"), pick(w.dice, names...))
	}
	if w.entry && w.chance(5) {
		return fmt.Sprintf("%s where %s == entry.%[2]s", w.event(), pick(w.dice, "n", "s", "key"))
	}
	return w.filtered(w.event())
}
