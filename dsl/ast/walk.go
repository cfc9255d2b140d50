package ast

// Walk calls visit for a node and, where it returns true, for the nodes below
// it, in the order of the source. Nothing below a nil is visited.
func Walk(n Node, visit func(Node) bool) {
	w := walker{visit}
	w.node(n)
}

type walker struct{ visit func(Node) bool }

func (w walker) node(n Node) {
	if n == nil || !w.visit(n) {
		return
	}
	switch n := n.(type) {
	case *Event:
		w.fields(n.Fields)
	case *Profile:
		w.fields(n.Fields)
	case *Field:
		each(w, n.Type)
	case *Type:
		for _, s := range n.Enum {
			each(w, s)
		}
		each(w, n.Elem)
		w.fields(n.Record)
	case *Use:
		each(w, n.Path)
	case *Segment:
		w.expr(n.Where)
	case *Lifecycle:
		for _, s := range n.Stages {
			each(w, s)
		}
	case *Message:
		for _, p := range n.Parts {
			each(w, p)
		}
	case *MessagePart:
		w.expr(n.Value)
	case *Journey:
		each(w, n.Title)
		if n.Trigger != nil {
			w.node(n.Trigger)
		}
		for _, s := range n.Settings {
			w.node(s)
		}
		each(w, n.Body)
	case *Policy:
		for _, r := range n.Rules {
			w.node(r)
		}
	case *QuietRule:
		each(w, n.From)
		each(w, n.To)
	case *CapRule:
		each(w, n.N)
		each(w, n.In)
	case *Assert:
		each(w, n.Never)
		each(w, n.ExitsIn)
	case *AssertNever:
		each(w, n.N)
		each(w, n.In)
		each(w, n.After)
		each(w, n.Until)
	case *Test:
		each(w, n.Title)
		for _, l := range n.Lines {
			each(w, l)
		}
	case *TestLine:
		each(w, n.At)
		each(w, n.Text)
		w.expr(n.Target)
		w.expr(n.Value)
		each(w, n.Fields)
	case *TestTime:
		each(w, n.After)
		each(w, n.Date)
		each(w, n.Time)
	default:
		if !w.trigger(n) && !w.step(n) {
			w.value(n)
		}
	}
}

// each visits a node that may be a nil pointer of its own type, which is not a
// nil interface.
func each[T any, P interface {
	*T
	Node
}](w walker, p P) {
	if p != nil {
		w.node(p)
	}
}

func (w walker) expr(e Expr) {
	if e != nil {
		w.node(e)
	}
}

func (w walker) patterns(ps []Pattern) {
	for _, p := range ps {
		w.node(p)
	}
}

func (w walker) pattern(p Pattern) {
	if p != nil {
		w.node(p)
	}
}

func (w walker) events(ps []*EventPat) {
	for _, p := range ps {
		each(w, p)
	}
}

func (w walker) fields(fs []*Field) {
	for _, f := range fs {
		each(w, f)
	}
}

// trigger visits below triggers, patterns and settings.
func (w walker) trigger(n Node) bool {
	switch n := n.(type) {
	case *When:
		w.pattern(n.Pattern)
	case *OnDate:
		each(w, n.Offset)
		w.expr(n.Date)
		each(w, n.At)
	case *Schedule:
		each(w, n.At)
	case *EventPat:
		w.expr(n.Where)
	case *OrPat:
		w.patterns(n.Alts)
	case *AbsencePat:
		w.pattern(n.Base)
		w.events(n.Not)
		each(w, n.Within)
	case *BothPat:
		w.patterns(n.Parts)
		each(w, n.Within)
	case *SeqPat:
		w.patterns(n.Parts)
		each(w, n.Within)
		w.events(n.NoBetween)
	case *CountPat:
		each(w, n.N)
		each(w, n.Event)
		each(w, n.In)
	case *SilencePat:
		each(w, n.Event)
		each(w, n.For)
	case *ChangePat:
		w.expr(n.Target)
		w.expr(n.From)
		w.expr(n.To)
	case *Enter:
		each(w, n.After)
	case *Goal:
		w.pattern(n.Pattern)
		each(w, n.Within)
	case *Exit:
		w.pattern(n.Pattern)
	case *While:
		w.expr(n.Cond)
	case *Holdout:
		each(w, n.Percent)
	case *Priority:
		each(w, n.N)
	case *AcceptLate:
		each(w, n.D)
	case *Backfill:
		each(w, n.D)
	case *Timezone:
		each(w, n.Zone)
	default:
		return false
	}
	return true
}

// step visits below steps.
func (w walker) step(n Node) bool {
	switch n := n.(type) {
	case *Block:
		for _, s := range n.Steps {
			w.node(s)
		}
	case *Send:
		w.expr(n.Content)
		each(w, n.With)
	case *Wait:
		each(w, n.For)
	case *WaitTime:
		each(w, n.Date)
		each(w, n.At)
		each(w, n.To)
	case *WaitDate:
		each(w, n.Offset)
		w.expr(n.Date)
		each(w, n.At)
	case *WaitBest:
		each(w, n.Within)
	case *WaitUntil:
		w.expr(n.Cond)
		each(w, n.UpTo)
		each(w, n.Then)
		each(w, n.Else)
	case *WaitFor:
		w.pattern(n.Event)
		each(w, n.UpTo)
		each(w, n.Then)
		each(w, n.Else)
	case *Race:
		each(w, n.UpTo)
		for _, a := range n.Arms {
			each(w, a)
		}
		each(w, n.Else)
	case *RaceArm:
		w.pattern(n.Event)
		each(w, n.Body)
	case *If:
		w.expr(n.Cond)
		each(w, n.Then)
		each(w, n.Else)
	case *Split:
		for _, a := range n.Arms {
			each(w, a)
		}
	case *SplitArm:
		each(w, n.Percent)
		each(w, n.Body)
	case *Set:
		w.expr(n.Target)
		w.expr(n.Value)
	case *Tag:
		w.expr(n.Tag)
	case *Audience:
		w.expr(n.Audience)
	case *Emit:
		each(w, n.Payload)
	case *Webhook:
		w.expr(n.URL)
		each(w, n.Payload)
	case *Repeat:
		each(w, n.Every)
		each(w, n.UpTo)
		each(w, n.Body)
		w.expr(n.Until)
	default:
		return false
	}
	return true
}

// value visits below expressions.
func (w walker) value(n Node) {
	switch n := n.(type) {
	case *StringLit:
		for i := range n.Parts {
			w.expr(n.Parts[i].Expr)
		}
	case *MemberExpr:
		w.expr(n.X)
	case *IndexExpr:
		w.expr(n.X)
		w.expr(n.Index)
	case *SliceExpr:
		w.expr(n.X)
		w.expr(n.Lo)
		w.expr(n.Hi)
	case *CallExpr:
		for _, a := range n.Args {
			each(w, a)
		}
		each(w, n.Last)
	case *Arg:
		w.expr(n.Value)
	case *UnaryExpr:
		w.expr(n.X)
	case *BinaryExpr:
		w.expr(n.X)
		w.expr(n.Y)
	case *ChoiceExpr:
		w.expr(n.Cond)
		w.expr(n.Then)
		w.expr(n.Else)
	case *ListLit:
		for _, x := range n.Items {
			w.expr(x)
		}
	case *RecordLit:
		for _, f := range n.Fields {
			each(w, f)
		}
	case *RecordField:
		w.expr(n.Value)
	case *EventExpr:
		each(w, n.EventPat)
	case *InLast:
		each(w, n.Event)
		each(w, n.Last)
	case *Never:
		each(w, n.Event)
	case *TimeSince:
		each(w, n.Event)
	case *HasTag:
		w.expr(n.Tag)
	}
}
