package ast

// Walk calls f for node and, while f says true, for everything below it, in the
// order in which they are usually written. Parts that are missing are passed over; Names and the parts
// of a string are no nodes of their own, but the expressions in a string are.
func Walk(node Node, f func(Node) bool) {
	if node == nil || !f(node) {
		return
	}
	w := walker{f}
	switch n := node.(type) {
	case *File:
		each(w, n.Decls)
	case Decl:
		w.decl(n)
	case PolicyRule:
		w.rule(n)
	case Trigger:
		w.trigger(n)
	case Expr: // before Pattern: an EventExpr has the methods of both
		w.expr(n)
	case Pattern:
		w.pattern(n)
	case Setting:
		w.setting(n)
	case Step:
		w.step(n)
	default:
		w.part(n)
	}
}

// Pos returns the whole file.
func (f *File) Pos() Span { return Span{0, len(f.Src)} }

type walker struct{ f func(Node) bool }

// each walks a list.
func each[N Node](w walker, list []N) {
	for _, n := range list {
		Walk(n, w.f)
	}
}

// some walks a pointer that may be nil.
func some[T any, P interface {
	*T
	Node
}](w walker, n P) {
	if n != nil {
		Walk(n, w.f)
	}
}

// iface walks an interface that may be nil.
func iface(w walker, n Node) {
	if n != nil {
		Walk(n, w.f)
	}
}

func (w walker) decl(d Decl) {
	switch n := d.(type) {
	case *Use:
		some(w, n.Path)
	case *Event:
		each(w, n.Fields)
	case *Profile:
		each(w, n.Fields)
	case *Segment:
		iface(w, n.Where)
	case *Lifecycle:
		each(w, n.Stages)
	case *Message:
		each(w, n.Parts)
	case *Journey:
		some(w, n.Title)
		iface(w, n.Trigger)
		each(w, n.Settings)
		some(w, n.Body)
	case *Policy:
		each(w, n.Rules)
	case *Assert:
		some(w, n.Never)
		some(w, n.ExitsIn)
	case *Test:
		some(w, n.Title)
		each(w, n.Lines)
	case *BadDecl:
	}
}

func (w walker) rule(r PolicyRule) {
	switch n := r.(type) {
	case *ConsentRule:
	case *QuietRule:
		some(w, n.From)
		some(w, n.To)
	case *CapRule:
		some(w, n.N)
		some(w, n.In)
	}
}

// part walks the nodes that belong to no family.
func (w walker) part(node Node) {
	switch n := node.(type) {
	case *Field:
		some(w, n.Type)
	case *Type:
		each(w, n.Enum)
		some(w, n.Elem)
		each(w, n.Record)
	case *MessagePart:
		iface(w, n.Value)
	case *AssertNever:
		some(w, n.N)
		some(w, n.In)
		some(w, n.After)
		some(w, n.Until)
	case *Given, *At, *Expect, *Happening, *Expectation, *TestWindow, *TestTime:
		w.test(n)
	case *Block:
		each(w, n.Steps)
	case *RaceArm:
		iface(w, n.Event)
		some(w, n.Body)
	case *SplitArm:
		some(w, n.Percent)
		some(w, n.Body)
	case *Arg:
		iface(w, n.Value)
	case *RecordField:
		iface(w, n.Value)
	}
}

func (w walker) trigger(t Trigger) {
	switch n := t.(type) {
	case *When:
		iface(w, n.Pattern)
	case *OnDate:
		some(w, n.Offset)
		iface(w, n.Date)
		some(w, n.At)
	case *Schedule:
		some(w, n.At)
	}
}

func (w walker) pattern(p Pattern) {
	switch n := p.(type) {
	case *EventPat:
		iface(w, n.Where)
	case *OrPat:
		each(w, n.Alts)
	case *AbsencePat:
		iface(w, n.Base)
		each(w, n.Not)
		some(w, n.Within)
	case *BothPat:
		each(w, n.Parts)
		some(w, n.Within)
	case *SeqPat:
		each(w, n.Parts)
		some(w, n.Within)
		each(w, n.NoBetween)
	case *CountPat:
		some(w, n.N)
		some(w, n.Event)
		some(w, n.In)
	case *SilencePat:
		some(w, n.Event)
		some(w, n.For)
	case *ChangePat:
		iface(w, n.Target)
		iface(w, n.From)
		iface(w, n.To)
	case *SegmentPat, *BadPat:
	}
}

func (w walker) setting(s Setting) {
	switch n := s.(type) {
	case *Enter:
		some(w, n.After)
	case *Goal:
		iface(w, n.Pattern)
		some(w, n.Within)
	case *Exit:
		iface(w, n.Pattern)
	case *While:
		iface(w, n.Cond)
	case *Holdout:
		some(w, n.Percent)
	case *Priority:
		some(w, n.N)
	case *AcceptLate:
		some(w, n.D)
	case *Backfill:
		some(w, n.D)
	case *Timezone:
		some(w, n.Zone)
	case *Exclusive, *UsePolicy, *LeapDay:
	}
}
