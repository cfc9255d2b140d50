package parse

import (
	"github.com/journeylang/journey/dsl/token"
)

// tok is a token as the grammar sees it.
type tok struct {
	kind token.Kind
	text string
}

// kinds are the tokens that the grammar names by their kind.
var kinds = map[symbol][]token.Kind{
	"<name>": {token.Name}, "<quoted>": {token.QuotedName}, "<number>": {token.Number}, "<duration>": {token.Duration},
	"<percent>": {token.Percent}, "<time>": {token.Time}, "<date>": {token.Date}, "<newline>": {token.Newline},
	"<quote>": {token.StrOpen, token.StrClose}, "<characters>": {token.StrText},
}

func (t tok) is(s symbol) bool {
	if w, ok := s.word(); ok {
		return t.text == w
	}
	for _, k := range kinds[s] {
		if t.kind == k {
			return true
		}
	}
	return false
}

// item is how far an alternative of a rule has been read, and from where.
type item struct {
	rule     symbol
	alt, dot int
	from     int
}

// recognize reads tokens by Earley's algorithm, which takes any grammar, however
// ambiguous. It returns how many were read: all of them, if they are a sentence.
func (g *grammar) recognize(start symbol, toks []tok) int {
	empty := g.nullable()
	sets := make([][]item, len(toks)+1)
	seen := make([]map[item]bool, len(toks)+1)
	waiting := make([]map[symbol][]item, len(toks)+1) // items of a set, by what they wait for
	for i := range sets {
		seen[i], waiting[i] = map[item]bool{}, map[symbol][]item{}
	}
	add := func(at int, it item) {
		if seen[at][it] {
			return
		}
		seen[at][it] = true
		sets[at] = append(sets[at], it)
		if alt := g.rules[it.rule][it.alt]; it.dot < len(alt) {
			waiting[at][alt[it.dot]] = append(waiting[at][alt[it.dot]], it)
		}
	}
	predict := func(at int, rule symbol) {
		for alt := range g.rules[rule] {
			add(at, item{rule, alt, 0, at})
		}
	}
	predict(0, start)
	far := 0
	for at := range sets {
		for i := 0; i < len(sets[at]); i++ {
			it := sets[at][i]
			alt := g.rules[it.rule][it.alt]
			next := item{it.rule, it.alt, it.dot + 1, it.from}
			switch {
			case it.dot == len(alt):
				for _, w := range waiting[it.from][it.rule] {
					add(at, item{w.rule, w.alt, w.dot + 1, w.from})
				}
			case alt[it.dot].rule():
				predict(at, alt[it.dot])
				if empty[alt[it.dot]] {
					add(at, next)
				}
			case at < len(toks) && toks[at].is(alt[it.dot]):
				add(at+1, next)
			}
		}
		if len(sets[at]) > 0 {
			far = at
		}
	}
	if far == len(toks) {
		for it := range seen[far] {
			if it.rule == start && it.from == 0 && it.dot == len(g.rules[it.rule][it.alt]) {
				return far
			}
		}
		return far - 1 // a sentence that goes on
	}
	return far
}

// nullable are the rules that can be nothing.
func (g *grammar) nullable() map[symbol]bool {
	out := map[symbol]bool{}
	for changed := true; changed; {
		changed = false
		for name, alts := range g.rules {
			for _, alt := range alts {
				if out[name] {
					break
				}
				all := true
				for _, s := range alt {
					all = all && out[s]
				}
				if all {
					out[name], changed = true, true
				}
			}
		}
	}
	return out
}
