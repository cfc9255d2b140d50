package bytecode

import (
	"fmt"
	"strconv"
	"strings"
)

// journey writes one journey's tables, and notes what begins where in its code.
func (d *disassembler) journey(j *Journey) {
	title := ""
	if j.Title != "" {
		title = " " + strconv.Quote(j.Title)
	}
	if j.Std {
		title += " (silent)"
	}
	d.line(0, "journey %s%s  %s:%d", j.Name, title, j.File, j.Line)
	entry := scopeOf{event: -1, entry: j.Entry}
	for i := range j.Alts {
		d.line(1, "when %s", d.pattern(&j.Alts[i], j))
	}
	for i := range j.Subs {
		a := &j.Subs[i]
		d.line(1, "pattern %d, part %d of pattern %d: %s", len(j.Alts)+i, a.Part, a.Parent, d.pattern(a, j))
	}
	d.line(1, "enter %s", d.mode(j))
	for i, f := range j.Entry {
		d.line(1, "entry %d %s %s", i, f.Name, f.Type)
	}
	if g := j.Goal; g != nil {
		d.line(1, "goal %s%s%s  ; line %d", d.tests(g.Any, j.Name+" goal", j.Entry), within(g.Within), d.lasts(g.Regs), g.Line)
	}
	for i := range j.Exits {
		e := &j.Exits[i]
		d.line(1, "exit %s%s  ; line %d", d.tests(e.Any, j.Name+" exit", j.Entry), d.lasts(e.Regs), e.Line)
	}
	if j.While >= 0 {
		d.line(1, "while %s  ; line %d", d.value(j.While, j.Name+" while", entry), j.WhileLine)
	}
	if j.Zone != "" {
		d.line(1, "zone %s", j.Zone)
	}
	if j.Holdout != 0 {
		d.line(1, "holdout %s", percent(j.Holdout))
	}
	if j.Policy >= 0 {
		d.line(1, "policy %s", d.p.Policies[j.Policy].Name)
	}
	if j.Priority != 0 {
		d.line(1, "priority %d", j.Priority)
	}
	if !j.AcceptLate.Zero() {
		d.line(1, "accept late %s", j.AcceptLate)
	}
	if !j.Backfill.Zero() {
		d.line(1, "backfill %s", j.Backfill)
	}
	if j.Exclusive != "" {
		d.line(1, "exclusive %s", j.Exclusive)
	}
	d.begin(j.Start, j.Name, entry)
	d.starts[j.Start] = j
	for i := range j.States {
		d.line(1, "state %d %s", i, d.state(j, i, entry))
	}
	for i := range j.Sends {
		d.line(1, "send %d %s", i, d.send(j, i, entry))
	}
	for i := range j.Splits {
		d.line(1, "split %d %s", i, d.split(j, i))
	}
	for i := range j.Emits {
		e := &j.Emits[i]
		var fields []string
		for _, f := range e.Fields {
			fields = append(fields, d.p.Events[e.Event].Fields[f].Name)
		}
		d.line(1, "emit %d %s%s  ; %s", i, d.p.Events[e.Event].Name, list(" ", fields), stepName(j, e.Step))
	}
	for i := range j.Acts {
		d.act(&j.Acts[i], i, j)
	}
}

func (d *disassembler) act(a *Act, i int, j *Journey) {
	what := a.Kind.String()
	if a.Kind == ActStart {
		what += " " + d.p.Journeys[a.Journey].Name
	}
	d.line(1, "act %d %s%s  ; %s", i, what, list(" ", a.Names), stepName(j, a.Step))
}

func (d *disassembler) mode(j *Journey) string {
	s := j.Mode.String()
	if j.Mode == Again {
		s += " after " + j.After.String()
	}
	if j.Key != "" {
		s += " " + j.Key
	}
	return s
}

func (d *disassembler) pattern(a *Pattern, j *Journey) string {
	var parts []string
	for _, p := range a.Parts {
		text := d.tests(p, j.Name+" when", nil)
		if len(p) == 0 {
			text = "…"
		}
		parts = append(parts, text)
	}
	var s string
	switch a.Kind {
	case PatEvent:
		s = parts[0]
	case PatAbsence:
		s = parts[0] + " and not " + d.tests(a.Not, j.Name+" not", nil) + d.lasts(a.NotReg) + within(a.Within)
	case PatSeq:
		s = strings.Join(parts, " followed by ") + within(a.Within)
		if len(a.Not) > 0 {
			s += " with no " + d.tests(a.Not, j.Name+" not", nil) + " between"
		}
	case PatBoth:
		s = strings.Join(parts, " and ") + within(a.Within)
	case PatCount:
		s = fmt.Sprintf("%d %s in %s", a.N, parts[0], a.Within)
		if a.Per != NoPeriod {
			s = fmt.Sprintf("%d %s per %s", a.N, parts[0], a.Per)
		}
	case PatDate, PatSchedule:
		s = d.date(a.Date, j.Name+" when")
	case PatSilence:
		s = fmt.Sprintf("no %s for %s", parts[0], a.Within)
	case PatSegment:
		s = "enters " + d.p.Segments[a.Segment].Name
		if a.Leaves {
			s = "leaves " + d.p.Segments[a.Segment].Name
		}
	case PatChange:
		s = "profile." + d.p.Traits[a.Trait].Name + " changes"
		if a.From >= 0 {
			s += " from " + d.value(a.From, j.Name+" from", scopeOf{event: -1})
		}
		if a.To >= 0 {
			s += " to " + d.value(a.To, j.Name+" to", scopeOf{event: -1})
		}
	default:
		s = fmt.Sprintf("pattern %d of %s%s", a.Kind, strings.Join(parts, ", "), within(a.Within))
	}
	return fmt.Sprintf("%s  ; line %d", s, a.Line)
}

// tests writes what is heard: events, with their conditions and what they give to
// the entry payload.
func (d *disassembler) tests(ts []Test, what string, entry []Field) string {
	var out []string
	for i := range ts {
		t := &ts[i]
		e := &d.p.Events[t.Event]
		s := e.Name
		if t.Cond >= 0 {
			s += " where " + d.value(t.Cond, what+" "+e.Name+" where", scopeOf{event: t.Event, entry: entry})
		}
		if t.Key >= 0 {
			s += " by " + e.Fields[t.Key].Name
		}
		var captured []string
		for _, c := range t.Captures {
			captured = append(captured, fmt.Sprintf("%s → %d", e.Fields[c.Field].Name, c.Slot))
		}
		out = append(out, s+list(" keeping ", captured))
	}
	if len(out) == 0 {
		return "nothing"
	}
	return strings.Join(out, " or ")
}

func (d *disassembler) lasts(regs []int32) string {
	var out []string
	for _, r := range regs {
		if r >= 0 {
			out = append(out, strconv.Itoa(int(r)))
		}
	}
	if len(out) == 0 {
		return ""
	}
	return " (register " + strings.Join(out, ", ") + ")"
}

// eventNames names the events of tests.
func (d *disassembler) eventNames(ts []Test) string {
	var out []string
	for i := range ts {
		out = append(out, d.p.Events[ts[i].Event].Name)
	}
	return strings.Join(out, " or ")
}

func within(w Duration) string {
	if w.Zero() {
		return ""
	}
	return " within " + w.String()
}

func (d *disassembler) state(j *Journey, i int, entry scopeOf) string {
	s := &j.States[i]
	out := s.Kind.String()
	name := fmt.Sprintf("%s state %d", j.Name, i)
	for _, a := range s.Arms {
		d.label(a.PC, name+" "+d.eventNames(a.Any))
		if a.Name != "" {
			out += fmt.Sprintf(" %q =", a.Name)
		}
		out += fmt.Sprintf(" %s%s → %d,", d.tests(a.Any, name, j.Entry), d.lasts(a.Regs), a.PC)
	}
	if s.Kind == StateUntil {
		d.label(s.Then, name+" holds")
		out += fmt.Sprintf(" %s → %d,", d.value(s.Cond, name, entry), s.Then)
	}
	if s.Kind == StateRepeat {
		out += d.repeat(s, name, entry)
	}
	switch {
	case s.Kind == StateHold:
		d.label(s.Deadline, name+" released")
		out += fmt.Sprintf(" → %d", s.Deadline)
	case s.Forever:
		out += " no deadline"
	case s.Kind == StateRepeat && s.Limit.Zero():
		d.label(s.Deadline, name+" again")
		out += fmt.Sprintf(" at once → %d", s.Deadline)
	default:
		d.label(s.Deadline, name+" deadline")
		limit := s.Limit.String()
		if s.At != nil {
			limit = "until " + d.moment(s.At, name, entry)
		}
		out += fmt.Sprintf(" %s → %d", limit, s.Deadline)
	}
	return out + "  ; " + stepName(j, s.Step)
}

// repeat is what ends a repeat.
func (d *disassembler) repeat(s *State, name string, entry scopeOf) string {
	out := fmt.Sprintf(" level %d", s.Level)
	if s.Times > 0 {
		out += fmt.Sprintf(" %d times", s.Times)
	}
	if s.Cond >= 0 {
		out += " until " + d.value(s.Cond, name, entry)
	}
	d.label(s.Then, name+" done")
	return fmt.Sprintf("%s → %d,", out, s.Then)
}

func (d *disassembler) send(j *Journey, i int, entry scopeOf) string {
	s := &j.Sends[i]
	out := s.Channel
	switch {
	case s.Content >= 0:
		out += " message " + d.p.Messages[s.Content].Name
	case s.Value >= 0:
		out += " " + d.value(s.Value, fmt.Sprintf("%s send %d", j.Name, i), entry)
	}
	if s.Message != "" {
		out += " as " + s.Message
	}
	for k, code := range s.Params {
		out += fmt.Sprintf(", %d = %s", k, d.value(code, fmt.Sprintf("%s send %d parameter %d", j.Name, i, k), entry))
	}
	if s.Transactional {
		out += " transactional"
	}
	if s.Address >= 0 {
		out += " to profile." + d.p.Traits[s.Address].Name
	}
	for _, m := range s.Marks {
		out += " marking " + strconv.Itoa(int(m))
	}
	if s.Hold >= 0 {
		out += fmt.Sprintf(" held in state %d", s.Hold)
	}
	for i, d := range s.Valid {
		out += []string{" good for ", ", "}[min(i, 1)] + d.String()
	}
	return out + "  ; " + stepName(j, s.Step)
}

func (d *disassembler) split(j *Journey, i int) string {
	s := &j.Splits[i]
	var arms []string
	for _, a := range s.Arms {
		d.label(a.PC, fmt.Sprintf("%s split %d %s", j.Name, i, a.Name))
		arms = append(arms, fmt.Sprintf("%s below %s → %d", a.Name, percent(a.Upto), a.PC))
	}
	arms = append(arms, fmt.Sprintf("the others → %d", s.Rest))
	return strings.Join(arms, ", ") + "  ; " + stepName(j, s.Step) + ", by " + s.Salt
}

// percent writes a share of 10,000.
func percent(n int32) string { return strconv.FormatFloat(float64(n)/100, 'f', -1, 64) + "%" }

func stepName(j *Journey, i int32) string {
	if i < 0 || int(i) >= len(j.Steps) {
		return "no step"
	}
	return fmt.Sprintf("%s, line %d", j.Steps[i].ID, j.Steps[i].Line)
}
