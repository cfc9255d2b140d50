package bytecode

// value verifies code that leaves one value and returns. Jumps go forward only,
// so one pass in address order sees every instruction after all that lead to it.
func (v *verifier) value(start int32, sc scope) {
	if v.err != nil || !v.in(start, len(v.p.Code), "code") {
		return
	}
	v.spent = 0
	heights := map[int32]int{start: 0}
	for pc := start; len(heights) > 0; pc++ {
		if !v.spend(1) {
			return
		}
		h, ok := heights[pc]
		if !ok {
			// Between two reached places lies code that this value does not run.
			continue
		}
		delete(heights, pc)
		v.reached[pc] = true
		in := v.p.Code[pc]
		if in.Op >= opCount || in.Op.Step() {
			v.failf("instruction %d does not belong into a value", pc)
			return
		}
		if !v.operands(pc, in, sc) || !v.nested(in, h) {
			return
		}
		eff := effects[in.Op]
		pop := eff.pop + variable(v.p, in)
		if h < pop {
			v.failf("instruction %d takes %d values from a stack of %d", pc, pop, h)
			return
		}
		after := h - pop + eff.push
		if after > MaxStack {
			v.failf("instruction %d makes the stack higher than %d", pc, MaxStack)
			return
		}
		v.high, v.spent = max(v.high, after), v.spent+1
		to := func(target int32, height int) bool {
			if target <= pc || int(target) >= len(v.p.Code) {
				return v.failf("instruction %d jumps to %d", pc, target)
			}
			if old, ok := heights[target]; ok && old != height {
				return v.failf("the stack at instruction %d has two heights", target)
			}
			heights[target] = height
			return true
		}
		switch eff.flow {
		case stop:
			if h != 1 {
				v.failf("a value returns with %d values on the stack", h)
				return
			}
			continue
		case jump:
			if !to(in.A, after) {
				return
			}
			continue
		case branch:
			height := after
			if in.Op != OpJumpFalse {
				height = h // and, or and ?? keep the value they jump with
			}
			if in.Op == OpBranch || !to(in.A, height) {
				v.failf("instruction %d does not belong into a value", pc)
				return
			}
		}
		if !to(pc+1, after) {
			return
		}
	}
}

// variable is the number of values an instruction takes beyond what its row in
// effects says, from its operands.
func variable(p *Program, in Instr) int {
	switch in.Op {
	case OpList, OpConcat:
		return int(in.A)
	case OpCall:
		return int(p.Calls[in.A].Args)
	}
	return 0
}

// operands checks that what an instruction names exists where it runs.
func (v *verifier) operands(pc int32, in Instr, sc scope) bool {
	p := v.p
	switch in.Op {
	case OpNumber:
		return v.in(in.A, len(p.Numbers), "number")
	case OpText:
		return v.in(in.A, len(p.Texts), "text")
	case OpField:
		return v.field(pc, in.A, sc)
	case OpTrait:
		return v.in(in.A, len(p.Traits), "trait")
	case OpEntry:
		return v.in(in.A, sc.entry, "entry slot")
	case OpParam:
		return v.in(in.A, sc.params, "parameter")
	case OpFact:
		return v.in(in.A, len(p.Facts), "fact")
	case OpList, OpConcat:
		if in.A < 0 || in.A > MaxStack {
			return v.failf("instruction %d takes %d values", pc, in.A)
		}
	case OpCall:
		if !v.in(in.A, len(p.Calls), "call") {
			return false
		}
		if n := p.Calls[in.A].Args; n < 0 || n > MaxStack {
			return v.failf("instruction %d takes %d values", pc, n)
		}
	case OpItems:
		if in.A < BasisCart || in.A > BasisPopular || in.B < 1 || in.B > MaxItems {
			return v.failf("instruction %d recommends %d items from basis %d", pc, in.B, in.A)
		}
	case OpEval:
		return v.in(in.A, len(p.Exprs), "expression") && v.vars(pc, &p.Exprs[in.A], sc)
	case OpSegment:
		return v.in(in.A, len(v.tall), "segment")
	case OpReceived:
		return v.in(in.A, len(p.Marks), "mark")
	}
	return true
}

// nested checks the segments that an instruction asks about, whose values come on
// top of a stack of a height.
func (v *verifier) nested(in Instr, height int) bool {
	switch in.Op {
	case OpSegment:
		return v.inSegment(in.A, height)
	case OpEval:
		for _, x := range v.p.Exprs[in.A].Vars {
			if x.From == FromSegment && !v.inSegment(x.Index, height) {
				return false
			}
		}
	}
	return true
}

// MaxItems bounds what one recommend asks for.
const MaxItems = 50

func (v *verifier) field(pc, i int32, sc scope) bool {
	if sc.event < 0 {
		return v.failf("instruction %d reads a field where there is no event", pc)
	}
	return v.in(i, len(v.p.Events[sc.event].Fields), "field")
}

func (v *verifier) vars(pc int32, e *Expr, sc scope) bool {
	if !v.spend(len(e.Vars)) {
		return false
	}
	for _, x := range e.Vars {
		ok := true
		switch x.From {
		case FromField:
			ok = v.field(pc, x.Index, sc)
		case FromTrait:
			ok = v.in(x.Index, len(v.p.Traits), "trait")
		case FromEntry:
			ok = v.in(x.Index, sc.entry, "entry slot")
		case FromFact:
			ok = v.in(x.Index, len(v.p.Facts), "fact")
		case FromParam:
			ok = v.in(x.Index, sc.params, "parameter")
		case FromCart, FromViewed, FromBought:
		case FromSegment:
			ok = v.in(x.Index, len(v.tall), "segment")
		case FromMark:
			ok = v.in(x.Index, len(v.p.Marks), "mark")
		default:
			ok = v.failf("an expression reads from no known source")
		}
		if !ok {
			return false
		}
	}
	return true
}

// steps verifies a journey's own code. Stack heights inside one step are checked
// as in a value; between steps the stack is empty, which the targets of states
// and splits rely on.
func (v *verifier) steps(j *Journey, sc scope) {
	if v.err != nil || !v.in(j.Start, len(v.p.Code), "code") {
		return
	}
	v.spent = 0
	heights := map[int32]int{}
	// Colours for finding a cycle without a rest: an edge through a rest does not
	// count.
	const (
		open = 1
		done = 2
	)
	colour := map[int32]int{}
	type visit struct {
		pc   int32
		next []int32 // successors not yet visited
	}
	var stack []visit
	roots := []int32{j.Start}
	heights[j.Start] = 0
	seenRoot := map[int32]bool{j.Start: true}
	enter := func(pc int32) bool {
		succ, ok := v.step(pc, j, sc, heights, func(target int32) {
			if !seenRoot[target] {
				seenRoot[target] = true
				roots = append(roots, target)
			}
		})
		if !ok {
			return false
		}
		colour[pc] = open
		stack = append(stack, visit{pc, succ})
		return true
	}
	for len(roots) > 0 {
		root := roots[len(roots)-1]
		roots = roots[:len(roots)-1]
		if colour[root] != 0 {
			continue
		}
		if !enter(root) {
			return
		}
		for len(stack) > 0 {
			top := &stack[len(stack)-1]
			if len(top.next) == 0 {
				colour[top.pc] = done
				stack = stack[:len(stack)-1]
				continue
			}
			pc := top.next[0]
			top.next = top.next[1:]
			switch colour[pc] {
			case open:
				v.failf("instruction %d is in a loop without a wait", pc)
				return
			case 0:
				if !enter(pc) {
					return
				}
			}
		}
	}
}

// step verifies one instruction of a journey's code and returns where control
// goes without resting; targets behind a rest are reported through later.
func (v *verifier) step(pc int32, j *Journey, sc scope, heights map[int32]int, later func(int32)) ([]int32, bool) {
	const price = 4 // it takes as long as so many instructions of a value
	if !v.spend(price) || !v.in(pc, len(v.p.Code), "code") {
		return nil, false
	}
	v.reached[pc] = true
	in := v.p.Code[pc]
	h := heights[pc]
	if in.Op >= opCount || in.Op == OpReturn {
		return nil, v.failf("instruction %d does not belong into a journey", pc)
	}
	if !v.operands(pc, in, sc) || !v.nested(in, h) || !v.stepOperands(in, j) {
		return nil, false
	}
	eff := effects[in.Op]
	pop := eff.pop + variable(v.p, in)
	if in.Op == OpEmit {
		pop = len(j.Emits[in.A].Fields)
	}
	if in.Op == OpAct {
		pop = j.Acts[in.A].takes()
	}
	if h < pop || h-pop+eff.push > MaxStack {
		return nil, v.failf("instruction %d takes %d values from a stack of %d", pc, pop, h)
	}
	after := h - pop + eff.push
	if in.Op.Step() && after != 0 {
		return nil, v.failf("the stack is not empty after the step at instruction %d", pc)
	}
	var succ []int32
	ok := true
	to := func(target int32, height int) {
		if !v.in(target, len(v.p.Code), "code") {
			ok = false
			return
		}
		if old, seen := heights[target]; seen && old != height {
			ok = v.failf("the stack at instruction %d has two heights", target)
			return
		}
		heights[target] = height
		succ = append(succ, target)
	}
	resting := func(target int32) {
		if !v.in(target, len(v.p.Code), "code") {
			ok = false
			return
		}
		if old, seen := heights[target]; seen && old != 0 {
			ok = v.failf("the stack at instruction %d has two heights", target)
			return
		}
		heights[target] = 0
		later(target)
	}
	switch eff.flow {
	case next:
		to(pc+1, after)
		if in.Op == OpSend && j.Sends[in.A].Hold >= 0 && j.States[j.Sends[in.A].Hold].Deadline != pc {
			ok = v.failf("the message of instruction %d does not go on where it is held", pc)
		}
	case jump:
		to(in.A, after)
	case branch:
		height := after
		if in.Op == OpAnd || in.Op == OpOr || in.Op == OpCoalesce {
			height = h
		}
		to(in.A, height)
		to(pc+1, after)
	case rest:
		s := &j.States[in.A]
		ok = v.spend(len(s.Arms))
		switch {
		case s.Forever:
		case s.waits():
			resting(s.Deadline)
		default:
			to(s.Deadline, 0)
		}
		for _, a := range s.Arms {
			resting(a.PC)
		}
		if s.Kind == StateUntil || s.Kind == StateRepeat {
			// The condition may hold at once: no rest on this edge.
			to(s.Then, 0)
		}
	case split:
		s := &j.Splits[in.A]
		ok = v.spend(len(s.Arms))
		for _, a := range s.Arms {
			to(a.PC, 0)
		}
		to(s.Rest, 0)
	case stop:
	}
	return succ, ok
}

// waits reports whether some time surely passes before the deadline of a state. A
// moment may be now. The next run of a repeat begins at once when its time has
// passed, but then the run before took that long.
func (s *State) waits() bool { return s.At == nil && !s.Limit.Zero() }

func (v *verifier) stepOperands(in Instr, j *Journey) bool {
	switch in.Op {
	case OpSend:
		return v.in(in.A, len(j.Sends), "send")
	case OpRest:
		if v.in(in.A, len(j.States), "state") && j.States[in.A].Kind == StateHold {
			v.failf("a rest in a state where messages are held")
		}
		return v.err == nil
	case OpRepeat:
		return v.in(in.A, len(j.States), "state") &&
			(j.States[in.A].Kind == StateRepeat || v.failf("state %d does not repeat", in.A))
	case OpBranch:
		return v.in(in.B, len(j.Steps), "step")
	case OpSplit:
		return v.in(in.A, len(j.Splits), "split")
	case OpSet:
		return v.in(in.A, len(v.p.Traits), "trait") && v.in(in.B, len(j.Steps), "step")
	case OpEmit:
		return v.in(in.A, len(j.Emits), "emit")
	case OpAct:
		return v.in(in.A, len(j.Acts), "act")
	case OpStop:
		return v.in(in.A, len(j.Steps), "step")
	case OpTag:
		if in.A != 0 && in.A != 1 {
			return v.failf("a tag is neither added nor removed")
		}
		return v.in(in.B, len(j.Steps), "step")
	}
	return true
}
