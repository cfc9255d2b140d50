package lint

import (
	"slices"

	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// AnswersTwice is two journeys that answer one event with a message each.
var AnswersTwice = warning("J0554", "answers-twice", "two journeys that answer one event at the same instant",
	"Both begin with the same event and write at once on the same channel, and nothing says which of them goes first or that one is enough. People get two messages of the same second.",
	"Say which comes first with `priority`, let people be in one of them at a time with `exclusive GROUP`, or let a policy with `at most` count them.",
	"journey thanks {\n  when purchased\n  then email \"Thank you\"\n}\njourney tips {\n  when purchased\n  then email \"Make the most of it\"\n}\n",
	"journey thanks {\n  when purchased\n  priority 1\n  then email \"Thank you\"\n}\njourney tips {\n  when purchased\n  then {\n    wait 2d\n    email \"Make the most of it\"\n  }\n}\n")

// The evidence: one event without a filter, the same in both, and a message that
// everybody gets as the first thing, on the same channel, not a transactional one.
func newAnswersTwice(p *pass) looker { return &answersTwice{pass: p} }

type answersTwice struct {
	*pass
	seen []answering
}

type answering struct {
	j     *check.Journey
	event *check.Event
	send  *ast.Send
}

func (r *answersTwice) journey(j *check.Journey) {
	w, ok := j.Decl.Trigger.(*ast.When)
	if !ok || j.Decl.Body == nil || len(j.Decl.Body.Steps) == 0 {
		return
	}
	e, ok := w.Pattern.(*ast.EventPat)
	if !ok || e.Where != nil || r.info.Heard[e] == nil {
		return
	}
	send, ok := j.Decl.Body.Steps[0].(*ast.Send)
	if !ok || send.Transactional || r.ordered(j) {
		return
	}
	a := answering{j, r.info.Heard[e], send}
	i := slices.IndexFunc(r.seen, func(o answering) bool {
		return o.event == a.event && o.send.Channel.Text == send.Channel.Text
	})
	r.seen = append(r.seen, a)
	if i < 0 {
		return
	}
	first := r.seen[i]
	d := r.report(AnswersTwice, j.File, send.Channel.Span.To(send.Content.Pos()), "`"+first.j.Name+"` answers `"+e.Name.Text+"` at the same instant, too",
		"give one of them `priority`, or both `exclusive GROUP`, or a policy with `at most`")
	d.Notes = append(d.Notes, noteAt(first.j.File, first.send.Channel.Span.To(first.send.Content.Pos()), "the other message"))
}

func (*answersTwice) finish() {}

// ordered reports whether something says how a journey stands beside others.
func (r *answersTwice) ordered(j *check.Journey) bool {
	for _, s := range j.Decl.Settings {
		switch s.(type) {
		case *ast.Priority, *ast.Exclusive:
			return true
		}
	}
	if j.Policy == nil {
		return false
	}
	return slices.ContainsFunc(j.Policy.Decl.Rules, func(rule ast.PolicyRule) bool {
		_, limited := rule.(*ast.CapRule)
		return limited
	})
}
