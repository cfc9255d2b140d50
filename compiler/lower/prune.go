package lower

import "github.com/journeylang/journey/compiler/bytecode"

// prune drops the instructions that nothing reaches, such as what follows a
// `stop`, and closes the gaps. The verifier refuses unreachable code, and the
// lowering is simpler when it need not know.
func (l *journeyLowerer) prune() {
	code := l.asm.code
	reached := make([]bool, len(code))
	todo := []int32{l.j.Start}
	for len(todo) > 0 {
		pc := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if reached[pc] {
			continue
		}
		reached[pc] = true
		in := code[pc]
		switch in.Op {
		case bytecode.OpStop, bytecode.OpEnd:
			continue
		case bytecode.OpJump:
			todo = append(todo, in.A)
			continue
		case bytecode.OpJumpFalse, bytecode.OpAnd, bytecode.OpOr, bytecode.OpCoalesce, bytecode.OpBranch:
			todo = append(todo, in.A)
		case bytecode.OpRest:
			todo = append(todo, stateTargets(&l.j.States[in.A])...)
			continue
		case bytecode.OpSplit:
			for _, a := range l.j.Splits[in.A].Arms {
				todo = append(todo, a.PC)
			}
			todo = append(todo, l.j.Splits[in.A].Rest)
			continue
		}
		todo = append(todo, pc+1)
	}
	to := make([]int32, len(code)+1)
	kept := code[:0:0]
	for pc := range code {
		to[pc] = int32(len(kept))
		if reached[pc] {
			kept = append(kept, code[pc])
		}
	}
	to[len(code)] = int32(len(kept))
	for i := range kept {
		switch kept[i].Op {
		case bytecode.OpJump, bytecode.OpJumpFalse, bytecode.OpAnd, bytecode.OpOr, bytecode.OpCoalesce, bytecode.OpBranch:
			kept[i].A = to[kept[i].A]
		}
	}
	l.asm.code = kept
	for i := range l.j.States {
		s := &l.j.States[i]
		s.Deadline, s.Then = to[s.Deadline], to[s.Then]
		for k := range s.Arms {
			s.Arms[k].PC = to[s.Arms[k].PC]
		}
	}
	for i := range l.j.Splits {
		s := &l.j.Splits[i]
		s.Rest = to[s.Rest]
		for k := range s.Arms {
			s.Arms[k].PC = to[s.Arms[k].PC]
		}
	}
}

// stateTargets is where a person who rests in a state can go on.
func stateTargets(s *bytecode.State) []int32 {
	var out []int32
	if !s.Forever {
		out = append(out, s.Deadline)
	}
	for _, a := range s.Arms {
		out = append(out, a.PC)
	}
	if s.Kind == bytecode.StateUntil || s.Kind == bytecode.StateRepeat {
		out = append(out, s.Then)
	}
	return out
}
