package ast

func (w walker) step(s Step) {
	switch n := s.(type) {
	case *Wait:
		some(w, n.For)
	case *WaitTime:
		some(w, n.Date)
		some(w, n.At)
		some(w, n.To)
	case *WaitDate:
		some(w, n.Offset)
		iface(w, n.Date)
		some(w, n.At)
	case *WaitBest:
		some(w, n.Within)
	case *WaitUntil:
		iface(w, n.Cond)
		some(w, n.UpTo)
		some(w, n.Then)
		some(w, n.Else)
	case *WaitFor:
		iface(w, n.Event)
		some(w, n.UpTo)
		some(w, n.Then)
		some(w, n.Else)
	case *Race:
		some(w, n.UpTo)
		each(w, n.Arms)
		some(w, n.Else)
	case *If:
		iface(w, n.Cond)
		some(w, n.Then)
		some(w, n.Else)
	case *Split:
		each(w, n.Arms)
	case *Repeat:
		some(w, n.Every)
		some(w, n.UpTo)
		some(w, n.Body)
		iface(w, n.Until)
	default:
		w.act(s)
	}
}

// act walks the steps that hold no others.
func (w walker) act(s Step) {
	switch n := s.(type) {
	case *Send:
		iface(w, n.Content)
		some(w, n.With)
	case *Set:
		iface(w, n.Target)
		iface(w, n.Value)
	case *Tag:
		iface(w, n.Tag)
	case *Audience:
		iface(w, n.Audience)
	case *Emit:
		some(w, n.Payload)
	case *Webhook:
		iface(w, n.URL)
		some(w, n.Payload)
	case *Start, *Stop, *BadStep:
	}
}

func (w walker) expr(e Expr) {
	switch n := e.(type) {
	case *StringLit:
		for _, p := range n.Parts {
			iface(w, p.Expr)
		}
	case *MemberExpr:
		iface(w, n.X)
	case *IndexExpr:
		iface(w, n.X)
		iface(w, n.Index)
	case *SliceExpr:
		iface(w, n.X)
		iface(w, n.Lo)
		iface(w, n.Hi)
	case *CallExpr:
		each(w, n.Args)
		some(w, n.Last)
	case *UnaryExpr:
		iface(w, n.X)
	case *BinaryExpr:
		iface(w, n.X)
		iface(w, n.Y)
	case *ChoiceExpr:
		iface(w, n.Cond)
		iface(w, n.Then)
		iface(w, n.Else)
	case *ListLit:
		each(w, n.Items)
	case *RecordLit:
		each(w, n.Fields)
	case *EventExpr:
		some(w, n.EventPat)
	case *InLast:
		some(w, n.Event)
		some(w, n.Last)
	case *Never:
		some(w, n.Event)
	case *TimeSince:
		some(w, n.Event)
	case *HasTag:
		iface(w, n.Tag)
	case *NumberLit, *BoolLit, *NullLit, *DurationLit, *PercentLit, *TimeLit, *DateLit, *IdentExpr, *ItExpr, *InSegment, *Received, *BadExpr:
	}
}
