package token

import (
	"cmp"
	"slices"
)

// settleNewlines turns the newlines that end a statement from Break to Newline.
//
// A newline ends a statement unless it stands inside ( [ or {{, after a binary
// operator or a comma, or before a word that goes on with the sentence. Blank
// lines, lines of comment and a newline right after { end nothing. A bracket that
// nothing closes does not hold newlines back: the mistake stays on its line.
func settleNewlines(src string, toks []Token, unclosed []int) {
	slices.Sort(unclosed)
	var stack []Kind
	pending := -1  // the first newline since prev
	var prev Token // the last token that counts
	var before Kind
	have := false
	for i := range toks {
		t := &toks[i]
		if t.Kind == Break {
			if pending < 0 && have && !inner(stack) {
				pending = i
			}
			continue
		}
		if t.Kind.Trivia() {
			continue
		}
		if pending >= 0 && ends(src, before, prev) && !nextContinues(src, *t) {
			toks[pending].Kind = Newline
		}
		pending = -1
		before, prev, have = prev.Kind, *t, true
		switch t.Kind {
		case LParen, LBracket, LBrace:
			for len(unclosed) > 0 && unclosed[0] < i {
				unclosed = unclosed[1:]
			}
			if len(unclosed) > 0 && unclosed[0] == i && t.Kind != LBrace {
				break
			}
			stack = append(stack, t.Kind)
		case InterpOpen:
			stack = append(stack, t.Kind)
		case RParen, RBracket, RBrace, InterpClose:
			stack = unstack(stack, t.Kind)
		}
	}
}

func inner(stack []Kind) bool {
	return len(stack) > 0 && stack[len(stack)-1] != LBrace
}

// unstack pops the bracket that closer closes; a stray closer pops nothing.
func unstack(stack []Kind, closer Kind) []Kind {
	open := InterpOpen
	switch closer {
	case RParen:
		open = LParen
	case RBracket:
		open = LBracket
	case RBrace:
		open = LBrace
	}
	for i := len(stack) - 1; i >= 0; i-- {
		if stack[i] == open {
			return stack[:i]
		}
		if stack[i] == InterpOpen || stack[i] == LBrace && closer != InterpClose {
			break
		}
	}
	return stack
}

// ends reports whether a newline behind prev can end a statement.
// before is the kind of the token in front of prev.
func ends(src string, before Kind, prev Token) bool {
	switch prev.Kind {
	case Newline, LBrace, Comma, Dot, OptDot, DotDot, Coalesce, Pipe, Assign, Eq, Ne, Lt, Le, Gt, Ge,
		Plus, Minus, Star, StarStar, Slash, And, Or, Not:
		return false
	case Rem:
		// `holdout 10 %` is a percent with a blank too many.
		return before == Number
	case Question, Colon:
		// `text?` and `total:` end a field; `cond ? a : b` goes on.
		return prev.Start > 0 && src[prev.Start-1] != ' '
	case Name:
		return !continuesAfter(src[prev.Start:prev.End])
	}
	return true
}

// continuesAfter reports whether a word is an operator that needs something behind it.
func continuesAfter(word string) bool {
	switch word {
	case "and", "or", "not", "in", "contains", "matches", "startsWith", "endsWith":
		return true
	}
	return false
}

// nextContinues reports whether a line that begins with next goes on with the
// statement above. A field may have such a name, so `with:` does not.
func nextContinues(src string, next Token) bool {
	if next.Kind == And || next.Kind == Or {
		return true
	}
	if next.Kind != Name {
		return false
	}
	switch src[next.Start:next.End] {
	case "and", "or", "where", "within", "followed", "with", "as", "then", "else", "up":
	default:
		return false
	}
	for i := next.End; i < len(src); i++ {
		switch src[i] {
		case ' ', '\t':
		case ':':
			return false
		default:
			return true
		}
	}
	return true
}

func sortProblems(ps []Problem) {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		if c := cmp.Compare(a.Start, b.Start); c != 0 {
			return c
		}
		return cmp.Compare(a.Kind, b.Kind)
	})
}
