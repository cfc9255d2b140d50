package lint

import (
	"strings"

	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// StillSends is a journey that begins because something did not happen, and goes on
// sending when it does.
var StillSends = warning("J0515", "still-sends", "messages that go on after what they ask for has happened",
	"`and not X within d` watches for X only until the person enters. When the journey waits and then sends more, whoever did X in the meantime gets that message too. Make X the goal, or an exit.",
	"Add `goal X` or `exit when X`, or ask before each message whether it has happened.",
	"journey j {\n  when cart_abandoned and not purchased within 2h\n  then {\n    email \"Still here\"\n    wait 1d\n    email \"Last call\"\n  }\n}\n",
	"journey j {\n  when cart_abandoned and not purchased within 2h\n  goal purchased\n  then {\n    email \"Still here\"\n    wait 1d\n    email \"Last call\"\n  }\n}\n")

func newStillSends(p *pass) looker {
	return each(func(j *check.Journey) {
		w, ok := j.Decl.Trigger.(*ast.When)
		if !ok || j.Decl.Body == nil || decidesItself(j.Decl) {
			return
		}
		absence, ok := w.Pattern.(*ast.AbsencePat)
		if !ok {
			return
		}
		for _, not := range absence.Not {
			e := p.info.Heard[not]
			if e == nil || not.Where != nil || consent[e.Name] {
				return
			}
			for _, s := range j.Decl.Settings {
				if p.mentions(s, e) {
					return
				}
			}
			if p.mentions(j.Decl.Body, e) {
				return
			}
		}
		send, _ := afterWait(j.Decl.Body, false)
		if send == nil || len(absence.Not) == 0 {
			return
		}
		name := absence.Not[0].Name.Text
		d := p.report(StillSends, j.File, send.Channel.Span.To(send.Content.Pos()), "this is sent even to those who did `"+name+"` while they waited",
			"add `goal "+name+"` or `exit when "+name+"` to the journey")
		d.Notes = append(d.Notes, noteAt(j.File, absence.Not[0].Span, "this counts only until the person enters"))
		if !j.Decl.Bare {
			d.Fixes = append(d.Fixes, afterTrigger(j, "leave on `"+name+"`", "exit when "+name))
		}
	})
}

// consent are the events that the gates at the moment of sending look after.
var consent = map[string]bool{"unsubscribed": true, "subscribed": true, "complained": true, "bounced": true}

// decidesItself reports whether the journey looks at people's states on the way. It
// may ask in other words for what the rule misses.
func decidesItself(j *ast.Journey) bool {
	found := false
	ast.Walk(j, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.If, *ast.WaitUntil, *ast.While, *ast.Repeat:
			found = true
		}
		return !found
	})
	return found
}

// afterWait returns the first message that comes behind a wait, and whether every
// way through the steps waits. Transactional ones do not count: they are about
// something else than persuading.
func afterWait(b *ast.Block, waited bool) (*ast.Send, bool) {
	if b == nil {
		return nil, waited
	}
	for _, s := range b.Steps {
		var found *ast.Send
		switch s := s.(type) {
		case *ast.Send:
			if waited && !s.Transactional {
				found = s
			}
		case *ast.Wait, *ast.WaitTime, *ast.WaitDate, *ast.WaitBest:
			waited = true
		case *ast.WaitFor:
			waited = true
			found = behind(s.Then, s.Else)
		case *ast.Race:
			waited = true
			for _, a := range s.Arms {
				found = earliest(found, behind(a.Body))
			}
			found = earliest(found, behind(s.Else))
		case *ast.Split:
			for _, a := range s.Arms {
				send, _ := afterWait(a.Body, waited)
				found = earliest(found, send)
			}
		}
		if found != nil {
			return found, true
		}
	}
	return nil, waited
}

// behind is afterWait for blocks that a wait leads to.
func behind(blocks ...*ast.Block) *ast.Send {
	var found *ast.Send
	for _, b := range blocks {
		send, _ := afterWait(b, true)
		found = earliest(found, send)
	}
	return found
}

func earliest(a, b *ast.Send) *ast.Send {
	if a == nil || b != nil && b.Start < a.Start {
		return b
	}
	return a
}

// indent is the blank space before an offset on its line.
func indent(src string, at int) string {
	line := src[strings.LastIndexByte(src[:at], '\n')+1 : at]
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}
