package format

import (
	"sort"

	"github.com/journeylang/journey/dsl/ast"
	"github.com/journeylang/journey/dsl/token"
)

// role is what the tree says about a token.
type role uint32

const (
	sign       role = 1 << iota // a minus or plus of one value
	listOpen                    // a [ that begins a list, not an index
	function                    // the name of a call: the ( belongs to it
	leadingDot                  // a dot with the element left out in front of it
	choice                      // ? and : of `a ? b : c`
	slice                       // : of `x[1:30]`
	joined                      // follows without a blank: tr-CY
	record                      // a { that begins a value
	rowStart                    // begins a line when the braces around it are open
	linked                      // a { that is opened with those of its step
	stopOne                     // stands in the first column of its table
	stopTwo                     // stands in the second
)

// table is the kind of rows that are aligned with one another.
type table uint8

const (
	noTable     table = iota
	sentenceRow       // a sentence without settings, which is a table of its own
	settingRows
	partRows
	ruleRows
	testRows
	fieldRows
	raceRows
	splitRows
	ifRows
	stageRows
	segmentRows
	eventRows
	messageRows
)

// roles is what the tree says about the tokens of a file, by their offsets.
type roles struct {
	at        map[int]role
	tables    map[int]table // by the offset of the row
	durations map[int]*ast.DurationLit
	links     [][]int // offsets of the braces of one step

	toks []token.Token // those that count
}

func rolesOf(s *token.Stream, f *ast.File) *roles {
	r := &roles{at: map[int]role{}, tables: map[int]table{}, durations: map[int]*ast.DurationLit{}}
	for _, t := range s.Tokens {
		if !t.Kind.Trivia() && t.Kind != token.Newline && t.Kind != token.EOF {
			r.toks = append(r.toks, t)
		}
	}
	ast.Walk(f, func(n ast.Node) bool {
		if x, ok := n.(ast.Expr); ok {
			r.expr(x)
		} else if s, ok := n.(ast.Step); ok {
			r.step(s)
		} else {
			r.part(n)
		}
		return true
	})
	return r
}

func (r *roles) set(offset int, is role) { r.at[offset] |= is }

// next returns the offset of the first token that starts at an offset or behind it.
func (r *roles) next(offset int) int {
	if i := r.index(offset); i < len(r.toks) {
		return r.toks[i].Start
	}
	return -1
}

func (r *roles) index(offset int) int {
	return sort.Search(len(r.toks), func(i int) bool { return r.toks[i].Start >= offset })
}

// ahead returns the offset of the token n places behind the one at an offset.
func (r *roles) ahead(offset, n int) int {
	if i := r.index(offset) + n; i >= 0 && i < len(r.toks) {
		return r.toks[i].Start
	}
	return -1
}

// mark gives a role to the first token of a kind from an offset on.
func (r *roles) mark(offset int, k token.Kind, is role) {
	for i := r.index(offset); i < len(r.toks); i++ {
		if r.toks[i].Kind == k {
			r.set(r.toks[i].Start, is)
			return
		}
	}
}

func (r *roles) expr(x ast.Expr) {
	switch x := x.(type) {
	case *ast.UnaryExpr:
		if x.Op == "-" {
			r.set(x.Start, sign)
		}
	case *ast.ListLit:
		r.set(x.Start, listOpen)
	case *ast.CallExpr:
		r.set(x.Fun.Start, function)
	case *ast.ItExpr:
		if x.Start == x.End {
			r.set(x.Start, leadingDot)
		}
	case *ast.ChoiceExpr:
		r.mark(x.Cond.Pos().End, token.Question, choice)
		r.mark(x.Then.Pos().End, token.Colon, choice)
	case *ast.SliceExpr:
		end := x.X.Pos().End
		if x.Lo != nil {
			end = x.Lo.Pos().End
		}
		r.mark(end, token.Colon, slice)
	case *ast.RecordLit:
		r.set(x.Start, record)
	case *ast.DurationLit:
		r.durations[x.Start] = x
	}
}

// row says that a row of a table begins at an offset, and where its columns are.
func (r *roles) row(start int, of table, stops ...int) {
	if r.tables[start] == noTable {
		r.tables[start] = of
	}
	for i, at := range stops {
		if at > start {
			r.set(at, stopOne<<i)
		}
	}
}

func (r *roles) part(n ast.Node) {
	switch n := n.(type) {
	case *ast.Journey:
		r.journey(n)
	case ast.Setting:
		r.row(n.Pos().Start, settingRows, r.ahead(n.Pos().Start, 1))
	case *ast.OnDate:
		if n.Offset == nil {
			r.row(n.Start, settingRows, r.ahead(n.Start, 1))
		} else {
			r.row(n.Start, settingRows)
		}
	case ast.Trigger:
		r.row(n.Pos().Start, settingRows, r.ahead(n.Pos().Start, 1))
	case *ast.Event:
		end := n.Name.End
		if len(n.HeardAs) > 0 {
			r.set(r.next(end), stopOne)
			end = n.HeardAs[len(n.HeardAs)-1].End
		}
		r.row(n.Start, eventRows)
		if n.End > end {
			r.set(r.next(end), stopTwo)
		}
	case *ast.Message:
		r.row(n.Start, messageRows)
		r.set(r.next(n.Name.End), stopTwo)
	case *ast.Segment:
		of := segmentRows
		if r.toks[r.index(n.Start)].End-n.Start == len("stage") {
			of = stageRows
		}
		r.row(n.Start, of, r.next(n.Name.End))
	case *ast.ConsentRule, *ast.QuietRule:
		r.row(n.Pos().Start, ruleRows, r.ahead(n.Pos().Start, 1))
	case *ast.CapRule:
		r.row(n.Start, ruleRows, r.ahead(n.Start, 2))
	case *ast.At:
		r.row(n.Start, testRows, r.next(n.At.End))
	case *ast.Given, *ast.Expect:
		r.row(n.Pos().Start, testRows, r.ahead(n.Pos().Start, 1))
	case *ast.Expectation:
		r.language(n.Lang)
	case *ast.TestTime:
		if n.After != nil && n.After.Start > n.Start {
			r.set(n.Start, sign)
		}
	case *ast.Field:
		r.row(n.Start, fieldRows, r.ahead(n.Name.End, 1))
	case *ast.RecordField:
		r.row(n.Start, fieldRows, r.ahead(n.Name.End, 1))
	case *ast.MessagePart:
		r.messagePart(n)
	}
}

func (r *roles) messagePart(n *ast.MessagePart) {
	r.row(n.Start, partRows, r.next(max(n.Part.End, n.Lang.End, n.Channel.End)))
	r.language(n.Lang)
}

// language keeps the parts of a language tag together: pt-BR.
func (r *roles) language(n ast.Name) {
	for i := r.index(n.Start) + 1; n.Text != "" && i < len(r.toks) && r.toks[i].Start < n.End; i++ {
		r.set(r.toks[i].Start, joined)
	}
}

// journey gives `then` a line of its own, but not in a bare sentence without settings.
func (r *roles) journey(n *ast.Journey) {
	if n.Bare && len(n.Settings) == 0 {
		r.tables[n.Start] = sentenceRow
	}
	if n.Body != nil && (!n.Bare || len(n.Settings) > 0) {
		r.set(r.ahead(n.Body.Start, -1), rowStart)
	}
}

func (r *roles) step(s ast.Step) {
	switch s := s.(type) {
	case *ast.If:
		if s.Else == nil {
			r.row(s.Start, ifRows)
			r.set(s.Then.Start, stopTwo)
		}
		r.link(s)
	case *ast.WaitFor:
		r.linkBlocks(s.Then, s.Else)
	case *ast.WaitUntil:
		r.linkBlocks(s.Then, s.Else)
	case *ast.Race:
		for _, arm := range s.Arms {
			r.raceArm(arm)
		}
		if s.Else != nil {
			start := r.ahead(s.Else.Start, -1)
			r.set(start, rowStart)
			r.row(start, raceRows)
			r.set(s.Else.Start, stopTwo)
		}
	case *ast.Split:
		for _, arm := range s.Arms {
			r.set(arm.Start, rowStart)
			r.row(arm.Start, splitRows, arm.Name.Start, arm.Body.Start)
		}
	}
}

func (r *roles) raceArm(arm *ast.RaceArm) {
	r.set(arm.Start, rowStart)
	r.row(arm.Start, raceRows)
	r.set(arm.Body.Start, stopTwo)
	first := arm.Event
	if or, ok := first.(*ast.OrPat); ok {
		first = or.Alts[0]
	}
	if e, ok := first.(*ast.EventPat); ok && e.Step.Text != "" && r.ahead(arm.Start, 1) == e.Start {
		r.set(e.Step.Start, stopOne)
	}
}

// link ties the braces of an `if` to those of its `else if`.
func (r *roles) link(first *ast.If) {
	if r.at[first.Start]&linked != 0 {
		return // it is the else of another
	}
	var blocks []*ast.Block
	for s := first; s != nil; {
		r.set(s.Start, linked)
		blocks = append(blocks, s.Then)
		next := s.Else
		s = nil
		if next == nil {
			break
		}
		if len(next.Steps) == 1 && next.Steps[0].Pos().Start == next.Start {
			s, _ = next.Steps[0].(*ast.If)
		}
		if s == nil {
			blocks = append(blocks, next)
		}
	}
	r.linkBlocks(blocks...)
}

func (r *roles) linkBlocks(blocks ...*ast.Block) {
	var at []int
	for _, b := range blocks {
		if b != nil {
			at = append(at, b.Start)
		}
	}
	if len(at) > 1 {
		r.links = append(r.links, at)
	}
}
