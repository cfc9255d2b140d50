package bytecode

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// begin notes that a piece of code begins at an instruction, what it is for, and
// what it can read. Of several uses the first one's names are shown.
func (d *disassembler) begin(pc int32, what string, sc scopeOf) {
	d.label(pc, what)
	if _, ok := d.scopes[pc]; !ok {
		d.scopes[pc] = sc
	}
}

// code writes all instructions, in order of their address.
func (d *disassembler) code() {
	d.line(0, "code")
	s, sc := newTexts(), scopeOf{event: -1}
	var in *Journey // whose steps these are, nil in values
	for i := range d.p.Code {
		pc := int32(i)
		if names := d.labels[pc]; len(names) > 0 {
			slices.Sort(names)
			d.line(1, "%s:", strings.Join(slices.Compact(names), "; "))
		}
		if own, ok := d.scopes[pc]; ok {
			s, sc, in = newTexts(), own, d.starts[pc]
		}
		s.meet(pc)
		x := d.p.Code[pc]
		text := d.instruction(x, in, sc)
		d.apply(s, pc, x, sc)
		comment := s.String()
		if effects[x.Op].flow == stop {
			comment = ""
			s = newTexts()
		}
		if step := d.stepOf(x, in); step != "" {
			comment = step
		}
		if comment != "" {
			text = fmt.Sprintf("%-32s ; %s", text, comment)
		}
		d.line(2, "%-4d %s", pc, text)
	}
}

// instruction writes an operation with what its operands name.
func (d *disassembler) instruction(x Instr, j *Journey, sc scopeOf) string {
	name := x.Op.String()
	switch x.Op {
	case OpNumber, OpText, OpField, OpTrait, OpEntry, OpParam, OpItems, OpSegment, OpReceived:
		return name + " " + strings.TrimPrefix(d.operand(x, sc), name+" ")
	case OpFact, OpEval, OpList, OpConcat, OpSend, OpRest, OpSplit, OpEmit, OpAct, OpRepeat:
		return name + " " + strconv.Itoa(int(x.A))
	case OpCall:
		return name + " " + d.p.Calls[x.A].Func
	case OpJump, OpJumpFalse, OpAnd, OpOr, OpCoalesce:
		return fmt.Sprintf("%s → %d", name, x.A)
	case OpBranch:
		return fmt.Sprintf("%s no → %d", name, x.A)
	case OpSet:
		return name + " profile." + d.p.Traits[x.A].Name
	case OpStop:
		return name
	case OpTag:
		return name + [...]string{" add", " remove"}[x.A&1]
	}
	if x.A != 0 || x.B != 0 {
		return fmt.Sprintf("%s %d %d", name, x.A, x.B)
	}
	return name
}

// stepOf names the step that an instruction belongs to, with its line.
func (d *disassembler) stepOf(x Instr, j *Journey) string {
	if j == nil {
		return ""
	}
	switch x.Op {
	case OpSend:
		return stepName(j, j.Sends[x.A].Step)
	case OpRest, OpRepeat:
		return stepName(j, j.States[x.A].Step)
	case OpSplit:
		return stepName(j, j.Splits[x.A].Step)
	case OpEmit:
		return stepName(j, j.Emits[x.A].Step)
	case OpAct:
		return stepName(j, j.Acts[x.A].Step)
	case OpBranch, OpSet, OpTag:
		return stepName(j, x.B)
	case OpStop:
		return stepName(j, x.A)
	}
	return ""
}
