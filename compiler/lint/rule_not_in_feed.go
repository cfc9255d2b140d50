package lint

import (
	"slices"

	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
)

// NotInFeed is an event that the project's feed never carries.
var NotInFeed = fed("purchased", warning("J0565", "not-in-feed", "an event that the project's feed never carries",
	"The mapping in `journey.yaml` makes one event of every row of the feed, `event: always purchased`. Another event never comes, unless a journey emits it: nobody enters by it, no wait hears it, and it is no goal and no exit. Answers to messages, and whether somebody wants any, come from whoever sends, so they are left out of this.",
	"Listen to the event that the feed carries, or let the mapping read the event from a column.",
	"journey j {\n  when purchased\n  then {\n    wait for visit up to 7d { push \"There you are\" }\n    email \"How is it?\"\n  }\n}\n",
	"journey j {\n  when purchased\n  then {\n    wait for purchased up to 7d { push \"There you are\" }\n    email \"How is it?\"\n  }\n}\n"))

// fromElsewhere are events that whoever sends the messages tells of, and not the feed.
var fromElsewhere = []string{"delivered", "opened", "clicked", "bounced", "complained", "converted", "subscribed", "unsubscribed"}

func newNotInFeed(p *pass) looker {
	r := &notInFeed{pass: p}
	if carried := p.heardAs(p.about.Carries); carried != nil {
		r.sent, r.carried = p.emitted(), carried.Name
		r.sent[carried.Name] = true
	}
	return each(r.look)
}

type notInFeed struct {
	*pass
	sent    map[string]bool // events that come; nil when that is not known
	carried string
}

func (r *notInFeed) look(j *check.Journey) {
	if r.sent == nil {
		return
	}
	say := func(e *ast.EventPat, summary string) {
		if e != nil {
			r.report(NotInFeed, j.File, e.Name.Span, summary, "every row of the project's feed is `"+r.carried+"`, and no journey emits `"+e.Name.Text+"`")
		}
	}
	if w, ok := j.Decl.Trigger.(*ast.When); ok && !r.started(j.Name) {
		say(r.lacks(w.Pattern), "nobody enters: this event never comes")
	}
	ast.Walk(j.Decl, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Goal:
			say(r.lacks(n.Pattern), "this goal is never reached: the event never comes")
		case *ast.Exit:
			say(r.lacks(n.Pattern), "nobody leaves by this exit: the event never comes")
		case *ast.WaitFor:
			say(r.lacks(n.Event), "this is never heard: the event never comes")
		case *ast.RaceArm:
			say(r.lacks(n.Event), "this is never heard: the event never comes")
		}
		return true
	})
}

// lacks returns an event without which a pattern never comes true, and which never
// comes; nil when there is none.
func (r *notInFeed) lacks(pattern ast.Pattern) *ast.EventPat {
	switch p := pattern.(type) {
	case *ast.EventPat:
		e := r.info.Heard[p]
		if e == nil || r.sent[e.Name] || p.Step.Text != "" || slices.Contains(fromElsewhere, e.Name) {
			return nil
		}
		return p
	case *ast.OrPat:
		for _, alt := range p.Alts {
			if r.lacks(alt) == nil {
				return nil
			}
		}
		return r.lacks(p.Alts[0])
	case *ast.BothPat:
		return r.oneOf(p.Parts)
	case *ast.SeqPat:
		return r.oneOf(p.Parts)
	case *ast.AbsencePat:
		return r.lacks(p.Base)
	case *ast.CountPat:
		return r.lacks(p.Event)
	case *ast.SilencePat:
		return r.lacks(p.Event)
	}
	return nil
}

func (r *notInFeed) oneOf(parts []ast.Pattern) *ast.EventPat {
	for _, part := range parts {
		if e := r.lacks(part); e != nil {
			return e
		}
	}
	return nil
}

// emitted are the events that some journey emits, those of the standard library included.
func (p *pass) emitted() map[string]bool {
	out := map[string]bool{}
	for _, f := range p.info.Files {
		for _, d := range f.Decls {
			ast.Walk(d, func(n ast.Node) bool {
				if emit, ok := n.(*ast.Emit); ok {
					if e := p.heardAs(emit.Event.Text); e != nil {
						out[e.Name] = true
					}
				}
				return true
			})
		}
	}
	return out
}

// heardAs finds an event by its name, or by one that the feed has for it.
func (p *pass) heardAs(name string) *check.Event {
	for _, e := range p.info.Events {
		if e.Name == name || slices.Contains(e.HeardAs, name) {
			return e
		}
	}
	return nil
}

// fed is the code of a rule that looks at what the feed carries: its examples are of a
// project whose feed carries that event.
func fed(event string, c diag.Code) diag.Code {
	c.Feed = event
	return c
}
