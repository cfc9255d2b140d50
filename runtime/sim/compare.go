package sim

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/journeylang/journey/runtime/engine"
	"github.com/journeylang/journey/runtime/report"
)

// Two runs are compared by what people see of them: messages, changes to what is
// known of them, entering, goals, leaving. How a journey came to that, waits and
// branches, shows in the numbers of its steps and makes nobody be treated
// differently. Journeys are the same by name (one alone on each side is the same
// journey whatever it is called), steps by their id, messages by what they say in
// the file.

// mostExamples is how many people who are treated differently are listed.
const mostExamples = 1000

// compare compares two runs up to an instant; the lock is held.
func (s *Session) compare(a, b *play, at int64) *Comparison { return s.compareGroup(a, b, at, nil) }

// compareGroup compares two runs, of everybody or of a group of people; the lock
// is held.
func (s *Session) compareGroup(a, b *play, at int64, group []uint32) *Comparison {
	out := &Comparison{
		Schema: Schema, Before: a.version.Name, After: b.version.Name, At: Instant(at), Totals: []Delta{},
		Journeys: []JourneyDelta{}, Groups: []DiffGroup{}, Examples: []PersonDiff{}, Files: diffFiles(a.version, b.version),
	}
	na, nb := a.log.upTo(at), b.log.upTo(at)
	ca, cb := a.log.at(nil, na), b.log.at(nil, nb)
	if group != nil {
		ca, cb = a.log.countsOf(group, na), b.log.countsOf(group, nb)
	}
	before, after := ca.tally.Summary(a.log.restAt(ca, at)), cb.tally.Summary(b.log.restAt(cb, at))
	if alone(a) && alone(b) {
		before.Journeys[0].Name = after.Journeys[0].Name
	}
	out.before, out.after = before, after
	out.totals(before, after)
	out.journeys(before, after)
	for i := range out.Journeys {
		j := &out.Journeys[i]
		j.Rows = unionOf(a, b, ca, cb, indexOf(a, before, j.Journey), indexOf(b, after, j.Journey), at)
	}
	s.treated(out, a, b, na, nb, group)
	out.Same = out.People == 0 && len(out.Journeys) == 0
	return out
}

// totals sums all journeys up.
func (c *Comparison) totals(before, after *report.Summary) {
	names := []string{"entered", "sent", "skipped", "goals", "inside"}
	sum := func(s *report.Summary) []int64 {
		n := make([]int64, len(names))
		for i := range s.Journeys {
			j := &s.Journeys[i]
			n[0], n[3], n[4] = n[0]+j.Entered, n[3]+j.Goals, n[4]+j.Inside
		}
		for _, ch := range s.Channels {
			n[1], n[2] = n[1]+ch.Sent, n[2]+ch.Skipped.Total()
		}
		return n
	}
	b, a := sum(before), sum(after)
	for i, name := range names {
		c.Totals = append(c.Totals, Delta{name, b[i], a[i]})
	}
	channels := map[string]Delta{}
	var order []string
	add := func(chs []report.Channel, side func(*Delta) *int64) {
		for _, ch := range chs {
			d, ok := channels[ch.Name]
			if !ok {
				order = append(order, ch.Name)
				d.Name = ch.Name + " sent"
			}
			*side(&d) = ch.Sent
			channels[ch.Name] = d
		}
	}
	add(before.Channels, func(d *Delta) *int64 { return &d.Before })
	add(after.Channels, func(d *Delta) *int64 { return &d.After })
	slices.Sort(order)
	for _, name := range order {
		if d := channels[name]; d.Before+d.After > 0 {
			c.Totals = append(c.Totals, d)
		}
	}
}

// journeys lists what differs in each journey.
func (c *Comparison) journeys(before, after *report.Summary) {
	find := func(s *report.Summary, name string) *report.Journey {
		for i := range s.Journeys {
			if s.Journeys[i].Name == name {
				return &s.Journeys[i]
			}
		}
		return nil
	}
	var names []string
	for _, s := range []*report.Summary{before, after} {
		for i := range s.Journeys {
			names = append(names, s.Journeys[i].Name)
		}
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		b, a := find(before, name), find(after, name)
		d := JourneyDelta{Journey: name, Totals: []Delta{}, Steps: []StepDelta{}}
		switch {
		case b == nil:
			d.State, b = "new", &report.Journey{}
		case a == nil:
			d.State, a = "gone", &report.Journey{}
		}
		d.compare(b, a)
		if d.State != "" || len(d.Totals)+len(d.Steps) > 0 {
			c.Journeys = append(c.Journeys, d)
		}
	}
}

func (d *JourneyDelta) compare(b, a *report.Journey) {
	d.Totals = differing([]Delta{
		{"entered", b.Entered, a.Entered}, {"not entered", b.NotEntered.Total(), a.NotEntered.Total()},
		{"inside", b.Inside, a.Inside}, {"goals", b.Goals, a.Goals}, {"finished", b.Finished, a.Finished},
	})
	steps := func(j *report.Journey, id string) *report.Step {
		for i := range j.Steps {
			if j.Steps[i].ID == id {
				return &j.Steps[i]
			}
		}
		return nil
	}
	add := func(was, is *report.Step) {
		x := StepDelta{}
		switch {
		case was == nil:
			x.State, was = "new", &report.Step{}
		case is == nil:
			x.State, is = "gone", &report.Step{}
		}
		shown := is
		if x.State == "gone" {
			shown = was
		}
		x.Step, x.Label, x.Line = shown.ID, shown.Label, int(shown.Line)
		x.Totals = differing([]Delta{
			{"passed", was.Arrived, is.Arrived}, {"sent", was.Sent, is.Sent}, {"skipped", was.Skipped.Total(), is.Skipped.Total()},
			{"here", was.Waiting, is.Waiting},
		})
		if x.State != "" || len(x.Totals) > 0 || was.Label != is.Label {
			d.Steps = append(d.Steps, x)
		}
	}
	for i := range a.Steps {
		add(steps(b, a.Steps[i].ID), &a.Steps[i])
	}
	for i := range b.Steps {
		if steps(a, b.Steps[i].ID) == nil {
			add(&b.Steps[i], nil)
		}
	}
}

func differing(ds []Delta) []Delta {
	return slices.DeleteFunc(ds, func(d Delta) bool { return d.Before == d.After })
}

// treated finds who is treated differently.
func (s *Session) treated(c *Comparison, a, b *play, na, nb uint32, group []uint32) {
	c.Total = s.status.People
	ta, tb := tracers(a, b)
	g := s.grouping(ta, tb, na, nb)
	add := func(who uint32, group []uint32) {
		c.People++
		at := g.add(group)
		if len(c.Examples) < mostExamples || g.groups[at].People <= mostOfGroup {
			x := s.differs(who, ta, tb, na, nb)
			x.Reason = g.groups[at].Words
			c.Examples = append(c.Examples, x)
		}
	}
	if group != nil {
		c.Total = 1
		ea, eb := seenOf(a, group, na), seenOf(b, group, nb)
		if same(ta, tb, ea, eb) < max(len(ea), len(eb)) {
			add(s.store.final(group[0]), group)
		}
		c.Groups = g.sorted()
		return
	}
	n := max(len(a.log.heads), len(b.log.heads), len(s.store.heads))
	both := apart(a, b)
	ha, hb := s.traces(ta, na, n, both), s.traces(tb, nb, n, both)
	for who := range uint32(n) {
		if ha[who] != hb[who] {
			add(who, s.store.group(who))
		}
	}
	c.Groups = g.sorted()
	slices.SortStableFunc(c.Examples, func(x, y PersonDiff) int { return cmp.Compare(x.At, y.At) })
}

// traces sums up what everybody sees of a run as one number each, or what those do who
// are in among, where it is not nil.
func (s *Session) traces(t *tracer, n uint32, people int, among []bool) []uint64 {
	out := make([]uint64, people)
	for i := range n {
		if !visible(t.log.look(i).kind()) {
			continue
		}
		if who := t.log.personOf(i); among == nil || int(who) >= len(among) || among[who] {
			e := t.log.entry(i)
			who := s.store.final(e.person)
			out[who] = mix(out[who] + 1 ^ t.trace(i, e))
		}
	}
	return out
}

// visible reports whether people see a decision of a kind.
func visible(k engine.Kind) bool {
	switch k {
	case engine.NoEnter, engine.Late, engine.Wait, engine.Branch, engine.Split:
		return false
	}
	return true
}

// tracer makes numbers of decisions that are the same for decisions which look the
// same, whatever version made them.
type tracer struct {
	*play
	journeys []uint64
	steps    [][]uint64
}

// alone reports whether a version has one journey only.
func alone(p *play) bool { return len(journeyNames(p.version.Program)) == 1 }

// tracers are those of two runs that are compared.
func tracers(a, b *play) (ta, tb *tracer) {
	nameless := alone(a) && alone(b)
	return newTracer(a, nameless), newTracer(b, nameless)
}

func newTracer(p *play, nameless bool) *tracer {
	t := &tracer{play: p}
	for i := range p.version.Program.Journeys {
		j := &p.version.Program.Journeys[i]
		name := j.Name
		if nameless && !j.Std {
			name = ""
		}
		t.journeys = append(t.journeys, number(name))
		steps := make([]uint64, len(j.Steps))
		for k := range j.Steps {
			steps[k] = number(j.Steps[k].Label)
		}
		for k := range j.Sends {
			if x := &j.Sends[k]; x.Content >= 0 {
				steps[x.Step] = mix(steps[x.Step] ^ number(p.version.wording(p.version.Program.Messages[x.Content].Name)))
			}
		}
		t.steps = append(t.steps, steps)
	}
	return t
}

// wording is a message as it is written, however it is laid out; empty when that is
// not known.
func (v *Version) wording(name string) string {
	if v.Info == nil {
		return ""
	}
	for _, m := range v.Info.Messages {
		if m.Name != name || m.Decl == nil {
			continue
		}
		for _, f := range v.Info.Files {
			for _, d := range f.Decls {
				if d == m.Decl {
					return strings.Join(strings.Fields(f.Src[m.Decl.Start:m.Decl.End]), " ")
				}
			}
		}
	}
	return ""
}

func (t *tracer) trace(i uint32, e *entry) uint64 {
	h := mix(uint64(e.at)) + t.journeys[e.journey]
	if e.step >= 0 {
		h = mix(h ^ t.steps[e.journey][e.step])
	}
	h = mix(h ^ uint64(e.kind())<<8 ^ uint64(e.reason))
	if e.beside {
		for _, item := range t.log.items[i] {
			h = mix(h ^ number(item))
		}
	}
	return h
}

func number(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return mix(h)
}

// differs describes how somebody is treated differently.
func (s *Session) differs(who uint32, a, b *tracer, na, nb uint32) PersonDiff {
	group := s.store.group(who)
	ea, eb := seenOf(a.play, group, na), seenOf(b.play, group, nb)
	i := same(a, b, ea, eb)
	d := PersonDiff{Person: s.refOf(who), Messages: Delta{"messages", sentOf(a.play, ea), sentOf(b.play, eb)}}
	tell := func(p *play, es []uint32) (string, Instant) {
		if i >= len(es) {
			return "", 0
		}
		x := p.log.decision(es[i])
		if d.At == 0 || Instant(x.At) <= d.At { // the later version's line, where both are at one instant
			d.At, d.Line, d.File = Instant(x.At), int(x.Line), p.version.Program.Journeys[x.Journey].File
		}
		return report.Describe(p.version.Program.Program, &x), Instant(x.At)
	}
	d.Before, d.BeforeAt = tell(a.play, ea)
	d.After, d.AfterAt = tell(b.play, eb)
	if d.Before == d.After && d.BeforeAt == d.AfterAt {
		d.After += ", which says something else"
	}
	return d
}

// same is how many decisions of two runs look the same, from the first on.
func same(a, b *tracer, ea, eb []uint32) int {
	i := 0
	for i < len(ea) && i < len(eb) && a.trace(ea[i], a.log.entry(ea[i])) == b.trace(eb[i], b.log.entry(eb[i])) {
		i++
	}
	return i
}

// seenOf lists the decisions about a group of people that they see.
func seenOf(p *play, group []uint32, n uint32) []uint32 {
	return slices.DeleteFunc(p.log.of(group, n), func(i uint32) bool { return !visible(p.log.look(i).kind()) })
}

func sentOf(p *play, es []uint32) int64 {
	var n int64
	for _, i := range es {
		if e := p.log.entry(i); e.kind() == engine.Send && !e.skipped() {
			n++
		}
	}
	return n
}

// difference puts a person in two runs beside each other; the lock is held.
func (s *Session) difference(who uint32, a, b *play, at int64) *Difference {
	d := &Difference{Schema: Schema, Before: s.person(who, a, at), After: s.person(who, b, at)}
	mark := func(x, y *Person, sign string) bool {
		has := map[string]int{}
		for i := range y.Entries {
			has[likeness(&y.Entries[i])]++
		}
		found := false
		for i := range x.Entries {
			k := likeness(&x.Entries[i])
			if has[k] > 0 {
				has[k]--
				continue
			}
			x.Entries[i].Mark, found = sign, true
		}
		return found
	}
	gone, came := mark(d.Before, d.After, "-"), mark(d.After, d.Before, "+")
	d.Same = !gone && !came
	d.Words = inWords(d)
	return d
}

// likeness is the same for entries that look the same.
func likeness(e *Entry) string {
	return fmt.Sprint(e.At, "\x00", e.Kind, "\x00", e.Text, "\x00", e.Journey, "\x00", e.Step, "\x00", e.Origin)
}

// inWords says what the difference comes to.
func inWords(d *Difference) string {
	sent := func(p *Person) (n int) {
		for i := range p.Entries {
			if p.Entries[i].Sent {
				n++
			}
		}
		return n
	}
	last := func(p *Person) string {
		for i := len(p.Entries) - 1; i >= 0; i-- {
			if p.Entries[i].Decision == engine.Exit.String() || p.Entries[i].Decision == engine.Goal.String() {
				return strings.TrimPrefix(p.Entries[i].Text, "leaves: ")
			}
		}
		return ""
	}
	var out []string
	switch n := sent(d.After) - sent(d.Before); {
	case n == -1:
		out = append(out, "1 message fewer")
	case n < 0:
		out = append(out, fmt.Sprintf("%d messages fewer", -n))
	case n == 1:
		out = append(out, "1 message more")
	case n > 0:
		out = append(out, fmt.Sprintf("%d messages more", n))
	}
	if b, a := last(d.Before), last(d.After); b != a {
		switch {
		case a == "":
			out = append(out, "no longer: "+b)
		case b == "":
			out = append(out, a)
		default:
			out = append(out, a+" instead of "+b)
		}
	}
	switch {
	case len(out) > 0:
	case d.Same:
		return "no difference"
	default:
		return "the same messages, at other times or of other steps"
	}
	return strings.Join(out, ", ")
}

// Summaries are what both runs did, up to the instant of the comparison.
func (c *Comparison) Summaries() (before, after *report.Summary) { return c.before, c.after }
