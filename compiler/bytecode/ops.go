package bytecode

// Op is an operation code. Codes are part of the file format: append only.
type Op uint8

// The operations. The picture on each line is the stack before and after; x, y
// are values, A and B the instruction's operands.
const (
	OpNop        Op = iota // - → -
	OpNull                 // - → null
	OpTrue                 // - → true
	OpFalse                // - → false
	OpNumber               // - → Numbers[A]
	OpText                 // - → Texts[A]
	OpField                // - → field A of the event in hand
	OpTrait                // - → trait A of the person
	OpEntry                // - → slot A of the entry payload
	OpParam                // - → parameter A of the message
	OpFact                 // - → answer of Facts[A]
	OpEq                   // x y → x == y; a missing side is false, here and below
	OpNe                   // x y → x != y; a missing side is true
	OpLt                   // x y → x < y
	OpLe                   // x y → x <= y
	OpGt                   // x y → x > y
	OpGe                   // x y → x >= y
	OpAdd                  // x y → x + y; numbers add, texts join; a missing operand is missing
	OpSub                  // x y → x - y
	OpMul                  // x y → x * y
	OpDiv                  // x y → x / y; by zero is missing
	OpMod                  // x y → x % y
	OpNeg                  // x → -x
	OpNot                  // x → not x; not missing is true
	OpHas                  // x → whether x is there
	OpTruth                // x → x is true, as a bool
	OpContains             // x y → text x contains text y
	OpStartsWith           // x y → …
	OpEndsWith             // x y → …
	OpList                 // x1 … xA → list of them
	OpIn                   // x list → x is in list; a missing side is false
	OpConcat               // x1 … xA → their texts, joined; missing is empty
	OpPop                  // x → -
	OpJump                 // - → -, go to A
	OpJumpFalse            // x → -, go to A unless x is true
	OpAnd                  // x → x, go to A unless x is true; x → - otherwise
	OpOr                   // x → x, go to A if x is true; x → - otherwise
	OpCoalesce             // x → x, go to A if x is there; x → - otherwise
	OpEval                 // - → result of Exprs[A]
	OpCall                 // x1 … xn → result of Calls[A]
	OpItems                // - → up to B recommended items, from basis A (BasisCart …)
	OpReturn               // x → end of a condition or value
	// Steps of a journey. The stack is empty before and after, but for what they
	// take from it.
	OpSend   // - → -, Sends[A]
	OpRest   // - → -, rest in States[A]; goes on where the state says
	OpBranch // x → -, record the branch of Steps[B]; go to A unless x is true
	OpSplit  // - → -, Splits[A] says where to go on
	OpSet    // x → -, trait A = x; Steps[B]
	OpEmit   // x1 … xn → -, Emits[A]
	OpStop   // end of the journey: stopped; Steps[A]
	OpEnd    // end of the journey: finished
	OpAct    // … → -, Acts[A] says what it takes
	// Later additions. Two of them belong into values.
	OpSegment  // - → whether the person is in Segments[A]
	OpReceived // - → whether what Marks[A] means was sent
	OpTag      // x → -, add tag x, or (A is 1) remove it; Steps[B]
	OpRepeat   // - → -, begin the runs of States[A]
	opCount
)

// Step reports whether an operation is a step of a journey, and not a part of a value.
func (o Op) Step() bool { return o >= OpSend && o != OpSegment && o != OpReceived }

// The bases of recommend, operand A of OpItems.
const (
	BasisCart int32 = iota
	BasisViewed
	BasisBought
	BasisPopular
)

// flow says where control can go after an instruction.
type flow uint8

const (
	next   flow = iota // the next instruction
	jump               // A only
	branch             // A or next
	rest               // a state: the targets are in the table
	split              // a split: the targets are in the table
	stop               // nowhere
)

// effect is what the verifier and the disassembler know of an operation: how
// many values it takes and leaves (variable counts come from its operands), and
// where control goes. OpAnd, OpOr and OpCoalesce leave one value on the jump.
type effect struct {
	name      string
	pop, push int
	flow      flow
}

var effects = [opCount]effect{
	OpNop:        {"nop", 0, 0, next},
	OpNull:       {"null", 0, 1, next},
	OpTrue:       {"true", 0, 1, next},
	OpFalse:      {"false", 0, 1, next},
	OpNumber:     {"number", 0, 1, next},
	OpText:       {"text", 0, 1, next},
	OpField:      {"field", 0, 1, next},
	OpTrait:      {"trait", 0, 1, next},
	OpEntry:      {"entry", 0, 1, next},
	OpParam:      {"param", 0, 1, next},
	OpFact:       {"fact", 0, 1, next},
	OpEq:         {"eq", 2, 1, next},
	OpNe:         {"ne", 2, 1, next},
	OpLt:         {"lt", 2, 1, next},
	OpLe:         {"le", 2, 1, next},
	OpGt:         {"gt", 2, 1, next},
	OpGe:         {"ge", 2, 1, next},
	OpAdd:        {"add", 2, 1, next},
	OpSub:        {"sub", 2, 1, next},
	OpMul:        {"mul", 2, 1, next},
	OpDiv:        {"div", 2, 1, next},
	OpMod:        {"mod", 2, 1, next},
	OpNeg:        {"neg", 1, 1, next},
	OpNot:        {"not", 1, 1, next},
	OpHas:        {"has", 1, 1, next},
	OpTruth:      {"truth", 1, 1, next},
	OpContains:   {"contains", 2, 1, next},
	OpStartsWith: {"startswith", 2, 1, next},
	OpEndsWith:   {"endswith", 2, 1, next},
	OpList:       {"list", 0, 1, next},
	OpIn:         {"in", 2, 1, next},
	OpConcat:     {"concat", 0, 1, next},
	OpPop:        {"pop", 1, 0, next},
	OpJump:       {"jump", 0, 0, jump},
	OpJumpFalse:  {"jumpfalse", 1, 0, branch},
	OpAnd:        {"and", 1, 0, branch},
	OpOr:         {"or", 1, 0, branch},
	OpCoalesce:   {"coalesce", 1, 0, branch},
	OpEval:       {"eval", 0, 1, next},
	OpCall:       {"call", 0, 1, next},
	OpItems:      {"items", 0, 1, next},
	OpReturn:     {"return", 1, 0, stop},
	OpSend:       {"send", 0, 0, next},
	OpRest:       {"rest", 0, 0, rest},
	OpBranch:     {"branch", 1, 0, branch},
	OpSplit:      {"split", 0, 0, split},
	OpSet:        {"set", 1, 0, next},
	OpEmit:       {"emit", 0, 0, next},
	OpStop:       {"stop", 0, 0, stop},
	OpEnd:        {"end", 0, 0, stop},
	OpAct:        {"act", 0, 0, next},
	OpSegment:    {"segment", 0, 1, next},
	OpReceived:   {"received", 0, 1, next},
	OpTag:        {"tag", 1, 0, next},
	OpRepeat:     {"repeat", 0, 0, next},
}

// String returns the operation's name in a disassembly.
func (o Op) String() string {
	if o < opCount {
		return effects[o].name
	}
	return "?"
}

// NextStep finds the step that control comes to from pc. Between two steps lie only the
// instructions of a value, which all paths leave at its end, and jumps.
func (p *Program) NextStep(pc int32) int32 {
	for {
		switch in := p.Code[pc]; {
		case in.Op.Step():
			return pc
		case in.Op == OpJump:
			pc = in.A
		default:
			pc++
		}
	}
}
