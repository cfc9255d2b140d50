package lint

import (
	"github.com/journeylang/journey/compiler/check"
	"github.com/journeylang/journey/dsl/ast"
)

// UnusedSegment is a segment that nothing asks about.
var UnusedSegment = remarked("J0530", "unused-segment", "a segment that nothing asks about",
	"A segment is kept for every person as events come in. One that no journey, schedule, test or other segment asks about costs and tells nothing. Files that hold declarations alone are left in peace.",
	"Take it away, or ask about it: `if segment NAME`, `when enters NAME`.",
	"segment regulars where count(purchased) >= 3\nsegment vip where count(purchased) >= 10\njourney j {\n  when login\n  then if segment vip { email \"Thank you\" }\n}\n",
	"segment vip where count(purchased) >= 10\njourney j {\n  when login\n  then if segment vip { email \"Thank you\" }\n}\n")

type unusedSegment struct{ *pass }

func newUnusedSegment(p *pass) looker { return unusedSegment{p} }

func (unusedSegment) journey(*check.Journey) {}

func (u unusedSegment) finish() {
	used := map[string]bool{}
	for _, f := range u.info.Files {
		for _, d := range f.Decls {
			if _, bad := d.(*ast.BadDecl); bad {
				return
			}
			ast.Walk(d, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.InSegment:
					used[n.Segment.Text] = true
				case *ast.SegmentPat:
					used[n.Segment.Text] = true
				case *ast.Schedule:
					used[n.Segment.Text] = true
				}
				return true
			})
		}
	}
	for _, f := range u.own() {
		if !holdsJourneys(f) {
			continue
		}
		for _, d := range f.Decls {
			if s, ok := d.(*ast.Segment); ok && !used[s.Name.Text] {
				u.report(UnusedSegment, f, s.Name.Span, "nothing asks about the segment `"+s.Name.Text+"`", "take it away, or ask about it")
			}
		}
	}
}
