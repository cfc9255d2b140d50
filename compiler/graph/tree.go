package graph

import "slices"

// Block is a node with what lies between it and the place where its ways meet
// again. A journey is written as steps one after the other, with arms that end
// where their block ends, so its graph is a tree of such blocks and can be drawn
// without a crossing: what stands below a block begins where all its arms ended.
type Block struct {
	Node int // index into the graph's Nodes
	// Arms are the ways on from a node that has several. A node with one way on is
	// followed by the next block.
	Arms []Arm
	// Again says that the node was drawn before: the way leads back to it.
	Again bool
	// Ends says that nothing follows.
	Ends bool
}

// Arm is one way on from a node, up to where all of them meet.
type Arm struct {
	Label  string
	Blocks []Block // empty: the way leads straight to where the arms meet
}

// Tree returns the graph as blocks, from the trigger on. Ways that are open at any
// moment, to goals and exits, are left out; see Aside.
func (g *Graph) Tree() []Block {
	t := &tree{g: g, out: make([][]Edge, len(g.Nodes)), seen: make([]bool, len(g.Nodes))}
	for _, e := range g.Edges {
		if !e.Any {
			t.out[e.From] = append(t.out[e.From], e)
		}
	}
	if len(g.Nodes) == 0 {
		return nil
	}
	t.meet()
	return t.sequence(0, -1)
}

// Aside lists the nodes that people come to at any moment: goals and exits.
func (g *Graph) Aside() []int {
	var out []int
	for _, e := range g.Edges {
		if e.Any && !slices.Contains(out, e.To) {
			out = append(out, e.To)
		}
	}
	return out
}

type tree struct {
	g    *Graph
	out  [][]Edge
	join []int // node → the first one that every way from it comes to, or -1
	seen []bool
}

func (t *tree) sequence(n, stop int) []Block {
	var blocks []Block
	for n >= 0 && n != stop {
		if t.seen[n] {
			return append(blocks, Block{Node: n, Again: true, Ends: true})
		}
		t.seen[n] = true
		b := Block{Node: n, Ends: len(t.out[n]) == 0}
		next := -1
		if len(t.out[n]) > 0 {
			next = t.out[n][0].To
		}
		if slices.ContainsFunc(t.out[n], func(e Edge) bool { return e.To != next }) {
			next = t.join[n]
			// Arms that meet nowhere here meet where the block around them ends.
			until := next
			if until < 0 {
				until = stop
			}
			for _, e := range t.out[n] {
				arm := Arm{Label: e.Label}
				if e.To != until {
					arm.Blocks = t.sequence(e.To, until)
				}
				b.Arms = append(b.Arms, arm)
			}
			b.Ends = next < 0 && !slices.ContainsFunc(b.Arms, func(a Arm) bool {
				return len(a.Blocks) == 0 || !a.Blocks[len(a.Blocks)-1].Ends
			})
		}
		blocks = append(blocks, b)
		n = next
	}
	return blocks
}

// meet finds for every node where its ways meet: the nearest node that all of them
// come to, but those that end in a `stop`. It is the nearest post-dominator, for
// sets that are small.
func (t *tree) meet() {
	n := len(t.g.Nodes)
	words := (n + 63) / 64
	goesOn := t.goOn()
	// after[i] are the nodes that every way from i comes to, i among them.
	after := make([][]uint64, n)
	for i := range after {
		after[i] = make([]uint64, words)
		for w := range after[i] {
			after[i][w] = ^uint64(0)
		}
	}
	for changed := true; changed; {
		changed = false
		for i := n - 1; i >= 0; i-- {
			if !goesOn[i] {
				continue
			}
			for w := range words {
				x := ^uint64(0)
				if len(t.out[i]) == 0 {
					x = 0
				}
				for _, e := range t.out[i] {
					x &= after[e.To][w]
				}
				if i/64 == w {
					x |= 1 << (i % 64)
				}
				if x != after[i][w] {
					after[i][w], changed = x, true
				}
			}
		}
	}
	has := func(i, k int) bool { return after[i][k/64]&(1<<(k%64)) != 0 }
	t.join = make([]int, n)
	for i := range t.join {
		t.join[i] = -1
		for k := range n {
			// Of those that all come to, the nearest is followed by the others.
			if k != i && goesOn[i] && goesOn[k] && has(i, k) && (t.join[i] < 0 || has(k, t.join[i])) {
				t.join[i] = k
			}
		}
	}
}

// goOn tells which nodes have a way to the end that is no `stop`.
func (t *tree) goOn() []bool {
	on := make([]bool, len(t.g.Nodes))
	for changed := true; changed; {
		changed = false
		for i := range on {
			now := len(t.out[i]) == 0 && t.g.Nodes[i].Kind != Stop
			for _, e := range t.out[i] {
				now = now || on[e.To]
			}
			if now && !on[i] {
				on[i], changed = true, true
			}
		}
	}
	return on
}
