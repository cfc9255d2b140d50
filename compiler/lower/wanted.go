package lower

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// cartAbandoned is the event that the prelude derives for feeds without it.
const cartAbandoned = "cart_abandoned"

// wanted finds the journeys of the standard library that have a listener: an event
// that they emit is heard by a journey of the project, by a segment that one asks
// about, or by another wanted one.
func (b *builder) wanted() map[*check.Journey]bool {
	h := hearing{b.info, map[string]bool{}, map[ast.Decl]bool{}, segmentDecls(b.info)}
	for _, j := range b.info.Journeys {
		if !j.Std && !b.failed[j] {
			h.listen(j.Decl)
		}
	}
	out := map[*check.Journey]bool{}
	for more := true; more; {
		more = false
		for _, j := range b.info.Journeys {
			if j.Std && !out[j] && !b.failed[j] && b.emitsHeard(j, h.events) {
				out[j], more = true, true
				h.listen(j.Decl)
			}
		}
	}
	return out
}

func (b *builder) emitsHeard(j *check.Journey, heard map[string]bool) bool {
	found := false
	ast.Walk(j.Decl, func(n ast.Node) bool {
		if e, ok := n.(*ast.Emit); ok && heard[e.Event.Text] && (e.Event.Text != cartAbandoned || b.opts.CartAbandoned) {
			found = true
		}
		return true
	})
	return found
}

// hearing collects the events that declarations listen to or ask about.
type hearing struct {
	info     *check.Info
	events   map[string]bool
	seen     map[ast.Decl]bool
	segments map[string]ast.Decl
}

func (h *hearing) listen(d ast.Decl) {
	if d == nil || h.seen[d] {
		return
	}
	h.seen[d] = true
	ast.Walk(d, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.EventPat:
			if e := h.info.Heard[n]; e != nil {
				h.events[e.Name] = true
			}
		case *ast.IdentExpr:
			if e := h.info.Refs[n].Event; e != nil {
				h.events[e.Name] = true
			}
		case *ast.InSegment:
			h.listen(h.segments[n.Segment.Text])
		case *ast.SegmentPat:
			h.listen(h.segments[n.Segment.Text])
		case *ast.Schedule:
			h.listen(h.segments[n.Segment.Text])
		}
		return true
	})
}

// segmentDecls finds the declaration of every segment; of a stage it is the
// lifecycle, since the other stages decide about it too.
func segmentDecls(info *check.Info) map[string]ast.Decl {
	out := map[string]ast.Decl{}
	for _, f := range info.Files { // the library's come first: the project's replace them
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.Segment:
				out[d.Name.Text] = d
			case *ast.Lifecycle:
				for _, stage := range d.Stages {
					out[stage.Name.Text] = d
				}
			}
		}
	}
	return out
}
