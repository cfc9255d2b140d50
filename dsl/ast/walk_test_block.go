package ast

// test walks the nodes of a test block.
func (w walker) test(node Node) {
	switch n := node.(type) {
	case *Given:
		some(w, n.What)
		some(w, n.Ago)
	case *At:
		some(w, n.At)
		some(w, n.What)
	case *Expect:
		some(w, n.N)
		each(w, n.Chain)
	case *Happening:
		iface(w, n.Target)
		iface(w, n.Value)
		some(w, n.Date)
		some(w, n.Fields)
	case *Expectation:
		iface(w, n.Target)
		iface(w, n.Value)
		some(w, n.Text)
		some(w, n.Contains)
		some(w, n.When)
	case *TestWindow:
		some(w, n.From)
		some(w, n.To)
		some(w, n.Within)
	case *TestTime:
		some(w, n.After)
		some(w, n.Date)
		some(w, n.Time)
	}
}
