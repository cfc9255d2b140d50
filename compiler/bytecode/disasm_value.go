package bytecode

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Values are put together by running their code on texts. Jumps of values go
// forward only: whoever jumps leaves its text at the place it goes to, where it
// meets the text of what was run instead.

// scopeOf is what code can read where it runs, by name.
type scopeOf struct {
	event  int32 // the event in hand, or -1
	entry  []Field
	params []string
}

// texts is a stack of texts.
type texts struct {
	stack []term
	waits map[int32][]term // jump target → what waits there for its other half
	conds map[int32]term   // where the second half of a choice begins → its condition
}

// term is the text of a value, and how tightly it binds.
type term struct {
	text string
	rank int    // of the weakest operator outside parentheses
	op   string // of one that waits: what joins it to its other half
}

// The ranks of operators, from the weakest.
const (
	rankChoice = iota
	rankCoalesce
	rankOr
	rankAnd
	rankCompare
	rankAdd
	rankMul
	rankUnary
	rankAtom
)

var binaries = map[Op]struct {
	text string
	rank int
}{
	OpEq: {"==", rankCompare}, OpNe: {"!=", rankCompare}, OpLt: {"<", rankCompare}, OpLe: {"<=", rankCompare},
	OpGt: {">", rankCompare}, OpGe: {">=", rankCompare}, OpAdd: {"+", rankAdd}, OpSub: {"-", rankAdd},
	OpMul: {"*", rankMul}, OpDiv: {"/", rankMul}, OpMod: {"%", rankMul}, OpContains: {"contains", rankCompare},
	OpStartsWith: {"startsWith", rankCompare}, OpEndsWith: {"endsWith", rankCompare}, OpIn: {"in", rankCompare},
}

func newTexts() *texts { return &texts{waits: map[int32][]term{}, conds: map[int32]term{}} }

// value writes the value that begins at an instruction, and notes what it is for.
func (d *disassembler) value(start int32, what string, sc scopeOf) string {
	d.begin(start, what, sc)
	s, end := newTexts(), start
	for pc := start; int(pc) < len(d.p.Code); pc++ {
		s.meet(pc)
		in := d.p.Code[pc]
		if effects[in.Op].flow == jump || effects[in.Op].flow == branch {
			end = max(end, in.A)
		}
		if in.Op == OpReturn && pc >= end {
			break
		}
		d.apply(s, pc, in, sc)
	}
	return fmt.Sprintf("@%d (%s)", start, s.pop().text)
}

// longest bounds the text of a value, and longestStack what is shown of a stack:
// a program can be made in which they would grow with the square of its size.
const (
	longest      = 1000
	longestStack = 200
)

func (s *texts) push(t term) {
	if len(t.text) > longest {
		t = atom(cut(t.text, longest) + "…")
	}
	s.stack = append(s.stack, t)
}

// cut returns at most n bytes of whole characters from the start of a text.
func cut(s string, n int) string {
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

func (s *texts) pop() term {
	if len(s.stack) == 0 {
		return atom("…")
	}
	t := s.stack[len(s.stack)-1]
	s.stack = s.stack[:len(s.stack)-1]
	return t
}

func (s *texts) popN(n int) string {
	out := make([]string, n)
	for i := n - 1; i >= 0; i-- {
		out[i] = s.pop().text
	}
	return strings.Join(out, ", ")
}

// String is the stack, its top at the right; of a long one the top.
func (s *texts) String() string {
	var out []string
	size := 0
	for i := len(s.stack) - 1; i >= 0; i-- {
		text := s.stack[i].text
		if size += len(text); size > longestStack {
			if len(out) == 0 {
				out = append(out, cut(text, longestStack))
			}
			out = append(out, "…")
			break
		}
		out = append(out, text)
	}
	slices.Reverse(out)
	return strings.Join(out, ", ")
}

func atom(s string) term { return term{text: s, rank: rankAtom} }

// in writes a term where an operator of a rank needs it.
func (t term) in(rank int) string {
	if t.rank < rank {
		return "(" + t.text + ")"
	}
	return t.text
}

func join(a, b term, op string, rank int) term {
	return term{text: a.in(rank) + " " + op + " " + b.in(min(rank+1, rankAtom)), rank: rank}
}

// meet puts together what waits for this instruction with what was run instead.
func (s *texts) meet(pc int32) {
	waiting := s.waits[pc]
	for i := len(waiting) - 1; i >= 0; i-- {
		s.push(join(waiting[i], s.pop(), waiting[i].op, waiting[i].rank))
	}
	delete(s.waits, pc)
}

// wait leaves a text at the target of a jump.
func (s *texts) wait(target int32, t term, op string, rank int) {
	s.waits[target] = append(s.waits[target], term{text: t.in(rank), rank: rank, op: op})
}

// apply runs one instruction on texts.
func (d *disassembler) apply(s *texts, pc int32, in Instr, sc scopeOf) {
	if b, ok := binaries[in.Op]; ok {
		y, x := s.pop(), s.pop()
		s.push(join(x, y, b.text, b.rank))
		return
	}
	switch in.Op {
	case OpJumpFalse:
		s.conds[in.A] = s.pop()
	case OpJump:
		if c, ok := s.conds[pc+1]; ok {
			s.wait(in.A, term{text: c.in(rankCoalesce) + " ? " + s.pop().in(rankCoalesce)}, ":", rankChoice)
		}
	case OpAnd:
		s.wait(in.A, s.pop(), "and", rankAnd)
	case OpOr:
		s.wait(in.A, s.pop(), "or", rankOr)
	case OpCoalesce:
		s.wait(in.A, s.pop(), "??", rankCoalesce)
	case OpNeg:
		s.push(term{text: "-" + s.pop().in(rankUnary), rank: rankUnary})
	case OpNot:
		s.push(term{text: "not " + s.pop().in(rankUnary), rank: rankUnary})
	case OpHas:
		s.push(atom("has(" + s.pop().text + ")"))
	case OpTruth: // the value stays what it is
	case OpEmit, OpAct: // takes all there is: after a step the stack is empty
		s.stack = s.stack[:0]
	case OpList:
		s.push(atom("[" + s.popN(int(in.A)) + "]"))
	case OpConcat:
		s.push(atom("concat(" + s.popN(int(in.A)) + ")"))
	case OpCall:
		c := &d.p.Calls[in.A]
		s.push(atom(c.Func + "(" + s.popN(int(c.Args)) + ")"))
	default:
		for range effects[in.Op].pop {
			s.pop()
		}
		for range effects[in.Op].push {
			s.push(atom(d.operand(in, sc)))
		}
	}
}

// operand says what the operand of an instruction that pushes a value names.
func (d *disassembler) operand(in Instr, sc scopeOf) string {
	p, i := d.p, int(in.A)
	switch in.Op {
	case OpNull, OpTrue, OpFalse:
		return in.Op.String()
	case OpNumber:
		return strconv.FormatFloat(p.Numbers[i], 'g', -1, 64)
	case OpText:
		return strconv.Quote(p.Texts[i])
	case OpField:
		if sc.event >= 0 && i < len(p.Events[sc.event].Fields) {
			return p.Events[sc.event].Fields[i].Name
		}
	case OpTrait:
		return "profile." + p.Traits[i].Name
	case OpEntry:
		if i < len(sc.entry) {
			return "entry." + sc.entry[i].Name
		}
	case OpParam:
		if i < len(sc.params) {
			return sc.params[i]
		}
	case OpFact:
		return "fact " + strconv.Itoa(i)
	case OpEval:
		return "eval " + strconv.Itoa(i)
	case OpSegment:
		return d.segmentName(in.A)
	case OpReceived:
		return "received " + p.Marks[i].Name
	case OpItems:
		if i < len(basisNames) {
			return fmt.Sprintf("recommend(%s, %d)", basisNames[i], in.B)
		}
	}
	return fmt.Sprintf("%s %d", in.Op, i)
}

var basisNames = [...]string{BasisCart: "cart", BasisViewed: "viewed", BasisBought: "bought", BasisPopular: "popular"}
