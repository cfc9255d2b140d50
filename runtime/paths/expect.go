package paths

import (
	"fmt"
	"strings"

	"github.com/journeylang/journey/compiler/bytecode"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/parse"
	"github.com/journeylang/journey/runtime/engine"
)

// mostExpected bounds the lines of what is expected.
const mostExpected = 6

// expectations writes down what came of a draft: messages and what else is done or
// turned away, up to the end of the stay.
func (h *found) expectations(journey string) []string {
	p := h.result.Program()
	run := reading{res: h.result, journey: journeyOf(p, journey), zone: h.draft.zone()}
	var out []string
	for _, d := range run.decisions(func(*engine.Decision) bool { return true }) {
		text := h.expected(p, &d)
		if text == "" || h.draft.holdout && d.Kind != engine.Send && d.Kind != engine.Goal && d.Kind != engine.Exit {
			continue
		}
		out = append(out, "expect "+text+h.when(run.wall(d.At)))
	}
	if len(out) > mostExpected {
		// The first, and how it ended.
		out = append(out[:mostExpected-2:mostExpected-2], out[len(out)-2:]...)
	}
	if len(out) == 0 {
		out = append(out, "expect enter")
	}
	return out
}

// expected is what a decision is in a test; empty for what nobody would ask about.
func (h *found) expected(p *bytecode.Program, d *engine.Decision) string {
	j := &p.Journeys[d.Journey]
	switch d.Kind {
	case engine.Send:
		s := &j.Sends[d.Send]
		text := s.Channel
		switch {
		case s.Content >= 0 && p.Messages[s.Content].Name != "" && p.Messages[s.Content].Name == s.Message:
			text += " " + name(s.Message)
		case said(j.Steps[d.Step].Label) != "" && !d.Skipped:
			text += " " + said(j.Steps[d.Step].Label)
		case s.Content < 0 && s.Message != j.Steps[d.Step].ID:
			text += " " + name(s.Message)
		}
		if d.Skipped {
			text += " skipped " + d.Reason.String()
		}
		return text
	case engine.Goal:
		return "goal"
	case engine.Exit:
		return "exit " + d.Reason.String()
	case engine.NoEnter:
		return "no_enter " + d.Reason.String()
	case engine.Set:
		if _, rest, ok := strings.Cut(j.Steps[d.Step].Label, " "); ok {
			target, _, _ := strings.Cut(rest, " ")
			if v, ok := h.result.Set(d); ok {
				return "set " + target + " = " + v
			}
			return "set " + target
		}
	case engine.Tag, engine.Audience:
		what := d.Kind.String()
		if d.Arm == "remove" {
			if what = "remove " + what; d.Kind == engine.Audience {
				what = "remove from audience"
			}
		}
		return what + " " + quoted(d.Target)
	case engine.Webhook:
		return "webhook " + quoted(d.Target)
	case engine.Emit, engine.Start:
		return d.Kind.String() + " " + name(d.Target)
	}
	return ""
}

// said is the text of a message that stands in its step as it is, as it is written there.
func said(label string) string {
	from, to := strings.IndexByte(label, '"'), strings.LastIndexByte(label, '"')
	if from < 0 || to <= from {
		return ""
	}
	text := label[from : to+1]
	e, ds := parse.Expr(text)
	lit, ok := e.(*ast.StringLit)
	if _, plain := lit.Plain(); !ok || len(ds) > 0 || !plain {
		return ""
	}
	return text
}

// when says when something is expected; nothing where it cannot be said exactly.
func (h *found) when(at int64) string {
	first, last := int64(0), int64(0)
	for _, l := range h.draft.lines {
		if l.at < start {
			continue
		}
		if first == 0 {
			first, last = l.at, l.at
		}
		first, last = min(first, l.at), max(last, l.at)
	}
	if first == 0 {
		first, last = start, start
	}
	switch {
	case at%minute != 0 && at > last && (at-last)%second == 0:
		if gap, ok := amount(at - last); ok {
			return " at +" + gap
		}
		return ""
	case at%minute != 0:
		return ""
	case first/day == last/day && at/day == last/day:
		return " at " + clock(at)
	case first/day == last/day && at > last && at-last < 6*day:
		return " at " + weekday(at) + " " + clock(at)
	}
	return fmt.Sprintf(" at %s %s", date(at), clock(at))
}
