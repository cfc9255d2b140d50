package gen

import (
	"cmp"
	"slices"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/diag"
	"github.com/journeylang/journey/dsl/parse"
	"github.com/journeylang/journey/runtime/event"
	"github.com/journeylang/journey/runtime/oracle"
)

// Shrink makes a failing pair of a journey file and a feed smaller while it still
// fails: it drops lines of the feed, then statements of the file, then properties, and
// begins again until nothing can be dropped. fails is asked only about files that
// parse; a file it cannot use does not fail.
func Shrink(src string, feed []oracle.Event, fails func(src string, feed []oracle.Event) bool) (string, []oracle.Event) {
	for {
		size := len(src) + len(feed)
		feed = shrinkLines(src, feed, fails)
		src = shrinkSource(src, feed, fails)
		if len(src)+len(feed) == size {
			break
		}
	}
	feed = shrinkProps(src, feed, fails)
	if again := Renumbered(feed); fails(src, again) {
		feed = again
	}
	return src, feed
}

// shrinkLines drops runs of lines, long ones first.
func shrinkLines(src string, feed []oracle.Event, fails func(string, []oracle.Event) bool) []oracle.Event {
	for run := len(feed) / 2; run >= 1; run /= 2 {
		for i := 0; i+run <= len(feed); {
			without := slices.Concat(feed[:i], feed[i+run:])
			if len(without) > 0 && fails(src, without) {
				feed = without
			} else {
				i += run
			}
		}
	}
	return feed
}

// edit replaces a span of the source.
type edit struct {
	span ast.Span
	with string
}

func (e edit) apply(src string) string { return src[:e.span.Start] + e.with + src[e.span.End:] }

func shrinkSource(src string, feed []oracle.Event, fails func(string, []oracle.Event) bool) string {
	for {
		smaller := false
		for _, e := range edits(src) {
			if next := e.apply(src); len(next) < len(src) && parses(next) && fails(next, feed) {
				src, smaller = next, true
				break
			}
		}
		if !smaller {
			return src
		}
	}
}

func parses(src string) bool {
	_, diags := parse.File("shrunk.journey", src)
	return !slices.ContainsFunc(diags, func(d diag.Diagnostic) bool { return d.Severity == diag.Error })
}

// edits returns everything that could be left out, or be replaced by a part of it, large ones
// first.
func edits(src string) []edit {
	tree, _ := parse.File("shrunk.journey", src)
	var all []edit
	drop := func(n ast.Node) { all = append(all, edit{span: n.Pos()}) }
	keep := func(n, part ast.Node) {
		at := part.Pos()
		all = append(all, edit{n.Pos(), src[at.Start:at.End]})
	}
	for _, d := range tree.Decls {
		drop(d)
		ast.Walk(d, func(n ast.Node) bool {
			switch n := n.(type) {
			case ast.Setting:
				drop(n)
			case ast.Step:
				drop(n)
			case *ast.Block:
				all = append(all, edit{n.Pos(), "{}"})
			case *ast.RaceArm:
				drop(n)
			case *ast.OrPat:
				for _, a := range n.Alts {
					keep(n, a)
				}
			case *ast.EventPat:
				keep(n, ast.Span{Start: n.Start, End: n.Start + len(n.Name.Text)})
			case *ast.BinaryExpr:
				keep(n, n.X)
				keep(n, n.Y)
			case *ast.UnaryExpr:
				keep(n, n.X)
			}
			if b, ok := n.(*ast.Block); ok {
				for _, s := range b.Steps {
					all = append(all, inside(src, s)...)
				}
			}
			return true
		})
	}
	slices.SortStableFunc(all, func(a, b edit) int {
		return cmp.Compare(b.span.End-b.span.Start-len(b.with), a.span.End-a.span.Start-len(a.with))
	})
	return all
}

// inside returns the edits that replace a step by the steps of one of its blocks.
func inside(src string, s ast.Step) []edit {
	var all []edit
	ast.Walk(s, func(n ast.Node) bool {
		b, ok := n.(*ast.Block)
		if !ok {
			return true
		}
		if len(b.Steps) > 0 {
			at := b.Steps[0].Pos().To(b.Steps[len(b.Steps)-1].Pos())
			all = append(all, edit{s.Pos(), src[at.Start:at.End]})
		}
		return false
	})
	return all
}

// shrinkProps drops properties and message ids.
func shrinkProps(src string, feed []oracle.Event, fails func(string, []oracle.Event) bool) []oracle.Event {
	try := func(i int, e oracle.Event) {
		next := slices.Clone(feed)
		next[i] = e
		if fails(src, next) {
			feed = next
		}
	}
	for i := range feed {
		if e := feed[i]; e.ID != "" {
			e.ID = ""
			try(i, e)
		}
		for _, name := range propNames(feed[i]) {
			e := feed[i]
			props := map[string]event.Value{}
			for other, v := range e.Props {
				if other != name {
					props[other] = v
				}
			}
			e.Props = props
			try(i, e)
		}
	}
	return feed
}

func propNames(e oracle.Event) []string {
	names := make([]string, 0, len(e.Props))
	for n := range e.Props {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}
