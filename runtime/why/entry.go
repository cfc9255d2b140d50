package why

import (
	"fmt"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/compiler/graph"
	"github.com/journeylang/journey/runtime/engine"
)

// entered says what made the trigger true.
func (t *teller) entered(s *stay) []Fact {
	j, d := s.journey, s.enter
	facts := t.backfilled(s)
	for i := range j.Alts {
		a := &j.Alts[i]
		if facts != nil || a.Line != d.Line || hearsPerson(a) || (a.Kind == bytecode.PatAbsence) != (d.Until != 0) {
			continue
		}
		if f := t.because(s, a); f != nil {
			facts = f
			break
		}
	}
	for i := range j.Alts {
		if a := &j.Alts[i]; facts == nil && a.Line == d.Line && d.Until == 0 && hearsPerson(a) {
			facts = t.becauseOfPerson(d, a)
		}
	}
	if facts == nil {
		// An event that another journey emitted stands in no line of the feed.
		m := t.moment(d.At, s.index)
		facts = []Fact{{OK: true, What: alternatives(t.p, j), Words: join(m.short(), emitted(d.Cause)), At: &m}}
	}
	if j.While >= 0 {
		facts = append(facts, Fact{OK: true, What: "while " + graph.ConditionText(t.p, j, j.While), Words: "it was so"})
	}
	return facts
}

// backfilled says what had made the trigger true before the journey was activated, of
// somebody who came in when it was.
func (t *teller) backfilled(s *stay) []Fact {
	j, d := s.journey, s.enter
	if t.in.Activated == 0 || d.At != t.in.Activated || d.Cause != 0 || j.Backfill.Zero() {
		return nil
	}
	began := t.moment(d.At, s.index)
	facts := []Fact{{
		OK: true, What: "backfill " + graph.Duration(j.Backfill), At: &began,
		Words: "it had come true less than " + graph.Duration(j.Backfill) + " before the journey began to let people in, " + began.short(),
	}}
	for i := range j.Alts {
		a := &j.Alts[i]
		if a.Line != d.Line || len(a.Parts) == 0 {
			continue
		}
		if a.Kind == bytecode.PatAbsence && d.Until != 0 {
			then := *d
			then.At = t.after(d.Until, a.Within, s.index)
			return append(t.becauseAbsence(&stay{enter: &then, journey: j, index: s.index}, a), facts...)
		}
		last := a.Parts[len(a.Parts)-1]
		for k := len(t.byTime) - 1; k >= 0 && d.Until == 0; k-- {
			if r := t.byTime[k]; r.Time < d.At && !r.Late && t.matches(last, r) {
				return append([]Fact{t.fact(true, graph.TestsText(t.p, last), r, s.index)}, facts...)
			}
		}
	}
	return facts
}

// emitted speaks of an event that a journey made; cause is the line that the journey
// answered with it, 0 for a timer.
func emitted(cause int64) string {
	if cause == 0 {
		return "emitted by another journey"
	}
	return "emitted by another journey on " + feedLine(cause)
}

func alternatives(p *bytecode.Program, j *bytecode.Journey) string {
	alts := make([]string, len(j.Alts))
	for i := range j.Alts {
		alts[i] = graph.PatternText(p, &j.Alts[i])
	}
	return strings.Join(alts, " or ")
}

// because explains the firing of one alternative, or returns nil when it cannot have
// been this one.
func (t *teller) because(s *stay, a *bytecode.Pattern) []Fact {
	last := t.byLine[s.enter.Cause]
	if a.Nested {
		return t.becauseNested(s, a, last)
	}
	switch a.Kind {
	case bytecode.PatDate, bytecode.PatSchedule:
		m := t.moment(s.enter.At, s.index)
		return []Fact{{OK: true, What: graph.PatternText(t.p, a), Words: m.short(), At: &m}}
	case bytecode.PatAbsence:
		return t.becauseAbsence(s, a)
	case bytecode.PatSilence:
		return t.becauseSilence(s, a)
	case bytecode.PatSeq:
		return t.becauseSequence(s, a, last)
	case bytecode.PatBoth:
		return t.becauseBoth(s, a, last)
	case bytecode.PatCount:
		return t.becauseCount(s, a, last)
	}
	if len(a.Parts) == 0 || !t.matches(a.Parts[0], last) {
		return nil
	}
	return []Fact{t.fact(true, graph.TestsText(t.p, a.Parts[0]), last, s.index)}
}

// base is the event that began the wait of an absence.
func (t *teller) base(s *stay, a *bytecode.Pattern) *Record {
	for _, r := range t.byTime {
		if r.Time == s.enter.Until && t.matches(a.Parts[0], r) {
			return r
		}
	}
	return nil
}

func (t *teller) becauseAbsence(s *stay, a *bytecode.Pattern) []Fact {
	began, ended := t.moment(s.enter.Until, s.index), t.moment(s.enter.At, s.index)
	first := Fact{OK: true, What: graph.TestsText(t.p, a.Parts[0]), Words: join(began.short(), emitted(0)), At: &began}
	if r := t.base(s, a); r != nil {
		first = t.fact(true, first.What, r, s.index)
	}
	facts := []Fact{first}
	for _, x := range a.Not {
		f := Fact{
			OK: true, What: "not " + graph.TestsText(t.p, []bytecode.Test{x}),
			Words: fmt.Sprintf("none from %s to %s", began.short(), ended.shortAfter(began)),
		}
		for _, r := range t.byTime {
			if r.Late && r.Time >= s.enter.Until && r.Time < s.enter.At && t.matches([]bytecode.Test{x}, r) {
				f.Words = join(fmt.Sprintf("none was known from %s to %s; one came late", began.short(), ended.shortAfter(began)), feedLine(r.Line))
				f.Feed = r.Line
				break
			}
		}
		facts = append(facts, f)
	}
	return append(facts, Fact{OK: true, What: "waited " + graph.Duration(a.Within), Words: "until " + ended.short(), At: &ended})
}

func (t *teller) becauseSilence(s *stay, a *bytecode.Pattern) []Fact {
	if s.enter.Cause != 0 {
		return nil
	}
	for i := len(t.byTime) - 1; i >= 0; i-- {
		r := t.byTime[i]
		if r.Time >= s.enter.At || !t.matches(a.Parts[0], r) || t.after(r.Time, a.Within, s.index) != s.enter.At {
			continue
		}
		what := graph.TestsText(t.p, a.Parts[0])
		from, to := t.moment(r.Time, s.index), t.moment(s.enter.At, s.index)
		return []Fact{
			t.fact(true, "the last "+what, r, s.index),
			{OK: true, What: "no " + what + " for " + graph.Duration(a.Within), Words: fmt.Sprintf("from %s to %s", from.short(), to.short()), At: &to},
		}
	}
	return nil
}

func (t *teller) becauseSequence(s *stay, a *bytecode.Pattern, last *Record) []Fact {
	n := len(a.Parts) - 1
	if !t.matches(a.Parts[n], last) {
		return nil
	}
	facts := make([]Fact, n+1)
	facts[n] = t.fact(true, "then "+graph.TestsText(t.p, a.Parts[n]), last, s.index)
	first := last
	for i := n - 1; i >= 0; i-- {
		r := t.latestBefore(s.journey, a.Parts[i], first)
		if r == nil {
			return nil
		}
		what := graph.TestsText(t.p, a.Parts[i])
		if i > 0 {
			what = "then " + what
		}
		facts[i] = t.fact(true, what, r, s.index)
		first = r
	}
	if !a.Within.Zero() {
		end := t.moment(t.after(first.Time, a.Within, s.index), s.index)
		facts = append(facts, Fact{OK: true, What: "within " + graph.Duration(a.Within), Words: "the last came before " + end.short(), At: &end})
	}
	if len(a.Not) > 0 {
		facts = append(facts, Fact{OK: true, What: "no " + graph.TestsText(t.p, a.Not) + " between", Words: "none"})
	}
	return facts
}

func (t *teller) becauseBoth(s *stay, a *bytecode.Pattern, last *Record) []Fact {
	var facts []Fact
	completing, first := -1, last
	for i, part := range a.Parts {
		if t.matches(part, last) {
			completing = i
		}
	}
	if completing < 0 {
		return nil
	}
	for i, part := range a.Parts {
		r := last
		if i != completing {
			if r = t.latestBefore(s.journey, part, last); r == nil {
				return nil
			}
			if before(r, first) {
				first = r
			}
		}
		facts = append(facts, t.fact(true, graph.TestsText(t.p, part), r, s.index))
	}
	end := t.moment(t.after(first.Time, a.Within, s.index), s.index)
	return append(facts, Fact{OK: true, What: "within " + graph.Duration(a.Within), Words: "the last came before " + end.short(), At: &end})
}

func (t *teller) becauseCount(s *stay, a *bytecode.Pattern, last *Record) []Fact {
	if !t.matches(a.Parts[0], last) {
		return nil
	}
	var found []*Record
	for i := len(t.byTime) - 1; i >= 0 && len(found) < int(a.N); i-- {
		r := t.byTime[i]
		if (r == last || before(r, last)) && t.inPeriod(a, s.index, r, last) && t.matches(a.Parts[0], r) && t.sameKey(s.journey, r, last) {
			found = append(found, r)
		}
	}
	if len(found) < int(a.N) {
		return nil
	}
	what := graph.TestsText(t.p, a.Parts[0])
	first := found[len(found)-1]
	facts := []Fact{t.fact(true, "the first "+what, first, s.index)}
	if a.N > 2 {
		facts = append(facts, Fact{OK: true, What: fmt.Sprintf("%d in between", a.N-2), Words: between(found)})
	}
	facts = append(facts, t.fact(true, "the last "+what, last, s.index))
	if a.Per != bytecode.NoPeriod {
		begins := t.moment(t.zone(last.Time, s.index).StartOf(last.Time, engine.Unit(a.Per)), s.index)
		return append(facts, Fact{OK: true, What: fmt.Sprintf("%d per %s", a.N, a.Per), Words: "all since " + begins.short() + ", when it began", At: &begins})
	}
	end := t.moment(t.after(first.Time, a.Within, s.index), s.index)
	return append(facts, Fact{OK: true, What: fmt.Sprintf("%d in %s", a.N, graph.Duration(a.Within)), Words: "the last came before " + end.short(), At: &end})
}

// inPeriod reports whether an event may be counted with a later one: in the same
// period of the calendar, if it is that which is counted in.
func (t *teller) inPeriod(a *bytecode.Pattern, journey int16, r, last *Record) bool {
	if a.Per == bytecode.NoPeriod {
		return true
	}
	z, u := t.zone(last.Time, journey), engine.Unit(a.Per)
	return z.StartOf(r.Time, u) == z.StartOf(last.Time, u)
}

// between lists the lines of the events between the first and the last, which are
// in the order from the last to the first.
func between(found []*Record) string {
	const most = 6
	var lines []string
	for i := len(found) - 2; i >= 1 && len(lines) < most; i-- {
		lines = append(lines, fmt.Sprint(found[i].Line))
	}
	text := "line"
	if len(lines) > 1 {
		text = "lines"
	}
	text += " " + strings.Join(lines, ", ")
	if len(found)-2 > most {
		text += " …"
	}
	return text + " of the feed"
}

// stay explains a stay; ok is false when it has nothing of what was asked for.
func (t *teller) stay(s *stay) (Chapter, bool) {
	d := s.enter
	c := Chapter{
		Kind: engine.Enter.String(), Instance: d.Instance, Words: "came in", At: t.moment(d.At, s.index),
		Line: int(d.Line), Source: t.source(s.journey, d.Line), Facts: t.entered(s),
	}
	if d.Instance > 1 {
		c.Words = fmt.Sprintf("came in again, stay %d", d.Instance)
	}
	for i, step := range s.steps {
		if t.in.Step != "" && !t.asked(s.journey, step) {
			continue
		}
		c.Steps = append(c.Steps, t.step(s, i))
	}
	return c, t.in.Step == "" || len(c.Steps) > 0
}

// asked reports whether a decision is of the step, or the message, that was asked for.
func (t *teller) asked(j *bytecode.Journey, d *engine.Decision) bool {
	return d.Step >= 0 && j.Steps[d.Step].ID == t.in.Step || d.Send >= 0 && j.Sends[d.Send].Message == t.in.Step
}
