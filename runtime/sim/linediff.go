package sim

import (
	"slices"
	"strings"
)

// DiffLines is the shortest way from one text to another in whole lines, by Myers'
// greedy algorithm (1986): for a growing number of edits it remembers how far each
// diagonal reaches. What is the same at both ends is left out of the search.
func DiffLines(before, after string) []DiffLine {
	a, b := splitLines(before), splitLines(after)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var out []DiffLine
	keep := func(i, k int) { out = append(out, DiffLine{" ", i + 1, k + 1, a[i]}) }
	for i := range head {
		keep(i, i)
	}
	i, k := head, head
	for _, op := range edits(a[head:len(a)-tail], b[head:len(b)-tail]) {
		switch op {
		case '-':
			out = append(out, DiffLine{Op: "-", Before: i + 1, Text: a[i]})
			i++
		case '+':
			out = append(out, DiffLine{Op: "+", After: k + 1, Text: b[k]})
			k++
		default:
			keep(i, k)
			i, k = i+1, k+1
		}
	}
	for ; i < len(a); i, k = i+1, k+1 {
		keep(i, k)
	}
	return out
}

func splitLines(s string) []string {
	s = strings.TrimSuffix(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

// mostEdits bounds the search: texts with less in common are shown as removed and
// added.
const mostEdits = 2000

// edits is the shortest list of '-', '+' and ' ' from a to b, removals first where
// the order is free.
func edits(a, b []string) []byte {
	n, m := len(a), len(b)
	reach := map[int]int{1: 0} // diagonal x-y → the furthest x
	var trail []map[int]int
	for d := 0; d <= min(n+m, mostEdits); d++ {
		trail = append(trail, clone(reach))
		for k := -d; k <= d; k += 2 {
			x := reach[k-1] + 1
			if k == -d || k != d && reach[k-1] < reach[k+1] {
				x = reach[k+1]
			}
			y := x - k
			for x < n && y < m && a[x] == b[y] {
				x, y = x+1, y+1
			}
			reach[k] = x
			if x >= n && y >= m {
				return walkBack(trail, n, m)
			}
		}
	}
	return append(slices.Repeat([]byte{'-'}, n), slices.Repeat([]byte{'+'}, m)...)
}

func clone(m map[int]int) map[int]int {
	out := make(map[int]int, len(m))
	for k, v := range m {
		out[k] = v
	}
	return out
}

// walkBack finds the edits from how far each number of them reached.
func walkBack(trail []map[int]int, x, y int) []byte {
	var out []byte
	for d := len(trail) - 1; d >= 0; d-- {
		reach, k := trail[d], x-y
		from := k - 1
		if k == -d || k != d && reach[k-1] < reach[k+1] {
			from = k + 1
		}
		px := reach[from]
		py := px - from
		for x > px && y > py && x > 0 && y > 0 {
			out = append(out, ' ')
			x, y = x-1, y-1
		}
		if d == 0 {
			break
		}
		if x == px {
			out = append(out, '+')
		} else {
			out = append(out, '-')
		}
		x, y = px, py
	}
	slices.Reverse(out)
	return out
}

// diffFiles compares the files of two versions; files that are the same are left out.
// A single file on each side is the same file whatever it is called, and files of two
// folders are the same where they lie at the same place in them.
func diffFiles(before, after *Version) []FileDiff {
	out := []FileDiff{}
	if len(before.Sources) == 1 && len(after.Sources) == 1 {
		b, a := before.Sources[0], after.Sources[0]
		if b.Text != a.Text {
			out = append(out, FileDiff{a.Path, DiffLines(b.Text, a.Text)})
		}
		return out
	}
	type pair struct{ path, before, after string }
	pairs := map[string]*pair{}
	var places []string
	add := func(v *Version, side func(*pair) *string) {
		for _, s := range v.Sources {
			place := v.place(s.Path)
			if pairs[place] == nil {
				pairs[place] = &pair{}
				places = append(places, place)
			}
			pairs[place].path = s.Path
			*side(pairs[place]) = s.Text
		}
	}
	add(before, func(p *pair) *string { return &p.before })
	add(after, func(p *pair) *string { return &p.after })
	slices.Sort(places)
	for _, place := range places {
		if p := pairs[place]; p.before != p.after {
			out = append(out, FileDiff{p.path, DiffLines(p.before, p.after)})
		}
	}
	return out
}

// place is where a file lies in the folder of the version.
func (v *Version) place(file string) string {
	if v.Folder == "" {
		return file
	}
	return strings.TrimPrefix(file, strings.TrimSuffix(v.Folder, "/")+"/")
}

// Gap is the Op of a line that stands for lines which are left out.
const Gap = "…"

// Near are the lines that differ with so many around them; one with the Op Gap stands
// for what is left out between them.
func (f *FileDiff) Near(around int) []DiffLine {
	near := func(i int) bool {
		for k := max(i-around, 0); k <= min(i+around, len(f.Lines)-1); k++ {
			if f.Lines[k].Op != " " {
				return true
			}
		}
		return false
	}
	var out []DiffLine
	gap := false
	for i := range f.Lines {
		if !near(i) {
			gap = true
			continue
		}
		if gap {
			out = append(out, DiffLine{Op: Gap})
			gap = false
		}
		out = append(out, f.Lines[i])
	}
	return out
}
