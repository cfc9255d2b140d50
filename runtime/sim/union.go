package sim

import (
	"slices"

	"github.com/journeylang/journey/runtime/report"
)

// The flow of two versions of a journey is one flow: rows that both have stand once,
// and a row that only one has stands where it has it. Rows are paired in their order,
// those of the same way through the journey alone, so that as much as possible says
// the same on both sides; a step that says something else is the same step by its id.

// UnionRow is a row of two versions of a journey. Its words and its place are those of
// the later version that has it.
type UnionRow struct {
	Row
	Mark string `json:"mark"`          // + only the later has it, - only the earlier, ~ it says something else, or a space
	Was  string `json:"was,omitempty"` // what it said before, where that is something else
	// Came is who came here, ArmCame who took the arm that begins with the row, and
	// Totals are the other numbers that differ.
	Came    Delta   `json:"came"`
	ArmCame *Delta  `json:"arm_came,omitempty"`
	ArmMark string  `json:"arm_mark,omitempty"` // as Mark, of the arm
	Totals  []Delta `json:"totals,omitempty"`
}

// How well two rows fit each other, from not at all.
const (
	fitsNot  = iota
	fitsID   // the same step, which says something else
	fitsText // it says the same
	fitsBoth
)

// branch is a row with the ways that begin there.
type branch struct {
	row  *Row
	arms []limb
}

// limb is an arm of a branch, or a whole journey: rows one after the other.
type limb struct {
	name string
	n    int64 // who took it
	rows []branch
}

// limbsOf makes a tree of the rows that belong to a row, or of those that belong to
// none (-1).
func limbsOf(rows []Row, of int) []limb {
	var out []limb
	for i := range rows {
		r := &rows[i]
		if r.Of != of {
			continue
		}
		if len(out) == 0 || r.Arm != "" {
			out = append(out, limb{name: r.Arm, n: r.ArmN})
		}
		if l := &out[len(out)-1]; !r.Empty {
			l.rows = append(l.rows, branch{r, limbsOf(rows, i)})
		}
	}
	return out
}

func fit(a, b *Row) int {
	text, id := a.Label == b.Label, a.Step == b.Step && (a.Step != "" || a.Kind == "when")
	switch {
	case a.Kind != b.Kind:
	case text && id:
		return fitsBoth
	case text:
		return fitsText
	case id:
		return fitsID
	}
	return fitsNot
}

// mostPaired bounds what is paired one by one, of both sides multiplied.
const mostPaired = 1 << 22

// pairs goes over two lists in their order, and over as much as can be of both
// together; -1 is for what the other list does not have.
func pairs(n, m int, fit func(i, k int) int, visit func(i, k int)) {
	i, k := 0, 0
	rest := func() {
		for ; i < n; i++ {
			visit(i, -1)
		}
		for ; k < m; k++ {
			visit(-1, k)
		}
	}
	if n*m > mostPaired {
		rest()
		return
	}
	best := make([][]int32, n+1) // how well what is behind i and k fits
	for i := range best {
		best[i] = make([]int32, m+1)
	}
	for i := n - 1; i >= 0; i-- {
		for k := m - 1; k >= 0; k-- {
			best[i][k] = max(best[i+1][k], best[i][k+1])
			if f := fit(i, k); f != fitsNot {
				best[i][k] = max(best[i][k], best[i+1][k+1]+int32(f))
			}
		}
	}
	for i < n && k < m {
		f := fit(i, k)
		switch {
		case f != fitsNot && best[i][k] == best[i+1][k+1]+int32(f):
			visit(i, k)
			i, k = i+1, k+1
		case best[i][k] == best[i+1][k]:
			visit(i, -1)
			i++
		default:
			visit(-1, k)
			k++
		}
	}
	rest()
}

// unite lays two versions of a journey, one of which may be missing, over each other.
func unite(before, after *Flow) []UnionRow {
	var a, b []limb
	if before != nil {
		a = limbsOf(before.Rows, -1)
	}
	if after != nil {
		b = limbsOf(after.Rows, -1)
	}
	u := &union{}
	u.limbs(a, b, -1, 0)
	return u.out
}

// union is a flow of two versions in the making.
type union struct{ out []UnionRow }

// limbs unites the arms of a row.
func (u *union) limbs(a, b []limb, of, depth int) {
	same := func(i, k int) int {
		if a[i].name == b[k].name {
			return fitsBoth
		}
		return fitsNot
	}
	pairs(len(a), len(b), same, func(i, k int) {
		var was, is limb
		if i >= 0 {
			was = a[i]
		}
		if k >= 0 {
			is = b[k]
		}
		first := len(u.out)
		u.rows(was.rows, is.rows, of)
		name := was.name + is.name
		if i >= 0 && k >= 0 {
			name = is.name
		}
		if name == "" {
			return
		}
		if len(u.out) == first {
			u.out = append(u.out, UnionRow{Row: Row{Node: -1, Depth: depth, Of: of, Empty: true}, Mark: marked(i, k)})
		}
		x := &u.out[first]
		x.Arm, x.ArmN, x.ArmCame = name, is.n, &Delta{"took it", was.n, is.n}
		x.ArmMark = marked(i, k)
	})
}

// marked is the mark of what stands at i before, and at k after.
func marked(i, k int) string {
	switch {
	case i < 0:
		return "+"
	case k < 0:
		return "-"
	}
	return " "
}

// rows unites rows that follow each other.
func (u *union) rows(a, b []branch, of int) {
	pairs(len(a), len(b), func(i, k int) int { return fit(a[i].row, b[k].row) }, func(i, k int) {
		var was, is branch
		x := UnionRow{Mark: marked(i, k)}
		if i >= 0 {
			was = a[i]
			x.Row = *was.row
		}
		if k >= 0 {
			is = b[k]
			x.Row = *is.row
		}
		if i >= 0 && k >= 0 && was.row.Label != is.row.Label {
			x.Mark, x.Was = "~", was.row.Label
		}
		x.Of, x.Arm, x.ArmN = of, "", 0
		x.numbers(was.row, is.row)
		own := len(u.out)
		u.out = append(u.out, x)
		u.limbs(was.arms, is.arms, own, x.Depth+1)
	})
}

// numbers are those of a row on both sides.
func (x *UnionRow) numbers(was, is *Row) {
	if was == nil {
		was = &Row{}
	}
	if is == nil {
		is = &Row{}
	}
	x.Came = Delta{"came", was.Passed, is.Passed}
	x.Totals = differing([]Delta{
		{"sent", was.Sent, is.Sent}, {"skipped", was.Skipped.Total(), is.Skipped.Total()}, {"here", was.Here, is.Here},
	})
}

// unionOf is the flow of a journey in two runs up to an instant; index -1: it is not
// there.
func unionOf(a, b *play, ca, cb *counts, ia, ib int, at int64) []UnionRow {
	flow := func(p *play, c *counts, i int) *Flow {
		if i < 0 {
			return nil
		}
		f := newFlow(p.version.Program.Program, i, p.version.Name)
		f.fill(p.version.Program.Program, i, c, p.log, at)
		return f
	}
	return unite(flow(a, ca, ia), flow(b, cb, ib))
}

// indexOf is where a journey of a summary stands in its program, or -1. A journey that
// is alone stands under the name of the other.
func indexOf(p *play, s *report.Summary, name string) int {
	if !slices.ContainsFunc(s.Journeys, func(j report.Journey) bool { return j.Name == name }) {
		return -1
	}
	js := p.version.Program.Journeys
	lone := -1
	for i := range js {
		switch {
		case js[i].Name == name:
			return i
		case !js[i].Std:
			lone = i
		}
	}
	return lone
}
