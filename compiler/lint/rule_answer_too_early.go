package lint

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// AnswerTooEarly is a wait for an answer to what has not been sent.
var AnswerTooEarly = warning("J0556", "answer-too-early", "a wait for an answer to a message that has not gone by then",
	"Nobody opens or clicks a letter that they have not got: when the message goes only behind the wait, or never, the event does not come, and everybody waits for the whole time. The same holds for a goal or an exit that is an answer to a message that nothing sends.",
	"Send the message before the wait, or wait for an answer to one that was sent.",
	"journey j {\n  when signed_up\n  then {\n    email \"Welcome\" as first_mail\n    wait for clicked second_mail up to 2d\n    email \"Three tips\" as second_mail\n  }\n}\n",
	"journey j {\n  when signed_up\n  then {\n    email \"Welcome\" as first_mail\n    wait for clicked first_mail up to 2d\n    email \"Three tips\" as second_mail\n  }\n}\n")

func newAnswerTooEarly(p *pass) looker {
	return each(func(j *check.Journey) {
		w := &answers{p: p, j: j, sent: map[string]bool{}}
		w.block(j.Decl.Body)
		// By now everything that the journey may send has been.
		for _, s := range j.Decl.Settings {
			switch s := s.(type) {
			case *ast.Goal:
				w.wait(s.Pattern)
			case *ast.Exit:
				w.wait(s.Pattern)
			}
		}
	})
}

// answers walks through a journey in the order of its steps. What may have been sent by
// then, on whatever way, has been.
type answers struct {
	p    *pass
	j    *check.Journey
	sent map[string]bool // steps and messages
}

func (w *answers) block(b *ast.Block) {
	if b == nil {
		return
	}
	for _, s := range b.Steps {
		switch s := s.(type) {
		case *ast.Send:
			w.note(s)
		case *ast.WaitFor:
			w.wait(s.Event)
		case *ast.Race:
			for _, a := range s.Arms {
				w.wait(a.Event)
			}
		case *ast.Repeat: // of a later run everything in it lies behind
			for _, send := range sendsIn(s.Body) {
				w.note(send)
			}
		}
		inner(s, w.block)
	}
}

func (w *answers) note(s *ast.Send) {
	w.sent[s.As.Text] = true
	if m, ok := s.Content.(*ast.IdentExpr); ok {
		w.sent[m.Text] = true
	}
}

// wait looks at what a step listens for: every one of the answers must be to something
// that cannot have been sent.
func (w *answers) wait(pattern ast.Pattern) {
	es := ast.Events(pattern)
	if len(es) == 0 {
		return
	}
	for _, e := range es {
		if e.Step.Text == "" || w.sent[e.Step.Text] || w.elsewhere(e.Step.Text) {
			return
		}
	}
	name := es[0].Step.Text
	detail := "send it before this wait, or wait for an answer to a message that was sent"
	summary := "`" + name + "` has not been sent when this listens for an answer to it"
	d := w.p.report(AnswerTooEarly, w.j.File, pattern.Pos(), summary, detail)
	for _, s := range sendsIn(w.j.Decl.Body) {
		if m, ok := s.Content.(*ast.IdentExpr); s.As.Text == name || ok && m.Text == name {
			d.Notes = append(d.Notes, noteAt(w.j.File, s.Pos(), "it goes here, behind the wait"))
			return
		}
	}
}

// elsewhere reports whether another journey sends the message: its answers are heard
// here, too.
func (w *answers) elsewhere(message string) bool {
	for _, j := range w.p.info.Journeys {
		if j == w.j {
			continue
		}
		for _, s := range sendsIn(j.Decl.Body) {
			if m, ok := s.Content.(*ast.IdentExpr); ok && m.Text == message {
				return true
			}
		}
	}
	return false
}

// sendsIn are the messages below a block.
func sendsIn(b *ast.Block) []*ast.Send {
	var out []*ast.Send
	if b != nil {
		ast.Walk(b, func(n ast.Node) bool {
			if s, ok := n.(*ast.Send); ok {
				out = append(out, s)
			}
			return true
		})
	}
	return out
}
